import assert from 'node:assert/strict';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { type TestContext, test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { cheapHash, goodPassword } from '../../../../test/fixtures/access-box.ts';
import { httpSite, sessionCookie, siteCameraJson, twoCameras } from '../../../../test/fixtures/http-site.ts';
import { siteCamera } from '../../../../test/fixtures/site.ts';
import { until } from '../../../../test/fixtures/support.ts';

const slowMs = { head: 400, request: 800, idle: 800 };
/** Far more than any limit above, far less than the defaults together. */
const generousMs = 8_000;

/** A listening site, and connections to it that end with the test. */
async function listeningSite(context: TestContext, more: Parameters<typeof httpSite>[3] = {}) {
  const made = await httpSite(context, [...twoCameras, siteCamera('gate', 'simulated:yard')], Date.now, more);
  await made.server.listen({ port: 0, host: '127.0.0.1' });
  const { port } = made.server.server.address() as AddressInfo;
  const open = (): Socket => {
    // Half open: a client that does not go away by itself.
    const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
    socket.on('error', () => {});
    context.after(() => socket.destroy());
    return socket;
  };
  const connections = (): Promise<number> =>
    new Promise((resolve, reject) =>
      made.server.server.getConnections((error, count) => (error ? reject(error) : resolve(count))),
    );
  return { ...made, port, open, connections };
}

/** Sends the pieces one after the other and again from the first, until the connection is gone. */
function trickle(context: TestContext, socket: Socket, piece: string): void {
  const timer = setInterval(() => {
    if (socket.writable) socket.write(piece);
  }, 50);
  context.after(() => clearInterval(timer));
}

const head = 'POST /api/session HTTP/1.1\r\nHost: 127.0.0.1\r\n';
const attacks: Readonly<Record<string, (context: TestContext, socket: Socket) => void>> = {
  'that says nothing': () => {},
  'whose head never ends': (context, socket) => {
    socket.write(head);
    trickle(context, socket, 'X-A: b\r\n');
  },
  'whose body never ends': (context, socket) => {
    socket.write(`${head}Content-Type: application/json\r\nContent-Length: 9000\r\n\r\n`);
    trickle(context, socket, ' ');
  },
  'whose chunks never end': (context, socket) => {
    socket.write(`${head}Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n`);
    trickle(context, socket, '1\r\n \r\n');
  },
  'that speaks no HTTP and goes on': (context, socket) => {
    socket.write('HELO outis\r\n\r\n');
    trickle(context, socket, 'x');
  },
  'that asks and does not read': (_context, socket) => {
    socket.pause();
    socket.write('GET /api/openapi.json HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n'.repeat(2_000));
  },
};

for (const [what, attack] of Object.entries(attacks))
  test(`a client ${what} is dropped`, async (context) => {
    const { open, connections } = await listeningSite(context, { slowMs });
    const socket = open();
    await until('the connection', async () => (await connections()) === 1);
    attack(context, socket);
    await wait(100);
    assert.equal(await connections(), 1, 'it was there');
    await until('its end', async () => (await connections()) === 0, generousMs);
  });

test('one address does not take every place; who leaves makes room', async (context) => {
  const { open, port, connections } = await listeningSite(context);
  const many = Array.from({ length: 500 }, open);
  let gone = 0;
  for (const socket of many)
    socket
      .once('end', () => gone++)
      .once('close', () => gone++)
      .resume();
  await until('the limit', async () => gone >= 100 && (await connections()) === 400, generousMs);
  // 127.0.0.2 is this machine, too, but another address.
  const other = connect({ port, host: '127.0.0.1', localAddress: '127.0.0.2' });
  context.after(() => other.destroy());
  let answer = '';
  other.setEncoding('utf8').on('data', (chunk: string) => (answer += chunk));
  other.write('GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n');
  await until('an answer', () => answer.includes('{"ok":true}'));
  for (const socket of many) socket.destroy();
  await until('room', async () => (await connections()) <= 1);
  assert.equal((await fetch(`http://127.0.0.1:${port}/healthz`)).status, 200);
});

test('a reverse proxy that is named speaks for many', async (context) => {
  const http = { host: '127.0.0.1', port: 0, trustedProxies: ['127.0.0.1'] };
  const { open, connections } = await listeningSite(context, { http });
  for (let count = 0; count < 450; count++) open();
  await until('all of them', async () => (await connections()) === 450, generousMs);
  await wait(200);
  assert.equal(await connections(), 450);
});

test('a client that is merely slow is served', async (context) => {
  const { port } = await listeningSite(context, { slowMs: { head: 4_000, request: 4_000, idle: 4_000 } });
  const socket = connect({ port, host: '127.0.0.1' });
  context.after(() => socket.destroy());
  let answer = '';
  socket.setEncoding('utf8').on('data', (chunk: string) => (answer += chunk));
  for (const piece of ['GET /healthz ', 'HTTP/1.1\r\nHost: 127.', '0.0.1\r\n', '\r\n']) {
    socket.write(piece);
    await wait(50);
  }
  await until('the answer', () => answer.includes('{"ok":true}'));
});

test('a live scene ends soon after its reader signs out, loses the role, or the camera goes on otherwise', async (context) => {
  const { site, server, accessStore, access, port, ask } = await listeningSite(context);
  site.start();
  const url = `http://127.0.0.1:${port}`;
  const ended = new Map<string, number>();
  /** Opens the scene of a camera as a user of this name. */
  const watch = async (name: string, cameraId = 'yard'): Promise<string> => {
    const cookie = sessionCookie(accessStore, name, ['operator'], Date.now());
    const { status, body } = await fetch(`${url}/api/cameras/${cameraId}/scene`, { headers: { cookie } });
    assert.equal(status, 200, name);
    void (async () => {
      try {
        for await (const _chunk of body!);
      } catch {
        // An end is an end.
      }
      ended.set(name, performance.now());
    })();
    return cookie;
  };
  const send = (method: 'DELETE' | 'PUT', path: string, cookie: string, payload?: object) =>
    server.inject({
      method,
      url: path,
      headers: { host: '127.0.0.1', cookie },
      ...(payload === undefined ? {} : { payload }),
    });
  const by = { kind: 'open' } as const;
  const cookies = { out: await watch('out'), everywhere: await watch('everywhere') };
  for (const name of ['demoted', 'removed', 'stays']) await watch(name);
  await watch('changed', 'gate');
  assert.equal((await ask('POST', '/api/cameras', siteCameraJson('added'))).statusCode, 201);
  await watch('deleted', 'added');
  // A password that is changed elsewhere ends this session.
  await watch('password');
  const passwordHash = cheapHash(goodPassword);
  accessStore.saveUser({ ...accessStore.user('password')!, passwordHash });
  const elsewhere = (await access.login('password', goodPassword, '192.0.2.1')).principal;

  const began = performance.now();
  assert.equal((await send('DELETE', '/api/session', cookies.out)).statusCode, 204);
  assert.equal((await send('DELETE', '/api/me/sessions', cookies.everywhere)).statusCode, 204);
  access.setRoles(by, 'demoted', ['viewer']);
  access.removeUser(by, 'removed');
  await access.changePassword(elsewhere, goodPassword, 'a kettle on the third shelf', '192.0.2.1');
  const { purpose, owner, until: last, boundary } = siteCamera('gate', 'simulated:yard');
  const masks = [
    [
      [0, 0],
      [0.2, 0],
      [0.2, 0.2],
    ],
  ];
  const settings = { purpose, owner, reason: 'Another reason than before', until: last, boundary, masks };
  const changed = await ask('PUT', '/api/cameras/gate/settings', settings);
  assert.equal(changed.statusCode, 200, changed.body);
  assert.equal((await ask('DELETE', '/api/cameras/added')).statusCode, 204);

  const expected = ['changed', 'deleted', 'demoted', 'everywhere', 'out', 'password', 'removed'];
  await until('the end of the streams', () => ended.size >= expected.length, generousMs);
  assert.deepEqual([...ended.keys()].toSorted(), expected);
  context.diagnostic(`the last ended after ${Math.round(Math.max(...ended.values()) - began)} ms`);
  // Who may still watch does.
  await wait(1_500);
  assert.equal(ended.has('stays'), false);
  access.removeUser(by, 'stays');
  await until('its end', () => ended.has('stays'), generousMs);
});

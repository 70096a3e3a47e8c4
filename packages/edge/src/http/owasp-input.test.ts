import assert from 'node:assert/strict';
import { request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import type { FastifyInstance } from 'fastify';
import { cheapHash, goodPassword } from '../../../../test/fixtures/access-box.ts';
import { httpSite, range } from '../../../../test/fixtures/http-site.ts';
import type { Config } from '../config/config-schema.ts';

const host = '127.0.0.1:8080';
const plainHttp: Config['http'] = { host: '127.0.0.1', port: 0, trustedProxies: [] };
const user = { roles: ['viewer'] as const, oidcSubject: null, createdMs: 1, lastLoginMs: null };

interface From {
  readonly address: string;
  readonly headers?: Record<string, string>;
}

/** Posts from an address of its own. */
async function post(server: FastifyInstance, url: string, payload: object, { address, headers = {} }: From) {
  const more = { remoteAddress: address, headers: { host, ...headers }, payload };
  const { statusCode, headers: got, body } = await server.inject({ method: 'POST', url, ...more });
  return { status: statusCode, waitS: Number(got['retry-after'] ?? 0), body };
}

/** Guesses until it had to wait so often, and waits as long as it is told. */
async function guess(
  clock: { nowMs: number },
  count: number,
  ask: (index: number) => ReturnType<typeof post>,
): Promise<{ readonly waits: number[]; readonly refusals: Set<string> }> {
  const waits: number[] = [];
  const refusals = new Set<string>();
  for (let index = 0; waits.length < count && index < 100; index++) {
    const { status, waitS, body } = await ask(index);
    if (status === 429) {
      assert.equal(JSON.parse(body).code, 'too-many-attempts');
      waits.push(waitS);
      clock.nowMs += waitS * 1000;
    } else refusals.add(`${status} ${body}`);
  }
  return { waits, refusals };
}

/** Sends an address as it is; the usual clients tidy it up before. */
function sendRaw(
  port: number,
  path: string,
  headers: Record<string, string> = {},
): Promise<[number, string]> {
  return new Promise((resolve, reject) => {
    const asked = request({ port, host: '127.0.0.1', path, headers, agent: false }, (answer) => {
      let body = '';
      answer.setEncoding('utf8').on('data', (chunk: string) => (body += chunk));
      answer.on('end', () => resolve([answer.statusCode!, body]));
    });
    asked.on('error', reject).end();
  });
}

test('guessing a password over HTTP waits longer each time, the same for a user who does not exist', async (context) => {
  const clock = { nowMs: 1_800_000_000_000 };
  const { server, accessStore } = await httpSite(context, undefined, () => clock.nowMs);
  accessStore.saveUser({ ...user, name: 'anna', passwordHash: cheapHash(goodPassword) });
  const found = [];
  for (const name of ['anna', 'nobody']) {
    // Every guess from another house: the account alone waits.
    const from = (index: number): From => ({ address: `198.51.${name.length}.${index}` });
    found.push(
      await guess(clock, 8, (index) =>
        post(server, '/api/session', { name, password: `guess number ${index}` }, from(index)),
      ),
    );
    // Whoever knows the password waits as well; otherwise the answer would tell.
    await post(server, '/api/session', { name, password: 'one more guess' }, from(200));
    const right = await post(server, '/api/session', { name, password: goodPassword }, from(201));
    assert.equal(right.status, 429);
  }
  assert.deepEqual(found[0]?.waits, [1, 2, 4, 8, 16, 32, 60, 60]);
  assert.deepEqual(found[0], found[1]);
  assert.equal(found[0]?.refusals.size, 1);
  assert.match([...found[0]!.refusals][0]!, /^401 .*"login-failed"/);
});

test('guessing one-time codes over HTTP waits longer each time, and only that address', async (context) => {
  const clock = { nowMs: 1_800_000_000_000 };
  const { server } = await httpSite(context, undefined, () => clock.nowMs);
  const code = 'AAAAA-BBBBB-CCCCC-DDDDD';
  for (const [index, url] of ['/api/code', '/api/enrol'].entries()) {
    const payload = { code, ...(url === '/api/enrol' ? { name: 'anna', password: goodPassword } : {}) };
    const from = { address: `192.0.2.${index}` };
    const { waits, refusals } = await guess(clock, 7, () => post(server, url, payload, from));
    assert.deepEqual(waits, [1, 2, 4, 8, 16, 32, 64], url);
    assert.match([...refusals].join(), /^400 .*"code-invalid"/);
  }
  assert.equal((await post(server, '/api/code', { code }, { address: '192.0.2.9' })).status, 400);
});

test('an unknown user costs the same work: it fills the queue of passwords to be checked', async (context) => {
  const { server } = await httpSite(context);
  const answers = await Promise.all(
    Array.from({ length: 25 }, (_, index) =>
      post(
        server,
        '/api/session',
        { name: `nobody${index}`, password: 'x' },
        { address: `198.51.100.${index}` },
      ),
    ),
  );
  const count = (status: number): number => answers.filter((answer) => answer.status === status).length;
  assert.deepEqual([count(401), count(429)], [22, 3]);
});

test('X-Forwarded-For is believed from a proxy that is named, and from nobody else', async (context) => {
  const payload = { name: 'nobody', password: 'x' };
  const blockedAfter = async (trustedProxies: string[], from: (index: number) => From): Promise<number> => {
    const { server } = await httpSite(context, undefined, () => 1_800_000_000_000, {
      http: { ...plainHttp, trustedProxies },
    });
    for (let index = 0; index < 6; index++) {
      // Another name each time, so that the address alone counts.
      const named = { ...payload, name: `nobody${index}` };
      if ((await post(server, '/api/session', named, from(index))).status === 429) return index;
    }
    return Number.POSITIVE_INFINITY;
  };
  const spoof = (address: string, text: (index: number) => string) => (index: number) => ({
    address,
    headers: { 'x-forwarded-for': text(index), 'x-real-ip': text(index), forwarded: `for=${text(index)}` },
  });
  const other = (index: number): string => `203.0.113.${index}`;
  assert.equal(await blockedAfter([], spoof('192.0.2.1', other)), 3);
  assert.equal(await blockedAfter(['10.0.0.1'], spoof('192.0.2.1', other)), 3);
  assert.equal(await blockedAfter(['10.0.0.1'], spoof('10.0.0.1', other)), Number.POSITIVE_INFINITY);
  // What the client wrote stands before what the proxy adds.
  const behind = (index: number): string => `203.0.113.${index}, 198.51.100.7`;
  assert.equal(await blockedAfter(['10.0.0.1'], spoof('10.0.0.1', behind)), 3);
});

test('too many requests of one address are refused, refused ones included; another address is not', async (context) => {
  const { server } = await httpSite(context, undefined, Date.now, { requestsPerSecond: 5 });
  for (const [index, url] of ['/c/yard', '/api/cameras', '/nothing/here', '/'].entries()) {
    const ask = async (remoteAddress: string) =>
      server.inject({
        url,
        remoteAddress,
        headers: { host, 'x-forwarded-for': `203.0.113.${Math.random()}` },
      });
    const answers = [];
    for (let count = 0; count < 60; count++) answers.push(await ask(`192.0.2.${index}`));
    const refused = answers.filter(({ statusCode }) => statusCode === 429);
    // Nothing depends on how fast this runs but that sixty requests do not take six seconds.
    assert.ok(refused.length > 5, `${url}: ${refused.length}`);
    for (const { headers, body } of refused) {
      assert.equal(JSON.parse(body).code, 'too-many-requests');
      assert.ok(Number(headers['retry-after']) >= 1);
      assert.equal(headers['x-frame-options'], 'DENY');
    }
    assert.notEqual((await ask(`198.51.100.${index}`)).statusCode, 429);
  }
});

test('no parameter and no address leaves the folder of the page', async (context) => {
  const { server, cookie } = await httpSite(context);
  await server.listen({ port: 0, host: '127.0.0.1' });
  const { port } = server.server.address() as AddressInfo;
  const up = ['..', '%2e%2e', '.%2e', '%252e%252e', '..%00', '..;', '..%5c', '%c0%ae%c0%ae'];
  const targets = ['package.json', 'etc/passwd', 'data/access.db', '.git/config'];
  const below = ['/', '/assets/', '/c/', '/api/cameras/', '/api/users/', '/api/tokens/', '/c/yard/'];
  const paths = below.flatMap((start) =>
    up.flatMap((dots) =>
      targets.flatMap((target) =>
        ['/', '%2f', '%5c'].map(
          (slash) => `${start}${`${dots}${slash}`.repeat(5)}${target.replaceAll('/', slash)}`,
        ),
      ),
    ),
  );
  paths.push(
    '//etc/passwd',
    '/%2fetc/passwd',
    '/file:///etc/passwd',
    '/.env',
    '/.git/config',
    '/index.html%00.js',
  );
  paths.push('http://127.0.0.1/../../etc/passwd', '/c/yard/..%2f..%2fstatement.json');
  for (let at = 0; at < paths.length; at += 50)
    await Promise.all(
      paths.slice(at, at + 50).map(async (path) => {
        const [status, body] = await sendRaw(port, path, { cookie });
        assert.ok([400, 404].includes(status), `${path} ${status}`);
        assert.doesNotMatch(body, /root:|"workspaces"|SQLite format|\[core\]/, path);
      }),
    );
  // The same way a file of the page is found, or all of this would show nothing.
  const [status, body] = await sendRaw(port, '/c/public.css');
  assert.deepEqual([status, body.length > 100], [200, true]);
});

test('a line break in whatever is sent makes no header and no line of its own', async (context) => {
  const { ask, nobody, as, audit } = await httpSite(context);
  const dpo = as('dora', ['dpo']);
  const breaks = [
    '%0d%0aX-Injected:%20yes',
    '%0aSet-Cookie:%20outis=evil',
    '%E5%98%8D%E5%98%8AX-Injected:yes',
    '%00',
  ];
  for (const each of breaks) {
    const paths = [
      `/c/yard${each}`,
      `/c/yard?lang=${each}`,
      `/c/yard?s=${each}`,
      `/c?lang=${each}`,
      `/${each}`,
      `/api/cameras/yard${each}/counts.csv?${range}`,
      `/api/cameras/yard/sign.svg?lang=${each}`,
      `/api/users/anna${each}`,
    ];
    for (const path of paths) {
      const { headers } = await ask('GET', path);
      assert.equal(headers['x-injected'], undefined, path);
      assert.ok(!/evil/.test(String(headers['set-cookie'])), path);
    }
    await dpo('GET', `/api/audit.csv?actor=${each}`);
  }
  for (const name of [
    'anna\r\nX-Injected: yes',
    'anna\nsecond line',
    'an\u2028na',
    'anna\u0000',
    '\u001b[31manna',
  ]) {
    assert.equal((await ask('POST', '/api/users', { name, roles: ['viewer'] })).statusCode, 400, name);
    await nobody('POST', '/api/session', { name, password: name });
    const token = { name, role: 'viewer', scopes: ['counts'], days: 1 };
    assert.equal((await ask('POST', '/api/tokens', token)).statusCode, 400, name);
    const camera = await ask('PUT', '/api/cameras/yard/settings', { id: name });
    assert.equal(camera.statusCode, 400);
  }
  const lines = (await dpo('GET', '/api/audit.csv')).body.trimEnd().split(/\r?\n/);
  // One line for the head of the table and one for each entry, the export itself among them.
  assert.equal(lines.length, audit.query({}).head.seq + 1);
});

test('bodies, headers and addresses that are too long are refused', async (context) => {
  const { ask, server, cookie } = await httpSite(context);
  const long = 'x'.repeat(128 * 1024);
  for (const [method, url] of [
    ['POST', '/api/session'],
    ['POST', '/api/cameras'],
    ['PUT', '/api/cameras/yard/lines'],
  ] as const) {
    const answer = await ask(method, url, { name: long, password: long });
    assert.deepEqual([answer.statusCode, answer.json().code], [400, 'request-invalid'], url);
  }
  for (const payload of [
    '{"__proto__":{"roles":["admin"]}}',
    `${'['.repeat(50_000)}${']'.repeat(50_000)}`,
    '{',
    '',
  ])
    assert.equal(
      (await ask('POST', '/api/users', payload as never, { 'content-type': 'application/json' })).statusCode,
      400,
    );
  assert.equal((await ask('GET', `/c/${'x'.repeat(101)}`)).statusCode, 404);
  await server.listen({ port: 0, host: '127.0.0.1' });
  const { port } = server.server.address() as AddressInfo;
  for (const [path, headers] of [
    [`/c/yard?s=${'x'.repeat(20_000)}`, {}],
    ['/c/yard', { cookie: `${cookie}; a=${'x'.repeat(20_000)}` }],
  ] as const) {
    const [status, body] = await sendRaw(port, path, headers);
    assert.deepEqual([status, JSON.parse(body).code], [400, 'request-invalid']);
  }
});

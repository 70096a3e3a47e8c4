import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import type { IncomingHttpHeaders } from 'node:http';
import { request } from 'node:https';
import { connect } from 'node:net';
import { hostname, networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { connect as connectTls, type SecureVersion, type TLSSocket } from 'node:tls';
import { siteCamera, writeConfig } from '../fixtures/site.ts';
import {
  adminPassword,
  root,
  type Started,
  startProgram,
  temporaryFolder,
  until,
} from '../fixtures/support.ts';

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  /** Of the certificate that the socket showed. */
  readonly fingerprint: string;
}

/** An edge for the whole network, and a client that believes its certificate and no other. */
async function startOutside(context: TestContext, folder: string) {
  const config = writeConfig(folder, [siteCamera('yard', 'simulated:yard')], {
    http: { host: '0.0.0.0', port: 0 },
  });
  const main = join(root, 'packages/edge/src/main.ts');
  const started: Started = startProgram(context, process.execPath, [main, 'serve', '--config', config]);
  await until('the end of what is printed', () => {
    if (started.child.exitCode !== null) throw new Error(`The edge ended: ${started.output()}`);
    return started.output().includes('Stop with Ctrl+C');
  });
  const [, scheme, name, port] = /running: (\w+):\/\/(.+):(\d+)\//.exec(started.output()) ?? [];
  assert.deepEqual([scheme, name], ['https', hostname()]);
  const ca = readFileSync(join(folder, 'data/keys/tls.pem'));
  const ask = (
    method: string,
    path: string,
    headers: Record<string, string> = {},
    body?: object,
  ): Promise<Answer> =>
    new Promise((resolve, reject) => {
      const content = body === undefined ? {} : { 'content-type': 'application/json' };
      const options = {
        host: '127.0.0.1',
        port,
        method,
        path,
        ca,
        // Otherwise it is taken from the header Host, which is wrong on purpose here.
        servername: 'localhost',
        agent: false,
        headers: { ...content, ...headers },
      };
      const asked = request(options, (answer) => {
        const { fingerprint256: fingerprint } = (answer.socket as TLSSocket).getPeerCertificate();
        let text = '';
        answer.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
        answer.on('end', () =>
          resolve({ status: answer.statusCode!, headers: answer.headers, text, fingerprint }),
        );
      });
      asked.on('error', reject).end(body === undefined ? undefined : JSON.stringify(body));
    });
  return { ...started, port: Number(port), ca, ask };
}

/** What a connection without TLS gets. */
function speakPlain(port: number, text: string): Promise<string> {
  return new Promise((resolve) => {
    let got = '';
    const socket = connect({ port, host: '127.0.0.1' }, () => socket.write(text));
    socket.setEncoding('latin1').on('data', (chunk: string) => (got += chunk));
    socket.on('error', () => {}).on('close', () => resolve(got));
  });
}

/** The version that the edge speaks when a client knows no newer one; the code of the error when it refuses. */
function handshake(port: number, ca: Buffer, maxVersion: SecureVersion): Promise<string> {
  return new Promise((resolve) => {
    const ciphers = 'DEFAULT@SECLEVEL=0';
    const options = { port, host: '127.0.0.1', ca, minVersion: 'TLSv1', maxVersion, ciphers } as const;
    const socket = connectTls(options, () => {
      resolve(String(socket.getProtocol()));
      socket.destroy();
    });
    socket.on('error', (error: Error & { code?: string }) => resolve(String(error.code)));
  });
}

test('outside this machine an edge speaks TLS alone, with the fingerprint that it prints', async (context) => {
  const folder = temporaryFolder(context);
  const { ask, output, port, ca, child } = await startOutside(context, folder);
  const [printed] = /([0-9A-F]{2}:){31}[0-9A-F]{2}/.exec(output()) ?? [];
  const me = await ask('GET', '/api/me');
  assert.equal(me.status, 200);
  assert.equal(me.fingerprint, printed);
  assert.equal(JSON.parse(me.text).certificate, printed);
  assert.equal(JSON.parse(me.text).state, 'first-run');

  const plain = await speakPlain(port, 'GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n');
  assert.doesNotMatch(plain, /HTTP|html|outis/i);
  assert.equal(await handshake(port, ca, 'TLSv1.3'), 'TLSv1.3');
  assert.equal(await handshake(port, ca, 'TLSv1.2'), 'TLSv1.2');
  // The alert of the edge: this side would have spoken it.
  for (const old of ['TLSv1.1', 'TLSv1'] as const)
    assert.match(await handshake(port, ca, old), /ALERT_PROTOCOL_VERSION/, old);

  const own = Object.values(networkInterfaces()).flatMap((list) => (list ?? []).map((each) => each.address));
  const known = [
    ...own.map((each) => (each.includes(':') ? `[${each}]` : each)),
    hostname(),
    `${hostname()}.local`,
  ];
  for (const name of known) {
    const { status } = await ask('GET', '/api/me', { host: `${name}:${port}` });
    assert.equal(status, 200, name);
  }
  for (const name of ['evil.example', `${hostname()}.evil.example`, 'x@127.0.0.1']) {
    const { status, text } = await ask('GET', '/api/me', { host: name });
    assert.equal(status, 403, `${name}: ${text}`);
  }
  const origin = { host: `127.0.0.1:${port}`, origin: `http://127.0.0.1:${port}` };
  assert.equal(
    (await ask('GET', '/api/me', origin)).status,
    403,
    'the same name without TLS is another origin',
  );

  await signsIn(ask, port, output());
  child.kill('SIGTERM');
  await until('its end', () => child.exitCode !== null);
  const again = await startOutside(context, folder);
  assert.equal((await again.ask('GET', '/api/me')).fingerprint, printed, 'it is kept');
  assert.doesNotMatch(again.output(), /enrol/);
});

/** The first admin comes in over TLS. */
async function signsIn(
  ask: (method: string, path: string, headers?: Record<string, string>, body?: object) => Promise<Answer>,
  port: number,
  output: string,
): Promise<void> {
  const [, code] = /#\/enrol\/(\S+)/.exec(output)!;
  const origin = {
    origin: `https://127.0.0.1:${port}`,
    host: `127.0.0.1:${port}`,
    'sec-fetch-site': 'same-origin',
  };
  const admin = { name: 'admin', password: adminPassword };
  const enrolled = await ask('POST', '/api/enrol', origin, { code, ...admin });
  assert.equal(enrolled.status, 200, enrolled.text);
  const { headers } = await ask('POST', '/api/session', origin, admin);
  const cookie = String(headers['set-cookie']);
  assert.match(
    cookie,
    /^__Host-outis=[\w-]{43}; (?=.*Secure)(?=.*HttpOnly)(?=.*SameSite=Strict)(?=.*Path=\/;)/,
  );
  const [pair] = cookie.split(';') as [string];
  assert.equal((await ask('GET', '/api/cameras', { cookie: pair })).status, 200);
  assert.equal((await ask('GET', '/api/cameras', { cookie: pair.replace('__Host-', '') })).status, 401);
  assert.equal((await ask('GET', '/api/cameras')).status, 401);
  assert.equal((await ask('GET', '/c/yard')).status, 200);
}

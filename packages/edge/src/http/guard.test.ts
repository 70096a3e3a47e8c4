import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { test } from 'node:test';
import { httpSite, problemSchema, routes } from '../../../../test/fixtures/http-site.ts';
import { publicContentSecurityPolicy } from '../public/shell.ts';
import { safeHeaders } from './guard.ts';

test('only a request to this machine by its name is answered (DNS rebinding)', async (context) => {
  const { ask } = await httpSite(context);
  for (const host of ['127.0.0.1', '127.0.0.1:8080', 'localhost', 'localhost:9', '[::1]', '[::1]:8080'])
    assert.equal((await ask('GET', '/api/cameras', undefined, { host })).statusCode, 200, host);
  const strange = [
    'evil.example',
    'evil.example:8080',
    '127.0.0.1.evil.example',
    'localhost.evil.example',
    '10.0.0.1',
    'a@127.0.0.1',
    '127.0.0.1:8080:9',
    '0.0.0.0',
    '[::]',
  ];
  for (const host of strange) {
    for (const [method, url, payload] of [...routes, ['GET', '/'], ['GET', '/nothing']] as typeof routes) {
      const answer = await ask(method, url.replace(':id', 'yard'), payload, { host });
      assert.equal(answer.statusCode, 403, `${host} ${url}`);
      assert.equal(problemSchema.parse(answer.json()).code, 'host-refused');
    }
  }
});

test('a page from elsewhere cannot ask: Origin and Sec-Fetch-Site', async (context) => {
  const { ask } = await httpSite(context);
  const status = async (headers: Record<string, string>, url = '/api/cameras'): Promise<number> =>
    (await ask('GET', url, undefined, headers)).statusCode;
  assert.equal(await status({ origin: 'http://127.0.0.1:8080' }), 200);
  for (const origin of [
    'https://evil.example',
    'null',
    'http://127.0.0.1:9999',
    'https://127.0.0.1:8080',
    'http://localhost:8080',
    '',
  ]) {
    for (const [method, url, payload] of routes) {
      const answer = await ask(method, url.replace(':id', 'yard'), payload, { origin });
      assert.equal(answer.statusCode, 403, `${origin} ${url}`);
    }
  }
  for (const site of ['same-origin', 'none']) assert.equal(await status({ 'sec-fetch-site': site }), 200);
  for (const site of ['cross-site', 'same-site']) assert.equal(await status({ 'sec-fetch-site': site }), 403);
  // A link to the page from elsewhere may be followed.
  assert.notEqual(await status({ 'sec-fetch-site': 'cross-site' }, '/'), 403);
});

function assertSafe(headers: Record<string, unknown>, what: string): void {
  for (const [name, value] of Object.entries(safeHeaders))
    if (name !== 'content-security-policy') assert.equal(headers[name], value, `${what}: ${name}`);
  const policies = [safeHeaders['content-security-policy'], publicContentSecurityPolicy];
  assert.ok(policies.includes(String(headers['content-security-policy'])), what);
  assert.equal(headers['access-control-allow-origin'], undefined, what);
  assert.equal(headers['set-cookie'], undefined, what);
  assert.equal(headers['x-powered-by'], undefined, what);
}

test('the policy lets nothing in or out: no script, frame, form, picture or connection from elsewhere', () => {
  const policy = safeHeaders['content-security-policy']!;
  assert.match(policy, /default-src 'self';/);
  assert.doesNotMatch(`${policy}${publicContentSecurityPolicy}`, /unsafe-inline/);
  assert.match(publicContentSecurityPolicy, /^default-src 'none'; style-src 'self';/);
  assert.match(policy, /object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'/);
  assert.doesNotMatch(policy, /https?:|\*|unsafe-eval|script-src|connect-src|blob:/);
});

test('safe headers stand on every answer, errors included', async (context) => {
  const { ask, server } = await httpSite(context);
  for (const [method, url, payload] of routes) {
    for (const id of ['street', 'nobody', 'a%2Fb']) {
      for (const host of ['localhost', 'evil.example'])
        assertSafe(
          (await ask(method, url.replace(':id', id), payload, { host })).headers,
          `${method} ${url} ${id}`,
        );
    }
  }
  for (const url of ['/', '/nothing', '/api/%', '/%c0%ae', `/${'x'.repeat(300)}`, '//evil.example'])
    assertSafe((await ask('GET', url)).headers, url);
  for (const payload of ['{', 'x'.repeat(200_000)]) {
    const headers = { host: 'localhost', 'content-type': 'application/json' };
    assertSafe(
      (await server.inject({ method: 'POST', url: '/api/cameras', headers, payload })).headers,
      'body',
    );
  }
});

test('an address that cannot be decoded is told as any other error', async (context) => {
  const { ask } = await httpSite(context);
  const answer = await ask('GET', '/api/%zz?password=hunter2');
  assert.deepEqual([answer.statusCode, problemSchema.parse(answer.json()).code], [400, 'request-invalid']);
  assert.doesNotMatch(answer.body, /hunter2/);
});

test('what is no HTTP is told, with safe headers, and the connection is closed', async (context) => {
  const { server } = await httpSite(context);
  await server.listen({ host: '127.0.0.1', port: 0 });
  const { port } = server.server.address() as { port: number };
  const answer = await new Promise<string>((resolve, reject) => {
    let text = '';
    const socket = connect(port, '127.0.0.1', () => socket.write('HELLO\r\n\r\n'));
    socket.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
    });
    socket.on('error', reject).on('close', () => resolve(text));
  });
  const [head, body] = answer.split('\r\n\r\n') as [string, string];
  assert.match(head, /^HTTP\/1\.1 400 Bad Request\r\n/);
  const headers = Object.fromEntries(
    head
      .split('\r\n')
      .slice(1)
      .map((line) => line.split(/: (.*)/)),
  );
  assertSafe(headers, 'no HTTP');
  assert.equal(problemSchema.parse(JSON.parse(body)).code, 'request-invalid');
});

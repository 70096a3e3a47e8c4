import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { inspect } from 'node:util';
import { noticeOf } from '../../../../../test/fixtures/notices.ts';
import { temporaryFolder, until } from '../../../../../test/fixtures/support.ts';
import { startWebhookServer } from '../../../../../test/fixtures/webhook-server.ts';
import { NoticeRefused } from '../notice.ts';
import { type WebhookConfig, WebhookOutlet } from './webhook.ts';

const secret = 'a secret of 16 bytes or more';
const nowMs = Date.UTC(2026, 10, 5, 12);
const notice = noticeOf('bXkgYWxlcnQ');

function outletTo(context: TestContext, url: string, change: Partial<WebhookConfig> = {}): WebhookOutlet {
  const secretFile = join(temporaryFolder(context), 'secret');
  writeFileSync(secretFile, `${secret}\n`);
  return new WebhookOutlet({ name: 'room', url, secretFile, ...change }, () => nowMs);
}

async function refused(work: Promise<void>, why: RegExp): Promise<void> {
  await assert.rejects(work, (error: Error & { code?: string }) => {
    assert.equal(error.code, 'delivery-failed');
    assert.match(error.message, why);
    assert.ok(!inspect(error, { depth: 9, showHidden: true }).includes(secret));
    return true;
  });
}

test('the receiver gets a signed POST with the same key at each attempt', async (context) => {
  const hooks = await startWebhookServer(context);
  const outlet = outletTo(context, `${hooks.url}?a=1`);
  await outlet.deliver(notice, AbortSignal.timeout(5_000));
  await outlet.deliver(notice, AbortSignal.timeout(5_000));
  assert.equal(hooks.received.length, 2);
  for (const { method, path, headers, body } of hooks.received) {
    assert.deepEqual([method, path, headers['content-type']], ['POST', '/alerts?a=1', 'application/json']);
    assert.equal(headers['idempotency-key'], notice.id);
    const timestamp = headers['outis-timestamp'] as string;
    assert.equal(Number(timestamp), nowMs / 1000);
    const expected = createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex');
    assert.equal(headers['outis-signature'], `v1=${expected}`);
    assert.deepEqual(JSON.parse(body), notice);
  }
  assert.deepEqual(
    [outlet.name, outlet.takes(notice), outletTo(context, hooks.url, { rules: ['vest'] }).takes(notice)],
    ['webhook:room', true, false],
  );
});

test('any 2xx has arrived, 410 is for good, all else comes again; no redirect is followed', async (context) => {
  const hooks = await startWebhookServer(context);
  const elsewhere = await startWebhookServer(context);
  const outlet = outletTo(context, hooks.url);
  const deliver = (status: number, headers: Record<string, string> = {}): Promise<void> => {
    hooks.answer = (response) => void response.writeHead(status, headers).end('no');
    return outlet.deliver(notice, AbortSignal.timeout(5_000));
  };
  for (const status of [200, 201, 202, 204]) await deliver(status);
  await assert.rejects(deliver(410), NoticeRefused);
  for (const status of [400, 401, 404, 409, 429, 500, 503])
    await assert.rejects(deliver(status), (error) => !(error instanceof NoticeRefused));
  for (const status of [301, 302, 303, 307, 308])
    await refused(deliver(status, { location: elsewhere.url }), /redirects are not followed/);
  assert.equal(elsewhere.received.length, 0);
});

test('a receiver that says too much, too little or too slowly costs neither memory nor time', async (context) => {
  const hooks = await startWebhookServer(context);
  const outlet = outletTo(context, hooks.url);
  let sent = 0;
  hooks.answer = (response) => {
    response.writeHead(200);
    const piece = Buffer.alloc(1 << 20, 65);
    const more = (): void => {
      while (sent < 100 && !response.destroyed) {
        sent++;
        if (!response.write(piece)) return void response.once('drain', more);
      }
      response.end();
    };
    more();
  };
  const before = process.memoryUsage().rss;
  await outlet.deliver(notice, AbortSignal.timeout(5_000));
  assert.ok(sent < 100, `${sent} MB were taken`);
  assert.ok(process.memoryUsage().rss - before < 60_000_000);
  // Headers without an end.
  hooks.answer = (response) => {
    const { socket } = response;
    socket?.write('HTTP/1.1 200 OK\r\n');
    for (let index = 0; index < 4_000; index++) socket?.write(`a${index}: ${'b'.repeat(100)}\r\n`);
  };
  await refused(outlet.deliver(notice, AbortSignal.timeout(5_000)), /HPE_HEADER_OVERFLOW|ECONNRESET/);
  hooks.answer = () => {};
  const startMs = performance.now();
  await refused(outlet.deliver(notice, AbortSignal.timeout(200)), /too long/);
  assert.ok(performance.now() - startMs < 2_000);
  await hooks.stop();
  await refused(outlet.deliver(notice, AbortSignal.timeout(5_000)), /ECONNREFUSED/);
});

test('without a secret that is one nothing is sent; TLS needs a certificate that is known', async (context) => {
  const folder = temporaryFolder(context);
  const [keyFile, caFile] = [join(folder, 'key.pem'), join(folder, 'certificate.pem')];
  const subject = ['-subj', '/CN=room', '-addext', 'subjectAltName=IP:127.0.0.1'];
  const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'];
  execFileSync('openssl', ['req', '-x509', ...curve, ...subject, '-keyout', keyFile, '-out', caFile], {
    stdio: 'pipe',
  });
  const hooks = await startWebhookServer(context, {
    key: readFileSync(keyFile, 'utf8'),
    cert: readFileSync(caFile, 'utf8'),
  });
  const signal = AbortSignal.timeout(10_000);
  await refused(outletTo(context, hooks.url).deliver(notice, signal), /SELF_SIGNED/);
  const short = join(folder, 'short');
  writeFileSync(short, 'fifteen letters\n');
  await refused(
    outletTo(context, hooks.url, { caFile, secretFile: short }).deliver(notice, signal),
    /16 bytes/,
  );
  // To Node no certificates at all would be those that it knows itself.
  const empty = join(folder, 'empty.pem');
  writeFileSync(empty, ' \n');
  await refused(outletTo(context, hooks.url, { caFile: empty }).deliver(notice, signal), /is empty/);
  const missing = { caFile, secretFile: join(folder, 'none') };
  await refused(outletTo(context, hooks.url, missing).deliver(notice, signal), /ENOENT/);
  assert.match(outletTo(context, hooks.url, missing).problem!, /none: ENOENT/);
  assert.equal(outletTo(context, hooks.url, { caFile }).problem, null);
  assert.equal(hooks.received.length, 0);
  await outletTo(context, hooks.url, { caFile }).deliver(notice, signal);
  await until('it arrived', () => hooks.received.length === 1);
});

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { inspect } from 'node:util';
import { joinBroker, noBroker, startBroker } from '../../../../test/fixtures/broker.ts';
import { temporaryFolder, until } from '../../../../test/fixtures/support.ts';
import { brokerPacketBytesMax } from './broker.ts';
import { linkWaitingMax, MqttLink, type MqttLinkOptions } from './mqtt-link.ts';

const password = 'S3cr3t W0rd';

interface TestLink {
  readonly link: MqttLink;
  readonly said: string[];
}

/** A link that ends with the test. */
function makeLink(context: TestContext, options: Partial<MqttLinkOptions> & { url: string }): TestLink {
  const said: string[] = [];
  const link = new MqttLink({
    ...{ topic: 'outis', clientId: 'outis-test', random: () => 0, say: (text) => void said.push(text) },
    ...options,
  });
  context.after(() => link.end());
  link.start();
  return { link, said };
}

const connected = (link: MqttLink): Promise<true> => until('a connection', () => link.isConnected || null);

test('what is published is acknowledged and arrives; the status is retained', {
  skip: noBroker,
}, async (context) => {
  const broker = await startBroker(context);
  const { seen } = await joinBroker(context, broker);
  const { link, said } = makeLink(context, broker);
  await assert.rejects(link.publish('outis/early', '1'), { code: 'broker-unreachable' });
  await connected(link);
  assert.equal(await link.publish('outis/yard/alert', '{"a":1}'), true);
  await until('both messages', () => seen.length >= 2);
  assert.deepEqual(seen, [
    { topic: 'outis/status', text: 'online', isRetained: false },
    { topic: 'outis/yard/alert', text: '{"a":1}', isRetained: false },
  ]);
  const late = await joinBroker(context, broker);
  await until('the status', () => late.seen.length > 0);
  assert.deepEqual(late.seen, [{ topic: 'outis/status', text: 'online', isRetained: true }]);
  await link.end();
  await until('offline', () => late.seen.some(({ text }) => text === 'offline'));
  await assert.rejects(link.publish('outis/late', '1'), { code: 'broker-unreachable' });
  assert.deepEqual(said, []);
});

test('it comes back with its subscriptions after the broker is killed, and says so once', {
  skip: noBroker,
}, async (context) => {
  const broker = await startBroker(context);
  const { link, said } = makeLink(context, broker);
  const got: string[] = [];
  let connections = 0;
  link.onConnected(() => void connections++);
  const leave = link.subscribe('site/+/set', ({ topic, payload, isRetained }) => {
    got.push(`${topic} ${payload.toString()} ${isRetained}`);
  });
  await connected(link);
  for (let outage = 1; outage <= 3; outage++) {
    await broker.stop();
    await until('the end', () => !link.isConnected);
    assert.match(link.problem!, /./);
    await assert.rejects(link.publish('a', '1'), { code: 'broker-unreachable' });
    await broker.start();
    await until('it is back', () => connections === outage + 1);
    assert.equal(link.problem, null);
    const other = await joinBroker(context, broker, 'nothing');
    await until(
      'the subscription works',
      async () => {
        await other.client.publishAsync('site/a/set', String(outage), { qos: 1 });
        return got.includes(`site/a/set ${outage} false`);
      },
      10_000,
    );
  }
  assert.equal(said.filter((text) => text.includes('does not answer')).length, 1, said.join('\n'));
  leave();
  const before = got.length;
  const other = await joinBroker(context, broker, 'site/a/set');
  await other.client.publishAsync('site/a/set', 'unheard', { qos: 1 });
  await until('it was sent', () => other.seen.some(({ text }) => text === 'unheard'));
  await link.publish('a', 'after it');
  assert.equal(got.length, before);
});

test('the last will says offline when the edge dies', { skip: noBroker }, async (context) => {
  const broker = await startBroker(context);
  const { seen } = await joinBroker(context, broker, 'outis/status');
  const script = `
    import { MqttLink } from '${import.meta.dirname}/mqtt-link.ts';
    const link = new MqttLink({ url: '${broker.url}', topic: 'outis', clientId: 'outis-a' });
    link.onConnected(() => setTimeout(() => process.kill(process.pid, 'SIGKILL'), 300));
    link.start();
  `;
  assert.throws(() =>
    execFileSync(process.execPath, ['--input-type=module-typescript', '-e', script], { stdio: 'pipe' }),
  );
  await until('both', () => seen.length === 2);
  assert.deepEqual(
    seen.map(({ text }) => text),
    ['online', 'offline'],
  );
});

test('a retained message arrives only where it is wanted', { skip: noBroker }, async (context) => {
  const broker = await startBroker(context);
  const other = await joinBroker(context, broker, 'nothing');
  await other.client.publishAsync('outis/yard/pause/set', 'ON', { qos: 1, retain: true });
  const { link } = makeLink(context, broker);
  await connected(link);
  const got: string[] = [];
  link.subscribe('outis/+/pause/set', ({ payload }) => void got.push(`command ${payload.toString()}`));
  link.subscribe(
    'outis/yard/#',
    ({ payload, isRetained }) => void got.push(`kept ${payload.toString()} ${isRetained}`),
    { withRetained: true },
  );
  await until('the kept one', () => got.includes('kept ON true'));
  await other.client.publishAsync('outis/yard/pause/set', 'OFF', { qos: 1 });
  await until('the command', () => got.includes('command OFF'));
  assert.ok(!got.includes('command ON'), got.join());
});

test('a wrong password is told without it; a right one and TLS with an own authority work', {
  skip: noBroker,
}, async (context) => {
  const folder = temporaryFolder(context);
  const [keyFile, certificateFile] = [join(folder, 'key.pem'), join(folder, 'certificate.pem')];
  const subject = ['-subj', '/CN=broker', '-addext', 'subjectAltName=IP:127.0.0.1'];
  const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'];
  execFileSync(
    'openssl',
    ['req', '-x509', ...curve, ...subject, '-keyout', keyFile, '-out', certificateFile],
    {
      stdio: 'pipe',
    },
  );
  const passwordFile = join(folder, 'password');
  writeFileSync(passwordFile, `${password}!\n`);
  const broker = await startBroker(context, {
    ...{ user: 'outis', password, tls: { certificateFile, keyFile } },
  });
  const strange = makeLink(context, broker);
  await until('a refusal', () => strange.link.problem !== null);
  assert.match(strange.link.problem!, /SELF_SIGNED/);
  await strange.link.end();
  const options = { url: broker.url, user: 'outis', passwordFile, caFile: certificateFile };
  const { link, said } = makeLink(context, options);
  await until('a refusal', () => link.problem !== null);
  assert.match(link.problem!, /Not authorized|Bad User Name/);
  assert.ok(!inspect([link, said], { depth: 9, showHidden: true }).includes(password));
  // A password that is put right is taken at the next attempt.
  writeFileSync(passwordFile, `${password}\n`);
  await connected(link);
  await link.publish('a', '1');
  assert.ok(readFileSync(certificateFile, 'utf8').includes('BEGIN CERTIFICATE'));
});

test('a packet that is too large ends the connection before it is in memory', async (context) => {
  const sockets: Socket[] = [];
  let attempts = 0;
  // A broker that lies: it accepts, and sends a message of 200 MB.
  const server = createServer((socket) => {
    sockets.push(socket);
    socket.on('error', () => {});
    socket.once('data', () => {
      attempts++;
      socket.write(Buffer.from([0x20, 0x03, 0x00, 0x00, 0x00]));
      socket.write(Buffer.from([0x30, 0x80, 0x88, 0xaf, 0x5f, 0x00, 0x01, 0x61, 0x00]));
      const piece = Buffer.alloc(1 << 20);
      const more = (): void => {
        while (!socket.destroyed && socket.write(piece));
      };
      socket.on('drain', more);
      more();
    });
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  context.after(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const { port } = server.address() as { readonly port: number };
  const before = process.memoryUsage().rss;
  const { link, said } = makeLink(context, { url: `mqtt://127.0.0.1:${port}` });
  let messages = 0;
  link.subscribe('#', () => void messages++);
  await until('the second attempt', () => attempts >= 2);
  assert.equal(link.problem, 'a packet was larger than 256 KiB');
  assert.equal(messages, 0);
  assert.equal(said.length, 1);
  assert.ok(process.memoryUsage().rss - before < 60_000_000);
});

test('a broker that does not acknowledge is left, and nothing waits without a limit', {
  skip: noBroker,
}, async (context) => {
  const broker = await startBroker(context);
  const { link } = makeLink(context, { ...broker, publishWaitMs: 1_500 });
  let connections = 0;
  link.onConnected(() => void connections++);
  await connected(link);
  broker.signal('SIGSTOP');
  const startMs = performance.now();
  const tries = Array.from({ length: linkWaitingMax + 50 }, (_, index) =>
    link.publish('a', String(index)).then(
      () => 'arrived',
      (error: Error) => error.message,
    ),
  );
  const results = await Promise.all(tries);
  assert.ok(performance.now() - startMs < 8_000);
  assert.equal(results.filter((text) => text.endsWith('too many messages wait')).length, 50 - 16);
  assert.equal(
    results.filter((text) => text.endsWith('it does not acknowledge what is sent')).length,
    linkWaitingMax + 16,
  );
  assert.equal(link.isConnected, false);
  broker.signal('SIGCONT');
  await until('it is back', () => connections >= 2);
  await link.publish('a', 'again');
});

test('it knows where nobody is subscribed', { skip: noBroker }, async (context) => {
  const broker = await startBroker(context);
  const { link } = makeLink(context, broker);
  await connected(link);
  assert.equal(await link.publish('a/b', '1'), false);
  await joinBroker(context, broker, 'a/#');
  assert.deepEqual(await Promise.all([link.publish('a/b', '1'), link.publish('b', '1')]), [true, false]);
});

test('more messages than the broker takes at once all arrive', { skip: noBroker }, async (context) => {
  const broker = await startBroker(context);
  const { seen } = await joinBroker(context, broker, 'many');
  const { link } = makeLink(context, broker);
  await connected(link);
  const controller = new AbortController();
  const given = link.publish('many', 'given up', { signal: AbortSignal.abort() });
  await assert.rejects(given, { code: 'broker-unreachable' });
  await Promise.all(
    Array.from({ length: 300 }, (_, index) =>
      link.publish('many', String(index), { signal: controller.signal }),
    ),
  );
  await until('all', () => seen.length === 300);
  assert.equal(new Set(seen.map(({ text }) => text)).size, 300);
  const large = 'x'.repeat(brokerPacketBytesMax + 100);
  let got = 0;
  link.subscribe('large', () => void got++);
  const other = await joinBroker(context, broker, 'large');
  // The broker knows the limit and keeps it from us.
  await other.client.publishAsync('large', large, { qos: 1 });
  await until('somebody else got it', () => other.seen.length === 1);
  await link.publish('many', 'after it');
  assert.equal(got, 0);
  assert.equal(link.isConnected, true);
});

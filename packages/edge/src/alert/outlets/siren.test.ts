import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { joinBroker, noBroker, startBroker } from '../../../../../test/fixtures/broker.ts';
import { noticeOf } from '../../../../../test/fixtures/notices.ts';
import { until } from '../../../../../test/fixtures/support.ts';
import { MqttLink } from '../../mqtt/mqtt-link.ts';
import { alertMessage, MqttOutlet } from './mqtt.ts';
import { SirenOutlet } from './siren.ts';

const siren = { name: 'horn', topic: 'site/horn/set', on: 'START', off: 'STOP', seconds: 1 };

test('a siren sounds for its seconds after the latest alert and never hangs', {
  skip: noBroker,
}, async (context) => {
  const broker = await startBroker(context);
  const { seen } = await joinBroker(context, broker, 'site/#');
  const link = new MqttLink({
    ...broker,
    topic: 'outis',
    clientId: 'outis-a',
    random: () => 0,
    say: () => {},
  });
  context.after(() => link.end());
  const outlet = new SirenOutlet(link, { ...siren, rules: ['exclusion'] });
  assert.deepEqual(
    [outlet.takes(noticeOf('a')), outlet.takes(noticeOf('a', { rule: 'helmet' }))],
    [true, false],
  );
  const words = (): string[] => seen.map(({ text }) => text);
  link.start();
  await until('it is off at the start', () => words().includes('STOP'));
  const startMs = performance.now();
  const signal = AbortSignal.timeout(5_000);
  await outlet.deliver(noticeOf('a'), signal);
  await wait(600);
  await outlet.deliver(noticeOf('b'), signal);
  await until('it ends', () => words().length === 4);
  const soundedMs = performance.now() - startMs;
  assert.deepEqual(words(), ['STOP', 'START', 'START', 'STOP']);
  assert.ok(soundedMs >= 1_590 && soundedMs < 4_000, String(soundedMs));
  assert.ok(seen.every(({ isRetained, topic }) => !isRetained && topic === siren.topic));
  // The broker is gone while it should be switched off.
  await outlet.deliver(noticeOf('c'), signal);
  await broker.stop();
  await wait(1_300);
  seen.length = 0;
  await broker.start();
  await until('somebody listens again and it is off', async () => {
    await link.publish('site/probe', '1').catch(() => {});
    return seen.length > 0 && link.isConnected;
  });
  const late = await joinBroker(context, broker, siren.topic);
  await wait(1_200);
  assert.deepEqual(late.seen, [], 'nothing is retained, and it stays off');
  assert.ok(!words().includes('START'), words().join());
  const deaf = new SirenOutlet(link, { ...siren, topic: 'deaf' });
  await assert.rejects(deaf.deliver(noticeOf('d'), signal), /nobody is subscribed to deaf/);
  await outlet.deliver(noticeOf('d'), signal);
  await outlet.end();
  await until('it is off at the end', () => late.seen.length === 2);
  assert.deepEqual(
    late.seen.map(({ text }) => text),
    ['START', 'STOP'],
  );
});

test('an alert is published where its camera is, as JSON that Home Assistant can read', {
  skip: noBroker,
}, async (context) => {
  const broker = await startBroker(context);
  const { seen } = await joinBroker(context, broker, '#');
  const link = new MqttLink({ ...broker, topic: 'north/outis', clientId: 'outis-a', say: () => {} });
  context.after(() => link.end());
  const outlet = new MqttOutlet(link);
  const notice = noticeOf('bXkgYWxlcnQ');
  await assert.rejects(outlet.deliver(notice, AbortSignal.timeout(1_000)), { code: 'broker-unreachable' });
  link.start();
  await until('a connection', () => link.isConnected || null);
  assert.equal(outlet.problem, null);
  await outlet.deliver(notice, AbortSignal.timeout(5_000));
  const found = await until('the alert', () => seen.find(({ topic }) => topic === 'north/outis/yard/alert'));
  assert.equal(found.text, alertMessage(notice));
  assert.deepEqual(JSON.parse(found.text), { event_type: 'exclusion', ...notice });
  const late = await joinBroker(context, broker, '#');
  await link.publish('probe', '1');
  await until('the probe', () => late.seen.some(({ topic }) => topic === 'probe'));
  assert.deepEqual(
    late.seen.filter(({ isRetained }) => isRetained).map(({ topic }) => topic),
    ['north/outis/status'],
  );
});

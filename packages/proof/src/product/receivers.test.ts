import assert from 'node:assert/strict';
import { test } from 'node:test';
import { joinBroker } from '../../../../test/fixtures/broker.ts';
import { Receivers } from './receivers.ts';

test('every byte that is told over MQTT or to the webhook is kept', async (context) => {
  const receivers = await Receivers.start();
  context.after(() => receivers.end());
  const { client } = await joinBroker(context, { url: receivers.mqttUrl }, 'outis/+/alert');
  await client.publishAsync('outis/yard/alert', 'a word over MQTT', { qos: 1 });
  await fetch(receivers.webhookUrl, { method: 'POST', body: 'a word to the webhook' });
  const [mqtt, webhook] = receivers.troves.map(({ bytes }) => Buffer.from(bytes).toString('latin1'));
  assert.match(mqtt!, /outis\/yard\/alert[\s\S]*a word over MQTT/);
  assert.match(webhook!, /POST \/alerts[\s\S]*a word to the webhook/);
  assert.deepEqual(receivers.alerts, { mqtt: 1, webhook: 1 });
});

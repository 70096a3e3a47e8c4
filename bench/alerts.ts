import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { Alerts } from '../packages/edge/src/alert/alerts.ts';
import { SqliteAlertStore } from '../packages/edge/src/alert/sqlite-alert-store.ts';
import { openMessages } from '../packages/edge/src/cli/messages.ts';
import { configSchema } from '../packages/edge/src/config/config-schema.ts';
import { headCommit, writeMeasured } from '../scripts/measurements.ts';
import { joinBroker, startBroker } from '../test/fixtures/broker.ts';
import { until } from '../test/fixtures/support.ts';
import { startWebhookServer } from '../test/fixtures/webhook-server.ts';

/**
 * How long it takes from an alarm to those who are told of it: an alert is written to a store on the disk (full sync) and
 * goes over a real Mosquitto to a subscriber and to a receiver of webhooks, all on this machine.
 *
 *   ./outis node bench/alerts.ts [--json] [--write]
 */
const alerts = 200;
const everyMs = 50;

const ends: (() => unknown)[] = [];
const context = { after: (end: () => unknown) => void ends.push(end) } as unknown as TestContext;
const folder = mkdtempSync(join(tmpdir(), 'outis-bench-'));
ends.push(() => rmSync(folder, { recursive: true, force: true }));

const raisedMs = new Map<string, number>();
const delaysMs: Record<'mqtt' | 'webhook' | 'written', number[]> = { mqtt: [], webhook: [], written: [] };
const arrived = (to: 'mqtt' | 'webhook', id: string): void => {
  const begunMs = raisedMs.get(id);
  if (begunMs !== undefined) delaysMs[to].push(performance.now() - begunMs);
};

const broker = await startBroker(context);
const { client } = await joinBroker(context, broker, 'outis/+/alert');
client.on('message', (_topic, payload) =>
  arrived('mqtt', (JSON.parse(payload.toString()) as { readonly id: string }).id),
);
const hooks = await startWebhookServer(context);
hooks.answer = (response, { headers }) => {
  arrived('webhook', String(headers['idempotency-key']));
  response.writeHead(204).end();
};
const secretFile = join(folder, 'secret');
writeFileSync(secretFile, 'a secret of 16 bytes or more');
const config = configSchema.parse({
  mqtt: { url: broker.url },
  alerts: { webhooks: [{ name: 'room', url: hooks.url, secretFile }] },
});
const store = new SqliteAlertStore({ folder });
const messages = openMessages(config, store, 'bench', Date.now);
const site = { cameraIds: [], onPauseChange: () => {} } as unknown as Parameters<typeof messages.start>[0];
messages.start(site, () => 'https://outis.example.org');
await until('the broker', () => messages.broker!.isConnected || null);
const given = new Alerts({
  ...{ store, site: { name: 'Bench', timeZone: 'UTC' }, note: () => {}, nowMs: Date.now },
  messenger: messages.deliveries,
});
for (let index = 0; index < alerts; index++) {
  const begunMs = performance.now();
  const leave = given.listen(({ alert }) => void raisedMs.set(alert.id, begunMs));
  given.raise(
    'yard',
    'slewing-zone',
    { kind: 'alarm', rule: 'exclusion', zoneId: 'crane', tMs: Date.now(), classes: ['person'] },
    { steps: [], alertAtMs: 0 },
  );
  delaysMs.written.push(performance.now() - begunMs);
  leave();
  await wait(everyMs);
}
await until('all', () => delaysMs.mqtt.length >= alerts && delaysMs.webhook.length >= alerts);
await messages.end();
given.end();
for (const end of ends.reverse()) await end();

interface Delays {
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly maxMs: number;
}

const result: Readonly<Record<'mqtt' | 'webhook' | 'written', Delays>> = {
  mqtt: delaysOf(delaysMs.mqtt),
  webhook: delaysOf(delaysMs.webhook),
  written: delaysOf(delaysMs.written),
};
process.stdout.write(
  `${JSON.stringify({ alerts, ...result }, null, process.argv.includes('--json') ? 0 : 2)}\n`,
);
if (process.argv.includes('--write')) {
  writeMeasured('alerts', asText());
}

function asText(): string {
  const commit = headCommit();
  const words = {
    written: 'the disk',
    mqtt: 'a subscriber of the broker',
    webhook: 'a receiver of webhooks',
  };
  const rows = (['written', 'mqtt', 'webhook'] as const).map((to) => {
    const { p50Ms, p95Ms, maxMs } = result[to];
    return `| ${words[to]} | ${p50Ms.toFixed(0)} ms | ${p95Ms.toFixed(0)} ms | ${maxMs.toFixed(0)} ms |`;
  });
  const load = loadavg()[0]!.toFixed(0);
  return [
    `Commit ${commit}, two shared cores with a load of ${load} by others, Debian 12, Mosquitto 2.0, ${alerts} alerts, one each ${everyMs} ms, all on one machine. From the alarm to`,
    '',
    '| | median | p95 | slowest |',
    '|---|---|---|---|',
    ...rows,
  ].join('\n');
}

function delaysOf(values: readonly number[]): Delays {
  return { p50Ms: quantile(values, 0.5), p95Ms: quantile(values, 0.95), maxMs: quantile(values, 1) };
}

function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return Number(sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))]!.toFixed(2));
}

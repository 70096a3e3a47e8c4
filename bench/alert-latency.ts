import { mkdtempSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { runSite } from '../packages/edge/src/cli/run-site.ts';
import { configSchema } from '../packages/edge/src/config/config-schema.ts';
import { simulatedScenes } from '../packages/edge/src/demo/scenes.ts';
import { headCommit, writeMeasured } from '../scripts/measurements.ts';
import { joinBroker, startBroker } from '../test/fixtures/broker.ts';

/**
 * How long it takes from a frame to whoever is told of the alert that it has led to: the drawn yard through decoder, wall,
 * the detector that ships, tracker, rule, store on the disk and a real Mosquitto. A time counts from the arrival of the
 * frame in sight that completes the evidence of the rule.
 *
 *   ./outis node bench/alert-latency.ts [--minutes 5] [--write]
 */
const minutes = Number(process.argv[process.argv.indexOf('--minutes') + 1] ?? 0) || 5;
const [columns, rows] = [8, 6];
/** The yard's ground without the sky, as fractions. */
const topShare = 0.25;

const ends: (() => unknown)[] = [];
const context = { after: (end: () => unknown) => void ends.push(end) } as unknown as TestContext;
const folder = mkdtempSync(join(tmpdir(), 'outis-bench-'));
ends.push(() => rmSync(folder, { recursive: true, force: true }));

const delaysMs: number[] = [];
const broker = await startBroker(context);
const { client } = await joinBroker(context, broker, 'outis/+/alert');
client.on('message', (_topic, payload) => {
  const { time } = JSON.parse(payload.toString()) as { readonly time: string };
  delaysMs.push(Date.now() - Date.parse(time));
});

// Every second square of the ground, so that whoever walks sets off many alerts.
const squares = Array.from({ length: columns * rows }, (_, index) => index).filter(
  (index) => ((index % columns) + Math.floor(index / columns)) % 2 === 0,
);
const at = (column: number, row: number): [number, number] => {
  return [column / columns, topShare + ((1 - topShare) * row) / rows];
};
const scene = simulatedScenes.yard;
const config = configSchema.parse({
  site: { name: 'Bench', timeZone: 'UTC' },
  cameras: [
    {
      id: 'yard',
      source: 'drawn:yard',
      purpose: 'site-safety',
      owner: scene.owner,
      reason: scene.reason,
      boundary: scene.boundary,
      until: new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10),
      zones: squares.map((index) => {
        const [column, row] = [index % columns, Math.floor(index / columns)];
        const points = [at(column, row), at(column + 1, row), at(column + 1, row + 1), at(column, row + 1)];
        return { id: `square-${index}`, points, hazard: 'machine' };
      }),
      rules: [{ rule: 'exclusion', zones: squares.map((index) => `square-${index}`), cooldownS: 60 }],
    },
  ],
  mqtt: { url: broker.url },
  http: { port: 0 },
  store: { folder },
});
const site = runSite({ config, login: 'open', anyPort: false, say: () => {} });
await wait(minutes * 60_000);
const load = loadavg()[0]!.toFixed(1);
process.kill(process.pid, 'SIGTERM');
await site;
for (const end of ends.reverse()) await end();

const sorted = delaysMs.toSorted((a, b) => a - b);
const [p50, p95, max] = [0.5, 0.95, 1].map(
  (share) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))],
);
const commit = headCommit();
const text = `Commit ${commit}, two shared cores (load ${load}), Debian 12, Mosquitto 2.0. From a frame to a subscriber of the broker, ${sorted.length} alerts in ${minutes} min: median ${p50} ms, p95 ${p95} ms, slowest ${max} ms.`;
console.log(text);
if (process.argv.includes('--write')) {
  writeMeasured('alert-latency', text);
}
if (sorted.length === 0) process.exitCode = 1;

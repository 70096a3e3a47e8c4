import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { contentOf, exportFormats } from '../packages/edge/src/export/export-file.ts';
import { sourceOf } from '../packages/edge/src/export/export-rows.ts';
import { noPlaces } from '../packages/edge/src/export/places.ts';
import { releasesPage } from '../packages/edge/src/export/releases-json.ts';
import { statisticsOf } from '../packages/edge/src/pipeline/measured-statistics.ts';
import { countsOf } from '../packages/edge/src/pipeline/released-counts.ts';
import { SqliteStore } from '../packages/edge/src/store/sqlite-store.ts';
import { headCommit, writeMeasured } from '../scripts/measurements.ts';
import { seededDraws } from '../test/fixtures/seeded-draws.ts';
import { cameraId, simulateStreet } from '../test/fixtures/street-year.ts';

/**
 * A simulated year of one street camera (two lines, four movements, speeds, stays, near misses) through the real store
 * and releaser: its size on the disk, how long questions take, and exports of each format.
 *
 *   ./outis node bench/year.ts [--days 365] [--write]
 */
const daysAt = process.argv.indexOf('--days');
const days = daysAt < 0 ? 365 : Number(process.argv[daysAt + 1]);
const timeZone = 'Europe/Berlin';
const dayMs = 86_400_000;
const hourMs = 3_600_000;
const fromMs = Date.parse('2025-11-01T00:00:00+01:00');
/** A question is asked so often; the median is told. */
const asks = 5;

const folder = mkdtempSync(join(tmpdir(), 'outis-year-'));
try {
  const store = new SqliteStore({ folder });
  const began = performance.now();
  const onDay = (day: number): void => {
    if (day % 30 === 29)
      process.stderr.write(`${day + 1} days, ${Math.round((performance.now() - began) / 1000)} s\n`);
  };
  const endMs = simulateStreet({
    store,
    timeZone,
    fromMs,
    days,
    seed: 7,
    uniformBelow: seededDraws(7),
    onDay,
  });
  const text = report(store, endMs, (performance.now() - began) / 1000);
  store.close();
  console.log(text);
  if (process.argv.includes('--write')) {
    writeMeasured('year', text);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function report(store: SqliteStore, endMs: number, fillS: number): string {
  const source = sourceOf(store, timeZone);
  const [series] = store.released.series(cameraId);
  const nowMs = endMs + 30 * dayMs;
  const asked = { cameraId, fromMs, toMs: endMs, nowMs };
  const query = { series: series!, nowMs, timeZone, scale: 2 } as const;
  const spans = [
    ['day', endMs - dayMs, 0],
    ['month', endMs - 30 * dayMs, hourMs],
    ['year', fromMs, dayMs],
  ] as const;
  const rows = spans.map(([name, from, bucketMs]) => {
    const time = { fromMs: from, toMs: endMs, bucketMs };
    const counts = timed(() => countsOf(store, { ...query, ...time }));
    const statistics = timed(() =>
      statisticsOf(store, { ...query, ...time, byMonth: name === 'year', scaleErrorOf: () => 0.05 }),
    );
    const page = timed(() => releasesPage(source, { ...asked, fromMs: from }, { after: null, limit: 1_000 }));
    const sums = bucketMs === 0 ? 'as released' : bucketMs === hourMs ? 'by the hour' : 'by the day';
    return `| ${name} | ${sums} | ${counts.ms} | ${statistics.ms} | ${page.ms} |`;
  });
  const files = exportFormats.map((format) => {
    const start = performance.now();
    let bytes = 0;
    for (const piece of contentOf(format, source, asked, noPlaces)) bytes += Buffer.byteLength(piece);
    return `| ${format} | ${((performance.now() - start) / 1000).toFixed(1)} s | ${megabytes(bytes)} |`;
  });
  const cells = count(store);
  const disk = readdirSync(folder)
    .filter((name) => name.startsWith('outis.db'))
    .reduce((sum, name) => sum + statSync(join(folder, name)).size, 0);
  const commit = headCommit();
  return [
    `Commit ${commit}, two shared cores, Debian 12. ${days} days, ${cells} released numbers, ${megabytes(disk)} on the disk (${(disk / cells).toFixed(0)} bytes a number, the ledger with it); simulated in ${fillS.toFixed(0)} s. Median of ${asks}.`,
    '',
    '| question | sums | counts | statistics | a page of 1,000 |',
    '|---|---|---|---|---|',
    ...rows,
    '',
    '| export of all | time | size |',
    '|---|---|---|',
    ...files,
  ].join('\n');
}

function timed(work: () => unknown): { readonly ms: string } {
  const times = Array.from({ length: asks }, () => {
    const start = performance.now();
    work();
    return performance.now() - start;
  }).sort((a, b) => a - b);
  return { ms: `${times[Math.floor(asks / 2)]!.toFixed(0)} ms` };
}

function count(store: SqliteStore): number {
  let cells = 0;
  let before = Number.MAX_SAFE_INTEGER;
  for (
    let lines = store.released.ledger(10_000);
    lines.length > 0;
    lines = store.released.ledger(10_000, before)
  ) {
    for (const line of lines) cells += line.cells;
    before = lines.at(-1)!.seq;
  }
  return cells;
}

function megabytes(bytes: number): string {
  return bytes < 1e6 ? `${Math.round(bytes / 1e3)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
}

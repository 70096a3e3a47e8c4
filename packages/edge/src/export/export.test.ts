import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { type Cell, shownFrom } from '@outis/core';
import fc from 'fast-check';
import { parquetReadObjects } from 'hyparquet';
import {
  cellsOf,
  dayCourse,
  dayMs,
  firstMs,
  hourMs,
  streetSource,
  timeZone,
} from '../../../../test/fixtures/released-street.ts';
import { measuredSource, statisticsOfStreet } from '../../../../test/fixtures/street-answers.ts';
import { root } from '../../../../test/fixtures/support.ts';
import { publishedOf } from '../pipeline/released-counts.ts';
import { dictionaryCsv } from './csv.ts';
import { contentOf, exportFormats } from './export-file.ts';
import { columns, type ExportRow } from './export-row.ts';
import { type ExportAsked, type ExportSource, exportRows } from './export-rows.ts';
import { exportedPlaces } from './places.ts';
import {
  parseCursor,
  type ReleaseJson,
  type ReleasesJson,
  releaseJson,
  releasesPage,
  releasesSchema,
} from './releases-json.ts';
import { turningSheets } from './sheet-table.ts';

const places = exportedPlaces({
  owner: 'The test',
  reason: 'How many turn there',
  place: { lat: 52.5, lon: 13.4 },
  lines: [
    { id: 'north', a: [0.2, 0.5], b: [0.8, 0.5] },
    { id: 'south', a: [0.2, 0.8], b: [0.8, 0.8] },
  ],
  movements: 'all',
});
const nowMs = firstMs + 60 * dayMs;

function textOf(format: (typeof exportFormats)[number], source: ExportSource, asked: ExportAsked): string {
  return [...contentOf(format, source, asked, places)]
    .map((piece) => Buffer.from(piece).toString('latin1'))
    .join('');
}

function pages(source: ExportSource, asked: ExportAsked, limit: number): ReleaseJson[] {
  const found: ReleaseJson[] = [];
  let after: string | null = null;
  do {
    const page: ReleasesJson = releasesPage(source, asked, {
      after: after === null ? null : parseCursor(after),
      limit,
    });
    assert.ok(page.releases.length <= limit);
    releasesSchema.parse(page);
    found.push(...page.releases);
    after = page.next;
  } while (after !== null);
  return found;
}

function fromCsv(text: string): ReleaseJson[] {
  const [head, ...lines] = text.split('\r\n').filter((line) => line !== '' && !line.startsWith('#'));
  assert.equal(head, columns.map(({ name }) => name).join(','));
  return lines.map((line) => {
    const [, series, , family, place, part, name, start, minutes, value, error, coverage, scale] = (
      line.match(/("[^"]*"|[^,]*)(,|$)/g) ?? []
    ).map((cell) => cell.replace(/,$/, '').replaceAll('"', ''));
    return {
      series: Number(series),
      family: family as ReleaseJson['family'],
      ...{ place: place!, part: part!, class: name! },
      startMs: Date.parse(start!),
      intervalMs: Number(minutes) * 60_000,
      value: value === '' ? null : Number(value),
      error95: Number(error),
      coveragePercent: coverage === '' ? null : Number(coverage),
      noiseScale: Number(scale),
    };
  });
}

async function fromParquet(bytes: Uint8Array): Promise<ReleaseJson[]> {
  const file = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer;
  const rows = (await parquetReadObjects({ file })) as Record<string, unknown>[];
  return rows.map((row) => ({
    series: Number(row['series']),
    family: row['family'] as ReleaseJson['family'],
    ...{ place: String(row['place']), part: String(row['part']), class: String(row['class']) },
    startMs: (row['start_utc'] as Date).getTime(),
    intervalMs: Number(row['interval_minutes']) * 60_000,
    value: row['value'] === null ? null : Number(row['value']),
    error95: Number(row['error_95']),
    coveragePercent: row['coverage_percent'] === null ? null : Number(row['coverage_percent']),
    noiseScale: Number(row['noise_scale']),
  }));
}

const anyAsked = fc
  .record({ from: fc.integer({ min: 0, max: 40 }), length: fc.integer({ min: 1, max: 60 }) })
  .map(({ from, length }) => ({
    cameraId: 'street',
    fromMs: firstMs + from * hourMs,
    toMs: firstMs + (from + length) * hourMs,
    nowMs,
  }));

test('property: every format has the same rows, those of the JSON API, whatever the pages', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 1e6 }),
      fc.constantFrom(2 as const, 4 as const),
      anyAsked,
      fc.integer({ min: 1, max: 3_000 }),
      async (seed, scale, asked, limit) => {
        const { source, store } = streetSource(firstMs, firstMs + 3 * dayMs, dayCourse(seed), scale);
        const rows = [...exportRows(source, asked)].flat().map(releaseJson);
        assert.ok(rows.length > 0);
        assert.ok(rows.every((row) => row.noiseScale === scale));
        assert.deepEqual(pages(source, asked, Math.max(limit, Math.ceil(rows.length / 20))), rows);
        assert.deepEqual(fromCsv(textOf('csv', source, asked)), rows);
        assert.deepEqual((JSON.parse(textOf('json', source, asked)) as ReleasesJson).releases, rows);
        const bytes = [...contentOf('parquet', source, asked, places)].at(-1)!;
        assert.deepEqual(await fromParquet(bytes as Uint8Array), rows);
        store.close();
      },
    ),
    { seed: 5, numRuns: 6 },
  );
});

test('property: the counts and the statistics of the page have the same numbers as an export', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1e6 }), (seed) => {
      const { source, store } = streetSource(firstMs, firstMs + 9 * dayMs, dayCourse(seed));
      const asked = { cameraId: 'street', fromMs: firstMs - 8 * dayMs, toMs: firstMs + 9 * dayMs, nowMs };
      const told = new Map(
        [...exportRows(source, asked)].flat().map((row) => [keyOf(row), [row.value, row.error95]]),
      );
      const answered = statisticsOfStreet(store, asked);
      assert.deepEqual(new Map(answered.map((each) => [keyOf(each), [each.value, each.error95]])), told);
      store.close();
    }),
    { seed: 6, numRuns: 3 },
  );
});

test('property: what is suppressed is suppressed in every format, and nothing smaller than the limit is in any', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1e6 }), fc.constantFrom(2 as const, 4 as const), (seed, scale) => {
      const { source, store } = streetSource(firstMs, firstMs + 2 * dayMs, dayCourse(seed), scale);
      const asked = { cameraId: 'street', fromMs: firstMs, toMs: firstMs + 2 * dayMs, nowMs };
      const rows = [...exportRows(source, asked)].flat();
      const hidden = rows.filter(({ value }) => value === null).length;
      assert.ok(hidden > 100 && hidden < rows.length);
      for (const { value } of rows) assert.ok(value === null || value >= shownFrom(scale));
      for (const { tables } of turningSheets(source, asked))
        for (const { rows: lines } of tables)
          for (const { values, shownTotal } of lines) {
            const shown = values.filter((value) => typeof value === 'number');
            assert.ok(shown.every((value) => value >= shownFrom(scale)));
            assert.equal(shownTotal, shown.length === 0 ? null : shown.reduce((sum, each) => sum + each, 0));
          }
      const { features } = JSON.parse(textOf('geojson', source, asked)) as {
        features: { properties: Record<string, unknown> }[];
      };
      for (const name of ['car', 'person', 'bus'])
        for (const { properties } of features) {
          const value = properties[name];
          assert.ok(value === undefined || value === null || Number(value) >= shownFrom(scale));
        }
      store.close();
    }),
    { seed: 7, numRuns: 4 },
  );
});

test('property: no format depends on a number that is suppressed: nothing is gained by taking formats from one another', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1e6 }), (seed) => {
      const course = dayCourse(seed);
      const values = new Map(
        [...cellsOf(firstMs, firstMs + 2 * dayMs)].map((cell) => [cellKey(cell), course(cell)!]),
      );
      const before = everything(values);
      // Two hidden quarters of one hour, or bins of one histogram, change places: the hour, the day and the total stay what
      // they are, and so must everything else. Where two numbers are equal the choice of what is hidden beside would move.
      let swapped = 0;
      const groups = Map.groupBy(before.rows, (row) => {
        const { family, place, part, class: name, startMs, intervalMs } = row;
        if (family === 'count' || family === 'movement')
          return [family, place, part, name, intervalMs, Math.floor(startMs / hourMs)].join(' ');
        return [family, family === 'conflict-place' ? '' : place, name, startMs].join(' ');
      });
      for (const rows of groups.values()) {
        const hidden = rows.filter(({ value }) => value === null);
        const large = rows.map((row) => values.get(cellKey(row))!).filter((value) => value >= shownFrom(2));
        if (hidden.length >= 2 && new Set(large).size === large.length)
          swapped += swap(values, hidden[0]!, hidden.at(-1)!);
      }
      assert.ok(swapped > 100, `${swapped}`);
      const after = everything(values);
      for (const format of exportFormats)
        assert.ok(before.files.get(format) === after.files.get(format), `${format} tells a hidden number`);
    }),
    { seed: 8, numRuns: 3 },
  );
});

test('no format has a number finer than its release', () => {
  const { source, store } = streetSource(firstMs, firstMs + 2 * dayMs, dayCourse(3));
  const asked = { cameraId: 'street', fromMs: firstMs, toMs: firstMs + 2 * dayMs, nowMs };
  const left = new Set([...cellsOf(firstMs, firstMs + 2 * dayMs)].map(cellKey));
  for (const row of [...exportRows(source, asked)].flat()) {
    assert.ok(left.has(cellKey(row)), cellKey(row));
    assert.ok(row.value === null || Number.isInteger(row.value));
  }
  for (const { tables } of turningSheets(source, asked))
    for (const { class: name, rows } of tables)
      for (const { kind, startMs, endMs } of rows) {
        const isHourly = name === 'bus' || name === 'truck';
        assert.equal(endMs - startMs, kind === 'hour' ? hourMs : hourMs / 4);
        assert.ok(kind === 'hour' || !isHourly);
      }
  store.close();
});

test('every number of a turning count is a published cell or hour', () => {
  const { source, store } = streetSource(firstMs, firstMs + dayMs, dayCourse(4));
  const asked = { cameraId: 'street', fromMs: firstMs, toMs: firstMs + dayMs, nowMs };
  const [series] = source.released.series('street');
  const of = (bucketMs: number) =>
    new Map(
      publishedOf(source, { series: series!, ...asked, bucketMs, timeZone }, 'movement').map((cell) => [
        [cell.place, cell.class, cell.startMs, cell.intervalMs].join(' '),
        cell.value,
      ]),
    );
  const [cells, hours] = [of(0), of(hourMs)];
  const [sheet] = turningSheets(source, asked);
  let numbers = 0;
  for (const { class: name, rows } of sheet!.tables)
    for (const { kind, startMs, endMs, values } of rows)
      for (const [index, value] of values.entries()) {
        const key = [sheet!.columns[index], name, startMs, endMs - startMs].join(' ');
        const known = (kind === 'hour' ? hours : cells).get(key);
        assert.ok(known !== undefined, key);
        assert.equal(value, known ?? 'hidden');
        numbers++;
      }
  assert.ok(numbers > 1_000, `${numbers}`);
  assert.deepEqual(sheet!.columns, ['north-to-south', 'south-to-north']);
  store.close();
});

test('a day of 25 hours is one cell of 1500 minutes, and an hour without camera time says so', () => {
  const change = Date.parse('2026-10-24T22:00:00Z');
  const { source, store } = streetSource(firstMs, firstMs + 6 * dayMs, () => 50);
  const asked = { cameraId: 'street', fromMs: change, toMs: change + 25 * hourMs, nowMs };
  const rows = [...exportRows(source, asked)].flat();
  const speeds = rows.filter(({ family }) => family === 'speed');
  assert.ok(speeds.length > 0 && speeds.every(({ intervalMs }) => intervalMs === 25 * hourMs));
  const midnight = rows.find(
    ({ family, startMs }) => family === 'count' && startMs === Date.parse('2026-10-25T00:00:00Z'),
  );
  assert.deepEqual([midnight?.coveragePercent, midnight?.value], [0, 50]);
  assert.equal(speeds[0]!.coveragePercent, 96);
  store.close();
});

test('numbers of two purposes are two series and never added up', () => {
  const { store } = streetSource(firstMs, firstMs + dayMs, () => 20);
  const { source, second } = measuredSource(store, firstMs + dayMs);
  const asked = { cameraId: 'street', fromMs: firstMs, toMs: firstMs + 2 * dayMs, nowMs };
  const rows = [...exportRows(source, asked)].flat();
  assert.deepEqual(
    [...new Set(rows.map(({ series, purpose }) => `${series} ${purpose}`))],
    ['1 street-statistics', `${second} site-safety`],
  );
  assert.deepEqual(pages(source, asked, 500), rows.map(releaseJson));
  assert.deepEqual(
    turningSheets(source, asked).map(({ series, family }) => [series, family]),
    [
      [1, 'movement'],
      [second, 'count'],
    ],
  );
  store.close();
});

test('the dictionary has a row for every column, and a cursor of another making is none', () => {
  const lines = dictionaryCsv().trimEnd().split('\r\n');
  assert.equal(lines.length, columns.length + 1);
  const page = readFileSync(join(root, 'docs/reference/export.md'), 'utf8');
  const listed = [...page.matchAll(/^\| `([a-z_0-9]+)` \| (.*?) \| (.*?) \| (yes|no) \| (.*?) \|$/gm)];
  assert.deepEqual(
    listed.map(([, ...cells]) => cells),
    columns.map(({ name, type, unit, isNullable, meaning }) => [
      name,
      type,
      unit,
      isNullable ? 'yes' : 'no',
      meaning,
    ]),
    'the table of docs/reference/export.md is that of the code',
  );
  for (const text of [
    '',
    'x',
    Buffer.from('[1]').toString('base64url'),
    Buffer.from('{"a":').toString('base64url'),
  ])
    assert.equal(parseCursor(text), null);
});

type Keyed = Pick<ExportRow, 'family' | 'place' | 'part' | 'class' | 'startMs'>;

function keyOf({ family, place, part, class: name, startMs }: Keyed): string {
  return [family, place, part, name, startMs].join(' ');
}

function cellKey(cell: Keyed & Pick<Cell, 'intervalMs'>): string {
  return `${keyOf(cell)} ${cell.intervalMs}`;
}

function everything(values: ReadonlyMap<string, number>): {
  readonly files: ReadonlyMap<string, string>;
  readonly rows: readonly ExportRow[];
} {
  const { source, store } = streetSource(firstMs, firstMs + 2 * dayMs, (cell) => values.get(cellKey(cell))!);
  const asked = { cameraId: 'street', fromMs: firstMs - 8 * dayMs, toMs: firstMs + 2 * dayMs, nowMs };
  const files = new Map(exportFormats.map((format) => [format as string, textOf(format, source, asked)]));
  const rows = [...exportRows(source, asked)].flat();
  store.close();
  return { files, rows };
}

function swap(values: Map<string, number>, one: ExportRow, other: ExportRow): number {
  const [a, b] = [values.get(cellKey(one))!, values.get(cellKey(other))!];
  values.set(cellKey(one), b);
  values.set(cellKey(other), a);
  return a === b ? 0 : 1;
}

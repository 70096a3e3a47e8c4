import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { AuditLog } from '../../packages/edge/src/audit/audit-log.ts';
import { takeNotes } from '../../packages/edge/src/export/left-notes.ts';
import { SiteKey } from '../../packages/edge/src/keys/site-key.ts';
import { SqliteStore } from '../../packages/edge/src/store/sqlite-store.ts';
import { DuckDb } from '../fixtures/duckdb.ts';
import { cellsOf, dayCourse, dayMs, fill, firstMs, timeZone, watch } from '../fixtures/released-street.ts';
import { root, temporaryFolder } from '../fixtures/support.ts';

const days = ['--from', '2026-10-21', '--to', '2026-10-23', '--time-zone', timeZone];
const endings = {
  csv: 'csv',
  parquet: 'parquet',
  geojson: 'geojson',
  json: 'json',
  sheet: 'csv',
  xlsx: 'xlsx',
} as const;
const settings = {
  owner: 'The test',
  reason: 'How many turn there',
  place: { lat: 52.5, lon: 13.4 },
  lines: [
    { id: 'north', a: [0.2, 0.5], b: [0.8, 0.5] },
    { id: 'south', a: [0.2, 0.8], b: [0.8, 0.8] },
  ],
  movements: 'all',
};

/** A data folder with three days of a street in it; the store stays open, as in an edge that runs. */
function dataFolder(context: TestContext): { readonly folder: string; readonly store: SqliteStore } {
  const folder = temporaryFolder(context);
  const store = new SqliteStore({ folder });
  SiteKey.open(folder);
  store.released.beginSeries('street', 'street-statistics', firstMs);
  fill(store, cellsOf(firstMs - 8 * dayMs, firstMs + 4 * dayMs), dayCourse(12));
  watch(store, firstMs - dayMs, firstMs + 4 * dayMs);
  store.changes.saveInEffect({ cameraId: 'street', firstMs: 0, settingsJson: JSON.stringify(settings) });
  context.after(() => store.close());
  return { folder, store };
}

interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function outis(...words: readonly string[]): Ended {
  const main = join(root, 'packages/edge/src/main.ts');
  return spawnSync(process.execPath, [main, ...words], { encoding: 'utf8', maxBuffer: 2 ** 27 });
}

function exported(folder: string, format: keyof typeof endings): string {
  const path = join(folder, `out-${format}.${endings[format]}`);
  const ended = outis('export', 'street', '--data', folder, ...days, '--format', format, '--out', path);
  assert.equal(ended.status, 0, ended.stderr);
  return path;
}

function has(program: string): boolean {
  return spawnSync(program, ['--version']).error === undefined;
}

test('outis export reads the folder of an edge that runs, signs every format, and the log says so', (context) => {
  const { folder } = dataFolder(context);
  for (const format of Object.keys(endings) as (keyof typeof endings)[]) {
    const path = exported(folder, format);
    const signed = existsSync(`${path}.signed.json`) ? `${path}.signed.json` : path;
    assert.equal(signed === path, format === 'csv' || format === 'sheet', format);
    const { status, stdout } = outis('verify', signed);
    assert.equal(status, 0, format);
    assert.match(stdout, /what {4}(releases|turning-count)\n/);
    if (signed !== path) {
      assert.match(stdout, /is as it was signed/);
      writeFileSync(path, Buffer.concat([readFileSync(path), Buffer.from(' ')]));
      const changed = outis('verify', signed);
      assert.notEqual(changed.status, 0);
      assert.match(changed.stderr, /is not the file that was signed/);
    }
  }
  // The edge takes the notes into its log.
  const key = SiteKey.open(folder);
  const log = AuditLog.open({ folder, key, nowMs: Date.now });
  takeNotes(folder, (entry) => void log.append(entry));
  const { entries } = log.query({ action: 'exported' });
  assert.equal(entries.length, 6);
  assert.deepEqual(
    new Set(entries.map(({ actor, subject }) => `${actor} ${subject}`)),
    new Set(['terminal street']),
  );
  assert.deepEqual(entries.map(({ detail }) => detail['file']).toSorted(), [
    'out-csv.csv',
    'out-geojson.geojson',
    'out-json.json',
    'out-parquet.parquet',
    'out-sheet.csv',
    'out-xlsx.xlsx',
  ]);
  assert.deepEqual(readdirSync(join(folder, 'notes')), []);
  takeNotes(folder, () => assert.fail('a note is taken once'));
  log.close();
});

test('outis export opens no file of open counts and changes no byte of the released ones', (context) => {
  const { folder } = dataFolder(context);
  const bytes = (): Buffer => readFileSync(join(folder, 'outis.db'));
  const before = bytes();
  const trace = has('strace');
  const words = ['export', 'street', '--data', folder, ...days];
  assert.equal(outis(...words).status, 0);
  assert.ok(bytes().equals(before));
  if (!trace) return context.diagnostic('strace is missing: which files are opened was not looked at');
  const main = join(root, 'packages/edge/src/main.ts');
  const { stderr } = spawnSync(
    'strace',
    ['-f', '-e', 'trace=open,openat', process.execPath, main, ...words],
    { encoding: 'utf8', maxBuffer: 2 ** 28 },
  );
  assert.match(stderr, /outis\.db/);
  assert.doesNotMatch(stderr, /open\.db/);
});

test('DuckDB reads the Parquet and the CSV file and finds the same in both', async (context) => {
  const { folder } = dataFolder(context);
  const database = await DuckDb.open();
  database.add('a.parquet', readFileSync(exported(folder, 'parquet')));
  // This DuckDB has no word for the line with the signature; a newer one (tried: 1.4.3) takes `comment = '#'`.
  const table = readFileSync(exported(folder, 'csv'));
  database.add('a.csv', table.subarray(0, table.indexOf('# outis-signature')));
  const { releases } = JSON.parse(readFileSync(exported(folder, 'json'), 'utf8')) as {
    releases: { value: number | null; family: string }[];
  };
  const sums = `count(*) AS n, count(value) AS shown, sum(value)::BIGINT AS total, min(start_utc) AS first, max(start_utc) AS last`;
  const csv = `read_csv_auto('a.csv', header = true)`;
  const inParquet = database.ask(`SELECT family, ${sums} FROM 'a.parquet' GROUP BY family ORDER BY family`);
  assert.deepEqual(
    database.ask(`SELECT family, ${sums} FROM ${csv} GROUP BY family ORDER BY family`),
    inParquet,
  );
  const families = Map.groupBy(releases, ({ family }) => family);
  assert.deepEqual(
    inParquet.map(({ family, n, shown, total }) => [family, n, shown, total]),
    [...families]
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([family, rows]) => {
        const shown = rows.filter(({ value }) => value !== null);
        return [family, rows.length, shown.length, shown.reduce((sum, { value }) => sum + (value ?? 0), 0)];
      }),
  );
  const types = database.ask(`DESCRIBE SELECT * FROM 'a.parquet'`);
  const typeOf = new Map(types.map(({ column_name: name, column_type: type }) => [name, type]));
  assert.equal(typeOf.get('value'), 'INTEGER');
  assert.match(String(typeOf.get('start_utc')), /^TIMESTAMP/);
});

test('ogrinfo reads the GeoJSON: a sensor, lines by direction, movements', (context) => {
  if (!has('ogrinfo')) return context.skip('ogrinfo is missing (apt-get install gdal-bin)');
  const { folder } = dataFolder(context);
  const { status, stdout } = spawnSync('ogrinfo', ['-al', '-ro', exported(folder, 'geojson')], {
    encoding: 'utf8',
  });
  assert.equal(status, 0);
  assert.match(stdout, /Geometry: Point\nFeature Count: 7\n/);
  assert.match(stdout, /POINT \(13\.4 52\.5\)/);
  assert.match(stdout, /car: Integer \(0\.0\)/);
  assert.match(stdout, /car_start_utc: DateTime/);
  assert.match(stdout, /a_x \(Real\) = 0\.2/);
  assert.match(stdout, /from_line \(String\) = north/);
});

test('LibreOffice reads the turning count, as CSV and as workbook, with the same numbers', (context) => {
  if (!has('soffice')) return context.skip('soffice is missing (apt-get install libreoffice-calc-nogui)');
  const { folder } = dataFolder(context);
  const sheet = readFileSync(exported(folder, 'sheet'), 'utf8');
  const converted = (path: string): string => {
    const out = temporaryFolder(context);
    const profile = `-env:UserInstallation=file://${temporaryFolder(context)}`;
    const ended = spawnSync(
      'soffice',
      [profile, '--headless', '--convert-to', 'csv', '--outdir', out, path],
      {
        encoding: 'utf8',
      },
    );
    assert.equal(ended.status, 0, ended.stderr);
    return readFileSync(join(out, readdirSync(out)[0]!), 'utf8');
  };
  const rowsOf = (text: string): string[] =>
    text
      .split(/\r?\n/)
      .map((line) => line.replace(/,+$/, '').replaceAll('"', ''))
      .filter((line) => /^(hour)?,2026/.test(line));
  const wanted = rowsOf(sheet);
  assert.ok(wanted.length > 1_000);
  assert.deepEqual(rowsOf(converted(exported(folder, 'sheet'))), wanted);
  // Of a workbook the first sheet is converted: persons.
  const persons = wanted.slice(0, 3 * 120);
  assert.deepEqual(rowsOf(converted(exported(folder, 'xlsx'))), persons);
});

test('what outis export is not understood says so', (context) => {
  const { folder } = dataFolder(context);
  const tries: readonly (readonly [words: readonly string[], why: RegExp])[] = [
    [['export'], /one camera/],
    [['export', 'street', '--data', folder], /--from and --to/],
    [
      ['export', 'street', '--data', folder, '--from', '2026-02-30', '--to', '2026-03-01'],
      /--from 2026-02-30/,
    ],
    [['export', 'street', '--data', folder, '--from', '2026-03-02', '--to', '2026-03-01'], /not be after/],
    [['export', 'street', '--data', folder, ...days, '--format', 'xls'], /csv, parquet/],
    [['export', 'gate', '--data', folder, ...days], /there are numbers of street/],
    [['export', 'street', '--data', join(folder, 'none'), ...days], /no numbers in/],
    [
      [
        'export',
        'street',
        '--data',
        folder,
        '--from',
        '2026-10-21',
        '--to',
        '2026-10-21',
        '--time-zone',
        'Mars/Base',
      ],
      /Mars/,
    ],
  ];
  for (const [words, why] of tries) {
    const { status, stderr } = outis(...words);
    assert.notEqual(status, 0, words.join(' '));
    assert.match(stderr, why);
  }
  assert.match(outis('export', '--dictionary').stdout, /^column,type,unit,may_be_empty,meaning\r\n/);
});

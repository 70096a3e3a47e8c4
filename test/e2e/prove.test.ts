import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { configSchema, SiteKey } from '@outis/edge';
import { runCommand } from '../../packages/edge/src/cli/command.ts';
import { root } from '../fixtures/support.ts';

const folder = mkdtempSync(join(tmpdir(), 'outis-prove-'));
const data = join(folder, 'data');
after(() => rmSync(folder, { recursive: true, force: true }));

const keys = ['bytesSearched', 'maxAlpha', 'maxNccOverNull', 'plantedLeakFound', 'scenarios'];
let printed = '';
let told = '';
let code: number | null = null;
let fingerprint = '';

function outis(...words: string[]): {
  readonly stdout: string;
  readonly stderr: string;
  readonly status: number | null;
} {
  return spawnSync(
    process.execPath,
    ['--disable-sigusr1', join(root, 'packages/edge/src/main.ts'), ...words],
    {
      cwd: folder,
      encoding: 'utf8',
    },
  );
}

before(() => {
  fingerprint = SiteKey.open(data).fingerprint;
  const run = outis('prove', '--quick', '--json', '--report', join(folder, 'report'), '--data', data);
  [printed, told, code] = [run.stdout, run.stderr, run.status];
});

test('prove --quick finds nobody, and finds the planted leak', () => {
  const summary = JSON.parse(printed) as Record<string, number | boolean>;
  assert.deepEqual(Object.keys(summary).sort(), keys);
  assert.equal(summary['plantedLeakFound'], true, told);
  assert.ok(Number(summary['maxAlpha']) < 0.01, printed + told);
  assert.ok(Number(summary['maxNccOverNull']) < 1, printed + told);
  assert.ok(Number(summary['scenarios']) > 20 && Number(summary['bytesSearched']) > 500_000, printed);
  assert.equal(code, 0, told);
});

interface ReportedFilm {
  readonly name: string;
  readonly recall: number;
  readonly learnedShare: number;
  readonly learnedLeast: number;
  readonly minutes: number;
  readonly framesAnalysed: number;
  readonly worst: { readonly places: number };
  readonly aim: {
    readonly pictures: number;
    readonly shownShare: number | null;
    readonly told: readonly string[];
    readonly forbidden: readonly string[];
  };
  readonly notes: readonly string[];
}

function reportedFilms(): readonly ReportedFilm[] {
  const { document } = JSON.parse(readFileSync(join(folder, 'report/proof.json'), 'utf8')) as {
    readonly document: { readonly films: readonly ReportedFilm[] };
  };
  return document.films;
}

test('what was tried is not nothing: undetected or half detected, the place is learned where people were and are', () => {
  const films = reportedFilms();
  // A frame in five seconds, or in one where somebody aims; all of them, to the last.
  for (const { name, minutes, framesAnalysed, aim } of films)
    assert.equal(framesAnalysed, (minutes * 60) / (aim.shownShare === null ? 5 : 1), name);
  const claims = films.filter(({ learnedLeast }) => learnedLeast > 0);
  assert.deepEqual(
    claims.map(({ recall }) => recall),
    [0, 0.5],
  );
  for (const { name, learnedShare, learnedLeast, worst } of claims) {
    assert.ok(learnedLeast >= 0.2, `${name} asks for ${learnedLeast}`);
    assert.ok(learnedShare >= learnedLeast, `${name}: ${learnedShare} learned`);
    assert.ok(worst.places >= 10, `${name}: ${worst.places} people where the place is known`);
  }
});

test('the aim view is looked at where it shows something: who keeps still undetected is told, nobody else', () => {
  const aimed = reportedFilms().filter(({ aim }) => aim.shownShare !== null);
  assert.deepEqual(
    aimed.map(({ recall }) => recall),
    [1, 0],
  );
  for (const { name, aim } of aimed) {
    assert.ok(aim.pictures > 5 && aim.shownShare! > 0.2, `${name}: ${aim.pictures}, ${aim.shownShare}`);
    assert.deepEqual(aim.forbidden, [], name);
  }
  assert.deepEqual(aimed[0]!.aim.told, []);
  assert.ok(aimed[1]!.aim.told.length > 0, 'the search of the aim view is blind');
});

test('alerts are given in a film, and both receivers are told of them', () => {
  const told = reportedFilms()
    .flatMap(({ notes }) => notes)
    .filter((note) => /[1-9]\d* over MQTT, [1-9]\d* to a webhook/.test(note));
  assert.ok(told.length > 0, 'nothing of an alert was sent, so nothing was searched');
});

test('the report is signed with the site key, and names the page beside it', () => {
  const path = join(folder, 'report/proof.json');
  const verified = outis('verify', path, '--key', fingerprint);
  assert.equal(verified.status, 0, verified.stderr);
  assert.match(verified.stdout, /proof-report/);
  const html = readFileSync(join(folder, 'report/proof.html'), 'utf8');
  const text = readFileSync(path, 'utf8');
  assert.ok(text.includes(createHash('sha256').update(html).digest('hex')));
  writeFileSync(path, text.replace('"maxAlpha"', '"minAlpha"'));
  assert.notEqual(outis('verify', path).status, 0);
});

test('the page needs nothing from elsewhere and runs no script', () => {
  const html = readFileSync(join(folder, 'report/proof.html'), 'utf8');
  assert.doesNotMatch(html, /<script|(src|href)="(?!data:)|url\(|@import/);
  assert.match(html, /<img src="data:image\/png;base64,/);
});

test('no flag, file or variable leads to the clock of films or to another sight', async () => {
  for (const word of ['--clock', '--trial', '--sight', '--sight-entry', '--leaky-sight'])
    for (const command of ['prove', 'serve', 'demo', 'watch', 'count'])
      await assert.rejects(runCommand([command, word, 'file']), { code: 'usage' }, `${command} ${word}`);
  for (const key of ['trial', 'clock', 'sightEntry'])
    assert.equal(configSchema.safeParse({ [key]: 'file', cameras: [] }).success, false, key);
  // In the source the trial is handed on from function to function, and nothing but the proof gives one.
  const given = spawnSync(
    'git',
    [
      'grep',
      '-lE',
      'trial[?:]?[:,. ]',
      '--',
      'packages/*/src/*.ts',
      ':!*.test.ts',
      ':!packages/edge/src/public',
    ],
    {
      cwd: root,
      encoding: 'utf8',
    },
  );
  assert.deepEqual(given.stdout.trim().split('\n').sort(), [
    'packages/edge/src/cli/run-site.ts',
    'packages/edge/src/pipeline/camera-surroundings.ts',
    'packages/edge/src/pipeline/camera.ts',
    'packages/edge/src/pipeline/site-cameras.ts',
    'packages/edge/src/pipeline/site-options.ts',
    'packages/proof/src/product/edge-entry.ts',
    'packages/proof/src/product/product.ts',
  ]);
  for (const file of ['run-site.ts', 'command.ts', 'prove.ts'])
    assert.doesNotMatch(readFileSync(join(root, 'packages/edge/src/cli', file), 'utf8'), /process\.env/);
});

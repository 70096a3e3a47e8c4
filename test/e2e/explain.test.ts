import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { chromium } from 'playwright-core';
import { passageClip } from '../fixtures/clips.ts';
import { root, temporaryFolder } from '../fixtures/support.ts';
import { writeColourModel } from '../fixtures/test-model.ts';

const browserPath = process.env['OUTIS_CHROMIUM'] ?? '/usr/bin/chromium';

interface Ran {
  readonly code: number | null;
  readonly output: string;
  readonly errors: string;
}

/** Counts twelve seconds of passages over a line in the middle and one beside which everything passes. */
function explain(context: TestContext, report: string): Ran & { readonly path: string } {
  const folder = temporaryFolder(context);
  const clip = passageClip(folder, 'passages.mp4', { seconds: 12 });
  utimesSync(clip, new Date(Date.now() - 60_000), new Date(Date.now() - 60_000));
  const lines = join(folder, 'lines.json');
  const middle = { id: 'middle', a: [0.5, 1], b: [0.5, 0] };
  const beside = { id: 'beside', a: [0.3, 0.05], b: [0.3, 0.01] };
  writeFileSync(lines, JSON.stringify({ lines: [middle, beside] }));
  const path = join(folder, report);
  const words = [
    'count',
    clip,
    '--lines',
    lines,
    '--model',
    writeColourModel(folder),
    '--json',
    '--explain',
    path,
  ];
  const main = join(root, 'packages/edge/src/main.ts');
  const options = { encoding: 'utf8', timeout: 120_000 } as const;
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--disable-sigusr1', main, ...words],
    options,
  );
  return { code: status, output: stdout, errors: stderr, path };
}

test('--explain writes a page whose rows are the crossings that were counted, and tells what was refused', (context) => {
  const { code, output, errors, path } = explain(context, 'report.html');
  assert.equal(code, 0, errors);
  const { crossings } = JSON.parse(output) as { crossings: { t: number; class: string }[] };
  assert.equal(crossings.length, 6);
  const html = readFileSync(path, 'utf8');
  const rows = html.match(/<tr data-mark.*?<\/tr>/g)!;
  const counted = rows.filter((row) => row.includes('<td>counted</td>'));
  assert.equal(counted.length, crossings.length);
  crossings.forEach(({ t, class: name }, index) => {
    assert.ok(counted[index]!.includes(`0:${t.toFixed(1).padStart(4, '0')}<`), counted[index]!);
    assert.ok(counted[index]!.includes(`</i>${name}<`));
  });
  assert.ok(rows.some((row) => row.includes('Beside the line.')));
  assert.ok(!/<img|<video|https?:|data:/i.test(html), 'nothing but numbers and words');
});

test('--explain refuses another kind of name before it counts', (context) => {
  const { code, errors } = explain(context, 'report.pdf');
  assert.notEqual(code, 0);
  assert.match(errors, /report\.pdf: the name must end in \.html/);
});

test('the page works in a browser: no error, no request, a row shows its path', {
  skip: existsSync(browserPath) ? false : 'skipped: no chromium',
  timeout: 60_000,
}, async (context) => {
  const { path } = explain(context, 'report.html');
  const browser = await chromium.launch({
    executablePath: browserPath,
    args: ['--no-sandbox', '--disable-gpu'],
  });
  context.after(() => browser.close());
  const page = await browser.newPage();
  const problems: string[] = [];
  page.on('console', (message) => problems.push(message.text()));
  page.on('pageerror', (error) => problems.push(error.message));
  page.on('request', (request) => {
    if (!request.url().startsWith('file:')) problems.push(request.url());
  });
  await page.goto(`file://${path}`);
  await page.locator('tr[data-mark="2"]').hover();
  assert.equal(await page.locator('#scene.focus').count(), 1);
  assert.equal(await page.locator('#scene .track.on').count(), 1);
  await page.locator('#show-paths').uncheck();
  assert.equal(await page.locator('#scene .track:visible').count(), 0);
  assert.deepEqual(problems, []);
});

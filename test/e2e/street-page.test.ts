import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { CamerasJson, MeasuresCheckJson } from '@outis/core';
import { accessibilityProblems, assertFits, openPage, screenshot } from '../fixtures/browser.ts';
import { getJson, root, startEdge, until } from '../fixtures/support.ts';

const widths = [1280, 400];

test('the page of a street: numbers with their error, hidden ones hatched, and a report on paper', async (context) => {
  const edge = await startEdge(context, 'demo', '--street', '--port', '0');
  const { cameras } = await getJson<CamerasJson>(`${edge.url}/api/cameras`);
  const id = cameras[0]!.id;
  assert.notEqual(cameras[0]!.measures, null);
  const { page, problems } = await openPage(context, `${edge.url}/#/camera/${id}`);
  await until('numbers with their error', async () =>
    /left → right\s+[\d,]+ ±\d/.test(await page.locator('.counts').innerText()),
  );
  const statistics = page.locator('.statistics');
  await statistics.getByRole('heading', { name: 'Turning movements' }).waitFor();
  assert.match(await statistics.innerText(), /Speeds/);
  assert.ok((await page.locator('.noised-hidden').count()) > 0, 'nothing is hidden');
  for (const colorScheme of ['light', 'dark'] as const)
    for (const width of widths) {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width, height: 800 });
      await assertFits(page);
      assert.deepEqual(await accessibilityProblems(page), [], `${colorScheme} ${width}`);
      await screenshot(page, `street-page-${width}-${colorScheme}`);
    }

  await page.setViewportSize({ width: 1280, height: 800 });
  await page.emulateMedia({ media: 'print', colorScheme: 'light' });
  for (const gone of ['.tabs', '.segments', '.button-quiet', '.page-footer', '.counts .chart'])
    assert.equal(await page.locator(gone).first().isVisible(), false, gone);
  assert.equal(await page.locator('.chart-print').first().isVisible(), true);
  // The report is looked at as pictures too: test-results/street-report-1.png and so on.
  const folder = join(root, 'test-results');
  mkdirSync(folder, { recursive: true });
  const pdf = await page.pdf({ format: 'A4', printBackground: true });
  const file = join(folder, 'street-report.pdf');
  writeFileSync(file, pdf);
  const pages = [...pdf.toString('latin1').matchAll(/\/Type\s*\/Page\b/g)].length;
  assert.ok(pages >= 2 && pages <= 6, `${pages} pages`);
  if (existsSync('/usr/bin/pdftoppm')) {
    execFileSync('/usr/bin/pdftoppm', ['-r', '60', '-png', file, join(folder, 'street-report')]);
    assert.ok(readdirSync(folder).some((name) => /^street-report-0?1\.png$/.test(name)));
  }
  assert.deepEqual(problems, []);
});

test('the ground of a street is set up by keyboard, checked as it is edited, and saved', async (context) => {
  const edge = await startEdge(context, 'demo', '--street', '--port', '0');
  const id = (await getJson<CamerasJson>(`${edge.url}/api/cameras`)).cameras[0]!.id;
  const { page, problems } = await openPage(context, `${edge.url}/#/camera/${id}/measures`);
  const handle = page.locator('[data-handle="point 0"]');
  await handle.waitFor({ state: 'attached' });
  await page.getByText('How well it fits').waitFor();
  const place = () => handle.getAttribute('aria-valuetext');
  const before = await place();
  const answered = page.waitForResponse((response) => response.url().endsWith('/measures/check'));
  await handle.focus();
  await page.keyboard.press('Shift+ArrowLeft');
  assert.notEqual(await place(), before);
  const check = (await (await answered).json()) as MeasuresCheckJson;
  assert.notEqual(check.calibration, null);
  await page.keyboard.press('Control+z');
  assert.equal(await place(), before);

  await page.getByRole('button', { name: 'Add zone' }).click();
  const save = page.getByRole('button', { name: 'Save' });
  await until('a zone that may be saved', () => save.isEnabled());
  for (const colorScheme of ['light', 'dark'] as const)
    for (const width of widths) {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width, height: 800 });
      await assertFits(page);
      assert.deepEqual(await accessibilityProblems(page), [], `${colorScheme} ${width}`);
      await screenshot(page, `street-ground-${width}-${colorScheme}`);
    }
  await save.click();
  await page.getByText('Saved. Measuring begins now.').waitFor();
  const { cameras } = await getJson<CamerasJson>(`${edge.url}/api/cameras`);
  const zones = cameras[0]!.measures!.asked.zones;
  assert.deepEqual(zones.at(-1)?.use, ['dwell']);
  assert.deepEqual(problems, []);
});

test('the public page of a street has the numbers of yesterday, and so has what is signed', async (context) => {
  const edge = await startEdge(context, 'demo', '--street', '--port', '0');
  const id = (await getJson<CamerasJson>(`${edge.url}/api/cameras`)).cameras[0]!.id;
  const { page, types } = await openPage(context, `${edge.url}/c/${id}?lang=en`, { width: 400, height: 800 });
  const numbers = page.locator('#numbers');
  await numbers.waitFor();
  assert.match(await numbers.innerText(), /±\d/);
  assert.match(await numbers.innerText(), /ε = /);
  assert.deepEqual([...types].sort(), ['text/css', 'text/html']);
  assert.deepEqual(await accessibilityProblems(page), []);
  await screenshot(page, 'street-public-400');
  const signed = await (await fetch(`${edge.url}/c/${id}/statement.json`)).text();
  assert.match(signed, /epsilonPerPassage/);
  assert.doesNotMatch(signed, /track/i);
});

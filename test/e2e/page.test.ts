import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import type { CamerasJson } from '@outis/core';
import { accessibilityProblems, assertFits, openPage, screenshot } from '../fixtures/browser.ts';
import { passageClip } from '../fixtures/clips.ts';
import { camera, countBefore, startStreet, writeConfig } from '../fixtures/site.ts';
import { getJson, startEdge, startRtsp, temporaryFolder, until } from '../fixtures/support.ts';

const dayMs = 86_400_000;

test('a camera is added in the browser: tested, explained, live within seconds; what has left is in its table', async (context) => {
  const folder = temporaryFolder(context);
  const clip = passageClip(folder, 'passages.mp4', { seconds: 200 });
  const server = await startRtsp(context, { cam: clip });
  // As if a camera of this name had been here in the quarter of an hour before: nobody waits for one to end.
  countBefore(join(folder, 'data'), 'gate', 500, 'line-1');
  const edge = await startEdge(context, 'serve', '--config', writeConfig(folder, []));
  const { page, requests, types, problems } = await openPage(context, `${edge.url}/#/add`);
  const next = () => page.getByRole('button', { name: 'Next' }).click();

  await page.getByLabel('Address of the video').fill('rtsp://127.0.0.1:1/nothing');
  await page.getByRole('button', { name: 'Test connection' }).click();
  await page.locator('.trial .notice').waitFor({ timeout: 20_000 });
  assert.match(await page.locator('.trial').innerText(), /does not answer/);
  await page.getByLabel('Address of the video').fill(`rtsp://admin:Pa55-w0rd@127.0.0.1:${server.port}/cam`);
  await page.getByRole('button', { name: 'Test connection' }).click();
  await page.locator('.found').waitFor({ timeout: 20_000 });
  assert.match(await page.locator('.found').innerText(), /640.*360/);
  await screenshot(page, 'add-camera-address');
  await next();
  await page.getByText('Site safety').click();
  await screenshot(page, 'add-camera-purpose');
  assert.deepEqual(await accessibilityProblems(page), []);
  await next();
  await page.getByLabel('Id').fill('gate');
  await page.getByLabel('Owner').fill('The test');
  await page.getByLabel('Reason').fill('for safety');
  await next();
  await page.getByLabel('Reason').fill('Lorries reverse beside the footway');
  await page.getByLabel('Ends on').fill(new Date(Date.now() + 90 * dayMs).toISOString().slice(0, 10));
  await next();
  // The whole view is taken for the own ground only when somebody says so.
  await next();
  assert.equal(await page.getByRole('button', { name: 'Save and start' }).count(), 0);
  await page.getByLabel('The camera sees nothing but our own ground').check();
  await screenshot(page, 'add-camera-boundary');
  assert.deepEqual(await accessibilityProblems(page), []);
  await next();
  await screenshot(page, 'add-camera-line');
  assert.deepEqual(await accessibilityProblems(page), []);
  await page.getByRole('button', { name: 'Save and start' }).click();
  await page.waitForURL(/camera\/gate/);

  // The scene: pictograms on a drawing. The tally sees the car that passes every four seconds.
  await until(
    'a crossing in the tally',
    async () => /car\s+0\s+[1-9]/.test(await page.locator('main').innerText()),
    60_000,
  );
  await screenshot(page, 'live-scene');
  assert.deepEqual(await accessibilityProblems(page), []);
  // What was released arrives in the chart and its table.
  await until('a released number on the page', async () => {
    const text = await page.locator('.counts').innerText();
    return /right → left\s+[1-9]/.test(text);
  });
  await screenshot(page, 'first-count');

  const own = (address: string): boolean =>
    address.split(' ')[1]!.startsWith(edge.url) || address.includes(' data:') || address.includes(' blob:');
  assert.deepEqual(
    requests.filter((address) => !own(address)),
    [],
  );
  const kinds = [...types].filter((type) => /^(image|video|audio)\//.test(type) && type !== 'image/svg+xml');
  assert.deepEqual(kinds, [], 'no picture, film or sound came to the page');
  assert.deepEqual(
    problems.filter((problem) => !/status of 502/.test(problem)),
    [],
  );
});

test('lines are drawn and edited with the keyboard only, and saved at once', async (context) => {
  const edge = await startStreet(context);
  const { page, problems } = await openPage(context, `${edge.url}/#/camera/street/lines`);
  const lines = async () => (await camera(edge.url, 'street')).lines;
  const press = async (...keys: string[]): Promise<void> => {
    for (const key of keys) await page.keyboard.press(key);
  };
  const focused = () => page.evaluate('document.activeElement?.getAttribute("data-handle")');

  await page.locator('[data-handle="middle b"]').waitFor({ state: 'attached' });
  for (let tabs = 0; tabs < 40 && (await focused()) !== 'middle b'; tabs++) await press('Tab');
  assert.equal(await focused(), 'middle b');
  await press('ArrowRight', 'Shift+ArrowDown');
  await until('the moved end', async () => JSON.stringify((await lines())[0]!.b) === '[0.51,0.05]');
  await press('r');
  await until('the turned line', async () => JSON.stringify((await lines())[0]!.a) === '[0.51,0.05]');
  await press('Control+z');
  await until('the line turned back', async () => JSON.stringify((await lines())[0]!.b) === '[0.51,0.05]');
  await press('Enter');
  await until('a second line', async () => (await lines()).length === 2);
  await press('ArrowLeft');
  await screenshot(page, 'edit-lines-by-keyboard');
  assert.deepEqual(await accessibilityProblems(page), []);
  await press('Delete');
  await until('one line', async () => (await lines()).length === 1);
  await page.getByText('Saved.').waitFor();
  assert.deepEqual(problems, []);
  // What was edited stays after a restart, and the page says that it wins over the file.
  assert.equal((await camera(edge.url, 'street')).editedInBrowser, true);
});

test('a street camera has charts and no scene, and says why', async (context) => {
  const edge = await startStreet(context);
  await until('pictures', async () => (await camera(edge.url, 'street')).health.state === 'running');
  const { page, requests } = await openPage(context, `${edge.url}/#/camera/street`);
  await page
    .getByText(/no live view/i)
    .first()
    .waitFor();
  assert.equal(await page.locator('canvas.scene, .scene canvas').count(), 0);
  await page.waitForTimeout(2_000);
  assert.deepEqual(
    requests.filter((address) => address.includes('/scene')),
    [],
  );
  await screenshot(page, 'street');
  assert.deepEqual(await accessibilityProblems(page), []);
});

test('the demo: counts of the past are there, pictograms move, narrow and wide', async (context) => {
  const edge = await startEdge(context, 'demo', '--port', '0');
  const { cameras } = await getJson<CamerasJson>(`${edge.url}/api/cameras`);
  assert.deepEqual(
    cameras.map(({ id, simulated }) => [id, simulated]),
    [
      ['yard', true],
      ['entrance', true],
    ],
  );
  for (const viewport of [
    { width: 1280, height: 800 },
    { width: 390, height: 844 },
  ]) {
    const { page, problems } = await openPage(context, `${edge.url}/#/camera/yard`, viewport);
    await page.getByText('simulated', { exact: true }).first().waitFor();
    await until('somebody in the scene', async () =>
      /There now/.test(await page.locator('main').innerText()),
    );
    const canvas = page.locator('canvas').last();
    await until('a movement', async () => {
      const before = await canvas.screenshot();
      await page.waitForTimeout(500);
      return !before.equals(await canvas.screenshot());
    });
    assert.match(await page.locator('.counts').innerText(), /left → right\s+[1-9]/);
    await assertFits(page);
    await screenshot(page, `demo-${viewport.width}`);
    assert.deepEqual(await accessibilityProblems(page), []);
    assert.deepEqual(problems, []);
  }
});

import assert from 'node:assert/strict';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import type { Page } from 'playwright-core';
import { accessibilityProblems, assertFits, openPage, screenshot, type Visit } from '../fixtures/browser.ts';
import { root, startProgram, until } from '../fixtures/support.ts';

/** The page on its stand-in: what takes hours on a real camera takes seconds there. */
async function startStandIn(context: TestContext, ...options: string[]): Promise<string> {
  const { output } = startProgram(context, process.execPath, [
    join(root, 'packages/web/dev/mock-server.ts'),
    ...['--port', '0', ...options],
  ]);
  return await until('the address of the stand-in', () => /http:\S+/.exec(output())?.[0] ?? null);
}

async function openAs(
  context: TestContext,
  url: string,
  user: string,
  page: string,
  viewport?: { width: number; height: number },
): Promise<Visit> {
  const visit = await openPage(context, url, viewport, false);
  await visit.page.getByLabel('Name').fill(user);
  await visit.page.getByLabel('Password', { exact: true }).fill('a password');
  await visit.page.getByRole('button', { name: 'Sign in' }).click();
  await visit.page.locator('.user-menu').waitFor();
  await visit.page.evaluate(`window.location.hash = '${page}'`);
  return visit;
}

/** How many dots of the canvas are seen: opaque ones, and all. */
const seen = (page: Page, canvas: string): Promise<{ opaque: number; all: number }> =>
  page.evaluate(`(() => {
    const canvas = document.querySelector('${canvas}');
    if (canvas === null || canvas.width === 0) return { opaque: 0, all: 1 };
    const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
    let opaque = 0;
    for (let i = 3; i < data.length; i += 4) if (data[i] > 200) opaque++;
    return { opaque, all: data.length / 4 };
  })()`);

const narrow = { width: 400, height: 860 };
const wide = { width: 1280, height: 900 };

test('a background appears block by block, and what is not known is clear and said to be unknown', async (context) => {
  const url = await startStandIn(context, '--learn-s', '25', '--moved');
  for (const viewport of [wide, narrow]) {
    const { page, problems } = await openAs(context, url, 'anna', '#/camera/south-gate', viewport);
    await page.locator('.background-layer').waitFor();
    const early = await seen(page, '.background-layer');
    if (viewport === wide) {
      assert.ok(early.opaque < early.all * 0.9, 'something is not known');
      await page.getByText('not yet known').waitFor();
      await page.getByText('The camera was moved; the picture is learned anew.').waitFor();
      await until('more of it', async () => (await seen(page, '.background-layer')).opaque > early.opaque);
    }
    await screenshot(page, `background-learning-${viewport.width}`);
    assert.deepEqual(await accessibilityProblems(page), []);
    await page.getByText('100% known').waitFor({ timeout: 60_000 });
    await until('the whole place', async () => {
      const { opaque, all } = await seen(page, '.background-layer');
      return opaque === all;
    });
    assert.equal(await page.getByText('not yet known').count(), 0);
    await screenshot(page, `background-complete-${viewport.width}`);
    assert.equal(await page.locator('main img, main video').count(), 0);
    await assertFits(page);
    assert.deepEqual(problems, []);
  }
});

test('the last 20 seconds are looked at again by keyboard, and are gone when the scene pauses', async (context) => {
  const url = await startStandIn(context, '--pause-after-s', '20');
  const { page, problems } = await openAs(context, url, 'anna', '#/camera/south-gate');
  const slider = page.getByRole('slider', { name: 'The last 20 seconds' });
  await until('seven seconds', async () => /There now/.test(await page.locator('.now').innerText()));
  await page.waitForTimeout(7_000);
  await slider.focus();
  await page.keyboard.press('ArrowLeft');
  assert.equal(await slider.getAttribute('aria-valuetext'), '1 s ago');
  await page.keyboard.press('ArrowDown');
  assert.equal(await slider.getAttribute('aria-valuetext'), '6 s ago');
  await page.getByText('There 6 s ago').waitFor();
  assert.equal(await page.locator('.scene-sign').innerText(), '6 s ago');
  await page.keyboard.press('Shift+ArrowRight');
  assert.equal(await slider.getAttribute('aria-valuetext'), '1 s ago');
  assert.deepEqual(await accessibilityProblems(page), []);
  await page.getByRole('button', { name: 'Live', exact: true }).click();
  assert.equal(await slider.getAttribute('aria-valuetext'), 'now');
  await page.getByText('Paused after 10 minutes').waitFor({ timeout: 30_000 });
  assert.equal(await slider.count(), 0);
  await page.getByRole('button', { name: 'Go on watching' }).click();
  await slider.waitFor();
  await page.waitForTimeout(1_000);
  await page.keyboard.press('Tab');
  await slider.focus();
  for (let i = 0; i < 4; i++) await page.keyboard.press('ArrowDown');
  const back = await slider.getAttribute('aria-valuetext');
  assert.ok(back === 'now' || /^[1-4] s ago$/.test(back ?? ''), `nothing from before the pause: ${back}`);
  assert.deepEqual(problems, []);
});

test('aiming is explained, counted, seen, and ended; squares are approved one by one', async (context) => {
  const url = await startStandIn(context, '--learn-s', '3000');
  const visit = await openAs(context, url, 'installer', '#/camera/south-gate/aim');
  const { page, requests, problems } = visit;
  await page.getByText('Uses left: 3 of 3 in 30 days.').waitFor();
  assert.match(await page.locator('main').innerText(), /written into the log.*public page/);
  assert.equal(requests.filter((each) => /\/aim/.test(each)).length, 0, 'nothing is asked before');
  assert.deepEqual(await accessibilityProblems(page), []);
  await page.getByRole('button', { name: 'Begin to aim' }).click();
  await page.locator('.aim-part canvas').waitFor();
  const approvals = () => requests.filter((each) => each.startsWith('POST') && each.endsWith('/approval'));
  await page.waitForTimeout(5_000);
  assert.equal(approvals().length, 0, 'nothing is approved by itself');
  const { opaque, all } = await seen(page, '.aim-view canvas');
  assert.ok(opaque === all && all > 100_000);
  await page.keyboard.press('n');
  await page.keyboard.press('n');
  await page.keyboard.press('n');
  await until('the first answer', () => approvals().length > 0);
  await page.waitForTimeout(300);
  assert.equal(approvals().length, 1, 'keys in one moment answer for one square');
  await page.waitForTimeout(900);
  await page.getByRole('button', { name: 'Not sure, skip' }).click();
  await page.getByText(/Approved: 1\. Skipped: 1\./).waitFor();
  assert.equal(approvals().length, 1);
  await screenshot(page, 'aim');
  assert.deepEqual(await accessibilityProblems(page), []);
  await page.getByRole('button', { name: 'End now' }).click();
  await page.getByText('Aiming has ended.').waitFor();
  assert.equal(await page.locator('.aim-view').count(), 0);
  await page.getByText('Uses left: 2 of 3 in 30 days.').waitFor();
  assert.deepEqual(problems, []);
});

test('when no use is left the page says whom to ask, and only the dpo may permit one more', async (context) => {
  const url = await startStandIn(context, '--aim-left', '0');
  const installer = await openAs(context, url, 'installer', '#/camera/main-street/aim');
  await installer.page.getByText(/ask the data protection officer/).waitFor();
  assert.equal(await installer.page.getByRole('button', { name: 'Begin to aim' }).count(), 0);
  const { page } = await openAs(context, url, 'dpo', '#/camera/main-street/aim', narrow);
  await page.getByRole('button', { name: 'Permit one more use' }).click();
  await page.getByRole('button', { name: 'Permit', exact: true }).click();
  await page.getByText('One more use is permitted.').waitFor();
  assert.deepEqual(await accessibilityProblems(page), []);
  await installer.page.getByRole('button', { name: 'Begin to aim' }).click({ timeout: 15_000 });
  await installer.page.locator('.aim-view canvas').waitFor();
  // A street has no background, so there is nothing to approve.
  assert.equal(await installer.page.locator('.approval').count(), 0);
});

test('the time of an aim runs out by itself', async (context) => {
  const url = await startStandIn(context, '--aim-s', '5');
  const { page, problems } = await openAs(context, url, 'installer', '#/camera/south-gate/aim', narrow);
  await page.getByRole('button', { name: 'Begin to aim' }).click();
  await page.locator('.aim-view canvas').waitFor();
  await screenshot(page, 'aim-narrow');
  assert.deepEqual(await accessibilityProblems(page), []);
  await page.getByText('Aiming has ended.').waitFor({ timeout: 15_000 });
  assert.deepEqual(problems, []);
});

test('the background is chosen in the settings of a site, and learning sooner waits', async (context) => {
  const url = await startStandIn(context);
  const { page } = await openAs(context, url, 'installer', '#/camera/yard-east/settings');
  await page.getByRole('radio', { name: /^Strict/ }).check();
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('Saved.', { exact: true }).waitFor();
  await page.reload();
  assert.equal(await page.getByRole('radio', { name: /^Strict/ }).isChecked(), true);
  await page.getByRole('radio', { name: /^Usual/ }).check();
  await page.getByText(/This waits 72 hours, or for approval: Background/).waitFor();
  assert.deepEqual(await accessibilityProblems(page), []);
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText(/Background: Strict → Usual/).waitFor();
  await page.evaluate("window.location.hash = '#/camera/main-street/settings'");
  await page.getByText('Masks', { exact: true }).waitFor();
  assert.equal(await page.getByRole('radio', { name: /^Strict/ }).count(), 0);
});

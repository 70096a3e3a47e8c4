import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import type { Page } from 'playwright-core';
import { accessibilityProblems, assertFits, openPage, screenshot, type Visit } from '../fixtures/browser.ts';
import { httpSite } from '../fixtures/http-site.ts';
import { siteCamera, streetCamera } from '../fixtures/site.ts';
import { adminPassword, until } from '../fixtures/support.ts';

const hourMs = 3_600_000;
const phone = { width: 390, height: 844 };
const desk = { width: 1280, height: 800 };

/** A browser of somebody who has not signed in, with what it must not do. */
async function visitor(context: TestContext, url: string, viewport = desk): Promise<Visit> {
  return openPage(context, url, viewport, false);
}

/** Follows a link with a one-time code: a password, and in. */
async function enrol(page: Page, password: string): Promise<void> {
  await page.getByLabel(/^(New p|P)assword$/).fill(password);
  await page.getByRole('button', { name: /Make this user|Save and sign in/ }).click();
  await page.getByRole('button', { name: /^Account of/ }).waitFor();
}

async function signIn(page: Page, name: string): Promise<void> {
  await page.getByLabel('Name').fill(name);
  await page.getByLabel('Password', { exact: true }).fill(adminPassword);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.getByRole('button', { name: /^Account of/ }).waitFor();
}

/** Adds a user on the page and returns the link to be handed over. */
async function invite(page: Page, name: string, role: string): Promise<string> {
  await page.getByRole('button', { name: 'Add user' }).click();
  await page.getByLabel('Name').fill(name);
  // A viewer unless told otherwise; the dpo is nothing else.
  const form = page.locator('section.panel');
  await form.getByLabel(/^Viewer/).setChecked(role === 'Viewer');
  await form.getByLabel(new RegExp(`^${role}`)).check();
  await page.getByRole('button', { name: 'Add and make a link' }).click();
  const link = await page.getByRole('textbox', { name: 'Link' }).inputValue();
  await page.getByRole('button', { name: 'Close' }).click();
  return link;
}

async function assertAccessible(page: Page, what: string): Promise<void> {
  assert.deepEqual(await accessibilityProblems(page), [], what);
}

test('a whole life: first run, users, refusals, a live view that is logged and shown, a purpose that waits for approval', async (context) => {
  let aheadMs = 0;
  const cameras = [siteCamera('yard', 'simulated:yard'), streetCamera('street', 'simulated:street')];
  const made = await httpSite(context, cameras, () => Date.now() + aheadMs);
  const url = await made.server.listen({ host: '127.0.0.1', port: 0 });
  made.site.start();

  // First run: nobody comes in without the code from the terminal; with it the first admin does.
  const anna = await visitor(context, `${url}/`);
  await anna.page.getByText(/stands in the terminal/).waitFor();
  await screenshot(anna.page, 'life-first-run');
  await assertAccessible(anna.page, 'first run');
  await anna.page.goto(`${url}/#/enrol/${made.access.firstRunCode()}`);
  await anna.page.getByLabel('Your name here').fill('anna');
  await enrol(anna.page, adminPassword);
  assert.doesNotMatch(anna.page.url(), /enrol\//);

  // Users, each by a link of their own.
  await anna.page.goto(`${url}/#/users`);
  const links = {
    dora: await invite(anna.page, 'dora', 'Data protection officer'),
    otto: await invite(anna.page, 'otto', 'Operator'),
    vera: await invite(anna.page, 'vera', 'Viewer'),
  };
  await screenshot(anna.page, 'life-users');
  await assertAccessible(anna.page, 'users');

  // The operator watches; the viewer is told who may, and neither finds the other pages.
  const otto = await visitor(context, links.otto);
  await enrol(otto.page, adminPassword);
  await otto.page.goto(`${url}/#/camera/yard`);
  await otto.page.getByText('There now').waitFor();
  await otto.page.waitForTimeout(1_500);
  await screenshot(otto.page, 'life-live');
  await otto.page.goto(`${url}/#/users`);
  await otto.page.getByText('This page is not for your role.').waitFor();
  await assertAccessible(otto.page, 'refused page');
  const vera = await visitor(context, links.vera, phone);
  await enrol(vera.page, adminPassword);
  await vera.page.goto(`${url}/#/camera/yard`);
  await vera.page.getByText(/seen by users with the role/).waitFor();
  await screenshot(vera.page, 'life-viewer-phone');
  await assertAccessible(vera.page, 'camera of a viewer');
  assert.deepEqual(
    vera.requests.filter((request) => request.endsWith('/scene')),
    [],
  );

  // Whoever stands in front of the camera sees that it was watched.
  await until(
    'the end of the live view',
    () => made.audit.query({ action: 'scene.closed' }).entries.length > 0,
  );
  const passerBy = await visitor(context, `${url}/c/yard`, phone);
  await passerBy.page.locator('#watched').getByText('1', { exact: true }).waitFor();
  await screenshot(passerBy.page, 'life-public-phone');
  await assertAccessible(passerBy.page, 'public page');

  // A day later a change of purpose waits, and everybody may see that.
  aheadMs = 25 * hourMs;
  await anna.page.goto(`${url}/#/camera/yard/settings`);
  await anna.page.reload();
  await signIn(anna.page, 'anna');
  await anna.page.getByLabel(/^Street statistics/).check();
  await anna.page.getByLabel('Reason').fill('How many people walk through the yard');
  await anna.page.getByText('This waits 72 hours, or for approval').waitFor();
  await screenshot(anna.page, 'life-settings');
  await assertAccessible(anna.page, 'settings');
  await anna.page.getByRole('button', { name: 'Save', exact: true }).click();
  await anna.page.getByText(/Saved\. Waiting/).waitFor();
  assert.equal(made.site.cameraJson('yard').purpose, 'site-safety');
  await anna.page.goto(`${url}/#/log`);
  await anna.page.getByText('This page is not for your role.').waitFor();
  await passerBy.page.reload();
  await passerBy.page.locator('#pending').waitFor();
  await screenshot(passerBy.page, 'life-public-pending');
  await assertAccessible(passerBy.page, 'public page with a change');

  // The dpo reads who watched, and approves; then it is in effect, and the page says so.
  const dora = await visitor(context, links.dora);
  await enrol(dora.page, adminPassword);
  await dora.page.goto(`${url}/#/log`);
  await dora.page.getByText(/otto stopped watching the live scene of yard/).waitFor();
  await screenshot(dora.page, 'life-log');
  await assertAccessible(dora.page, 'log');
  await dora.page.goto(`${url}/#/changes`);
  await screenshot(dora.page, 'life-changes');
  await assertAccessible(dora.page, 'changes');
  await dora.page
    .getByRole('button', { name: /^Approve/ })
    .first()
    .click();
  await dora.page
    .getByRole('dialog')
    .getByRole('button', { name: /^Approve/ })
    .click();
  await dora.page.getByText(/Approved by dora/).waitFor();
  assert.equal(made.site.cameraJson('yard').purpose, 'street-statistics');
  await passerBy.page.reload();
  await passerBy.page
    .locator('#changes')
    .getByText(/Street statistics/)
    .first()
    .waitFor();
  assert.equal(await passerBy.page.locator('#pending').count(), 0);
  await screenshot(passerBy.page, 'life-public-after');
  assert.doesNotMatch(await passerBy.page.locator('body').innerText(), /anna|dora|otto/);

  for (const { problems } of [anna, otto, vera, dora, passerBy])
    assert.deepEqual(
      problems.filter((problem) => !/status of 40[13]/.test(problem)),
      [],
    );
});

test('every page of every role is accessible, wide and on a phone', async (context) => {
  const made = await httpSite(context);
  const url = await made.server.listen({ host: '127.0.0.1', port: 0 });
  made.site.start();
  for (const [name, roles, pages] of [
    [
      'setter',
      undefined,
      [
        '',
        'add',
        'account',
        'users',
        'tokens',
        'changes',
        'camera/yard',
        'camera/street/lines',
        'camera/yard/settings',
      ],
    ],
    ['dora', ['dpo'] as const, ['', 'log', 'changes', 'camera/yard']],
  ] as const) {
    const cookie = roles === undefined ? made.cookie : made.cookieOf(name, roles);
    for (const viewport of [desk, phone]) {
      const { page } = await visitor(context, `${url}/healthz`, viewport);
      const [key, value] = cookie.split('=') as [string, string];
      await page.context().addCookies([{ name: key, value, url, httpOnly: true, sameSite: 'Strict' }]);
      await page.goto(`${url}/`);
      for (const path of pages) {
        await page.goto(`${url}/#/${path}`);
        await page.locator('main h1, main h2').first().waitFor();
        await page.waitForTimeout(400);
        await assertAccessible(page, `${name} ${path} ${viewport.width}`);
        await assertFits(page, path);
      }
    }
  }
});

import assert from 'node:assert/strict';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import type { AlertsJson, SafetyReportJson } from '@outis/core';
import type { Page } from 'playwright-core';
import { accessibilityProblems, assertFits, openPage, screenshot, type Visit } from '../fixtures/browser.ts';
import { ask, getJson, root, startEdge, startProgram, until } from '../fixtures/support.ts';

const wide = { width: 1280, height: 900 };
const phone = { width: 390, height: 844 };

/** The page on its stand-in: there alerts come when a test needs them. */
async function openStandIn(
  context: TestContext,
  user: string,
  address: string,
  options: readonly string[] = [],
  viewport = wide,
): Promise<Visit> {
  const { output } = startProgram(context, process.execPath, [
    join(root, 'packages/web/dev/mock-server.ts'),
    ...['--port', '0', ...options],
  ]);
  const url = await until('the address of the stand-in', () => /http:\S+/.exec(output())?.[0] ?? null);
  const visit = await openPage(context, url, viewport, false);
  await visit.page.getByLabel('Name').fill(user);
  await visit.page.getByLabel('Password', { exact: true }).fill('a password');
  await visit.page.getByRole('button', { name: 'Sign in' }).click();
  await visit.page.locator('.user-menu').waitFor();
  await go(visit.page, address);
  return visit;
}

const go = (page: Page, address: string) => page.evaluate(`window.location.hash = '${address}'`);

/** What is painted now, as a number that changes with it. */
const painted = (page: Page): Promise<number> =>
  page.evaluate(`(() => {
    const canvas = document.querySelector('.alert-replay canvas[role=img]');
    if (canvas === null || canvas.width === 0) return 0;
    const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
    let sum = 0;
    for (let i = 0; i < data.length; i += 4) if (data[i + 3] > 0) sum = (sum * 31 + i) % 1000000007;
    return sum;
  })()`);

const causesOf = (report: SafetyReportJson) =>
  report.weeks.reduce((sum, cell) => sum + (cell.causes['barrier-moved'] ?? 0), 0);

test('the demo: from the list to the replay by keyboard, seen, and closed with two words', async (context) => {
  const edge = await startEdge(context, 'demo', '--port', '0');
  const { alerts } = await getJson<AlertsJson>(`${edge.url}/api/alerts`);
  assert.ok(alerts.length >= 2, 'the demo has alerts');
  const weeks = `fromMs=${Date.now() - 20 * 86_400_000}&toMs=${Date.now()}`;
  const before = causesOf(await getJson(`${edge.url}/api/safety/report?${weeks}`));
  const { page, problems } = await openPage(context, `${edge.url}/#/alerts`, wide);
  const unseen = alerts.find(({ state }) => state === 'new')!;
  const row = page.locator(`#alert-${unseen.id}`);
  await row.waitFor();
  await screenshot(page, 'alerts-demo');
  assert.deepEqual(await accessibilityProblems(page), []);

  await page.keyboard.press('j');
  const focused = () => page.evaluate('document.activeElement.className');
  assert.match(String(await focused()), /alert-row/);
  for (let step = 0; step < alerts.length + 5; step++) {
    if ((await page.evaluate('document.activeElement.id')) === `alert-${unseen.id}`) break;
    await page.keyboard.press('j');
  }
  await page.keyboard.press('Enter');
  const slider = page.getByRole('slider', { name: 'Moment of the replay' });
  await slider.waitFor();
  assert.equal(await page.evaluate('document.activeElement.id'), 'alert-title');

  const first = await until('something painted', () => painted(page));
  await until('the signs have moved', async () => (await painted(page)) !== first);
  await page.keyboard.press(' ');
  await page.getByRole('button', { name: 'Play', exact: true }).waitFor();
  const at = Number(await slider.inputValue());
  await page.waitForTimeout(600);
  assert.equal(Number(await slider.inputValue()), at, 'it stands');
  await page.keyboard.press('ArrowLeft');
  await until(
    'one second back',
    async () => Math.abs(Number(await slider.inputValue()) - (at - 1000)) <= 100,
  );
  assert.ok(Number(await slider.getAttribute('max')) <= 20_000);
  await screenshot(page, 'alerts-demo-open');
  assert.deepEqual(await accessibilityProblems(page), []);

  await page.keyboard.press('s');
  await page.locator('.alert-detail .alert-state-seen').waitFor();
  await page.keyboard.press('c');
  await page.keyboard.press(' ');
  const close = page.getByRole('button', { name: 'Close alert' });
  assert.equal(await close.isDisabled(), true, 'two words are needed');
  await page.getByRole('radio', { name: 'Barrier moved away' }).check({ force: true });
  await page.getByRole('radio', { name: 'Barrier set up' }).check({ force: true });
  await close.click();
  await page.getByText('Closed. Exact time and replay are erased').waitFor();
  await row.waitFor({ state: 'detached' });
  const replay = await ask(`${edge.url}/api/alerts/${unseen.id}/replay`);
  assert.ok(replay.status === 404 || replay.status === 409, `${replay.status}`);
  assert.equal(causesOf(await getJson(`${edge.url}/api/safety/report?${weeks}`)), before + 1);
  assert.deepEqual(
    problems.filter((problem) => !/40[49]/.test(problem)),
    [],
  );

  await go(page, '#/safety-report');
  await page.getByText('Alerts this week').waitFor();
  const file = await page.getByRole('link', { name: 'Save as PDF' }).getAttribute('href');
  const pdf = await ask(`${edge.url}${file}`);
  assert.equal(pdf.status, 200);
  assert.equal(Buffer.from(await pdf.arrayBuffer()).toString('latin1', 0, 5), '%PDF-');

  const small = await openPage(context, `${edge.url}/#/alerts`, phone);
  await small.page.locator('.alert-row').first().click();
  await small.page.locator('.alert-detail').waitFor();
  assert.equal(await small.page.locator('.alerts-list').isVisible(), false, 'either the list or the alert');
  await until('something painted', () => painted(small.page));
  await screenshot(small.page, 'alerts-phone-open');
  await assertFits(small.page);
  assert.deepEqual(await accessibilityProblems(small.page), []);
  await small.page.getByRole('link', { name: 'All alerts' }).click();
  await small.page.locator('.alert-row').first().waitFor();
  await screenshot(small.page, 'alerts-phone');
  await assertFits(small.page);
});

test('an alert that comes is in the list at once, and said', async (context) => {
  const { page, requests, problems } = await openStandIn(context, 'operator', '#/alerts', [
    '--alert-every-s',
    '3',
  ]);
  const rows = page.locator('.alert-row');
  await rows.first().waitFor();
  const before = await rows.count();
  await until('one more', async () => (await rows.count()) > before);
  assert.match(await page.locator('[aria-live=polite]').innerText(), /^New alert: .+ \(south-gate\)$/);
  assert.equal(requests.filter((each) => each.endsWith('/api/alerts/stream')).length, 1);
  await page.getByText('Beyond 20 a day they are told and counted').waitFor();
  await page.getByText('webhook:control-room: 2 still being sent.').waitFor();
  await page.getByLabel('Rule').selectOption('Escape route blocked');
  await until('filtered', async () =>
    (await rows.allInnerTexts()).every((text) => text.includes('Escape route blocked')),
  );
  await page.getByRole('button', { name: 'Show all' }).click();
  assert.ok((await rows.count()) > before);
  assert.deepEqual(problems, []);
});

test('notifications and sound only when they are asked for, on every page; place and rule alone', async (context) => {
  const { page, requests } = await openStandIn(context, 'operator', '#/', ['--alert-every-s', '2']);
  await page.locator('.camera-card').first().waitFor();
  await page.waitForTimeout(2_500);
  assert.equal(
    requests.filter((each) => each.includes('/api/alerts')).length,
    0,
    'without a wish nothing is asked',
  );
  await page.evaluate(`
    window.told = [];
    window.Notification = class {
      static permission = 'default';
      static async requestPermission() { return (this.permission = 'granted'); }
      constructor(title, options) { window.told.push({ title, ...options }); }
      close() {}
    };
  `);
  await go(page, '#/alerts');
  const wish = page.getByRole('checkbox', { name: 'Browser notifications' });
  assert.equal(await wish.isChecked(), false);
  assert.equal(await page.getByRole('checkbox', { name: 'Sound' }).isChecked(), false);
  await page.evaluate(`
    window.tones = 0;
    const start = OscillatorNode.prototype.start;
    OscillatorNode.prototype.start = function (...when) { window.tones++; start.apply(this, when); };
  `);
  await page.waitForTimeout(2_500);
  assert.equal(await page.evaluate<number>('window.tones'), 0, 'silent until it is asked for');
  await page.getByRole('checkbox', { name: 'Sound' }).check();
  await wish.check();
  const tones = await page.evaluate<number>('window.tones');
  await go(page, '#/');
  await until('it sounds', async () => (await page.evaluate<number>('window.tones')) > tones);
  await until('it is told', async () => (await page.evaluate<number>('window.told.length')) > 0);
  const [told] = await page.evaluate<{ title: string; body: string; tag: string }[]>('window.told');
  assert.deepEqual(Object.keys(told!).sort(), ['body', 'tag', 'title']);
  assert.match(told!.title, /^(Person in|Too near|Helmet|Safety vest|Escape)[^:]+: (crane|entrance|exit)$/);
  assert.equal(told!.body, 'south-gate');
});

test('the keys of the page are shown, and can be switched off', async (context) => {
  const { page } = await openStandIn(context, 'operator', '#/alerts');
  await page.locator('.alert-row').first().waitFor();
  await page.keyboard.press('?');
  await page.getByRole('dialog', { name: 'Keys of this page' }).waitFor();
  assert.deepEqual(await accessibilityProblems(page), []);
  await page.getByRole('checkbox', { name: 'Use these keys' }).uncheck();
  await page.getByRole('button', { name: 'Done' }).click();
  await page.locator('h1').click();
  await page.keyboard.press('j');
  assert.doesNotMatch(String(await page.evaluate('document.activeElement.className')), /alert-row/);
});

test('without alerts the page says why, and what to do', async (context) => {
  const { page } = await openStandIn(context, 'anna', '#/alerts', ['--no-alerts'], phone);
  await page.getByText('No alerts in 72 hours').waitFor();
  await page.getByRole('link', { name: 'Set up a rule at south-gate' }).waitFor();
  await screenshot(page, 'alerts-empty');
  assert.deepEqual(await accessibilityProblems(page), []);
  await assertFits(page);
});

test('a viewer reads the report, without the week that goes on, and sees no alert', async (context) => {
  const { page, requests } = await openStandIn(context, 'viewer', '#/alerts');
  await page.locator('main .lead').waitFor();
  assert.equal(await page.locator('.alert-row').count(), 0);
  assert.equal(requests.filter((each) => each.includes('/api/alerts')).length, 0, 'nothing is asked');
  await page.getByRole('link', { name: 'Safety report' }).click();
  await page.getByText('Alerts this week').waitFor();
  assert.equal(await page.getByRole('option', { name: /still running/ }).count(), 0);
});

test('the report: rates with their exposure, what is too little, a table, and two pages of paper', async (context) => {
  const { page, problems } = await openStandIn(context, 'operator', '#/safety-report');
  await page.getByText('Alerts this week').waitFor();
  const text = await page.locator('main').innerText();
  assert.match(text, /\d per 1,000 min/);
  assert.match(text, /alerts in \d+ watched hours/);
  assert.match(text, /Cannot judge: 15% of the time with people/);
  assert.match(text, /south-gate: [\d,]+ of [\d,]+ armed hours/);
  assert.ok(
    (await page.locator('.week-bar-little').count()) > 0,
    'a week that was hardly watched is no zero',
  );
  assert.ok((await page.locator('.week-bar-pale').count()) > 0);
  await page.getByText('Show as a table').first().click();
  assert.equal(await page.locator('.report-row table').first().locator('tbody tr').count(), 12);
  assert.deepEqual(await accessibilityProblems(page), []);
  await screenshot(page, 'safety-report');
  const pdf = await page.pdf({ preferCSSPageSize: true });
  const pages = pdf.toString('latin1').match(/\/Type\s*\/Page\b/g)?.length ?? 0;
  assert.ok(pages >= 1 && pages <= 2, `${pages} pages`);
  for (const language of ['de', 'fr', 'es', 'zh'])
    for (const address of ['#/safety-report', '#/alerts']) {
      await page.locator('footer select').selectOption(language);
      await go(page, address);
      await page.locator('.report-row, .alert-row').first().waitFor();
      await page.setViewportSize(phone);
      await assertFits(page, `${language} ${address}`);
      assert.deepEqual(await accessibilityProblems(page), [], `${language} ${address}`);
    }
  assert.deepEqual(problems, []);
});

test('where alerts happen is shown by zone, with the same as a table', async (context) => {
  const { page, problems } = await openStandIn(context, 'operator', '#/camera/south-gate');
  const button = page.getByRole('button', { name: 'Where alerts happen' });
  await button.waitFor();
  assert.equal(await page.locator('.zone-heat-layer').count(), 0);
  await button.click();
  await page.locator('.zone-heat-layer').waitFor();
  assert.equal(await page.locator('.zone-heat-layer path').count(), 3);
  const table = await page.locator('.zone-heat table').innerText();
  assert.match(table, /crane\s+\d+\s+\d+ h\s+[\d.]+/);
  assert.deepEqual(await accessibilityProblems(page), []);
  await page.getByLabel('Weeks').selectOption('12 weeks');
  await screenshot(page, 'zone-heat');
  await button.click();
  assert.equal(await page.locator('.zone-heat-layer').count(), 0);
  assert.deepEqual(problems, []);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AlertsJson, CameraJson } from '@outis/core';
import { accessibilityProblems, assertFits, openPage, screenshot } from '../fixtures/browser.ts';
import { writeConfig } from '../fixtures/site.ts';
import { getJson, startEdge, temporaryFolder, until } from '../fixtures/support.ts';

const dayMs = 86_400_000;
/** By night somebody walks through the simulated yard every 45 s. */
const passMsMax = 240_000;

const yard = {
  id: 'yard',
  source: 'simulated:yard',
  purpose: 'site-safety',
  owner: 'The test',
  reason: 'Lorries reverse beside the footway (simulated)',
  until: new Date(Date.now() + 90 * dayMs).toISOString().slice(0, 10),
  boundary: [
    [0, 0.2],
    [1, 0.2],
    [1, 1],
    [0, 1],
  ],
};

test('a zone is drawn and a rule is set up by keyboard, tried out on what is seen, saved, and warns', async (context) => {
  const folder = temporaryFolder(context);
  const edge = await startEdge(context, 'serve', '--config', writeConfig(folder, [yard]));
  const { page, problems } = await openPage(context, `${edge.url}/#/camera/yard/safety`);
  await page.getByText('There is no rule yet').waitFor();
  await page.locator('.preview-lamp-on').waitFor({ state: 'attached' });
  const press = async (...keys: string[]) => {
    for (const key of keys) await page.keyboard.press(key);
  };

  // The zone: a corner is moved, the danger is chosen, the name is typed.
  await page.getByRole('button', { name: 'Add zone' }).focus();
  await press('Enter');
  const corner = page.locator('[data-handle="corner 0"]');
  await corner.focus();
  const before = await corner.getAttribute('aria-valuetext');
  await press('Shift+ArrowLeft', 'ArrowUp');
  assert.notEqual(await corner.getAttribute('aria-valuetext'), before);
  await page.getByLabel('nothing: a way or a place').focus();
  await press('ArrowDown');
  assert.ok(await page.getByLabel('slewing crane or excavator').isChecked());
  await page.locator('.safety-zone-fields').getByLabel('Id').fill('crane');
  await press('Tab');

  // The rule: a new one learns; this one shall warn.
  await page.locator('.rule-choice', { hasText: 'Danger zone' }).focus();
  await press('Enter');
  const rule = page.getByRole('region', { name: 'Rule 1: Danger zone' });
  assert.ok(await rule.getByLabel('crane').isChecked());
  await rule.getByLabel('learns').focus();
  await press('ArrowRight');
  assert.ok(await rule.getByLabel('warns', { exact: true }).isChecked());
  await rule.getByLabel('at these times').focus();
  await press('Space');
  assert.ok(await rule.getByLabel('Mon').isChecked());
  assert.deepEqual(await accessibilityProblems(page), []);
  await rule.getByLabel('always').focus();
  await press('Space');
  for (const width of [1280, 390]) {
    await page.setViewportSize({ width, height: 900 });
    await assertFits(page);
    assert.deepEqual(await accessibilityProblems(page), []);
    await screenshot(page, `safety-page-${width}`);
  }

  // Who leaves now would lose it, and is asked.
  const questions: string[] = [];
  page.once('dialog', async (dialog) => {
    questions.push(dialog.message());
    await dialog.dismiss();
  });
  const address = await page.evaluate(() => window.location.hash);
  await page.evaluate(() => {
    window.location.hash = '#/';
  });
  await until('the question', () => questions.length > 0);
  assert.match(questions[0]!, /Leave without saving/);
  await until(
    'the address of before',
    async () => (await page.evaluate(() => window.location.hash)) === address,
  );
  assert.ok(await rule.getByLabel('always').isVisible());

  // Nothing is saved yet, and still it says what it would have said.
  await page.getByLabel('Try these rules').focus();
  await press('Space');
  await rule.getByText('it would have warned').first().waitFor({ timeout: passMsMax });
  assert.match(await rule.locator('.preview-fired').innerText(), /would have warned (once|\d+ times): crane/);
  assert.deepEqual((await getJson<AlertsJson>(`${edge.url}/api/alerts`)).alerts, []);
  await screenshot(page, 'safety-page-fired');

  await page.getByRole('button', { name: 'Save', exact: true }).focus();
  await press('Enter');
  await page.getByText('Saved. It is in effect now.').waitFor();
  const { safety, zones, pending } = await getJson<CameraJson>(`${edge.url}/api/cameras/yard`);
  assert.deepEqual(
    safety?.rules.map(({ config: { rule: kind, zones: ids, mode }, problem }) => [kind, ids, mode, problem]),
    [['exclusion', ['crane'], 'live', null]],
  );
  assert.equal(zones[0]?.hazard, 'slewing-zone');
  assert.deepEqual(pending, []);
  const alert = await until(
    'an alert',
    async () => (await getJson<AlertsJson>(`${edge.url}/api/alerts`)).alerts[0],
    passMsMax,
  );
  assert.deepEqual([alert.cameraId, alert.zoneId, alert.rule], ['yard', 'crane', 'exclusion']);
  assert.deepEqual(problems, []);
});

test('what is wrong is said at its field, and cannot be saved', async (context) => {
  const folder = temporaryFolder(context);
  const zones = [
    {
      id: 'everything',
      points: [
        [0, 0.2],
        [1, 0.2],
        [1, 1],
        [0, 1],
      ],
      hazard: 'machine',
    },
    {
      id: 'exit',
      points: [
        [0.2, 0.3],
        [0.4, 0.3],
        [0.4, 0.5],
      ],
    },
  ];
  const edge = await startEdge(context, 'serve', '--config', writeConfig(folder, [{ ...yard, zones }]));
  const { page, problems } = await openPage(context, `${edge.url}/#/camera/yard/safety`);
  const add = (name: string) => page.locator('.rule-choice', { hasText: name }).click();
  const save = page.getByRole('button', { name: 'Save', exact: true });

  await page.getByText('Needs the ground in metres').waitFor();
  await add('Danger zone');
  await page.getByText('The danger zones cover 100% of where people can walk').waitFor();
  assert.ok(await save.isDisabled());
  const first = page.getByRole('region', { name: 'Rule 1' });
  await first.getByLabel('everything').uncheck();
  await first.getByText('Choose one zone at least').waitFor();
  await first.getByLabel('exit').check();
  await first.getByText('exit has no danger').waitFor();
  await first.getByRole('button', { name: 'Remove this rule' }).click();

  await add('Escape route');
  await first.getByLabel('A vehicle may stand here for').fill('0');
  await first.getByText('More than 0 and at most 1,440 minutes').waitFor();
  assert.ok(await save.isDisabled());
  await first.getByLabel('A vehicle may stand here for').fill('2');
  assert.ok(await save.isEnabled());

  await add('Distance to vehicles');
  const second = page.getByRole('region', { name: 'Rule 2' });
  await second.getByText('It needs the ground in metres').waitFor();
  assert.ok(await save.isDisabled());
  await second.getByRole('button', { name: 'Remove this rule' }).click();
  await save.click();
  await page.getByText('Saved. It is in effect now.').waitFor();
  assert.deepEqual(await accessibilityProblems(page), []);
  assert.deepEqual(problems, []);
});

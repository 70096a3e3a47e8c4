import assert from 'node:assert/strict';
import { test } from 'node:test';
import { accessibilityProblems, assertFits, openPage, screenshot } from '../fixtures/browser.ts';
import { httpSite } from '../fixtures/http-site.ts';
import { siteCamera, streetCamera } from '../fixtures/site.ts';
import { until } from '../fixtures/support.ts';

const desk = { width: 1280, height: 800 };
const phone = { width: 390, height: 844 };
const words = { en: 'Go on', de: 'Weiter', fr: 'Reprendre', es: 'Reanudar', zh: '继续' } as const;

test('one click on the card and on the page closes the stream and opens it again, by keyboard too', async (context) => {
  const always = [{ days: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'], from: '00:00', to: '24:00' }];
  const { site, server, cookieOf } = await httpSite(context, [
    siteCamera('yard', 'simulated:yard'),
    streetCamera('street', 'simulated:street'),
    { ...streetCamera('canteen', 'simulated:street'), pauses: always },
  ]);
  const url = await server.listen({ host: '127.0.0.1', port: 0 });
  site.start();
  const visit = async (roles: Parameters<typeof cookieOf>[1], viewport = desk) => {
    const { page, problems } = await openPage(context, 'about:blank', viewport, false);
    const [name, value] = cookieOf(`a-${roles[0]}`, roles).split('=') as [string, string];
    await page.context().addCookies([{ name, value, url, httpOnly: true, sameSite: 'Strict' }]);
    await page.goto(`${url}/`);
    return { page, problems };
  };
  const state = (id: string): string => site.cameraJson(id).health.state;

  // On the overview, by keyboard alone.
  const { page, problems } = await visit(['operator']);
  await page.getByRole('button', { name: 'Pause street' }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Let street go on' }).waitFor();
  assert.equal(state('street'), 'paused');
  await page.locator('.pill-paused', { hasText: 'Paused' }).first().waitFor();
  await page.getByText(/nothing looks\. By its schedule; nobody ends this early\./).waitFor();
  assert.deepEqual(await accessibilityProblems(page), []);
  await screenshot(page, 'pause-overview');
  assert.equal(await page.getByRole('button', { name: 'Let canteen go on' }).count(), 0);
  await page.getByRole('button', { name: 'Let canteen stay paused' }).click();
  await page.getByText(/By its schedule, and by hand\./).waitFor();

  // On the page of a camera: the live scene ends, and comes back.
  await page.goto(`${url}/#/camera/yard`);
  await page.locator('.scene-sign-live').waitFor();
  await page.getByRole('button', { name: 'Pause yard' }).click();
  await page.locator('.scene-cover', { hasText: 'The stream is closed; nothing looks.' }).waitFor();
  await page.getByText(/^Paused since .* nothing looks\./).waitFor();
  assert.equal(state('yard'), 'paused');
  assert.deepEqual(await accessibilityProblems(page), []);
  await screenshot(page, 'pause-camera');
  await page.getByRole('button', { name: 'Let yard go on' }).press('Space');
  await page.locator('.scene-sign-live').waitFor();
  assert.equal(state('yard'), 'running');
  // Somebody else pauses: whoever watches is told.
  await site.pause('yard', 'user:somebody');
  await page.locator('.scene-cover', { hasText: 'The stream is closed' }).waitFor();

  // A dpo closes and does not open; a viewer is told and may neither.
  const dpo = await visit(['dpo']);
  await dpo.page
    .getByText(/An operator or installer lets it go on\./)
    .first()
    .waitFor();
  assert.equal(await dpo.page.getByRole('button', { name: /go on$/ }).count(), 0);
  await site.resume('street', 'user:somebody');
  await dpo.page.getByRole('button', { name: 'Pause street' }).click();
  await until('the pause', () => state('street') === 'paused');
  const viewer = await visit(['viewer'], phone);
  await viewer.page
    .getByText(/^Paused since/)
    .first()
    .waitFor();
  assert.equal(await viewer.page.getByRole('button', { name: /^(Pause|Let) / }).count(), 0);
  assert.deepEqual(await accessibilityProblems(viewer.page), []);

  // In five languages, also on a phone.
  await page.setViewportSize(phone);
  await page.goto(`${url}/`);
  for (const [language, goOn] of Object.entries(words)) {
    await page.getByRole('combobox').last().selectOption(language);
    await page.getByRole('button', { name: goOn }).first().waitFor();
    assert.deepEqual(await accessibilityProblems(page), [], language);
    await assertFits(page, language);
  }
  await screenshot(page, 'pause-phone');
  // Everybody in front of it is told, too.
  await page.goto(`${url}/c/street?lang=de`);
  await page.getByText('Pausiert').waitFor();
  await page.getByText(/^Seit /).waitFor();
  assert.deepEqual(await accessibilityProblems(page), []);
  await screenshot(page, 'pause-public');
  const unexpected = problems.filter((problem) => !problem.includes('409'));
  assert.deepEqual(unexpected, []);
});

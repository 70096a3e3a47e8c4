import assert from 'node:assert/strict';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import type { CertificatePlanJson, CertificatesJson, TapTotalsJson } from '@outis/core';
import { verifyDocument } from '../../packages/edge/src/keys/signed-document.ts';
import { accessibilityProblems, openPage, screenshot } from '../fixtures/browser.ts';
import { type HttpSite, httpSite } from '../fixtures/http-site.ts';
import { streetCamera, writeConfig } from '../fixtures/site.ts';
import { root, startProgram, temporaryFolder, until } from '../fixtures/support.ts';

const minuteMs = 60_000;
const phone = { width: 390, height: 844 };
const lines = [
  { id: 'gate', a: [0.5, 0.95], b: [0.5, 0.2] },
  { id: 'lane', a: [0.1, 0.6], b: [0.45, 0.5] },
];

/** A site that listens, whose clock can be put forward. */
async function listening(
  context: TestContext,
): Promise<HttpSite & { url: string; forward: (ms: number) => void }> {
  let aheadMs = 0;
  const made = await httpSite(
    context,
    [{ ...streetCamera('street', 'simulated:street'), lines }],
    () => Date.now() + aheadMs,
  );
  await made.server.listen({ host: '127.0.0.1', port: 0 });
  const { port } = made.server.server.address() as AddressInfo;
  const forward = (ms: number): void => {
    aheadMs += ms;
  };
  return { ...made, url: `http://127.0.0.1:${port}`, forward };
}

test('somebody on site taps on a phone, without an account and for a while without a network; what comes out is two noised totals', async (context) => {
  const { site, store, audit, as, nobody, url, forward } = await listening(context);
  const installer = as('ina', ['installer']);
  const begun = await installer('POST', '/api/cameras/street/certificates', { startsInMin: 1 });
  assert.equal(begun.statusCode, 201);
  const plan = begun.json<CertificatePlanJson>();
  const { page, problems, requests } = await openPage(context, `${url}/#/tap/${plan.code}`, phone, false);
  const sent: string[] = [];
  page.on('request', (request) => {
    if (request.url().endsWith('/api/certify/totals')) sent.push(request.postData() ?? '');
  });
  await page.getByRole('button', { name: 'Count with this phone' }).waitFor();
  await screenshot(page, 'certify-1-start');
  assert.deepEqual(await accessibilityProblems(page), []);
  await page.getByRole('button', { name: 'Count with this phone' }).click();
  await page
    .getByRole('timer')
    .getByText(/^[01]:\d\d$/)
    .waitFor();
  assert.ok(await page.getByRole('button', { name: 'car 0, direction A' }).isDisabled());
  await screenshot(page, 'certify-2-waits');

  // In the window: taps, a slip, another line, no network.
  forward(plan.startMs + 30_000 - site.nowMs());
  await page.reload();
  const button = (name: string) => page.getByRole('button', { name });
  await until('the window', () => button('car 0, direction A').isEnabled());
  await page.context().setOffline(true);
  await page.getByText('No network.').waitFor();
  for (let i = 0; i < 40; i++) await button(`car ${i}, direction A`).click();
  await button('person 0, direction B').click();
  await button('bicycle 0, direction B').click();
  await button('Undo: bicycle B').click();
  await button('Line lane').click();
  for (let i = 0; i < 20; i++) await button(`truck ${i}, direction B`).click();
  await screenshot(page, 'certify-3-window');
  await page.context().setOffline(false);
  assert.deepEqual(await accessibilityProblems(page), []);
  assert.deepEqual(sent, [], 'nothing is sent while the window is open');
  assert.equal((await nobody('POST', '/api/certify/plan', { code: plan.code })).statusCode, 400);

  // Meanwhile Outis counts: 45 of the 60 vehicles in the window, and many outside of it.
  const { counted } = site.camera('street');
  const pass = (tMs: number, times: number): void => {
    const car = { family: 'count', place: 'gate', part: 'left_to_right', class: 'car', tMs } as const;
    for (let i = 0; i < times; i++) site.counter.count(counted, car, tMs);
  };
  pass(plan.startMs - 1, 400);
  pass(plan.startMs + minuteMs, 45);
  pass(plan.endMs, 400);
  for (let tMs = plan.startMs; tMs < plan.endMs; tMs += 1_000)
    site.counter.observe(counted, tMs, tMs + 1_000);

  forward(plan.endMs + 1_000 - site.nowMs());
  await page.reload();
  await page.getByText('The window is over').waitFor();
  await page.getByLabel('dusk').check();
  await page.getByLabel('rain').check();
  await screenshot(page, 'certify-4-end');
  assert.match(await page.locator('main').innerText(), /gate · A · car\s+40[\s\S]*lane · B · truck\s+20/);
  assert.deepEqual(await accessibilityProblems(page), []);
  const kept = await page.evaluate(() => JSON.stringify({ ...window.localStorage }));
  assert.doesNotMatch(kept, new RegExp(plan.code), 'the code is kept nowhere');
  for (const [number] of kept.matchAll(/\d{13}/g)) assert.equal(Number(number), plan.startMs);
  await button('Send the totals').click({ timeout: 20_000 });
  await page.getByText('Thank you.').waitFor();
  await screenshot(page, 'certify-5-sent');
  assert.equal(await page.evaluate(() => window.localStorage.getItem('outis.tap.totals')), null);

  // One request with totals and no time; afterwards the code is of no use.
  assert.equal(sent.length, 1);
  const { totals, ...rest } = JSON.parse(sent[0]!) as TapTotalsJson;
  assert.deepEqual(Object.keys(rest).sort(), ['code', 'light', 'phone']);
  assert.deepEqual(
    totals.map((each) => Object.keys(each).sort().join()),
    totals.map(() => 'class,count,direction,lineId'),
  );
  assert.equal((await nobody('POST', '/api/certify/plan', { code: plan.code })).statusCode, 400);
  const [made] = (await installer('GET', '/api/cameras/street/certificates')).json<CertificatesJson>()
    .certificates;
  const [vehicles, twoWheelers, persons] = made!.rows;
  assert.deepEqual([vehicles!.state, twoWheelers!.state, persons!.state], ['shown', 'few', 'later']);
  assert.ok(Math.abs(vehicles!.tapped! - 60) < 25 && Math.abs(vehicles!.counted! - 45) < 25);
  assert.deepEqual([made!.light, made!.coverage], [['dusk', 'rain'], 1]);

  // Neither log nor store has the time of a tap: nothing in the window but when the phone took it, before its beginning.
  const written = JSON.stringify([
    audit.query({ limit: 100 }).entries,
    store.certificates.list(10, 0),
    store.released.ledger(10),
  ]);
  for (const [number] of written.matchAll(/\d{13}/g))
    assert.ok(!(Number(number) > plan.startMs && Number(number) < plan.endMs), number);
  assert.ok(requests.every((request) => request.split(' ')[1]!.startsWith(url)));
  assert.deepEqual(
    problems.filter((problem) => !/net::|status of 400/.test(problem)),
    [],
  );
});

test('a certificate is a signed file, and its latest figure stands on the public page and in the statement', async (context) => {
  const { as, nobody, url, forward, site } = await listening(context);
  const installer = as('ina', ['installer']);
  const plan = (
    await installer('POST', '/api/cameras/street/certificates', { lines: ['gate'] })
  ).json<CertificatePlanJson>();
  const phoneId = 'phone-0123456789abcdef';
  await nobody('POST', '/api/certify/plan', { code: plan.code, phone: phoneId });
  const { counted } = site.camera('street');
  const truck = { family: 'count', place: 'gate', part: 'left_to_right', class: 'truck' } as const;
  for (let i = 0; i < 90; i++) site.counter.count(counted, { ...truck, tMs: plan.startMs + i }, plan.startMs);
  forward(plan.endMs + 15_000 - site.nowMs());
  const totals = [{ lineId: 'gate', direction: 'left_to_right', class: 'truck', count: 100 }];
  const body = { code: plan.code, phone: phoneId, light: ['night'], totals };
  const bad = await nobody('POST', '/api/certify/totals', { ...body, tapsMs: [1, 2] });
  assert.equal(bad.statusCode, 400, 'a time is not taken');
  assert.equal((await nobody('POST', '/api/certify/totals', body)).statusCode, 204);
  const file = await as('vera', ['viewer'])('GET', `/api/cameras/street/certificates/${plan.id}`);
  const { kind, document } = verifyDocument(file.rawPayload);
  assert.equal(kind, 'count-certificate');
  assert.match(JSON.stringify(document), /"group":"vehicle"/);
  for (const [language, words] of [
    ['en', /Checked by somebody on site[\s\S]*vehicles: counted by hand[\s\S]*95 % interval/],
    ['de', /Von jemandem vor Ort geprüft[\s\S]*Fahrzeuge: von Hand/],
    ['fr', /Vérifié par quelqu’un[\s\S]*véhicules/],
    ['es', /Comprobado por alguien[\s\S]*vehículos/],
    ['zh', /有人在现场核对过[\s\S]*车辆/],
  ] as const)
    assert.match((await nobody('GET', `/c/street?lang=${language}`)).body, words, language);
  const statement = await nobody('GET', '/c/street/statement.json');
  const signed = verifyDocument(statement.rawPayload).document as { certificate: { light: string[] } };
  assert.deepEqual(signed.certificate.light, ['night']);
  const { page } = await openPage(context, `${url}/c/street?lang=en`, phone, false);
  await page.locator('#certificate').scrollIntoViewIfNeeded();
  await screenshot(page, 'certify-6-public');
  assert.deepEqual(await accessibilityProblems(page), []);
});

test('the installer fixes a window on the page of the camera and hands over a link', async (context) => {
  const { url, cookie } = await listening(context);
  const { page, problems } = await openPage(context, `${url}/#/`, { width: 1100, height: 900 }, false);
  const [name, value] = cookie.split('=') as [string, string];
  await page.context().addCookies([{ name, value, url, httpOnly: true, sameSite: 'Strict' }]);
  await page.goto(`${url}/#/camera/street/certify`);
  await page.reload();
  await page.getByRole('button', { name: 'Fix the window' }).click();
  await page.getByRole('img', { name: 'QR code of the link' }).waitFor();
  assert.match(await page.getByLabel('Link for the phone').inputValue(), /#\/tap\/[A-Z2-9]{5}-[A-Z2-9]{5}$/);
  await screenshot(page, 'certify-7-installer');
  assert.deepEqual(await accessibilityProblems(page), []);
  await page.getByRole('button', { name: 'End this window' }).click();
  await page.getByText('Windows left in seven days: 4.').waitFor();
  assert.deepEqual(problems, []);
});

for (const host of ['127.0.0.1', '0.0.0.0'])
  test(`outis certify asks the edge that runs here on ${host}, with its login, and prints the link`, async (context) => {
    const folder = temporaryFolder(context);
    const cameras = [{ ...streetCamera('street', 'simulated:street'), lines }];
    const config = writeConfig(folder, cameras, { http: { host, port: 0 } });
    const main = ['--disable-sigusr1', join(root, 'packages/edge/src/main.ts')];
    const edge = startProgram(context, process.execPath, [...main, 'serve', '--config', config]);
    const port = await until(
      'the edge',
      () => /Outis is running: \S+:(\d+)\/[\s\S]*Stop with/.exec(edge.output())?.[1] ?? null,
    );
    const run = (...words: string[]) =>
      startProgram(context, process.execPath, [
        ...main,
        'certify',
        'street',
        '--config',
        config,
        '--port',
        port,
        ...words,
      ]);
    const first = run('--minutes', '10', '--line', 'gate');
    const link = await until('the link', () => /(https?:\S+)\/#\/tap\/\S+/.exec(first.output())?.[1] ?? null);
    assert.equal(link.startsWith('https:'), host !== '127.0.0.1');
    const second = run();
    await until('a refusal', () => second.output().includes('A certificate of this camera is under way'));
    const third = run('--minutes', '7');
    await until('what is wrong', () => third.output().includes('one of 10, 15, 20, 30, 60'));
  });

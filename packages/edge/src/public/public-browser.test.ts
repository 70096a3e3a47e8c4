import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type TestContext, test } from 'node:test';
import { accessibilityProblems, openPage, screenshot } from '../../../../test/fixtures/browser.ts';
import { siteFacts, streetFacts } from '../../../../test/fixtures/public-facts.ts';
import { pickLanguage, publicLanguages } from './language.ts';
import { publicList } from './list.ts';
import { publicPage } from './page.ts';
import { publicContentSecurityPolicy, publicCss, publicCssPath } from './shell.ts';

/** The pages as the edge answers them, with their policy. */
async function servePages(context: TestContext): Promise<string> {
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://page');
    response.setHeader('content-security-policy', publicContentSecurityPolicy);
    if (pathname === publicCssPath) return response.setHeader('content-type', 'text/css').end(publicCss);
    response.setHeader('content-type', 'text/html; charset=utf-8');
    const language = pickLanguage(searchParams.get('lang'), request.headers['accept-language']);
    if (pathname === '/c') return response.end(publicList([siteFacts, streetFacts], language));
    const facts = pathname === '/c/north-gate' ? siteFacts : streetFacts;
    return response.end(publicPage(facts, language, { scannedStamp: searchParams.get('s') ?? undefined }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  context.after(() => server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

test('the pages in a browser: five languages, narrow and wide, light and dark, by mouse and by keyboard', async (context) => {
  const url = await servePages(context);
  const visit = await openPage(context, `${url}/c?lang=en`, { width: 360, height: 740 });
  const { page } = visit;
  const paths = ['/c?lang=LL', '/c/north-gate?lang=LL&s=XYZ777', '/c/harbour-street?lang=LL'];
  for (const { code } of publicLanguages)
    for (const path of paths) {
      await page.goto(url + path.replace('LL', code));
      for (const width of [320, 360, 1280]) {
        await page.setViewportSize({ width, height: 740 });
        const wide = await page.evaluate(() => document.documentElement.scrollWidth);
        assert.ok(wide <= width, `${code} ${path} is ${wide} px wide of ${width}`);
      }
    }
  for (const colorScheme of ['light', 'dark'] as const)
    for (const [name, width] of [
      ['phone', 360],
      ['desktop', 1280],
    ] as const) {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width, height: 740 });
      for (const [index, path] of paths.entries()) {
        await page.goto(url + path.replace('LL', colorScheme === 'light' ? 'de' : 'zh'));
        assert.deepEqual(await accessibilityProblems(page), [], `${colorScheme} ${name} ${path}`);
        await screenshot(page, `public-${['list', 'site', 'street'][index]}-${name}-${colorScheme}`);
      }
    }

  await page.goto(`${url}/c?lang=en`);
  await page.locator('.point').first().click();
  assert.match(page.url(), /\/c\/north-gate\?lang=en$/);
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  assert.match(page.url(), /#main$/);
  await page.getByRole('link', { name: 'Français' }).click();
  assert.equal(await page.locator('html').getAttribute('lang'), 'fr');
  assert.ok((await page.getByRole('heading', { level: 1 }).textContent())?.includes('Sécurité'));

  await page.emulateMedia({ media: 'print', colorScheme: 'light' });
  await screenshot(page, 'public-site-print');
  assert.equal(await page.getByRole('navigation').isVisible(), false);
  assert.deepEqual(visit.problems, []);
  const elsewhere = visit.requests.filter((request) => !request.startsWith(`GET ${url}/c`));
  assert.deepEqual(elsewhere, []);
  assert.deepEqual([...visit.types].sort(), ['text/css', 'text/html']);
});

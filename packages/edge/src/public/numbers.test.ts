import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import { type CountJson, type CountsJson, directions, error95, roadUserClasses } from '@outis/core';
import { accessibilityProblems, openPage, screenshot } from '../../../../test/fixtures/browser.ts';
import { siteFacts, streetFacts } from '../../../../test/fixtures/public-facts.ts';
import { publicLanguages } from './language.ts';
import { addUp, type NumbersSource, type PublicNumbers, PublicNumbersOf } from './numbers.ts';
import { publicPage } from './page.ts';
import { publicContentSecurityPolicy, publicCss, publicCssPath } from './shell.ts';
import { publicMessages } from './words.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const { nowMs } = streetFacts;
const { timeZone } = streetFacts.site;
const lines = [
  { id: 'bridge', a: [0.3, 0.9], b: [0.35, 0.3] },
  { id: '<quay> & "east"', a: [0.6, 0.5], b: [0.9, 0.6] },
] as const;

/** Made-up published numbers: many cars by day, few at night, persons that wait, an hour that was not watched. */
function source(calls: { count: number } = { count: 0 }): NumbersSource {
  const counts = (_id: string, fromMs: number, toMs: number, bucketMs = hourMs): CountsJson => {
    calls.count += 1;
    const releases: CountJson[] = [];
    for (let startMs = Math.floor(fromMs / bucketMs) * bucketMs; startMs < toMs; startMs += bucketMs)
      for (const { id } of lines)
        for (const direction of directions)
          for (const name of roadUserClasses) {
            const perHour = { person: 40, bicycle: 60, motorcycle: 2, car: 210, bus: 7, truck: 18 }[name];
            let count = 0;
            for (let tMs = startMs; tMs < startMs + bucketMs; tMs += hourMs)
              count += Math.round(
                (perHour * Math.max(0.02, Math.sin(((((tMs / hourMs) % 24) - 5) / 16) * Math.PI))) /
                  (direction === 'left_to_right' ? 1 : 1.6),
              );
            releases.push({
              ...{ lineId: id, direction, class: name, startMs, intervalMs: bucketMs },
              count: count < 10 ? null : count,
              error95: error95(2, (4 * bucketMs) / hourMs),
            });
          }
    const coverage = releases
      .filter((each, index) => index === 0 || each.startMs !== releases[index - 1]?.startMs)
      .map(({ startMs, intervalMs }) => ({
        ...{ startMs, intervalMs },
        observedMs: Math.floor(startMs / hourMs) % 50 === 7 ? 0 : intervalMs,
      }));
    const facts = { series: 1, purpose: 'street-statistics', startedMs: 0, scale: 2, shownFrom: 10 } as const;
    return { facts, releases, coverage, next: [] };
  };
  return {
    cameraJson: () => ({ purpose: 'street-statistics', lines, measures: null }),
    counts,
    statistics: (_id, { fromMs, toMs }) => ({
      facts: counts('', fromMs, fromMs + 1).facts,
      ...{ movements: [], dwells: [], conflicts: [], conflictMaps: [], coverage: [] },
      speeds: [
        {
          ...{ zoneId: 'lane', class: 'car', startMs: fromMs, intervalMs: toMs - fromMs, bins: [] },
          total: { count: 3020, error95: 26 },
          mean: { kmh: 41.3, error95Kmh: 1.2, isAtLeast: false },
          v85: { kmh: 49.8, error95Kmh: 2.1, isAtLeast: false },
        },
      ],
    }),
  };
}

const numbers = (): PublicNumbers => new PublicNumbersOf(source()).of('x', nowMs, timeZone)!;

test('a site has no numbers on its public page', () => {
  const own = { ...source(), cameraJson: () => ({ purpose: 'site-safety', lines, measures: null }) as const };
  assert.equal(new PublicNumbersOf(own).of('x', nowMs, timeZone), null);
  assert.ok(!publicPage(siteFacts, 'en').includes('id="numbers"'));
});

test('the days are local, and sums are those that the edge gives where it gives them', () => {
  const { yesterday, week, watched, counts } = numbers();
  assert.equal(new Date(yesterday.startMs).toISOString(), '2026-11-16T23:00:00.000Z');
  assert.equal(yesterday.intervalMs, dayMs);
  assert.equal(week.intervalMs, 7 * dayMs);
  assert.equal(watched.length, 168);
  const cars = counts.find(({ class: name }) => name === 'car')!;
  // Six whole days of UTC lie in seven days of Berlin, and hours at both ends.
  assert.equal(cars.week.parts, 6 + 24);
  assert.equal(cars.yesterday.parts, 24);
});

test('hidden numbers add nothing, and all hidden is no zero', () => {
  const hidden = { count: null, error95: 6 };
  assert.deepEqual(addUp([hidden, { count: 40, error95: 6 }, { count: 50, error95: 8 }]), {
    ...{ count: 90, error95: 10, parts: 3, hiddenParts: 1 },
  });
  assert.equal(addUp([hidden]).count, null);
});

test('asking again and again does not read again, and another camera does', () => {
  const calls = { count: 0 };
  const known = new PublicNumbersOf(source(calls));
  known.of('a', nowMs, timeZone);
  const { count } = calls;
  known.of('a', nowMs + 1000, timeZone);
  assert.equal(calls.count, count);
  known.of('b', nowMs + 1000, timeZone);
  known.of('a', nowMs + 10 * 60_000, timeZone);
  assert.equal(calls.count, 3 * count);
});

test('the page has numbers with their error, speeds, coverage and what ε means, in five languages', () => {
  for (const { code } of publicLanguages) {
    const text = publicPage({ ...streetFacts, numbers: numbers() }, code);
    for (const key of ['numbers.title', 'numbers.split', 'numbers.watched', 'numbers.read.title'] as const)
      assert.ok(text.includes(publicMessages[code][key]), `${code} ${key}`);
    assert.match(text, /±\d/);
    assert.ok(text.includes('ε'), code);
    assert.ok(text.includes(publicMessages[code]['numbers.hidden']), code);
    assert.doesNotMatch(text, /<script|\sstyle=|<quay>|NaN|undefined|Infinity/, code);
    const ids = [...text.matchAll(/\sid="([^"]*)"/g)].map(([, id]) => id);
    assert.equal(new Set(ids).size, ids.length, code);
  }
});

test('a camera that has released nothing yet says so', () => {
  const empty = { ...numbers() };
  const none = { count: null, error95: 0, parts: 0, hiddenParts: 0 };
  const counts = empty.counts.map((each) => ({ ...each, yesterday: none, week: none }));
  const text = publicPage({ ...streetFacts, numbers: { ...empty, counts } }, 'en');
  assert.ok(text.includes('Nothing of these days is released yet.') && !text.includes('±0'));
});

test('the numbers in a browser: narrow and wide, light and dark, and nothing is wider than the page', async (context) => {
  const facts = { ...streetFacts, numbers: numbers() };
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://page');
    response.setHeader('content-security-policy', publicContentSecurityPolicy);
    if (pathname === publicCssPath) return response.setHeader('content-type', 'text/css').end(publicCss);
    response.setHeader('content-type', 'text/html; charset=utf-8');
    const language = publicLanguages.find(({ code }) => code === searchParams.get('lang'))?.code ?? 'en';
    return response.end(publicPage(facts, language));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  context.after(() => server.close());
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/c/harbour-street`;
  const visit = await openPage(context, url, { width: 360, height: 740 }, false);
  for (const colorScheme of ['light', 'dark'] as const)
    for (const width of [360, 1280]) {
      await visit.page.emulateMedia({ colorScheme });
      await visit.page.setViewportSize({ width, height: 740 });
      for (const { code } of publicLanguages) {
        await visit.page.goto(`${url}?lang=${code}`);
        const wide = await visit.page.evaluate(() => document.documentElement.scrollWidth);
        assert.ok(wide <= width, `${code} is ${wide} px wide of ${width}`);
      }
      await visit.page.goto(url);
      assert.deepEqual(await accessibilityProblems(visit.page), [], `${colorScheme} ${width}`);
      await screenshot(visit.page, `public-numbers-${width}-${colorScheme}`);
    }
  assert.deepEqual(visit.problems, []);
});

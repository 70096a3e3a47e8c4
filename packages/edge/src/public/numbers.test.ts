import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import {
  type CountJson,
  type CountsJson,
  conflictGrid,
  directions,
  error95,
  petBins,
  roadUserClasses,
  type StatisticsJson,
  ttcBins,
} from '@outis/core';
import { accessibilityProblems, openPage, screenshot } from '../../../../test/fixtures/browser.ts';
import { siteFacts, streetFacts } from '../../../../test/fixtures/public-facts.ts';
import { publicLanguages } from './language.ts';
import { type NumbersSource, type PublicNumbers, PublicNumbersOf } from './numbers.ts';
import { addUp } from './numbers-measured.ts';
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

const movements = [
  { id: 'out', from: 'bridge', to: lines[1].id },
  { id: 'in', from: lines[1].id, to: 'bridge' },
];
const asked = { calibration: null, movements: [], zones: [] };
const measures = { asked, calibration: null, zones: [], movements };
const weekMs = Date.UTC(2026, 10, 8, 23);

/** Movements, stays and near misses: some shown, some hidden, and an older week that is not told. */
function measured(
  family: string,
  fromMs: number,
  toMs: number,
  bucketMs = hourMs,
): Pick<StatisticsJson, 'movements' | 'dwells' | 'conflicts' | 'conflictMaps'> {
  const counted: StatisticsJson['movements'][number][] = [];
  for (let startMs = Math.floor(fromMs / bucketMs) * bucketMs; startMs < toMs; startMs += bucketMs)
    for (const { id } of movements)
      for (const name of roadUserClasses) {
        const count = name === 'car' ? ((id === 'out' ? 30 : 12) * bucketMs) / hourMs : null;
        counted.push({
          movementId: id,
          ...{ class: name, startMs, intervalMs: bucketMs, count, error95: 12 },
        });
      }
  const bins = [...petBins, ...ttcBins].map((bin, index) => ({
    measure: index < petBins.length ? ('pet' as const) : ('ttc' as const),
    ...{ bin, count: index % 2 === 0 ? 12_340 + index : null, error95: 6 },
  }));
  const week = { intervalMs: 7 * dayMs, total: { count: 12_350, error95: 13 } };
  const { columns, rows } = conflictGrid;
  const squares = Array.from({ length: columns * rows }, (_, index) => ({
    ...{ count: index % 9 === 4 ? index : null, error95: 6 },
  }));
  return {
    movements: family === 'movement' ? counted : [],
    dwells:
      family === 'dwell'
        ? (['car', 'truck'] as const).map((name) => ({
            ...{ zoneId: '<bay>', class: name, startMs: fromMs, intervalMs: toMs - fromMs },
            bins: [0, 1, 5, 15, 60].map((fromMinutes, index) => ({
              fromMinutes,
              toMinutes: [1, 5, 15, 60][index] ?? null,
              ...{ count: name === 'truck' || index === 2 ? null : 2_345 + index, error95: 6 },
            })),
            total: name === 'truck' ? { count: null, error95: 13 } : { count: 9_386, error95: 13 },
          }))
        : [],
    conflicts:
      family === 'conflict'
        ? [
            { classes: ['bicycle', 'car'], startMs: weekMs - 7 * dayMs, bins, ...week },
            { classes: ['bicycle', 'car'], startMs: weekMs, bins, ...week },
            { classes: ['motorcycle', 'motorcycle'], startMs: weekMs, bins, ...week },
          ]
        : [],
    conflictMaps:
      family === 'conflict' ? [{ startMs: weekMs, intervalMs: 7 * dayMs, columns, rows, squares }] : [],
  };
}

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
    cameraJson: () => ({ purpose: 'street-statistics', lines, measures }),
    counts,
    statistics: (_id, { fromMs, toMs, family, bucketMs }) => ({
      facts: counts('', fromMs, fromMs + 1).facts,
      coverage: [],
      ...measured(family, fromMs, toMs, bucketMs),
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

test('movements are taken once in the largest sums, stays are those of yesterday, near misses of one week', () => {
  const { movements: ways, dwells, conflicts, conflictMap, yesterday } = numbers();
  const cars = ways.find(({ movementId, class: name }) => movementId === 'out' && name === 'car')!;
  assert.equal(cars.week.parts, 6 + 24);
  assert.equal(cars.week.count, 30 * 168);
  assert.equal(cars.yesterday.count, 30 * 24);
  assert.equal(ways.find(({ class: name }) => name === 'bus')?.week.count, null);
  assert.equal(dwells[0]?.startMs, yesterday.startMs);
  assert.deepEqual(new Set(conflicts.map(({ startMs }) => startMs)), new Set([weekMs]));
  assert.equal(conflictMap?.startMs, weekMs);
});

test('movements, stays and near misses stand on the page, hidden ones as such, and not where nothing is released', () => {
  const all = numbers();
  const text = publicPage({ ...streetFacts, numbers: all }, 'en');
  assert.match(text, /5,040 <span class="error">±\d+<\/span> <span class="hidden-parts"/);
  assert.match(text, /aria-label="car, zone &lt;bay&gt;\. 0–1 min: 2,345 ±6; .*?5–15 min: hidden/);
  assert.match(text, /PET 0–1 s: 12,340 ±6; PET 1–2 s: hidden/);
  assert.match(text, /Week from 9 November 2026\./);
  assert.match(text, /The darkest square: 139 ±6\. Hidden: 128 of 144 squares\./);
  const none = { ...all, movements: [], dwells: [], conflicts: [], conflictMap: null };
  const less = publicPage({ ...streetFacts, numbers: none }, 'en');
  for (const key of ['numbers.moves', 'numbers.dwells', 'numbers.near'] as const) {
    assert.ok(text.includes(publicMessages.en[key]), key);
    assert.ok(!less.includes(publicMessages.en[key]), key);
  }
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
    for (const key of ['numbers.title', 'numbers.split', 'numbers.near', 'numbers.watched'] as const)
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
        await visit.page.evaluate(() => {
          for (const details of document.querySelectorAll('details')) details.open = true;
        });
        const wide = await visit.page.evaluate(() => document.documentElement.scrollWidth);
        assert.ok(wide <= width, `${code} is ${wide} px wide of ${width}`);
      }
      await visit.page.goto(url);
      await visit.page.getByText('Yesterday, and each class').click();
      assert.deepEqual(await accessibilityProblems(visit.page), [], `${colorScheme} ${width}`);
      await screenshot(visit.page, `public-numbers-${width}-${colorScheme}`);
    }
  assert.deepEqual(visit.problems, []);
});

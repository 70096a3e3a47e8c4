import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import {
  alertCauses,
  alertMeasures,
  type SafetyReportJson,
  type SafetyWeekJson,
  safetyRules,
} from '@outis/core';
import { temporaryFolder } from '../../../../test/fixtures/support.ts';
import { publicLanguages } from '../public/language.ts';
import { textWidth } from '../public/sign-font.ts';
import { signSize } from '../public/sign-layout.ts';
import { drawReport, type ReportFacts } from './report-layout.ts';
import { reportPdf } from './report-pdf.ts';

const weekLengthMs = 7 * 86_400_000;
const firstMs = Date.parse('2026-04-06T00:00:00Z');
const languages = publicLanguages.map(({ code }) => code);

/** A report of `weeks` weeks with a row for each rule of each zone. */
function reportOf(
  weeks: number,
  zones: number,
  change: Partial<SafetyWeekJson> = {},
  share = 0.97,
): SafetyReportJson {
  const starts = Array.from({ length: weeks }, (_, index) => firstMs + index * weekLengthMs);
  const closings = (names: readonly string[], times: number): object =>
    Object.fromEntries(names.map((name, index) => [name, times + index]));
  return {
    ...{ fromMs: firstMs, toMs: firstMs + weeks * weekLengthMs, hours: [] },
    weeks: starts.flatMap((weekMs) =>
      Array.from({ length: zones }, (_, zone) =>
        safetyRules.map((rule) => ({
          ...{ cameraId: 'yard', zoneId: `zone-${zone}`, rule, weekMs, alerts: 5 + zone, watchedMin: 3_000 },
          ...{ per1000Min: 1.7 + zone, cannotJudgeShare: rule === 'helmet' ? 0.4 : null },
          causes: closings(alertCauses, 1),
          measures: closings(alertMeasures, 1),
          ...change,
        })),
      ).flat(),
    ),
    coverage: starts.map((weekMs) => ({ cameraId: 'yard', weekMs, share })),
  };
}

function factsOf(report: SafetyReportJson, cameraIds = ['yard']): ReportFacts {
  return { report, cameraIds, site: { name: 'Harbour', timeZone: 'UTC' }, nowMs: firstMs + 1e10 };
}

/** All texts of a page with where they are. */
function textsOf(facts: ReportFacts, language: (typeof languages)[number] = 'en') {
  return drawReport(facts, language).shapes.flatMap((shape) => (shape.kind === 'text' ? [shape] : []));
}

const written = (facts: ReportFacts): string =>
  textsOf(facts)
    .map(({ text }) => text)
    .join('\n');

test('a full report in every language stays on its page, and nothing that is always there is cut', () => {
  for (const language of languages)
    for (const cameras of [['yard'], ['yard', 'gate']]) {
      const texts = textsOf(factsOf(reportOf(8, 9, {}, 0.5), cameras), language);
      assert.ok(texts.length > 200, language);
      for (const { x, y, size, weight, text } of texts) {
        assert.ok(y < signSize.height - 10, `${language}: ${text} at ${y}`);
        assert.ok(
          x + textWidth(text, weight) * size < signSize.width - 10,
          `${language}: ${text} is too wide`,
        );
        assert.doesNotMatch(text, /…/, language);
      }
    }
});

test('rows are the places with the most alerts, and it says how many more there are', () => {
  const text = written(factsOf(reportOf(4, 9)));
  assert.match(text, /^zone-8$/m);
  assert.doesNotMatch(text, /^zone-0$/m);
  assert.match(text, /stand on the page alone: 30/);
  assert.doesNotMatch(written(factsOf(reportOf(4, 3))), /page alone/);
});

test('a week that was hardly watched has no rate, and little coverage is said in words', () => {
  const little = /may\s+only\s+mean\s+that\s+nobody\s+looked/;
  assert.doesNotMatch(written(factsOf(reportOf(4, 1))), little);
  assert.match(written(factsOf(reportOf(4, 1, {}, 0.79))), little);
  assert.match(written(factsOf(reportOf(4, 1))), /^1\.7$/m);
  const unknown = written(factsOf(reportOf(4, 1, { per1000Min: null, watchedMin: 50 })));
  assert.doesNotMatch(unknown, /^1\.7$/m);
  assert.match(unknown, /^–$/m);
  assert.match(unknown, /^too early/m);
});

test('more alerts than before are more, and as many are no clear change', () => {
  const { weeks, ...rest } = reportOf(6, 1);
  const last = weeks.at(-1)!.weekMs;
  const more = weeks.map((week) =>
    week.weekMs === last && week.rule === 'vest' ? { ...week, alerts: 60 } : week,
  );
  const text = written(factsOf({ ...rest, weeks: more }));
  assert.match(text, /^more$/m);
  assert.match(text, /^no clear$/m);
});

test('the share that cannot be judged stands with helmets and vests alone', () => {
  assert.equal(written(factsOf(reportOf(4, 2))).match(/^40 %$/gm)?.length, 2);
});

test('without any rule or closing it says so', () => {
  const none = written(factsOf(reportOf(4, 0)));
  assert.match(none, /No rule was armed/);
  assert.match(none, /^0 alerts in these weeks$/m);
  assert.match(
    written(factsOf(reportOf(4, 1, { causes: {}, measures: {} }))),
    /No alert of these weeks has been closed/,
  );
});

test('it never says when within a week, and names nobody', () => {
  const text = written(factsOf(reportOf(4, 2)));
  // The one clock on it is that of its making.
  assert.equal(text.match(/\d{1,2}:\d{2}/g)?.length, 1);
  assert.match(text, /Who was there is not known/);
});

test('the PDF has one page that can be read, in every language', async (context) => {
  const folder = temporaryFolder(context);
  for (const language of languages) {
    const path = join(folder, `${language}.pdf`);
    writeFileSync(path, await reportPdf(factsOf(reportOf(6, 4)), language));
    const info = spawnSync('pdfinfo', [path], { encoding: 'utf8' }).stdout;
    assert.match(info, /Pages:\s+1\n/, language);
    assert.match(info, /A4/, language);
    const text = spawnSync('pdftotext', ['-layout', path, '-'], { encoding: 'utf8' }).stdout;
    assert.match(text, /Harbour/, language);
    assert.match(text, /zone-3/, language);
  }
});

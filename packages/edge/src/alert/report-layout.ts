import {
  type AlertCause,
  type AlertMeasure,
  type SafetyReportJson,
  type SafetyTrend,
  type SafetyWeekJson,
  safetyTrend,
} from '@outis/core';
import { type PublicLanguage, publicLanguages } from '../public/language.ts';
import type { SignWeight } from '../public/sign-font.ts';
import { type SignShape, signSize } from '../public/sign-layout.ts';
import { shorten, wrapText } from '../public/sign-text.ts';
import { type Words, wordsOf } from '../public/words.ts';

/** What the page says besides the numbers. */
export interface ReportFacts {
  readonly report: SafetyReportJson;
  readonly site: { readonly name: string; readonly timeZone: string };
  readonly cameraIds: readonly string[];
  readonly nowMs: number;
}

/** The weeks that have a column: the last of them. Trends are of all weeks. */
const weeksShown = 6;
const rowsShown = 15;
const wordsShown = 6;
const margin = 14;
const right = signSize.width - margin;
const columns = { first: margin + 64, week: 13.5, judge: margin + 64 + weeksShown * 13.5 } as const;
const trendX = columns.judge + 17;
const rowHeight = 8.6;
/** Below this share of the armed time the page says that fewer alerts may mean that nobody looked. */
const coverageLittle = 0.8;
const ink = '#182124';
const soft = '#4a555a';
const rule = '#c9d1d4';
/** From few to many alerts a minute, light enough to print a number on. */
const heat = ['#ffffff', '#fdf3df', '#fae3b4', '#f5cd80'] as const;

interface Row {
  readonly cameraId: string;
  readonly zoneId: string;
  readonly rule: SafetyWeekJson['rule'];
  readonly cells: ReadonlyMap<number, SafetyWeekJson>;
  readonly alerts: number;
}

/** The weekly report on one page of A4, in mm from the top left: zones and rules down, weeks across. */
export function drawReport(
  facts: ReportFacts,
  language: PublicLanguage,
): { shapes: SignShape[]; title: string } {
  return new ReportPage(facts, language).draw();
}

class ReportPage {
  readonly #facts: ReportFacts;
  readonly #words: Words;
  readonly #locale: string;
  readonly #shapes: SignShape[] = [];
  #y = 0;

  constructor(facts: ReportFacts, language: PublicLanguage) {
    this.#facts = facts;
    this.#words = wordsOf(language, facts.site.timeZone);
    this.#locale = publicLanguages.find(({ code }) => code === language)!.locale;
  }

  draw(): { shapes: SignShape[]; title: string } {
    const { report, site } = this.#facts;
    const weeks = report.coverage.map(({ weekMs }) => weekMs);
    const shown = [...new Set(weeks)].slice(-weeksShown);
    const rows = rowsOf(report);
    const title = this.#words.say('report.title');
    this.#shapes.push({ kind: 'rect', x: 0, y: 0, ...signSize, radius: 0, fill: '#ffffff' });
    this.#head(title, rows);
    if (rows.length === 0) this.#paragraph('report.none', 4, 'regular');
    else {
      this.#columnHeads(shown);
      this.#coverage(shown);
      const most = Math.max(0, ...report.weeks.map(({ per1000Min }) => per1000Min ?? 0));
      for (const row of rows.slice(0, rowsShown)) this.#row(row, shown, most);
      if (rows.length > rowsShown)
        this.#paragraph('report.rest', 3.2, 'regular', { count: rows.length - rowsShown });
    }
    this.#y += 3;
    this.#closings();
    this.#foot();
    return { shapes: this.#shapes, title: `${title}: ${site.name}` };
  }

  #head(title: string, rows: readonly Row[]): void {
    const { report, site, cameraIds } = this.#facts;
    const { say, day, number } = this.#words;
    this.#y = 20;
    this.#text(margin, 7, 'bold', ink, title);
    this.#y += 7;
    // The last day, and not the midnight after it.
    const span = say('report.span', { from: day(report.fromMs), to: day(report.toMs - 1) });
    this.#text(margin, 4, 'regular', ink, `${shorten(site.name, 60)} · ${span}`);
    this.#y += 6;
    const cameras = say('report.cameras', { cameras: cameraIds.join(', ') });
    this.#text(margin, 3.4, 'regular', soft, this.#fitted(cameras, 3.4, right - margin));
    this.#y += 8;
    const alerts = rows.reduce((sum, row) => sum + row.alerts, 0);
    this.#text(margin, 4.6, 'bold', ink, say('report.total', { count: number(alerts) }));
    this.#y += 8;
  }

  #columnHeads(weeks: readonly number[]): void {
    const { say } = this.#words;
    const format = new Intl.DateTimeFormat(this.#locale, {
      ...{ day: 'numeric', month: 'numeric', timeZone: this.#facts.site.timeZone },
    });
    this.#text(margin, 3, 'bold', soft, say('report.place'));
    for (const [index, weekMs] of weeks.entries())
      this.#text(weekX(index) + 1, 3, 'bold', soft, format.format(weekMs));
    for (const [x, key, width] of [
      [columns.judge + 1, 'report.unjudged', trendX - columns.judge - 2],
      [trendX + 1, 'report.trend', right - trendX - 1],
    ] as const)
      this.#text(x, 3, 'bold', soft, this.#fitted(say(key), 3, width));
    this.#y += 2;
    this.#line();
  }

  /** Of each week the share of the armed time that was watched; of several cameras the least. */
  #coverage(weeks: readonly number[]): void {
    const { report, cameraIds } = this.#facts;
    const key = cameraIds.length > 1 ? 'report.least' : 'report.coverage';
    this.#y += 4.6;
    this.#text(
      margin,
      2.8,
      'regular',
      soft,
      this.#fitted(this.#words.say(key), 2.8, columns.first - margin - 1),
    );
    for (const [index, weekMs] of weeks.entries()) {
      const shares = report.coverage.flatMap((each) =>
        each.weekMs === weekMs && each.share !== null ? [each.share] : [],
      );
      const text = shares.length === 0 ? '–' : `${Math.round(100 * Math.min(...shares))} %`;
      this.#text(weekX(index) + 1, 2.8, 'regular', soft, text);
    }
    this.#y += 2;
    this.#line();
  }

  #row(row: Row, weeks: readonly number[], most: number): void {
    const { say, number, decimal } = this.#words;
    const top = this.#y;
    const place = this.#facts.cameraIds.length > 1 ? `${row.cameraId} / ${row.zoneId}` : row.zoneId;
    const width = columns.first - margin - 2;
    this.#y = top + 3.8;
    this.#text(margin, 3.4, 'bold', ink, this.#fitted(place, 3.4, width, 'bold'));
    this.#y = top + 7.2;
    this.#text(margin, 2.8, 'regular', soft, this.#fitted(say(`rule.${row.rule}`), 2.8, width));
    for (const [index, weekMs] of weeks.entries()) {
      const cell = row.cells.get(weekMs);
      if (cell === undefined) continue;
      const { per1000Min, alerts } = cell;
      const fill = heat[per1000Min === null || most === 0 ? 0 : Math.ceil((3 * per1000Min) / most)]!;
      const box = { x: weekX(index), y: top + 0.4, width: columns.week - 0.6, height: rowHeight - 0.8 };
      this.#shapes.push({ kind: 'rect', ...box, radius: 0.6, fill });
      this.#y = top + 4;
      this.#text(weekX(index) + 1, 3.8, 'bold', ink, number(alerts));
      this.#y = top + 7.4;
      this.#text(weekX(index) + 1, 2.6, 'regular', soft, per1000Min === null ? '–' : decimal(per1000Min));
    }
    this.#y = top + 5.4;
    const judged = unjudgedOf(row, weeks);
    if (judged !== null) this.#text(columns.judge + 1, 3.2, 'regular', ink, `${Math.round(100 * judged)} %`);
    const trend = say(`report.${trendOf(row)}`);
    const lines = wrapText(trend, 'regular', 2.8, right - trendX - 1).slice(0, 2);
    for (const [index, text] of lines.entries()) {
      this.#y = top + (lines.length === 1 ? 5.4 : 3.8 + index * 3.2);
      this.#text(trendX + 1, 2.8, 'regular', ink, text);
    }
    this.#y = top + rowHeight;
    this.#line();
  }

  /** What was found and done at the places, the most frequent first. */
  #closings(): void {
    const { weeks } = this.#facts.report;
    const causes = counted(weeks.map((week) => week.causes));
    const measures = counted(weeks.map((week) => week.measures));
    if (causes.length === 0) {
      if (weeks.length > 0) this.#paragraph('report.closed.none', 3.2, 'regular');
      return;
    }
    this.#y += 5;
    const top = this.#y;
    const { say, number } = this.#words;
    let bottom = top;
    for (const [x, key, kind, words] of [
      [margin, 'report.causes', 'cause', causes],
      [signSize.width / 2, 'report.measures', 'measure', measures],
    ] as const) {
      this.#y = top;
      this.#text(x, 3.8, 'bold', ink, say(key));
      for (const [name, count] of words.slice(0, wordsShown)) {
        this.#y += 4.8;
        const word =
          kind === 'cause'
            ? say(`report.cause.${name as AlertCause}`)
            : say(`report.measure.${name as AlertMeasure}`);
        this.#text(x, 3.2, 'regular', ink, `${number(count)} × ${word}`);
      }
      bottom = Math.max(bottom, this.#y);
    }
    this.#y = bottom + 1;
    this.#paragraph('report.closed', 2.8, 'regular');
  }

  /** What the numbers mean and do not mean. */
  #foot(): void {
    const { coverage } = this.#facts.report;
    const isLittle = coverage.some(({ share }) => share !== null && share < coverageLittle);
    this.#y += 2;
    if (isLittle) this.#paragraph('report.little', 3.2, 'bold');
    for (const key of ['report.rate', 'report.trend.text', 'report.unjudged.text'] as const)
      this.#paragraph(key, 2.8, 'regular');
    this.#paragraph('report.nobody', 3.2, 'bold');
    this.#paragraph('report.made', 2.8, 'regular', { time: this.#words.time(this.#facts.nowMs) });
  }

  #paragraph(
    key: Parameters<Words['say']>[0],
    size: number,
    weight: SignWeight,
    values: Record<string, string | number> = {},
  ): void {
    this.#y += 1.2;
    for (const line of wrapText(this.#words.say(key, values), weight, size, right - margin)) {
      this.#y += size * 1.35;
      this.#text(margin, size, weight, weight === 'bold' ? ink : soft, line);
    }
  }

  #text(x: number, size: number, weight: SignWeight, fill: string, text: string): void {
    this.#shapes.push({ kind: 'text', x, y: this.#y, size, weight, fill, text });
  }

  #line(): void {
    const box = { x: margin, y: this.#y, width: right - margin, height: 0.2 };
    this.#shapes.push({ kind: 'rect', ...box, radius: 0, fill: rule });
  }

  /** The first line that fits, with an ellipsis where something is left out. */
  #fitted(text: string, size: number, width: number, weight: SignWeight = 'regular'): string {
    const [first = '', ...more] = wrapText(text, weight, size, width);
    return more.length === 0 ? first : `${wrapText(text, weight, size, width - size)[0] ?? ''}…`;
  }
}

function weekX(index: number): number {
  return columns.first + index * columns.week;
}

/** The places and rules of a report, those with the most alerts first. */
function rowsOf({ weeks }: SafetyReportJson): readonly Row[] {
  const groups = Map.groupBy(weeks, ({ cameraId, zoneId, rule: name }) => [cameraId, zoneId, name].join(' '));
  return [...groups.values()]
    .map((cells): Row => {
      const { cameraId, zoneId, rule: name } = cells[0]!;
      const alerts = cells.reduce((sum, cell) => sum + cell.alerts, 0);
      return {
        cameraId,
        zoneId,
        rule: name,
        alerts,
        cells: new Map(cells.map((cell) => [cell.weekMs, cell])),
      };
    })
    .toSorted((a, b) => b.alerts - a.alerts || a.zoneId.localeCompare(b.zoneId));
}

function trendOf({ cells }: Row): SafetyTrend {
  const weeks = [...cells.values()].toSorted((a, b) => a.weekMs - b.weekMs);
  return safetyTrend(weeks.at(-1)!, weeks.slice(0, -1));
}

/** The middle of the shares of the weeks that are shown; null for rules without heads. */
function unjudgedOf({ cells }: Row, weeks: readonly number[]): number | null {
  const shares = weeks.flatMap((weekMs) => cells.get(weekMs)?.cannotJudgeShare ?? []);
  return shares.length === 0 ? null : shares.reduce((sum, share) => sum + share, 0) / shares.length;
}

function counted(
  weeks: readonly Readonly<Partial<Record<string, number>>>[],
): readonly (readonly [string, number])[] {
  const sums = new Map<string, number>();
  for (const week of weeks)
    for (const [name, count = 0] of Object.entries(week)) sums.set(name, (sums.get(name) ?? 0) + count);
  return [...sums].toSorted((a, b) => b[1] - a[1] || a[0].localeCompare(b[0]));
}

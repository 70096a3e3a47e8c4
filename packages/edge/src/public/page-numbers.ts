import { directions, type RoadUserClass, roadUserClasses } from '@outis/core';
import { type Html, html } from './html.ts';
import type { PublicCount, PublicNumbers } from './numbers.ts';
import { addUp, together } from './numbers-measured.ts';
import { curveSvg, flowsSvg, splitSvg } from './numbers-svg.ts';
import { amountHtml, conflictsPart, dwellsPart, movementsPart } from './page-measured.ts';
import type { Words } from './words.ts';

/** What was counted, for everybody: yesterday and the last seven days, with how sure it is. */
export function numbersSection(numbers: PublicNumbers, words: Words): Html {
  const { say, number } = words;
  const { yesterday, lines, facts } = numbers;
  const isEmpty = numbers.counts.every(({ week }) => week.parts === 0);
  return html`<section class="card numbers" id="numbers" aria-labelledby="numbers-title">
<h2 id="numbers-title">${say('numbers.title')}</h2>
<p>${say('numbers.lead', { day: words.day(yesterday.startMs) })}</p>
${
  isEmpty
    ? html`<p class="soft">${say('numbers.none')}</p>`
    : [
        split(numbers, words),
        lines.map(({ id }) => line(numbers, id, words)),
        movementsPart(numbers, words),
        speeds(numbers, words),
        dwellsPart(numbers, words),
        conflictsPart(numbers, words),
        watched(numbers, words),
      ]
}
<h3>${say('numbers.read.title')}</h3>
<p>${say('numbers.read.noise')}</p>
<p>${say('numbers.read.hidden', { least: number(facts.shownFrom) })}</p>
<p>${say('numbers.read.later')}</p>
<p>${say('numbers.read.epsilon', {
    epsilon: words.decimal(numbers.epsilonPerPassage),
    factor: number(Math.ceil(Math.exp(numbers.epsilonPerPassage))),
    one: words.decimal(Math.exp(1 / facts.scale)),
  })}</p>
</section>`;
}

function split({ counts }: PublicNumbers, words: Words): Html | null {
  const { say, number } = words;
  const parts = roadUserClasses.map((name) => {
    const own = counts.filter((each) => each.class === name).map(({ week }) => week);
    return { name, sum: own.reduce((sum, { count }) => sum + (count ?? 0), 0), amount: together(own) };
  });
  const all = parts.reduce((sum, part) => sum + Math.max(0, part.sum), 0);
  if (all === 0) return null;
  return html`<h3>${say('numbers.split')}</h3>
${splitSvg(
  parts.map(({ name, sum }) => ({ name, share: Math.max(0, sum) / all })),
  say('numbers.split'),
)}
<ul class="split">${parts.map(({ name, sum, amount: of }) => {
    // First order: an error of one class moves its own share by (1 - share), and another's by its share.
    const share = Math.max(0, sum) / all;
    const squares = parts.reduce(
      (total, other) => total + (other.amount.error95 * (other.name === name ? 1 - share : share)) ** 2,
      0,
    );
    const error = (100 * Math.sqrt(squares)) / all;
    return html`<li><svg class="dot" viewBox="0 0 10 10" aria-hidden="true"><rect class="fill-${name}" width="10" height="10" rx="2"/></svg> ${say(
      `class.${name}`,
    )} ${
      of.count === null
        ? amountHtml(of, words)
        : html`<strong>${number(100 * share)} %</strong> <span class="error">±${words.decimal(error)} %</span>`
    }</li>`;
  })}</ul>`;
}

function line(numbers: PublicNumbers, lineId: string, words: Words): Html {
  const { say } = words;
  const own = numbers.counts.filter((each) => each.lineId === lineId);
  const rows = roadUserClasses.filter((name) =>
    own.some((each) => each.class === name && (each.week.count !== null || each.yesterday.count !== null)),
  );
  const classes = rows.length === 0 ? roadUserClasses : rows;
  const cells = (count: PublicCount | undefined): Html =>
    count === undefined
      ? html`<td>–</td><td>–</td>`
      : html`<td>${amountHtml(count.yesterday, words)}</td><td>${amountHtml(count.week, words)}</td>`;
  return html`<h3><span dir="auto">${say('numbers.line', { id: lineId })}</span></h3>
<div class="flows-and-table">${flowsSvg(numbers, lineId, say('numbers.flows', { id: lineId }), words)}
<div class="scroll" tabindex="0" role="region" aria-label="${say('numbers.line', { id: lineId })}"><table>
<thead><tr><td></td>${directions.map((way) => html`<th colspan="2" scope="colgroup">${say(`direction.${way}`)}</th>`)}</tr>
<tr><td></td>${directions.map(() => html`<th scope="col">${say('numbers.yesterday')}</th><th scope="col">${say('numbers.week')}</th>`)}</tr></thead>
<tbody>${classes.map(
    (name) =>
      html`<tr><th scope="row">${say(`class.${name}`)}</th>${directions.map((way) =>
        cells(own.find((each) => each.class === name && each.direction === way)),
      )}</tr>`,
  )}</tbody></table></div></div>
${curves(numbers, lineId, words)}`;
}

/** Curves of the classes of which enough is shown; the busiest is open. */
function curves(numbers: PublicNumbers, lineId: string, words: Words): Html {
  const { say } = words;
  const shownOf = (name: RoadUserClass): number =>
    numbers.curves
      .filter((curve) => curve.lineId === lineId && curve.class === name)
      .reduce((sum, { hours }) => sum + hours.filter((hour) => Array.isArray(hour)).length, 0);
  const names = roadUserClasses
    .filter((name) => shownOf(name) >= 6)
    .toSorted((a, b) => shownOf(b) - shownOf(a));
  return html`${names.map((name, index) => {
    const own = numbers.curves.filter((curve) => curve.lineId === lineId && curve.class === name);
    const hours = Math.round(numbers.yesterday.intervalMs / 3_600_000);
    const title = say('numbers.curve', { class: say(`class.${name}`) });
    return html`<details class="curves"${index === 0 ? html` open` : null}><summary>${title}</summary>
<p class="curve-legend soft"><svg class="curve-key" viewBox="0 0 30 10" aria-hidden="true"><path class="curve first" d="M1 5 H29"/></svg> ${say(
      'direction.left_to_right',
    )} <svg class="curve-key" viewBox="0 0 30 10" aria-hidden="true"><path class="curve second" d="M1 5 H29"/></svg> ${say('direction.right_to_left')}</p>
<figure>${curveSvg(own, numbers, 0, `${title}: ${say('numbers.week')}`, words)}<figcaption class="soft">${say('numbers.week')}</figcaption></figure>
<figure>${curveSvg(own, numbers, numbers.watched.length - hours, `${title}: ${say('numbers.yesterday')}`, words)}<figcaption class="soft">${say('numbers.yesterday')}</figcaption></figure>
</details>`;
  })}`;
}

function speeds({ speeds: list }: PublicNumbers, words: Words): Html | null {
  const { say, decimal } = words;
  const shown = list.filter(({ mean, v85 }) => mean !== null || v85 !== null);
  if (shown.length === 0) return null;
  const figure = (of: (typeof list)[number]['mean']): Html =>
    of === null
      ? html`–`
      : html`${of.isAtLeast ? '≥ ' : ''}${decimal(of.kmh)} <span class="error">±${decimal(of.error95Kmh)}</span>`;
  return html`<h3>${say('numbers.speeds')}</h3>
<p class="soft">${say('numbers.speeds.text')}</p>
<div class="scroll" tabindex="0" role="region" aria-label="${say('numbers.speeds')}"><table><thead><tr><td></td><th scope="col">${say(
    'numbers.zone',
  )}</th><th scope="col">${say('numbers.passages')}</th><th scope="col">${say('numbers.mean')}</th><th scope="col">V85</th></tr></thead>
<tbody>${shown.map(
    (each) =>
      html`<tr><th scope="row">${say(`class.${each.class}`)}</th><td dir="auto">${each.zoneId}</td><td>${amountHtml(
        addUp([each]),
        words,
      )}</td><td>${figure(each.mean)}</td><td>${figure(each.v85)}</td></tr>`,
  )}</tbody></table></div>`;
}

function watched({ watched: hours, yesterday }: PublicNumbers, { say, number }: Words): Html {
  const day = hours.slice(-Math.round(yesterday.intervalMs / 3_600_000));
  const percent = (list: readonly number[]): string =>
    number(Math.floor((100 * list.reduce((sum, share) => sum + share, 0)) / Math.max(1, list.length)));
  return html`<h3>${say('numbers.watched')}</h3>
<p>${say('numbers.watched.text', { yesterday: percent(day), week: percent(hours) })}</p>`;
}

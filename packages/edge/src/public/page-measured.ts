import { type ConflictsJson, type DwellsJson, type RoadUserClass, roadUserClasses } from '@outis/core';
import { type Html, html } from './html.ts';
import { barsSvg, conflictMapSvg, movementsSvg } from './measured-svg.ts';
import type { PublicAmount, PublicNumbers } from './numbers.ts';
import { addUp, type PublicMovement, together } from './numbers-measured.ts';
import type { Words } from './words.ts';

/** A number with its ±; hatched where it is hidden. Nothing released is a dash: neither is a zero. */
export function amountHtml(
  { count, error95, parts, hiddenParts }: PublicAmount,
  { say, number }: Words,
): Html {
  if (parts === 0) return html`–`;
  const hidden = say('numbers.hiddenParts', { count: number(hiddenParts) });
  if (count === null) return html`<span class="hidden-number">${say('numbers.hidden')}</span>`;
  return html`${number(count)} <span class="error">±${number(error95)}</span>${
    hiddenParts === 0
      ? null
      : html` <span class="hidden-parts" title="${hidden}">+ ${number(hiddenParts)}</span>`
  }`;
}

/** Who came over one line and then another: a matrix, and arrows on a neutral drawing. */
export function movementsPart({ movements, lines }: PublicNumbers, words: Words): Html | null {
  const { say } = words;
  if (movements.every(({ week }) => week.parts === 0)) return null;
  const ways = [...Map.groupBy(movements, ({ movementId }) => movementId).values()].map((own) => ({
    from: own[0]!.from,
    to: own[0]!.to,
    amount: together(own.map(({ week }) => week)),
  }));
  const more = roadUserClasses.filter((name) =>
    movements.some((each) => each.class === name && each.week.count !== null),
  );
  const title = say('numbers.moves');
  return html`<h3>${title}</h3>
<p class="soft">${say('numbers.moves.text')}</p>
<div class="flows-and-table">${movementsSvg(ways, lines, say('numbers.moves.drawing'), words)}
${matrix(movements, 'week', `${say('numbers.week')}, ${say('numbers.moves.all')}`, words)}</div>
<details class="curves"><summary>${say('numbers.moves.more')}</summary>
${matrix(movements, 'yesterday', `${say('numbers.yesterday')}, ${say('numbers.moves.all')}`, words)}
${more.map((name) =>
  matrix(
    movements.filter((each) => each.class === name),
    'week',
    `${say('numbers.week')}, ${say(`class.${name}`)}`,
    words,
  ),
)}</details>`;
}

function matrix(
  movements: readonly PublicMovement[],
  days: 'week' | 'yesterday',
  caption: string,
  words: Words,
): Html {
  const { say } = words;
  const froms = [...new Set(movements.map(({ from }) => from))];
  const tos = [...new Set(movements.map(({ to }) => to))];
  const cell = (from: string, to: string): Html => {
    const own = movements.filter((each) => each.from === from && each.to === to);
    return html`<td>${own.length === 0 ? null : amountHtml(together(own.map((each) => each[days])), words)}</td>`;
  };
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${say('numbers.moves')}: ${caption}"><table class="matrix">
<caption>${caption}</caption>
<thead><tr><td class="soft">${say('numbers.moves.fromTo')}</td>${tos.map((to) => html`<th scope="col" dir="auto">${to}</th>`)}</tr></thead>
<tbody>${froms.map(
    (from) => html`<tr><th scope="row" dir="auto">${from}</th>${tos.map((to) => cell(from, to))}</tr>`,
  )}</tbody></table></div>`;
}

/** How long vehicles stayed yesterday. */
export function dwellsPart({ dwells }: PublicNumbers, words: Words): Html | null {
  const { say } = words;
  const shown = dwells.filter(({ bins }) => bins.some(({ count }) => count !== null));
  if (dwells.length === 0) return null;
  return html`<h3>${say('numbers.dwells')}</h3>
<p class="soft">${say('numbers.dwells.text')}</p>
${shown.length === 0 ? html`<p>${say('numbers.allHidden')}</p>` : null}
<div class="bar-charts">${shown.map((each, index) => dwell(each, index, words))}</div>`;
}

function dwell({ zoneId, class: name, bins, total }: DwellsJson, index: number, words: Words): Html {
  const { say, number } = words;
  const title = say('numbers.dwells.of', { class: say(`class.${name}`), zone: zoneId });
  const bars = bins.map(({ fromMinutes, toMinutes, count, error95 }) => ({
    name: [
      toMinutes === null ? `> ${number(fromMinutes)}` : `${number(fromMinutes)}–${number(toMinutes)}`,
      say('numbers.minutes'),
    ] as const,
    ...{ count, error95 },
  }));
  return chart(
    title,
    addUp([total]),
    barsSvg(bars, `fill-${name}`, `hatch-stay-${index}`, title, words),
    words,
  );
}

/** Near misses of the last week of which they are released: how close, and where. */
export function conflictsPart({ conflicts, conflictMap, lines }: PublicNumbers, words: Words): Html | null {
  const { say, number } = words;
  const [first] = conflicts;
  if (first === undefined) return null;
  const shown = conflicts.filter(({ bins }) => bins.some(({ count }) => count !== null));
  const hidden = conflictMap?.squares.filter(({ count }) => count === null).length ?? 0;
  const most = conflictMap?.squares
    .filter(({ count }) => count !== null)
    .toSorted((a, b) => (b.count ?? 0) - (a.count ?? 0))[0];
  return html`<h3>${say('numbers.near')}</h3>
<p class="soft">${say('numbers.near.text')} <strong>${say('numbers.near.week', { day: words.day(first.startMs) })}</strong></p>
${shown.length === 0 ? html`<p>${say('numbers.allHidden')}</p>` : null}
<div class="bar-charts">${
    conflictMap === null || most === undefined
      ? null
      : html`<figure>${conflictMapSvg(conflictMap, lines, say('numbers.near.where'))}<figcaption class="soft">${say(
          'numbers.near.where',
        )} ${say('numbers.near.squares', {
          most: `${number(most.count ?? 0)} ±${number(most.error95)}`,
          hidden: number(hidden),
          all: number(conflictMap.squares.length),
        })}</figcaption></figure>`
  }${shown.map((each, index) => conflict(each, index, words))}</div>`;
}

function conflict({ classes, bins, total }: ConflictsJson, index: number, words: Words): Html {
  const { say } = words;
  const [a, b] = classes.map((name: RoadUserClass) => say(`class.${name}`));
  const title = say('numbers.near.pair', { a: a!, b: b! });
  const decimal = words.decimal(1.5).replace(/[0-9]/g, '');
  const bars = bins.map(({ measure, bin, count, error95 }) => ({
    name: [measure.toUpperCase(), `${bin.replace('-', '–').replace('.', decimal)} s`] as const,
    ...{ count, error95 },
  }));
  return chart(title, addUp([total]), barsSvg(bars, 'fill-near', `hatch-near-${index}`, title, words), words);
}

function chart(title: string, total: PublicAmount, bars: Html, words: Words): Html {
  return html`<figure><figcaption><strong>${title}</strong> ${amountHtml(total, words)}</figcaption>${bars}</figure>`;
}

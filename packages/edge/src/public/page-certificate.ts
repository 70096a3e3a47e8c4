import type { CertificateJson } from '@outis/core';
import type { PublicFacts } from './facts.ts';
import { type Html, html } from './html.ts';
import type { Words } from './words.ts';

/** What somebody on site found last; null where nobody has counted beside the camera. */
export function certificateCard({ certificate }: PublicFacts, words: Words): Html | null {
  if (certificate === null) return null;
  const { say, number, time } = words;
  const { startMs, endMs, light, rows, coverage } = certificate;
  const share = Math.floor(100 * (coverage ?? 0));
  const minutes = number(Math.round((endMs - startMs) / 60_000));
  const list = light.map((each) => say(`light.${each}`)).join(', ');
  // A site has a row for every line, direction and class: those with nothing to say would hide the others.
  const shown = rows.some(({ lineId }) => lineId !== null)
    ? rows.filter(({ state }) => state !== 'few')
    : rows;
  return html`<section class="card certificate" id="certificate" aria-labelledby="certificate-title">
<h2 id="certificate-title">${say('certificate.title')}</h2>
<p>${say('certificate.lead')}</p>
<p>${say('certificate.when', { time: time(startMs), minutes })} ${light.length === 0 ? null : say('certificate.light', { list })}</p>
<ul>${shown.map((row) => html`<li>${rowText(row, words)}</li>`)}</ul>
${share >= 99 ? null : html`<p class="badge">${say('certificate.coverage', { share: number(share) })}</p>`}
<p class="soft">${say('certificate.noise')} ${say('certificate.all')}</p>
</section>`;
}

function rowText(row: CertificateJson['rows'][number], { say, number, time }: Words): string {
  const { lineId, direction, group, state, tapped, counted, error, low, high, dueMs } = row;
  const named =
    lineId === null || direction === null
      ? groupText(group, say)
      : say('certificate.place', {
          group: groupText(group, say),
          line: lineId,
          direction: say(`direction.${direction}`),
        });
  if (state === 'later') return say('certificate.later', { group: named, time: time(dueMs) });
  if (state === 'few' || tapped === null || counted === null || error === null || low === null)
    return say('certificate.few', { group: named });
  const percent = (value: number): string => `${value > 0 ? '+' : ''}${number(Math.round(100 * value))} %`;
  const numbers = say('certificate.row', {
    group: named,
    tapped: number(tapped),
    counted: number(counted),
  });
  const found =
    high === null
      ? say('certificate.error.open', { error: percent(error), low: percent(low) })
      : say('certificate.error', { error: percent(error), low: percent(low), high: percent(high) });
  return `${numbers} ${found}`;
}

/** A class stands alone where lines and directions are told apart; persons are both a class and a group. */
function groupText(group: CertificateJson['rows'][number]['group'], say: Words['say']): string {
  return group === 'vehicle' || group === 'two-wheeler' || group === 'person'
    ? say(`group.${group}`)
    : say(`class.${group}`);
}

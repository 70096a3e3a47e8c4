import {
  backgroundSettings,
  type ChangeJson,
  changeWaitsMs,
  isPurpose,
  isSafetyRule,
  withDaysIn,
} from '@outis/core';
import type { PublicFacts } from './facts.ts';
import { type Html, html } from './html.ts';
import { isDay, type Words } from './words.ts';

/** So many of the past changes are shown; of older ones the number. */
const pastShownMax = 20;

/** What is about to change, at the top of the page; nothing when nothing is. */
export function pendingChanges({ changes }: PublicFacts, words: Words): Html | null {
  const { say, time } = words;
  const pending = changes
    .filter(({ state }) => state === 'pending')
    .toSorted((a, b) => a.effectiveMs - b.effectiveMs || a.id - b.id);
  if (pending.length === 0) return null;
  return html`<section class="notice pending" id="pending" aria-labelledby="pending-title">
<h2 id="pending-title">${say('changes.pending.title')}</h2>
<ul class="changes">${pending.map(
    (change) => html`<li>${fromTo(change, words)}
<p><strong>${say('changes.pending.effective', { time: time(change.effectiveMs) })}</strong></p>
<p class="soft">${asked(change, words)}</p></li>`,
  )}</ul>
<p class="soft">${say('changes.pending.text')}</p>
</section>`;
}

/** What was changed, the newest first. */
export function pastChanges({ changes }: PublicFacts, words: Words): Html {
  const { say, number } = words;
  const past = changes
    .filter(({ state }) => state !== 'pending')
    .toSorted((a, b) => b.effectiveMs - a.effectiveMs || b.id - a.id);
  const older = past.length - pastShownMax;
  return html`<section class="card past" id="changes" aria-labelledby="changes-title">
<h2 id="changes-title">${say('changes.title')}</h2>
${past.length === 0 ? html`<p>${say('changes.none')}</p>` : null}
${
  past.length === 0
    ? null
    : html`<ul class="changes">${past.slice(0, pastShownMax).map(
        (change) => html`<li>${fromTo(change, words)}
<p>${outcome(change, words)}</p>
<p class="soft">${asked(change, words)}</p></li>`,
      )}</ul>`
}
${older > 0 ? html`<p class="soft">${say('changes.older', { count: number(older) })}</p>` : null}
</section>`;
}

function fromTo(change: ChangeJson, words: Words): Html {
  const { say } = words;
  const isPending = change.state === 'pending';
  return html`<h3>${say(`changes.field.${change.field}`)}</h3>
<dl class="from-to"><div><dt>${say(isPending ? 'changes.now' : 'changes.before')}</dt><dd dir="auto">${inWords(change, change.before, words)}</dd></div>
<div><dt>${say(isPending ? 'changes.then' : 'changes.after')}</dt><dd dir="auto">${inWords(change, change.after, words)}</dd></div></dl>`;
}

/** A value in the language of the page: purposes, days and numbers of areas are known; a model's name stays. */
function inWords({ field }: ChangeJson, text: string, { say, date, number, tag }: Words): string {
  const background = backgroundSettings.find((each) => field === 'background' && each === text);
  if (background !== undefined) return say(`background.${background}`);
  if (field === 'rules' && text !== '–')
    return text
      .split(', ')
      .map((rule) => (isSafetyRule(rule) ? say(`rule.${rule}`) : rule))
      .join(', ');
  if (field === 'pauses') return withDaysIn(text, tag);
  if (isPurpose(text)) return say(`purpose.${text}`);
  if (isDay(text)) return date(text);
  const model = /^(.*) \(unreviewed model\)$/.exec(text)?.[1];
  if (model !== undefined) return `${model} (${say('model.unreviewed')})`;
  const [, areas, percent] = /^(\d{1,4}) areas?(?: \((\d{1,3}) %\))?$/.exec(text) ?? [];
  if (areas === undefined) return text;
  const share = percent === undefined ? '' : ` (${percent} %)`;
  return say('changes.areas', { count: `${number(Number(areas))}${share}` });
}

/** Who asked for it. A name is never told: a user is "a user". */
function asked({ requestedBy, requestedMs }: ChangeJson, { say, time }: Words): string {
  return say(requestedBy === 'file' ? 'changes.asked.file' : 'changes.asked.user', {
    time: time(requestedMs),
  });
}

/** What became of it. Who decided is told as a role: only a different user with that role can. */
function outcome({ state, effectiveMs, requestedMs, decidedBy }: ChangeJson, { say, time }: Words): string {
  const at = { time: time(effectiveMs) };
  if (state === 'refused') return say('changes.refused', at);
  if (state === 'withdrawn') return say('changes.withdrawn', at);
  if (decidedBy !== null) return say('changes.effective.approved', at);
  return say(
    effectiveMs - requestedMs >= changeWaitsMs ? 'changes.effective.waited' : 'changes.effective',
    at,
  );
}

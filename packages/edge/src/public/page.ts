import { roadUserClasses } from '@outis/core';
import { contactHtml } from './contact.ts';
import type { PublicFacts } from './facts.ts';
import { type Html, html } from './html.ts';
import { type IconName, icon } from './icons.ts';
import type { PublicLanguage } from './language.ts';
import { certificateCard } from './page-certificate.ts';
import { pastChanges, pendingChanges } from './page-changes.ts';
import { numbersSection } from './page-numbers.ts';
import { documentHtml } from './shell.ts';
import { isSignStamp } from './sign-stamp.ts';
import { doesStatements, keptStatements, neverStatements, type Statement } from './statements.ts';
import { type Words, wordsOf } from './words.ts';

/** What the address of a visit may say besides its language. */
export interface PublicPageOptions {
  /** `?s=` of the sign that was scanned, as it came. */
  readonly scannedStamp?: string | undefined;
}

/** The page of one camera, `/c/<camera>`: everything that somebody in front of it may know. */
export function publicPage(
  facts: PublicFacts,
  language: PublicLanguage,
  options: PublicPageOptions = {},
): string {
  const words = wordsOf(language, facts.site.timeZone);
  const { say } = words;
  const stamp = isSignStamp(options.scannedStamp) ? options.scannedStamp : null;
  return documentHtml({
    words,
    title: `${facts.camera.id} · ${say('page.title')}`,
    query: stamp === null ? {} : { s: stamp },
    main: html`<article>
${hero(facts, words)}
${signNotice(facts, words, options.scannedStamp)}
${pendingChanges(facts, words)}
${facts.otherSystem === null ? null : notice('warn', say('other.title'), say('other.text', { name: facts.otherSystem }))}
${facts.numbers === undefined ? null : numbersSection(facts.numbers, words)}
<div class="cards">
${responsible(facts, words)}
${card('does', say('does.title'), [lines(doesStatements(facts), words, 'yes'), warnedOf(facts, words), lineCount(facts, words)])}
${card('never', say('never.title'), lines(neverStatements(facts), words, 'no'))}
${watched(facts, words)}
${aimed(facts, words)}
${card('kept', say('kept.title'), paragraphs(keptStatements(facts), words))}
${model(facts, words)}
${certificateCard(facts, words)}
${pastChanges(facts, words)}
${key(facts, words)}
</div>
</article>`,
    footer: html`<p>${say('footer.asOf', { time: words.time(facts.nowMs) })}</p>
<p><a href="/c?lang=${language}">${say('footer.all')}</a></p>`,
  });
}

/** A part of the page with its heading. */
export function card(id: string, title: string, content: Html | readonly Html[]): Html {
  return html`<section class="card ${id}" id="${id}" aria-labelledby="${id}-title">
<h2 id="${id}-title">${title}</h2>
${content}
</section>`;
}

function notice(kind: string, title: string, ...texts: readonly string[]): Html {
  return html`<section class="notice ${kind}"><h2>${title}</h2>${texts.map((text) => html`<p>${text}</p>`)}</section>`;
}

function hero({ camera, site, changes, otherSystem }: PublicFacts, words: Words): Html {
  const { say } = words;
  const pending = changes.some(({ state }) => state === 'pending');
  // That nothing looks at its pictures is not ours to say of another system.
  const stateText =
    otherSystem === null || camera.state === 'running'
      ? (`state.${camera.state}.text` as const)
      : 'other.state';
  return html`<header class="hero ${camera.purpose}">
<p class="eyebrow">${say('page.title')}</p>
<div class="big">${icon(camera.purpose, 'sign')}<h1>${say(`purpose.${camera.purpose}`)}</h1></div>
<p class="where"><span>${say('page.camera', { id: camera.id })}</span> <span>${site.name}</span></p>
<p class="lead">${say(`lead.${camera.purpose}`)}</p>
<p class="state ${camera.state}"><strong>${say(`state.${camera.state}`)}</strong> <span>${
    camera.simulated ? say('simulated') : say(stateText)
  }</span>${
    camera.pausedSinceMs === null
      ? null
      : html` <span>${say('state.paused.since', { time: words.time(camera.pausedSinceMs) })}</span>`
  }</p>
${pending ? html`<p><a class="badge" href="#pending">${say('changes.pending.title')}</a></p>` : null}
<h2>${say('why')}</h2>
<blockquote dir="auto">${camera.reason}</blockquote>
<p class="soft">${say('since', { date: words.day(camera.setUpMs) })} ${
    camera.until === null ? say('until.none') : say('until', { date: words.date(camera.until) })
  }</p>
</header>`;
}

/** Told when the sign that was scanned, or else the one that was made last, is not the one that would be made now. */
function signNotice({ sign }: PublicFacts, { say }: Words, scanned: string | undefined): Html | null {
  const old = scanned ?? sign.printedStamp;
  if (old === null || old === sign.stamp) return null;
  const codes = isSignStamp(old) ? [say('sign.old.codes', { scanned: old, current: sign.stamp })] : [];
  return notice('warn', say('sign.old.title'), say('sign.old.text'), ...codes);
}

function responsible({ camera, site }: PublicFacts, words: Words): Html {
  const { say } = words;
  const { contact, place } = camera;
  const rows = [
    row(say('who.owner'), html`<span dir="auto">${camera.owner}</span>`),
    row(say('who.contact'), contact === null ? html`${say('who.contact.none')}` : contactHtml(contact)),
    site.dpoContact !== null && row(say('who.dpo'), contactHtml(site.dpoContact)),
    row(say('who.site'), html`<span dir="auto">${site.name}</span>`),
    site.contact !== null && row(say('who.site.contact'), contactHtml(site.contact)),
    place !== null && row(say('who.place'), placeLink(place, words)),
  ];
  return card('who', say('who.title'), [
    html`<dl>${rows}</dl>`,
    html`<p class="soft">${say('who.rights')}</p>`,
  ]);
}

/** The one link that leads elsewhere. It is followed only by who taps it, and tells the other side nothing of this page. */
export function placeLink(place: { readonly lat: number; readonly lon: number }, { say }: Words): Html {
  const [lat, lon] = [place.lat.toFixed(5), place.lon.toFixed(5)];
  const address = `https://www.openstreetmap.org/?mlat=${lat}&mlon=${lon}#map=18/${lat}/${lon}`;
  return html`<a href="${address}" rel="noreferrer">${say('who.place.link', { place: `${lat}, ${lon}` })}</a>`;
}

function row(term: string, content: Html): Html {
  return html`<div><dt>${term}</dt><dd>${content}</dd></div>`;
}

function lines(statements: readonly Statement[], { say }: Words, name: IconName): Html {
  return html`<ul class="marked">${statements.map(
    ({ key, values }) => html`<li>${icon(name, name)}<span>${say(key, values)}</span></li>`,
  )}</ul>`;
}

function paragraphs(statements: readonly Statement[], { say }: Words): Html {
  return html`${statements.map(({ key, values }) => html`<p>${say(key, values)}</p>`)}`;
}

function warnedOf({ camera: { warns, tries } }: PublicFacts, { say, language }: Words): Html {
  const list = new Intl.ListFormat(language, { type: 'conjunction' });
  const named = (rules: typeof warns): string => list.format(rules.map((rule) => say(`rule.${rule}`)));
  const paragraph = (key: 'does.warn.of' | 'does.warn.trial', rules: typeof warns): Html | null =>
    rules.length === 0 ? null : html`<p class="soft">${say(key, { rules: named(rules) })}</p>`;
  return html`${paragraph('does.warn.of', warns)}${paragraph('does.warn.trial', tries)}`;
}

function lineCount({ camera }: PublicFacts, { say, number }: Words): Html {
  return html`<p class="soft">${
    camera.lines === 0 ? say('does.lines.none') : say('does.lines', { count: number(camera.lines) })
  }</p>`;
}

function watched({ watchedMinutesThisWeek, camera }: PublicFacts, { say, number }: Words): Html | null {
  if (watchedMinutesThisWeek === null) return null;
  const minutes = Math.ceil(watchedMinutesThisWeek);
  return card('watched', say('watched.title'), [
    html`<p><strong class="amount">${number(minutes)}</strong> ${say(minutes === 1 ? 'watched.minute' : 'watched.minutes')}</p>`,
    html`<p class="soft">${say('watched.text')} ${camera.simulated ? null : say('watched.log')}</p>`,
  ]);
}

/** Who looked through the camera: by name, because it is a person's doing that anybody may ask about. */
function aimed({ aimUses }: PublicFacts, words: Words): Html | null {
  if (aimUses === null) return null;
  const { say, time } = words;
  const title = say('aim.title');
  if (aimUses.length === 0) return card('aim', title, html`<p>${say('aim.none')}</p>`);
  const uses = aimUses.map(({ user, fromMs, toMs }) => {
    const from = time(fromMs);
    return toMs === null ? say('aim.now', { from, user }) : say('aim.use', { from, to: time(toMs), user });
  });
  return card('aim', title, [
    html`<ul>${uses.map((use) => html`<li dir="auto">${use}</li>`)}</ul>`,
    html`<p class="soft">${say('aim.text')}</p>`,
  ]);
}

function model({ model, camera }: PublicFacts, words: Words): Html {
  const { say } = words;
  const title = say('model.title');
  if (model === null)
    return card('model', title, html`<p>${say(camera.simulated ? 'model.simulated' : 'model.none')}</p>`);
  const unreviewed = html`<p class="badge">${say('model.unreviewed')}</p><p>${say('model.unreviewed.text')}</p>`;
  return card('model', title, [
    html`${model.reviewed ? null : unreviewed}`,
    html`<dl>${row(say('model.name'), html`${model.name}`)}${row(say('model.licence'), html`${model.licence}`)}${row(
      say('model.accuracy'),
      html`${accuracy(model.ap50, words)}`,
    )}</dl>`,
  ]);
}

/** How well the model finds what is counted, class by class. */
function accuracy(ap50: Readonly<Record<string, number>> | null, { say, number }: Words): string {
  const list = roadUserClasses
    .filter((each) => ap50?.[each] !== undefined)
    .map((each) => `${say(`class.${each}`)} ${number(Math.round(100 * ap50![each]!))} %`);
  return list.length === 0
    ? say('model.accuracy.none')
    : say('model.accuracy.ap50', { list: list.join(', ') });
}

function key({ keyFingerprint }: PublicFacts, { say }: Words): Html {
  const [before, after = ''] = say('key.how', { command: '\n' }).split('\n');
  return card('key', say('key.title'), [
    html`<p>${say('key.text')}</p><p class="fingerprint"><code>${keyFingerprint}</code></p>`,
    html`<p class="soft">${before!}<code>./outis verify FILE</code>${after}</p>`,
  ]);
}

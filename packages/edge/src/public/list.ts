import type { PublicFacts } from './facts.ts';
import { type Html, html } from './html.ts';
import type { PublicLanguage } from './language.ts';
import { drawMap, markerRadius } from './map.ts';
import { placeLink } from './page.ts';
import { documentHtml } from './shell.ts';
import { type Words, wordsOf } from './words.ts';

/** The page of all cameras of a site, `/c`: a list, and a map of those whose coordinates are given. */
export function publicList(cameras: readonly PublicFacts[], language: PublicLanguage): string {
  const first = cameras[0];
  const words = wordsOf(language, first?.site.timeZone ?? 'UTC');
  const { say } = words;
  const mapped = cameras.some(({ camera }) => camera.place !== null);
  const site = first === undefined ? null : html`<p class="eyebrow">${first.site.name}</p>`;
  return documentHtml({
    words,
    title: first === undefined ? say('list.title') : `${say('list.title')} · ${first.site.name}`,
    query: {},
    main: html`<div class="head">${site}<h1>${say('list.title')}</h1>
<p class="lead">${say(first === undefined ? 'list.none' : 'list.lead')}</p></div>
<div class="places${mapped ? ' mapped' : ''}">
${mapped ? map(cameras, words) : null}
<ol class="cameras">${cameras.map((facts, index) => item(facts, index, words))}</ol>
</div>`,
    footer:
      first === undefined ? html`` : html`<p>${say('footer.asOf', { time: words.time(first.nowMs) })}</p>`,
  });
}

function pageOf({ camera }: PublicFacts, { language }: Words): string {
  return `/c/${encodeURIComponent(camera.id)}?lang=${language}`;
}

function item(facts: PublicFacts, index: number, words: Words): Html {
  const { say } = words;
  const { camera, changes } = facts;
  const pending = changes.some(({ state }) => state === 'pending');
  return html`<li class="card ${camera.purpose}">
<span class="number" aria-hidden="true">${index + 1}</span>
<div class="body">
<h2><a href="${pageOf(facts, words)}">${camera.id}</a></h2>
<p><strong>${say(`purpose.${camera.purpose}`)}</strong></p>
<p dir="auto">${camera.reason}</p>
<p class="soft" dir="auto">${camera.owner}</p>
<p class="state ${camera.state}"><strong>${say(`state.${camera.state}`)}</strong> ${
    pending ? html`<span class="badge">${say('list.pending')}</span>` : null
  }</p>
${camera.simulated ? html`<p class="soft">${say('simulated')}</p>` : null}
${camera.place === null ? null : html`<p class="soft">${placeLink(camera.place, words)}</p>`}
</div>
</li>`;
}

/** Drawn from the coordinates alone: no tiles and no request to anybody. */
function map(cameras: readonly PublicFacts[], words: Words): Html {
  const { say } = words;
  const shown = cameras.flatMap((facts, index) =>
    facts.camera.place === null ? [] : [{ facts, index, place: facts.camera.place }],
  );
  const drawing = drawMap(shown.map(({ facts, place }) => ({ ...place, label: facts.camera.id })));
  const { width, height, points, scale } = drawing;
  const leads = points.map(({ at, marker }) =>
    Math.hypot(at.x - marker.x, at.y - marker.y) < 1
      ? null
      : html`<line class="lead-line" x1="${n(at.x)}" y1="${n(at.y)}" x2="${n(marker.x)}" y2="${n(marker.y)}"/><circle class="true-place" cx="${n(at.x)}" cy="${n(at.y)}" r="2.5"/>`,
  );
  const markers = points.map(({ marker, label }, order) => {
    const { facts, index } = shown[order]!;
    const { id, purpose } = facts.camera;
    return html`<a class="point ${purpose}" href="${pageOf(facts, words)}" aria-label="${index + 1} ${id}"><circle cx="${n(marker.x)}" cy="${n(marker.y)}" r="${markerRadius}"/><text class="count" x="${n(marker.x)}" y="${n(marker.y + 4.3)}" text-anchor="middle">${index + 1}</text>${
      label === null
        ? null
        : html` <text class="label" x="${n(label.x)}" y="${n(label.y + 4.3)}" text-anchor="${label.anchor}">${id}</text>`
    }</a>`;
  });
  const barTop = height - 18;
  return html`<figure class="map">
<svg viewBox="0 0 ${width} ${height}" role="group" aria-label="${say('list.map')}">
${[0.25, 0.5, 0.75].map(
  (part) =>
    html`<path class="grid" d="M${n(width * part)} 0V${height}M0 ${n(height * part)}H${width}" fill="none"/>`,
)}
${leads}
${markers}
<path class="bar" stroke-width="1.5" d="M16 ${barTop - 5}v5h${n(scale.length)}v-5"/>
<text x="${n(22 + scale.length)}" y="${barTop + 1}">${distance(scale.metres, words)}</text>
<path class="bar" stroke-width="1.5" d="M${width - 22} ${height - 14}v-22m-5 6 5-6 5 6"/>
<text x="${width - 22}" y="${height - 41}" text-anchor="middle">${say('list.map.north')}</text>
</svg>
<figcaption class="soft">${say('list.map.note')}</figcaption>
</figure>`;
}

function distance(metres: number, { number }: Words): string {
  return metres < 1000 ? `${number(metres)} m` : `${number(metres / 1000)} km`;
}

/** A coordinate of the drawing, to a tenth. */
function n(value: number): string {
  return String(Math.round(value * 10) / 10);
}

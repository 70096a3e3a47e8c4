import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { safetyRules } from '@outis/core';
import { headCommit, writeMeasured } from '../scripts/measurements.ts';
import { type Confusion, confusionOf } from './safety/confusion.ts';
import { correlatedDays, perfectDays, type Rows, renderedFilms } from './safety/settings.ts';

/**
 * Site safety against a site whose truth is known: which warnings are false, which dangers are found, and how soon. From
 * detections on it is the product: tracks, rules, gates. Three detectors stand before it: one whose errors hang together
 * over two seconds, for whole days; a perfect one; and the one that ships, on a film drawn of the site.
 *
 *   ./outis node bench/safety.ts [--parts errors,perfect,film,heads] [--days 2] [--dangerous 5] [--film 150] [--seed 100] [--json] [--write]
 *
 * `--days` quiet days are watched and `--dangerous` with dangers, after three of learning; `--film` is seconds of film for each
 * camera. `--json` prints for each rule what it came to with correlated errors, after learning; beside that `asIs`
 * (without learning), `perfect`, `rendered` and `heads` (real pictures; null without them, or where it was left out).
 */
const { values } = parseArgs({
  options: {
    parts: { type: 'string', default: 'errors,perfect,film,heads' },
    days: { type: 'string', default: '2' },
    dangerous: { type: 'string', default: '5' },
    film: { type: 'string', default: '150' },
    seed: { type: 'string', default: '100' },
    json: { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
  },
});
const seed = Number(values.seed);
const days = Number(values.days);
const dangerous = Number(values.dangerous);
const filmS = Number(values.film);
const parts = new Set(values.parts.split(','));

const perfect = parts.has('perfect') ? perfectDays(seed + 1, 1) : null;
const heads = parts.has('heads') ? await confusionOf() : null;
const errors = parts.has('errors') ? correlatedDays(seed, days, dangerous) : null;
const rendered = parts.has('film') ? await renderedFilms(seed + 2, filmS) : null;
const { asIs = null, learned = {}, usPerFrame = null } = errors ?? {};
const sections: Readonly<Record<string, readonly string[]>> = {
  ...(errors === null
    ? {}
    : {
        safety: [
          `${madeBy()}, seeds ${seed} to ${seed + 51}. The safety step of the product takes ${Math.round(errors.usPerFrame)} μs a frame of one camera, from tracks to the alert handed over.`,
          '',
          ...table(
            `Correlated errors, after 3 days of learning: ${days} quiet days and ${dangerous} with dangers (24 h each) for each camera`,
            errors.learned,
          ),
          ...table('The same days with the rules as they are, without learning', errors.asIs),
        ],
      }),
  ...(perfect === null
    ? {}
    : {
        'safety-perfect': [
          `${madeBy()}, seed ${seed + 1}.`,
          '',
          ...table('Perfect detections: a quiet day and one with dangers', perfect),
        ],
      }),
  ...(rendered === null
    ? {}
    : {
        'safety-film': [
          `${madeBy()}, seed ${seed + 2}.`,
          '',
          ...table(
            `Drawn film, H.264, the detector that ships: ${(filmS / 60).toFixed(1)} min of each camera, cooldown 20 s, exit blocked after 30 s`,
            rendered,
          ),
        ],
      }),
  ...(heads === null ? {} : { 'safety-heads': [`${madeBy()}.`, '', ...confusionTable(heads)] }),
};

if (values.json) console.log(JSON.stringify({ ...learned, asIs, perfect, rendered, heads, usPerFrame }));
else console.log(Object.values(sections).flat().join('\n'));
if (parts.has('heads') && heads === null && !values.json) console.log('Heads on real pictures: no data.');
if (values.write) {
  for (const [name, lines] of Object.entries(sections)) writeMeasured(name, lines.join('\n').trim());
}

function madeBy(): string {
  const commit = headCommit();
  return `Commit ${commit}, ${cpus().length} shared cores, ${cpus()[0]?.model ?? 'unknown'}`;
}

function table(name: string, rows: Rows): string[] {
  const seconds = (ms: number | null): string => (ms === null ? '–' : `${(ms / 1000).toFixed(1)} s`);
  const share = (value: number | null): string => (value === null ? '–' : value.toFixed(2));
  return [
    `${name}:`,
    '',
    '| rule | threshold | false alarms a camera-day | on quiet days | recall | precision | median delay | p95 | cannot judge | dangers | alarms | hours |',
    '|---|---|---|---|---|---|---|---|---|---|---|---|',
    ...safetyRules.map((rule) => {
      const row = rows[rule];
      return `| ${[
        rule,
        row.threshold,
        row.falseAlarmsPerCameraDay.toFixed(1),
        row.falseAlarmsPerQuietDay?.toFixed(1) ?? '–',
        share(row.recall),
        share(row.precision),
        seconds(row.medianDelayMs),
        seconds(row.p95DelayMs),
        `${(100 * row.cannotJudgeShare).toFixed(0)} %`,
        row.events,
        row.alarms,
        row.hours < 1 ? row.hours.toFixed(2) : Math.round(row.hours),
      ].join(' | ')} |`;
    }),
    '',
    ...(rows.proximity.widerRecall === null
      ? []
      : [`Recall of \`proximity\` for the wider truth: ${share(rows.proximity.widerRecall)}.`, '']),
  ];
}

function confusionTable(confusion: readonly Confusion[]): string[] {
  return [
    'Heads and vests on real pictures that were held out, attached to persons by geometry: what is true of the persons, and what is said of them.',
    '',
    '| boxes | part | heads | truth | persons | said worn | said missing | said unknown |',
    '|---|---|---|---|---|---|---|---|',
    ...confusion.map(
      ({ boxes, part, heads: size, truth, worn, missing, unknown }) =>
        `| ${[boxes, part, size, truth, worn + missing + unknown, worn, missing, unknown].join(' | ')} |`,
    ),
  ];
}

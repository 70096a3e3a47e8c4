import { isRoadUser, type ObjectClass } from '@outis/core';
import { withoutLooseParts } from '../../packages/sight/src/detector/worn-parts.ts';
import type { Cost, Measured } from './models.ts';
import { type Light, labels, lights, type Picture, sizeFor } from './pictures.ts';
import {
  type AtScore,
  atScore,
  averagePrecision,
  type ClassResult,
  drawWeights,
  type Found,
  type Interval,
  interval,
  judge,
  meanOverOverlaps,
  overlaps,
} from './score.ts';
import type { Choice } from './thresholds.ts';

/** A model and what it found: all scores, and as it ships. */
export interface Outcome {
  readonly model: Measured;
  readonly all: Found;
  readonly shipped: Found;
}

const scored = labels.filter((name) => name !== 'bicycle');

export function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(header), `|${'---|'.repeat(header.length)}`, ...rows.map(line)].join('\n');
}

const share = (value: number | null): string => (value === null ? '–' : value.toFixed(3).replace(/^0/, ''));
const short = (value: number | null): string => (value === null ? '–' : value.toFixed(2).replace(/^0/, ''));
const withInterval = ({ value, from, to }: Interval): string =>
  `${share(value)} [${short(from)}, ${short(to)}]`;
const signed = ({ value, from, to }: Interval): string => {
  const sign = (one: number): string => (one < 0 ? '−' : '+') + Math.abs(one).toFixed(2).replace(/^0/, '');
  return `${sign(value)} [${sign(from)}, ${sign(to)}]`;
};
const precision = ({ right, wrong }: AtScore): number | null =>
  right + wrong === 0 ? null : right / (right + wrong);
const recall = ({ right, boxes }: AtScore): number | null => (boxes === 0 ? null : right / boxes);
const boxesOf = ({ boxes }: ClassResult): number => boxes.reduce((sum, count) => sum + count, 0);
const knows = ({ model }: Outcome, name: ObjectClass): boolean =>
  Object.values(model.manifest.classes).includes(name);

/** AP50 and AP50-95 of every class, ours first, each baseline with the paired difference to ours. */
export function precisionTable(pictures: readonly Picture[], outcomes: readonly Outcome[]): string {
  const draws = drawWeights(pictures.length);
  const [ours, ...baselines] = outcomes;
  const rows = scored.map((name) => {
    const of = (outcome: Outcome): ClassResult[] =>
      overlaps.map((iouMin) => judge(pictures, outcome.all, name, iouMin));
    const own = of(ours!);
    const ownDraws = draws.map((weights) => averagePrecision(own[0]!, weights));
    const cells = [
      withInterval(interval(averagePrecision(own[0]!)!, ownDraws)),
      withInterval(
        interval(
          meanOverOverlaps(own)!,
          draws.map((weights) => meanOverOverlaps(own, weights)),
        ),
      ),
    ];
    for (const baseline of baselines) {
      if (!knows(baseline, name)) {
        cells.push('–', '–', '–');
        continue;
      }
      const other = of(baseline);
      const otherDraws = draws.map((weights) => averagePrecision(other[0]!, weights));
      const gaps = ownDraws.map((value, i) => (value === null ? null : value - otherDraws[i]!));
      const gap = averagePrecision(own[0]!)! - averagePrecision(other[0]!)!;
      cells.push(
        withInterval(interval(averagePrecision(other[0]!)!, otherDraws)),
        share(meanOverOverlaps(other)),
        signed(interval(gap, gaps)),
      );
    }
    const images = pictures.filter((picture) => picture.labelled.has(name)).length;
    return [name, `${boxesOf(own[0]!)} / ${images}`, ...cells];
  });
  const header = ['class', 'boxes / pictures', `${ours!.model.name} AP50`, 'AP50-95'];
  for (const { model } of baselines)
    header.push(`${model.name} AP50`, 'AP50-95', `Outis − ${model.name.split(' ')[0]}, AP50`);
  return table(header, rows);
}

/** Precision and recall at the shipped `high`, and what the `low` lets through. */
export function thresholdTable(
  pictures: readonly Picture[],
  outcomes: readonly Outcome[],
  choices: readonly Choice[],
): string {
  const [ours, ...baselines] = outcomes;
  const at = ({ model, shipped }: Outcome, name: ObjectClass, bound: 'low' | 'high'): AtScore =>
    atScore(judge(pictures, shipped, name, 0.5), model.manifest.thresholds[bound] - 1e-6);
  const rows = choices.map(({ class: name, low, high, why }) => {
    const [atHigh, atLow] = [at(ours!, name, 'high'), at(ours!, name, 'low')];
    const others = baselines.map((baseline) => {
      const found = at(baseline, name, 'high');
      return knows(baseline, name) ? `${short(precision(found))} / ${short(recall(found))}` : '–';
    });
    const own = `${short(precision(atHigh))} / ${short(recall(atHigh))}`;
    const below = `${short(precision(atLow))} / ${short(recall(atLow))}`;
    return [name, short(low), short(high), why, own, below, ...others];
  });
  return table(
    [
      ...['class', 'low', 'high', 'chosen by', 'precision / recall at high', 'at low'],
      ...baselines.map(({ model }) => `${model.name} at its high`),
    ],
    rows,
  );
}

/** Upper ends of the bins, px: the square root of a box's area in the picture as it is analysed. */
const sizeBins = [
  { name: 'below 16 px', from: 0, to: 16 },
  { name: '16 to 40 px', from: 16, to: 40 },
  { name: 'above 40 px', from: 40, to: Number.POSITIVE_INFINITY },
] as const;

/** Recall (of the truth's boxes of a size) and precision (of our detections of a size) at the shipped threshold. */
export function sizeTable(pictures: readonly Picture[], outcomes: readonly Outcome[]): string {
  const [ours] = outcomes;
  const side = (picture: Picture, box: { width: number; height: number }): number => {
    const size = sizeFor(picture, ours!.model.manifest.input);
    return Math.sqrt(box.width * size.widthPx * box.height * size.heightPx);
  };
  const rows = scored.map((name) => {
    const results = outcomes.map((outcome) => judge(pictures, outcome.shipped, name, 0.5));
    const cells = sizeBins.flatMap(({ from, to }) => {
      const within = (px: number): boolean => px >= from && px < to;
      let boxes = 0;
      const found = outcomes.map(() => 0);
      pictures.forEach((picture, index) => {
        if (!picture.labelled.has(name)) return;
        const truth = picture.truth.filter((one) => one.class === name && !one.difficult);
        for (const [at, one] of truth.entries()) {
          if (!within(side(picture, one.box))) continue;
          boxes++;
          results.forEach(({ foundBoxes }, model) => {
            const { high } = outcomes[model]!.model.manifest.thresholds;
            if ((foundBoxes.get(`${index}:${at}`) ?? 0) >= high - 1e-6) found[model]!++;
          });
        }
      });
      const own = atScore(
        {
          ...results[0]!,
          judged: results[0]!.judged.filter(({ picture, box }) => within(side(pictures[picture]!, box))),
        },
        ours!.model.manifest.thresholds.high - 1e-6,
      );
      const recalls = outcomes.map((outcome, i) =>
        knows(outcome, name) ? short(boxes === 0 ? null : found[i]! / boxes) : '–',
      );
      return [`${recalls.join(' / ')} (${boxes})`, short(precision(own))];
    });
    return [name, ...cells];
  });
  return table(['class', ...sizeBins.flatMap(({ name }) => [`recall ${name} (boxes)`, 'precision'])], rows);
}

/** AP50 of all models on a part of the pictures: `ours / baselines (boxes)`. */
function partCell(pictures: readonly Picture[], outcomes: readonly Outcome[], name: ObjectClass): string {
  const results = outcomes.map((outcome) => judge(pictures, outcome.all, name, 0.5));
  const boxes = boxesOf(results[0]!);
  if (boxes === 0) return '–';
  const values = outcomes.map((outcome, i) =>
    knows(outcome, name) ? short(averagePrecision(results[i]!)) : '–',
  );
  return `${values.join(' / ')} (${boxes})`;
}

export function lightTable(
  pictures: readonly Picture[],
  lightOf: ReadonlyMap<string, Light>,
  outcomes: readonly Outcome[],
): string {
  const parts = lights.map((light) => pictures.filter(({ id }) => lightOf.get(id) === light));
  return table(
    ['class', ...lights.map((light, i) => `${light} (${parts[i]!.length} pictures)`)],
    scored.map((name) => [name, ...parts.map((part) => partCell(part, outcomes, name))]),
  );
}

export function sourceTable(pictures: readonly Picture[], outcomes: readonly Outcome[]): string {
  const sources = [...new Set(pictures.map(({ source }) => source))];
  const parts = sources.map((source) => pictures.filter((picture) => picture.source === source));
  return table(
    ['class', ...sources.map((source, i) => `${source} (${parts[i]!.length} pictures)`)],
    scored.map((name) => [name, ...parts.map((part) => partCell(part, outcomes, name))]),
  );
}

/** Worn parts at the shipped threshold, all of them and only those with a wearer around them. */
export function wornTable(pictures: readonly Picture[], { model, shipped }: Outcome): string {
  const worn = new Map([...shipped].map(([id, detections]) => [id, withoutLooseParts(detections)] as const));
  const { high } = model.manifest.thresholds;
  const roads = pictures.filter(({ source }) => ['oi', 'atl', 'modes'].includes(source));
  const onRoads = (found: Found, name: ObjectClass): number =>
    roads.reduce(
      (sum, { id }) =>
        sum + found.get(id)!.filter((one) => one.class === name && one.score >= high - 1e-6).length,
      0,
    );
  const rows = labels
    .filter((name) => !isRoadUser(name))
    .map((name) => {
      const cells = [shipped, worn].flatMap((found) => {
        const at = atScore(judge(pictures, found, name, 0.5), high - 1e-6);
        return [
          `${short(precision(at))} / ${short(recall(at))}`,
          ((onRoads(found, name) / roads.length) * 100).toFixed(0),
        ];
      });
      return [name, ...cells];
    });
  return table(
    [
      ...['class', 'precision / recall, all', `per 100 of ${roads.length} road pictures, all`],
      ...['precision / recall, with a wearer', 'per 100 road pictures, with a wearer'],
    ],
    rows,
  );
}

export function costTable(costs: readonly Cost[], areas: readonly (string | null)[]): string {
  const ms = (value: number): string => value.toFixed(1);
  return table(
    [
      'model',
      'network, CPU ms (by the clock)',
      'picture to tensor',
      'whole `detect`',
      'AP50 person / car / helmet / bare-head / mean of all',
    ],
    costs.map(({ name, run, toTensor, whole }, i) => [
      name,
      `${ms(run.cpuMs)} (${ms(run.wallMs)})`,
      ms(toTensor.cpuMs),
      `${ms(whole.cpuMs)} (${ms(whole.wallMs)})`,
      areas[i] ?? '–',
    ]),
  );
}

/** AP50 of some classes and the mean of all that a model is measured on, as one cell. */
export function precisionCell(pictures: readonly Picture[], found: Found): string {
  const value = (name: ObjectClass): number => averagePrecision(judge(pictures, found, name, 0.5)) ?? 0;
  const all = scored.map(value);
  const mean = all.reduce((sum, one) => sum + one, 0) / all.length;
  return [...(['person', 'car', 'helmet', 'bare-head'] as const).map(value), mean].map(share).join(' / ');
}

/** AP50 on the same pictures made worse: `ours / baselines`. */
export function conditionTable(
  pictures: readonly Picture[],
  models: readonly Measured[],
  rows: readonly { readonly name: string; readonly found: readonly Found[] }[],
): string {
  const shown = ['person', 'car', 'motorcycle', 'helmet', 'bare-head'] as const;
  return table(
    ['condition', ...shown],
    rows.map(({ name, found }) => {
      const outcomes = found.map((one, i) => ({ model: models[i]!, all: one, shipped: one }));
      return [
        name,
        ...shown.map((objectClass) => partCell(pictures, outcomes, objectClass).replace(/ \(.*/, '')),
      ];
    }),
  );
}

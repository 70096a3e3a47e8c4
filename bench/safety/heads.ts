import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { attachParts, type Detection, type WornVote } from '@outis/core';
import { parseManifest } from '../../packages/sight/src/detector/manifest.ts';
import { loadDetector } from '../../packages/sight/src/detector/onnx-detector.ts';
import { decode, type Picture, readPictures, sizeFor } from '../../scripts/measure/pictures.ts';

/**
 * Helmets and bare heads on real pictures: the shipped detector finds persons and heads in the held-out pictures whose
 * heads were labelled by people, core attaches them, and the answer for each person is compared with what the labels
 * give for the same person box. Prints a confusion table by the height of the head, and the margins of right and wrong
 * votes, which the simulation beside this takes its realistic errors from.
 *
 *   ./outis node bench/safety/heads.ts [--json] [--part vest] [--data ../shared/data]
 */
const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    part: { type: 'string', default: 'helmet' },
    data: { type: 'string', default: process.env['OUTIS_DATA'] ?? '../shared/data' },
  },
});
const part = values.part === 'vest' ? 'vest' : 'helmet';
const folder = join(values.data, 'train');
const model = 'packages/sight/models/outis.onnx';
/** Persons that the tracker would follow. */
const personScoreMin = 0.4;
/** Heads of these heights (px of the analysed picture) are told apart; those from 24 on vote. */
const sizes = [
  { name: '12 to 16 px', from: 12, below: 16 },
  { name: '16 to 24 px', from: 16, below: 24 },
  { name: '24 px and more', from: 24, below: Infinity },
] as const;

interface Case {
  readonly truth: 'worn' | 'missing';
  readonly headPx: number;
  readonly vote: WornVote;
}

let detector: ReturnType<typeof loadDetector> | undefined;
if (!existsSync(join(folder, 'index.csv'))) console.log('skipped: no data');
else {
  const cases: Case[] = [];
  for (const picture of readPictures(folder).filter(isLabelled)) cases.push(...(await casesOf(picture)));
  report(cases);
}

function isLabelled({ labelled }: Picture): boolean {
  return labelled.has('helmet') && labelled.has('bare-head') && (part === 'helmet' || labelled.has('vest'));
}

async function casesOf(picture: Picture): Promise<readonly Case[]> {
  const manifest = parseManifest(readFileSync(model.replace('.onnx', '.manifest.json'), 'utf8'));
  const size = sizeFor(picture, manifest.input);
  const detections = await detect(picture);
  const wearers = detections
    .filter(({ class: name, score }) => name === 'person' && score >= personScoreMin)
    .map(({ box }) => ({
      class: 'person' as const,
      box: {
        left: box.left * size.widthPx,
        top: box.top * size.heightPx,
        width: box.width * size.widthPx,
        height: box.height * size.heightPx,
      },
    }));
  const labels = picture.truth.flatMap(({ class: name, box, difficult }): readonly Detection[] =>
    name === null || difficult ? [] : [{ class: name, score: 1, box }],
  );
  const options = { frame: size, headPxMin: 12 };
  const truths = attachParts(wearers, labels, options);
  return attachParts(wearers, detections, options).flatMap(({ [part]: vote }, index): readonly Case[] => {
    const { headPx, [part]: truth } = truths[index]!;
    return headPx === null || truth.is === 'unknown' ? [] : [{ truth: truth.is, headPx, vote }];
  });
}

async function detect(picture: Picture): Promise<readonly Detection[]> {
  detector ??= loadDetector(model, model.replace('.onnx', '.manifest.json'));
  const { manifest } = await detector;
  const size = sizeFor(picture, manifest.input);
  return (await detector).detect({ index: 0, tMs: 0, size, bytes: await decode(picture, size) });
}

function report(cases: readonly Case[]): void {
  const rows = sizes.flatMap(({ name, from, below }) =>
    (['worn', 'missing'] as const).map((truth) => {
      const of = cases.filter((one) => one.truth === truth && one.headPx >= from && one.headPx < below);
      const count = (is: WornVote['is']): number => of.filter(({ vote }) => vote.is === is).length;
      const [worn, missing] = [count('worn'), count('missing')];
      const wrong = truth === 'worn' ? missing : worn;
      return {
        heads: name,
        truth: `${part} ${truth}`,
        persons: of.length,
        ...{ worn, missing, unknown: count('unknown') },
        wrongOfUsablePercent: Math.round((1000 * wrong) / Math.max(1, worn + missing)) / 10,
      };
    }),
  );
  const usable = cases.filter(({ headPx, vote }) => headPx >= 24 && vote.is !== 'unknown');
  const margins = (isRight: boolean): readonly number[] =>
    usable
      .filter(({ truth, vote }) => (vote.is === truth) === isRight)
      .map(({ vote }) => Math.round(vote.margin * 100) / 100)
      .sort((a, b) => a - b);
  const right = margins(true);
  const quantiles = [0.05, 0.25, 0.5, 0.75, 0.95].map((q) => right[Math.floor(q * right.length)]);
  if (values.json)
    console.log(JSON.stringify({ rows, rightMargins: quantiles, wrongMargins: margins(false) }));
  else {
    console.table(rows);
    console.log(`margins of right votes (5, 25, 50, 75, 95 %): ${quantiles.join(' ')}`);
    console.log(`margins of wrong votes: ${margins(false).join(' ')}`);
  }
}

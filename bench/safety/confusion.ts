import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { attachParts, type Box, type Detection, type Wearer } from '@outis/core';
import { parseManifest } from '../../packages/sight/src/detector/manifest.ts';
import { loadDetector } from '../../packages/sight/src/detector/onnx-detector.ts';
import { decode, labels, type Picture, readPictures, sizeFor } from '../../scripts/measure/pictures.ts';

/** Of persons of one kind, how many were said to be what. */
export interface Confusion {
  readonly boxes: 'labelled' | 'detector';
  readonly part: 'helmet' | 'vest';
  readonly heads: string;
  readonly truth: string;
  readonly worn: number;
  readonly missing: number;
  readonly unknown: number;
}

const model = 'packages/sight/models/outis.onnx';
/** Persons that the tracker would follow. */
const personScoreMin = 0.4;
const headPxMin = 24;

/**
 * Held-out pictures whose heads were labelled by people: the attachment says for each person what is worn. What is true
 * of a person is told without it: the one labelled head that lies in the upper part of the box, and in no other's.
 * Persons with several are left out. Null where the pictures are not on this machine (`OUTIS_DATA`).
 */
export async function confusionOf(): Promise<readonly Confusion[] | null> {
  const folder = join(process.env['OUTIS_DATA'] ?? '../shared/data', 'train');
  if (!existsSync(join(folder, 'index.csv'))) return null;
  const counts = new Map<string, { worn: number; missing: number; unknown: number }>();
  const manifest = parseManifest(readFileSync(model.replace('.onnx', '.manifest.json'), 'utf8'));
  const detector = await loadDetector(model, model.replace('.onnx', '.manifest.json'));
  for (const picture of readPictures(folder)) {
    const { labelled } = picture;
    if (!labelled.has('helmet') || !labelled.has('bare-head')) continue;
    const size = sizeFor(picture, manifest.input);
    const truth = picture.truth.flatMap(({ class: name, box, difficult }): readonly Detection[] =>
      name === null || difficult ? [] : [{ class: name, score: 1, box }],
    );
    const found = await detector.detect({
      ...{ index: 0, tMs: 0, size },
      bytes: await decode(picture, size),
    });
    const persons = {
      labelled: labelledPersons(folder, picture),
      detector: found.filter(({ class: name, score }) => name === 'person' && score >= personScoreMin),
    };
    for (const boxes of ['labelled', 'detector'] as const) {
      const wearers = persons[boxes].map(({ box }) => inPx(box, size));
      const said = attachParts(wearers, boxes === 'labelled' ? truth : found, { frame: size, headPxMin });
      wearers.forEach((wearer, index) => {
        for (const part of ['helmet', 'vest'] as const) {
          if (part === 'vest' && !labelled.has('vest')) continue;
          const is = truthOf(part, wearer, wearers, truth, size);
          if (is === null) continue;
          const key = [boxes, part, is.heads, is.truth].join('|');
          const count = counts.get(key) ?? { worn: 0, missing: 0, unknown: 0 };
          count[said[index]![part].is]++;
          counts.set(key, count);
        }
      });
    }
  }
  return [...counts]
    .map(([key, count]): Confusion => {
      const [boxes, part, heads, truth] = key.split('|') as [
        Confusion['boxes'],
        Confusion['part'],
        string,
        string,
      ];
      return { boxes, part, heads, truth, ...count };
    })
    .toSorted((a, b) => order(a).localeCompare(order(b)));
}

function order({ boxes, part, heads, truth }: Confusion): string {
  return `${boxes === 'labelled' ? 0 : 1}${part}${heads}${truth}`;
}

interface Said {
  readonly heads: string;
  readonly truth: string;
}

/** What is true of a person; null where the labels leave it open. */
function truthOf(
  part: 'helmet' | 'vest',
  wearer: Wearer,
  all: readonly Wearer[],
  truth: readonly Detection[],
  size: { readonly widthPx: number; readonly heightPx: number },
): Said | null {
  const heads = truth
    .filter(({ class: name }) => name === 'helmet' || name === 'bare-head')
    .map((one) => ({ name: one.class, box: inPx(one.box, size).box }));
  const mine = heads.filter(({ box }) => share(box, wearer.box) > 0.5);
  if (mine.length === 0) return { heads: 'none', truth: 'no head' };
  const [head] = mine;
  if (mine.length > 1 || head === undefined) return null;
  const isOthers = all.some((other) => other !== wearer && share(head.box, other.box) > 0.5);
  const isHigh = head.box.top + head.box.height / 2 < wearer.box.top + 0.4 * wearer.box.height;
  if (isOthers || !isHigh) return null;
  const bucket = head.box.height >= headPxMin ? '24 px and more' : 'smaller';
  if (part === 'helmet') return { heads: bucket, truth: head.name === 'helmet' ? 'helmet' : 'bare head' };
  const vests = truth.filter(({ class: name }) => name === 'vest');
  const wearsVest = vests.some(({ box }) => share(inPx(box, size).box, wearer.box) > 0.6);
  return { heads: bucket, truth: wearsVest ? 'vest' : 'no vest' };
}

/** The persons of the full labels: where people labelled heads only, those that two teachers agreed on. */
function labelledPersons(folder: string, { id }: Picture): readonly Detection[] {
  return readFileSync(join(folder, 'labels', `${id}.txt`), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => line.trim().split(/\s+/).map(Number))
    .filter(([label]) => labels[label!] === 'person')
    .map(([, x, y, width, height]) => ({
      class: 'person' as const,
      score: 1,
      box: { left: x! - width! / 2, top: y! - height! / 2, width: width!, height: height! },
    }));
}

function inPx(
  { left, top, width, height }: Box,
  { widthPx, heightPx }: { readonly widthPx: number; readonly heightPx: number },
): Wearer {
  const box = {
    left: left * widthPx,
    top: top * heightPx,
    width: width * widthPx,
    height: height * heightPx,
  };
  return { class: 'person', box };
}

/** Share of a box that lies in another. */
function share(box: Box, within: Box): number {
  const width = Math.min(box.left + box.width, within.left + within.width) - Math.max(box.left, within.left);
  const height = Math.min(box.top + box.height, within.top + within.height) - Math.max(box.top, within.top);
  return width <= 0 || height <= 0 ? 0 : (width * height) / (box.width * box.height);
}

import { execFile } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type Box, type FrameSize, isObjectClass, type ObjectClass } from '@outis/core';
import { analysisSize } from '../../packages/edge/src/camera/probe.ts';
import type { ModelInput } from '../../packages/sight/src/detector/manifest.ts';

/** Labels of data/train in the order of their numbers; its `head` is our `bare-head`. */
export const labels: readonly ObjectClass[] = [
  'person',
  'bicycle',
  'motorcycle',
  'car',
  'bus',
  'truck',
  'helmet',
  'bare-head',
  'vest',
];

/** A box of the truth; `difficult` boxes (of one class, or of any: null) are neither hit nor miss. */
export interface TruthBox {
  readonly class: ObjectClass | null;
  readonly box: Box;
  readonly difficult: boolean;
}

/** A labelled picture. Only classes in `labelled` were looked for by a person, and only they are scored. */
export interface Picture {
  readonly id: string;
  readonly path: string;
  readonly source: string;
  readonly size: FrameSize;
  readonly labelled: ReadonlySet<ObjectClass>;
  readonly truth: readonly TruthBox[];
}

/** The pictures of the held-out split. */
export function readPictures(folder: string): Picture[] {
  const [header, ...rows] = readFileSync(join(folder, 'index.csv'), 'utf8')
    .trim()
    .split(/\r?\n/)
    .map(csvFields);
  return rows.flatMap((fields) => {
    const value = (name: string): string => fields[header!.indexOf(name)]!;
    if (value('split') !== 'val') return [];
    const id = value('image').replace(/\.jpg$/, '');
    const names = value('human').replace('head', 'bare-head').split('|').filter(isObjectClass);
    return {
      id,
      path: join(folder, 'images', `${id}.jpg`),
      source: value('source'),
      size: { widthPx: Number(value('width')), heightPx: Number(value('height')) },
      labelled: new Set(names),
      truth: readFileSync(join(folder, 'labels_human', `${id}.txt`), 'utf8')
        .split('\n')
        .filter((line) => line !== '')
        .map(truthBox),
    };
  });
}

function csvFields(line: string): string[] {
  return [...line.matchAll(/("([^"]*)"|[^,]*)(,|$)/g)].map(([, plain, quoted]) => quoted ?? plain!);
}

function truthBox(line: string): TruthBox {
  const [label, x, y, width, height] = line.replace(/^d/, '').trim().split(/\s+/).map(Number);
  return {
    class: labels[label!] ?? null,
    box: { left: x! - width! / 2, top: y! - height! / 2, width: width!, height: height! },
    difficult: line.startsWith('d'),
  };
}

/** The decoder's bounds for a model that stretches: as in the edge. */
const stretchBounds: FrameSize = { widthPx: 640, heightPx: 384 };

/** The size at which a picture is analysed for a model, as the edge has it decoded. */
export function sizeFor(picture: Picture, { fit, widthPx, heightPx }: ModelInput): FrameSize {
  return analysisSize(picture.size, fit === 'letterbox' ? { widthPx, heightPx } : stretchBounds);
}

const decoded = new Map<string, Uint8Array>();
/** A folder outside the project in which decoded pictures may stay for the next run. */
const cache = process.env['OUTIS_MEASURE_CACHE'];

/** The picture as yuv420p, as sight gets it; what was decoded is kept. */
export async function decode(picture: Picture, size: FrameSize): Promise<Uint8Array> {
  const key = `${picture.id} ${size.widthPx} ${size.heightPx}`;
  const known = decoded.get(key);
  if (known !== undefined) return known;
  const kept = cache === undefined ? undefined : join(cache, `${key}.yuv`);
  if (kept !== undefined && existsSync(kept)) {
    decoded.set(key, readFileSync(kept));
    return decoded.get(key)!;
  }
  const scale = `scale=${size.widthPx}:${size.heightPx}:flags=area`;
  const { stdout } = await promisify(execFile)(
    'ffmpeg',
    [
      ...['-v', 'error', '-nostdin', '-threads', '1', '-i', picture.path, '-vf', scale],
      ...['-f', 'rawvideo', '-pix_fmt', 'yuv420p', 'pipe:1'],
    ],
    { encoding: 'buffer', maxBuffer: 1 << 26 },
  );
  if (kept !== undefined) writeFileSync(kept, stdout);
  decoded.set(key, stdout);
  return stdout;
}

export const lights = ['day', 'dusk', 'night'] as const;
export type Light = (typeof lights)[number];
/** Mean luma (0 to 255, limited range) from which a picture counts as dusk, and as day. */
export const duskFrom = 50;
export const dayFrom = 80;

/** Day, dusk or night, by the mean luma of the picture: a rule of brightness, not of the clock. */
export async function lightOf(picture: Picture): Promise<Light> {
  const luma = (await decode(picture, { widthPx: 64, heightPx: 64 })).subarray(0, 64 * 64);
  const mean = luma.reduce((sum, value) => sum + value, 0) / luma.length;
  return mean >= dayFrom ? 'day' : mean >= duskFrom ? 'dusk' : 'night';
}

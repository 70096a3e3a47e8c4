import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Box } from '../../packages/core/src/geometry/box.ts';

/** One row of a MOTChallenge file, px. In truth `score` is the flag and `class` the eighth column. */
export interface Row {
  readonly id: number;
  readonly box: Box;
  readonly score: number;
  readonly class: number;
}

/** Rows by frame; index 0 is frame 1. */
export type Frames = readonly (readonly Row[])[];

/** One sequence of a benchmark at one frame rate. */
export interface Sequence {
  readonly name: string;
  readonly fps: number;
  readonly widthPx: number;
  readonly heightPx: number;
  readonly truth: Frames;
  readonly detections: Frames;
}

/** The project's data folder, which is never part of the repository. */
export function dataFolder(): string {
  return process.env['OUTIS_DATA'] ?? join(import.meta.dirname, '../../../shared/data');
}

/** Reads every sequence of a folder (`<name>/{seqinfo.ini,det.txt,gt/gt.txt}`), sorted by name. */
export function readSequences(folder: string): readonly Sequence[] {
  const names = readdirSync(folder).filter((name) => existsSync(join(folder, name, 'seqinfo.ini')));
  return names.sort().map((name) => {
    const info = readFileSync(join(folder, name, 'seqinfo.ini'), 'utf8');
    const field = (key: string): number => Number(new RegExp(`^${key}\\s*=\\s*(\\S+)`, 'm').exec(info)?.[1]);
    const length = field('seqLength');
    return {
      name,
      fps: field('frameRate'),
      widthPx: field('imWidth'),
      heightPx: field('imHeight'),
      truth: readRows(join(folder, name, 'gt/gt.txt'), length),
      detections: readRows(join(folder, name, 'det.txt'), length),
    };
  });
}

/** Reads one MOTChallenge text file: frame, id, left, top, width, height, score or flag, class. */
export function readRows(path: string, length: number): Frames {
  const frames: Row[][] = Array.from({ length }, () => []);
  for (const line of readFileSync(path, 'utf8').split('\n')) {
    const [frame, id, left, top, width, height, score, name] = line.split(',').map(Number);
    if (frame === undefined || height === undefined || frame < 1 || frame > length) continue;
    frames[frame - 1]!.push({
      id: id!,
      box: { left: left!, top: top!, width: width!, height },
      score: score ?? 1,
      class: name ?? 1,
    });
  }
  return frames;
}

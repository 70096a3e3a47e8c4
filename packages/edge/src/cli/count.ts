import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import {
  type Crossing,
  type Direction,
  type LineConfig,
  OutisError,
  type RoadUserClass,
  type SightEnded,
} from '@outis/core';
import { type ModelFacts, readModelFacts, reviewNote } from '../camera/model-facts.ts';
import { probe } from '../camera/probe.ts';
import { findModel } from '../camera/sight-command.ts';
import { SightPair } from '../camera/sight-pair.ts';
import { parseSource } from '../camera/source.ts';
import { CountingPipeline, deadBand } from '../pipeline/counting-pipeline.ts';
import { explainPage } from './explain.ts';
import { Explanation } from './explanation.ts';
import { readLinesFile } from './lines-file.ts';
import { Progress } from './progress.ts';

export interface CountOptions {
  readonly file: string;
  readonly linesPath: string;
  readonly fps: number;
  readonly modelPath: string | undefined;
  readonly outPath: string | undefined;
  /** Where the page that explains the counts is written. */
  readonly explainPath: string | undefined;
  readonly json: boolean;
}

/**
 * The result of counting a file. A file is footage that its owner already holds, so here, and only here,
 * instants are given, in seconds from the file's first frame.
 */
export interface CountResult {
  readonly counts: readonly {
    readonly line: string;
    readonly class: RoadUserClass;
    readonly direction: Direction;
    readonly count: number;
  }[];
  readonly crossings: readonly {
    readonly t: number;
    readonly line: string;
    readonly class: RoadUserClass;
    readonly direction: Direction;
  }[];
  readonly frames: number;
  readonly framesPerSecond: number;
  /** What looked; a model that Outis does not ship is not reviewed. */
  readonly model: Pick<ModelFacts, 'name' | 'licence' | 'reviewed'>;
}

/** A file that was written to this recently may still be growing. */
const settledAfterMs = 2_000;

/** `outis count`: counts over the lines of a file as fast as possible and prints or writes the result. */
export async function count(options: CountOptions): Promise<void> {
  const lines = readLinesFile(options.linesPath);
  const model = readModelFacts(findModel(options.modelPath));
  if (options.outPath !== undefined && !/\.(csv|json)$/i.test(options.outPath)) {
    throw new OutisError('usage', `--out ${options.outPath}: the name must end in .csv or .json`);
  }
  if (options.explainPath !== undefined && !/\.html?$/i.test(options.explainPath)) {
    throw new OutisError('usage', `--explain ${options.explainPath}: the name must end in .html`);
  }
  const before = await completeFile(options.file);
  const source = parseSource(options.file);
  if (source.kind !== 'file') throw new OutisError('source-not-a-file', options.file);
  const { durationSeconds } = await probe(source, 20_000);
  const totalFrames =
    durationSeconds === null ? null : Math.max(1, Math.round(durationSeconds * options.fps));
  const isExplained = options.explainPath !== undefined;
  const { result, explanation } = await countFile({
    source,
    model,
    lines,
    fps: options.fps,
    totalFrames,
    isExplained,
  });
  const after = statSync(options.file);
  if (after.size !== before.size || after.mtimeMs !== before.mtimeMs)
    throw new OutisError('source-growing', options.file);
  write(result, options);
  if (options.explainPath === undefined || explanation === null) return;
  const page = explainPage({
    file: basename(options.file),
    model: `${model.name}${reviewNote(model)}`,
    frames: result.frames,
    fps: options.fps,
    bandShare: deadBand,
    lines,
    counts: result.counts,
    explained: explanation.explained(),
  });
  writeResult(options.explainPath, page);
}

/** Refuses whatever is not a complete regular file: a pipe or a growing file would be a camera with instants. */
async function completeFile(path: string): Promise<{ readonly size: number; readonly mtimeMs: number }> {
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(path)) throw new OutisError('source-not-a-file', 'an address');
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined) throw new OutisError('source-not-found', path);
  if (!stats.isFile()) throw new OutisError('source-not-a-file', path);
  if (stats.size === 0) throw new OutisError('source-unreadable', `${path} has no bytes`);
  const ageMs = Date.now() - stats.mtimeMs;
  if (ageMs >= settledAfterMs || ageMs < 0) return stats;
  await wait(settledAfterMs - ageMs);
  const later = statSync(path);
  if (later.size !== stats.size || later.mtimeMs !== stats.mtimeMs)
    throw new OutisError('source-growing', path);
  return later;
}

interface CountFileOptions {
  readonly source: { readonly kind: 'file'; readonly path: string };
  readonly model: ModelFacts;
  readonly lines: readonly LineConfig[];
  readonly fps: number;
  readonly totalFrames: number | null;
  readonly isExplained: boolean;
}

interface Counted {
  readonly result: CountResult;
  readonly explanation: Explanation | null;
}

async function countFile(options: CountFileOptions): Promise<Counted> {
  const { source, model, lines, fps, totalFrames, isExplained } = options;
  const folder = mkdtempSync(join(tmpdir(), 'outis-count-'));
  const progress = new Progress(totalFrames);
  const crossings: Crossing[] = [];
  let pipeline: CountingPipeline | null = null;
  let explanation: Explanation | null = null;
  let frames = 0;
  let nextId = 1;
  let startedMs = performance.now();
  try {
    const ended = await new Promise<SightEnded | null>((resolve, reject) => {
      const pair = new SightPair(
        {
          source,
          model,
          clock: 'file',
          decodeFps: fps,
          analyseFps: fps,
          shape: { masks: [], boundary: null },
          sizeMax: null,
          maskPath: join(folder, 'mask.png'),
        },
        {
          onReady: ({ thresholds }, frame) => {
            startedMs = performance.now();
            explanation = isExplained ? new Explanation(frame) : null;
            pipeline = new CountingPipeline({
              frame,
              lines,
              thresholds,
              newId: () => nextId++,
              onCrossing: (trackId, crossing, at) => explanation?.count(trackId, crossing, at),
              onNote: (note, trackId, at) => explanation?.refuse(note, trackId, at),
              onDecided: ({ tMs, tracks }) => explanation?.see(tMs, tracks),
            });
          },
          onObservation: ({ tMs, detections }) => {
            // The pair tells of its readiness before the decoder has its first frame.
            crossings.push(...pipeline!.step(tMs, detections).crossings);
            progress.update(++frames);
          },
          onHealth: () => {},
          onWaiting: () => {},
          onStopped: (problem, last) => (problem === null ? resolve(last) : reject(problem)),
        },
      );
      pair.start();
    });
    if (ended === null || ended.framesAnalysed !== frames || frames === 0)
      throw new OutisError('source-unreadable', 'not one picture could be decoded');
  } finally {
    progress.done();
    rmSync(folder, { recursive: true, force: true });
  }
  crossings.push(...(pipeline as CountingPipeline | null)!.finish((frames * 1000) / fps).crossings);
  const framesPerSecond = Math.round((frames / ((performance.now() - startedMs) / 1000)) * 10) / 10;
  const result = {
    counts: sum(crossings),
    crossings: crossings.map(plain).sort((a, b) => a.t - b.t),
    frames,
    framesPerSecond,
    model: { name: model.name, licence: model.licence, reviewed: model.reviewed },
  };
  return { result, explanation };
}

function plain({ tMs, lineId, class: objectClass, direction }: Crossing): CountResult['crossings'][number] {
  return { t: Math.round(tMs) / 1000, line: lineId, class: objectClass, direction };
}

function sum(crossings: readonly Crossing[]): CountResult['counts'] {
  const counts = new Map<
    string,
    { line: string; class: RoadUserClass; direction: Direction; count: number }
  >();
  for (const { lineId, class: objectClass, direction } of crossings) {
    const key = `${lineId} ${objectClass} ${direction}`;
    const cell = counts.get(key) ?? { line: lineId, class: objectClass, direction, count: 0 };
    cell.count++;
    counts.set(key, cell);
  }
  return [...counts.values()].sort((a, b) =>
    `${a.line}${a.class}${a.direction}`.localeCompare(`${b.line}${b.class}${b.direction}`),
  );
}

function write(result: CountResult, { outPath, json, file }: CountOptions): void {
  if (outPath !== undefined) {
    writeResult(outPath, /\.csv$/i.test(outPath) ? csv(result) : `${JSON.stringify(result, null, 2)}\n`);
  }
  if (json) process.stdout.write(`${JSON.stringify(result)}\n`);
  else process.stdout.write(table(result, file));
}

function writeResult(path: string, text: string): void {
  try {
    writeFileSync(path, text);
  } catch (cause) {
    throw new OutisError('output-failed', path, { cause });
  }
}

function csv({ counts }: CountResult): string {
  return [
    'line,class,direction,count',
    ...counts.map((cell) => `${cell.line},${cell.class},${cell.direction},${cell.count}`),
    '',
  ].join('\n');
}

function table({ counts, frames, framesPerSecond, model }: CountResult, file: string): string {
  const rows = counts.map(
    (cell) =>
      `  ${cell.line.padEnd(12)} ${cell.class.padEnd(12)} ${cell.direction.padEnd(14)} ${String(cell.count).padStart(6)}`,
  );
  const body =
    rows.length === 0
      ? ['  Nothing crossed a line.']
      : [`  ${'line'.padEnd(12)} ${'class'.padEnd(12)} ${'direction'.padEnd(14)}  count`, ...rows];
  return `${[`${file}: ${frames} frames, ${framesPerSecond} frames/s, ${model.name}${reviewNote(model)}`, ...body, ''].join('\n')}`;
}

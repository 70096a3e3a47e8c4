import { spawnSync } from 'node:child_process';
import type { Detection, FrameSize } from '@outis/core';
import { lumaOf } from '../../packages/proof/src/measure/colour.ts';
import { PublishedPicture, reduceBlock } from '../../packages/proof/src/measure/published-picture.ts';
import { Background, type Detector, frameBytes, wasmKernels } from '../../packages/sight/src/index.ts';

/** A clip as raw pictures, and what of it does not move. */
export interface Clip {
  readonly size: FrameSize;
  readonly frames: readonly Uint8Array[];
  /** The median of all frames, px by px, as red green blue's luma 0 to 255: who only passes is not in it. */
  readonly median: Float32Array;
  /** Luma of each frame in the same scale. */
  readonly lumas: readonly Float32Array[];
}

/** What is found of moving things in a published picture. */
export interface ClipLeak {
  /** Highest opacity of what moves in one frame, over all published blocks that it covers; 0 to 1. */
  readonly alpha: number;
  /** Published px of blocks with movement that are further from the median than noise, at the worst moment. */
  readonly differentPx: number;
  readonly learnedShare: number;
  readonly updates: number;
}

const sampleMs = 5000;
/** Further from the median than this is something that moves, grey levels. */
const movingLevels = 25;
/** Fewer px of a block than this are noise of the coding. */
const movingPxLeast = 24;
/** A published px may differ so much by noise, slow light and 5 bits. */
const differentLevels = 40;

/** Decodes a clip with ffmpeg, so many pictures a second. */
export function readClip(path: string, size: FrameSize, fps: number): Clip {
  const filter = `fps=${fps},scale=${size.widthPx}:${size.heightPx}`;
  const decoded = spawnSync(
    'ffmpeg',
    ['-loglevel', 'error', '-i', path, '-vf', filter, '-f', 'rawvideo', '-pix_fmt', 'yuv420p', 'pipe:1'],
    { maxBuffer: 2 ** 30 },
  );
  if (decoded.status !== 0) throw new Error(decoded.stderr.toString());
  const length = frameBytes(size);
  const frames = Array.from({ length: Math.floor(decoded.stdout.length / length) }, (_, index) =>
    new Uint8Array(decoded.stdout.subarray(index * length, (index + 1) * length)),
  );
  const lumas = frames.map((frame) => Float32Array.from(frame.subarray(0, size.widthPx * size.heightPx), toGrey));
  return { size, frames, lumas, median: medianOf(lumas) };
}

/** What a detector says of each frame of a clip, once. */
export async function detectClip(clip: Clip, detector: Detector): Promise<(readonly Detection[])[]> {
  const found: (readonly Detection[])[] = [];
  for (const bytes of clip.frames)
    found.push(await detector.detect({ index: 0, tMs: 0, size: clip.size, bytes }, { scoreMin: 0.05 }));
  return found;
}

/**
 * Plays the clip over and over to a background, one frame in 5 s of its time, and looks for everything that moves in
 * every picture. `detections` of each frame; empty lists when all is hidden from the detector.
 */
export function playClip(clip: Clip, detections: readonly (readonly Detection[])[], minutes: number): ClipLeak {
  const background = new Background({
    frame: clip.size,
    profile: 'usual',
    utcOffsetMs: 0,
    kernels: wasmKernels(clip.size),
  });
  const picture = new PublishedPicture(background.columns, background.rows);
  const moving = movingBlocks(clip, background.columns, background.rows);
  const startMs = Date.UTC(2026, 2, 2, 9);
  let [alpha, differentPx, updates] = [0, 0, 0];
  for (let sample = 0; sample < (minutes * 60_000) / sampleMs; sample++) {
    const index = sample % clip.frames.length;
    background.observe({ tMs: startMs + sample * sampleMs, bytes: clip.frames[index]! }, detections[index]!);
    // The gate sees nothing: what it would refuse must not get so far.
    while (background.pictureToCheck() !== null) background.check([]);
    const news = background.takeUpdates();
    if (!news.some(({ blocks }) => blocks.length > 0)) continue;
    for (const update of news) picture.apply(update);
    updates++;
    const found = lookFor(picture, clip, moving);
    alpha = Math.max(alpha, found.alpha);
    differentPx = Math.max(differentPx, found.differentPx);
  }
  return { alpha, differentPx, learnedShare: picture.knownShare, updates };
}

/** Of each frame the blocks in which enough px are not as the median. */
export function movingBlocks({ lumas, median, size }: Clip, columns: number, rows: number): number[][] {
  return lumas.map((luma) => {
    const counts = new Uint16Array(columns * rows);
    for (let at = 0; at < luma.length; at++) {
      if (Math.abs(luma[at]! - median[at]!) <= movingLevels) continue;
      const block = (Math.floor(at / size.widthPx) >> 4) * columns + ((at % size.widthPx) >> 4);
      counts[block] = counts[block]! + 1;
    }
    return Array.from(counts.keys()).filter((block) => counts[block]! >= movingPxLeast);
  });
}

/** Opacity of what moves, and px that are nothing that stays, in one picture. */
export function lookFor(
  picture: PublishedPicture,
  { lumas, median, size }: Clip,
  moving: readonly (readonly number[])[],
): { readonly alpha: number; readonly differentPx: number } {
  const rests = new Map<number, Float32Array>();
  let differentPx = 0;
  for (const block of new Set(moving.flat())) {
    const pixels = picture.pixels[block];
    if (pixels === null || pixels === undefined) continue;
    const rest = publishedLuma(pixels);
    const truth = reduceBlock(median, size.widthPx, placeOf(block, picture), picture.sides[block]!);
    for (let at = 0; at < rest.length; at++) {
      rest[at] = rest[at]! - truth[at]!;
      if (Math.abs(rest[at]!) > differentLevels) differentPx++;
    }
    rests.set(block, centred(rest));
  }
  let alpha = 0;
  moving.forEach((blocks, frame) => {
    let [along, squared] = [0, 0];
    for (const block of blocks) {
      const rest = rests.get(block);
      const side = picture.sides[block]! === 0 ? 8 : picture.sides[block]!;
      const place = placeOf(block, picture);
      const shown = reduceBlock(lumas[frame]!, size.widthPx, place, side);
      const truth = reduceBlock(median, size.widthPx, place, side);
      const pattern = centred(shown.map((value, at) => value - truth[at]!));
      for (let at = 0; at < pattern.length; at++) {
        squared += pattern[at]! ** 2;
        along += (rest?.[at] ?? 0) * pattern[at]!;
      }
    }
    if (blocks.length >= 3) alpha = Math.max(alpha, Math.abs(along / squared));
  });
  return { alpha, differentPx };
}

function placeOf(block: number, { columns }: PublishedPicture): { readonly column: number; readonly row: number } {
  return { column: block % columns, row: Math.floor(block / columns) };
}

function publishedLuma(pixels: Uint8Array): Float32Array {
  const luma = new Float32Array(pixels.length / 3);
  for (let at = 0; at < luma.length; at++)
    luma[at] = lumaOf(pixels[3 * at]!, pixels[3 * at + 1]!, pixels[3 * at + 2]!);
  return luma;
}

function centred(values: Float32Array): Float32Array {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return values.map((value) => value - mean);
}

function toGrey(luma: number): number {
  return Math.max(0, Math.min(255, 1.164 * (luma - 16)));
}

function medianOf(frames: readonly Float32Array[]): Float32Array {
  const values = new Float32Array(frames.length);
  return Float32Array.from(frames[0]!, (_, at) => {
    frames.forEach((frame, index) => {
      values[index] = frame[at]!;
    });
    return values.sort()[frames.length >> 1]!;
  });
}

import { spawnSync } from 'node:child_process';
import type { Detection, FrameSize } from '@outis/core';
import { lumaOf } from '../../packages/proof/src/measure/colour.ts';
import { PublishedPicture, reduceBlock } from '../../packages/proof/src/measure/published-picture.ts';
import { Random } from '../../packages/proof/src/random.ts';
import { Background, type Detector, frameBytes, wasmKernels } from '../../packages/sight/src/index.ts';

/** A clip as raw pictures, and what of it does not move. */
export interface Clip {
  readonly size: FrameSize;
  readonly frames: readonly Uint8Array[];
  /** The median of all frames, px by px: who only passes is not in it. */
  readonly still: Uint8Array;
  /** Its luma, 0 to 255. */
  readonly median: Float32Array;
  /** Luma of each frame in the same scale. */
  readonly lumas: readonly Float32Array[];
  readonly lights: Lights;
}

/** The lights of a clip as factors of the median's. */
export interface Lights {
  readonly least: number;
  readonly most: number;
}

/** What is found of moving things in a published picture. */
export interface ClipLeak {
  /** Highest opacity of what moves in one frame, over all published blocks that it covers; 0 to 1. */
  readonly alpha: number;
  /** Published px of blocks with movement that are further from the median than noise, at the worst moment. */
  readonly differentPx: number;
  readonly learnedShare: number;
  readonly updates: number;
  /** How often the background took the camera for moved; it never was. */
  readonly moves: number;
}

const sampleMs = 5000;
const startMs = Date.UTC(2026, 2, 2, 9);
/** What sight hands to the background: everything that may be somebody. */
const scoreMin = 0.05;
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
  const frames = Array.from(
    { length: Math.floor(decoded.stdout.length / length) },
    (_, index) => new Uint8Array(decoded.stdout.subarray(index * length, (index + 1) * length)),
  );
  const luma = (frame: Uint8Array): Float32Array =>
    Float32Array.from(frame.subarray(0, size.widthPx * size.heightPx), toGrey);
  const still = medianOf(frames);
  const [lumas, median] = [frames.map(luma), luma(still)];
  return { size, frames, still, lumas, median, lights: lightsOf(lumas, median) };
}

/** What a detector says of each frame of a clip, once. */
export async function detectClip(clip: Clip, detector: Detector): Promise<(readonly Detection[])[]> {
  const found: (readonly Detection[])[] = [];
  for (const bytes of clip.frames)
    found.push((await detector.detectDown({ index: 0, tMs: 0, size: clip.size, bytes }, scoreMin)).all);
  return found;
}

/** A part of what is played: the clip over and over, its still picture, or one frame in which everybody stops. */
export interface ClipPart {
  readonly kind: 'clip' | 'still' | 'stop';
  readonly minutes: number;
  /** Of a stop: which of the frames, by how much moves in them; 0 is the one with the most. */
  readonly rank?: number;
}

/**
 * Plays a clip to a background, one of its frames in 5 s, and looks for everything that moves in every picture.
 * `detections` of each frame; empty lists when all is hidden from the detector.
 */
export function playClip(
  clip: Clip,
  detections: readonly (readonly Detection[])[],
  parts: readonly ClipPart[],
): ClipLeak {
  const background = new Background({
    frame: clip.size,
    profile: 'usual',
    utcOffsetMs: 0,
    kernels: wasmKernels(clip.size),
  });
  const picture = new PublishedPicture(background.columns, background.rows);
  const moving = movingBlocks(clip, background.columns, background.rows);
  const random = new Random(1);
  const bytes = new Uint8Array(clip.still.length);
  let [alpha, differentPx, updates, moves] = [0, 0, 0, 0];
  schedule(parts, moving).forEach((index, sample) => {
    const frame = index === null ? clip.still : clip.frames[index]!;
    // A little noise, or a stop would be stiller than any camera.
    let noise = random.seed();
    for (let at = 0; at < bytes.length; at++) {
      noise = (Math.imul(noise, 1664525) + 1013904223) | 0;
      bytes[at] = frame[at]! + ((noise >>> 24) % 3) - 1;
    }
    const tMs = startMs + sample * sampleMs;
    background.observe({ tMs, bytes }, index === null ? [] : detections[index]!);
    // The gate sees nothing: what it would refuse must not get so far.
    while (background.pictureToCheck() !== null) background.check([]);
    const news = background.takeUpdates();
    if (news.some(({ hasMoved }) => hasMoved)) moves++;
    if (!news.some(({ blocks }) => blocks.length > 0)) return;
    for (const update of news) picture.apply(update);
    updates++;
    const found = lookFor(picture, clip, moving);
    alpha = Math.max(alpha, found.alpha);
    differentPx = Math.max(differentPx, found.differentPx);
  });
  return { alpha, differentPx, learnedShare: picture.knownShare, updates, moves };
}

/** The frame of every sample; null for the still picture. */
function schedule(parts: readonly ClipPart[], moving: readonly (readonly number[])[]): (number | null)[] {
  const ranked = [...moving.keys()].sort((a, b) => moving[b]!.length - moving[a]!.length);
  return parts.flatMap(({ kind, minutes, rank = 0 }) =>
    Array.from({ length: (minutes * 60_000) / sampleMs }, (_, sample) =>
      kind === 'still' ? null : kind === 'stop' ? ranked[rank]! : sample % moving.length,
    ),
  );
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
  { lumas, median, size, lights }: Clip,
  moving: readonly (readonly number[])[],
): { readonly alpha: number; readonly differentPx: number } {
  const rests = new Map<number, Float32Array>();
  let differentPx = 0;
  for (const block of new Set(moving.flat())) {
    const pixels = picture.pixels[block];
    if (pixels === null || pixels === undefined) continue;
    const rest = publishedLuma(pixels);
    const truth = reduceBlock(median, size.widthPx, placeOf(block, picture), picture.sides[block]!);
    const gain = Math.min(lights.most, Math.max(lights.least, mean(rest) / Math.max(8, mean(truth))));
    for (let at = 0; at < rest.length; at++) {
      rest[at] = rest[at]! / gain - truth[at]!;
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

/**
 * The lights of a clip as factors of the median's: the camera sets its exposure itself, and a block may have been copied
 * in any of them. Within a few frames of one another they are not told apart from who covers most of the view, so the
 * outermost tenth on each side is left out.
 */
function lightsOf(lumas: readonly Float32Array[], median: Float32Array): Lights {
  const still = middleOf(median);
  const factors = lumas.map((luma) => middleOf(luma) / Math.max(8, still)).sort((a, b) => a - b);
  const tenth = Math.floor(factors.length / 10);
  return { least: factors[tenth] ?? 1, most: factors[factors.length - 1 - tenth] ?? 1 };
}

function middleOf(luma: Float32Array): number {
  return Float32Array.from(luma).sort()[luma.length >> 1] ?? 0;
}

function mean(values: Float32Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function placeOf(
  block: number,
  { columns }: PublishedPicture,
): { readonly column: number; readonly row: number } {
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

function medianOf(frames: readonly Uint8Array[]): Uint8Array {
  const values = new Uint8Array(frames.length);
  return frames[0]!.map((_, at) => {
    frames.forEach((frame, index) => {
      values[index] = frame[at]!;
    });
    return values.sort()[frames.length >> 1]!;
  });
}

import { backgroundBlockPx, type Detection, type FrameSize } from '@outis/core';
import { type Frame, frameBytes } from '../frame/frame.ts';
import type { Word } from './contest.ts';
import type { Grid } from './grid.ts';
import type { LightBin } from './light.ts';

/** A block that waits for the detector: its picture as it would be shown, and whose look it is. */
export interface Candidate {
  readonly bin: LightBin;
  readonly word: Word;
  readonly signature: Uint8Array;
  readonly pixels: Uint8Array;
  readonly copiedMs: number;
}

/** A part of the picture that the detector looks at. */
interface View {
  readonly left: number;
  readonly top: number;
  readonly size: FrameSize;
  readonly isMirrored: boolean;
}

/**
 * Scores down to this are a hit, of any class, in any one look. Measured with the shipped model in learned pictures of
 * two car parks and a street with trees (512×288): the share of 144 drawn people and 144 cut-outs of real ones, 30 to
 * 140 px high and as coarse as they would be shown, of whom most is found, and the share of blocks without anybody
 * that is refused (car parks, street): .05: 100 and 100 %, 12 to 51 and 71 to 95 %. .05 in two looks or .2 in one: 100
 * and 100 %, 6 to 24 and 62 to 89 %. .1: 100 and 100 %, 2 to 3 and 9 to 59 %. .2: 99 and 99 %, at most 1 and 4 to
 * 25 %. .4: 93 and 91 %, 0 and 0 to 6 %. Where most of a place is refused every day nothing is shown of it at all.
 */
const gateScoreMin = 0.2;

/**
 * The last look before anybody sees new blocks: the detector looks at the picture as it would be shown, whole and in
 * nine overlapping parts of half its sides, each also mirrored. One look a frame; what is in a box is not shown.
 */
export class Gate {
  readonly #grid: Grid;
  readonly #views: readonly View[];
  #round: {
    readonly candidates: ReadonlyMap<number, Candidate>;
    readonly picture: Uint8Array;
    readonly hits: Set<number>;
    next: number;
  } | null = null;

  constructor(grid: Grid) {
    this.#grid = grid;
    this.#views = viewsOf(grid.frame);
  }

  get isBusy(): boolean {
    return this.#round !== null;
  }

  /** Begins a round. `blocks` is the whole picture with the candidates in it, null where nothing is known. */
  begin(candidates: ReadonlyMap<number, Candidate>, blocks: readonly (Uint8Array | null)[]): void {
    this.#round = {
      candidates: new Map(candidates),
      picture: paint(this.#grid, blocks),
      hits: new Set(),
      next: 0,
    };
  }

  /** What the detector must look at now, or null. */
  view(): Frame | null {
    const round = this.#round;
    if (round === null) return null;
    const view = this.#views[round.next]!;
    return { index: 0, tMs: 0, size: view.size, bytes: cut(round.picture, this.#grid.frame, view) };
  }

  /** Takes what it found there. True when that was the last view. */
  answer(detections: readonly Detection[]): boolean {
    const round = this.#round;
    if (round === null) throw new TypeError('Nobody asked the detector.');
    const view = this.#views[round.next]!;
    for (const { box, score } of detections) {
      // Written so that a score that is not a number is a hit.
      if (score < gateScoreMin) continue;
      const touched = this.#blocksIn(view, box);
      // What is shown already has passed; but where a new block completes somebody, all of it goes.
      if (touched.some((block) => round.candidates.has(block)))
        for (const block of touched) round.hits.add(block);
    }
    round.next++;
    return round.next === this.#views.length;
  }

  /** Ends the round: who passed, and the blocks that were hit, also those shown already. */
  end(): { readonly passed: ReadonlyMap<number, Candidate>; readonly hits: ReadonlySet<number> } {
    const round = this.#round;
    if (round === null || round.next < this.#views.length)
      throw new TypeError('The detector has not looked at everything.');
    this.#round = null;
    const passed = new Map([...round.candidates].filter(([block]) => !round.hits.has(block)));
    return { passed, hits: round.hits };
  }

  /** Gives the round up; nothing of it is shown. */
  abort(): void {
    this.#round = null;
  }

  #blocksIn(view: View, box: Detection['box']): number[] {
    const { columns, rows, blocks } = this.#grid;
    const { widthPx, heightPx } = view.size;
    // A box that is not a number may be anywhere.
    if (![box.left, box.top, box.width, box.height].every(Number.isFinite))
      return Array.from({ length: blocks }, (_, block) => block);
    const left = view.isMirrored ? 1 - box.left - box.width : box.left;
    const first = toBlock(view.left + left * widthPx, columns);
    const last = toBlock(view.left + (left + box.width) * widthPx, columns);
    const lowest = toBlock(view.top + (box.top + box.height) * heightPx, rows);
    const result: number[] = [];
    for (let row = toBlock(view.top + box.top * heightPx, rows); row <= lowest; row++)
      for (let column = first; column <= last; column++) result.push(row * columns + column);
    return result;
  }
}

function toBlock(px: number, length: number): number {
  return Math.min(length - 1, Math.max(0, Math.floor(px / backgroundBlockPx)));
}

function viewsOf(frame: FrameSize): View[] {
  const even = (px: number): number => 2 * Math.floor(px / 2);
  const half = { widthPx: even(frame.widthPx / 2), heightPx: even(frame.heightPx / 2) };
  const steps = [0, 0.5, 1];
  const parts = steps.flatMap((down) =>
    steps.map((across) => ({
      left: even((frame.widthPx - half.widthPx) * across),
      top: even((frame.heightPx - half.heightPx) * down),
      size: half,
    })),
  );
  const all = [{ left: 0, top: 0, size: frame }, ...parts];
  return all.flatMap((part) => [
    { ...part, isMirrored: false },
    { ...part, isMirrored: true },
  ]);
}

/** The picture as yuv420p. Unknown px get the mean colour of the known ones, so that no edge of ours looks like one. */
function paint(grid: Grid, blocks: readonly (Uint8Array | null)[]): Uint8Array {
  const { widthPx, heightPx } = grid.frame;
  const bytes = new Uint8Array(frameBytes(grid.frame));
  const neutral = meanColour(blocks);
  const chroma = widthPx * heightPx;
  const chromaLength = chroma / 4;
  for (let y = 0; y < heightPx; y++) {
    for (let x = 0; x < widthPx; x++) {
      const pixels = blocks[(y >> 4) * grid.columns + (x >> 4)] ?? null;
      let [red, green, blue] = neutral;
      if (pixels !== null) {
        const side = Math.sqrt(pixels.length / 3);
        const at = (Math.floor(((y & 15) * side) / 16) * side + Math.floor(((x & 15) * side) / 16)) * 3;
        [red, green, blue] = [pixels[at]!, pixels[at + 1]!, pixels[at + 2]!];
      }
      bytes[y * widthPx + x] = 16.5 + 0.256788 * red + 0.504129 * green + 0.097906 * blue;
      if ((x & 1) === 0 && (y & 1) === 0) {
        const to = chroma + (y >> 1) * (widthPx >> 1) + (x >> 1);
        bytes[to] = 128.5 - 0.148223 * red - 0.290993 * green + 0.439216 * blue;
        bytes[to + chromaLength] = 128.5 + 0.439216 * red - 0.367788 * green - 0.071427 * blue;
      }
    }
  }
  return bytes;
}

function meanColour(blocks: readonly (Uint8Array | null)[]): [number, number, number] {
  const sums: [number, number, number] = [0, 0, 0];
  let count = 0;
  for (const pixels of blocks) {
    if (pixels === null) continue;
    for (let at = 0; at < pixels.length; at += 3)
      for (let channel = 0; channel < 3; channel++) sums[channel]! += pixels[at + channel]! / pixels.length;
    count++;
  }
  return count === 0 ? [128, 128, 128] : (sums.map((sum) => (sum * 3) / count) as [number, number, number]);
}

/** A part of a yuv420p picture, mirrored or not, as a picture of its own. */
function cut(picture: Uint8Array, frame: FrameSize, { left, top, size, isMirrored }: View): Uint8Array {
  const bytes = new Uint8Array(frameBytes(size));
  let to = 0;
  const plane = (
    begin: number,
    stride: number,
    x0: number,
    y0: number,
    width: number,
    height: number,
  ): void => {
    for (let y = 0; y < height; y++) {
      const from = begin + (y0 + y) * stride + x0;
      const row = bytes.subarray(to, to + width);
      row.set(picture.subarray(from, from + width));
      if (isMirrored) row.reverse();
      to += width;
    }
  };
  const { widthPx, heightPx } = frame;
  plane(0, widthPx, left, top, size.widthPx, size.heightPx);
  const [halfWidth, halfHeight] = [size.widthPx / 2, size.heightPx / 2];
  plane(widthPx * heightPx, widthPx / 2, left / 2, top / 2, halfWidth, halfHeight);
  plane((widthPx * heightPx * 5) / 4, widthPx / 2, left / 2, top / 2, halfWidth, halfHeight);
  return bytes;
}

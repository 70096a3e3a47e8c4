import { type AimView, aimWidthPxMax, backgroundBlockPx, type Detection } from '@outis/core';
import { type Grid, gridOf } from './grid.ts';
import type { Kernels } from './kernels/kernels.ts';
import { Motion } from './motion.ts';
import { Taint } from './taint.ts';

/** One picture in so many ms, at most, and none after so long. */
const viewEveryMs = 2_000;
const aimMsMax = 10 * 60_000;
/** What was detected or has moved stays filled for so long: somebody stops, the camera is turned a little. */
const aimHoldMs = 6_000;
/** Longer without a frame and everything is filled again. */
const gapMsMax = 3_000;
/** Motion is measured over a second: who goes slowly has moved by then. */
const keepEveryMs = 1_000;
const grey = 128;

/**
 * The small picture by which somebody points a camera: at most 160 px wide, one in two seconds, for ten minutes.
 * Where anything was detected, of any class and from the scores that taint the background too, or has moved, there is
 * flat grey. It learns nothing, so it works where no background is learned.
 */
export class AimViewer {
  readonly #grid: Grid;
  readonly #kernels: Kernels;
  readonly #motion: Motion;
  readonly #taint: Taint;
  #fromMs: number | null = null;
  #beforeMs = 0;
  #keptMs = 0;
  #viewMs = Number.NEGATIVE_INFINITY;

  constructor(kernels: Kernels, frame: Parameters<typeof gridOf>[0]) {
    this.#grid = gridOf(frame);
    this.#kernels = kernels;
    this.#motion = new Motion(this.#grid, kernels);
    this.#taint = new Taint(this.#grid, aimHoldMs);
  }

  /**
   * Takes every analysed frame with all detections of .05 and more (null: the detector failed, all is filled). Gives a
   * picture when one is due, else null. `candidates` are passed on.
   */
  observe(
    { tMs, bytes }: { readonly tMs: number; readonly bytes: Uint8Array },
    detections: readonly Detection[] | null,
    candidates: () => readonly number[],
  ): AimView | null {
    this.#kernels.put(bytes);
    const isFirst = this.#fromMs === null;
    this.#fromMs ??= tMs;
    // Nobody knows who stands still in the first frame.
    if (isFirst || detections === null || tMs < this.#beforeMs || tMs - this.#beforeMs > gapMsMax)
      this.#taint.addAll(tMs);
    if (!isFirst) {
      this.#motion.measure();
      for (let i = 0; i < this.#motion.length; i++) this.#taint.addAround(tMs, this.#motion.moved[i]!);
    }
    if (isFirst || tMs < this.#keptMs || tMs - this.#keptMs >= keepEveryMs) {
      this.#kernels.keep();
      this.#keptMs = tMs;
    }
    this.#beforeMs = tMs;
    const isDue = tMs - this.#viewMs >= viewEveryMs;
    this.#taint.addDetections(tMs, detections ?? [], isDue);
    if (this.isOver(tMs) || tMs - this.#fromMs < aimHoldMs || !isDue) return null;
    this.#viewMs = tMs;
    return this.#view(tMs, bytes, candidates());
  }

  /** True after ten minutes, whoever forgot to end it. */
  isOver(tMs: number): boolean {
    return this.#fromMs !== null && !(tMs - this.#fromMs < aimMsMax && tMs >= this.#fromMs);
  }

  #view(tMs: number, bytes: Uint8Array, candidates: readonly number[]): AimView {
    const { frame, columns, rows } = this.#grid;
    const step = Math.max(
      1,
      Math.ceil(frame.widthPx / aimWidthPxMax),
      Math.ceil(frame.heightPx / (2 * aimWidthPxMax)),
    );
    const widthPx = Math.floor(frame.widthPx / step);
    const heightPx = Math.floor(frame.heightPx / step);
    const pixels = new Uint8Array(widthPx * heightPx * 3).fill(grey);
    for (let y = 0; y < heightPx; y++)
      for (let x = 0; x < widthPx; x++)
        if (!this.#isFilled(tMs, x * step, y * step, step))
          pixels.set(meanColour(bytes, frame, x * step, y * step, step), (y * widthPx + x) * 3);
    return {
      kind: 'aim',
      tMs,
      widthPx,
      heightPx,
      pixels: Buffer.from(pixels).toString('base64'),
      columns,
      rows,
      candidates: candidates.filter((block) => !this.#taint.isTainted(block, tMs)),
    };
  }

  /** True when any px of the square is in a block that is filled. */
  #isFilled(tMs: number, left: number, top: number, side: number): boolean {
    const { columns } = this.#grid;
    const last = side - 1;
    for (const y of [top, top + last])
      for (const x of [left, left + last])
        if (
          this.#taint.isTainted(
            Math.floor(y / backgroundBlockPx) * columns + Math.floor(x / backgroundBlockPx),
            tMs,
          )
        )
          return true;
    return false;
  }
}

/** The mean of a square as red green blue (BT.601, limited range). */
function meanColour(
  bytes: Uint8Array,
  { widthPx, heightPx }: { readonly widthPx: number; readonly heightPx: number },
  left: number,
  top: number,
  side: number,
): [number, number, number] {
  const half = widthPx / 2;
  const length = widthPx * heightPx;
  let [y, u, v] = [0, 0, 0];
  for (let row = top; row < top + side; row++) {
    for (let column = left; column < left + side; column++) {
      const chroma = length + (row >> 1) * half + (column >> 1);
      y += bytes[row * widthPx + column]!;
      u += bytes[chroma]!;
      v += bytes[chroma + length / 4]!;
    }
  }
  const count = side * side;
  const luma = 1.164384 * (y / count - 16);
  const [blue, red] = [u / count - 128, v / count - 128];
  const clamp = (value: number): number => Math.round(Math.min(255, Math.max(0, value)));
  return [
    clamp(luma + 1.596027 * red),
    clamp(luma - 0.391762 * blue - 0.812968 * red),
    clamp(luma + 2.017232 * blue),
  ];
}

import { Fourier } from './fourier.ts';
import type { Grey } from './grey.ts';

/** Where a pattern fits best. `ncc`: normalised cross-correlation, -1 to 1; 0 where it fits nowhere. */
export interface BestFit {
  readonly ncc: number;
  readonly x: number;
  readonly y: number;
}

const nowhere: BestFit = { ncc: 0, x: 0, y: 0 };
/** Less contrast than this is noise of rounding; standard deviation in units of the picture. */
const contrastLeast = 1;

/** Correlates patterns with one picture at every position at which they lie in it whole. */
export class Correlator {
  readonly #picture: Grey;
  readonly #fourier: Fourier;
  readonly #re: Float64Array;
  readonly #im: Float64Array;
  readonly #sums: Float64Array;
  readonly #squares: Float64Array;
  readonly #workRe: Float64Array;
  readonly #workIm: Float64Array;

  constructor(picture: Grey) {
    this.#picture = picture;
    const { widthPx, heightPx } = picture;
    this.#fourier = fourierFor(widthPx, heightPx);
    const { width, height } = this.#fourier;
    const length = width * height;
    this.#re = new Float64Array(length);
    this.#im = new Float64Array(length);
    this.#workRe = new Float64Array(length);
    this.#workIm = new Float64Array(length);
    this.#sums = new Float64Array((widthPx + 1) * (heightPx + 1));
    this.#squares = new Float64Array((widthPx + 1) * (heightPx + 1));
    let mean = 0;
    for (const value of picture.values) mean += value / picture.values.length;
    for (let y = 0; y < heightPx; y++) {
      for (let x = 0; x < widthPx; x++) {
        const value = picture.values[y * widthPx + x]! - mean;
        this.#re[y * width + x] = value;
        const at = (y + 1) * (widthPx + 1) + x + 1;
        const up = at - widthPx - 1;
        this.#sums[at] = value + this.#sums[at - 1]! + this.#sums[up]! - this.#sums[up - 1]!;
        this.#squares[at] = value ** 2 + this.#squares[at - 1]! + this.#squares[up]! - this.#squares[up - 1]!;
      }
    }
    this.#fourier.transform(this.#re, this.#im);
  }

  /** The best fit of each pattern. Two at a time share one transform, one as its imaginary part. */
  best(patterns: readonly Grey[]): BestFit[] {
    const found: BestFit[] = [];
    for (let at = 0; at < patterns.length; at += 2)
      found.push(...this.#pair(patterns[at]!, patterns[at + 1] ?? null));
    return found;
  }

  #pair(first: Grey, second: Grey | null): BestFit[] {
    const [re, im] = [this.#workRe.fill(0), this.#workIm.fill(0)];
    const firstNorm = this.#place(first, re);
    const secondNorm = second === null ? 0 : this.#place(second, im);
    if (firstNorm === 0 && secondNorm === 0) return second === null ? [nowhere] : [nowhere, nowhere];
    this.#fourier.transform(re, im);
    // The picture times the conjugate of the patterns: their correlation, the first minus i times the second.
    const ownRe = this.#re;
    const ownIm = this.#im;
    for (let at = 0; at < re.length; at++) {
      const a = ownRe[at]!;
      const b = ownIm[at]!;
      const c = re[at]!;
      const d = -im[at]!;
      re[at] = a * c - b * d;
      im[at] = a * d + b * c;
    }
    this.#fourier.transform(re, im, true);
    const found = [this.#peak(first, re, firstNorm, 1 / re.length)];
    if (second !== null) found.push(this.#peak(second, im, secondNorm, -1 / re.length));
    return found;
  }

  /** Puts a pattern without its mean into a plane and returns its norm; 0 when it does not fit into the picture. */
  #place(pattern: Grey, plane: Float64Array): number {
    const { widthPx, heightPx, values } = pattern;
    if (widthPx > this.#picture.widthPx || heightPx > this.#picture.heightPx) return 0;
    let mean = 0;
    for (const value of values) mean += value / values.length;
    let squares = 0;
    for (let y = 0; y < heightPx; y++) {
      for (let x = 0; x < widthPx; x++) {
        const value = values[y * widthPx + x]! - mean;
        plane[y * this.#fourier.width + x] = value;
        squares += value * value;
      }
    }
    return Math.sqrt(squares);
  }

  #peak({ widthPx, heightPx }: Grey, plane: Float64Array, norm: number, scale: number): BestFit {
    if (norm === 0) return nowhere;
    const picture = this.#picture;
    const stride = picture.widthPx + 1;
    const count = widthPx * heightPx;
    const least = count * contrastLeast ** 2;
    let best = nowhere;
    for (let y = 0; y + heightPx <= picture.heightPx; y++) {
      for (let x = 0; x + widthPx <= picture.widthPx; x++) {
        const product = plane[y * this.#fourier.width + x]! * scale;
        if (product <= 0) continue;
        const a = y * stride + x;
        const b = a + heightPx * stride;
        const sum = this.#sums[b + widthPx]! - this.#sums[b]! - this.#sums[a + widthPx]! + this.#sums[a]!;
        const square =
          this.#squares[b + widthPx]! - this.#squares[b]! - this.#squares[a + widthPx]! + this.#squares[a]!;
        const spread = square - (sum * sum) / count;
        if (spread < least) continue;
        const ncc = product / (norm * Math.sqrt(spread));
        if (ncc > best.ncc) best = { ncc, x, y };
      }
    }
    return best;
  }
}

const fouriers = new Map<string, Fourier>();

function fourierFor(widthPx: number, heightPx: number): Fourier {
  const power = (side: number): number => 2 ** Math.ceil(Math.log2(Math.max(2, side)));
  const [width, height] = [power(widthPx), power(heightPx)];
  const name = `${width}x${height}`;
  const fourier = fouriers.get(name) ?? new Fourier(width, height);
  fouriers.set(name, fourier);
  return fourier;
}

/** A complex two-dimensional fast Fourier transform of fixed size, in place. Both sides are powers of two. */
export class Fourier {
  readonly width: number;
  readonly height: number;
  readonly #rows: Line;
  readonly #columns: Line;
  readonly #re: Float64Array;
  readonly #im: Float64Array;

  constructor(width: number, height: number) {
    this.width = width;
    this.height = height;
    this.#rows = new Line(width);
    this.#columns = new Line(height);
    const longest = Math.max(width, height);
    this.#re = new Float64Array(longest);
    this.#im = new Float64Array(longest);
  }

  /** Forward; the backward one is without the division by the number of values. */
  transform(re: Float64Array, im: Float64Array, isBackward = false): void {
    // Backward is forward with real and imaginary part exchanged.
    if (isBackward) [re, im] = [im, re];
    const { width, height } = this;
    for (let y = 0; y < height; y++)
      this.#rows.transform(re.subarray(y * width, (y + 1) * width), im.subarray(y * width, (y + 1) * width));
    const [columnRe, columnIm] = [this.#re.subarray(0, height), this.#im.subarray(0, height)];
    for (let x = 0; x < width; x++) {
      for (let y = 0, at = x; y < height; y++, at += width) {
        columnRe[y] = re[at]!;
        columnIm[y] = im[at]!;
      }
      this.#columns.transform(columnRe, columnIm);
      for (let y = 0, at = x; y < height; y++, at += width) {
        re[at] = columnRe[y]!;
        im[at] = columnIm[y]!;
      }
    }
  }
}

/** Radix two, decimation in time (Cooley and Tukey). */
class Line {
  readonly #length: number;
  readonly #order: Uint32Array;
  readonly #cos: Float64Array;
  readonly #sin: Float64Array;

  constructor(length: number) {
    this.#length = length;
    const bits = Math.log2(length);
    if (!Number.isInteger(bits)) throw new TypeError(`${length} is no power of two.`);
    this.#order = new Uint32Array(length);
    for (let at = 1; at < length; at++)
      this.#order[at] = (this.#order[at >> 1]! >> 1) | ((at & 1) << (bits - 1));
    this.#cos = Float64Array.from({ length: length / 2 }, (_, at) => Math.cos((-2 * Math.PI * at) / length));
    this.#sin = Float64Array.from({ length: length / 2 }, (_, at) => Math.sin((-2 * Math.PI * at) / length));
  }

  transform(re: Float64Array, im: Float64Array): void {
    const length = this.#length;
    for (let at = 0; at < length; at++) {
      const other = this.#order[at]!;
      if (other <= at) continue;
      const [a, b] = [re[at]!, im[at]!];
      re[at] = re[other]!;
      im[at] = im[other]!;
      re[other] = a;
      im[other] = b;
    }
    for (let half = 1; half < length; half <<= 1) {
      const step = length / (2 * half);
      for (let start = 0; start < length; start += 2 * half) {
        for (let at = start, turn = 0; at < start + half; at++, turn += step) {
          const [c, s] = [this.#cos[turn]!, this.#sin[turn]!];
          const far = at + half;
          const a = re[far]! * c - im[far]! * s;
          const b = re[far]! * s + im[far]! * c;
          re[far] = re[at]! - a;
          im[far] = im[at]! - b;
          re[at] = re[at]! + a;
          im[at] = im[at]! + b;
        }
      }
    }
  }
}

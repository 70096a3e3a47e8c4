/** A complex two-dimensional fast Fourier transform of fixed size, in place. Both sides are powers of two. */
export class Fourier {
  readonly width: number;
  readonly height: number;
  readonly #rows: Line;
  readonly #columns: Line;

  constructor(width: number, height: number) {
    this.width = width;
    this.height = height;
    this.#rows = new Line(width);
    this.#columns = new Line(height);
  }

  /** Forward; the backward one is without the division by the number of values. */
  transform(re: Float64Array, im: Float64Array, isBackward = false): void {
    // Backward is forward with real and imaginary part exchanged.
    if (isBackward) [re, im] = [im, re];
    const { width, height } = this;
    for (let y = 0; y < height; y++) {
      const [from, to] = [y * width, (y + 1) * width];
      // Below a pattern there is nothing, and nothing is what it gives.
      if (!isZero(re, from, to) || !isZero(im, from, to))
        this.#rows.transform(re.subarray(from, to), im.subarray(from, to));
    }
    this.#columns.transformColumns(re, im, width);
  }
}

function isZero(values: Float64Array, from: number, to: number): boolean {
  for (let at = from; at < to; at++) if (values[at] !== 0) return false;
  return true;
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
    const order = this.#order;
    const cos = this.#cos;
    const sin = this.#sin;
    for (let at = 0; at < length; at++) {
      const other = order[at]!;
      if (other <= at) continue;
      const a = re[at]!;
      const b = im[at]!;
      re[at] = re[other]!;
      im[at] = im[other]!;
      re[other] = a;
      im[other] = b;
    }
    for (let half = 1; half < length; half <<= 1) {
      const step = length / (2 * half);
      for (let start = 0; start < length; start += 2 * half) {
        for (let at = start, turn = 0; at < start + half; at++, turn += step) {
          const c = cos[turn]!;
          const s = sin[turn]!;
          const far = at + half;
          const p = re[far]!;
          const q = im[far]!;
          const a = p * c - q * s;
          const b = p * s + q * c;
          const m = re[at]!;
          const n = im[at]!;
          re[far] = m - a;
          im[far] = n - b;
          re[at] = m + a;
          im[at] = n + b;
        }
      }
    }
  }

  /** All columns of a plane at once, row against row: what lies side by side in memory is read side by side. */
  transformColumns(re: Float64Array, im: Float64Array, width: number): void {
    const length = this.#length;
    for (let y = 0; y < length; y++) {
      const other = this.#order[y]!;
      if (other <= y) continue;
      for (const plane of [re, im]) {
        const kept = plane.slice(y * width, (y + 1) * width);
        plane.copyWithin(y * width, other * width, (other + 1) * width);
        plane.set(kept, other * width);
      }
    }
    for (let half = 1; half < length; half <<= 1) {
      const step = length / (2 * half);
      for (let start = 0; start < length; start += 2 * half)
        for (let y = start, turn = 0; y < start + half; y++, turn += step)
          butterflies(re, im, y * width, (y + half) * width, width, this.#cos[turn]!, this.#sin[turn]!);
    }
  }
}

function butterflies(
  re: Float64Array,
  im: Float64Array,
  near: number,
  far: number,
  count: number,
  c: number,
  s: number,
): void {
  for (let x = 0; x < count; x++) {
    const p = re[far + x]!;
    const q = im[far + x]!;
    const a = p * c - q * s;
    const b = p * s + q * c;
    const m = re[near + x]!;
    const n = im[near + x]!;
    re[far + x] = m - a;
    im[far + x] = n - b;
    re[near + x] = m + a;
    im[near + x] = n + b;
  }
}

import type { Pattern } from '../people.ts';

/** A row of pixels of somebody's pattern that was found in a heap of bytes. */
export interface RowHit {
  readonly pattern: Pattern;
  readonly patternIndex: number;
  /** Of the pattern's top left corner, bytes; it may lie before the heap. */
  readonly offset: number;
  /** Bytes from px to px, and from row to row; below 0 for pictures that are stored bottom up. */
  readonly stride: number;
  readonly rowBytes: number;
  /** Of the whole pattern, with all its rows that lie in the heap. */
  readonly ncc: number;
}

/** Strides of grey and planar pictures, of YUYV, of RGB and of RGBA. */
const strides = [1, 2, 3, 4];
/** Width of what is compared, px: the narrowest pattern. */
const rowPx = 42;
/** So many rows of a pattern are looked for, at least so far apart. */
const rowsPerPattern = 4;
const rowsApart = 6;
/**
 * A place is told by the order of pairs of px: 7 that are 21 px apart and 10 that are 12 px apart, each pair one fine
 * cell of 3 px further on. So each byte is compared twice only, and its bits are pushed into the codes of its places.
 */
const [farPx, farPairs] = [21, 7];
const [nearPx, nearPairs] = [12, 10];
const cellPx = 3;
const codeBits = farPairs + nearPairs;
/** The pairs of a code, its highest bit first. */
const pairs: readonly (readonly [number, number])[] = [
  ...Array.from({ length: farPairs }, (_, at) => [1 + cellPx * at, 1 + cellPx * at + farPx] as const),
  ...Array.from({ length: nearPairs }, (_, at) => [1 + cellPx * at, 1 + cellPx * at + nearPx] as const),
];
/** The first px of the last near pair: with its bit a code is complete. */
const lastPx = 1 + cellPx * (nearPairs - 1);
/** Two px of a pattern whose luma differs by less may come out in either order. */
const orderedLeast = 50;
const farMask = 2 ** farPairs - 1;
const nearMask = 2 ** nearPairs - 1;
/** Of one row with 14 cells: chance gives as much at one place in 150,000. A copy through H.264 has .95 and more. */
const rowNccLeast = 0.9;
/** Of a third and a fourth row where two have said how wide the picture is: it costs a hundredth of all rows. */
const otherNccLeast = 0.6;
/** Of the whole pattern: chance gives less than .35 (about 490 cells). */
const wholeNccLeast = 0.4;
const rowBytesMax = 2048 * 4;
const candidatesMax = 40_000;
/** Chance gives some hundred thousand pairs in a gigabyte; where a heap repeats itself there would be no end of them. */
const pairsMax = 20_000_000;

interface Row {
  readonly patternIndex: number;
  readonly pattern: Pattern;
  readonly y: number;
  /** Without mean, length 1. */
  readonly values: Float32Array;
  readonly codes: readonly number[];
}

/**
 * Finds raw pixels of known patterns in bytes, without knowing where a picture begins or how wide it is. One pass
 * compares the order of a few pairs of bytes with those of the patterns; where all agree the row is correlated, and
 * where that holds the rows above and below say how wide the picture is.
 */
export class RowSearch {
  readonly #rows: readonly Row[];
  readonly #rowsOfPattern: readonly (readonly Row[])[];
  /** For each code the rows that may have it, as a list in one array. */
  readonly #starts: Uint32Array;
  readonly #lists: Uint16Array;
  /** True when there was more to check than is ever checked; then the search is not complete. */
  hasOverflowed = false;

  constructor(patterns: readonly Pattern[]) {
    this.#rows = patterns.flatMap((pattern, patternIndex) => rowsOf(pattern, patternIndex));
    this.#rowsOfPattern = patterns.map((_, index) => this.#rows.filter((row) => row.patternIndex === index));
    const codes = this.#rows.map((row) => row.codes);
    this.#starts = new Uint32Array(2 ** codeBits + 1);
    for (const list of codes) for (const code of list) this.#starts[code + 1]!++;
    for (let code = 1; code < this.#starts.length; code++) this.#starts[code]! += this.#starts[code - 1]!;
    this.#lists = new Uint16Array(this.#starts.at(-1)!);
    const next = this.#starts.slice();
    codes.forEach((list, row) => {
      for (const code of list) this.#lists[next[code]!++] = row;
    });
  }

  /** What was found in these bytes: of each pattern and stride the best place. */
  search(bytes: Uint8Array): RowHit[] {
    const hits: RowHit[] = [];
    for (const stride of strides) this.#pass(bytes, stride, hits);
    return hits;
  }

  #pass(bytes: Uint8Array, stride: number, hits: RowHit[]): void {
    const seen = this.#rows.map((): number[] => []);
    const [far, near, behind] = [farPx * stride, nearPx * stride, lastPx * stride];
    const phases = cellPx * stride;
    const farBits = new Uint32Array(phases);
    const nearBits = new Uint32Array(phases);
    const starts = this.#starts;
    const end = bytes.length - far;
    const last = bytes.length - rowPx * stride;
    let candidates = 0;
    for (let at = 0, phase = 0; at < end; at++, phase = phase + 1 === phases ? 0 : phase + 1) {
      const value = bytes[at]!;
      // The sign of the difference, without a branch.
      const farCode = (farBits[phase]! << 1) | ((bytes[at + far]! - value) >>> 31);
      const nearCode = (nearBits[phase]! << 1) | ((bytes[at + near]! - value) >>> 31);
      farBits[phase] = farCode;
      nearBits[phase] = nearCode;
      // Three near pairs come after the last far one.
      const code = (((farCode >>> (nearPairs - farPairs)) & farMask) << nearPairs) | (nearCode & nearMask);
      const from = starts[code]!;
      const to = starts[code + 1]!;
      if (from === to || at < behind || at - behind > last) continue;
      for (let place = from; place < to; place++) {
        const row = this.#lists[place]!;
        if (correlation(bytes, at - behind, stride, this.#rows[row]!.values) < rowNccLeast) continue;
        if (++candidates <= candidatesMax) seen[row]!.push(at - behind);
        else this.hasOverflowed = true;
      }
    }
    this.#confirm(bytes, stride, seen, hits);
  }

  /** Two rows of one pattern, as far apart as in a picture of some width, say where all of it would be. */
  #confirm(bytes: Uint8Array, stride: number, seen: readonly (readonly number[])[], hits: RowHit[]): void {
    const best = new Map<number, RowHit>();
    let pairs = 0;
    seen.forEach((places, first) => {
      const row = this.#rows[first]!;
      for (let second = first + 1; this.#rows[second]?.patternIndex === row.patternIndex; second++) {
        const others = seen[second]!;
        const reach = (this.#rows[second]!.y - row.y) * rowBytesMax;
        let from = 0;
        for (const at of places) {
          while (from < others.length && others[from]! < at - reach) from++;
          for (let place = from; place < others.length && others[place]! <= at + reach; place++) {
            if (++pairs > pairsMax) {
              this.hasOverflowed = true;
              break;
            }
            const other = { row: this.#rows[second]!, at: others[place]! };
            const hit = this.#confirmPair(bytes, stride, { row, at }, other);
            if (hit !== null && hit.ncc > (best.get(hit.patternIndex)?.ncc ?? 0))
              best.set(hit.patternIndex, hit);
          }
        }
      }
    });
    hits.push(...best.values());
  }

  #confirmPair(bytes: Uint8Array, stride: number, first: RowPlace, second: RowPlace): RowHit | null {
    const { pattern, patternIndex, y } = first.row;
    const rowBytes = (second.at - first.at) / (second.row.y - y);
    const size = Math.abs(rowBytes);
    if (!Number.isInteger(rowBytes) || size < rowPx * stride || size > rowBytesMax) return null;
    const offset = first.at - y * rowBytes;
    if (!this.#othersFit(bytes, stride, offset, rowBytes, patternIndex)) return null;
    const ncc = wholeCorrelation(bytes, offset, stride, rowBytes, pattern);
    return ncc < wholeNccLeast ? null : { pattern, patternIndex, offset, stride, rowBytes, ncc };
  }

  /** True when the chosen rows of a pattern that lie in the heap are where they would be. */
  #othersFit(bytes: Uint8Array, stride: number, offset: number, rowBytes: number, pattern: number): boolean {
    for (const { y, values } of this.#rowsOfPattern[pattern]!) {
      const at = offset + y * rowBytes;
      if (at < 0 || at + rowPx * stride > bytes.length) continue;
      if (correlation(bytes, at, stride, values) < otherNccLeast) return false;
    }
    return true;
  }
}

interface RowPlace {
  readonly row: Row;
  readonly at: number;
}

/** The rows of a pattern whose code is the most certain, top to bottom and some way apart. */
function rowsOf(pattern: Pattern, patternIndex: number): Row[] {
  const rows: Row[] = [];
  for (let y = 1; y < pattern.heightPx; y += cellPx) {
    const values = Float32Array.from({ length: rowPx }, (_, x) => pattern.luma[y * pattern.widthPx + x]!);
    const mean = values.reduce((sum, value) => sum + value, 0) / rowPx;
    const length = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0));
    const unit = values.map((value) => (value - mean) / length);
    rows.push({ pattern, patternIndex, y, values: unit, codes: codesOf(unit) });
  }
  const chosen: Row[] = [];
  for (const row of rows.sort((a, b) => a.codes.length - b.codes.length))
    if (chosen.length < rowsPerPattern && chosen.every(({ y }) => Math.abs(row.y - y) >= rowsApart))
      chosen.push(row);
  return chosen.sort((a, b) => a.y - b.y);
}

/** Every code that the row may have: where two px are too alike, both. */
function codesOf(values: Float32Array): number[] {
  const range = Math.max(...values) - Math.min(...values);
  // The values have length 1; the range of a pattern in luma is known.
  const least = (orderedLeast * range) / 180;
  let codes = [0];
  for (const [first, second] of pairs) {
    const difference = values[first]! - values[second]!;
    codes = codes.flatMap((code) => {
      if (difference >= least) return [(code << 1) | 1];
      if (difference <= -least) return [code << 1];
      return [code << 1, (code << 1) | 1];
    });
  }
  return codes;
}

/** Of the middles of the fine cells of a row; the others say nothing new. */
function correlation(bytes: Uint8Array, at: number, stride: number, values: Float32Array): number {
  let [product, sum, squares, own, ownSquares] = [0, 0, 0, 0, 0];
  for (let x = 1; x < rowPx; x += cellPx) {
    const value = bytes[at + x * stride]!;
    const sought = values[x]!;
    product += value * sought;
    sum += value;
    squares += value * value;
    own += sought;
    ownSquares += sought * sought;
  }
  const cells = rowPx / cellPx;
  const spread = (squares - (sum * sum) / cells) * (ownSquares - (own * own) / cells);
  return spread < 1e-6 ? 0 : (product - (sum * own) / cells) / Math.sqrt(spread);
}

/** Of the whole pattern with what lies at this place, over the px that are in the bytes. */
function wholeCorrelation(
  bytes: Uint8Array,
  offset: number,
  stride: number,
  rowBytes: number,
  { widthPx, heightPx, luma }: Pattern,
): number {
  let [count, sumA, sumB, squaresA, squaresB, product] = [0, 0, 0, 0, 0, 0];
  for (let y = 0; y < heightPx; y++) {
    for (let x = 0; x < widthPx; x++) {
      const at = offset + y * rowBytes + x * stride;
      if (at < 0 || at >= bytes.length) continue;
      const a = bytes[at]!;
      const b = luma[y * widthPx + x]!;
      count++;
      sumA += a;
      sumB += b;
      squaresA += a * a;
      squaresB += b * b;
      product += a * b;
    }
  }
  const spread = (squaresA - sumA ** 2 / count) * (squaresB - sumB ** 2 / count);
  return spread <= 0 ? 0 : (product - (sumA * sumB) / count) / Math.sqrt(spread);
}

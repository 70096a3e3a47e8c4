import type { Grid } from './grid.ts';

/** Shifts that are looked for, px, and the one beyond which a camera has moved. */
const reachPx = 12;
const shiftPxMax = 2;
/** How alike two profiles must be at their best shift, and by how much more than without one. */
const likenessMin = 0.6;
const likenessMore = 0.1;
/** Samples running that must say so. */
const samplesRunning = 3;
const mismatchShareMax = 0.4;
/** Fewer accepted blocks than this say nothing. */
const blocksMin = 8;

/**
 * Tells that the camera was moved: more than 40 % of the accepted blocks do not look like themselves, or the edges of
 * the picture have all shifted alike, three samples running. Of the picture it keeps two rows of numbers: how strong
 * the edges are in each column and in each row.
 */
export class CameraMoved {
  readonly #grid: Grid;
  #reference: Profiles | null = null;
  #shifted = 0;
  #shift: readonly [number, number] = [0, 0];
  #mismatched = 0;

  constructor(grid: Grid) {
    this.#grid = grid;
  }

  /** A sample: of `known` accepted blocks that are untainted `different` do not match. True when it was moved. */
  observe(luma: Uint8Array, known: number, different: number): boolean {
    const isMismatched = known >= blocksMin && different > mismatchShareMax * known;
    this.#mismatched = isMismatched ? this.#mismatched + 1 : 0;
    const profiles = profilesOf(luma, this.#grid);
    this.#reference ??= profiles;
    const shift = [
      shiftBetween(this.#reference.columns, profiles.columns),
      shiftBetween(this.#reference.rows, profiles.rows),
    ] as const;
    const isFar = Math.max(Math.abs(shift[0]), Math.abs(shift[1])) > shiftPxMax;
    // A mast in the wind goes to and fro; a camera that was moved stays where it is.
    const isSame = Math.abs(shift[0] - this.#shift[0]) <= 1 && Math.abs(shift[1] - this.#shift[1]) <= 1;
    this.#shifted = isFar ? (isSame ? this.#shifted + 1 : 1) : 0;
    this.#shift = shift;
    return this.#mismatched >= samplesRunning || this.#shifted >= samplesRunning;
  }

  /** Once in a while, and when the light changes: the edges as they are now are those to compare with. */
  renew(): void {
    if (this.#shifted === 0) this.#reference = null;
  }

  reset(): void {
    this.#reference = null;
    this.#shifted = 0;
    this.#mismatched = 0;
  }
}

interface Profiles {
  readonly columns: Float64Array;
  readonly rows: Float64Array;
}

/** Every fourth line is enough. */
const stride = 4;

function profilesOf(luma: Uint8Array, { frame: { widthPx, heightPx } }: Grid): Profiles {
  const columns = new Float64Array(widthPx - 2);
  const rows = new Float64Array(heightPx - 2);
  for (let y = 0; y < heightPx; y += stride)
    for (let x = 0, at = y * widthPx; x < widthPx - 2; x++, at++)
      columns[x]! += Math.abs(luma[at + 2]! - luma[at]!);
  for (let y = 0; y < heightPx - 2; y++) {
    let sum = 0;
    const [above, below] = [y * widthPx, (y + 2) * widthPx];
    for (let x = 0; x < widthPx; x += stride) sum += Math.abs(luma[below + x]! - luma[above + x]!);
    rows[y] = sum;
  }
  return { columns, rows };
}

/** How far `now` lies beside `before`, or 0 where that is not clear. */
function shiftBetween(before: Float64Array, now: Float64Array): number {
  if (now.length < 4 * reachPx) return 0;
  const still = likeness(before, now, 0);
  let best = 0;
  let most = still;
  for (let shift = -reachPx; shift <= reachPx; shift++) {
    const at = likeness(before, now, shift);
    if (at > most) [best, most] = [shift, at];
  }
  return most >= likenessMin && most >= still + likenessMore ? best : 0;
}

/** Correlation of two profiles, the second read `shift` further on; the ends are left out. */
function likeness(before: Float64Array, now: Float64Array, shift: number): number {
  let [a, b, aa, bb, ab] = [0, 0, 0, 0, 0];
  const count = now.length - 2 * reachPx;
  for (let i = reachPx; i < now.length - reachPx; i++) {
    const [first, second] = [before[i]!, now[i + shift]!];
    a += first;
    b += second;
    aa += first * first;
    bb += second * second;
    ab += first * second;
  }
  const spread = (aa - (a * a) / count) * (bb - (b * b) / count);
  return spread <= 0 ? 0 : (ab - (a * b) / count) / Math.sqrt(spread);
}

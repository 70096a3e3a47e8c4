import type { Grid } from './grid.ts';

/** Shifts that are looked for, px, and the one beyond which a camera has moved. */
const reachPx = 12;
const shiftPxMax = 2;
/** How alike two profiles must be at their best shift, and by how much more than without one. */
const likenessMin = 0.6;
const likenessMore = 0.1;
/** Parts of the picture that are looked at each for itself; a smaller part than this says nothing of 12 px. */
const partsAcross = 4;
const partsDown = 3;
const partPxMin = 4 * reachPx;
/** Of the parts that say anything, how many must say the same, and how many there must be of a picture of many. */
const agreeShareMin = 0.6;
const agreePartsMin = 3;
/** Samples that must say the same shift, and those running that must not look like themselves. */
const shiftedSamples = 6;
const mismatchedSamples = 3;
const mismatchShareMax = 0.4;
const stillShareMax = 0.05;
/** Samples that must agree with a frame before others are compared with it, and those running that refute it. */
const confirmedSamples = 12;
const deniedSamples = 3;
/** Fewer accepted blocks than this say nothing. */
const blocksMin = 8;

/**
 * Tells that the camera was moved: more than 40 % of the accepted blocks do not look like themselves, three samples
 * running, or the edges in most parts of the picture have shifted alike, by 3 px and more, for half a minute. Most
 * parts, because a lorry that passes changes the edges of some. Of the picture it keeps rows of numbers: how bright
 * one side of each column and of each row of every part is beside the other. Bare asphalt has nothing to be seen by:
 * there a turned camera is found by its accepted blocks or not at all.
 */
export class CameraMoved {
  readonly #grid: Grid;
  #reference: Profiles | null = null;
  /** What may become the reference: a frame that has turned out to lie where the others lie. */
  #next: Profiles | null = null;
  #confirmed = 0;
  #denied = 0;
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
    this.#confirm(profiles);
    if (this.#reference !== null) this.#follow(shiftOf(this.#reference, profiles));
    // Nearly all that is known looks like itself: whatever the edges say, the camera looks where it looked.
    if (known >= blocksMin && different < stillShareMax * known) this.#shifted = 0;
    return this.#mismatched >= mismatchedSamples || this.#shifted >= shiftedSamples;
  }

  /** Once in a while the edges as they are now are those to compare with, once they have been so for a while. */
  renew(): void {
    if (this.#shifted === 0 && this.#reference !== null) this.#begin(null);
  }

  reset(): void {
    this.#begin(null);
    this.#reference = null;
    this.#shifted = 0;
    this.#mismatched = 0;
  }

  #begin(next: Profiles | null): void {
    this.#next = next;
    this.#confirmed = 0;
    this.#denied = 0;
  }

  /** A frame in which the mast swung, or a lorry stood, is nothing to compare with: most others must agree with it. */
  #confirm(profiles: Profiles): void {
    if (this.#confirmed >= confirmedSamples) return;
    if (this.#next === null) return this.#begin(profiles);
    const shift = shiftOf(this.#next, profiles);
    if (shift === null) return;
    if (shift[0] === 0 && shift[1] === 0) {
      this.#confirmed++;
      this.#denied = 0;
    } else this.#denied++;
    if (this.#denied >= deniedSamples) this.#begin(profiles);
    if (this.#confirmed >= confirmedSamples) this.#reference = this.#next;
  }

  #follow(shift: readonly [number, number] | null): void {
    // Where nothing can be said (fog, a lorry that covers the view) nothing is taken back either.
    if (shift === null) return;
    const isFar = Math.max(Math.abs(shift[0]), Math.abs(shift[1])) > shiftPxMax;
    // A mast in the wind goes to and fro; a camera that was moved stays where it is.
    const isSame = Math.abs(shift[0] - this.#shift[0]) <= 1 && Math.abs(shift[1] - this.#shift[1]) <= 1;
    this.#shifted = isFar ? (isSame ? this.#shifted + 1 : 1) : 0;
    this.#shift = shift;
  }
}

interface Profiles {
  /** Of every part, the edges in each of its columns, and in each of its rows. */
  readonly columns: readonly Int32Array[];
  readonly rows: readonly Int32Array[];
}

/** Every second line is enough. */
const stride = 2;

/** By how much `now` lies beside `before`, in both directions; null where nothing can be said. */
function shiftOf(before: Profiles, now: Profiles): readonly [number, number] | null {
  const across = agreedShift(before.columns, now.columns);
  const down = agreedShift(before.rows, now.rows);
  return across === null && down === null ? null : [across ?? 0, down ?? 0];
}

function profilesOf(luma: Uint8Array, { frame: { widthPx, heightPx } }: Grid): Profiles {
  const across = Math.max(1, Math.min(partsAcross, Math.floor(widthPx / partPxMin)));
  const down = Math.max(1, Math.min(partsDown, Math.floor(heightPx / partPxMin)));
  const columns: Int32Array[] = [];
  const rows: Int32Array[] = [];
  const [width, height] = [Math.floor(widthPx / across), Math.floor(heightPx / down)];
  for (let part = 0; part < across * down; part++) {
    const from = Math.floor(part / across) * height * widthPx + (part % across) * width;
    columns.push(edgesAlong(luma, from, width - 2, height, 1, widthPx));
    rows.push(edgesAlong(luma, from, height - 2, width, widthPx, 1));
  }
  return { columns, rows };
}

/** Edges summed over `count` lines (every second), for each of `length` places: `step` along, `line` to the next line. */
function edgesAlong(
  luma: Uint8Array,
  from: number,
  length: number,
  count: number,
  step: number,
  line: number,
): Int32Array {
  const edges = new Int32Array(Math.max(0, length));
  for (let other = 0; other < count; other += stride) {
    const first = from + other * line;
    if (step === 1) for (let i = 0; i < length; i++) edges[i]! += luma[first + i + 2]! - luma[first + i]!;
    else
      for (let i = 0; i < length; i++) edges[i]! += luma[first + (i + 2) * step]! - luma[first + i * step]!;
  }
  return edges;
}

/** By how much most parts are shifted that say anything; 0 where they do not agree, null where too few say anything. */
function agreedShift(before: readonly Int32Array[], now: readonly Int32Array[]): number | null {
  const shifts = before
    .flatMap((profile, part) => shiftBetween(profile, now[part]!) ?? [])
    .sort((a, b) => a - b);
  const partsMin = Math.min(agreePartsMin, before.length);
  if (shifts.length < partsMin) return null;
  const middle = shifts[shifts.length >> 1]!;
  const agreeing = shifts.filter((shift) => Math.abs(shift - middle) <= 1).length;
  return agreeing >= Math.max(partsMin, agreeShareMin * shifts.length) ? middle : 0;
}

/** How far `now` lies beside `before`; null where they are not alike at any shift. */
function shiftBetween(before: Int32Array, now: Int32Array): number | null {
  if (now.length < partPxMin - 2) return null;
  const still = likeness(before, now, 0);
  // A likeness is 1 at most: where it is nearly that already, no shift is better by enough.
  if (still >= likenessMin && still + likenessMore > 1) return 0;
  let best = 0;
  let most = still;
  for (let shift = -reachPx; shift <= reachPx; shift++) {
    const at = likeness(before, now, shift);
    if (at > most) [best, most] = [shift, at];
  }
  if (most < likenessMin) return null;
  return most >= still + likenessMore ? best : 0;
}

/** Correlation of two profiles, the second read `shift` further on; the ends are left out. */
function likeness(before: Int32Array, now: Int32Array, shift: number): number {
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

/** How the light is: 0 night, 1 dusk, 2 day. */
export type LightBin = 0 | 1 | 2;
export const lightBins: readonly LightBin[] = [0, 1, 2];

/** Levels above black at which a bin begins, upwards; and how far back it must go to leave it again. */
const duskFrom = 26;
const dayFrom = 56;
const hysteresis = 5;
/** An infra-red picture has no colour. It is night below the first; it has ended above the second. */
const colourMin = 0.6;
const colourAgain = 1.5;
const gainMax = 1.1;

/**
 * Which of three lights it is, and whether it holds still. Each light has looks of its own, as lamps and sun throw
 * other shadows; while the light moves nothing is learned.
 */
export class Light {
  readonly #steadyMs: number;
  #bin: LightBin | null = null;
  #otherSinceMs: number | null = null;
  #history: { readonly tMs: number; readonly brightness: number }[] = [];
  #isSteady = false;

  /** `steadyMs`: the time in which the brightness may change by a tenth. */
  constructor(steadyMs: number) {
    this.#steadyMs = steadyMs;
  }

  get bin(): LightBin {
    return this.#bin ?? 2;
  }

  /** False while the brightness moves by more than a tenth, or while it looks like another bin than it was. */
  get isSteady(): boolean {
    return this.#isSteady;
  }

  /** Takes a sample: mean luma above black, and how much colour there is. */
  observe(tMs: number, brightness: number, colourfulness: number): void {
    this.#history = this.#history.filter((each) => tMs - each.tMs <= this.#steadyMs && each.tMs <= tMs);
    this.#history.push({ tMs, brightness });
    let [least, most] = [brightness, brightness];
    for (const each of this.#history) {
      least = Math.min(least, each.brightness);
      most = Math.max(most, each.brightness);
    }
    const now = binOf(brightness, colourfulness, this.#bin);
    this.#bin ??= now;
    if (now === this.#bin) this.#otherSinceMs = null;
    else this.#otherSinceMs ??= tMs;
    if (this.#otherSinceMs !== null && tMs - this.#otherSinceMs >= this.#steadyMs) {
      this.#bin = now;
      this.#otherSinceMs = null;
    }
    // Written so that a brightness of nothing at all is not steady.
    this.#isSteady = this.#otherSinceMs === null && least > 0 && most <= least * gainMax;
  }

  /** Forgets everything. */
  reset(): void {
    this.#bin = null;
    this.#otherSinceMs = null;
    this.#history = [];
    this.#isSteady = false;
  }
}

function binOf(brightness: number, colourfulness: number, before: LightBin | null): LightBin {
  if (colourfulness < (before === 0 ? colourAgain : colourMin)) return 0;
  const up = (from: number, bin: number): number =>
    before === null ? from : before >= bin ? from - hysteresis : from + hysteresis;
  if (brightness >= up(dayFrom, 2)) return 2;
  return brightness >= up(duskFrom, 1) ? 1 : 0;
}

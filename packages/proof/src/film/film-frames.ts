import { type Canary, type CanaryPose, markPx } from '../people.ts';
import { Random } from '../random.ts';
import { drawScene, type Picture } from '../scenario/scene.ts';
import { type FilmPlan, filmMarginPx, filmSize, type Stay, spellMinutes } from './film-plan.ts';

const { widthPx, heightPx } = filmSize;
const marginPx = filmMarginPx;
const widePx = widthPx + 2 * marginPx;
const bumpPx = { x: 10, y: 6 };
const shadowPx = 60;
const shadowDepth = 0.45;

/** Limited-range YUV of pure green, red and blue: what the detector of the proof takes for a mark. */
const markColours: Readonly<Record<CanaryPose, readonly [number, number, number]>> = {
  stand: [145, 54, 34],
  sit: [81, 90, 240],
  crawl: [41, 240, 110],
};

/** Draws the frames of a film one by one; the same plan gives the same frames. */
export class FilmFrames {
  readonly plan: FilmPlan;
  readonly count: number;
  readonly #place: Picture;
  readonly #random: Random;
  readonly #grain: Int8Array;
  readonly #bytes = new Uint8Array((widthPx * heightPx * 3) / 2);

  constructor(plan: FilmPlan) {
    this.plan = plan;
    this.count = Math.round((plan.minutes * 60) / plan.secondsPerFrame);
    this.#place = drawScene(plan.scene, plan.placeSeed ^ 0x5eed, widePx, heightPx + 2 * marginPx);
    this.#random = new Random(plan.seed ^ 0x1337);
    const { noise } = plan.conditions;
    this.#grain = Int8Array.from({ length: 65_536 + 8_192 }, () => Math.round(noise * this.#random.normal()));
  }

  /** Who is there in a frame, with the left corner as first aimed. */
  present(index: number): readonly { readonly stay: Stay; readonly canary: Canary; readonly x: number }[] {
    const minute = (index * this.plan.secondsPerFrame) / 60;
    return this.plan.stays
      .filter(({ fromMinute, toMinute }) => minute >= fromMinute && minute < toMinute)
      .map((stay) => {
        const part = (minute - stay.fromMinute) / (stay.toMinute - stay.fromMinute);
        const x = Math.round((stay.x + (stay.toX - stay.x) * part) / 2) * 2;
        return { stay, canary: this.plan.canaries[stay.canary]!, x };
      });
  }

  /** How far the camera was knocked away at a frame, px. */
  bump(index: number): { readonly x: number; readonly y: number } {
    const { bumpAt } = this.plan.conditions;
    return bumpAt !== null && index >= bumpAt * this.count ? bumpPx : { x: 0, y: 0 };
  }

  /** The place without anybody and without weather, yuv420p, as the camera is aimed at a frame. */
  truth(index: number): Uint8Array {
    const bump = this.bump(index);
    const bytes = new Uint8Array((widthPx * heightPx * 3) / 2);
    this.#drawPlace(bytes, bump.x, bump.y);
    return bytes;
  }

  #drawPlace(bytes: Uint8Array, dx: number, dy: number): void {
    const [luma, u, v] = planes(bytes);
    this.#copyPlane(this.#place.y, luma, widthPx, heightPx, marginPx + dx, marginPx + dy, widePx);
    const [cx, cy] = [(marginPx + dx) >> 1, (marginPx + dy) >> 1];
    this.#copyPlane(this.#place.u, u, widthPx / 2, heightPx / 2, cx, cy, widePx / 2);
    this.#copyPlane(this.#place.v, v, widthPx / 2, heightPx / 2, cx, cy, widePx / 2);
  }

  /** The next frame as yuv420p, in a buffer that is used again. Call for every index in order: chance goes on. */
  frame(index: number): Uint8Array {
    const { conditions, recall } = this.plan;
    const bump = this.bump(index);
    const shake = this.#isSpell(index) ? conditions.shakePx : 0;
    const dx = bump.x + (shake === 0 ? 0 : this.#random.whole(-shake, shake));
    const dy = bump.y + (shake === 0 ? 0 : this.#random.whole(-shake, shake));
    const [luma, u, v] = planes(this.#bytes);
    this.#drawPlace(this.#bytes, dx, dy);
    const present = this.present(index);
    for (const { stay, canary, x } of present) drawPerson(luma, u, v, canary, x - dx, stay.y - dy);
    this.#light(luma, u, v, index);
    for (const { stay, canary, x } of present)
      if (this.#random.chance(recall)) drawMark(luma, u, v, canary, x - dx, stay.y - dy);
    return this.#bytes;
  }

  #copyPlane(
    from: Int16Array,
    to: Uint8Array,
    width: number,
    height: number,
    left: number,
    top: number,
    stride: number,
  ): void {
    for (let y = 0; y < height; y++) {
      const source = (y + top) * stride + left;
      for (let x = 0; x < width; x++) to[y * width + x] = clamp(from[source + x]!);
    }
  }

  #isSpell(index: number): boolean {
    const minute = ((index * this.plan.secondsPerFrame) / 60) % 60;
    return minute >= spellMinutes[0] && minute < spellMinutes[1];
  }

  /** Light, shadow, rain and noise. */
  #light(luma: Uint8Array, u: Uint8Array, v: Uint8Array, index: number): void {
    const { conditions } = this.plan;
    const gain = conditions.gain * (1 + 0.04 * Math.sin((index / this.count) * 9));
    const hasShadow = conditions.hasShadow && this.#isSpell(index);
    const streaks = this.#isSpell(index) ? conditions.rainStreaks : 0;
    const shadowAt = (index * 3.7) % (widthPx + 4 * shadowPx);
    const shares = Float32Array.from({ length: widthPx }, (_, x) => {
      const from = Math.abs(x - (shadowAt - 2 * shadowPx)) / shadowPx;
      return gain * (hasShadow && from < 1 ? 1 - shadowDepth * (1 - from ** 2) : 1);
    });
    for (let y = 0; y < heightPx; y++) {
      const noiseAt = this.#random.whole(0, 65_535);
      for (let x = 0; x < widthPx; x++) {
        const at = y * widthPx + x;
        luma[at] = clamp(16 + (luma[at]! - 16) * shares[x]! + this.#grain[noiseAt + x]!);
      }
    }
    // Less light is less colour too.
    for (const plane of [u, v])
      for (let at = 0; at < plane.length; at++) plane[at] = Math.round(128 + (plane[at]! - 128) * gain);
    for (let streak = 0; streak < streaks; streak++) {
      const [x, y] = [this.#random.whole(0, widthPx - 1), this.#random.whole(0, heightPx - 12)];
      for (let drop = 0; drop < 10; drop++) luma[(y + drop) * widthPx + x] = 200;
    }
  }
}

/** Splits a yuv420p frame of a film into its planes. */
export function planes(bytes: Uint8Array): readonly [Uint8Array, Uint8Array, Uint8Array] {
  const [length, chroma] = [widthPx * heightPx, (widthPx * heightPx) / 4];
  return [
    bytes.subarray(0, length),
    bytes.subarray(length, length + chroma),
    bytes.subarray(length + chroma, length + 2 * chroma),
  ];
}

/** Draws somebody with the top left corner at (left, top), as far as they are in the picture. */
export function drawPerson(
  luma: Uint8Array,
  u: Uint8Array,
  v: Uint8Array,
  canary: Canary,
  left: number,
  top: number,
): void {
  for (let y = Math.max(0, -top); y < canary.heightPx && y + top < heightPx; y++)
    for (let x = Math.max(0, -left); x < canary.widthPx && x + left < widthPx; x++)
      luma[(y + top) * widthPx + x + left] = canary.luma[y * canary.widthPx + x]!;
  const [cl, ct] = [left >> 1, top >> 1];
  const [cw, ch] = [canary.widthPx / 2, canary.heightPx / 2];
  for (let y = Math.max(0, -ct); y < ch && y + ct < heightPx / 2; y++) {
    for (let x = Math.max(0, -cl); x < cw && x + cl < widthPx / 2; x++) {
      const at = ((y + ct) * widthPx) / 2 + x + cl;
      u[at] = canary.u[y * cw + x]!;
      v[at] = canary.v[y * cw + x]!;
    }
  }
}

/** The mark glows: the dark does not hide it, as it stands for what a detector sees and not for light. */
function drawMark(
  luma: Uint8Array,
  u: Uint8Array,
  v: Uint8Array,
  canary: Canary,
  left: number,
  top: number,
): void {
  const [y0, u0, v0] = markColours[canary.pose];
  const x0 = Math.round((left + canary.widthPx / 2 - markPx / 2) / 2) * 2;
  const top0 = Math.round((top + canary.heightPx / 2 - markPx / 2) / 2) * 2;
  for (let y = Math.max(0, top0); y < Math.min(heightPx, top0 + markPx); y++) {
    for (let x = Math.max(0, x0); x < Math.min(widthPx, x0 + markPx); x++) {
      luma[y * widthPx + x] = y0;
      const at = ((y >> 1) * widthPx) / 2 + (x >> 1);
      u[at] = u0;
      v[at] = v0;
    }
  }
}

function clamp(value: number): number {
  return value < 16 ? 16 : value > 235 ? 235 : value;
}

import type { Detection } from '@outis/core';
import { Random } from '../random.ts';
import { type Place, placesOf } from './bound.ts';
import { drawFigure, type Figure, mimicPlace, type Pose, type Wear } from './figure.ts';
import { type Light, marginPx, type Presence, type Scenario, sampleMs, scenarioSize } from './scenario.ts';
import { drawScene, emptyPicture, type Picture } from './scene.ts';
import { placeAt, type Sighting, sightingsOf, viewAt } from './sightings.ts';

const { widthPx, heightPx } = scenarioSize;
const lumaPx = widthPx * heightPx;
const chromaPx = lumaPx / 4;
const noiseLength = 65_536;
const black = 16;

/** One frame of a scenario, yuv420p in limited range. Its bytes are reused by the next. */
export interface ScenarioFrame {
  readonly tMs: number;
  readonly bytes: Uint8Array;
  /** Boxes in fractions of the frame; null when the detector failed. */
  readonly detections: readonly Detection[] | null;
}

/** Renders a scenario, sample by sample and only forwards. */
export class ScenarioFilm {
  readonly scenario: Scenario;
  readonly places: readonly Place[];
  readonly #scene: Picture;
  /** The scene with everybody who is there. */
  readonly #world: Picture;
  readonly #sightings: readonly (readonly Sighting[] | null)[];
  readonly #random: Random;
  readonly #noise: Int8Array;
  /** What the camera would see without noise and rain. */
  readonly #lit = new Int16Array(lumaPx + 2 * chromaPx);
  readonly #bytes = new Uint8ClampedArray(lumaPx + 2 * chromaPx);
  readonly #figures = new Map<string, Figure>();
  #shown: string | null = null;
  #litKey = '';

  constructor(scenario: Scenario) {
    this.scenario = scenario;
    const size = [widthPx + 2 * marginPx, heightPx + 2 * marginPx] as const;
    this.#scene = drawScene(scenario.scene, scenario.sceneSeed, ...size);
    this.#world = emptyPicture(...size);
    this.#sightings = sightingsOf(scenario);
    this.places = placesOf(scenario, this.#sightings);
    this.#random = new Random(scenario.sceneSeed ^ 0x2545f491);
    this.#noise = new Int8Array(noiseLength + lumaPx + 2 * chromaPx);
    for (let at = 0; at < this.#noise.length; at++)
      this.#noise[at] = Math.round(this.#random.normal() * scenario.noise);
  }

  /** The place without anybody, in the given view, under full light. */
  truth(view: { readonly x: number; readonly y: number } = { x: 0, y: 0 }): Picture {
    const picture = emptyPicture(widthPx, heightPx);
    cut(this.#scene, marginPx + view.x, marginPx + view.y, picture);
    return picture;
  }

  /** Somebody, at a place in the picture as first aimed: who mimics it looks different at each. */
  figure(wear: Wear, pose: Pose, x: number, y: number): Figure {
    const isMimic = wear.kind === 'mimic';
    const key = `${wear.seed} ${wear.cellPx} ${wear.kind} ${pose} ${isMimic ? `${x} ${y}` : ''}`;
    const found = this.#figures.get(key);
    if (found !== undefined) return found;
    const drawn = drawFigure(wear, pose);
    const figure = isMimic
      ? mimicPlace(drawn, this.#scene, x + marginPx, y + marginPx, marginPx, wear.seed)
      : drawn;
    this.#figures.set(key, figure);
    return figure;
  }

  /** The frame of a sample. */
  frame(sample: number): ScenarioFrame {
    const { scenario } = this;
    this.#compose(sample);
    this.#light(sample);
    this.#expose(isBad(scenario, sample) ? scenario.rainStreaks : 0);
    const sightings = this.#sightings[sample] ?? null;
    return {
      tMs: scenario.startMs + sample * sampleMs,
      bytes: new Uint8Array(this.#bytes.buffer),
      detections: sightings?.map(({ score, box }) => ({ class: 'person', score, box })) ?? null,
    };
  }

  /** Puts people into the scene, when anything about them changed. */
  #compose(sample: number): void {
    const there = this.scenario.presences.filter(({ from, to }) => sample >= from && sample < to);
    const shown = there
      .map((presence) => {
        const { x, y } = placeAt(presence, sample);
        return `${presence.wear.seed} ${presence.pose} ${x} ${y} ${opacityAt(presence, sample)}`;
      })
      .join('|');
    if (shown === this.#shown) return;
    this.#shown = shown;
    this.#litKey = '';
    this.#world.y.set(this.#scene.y);
    this.#world.u.set(this.#scene.u);
    this.#world.v.set(this.#scene.v);
    for (const presence of there) {
      const { x, y } = placeAt(presence, sample);
      const figure = this.figure(presence.wear, presence.pose, x, y);
      paste(this.#world, figure, x + marginPx, y + marginPx, opacityAt(presence, sample));
    }
  }

  /** What the camera sees of the world: view, shake, light and shadow. */
  #light(sample: number): void {
    const { scenario } = this;
    const view = viewAt(scenario, sample);
    const shake = (): number => this.#random.whole(-scenario.shakePx, scenario.shakePx);
    const isStill = scenario.shakePx === 0 || !isBad(scenario, sample);
    const [x, y] = isStill ? [view.x, view.y] : [view.x + shake(), view.y + shake()];
    const gain = gainAt(scenario.light, sample);
    const key = scenario.shadow === null ? `${x} ${y} ${gain}` : `${sample}`;
    if (key === this.#litKey) return;
    this.#litKey = key;
    const shade = shadeAt(scenario, sample);
    const world = this.#world;
    for (let row = 0; row < heightPx; row++) {
      let from = (row + marginPx + y) * world.widthPx + marginPx + x;
      let to = row * widthPx;
      for (let column = 0; column < widthPx; column++)
        this.#lit[to++] = black + (world.y[from++]! - black) * gain * shade[column]!;
    }
    const half = world.widthPx / 2;
    for (let row = 0; row < heightPx / 2; row++) {
      let from = (row + ((marginPx + y) >> 1)) * half + ((marginPx + x) >> 1);
      let to = lumaPx + (row * widthPx) / 2;
      for (let column = 0; column < widthPx / 2; column++, from++, to++) {
        const factor = gain * shade[2 * column]!;
        this.#lit[to] = 128 + (world.u[from]! - 128) * factor;
        this.#lit[to + chromaPx] = 128 + (world.v[from]! - 128) * factor;
      }
    }
  }

  /** Noise of the camera, and rain. */
  #expose(rainStreaks: number): void {
    const [lit, bytes, noise] = [this.#lit, this.#bytes, this.#noise];
    let from = this.#random.whole(0, noiseLength - 1);
    for (let at = 0; at < bytes.length; at++) bytes[at] = lit[at]! + noise[from++]!;
    for (let streak = 0; streak < rainStreaks; streak++) {
      const length = this.#random.whole(5, 14);
      let at = this.#random.whole(0, lumaPx - 1);
      for (let px = 0; px < length && at < lumaPx; px++, at += widthPx) bytes[at] = bytes[at]! + 35;
    }
  }
}

/** The light in a sample as a factor. */
export function gainAt(light: Light, sample: number): number {
  if (light.kind === 'steady') return light.gain;
  if (light.kind === 'drift')
    return light.gain * (1 + light.swing * Math.sin((2 * Math.PI * sample) / light.periodSamples));
  if (light.kind === 'steps')
    return Math.floor(sample / light.periodSamples) % 2 === 0 ? light.gain : light.other;
  const part = Math.max(0, Math.min(1, (sample - light.from) / (light.until - light.from)));
  return light.gain + (light.to - light.gain) * part;
}

/** How much of somebody is there while they fade in or out. */
function opacityAt({ from, to, fadeSamples, opacity }: Presence, sample: number): number {
  if (fadeSamples === 0) return opacity;
  return opacity * Math.min(1, (sample - from + 1) / fadeSamples, (to - sample) / fadeSamples);
}

/** Whether the weather is bad in a sample. */
function isBad({ spells }: Scenario, sample: number): boolean {
  return sample % spells.every < spells.length;
}

function shadeAt({ shadow }: Scenario, sample: number): Float32Array {
  const shade = new Float32Array(widthPx).fill(1);
  if (shadow === null) return shade;
  const across = widthPx + 2 * shadow.widthPx;
  const centre = ((sample * shadow.pxPerSample) % across) - shadow.widthPx;
  for (let x = 0; x < widthPx; x++) {
    const away = Math.abs(x - centre) / shadow.widthPx;
    if (away < 1) shade[x] = 1 - shadow.depth * 0.5 * (1 + Math.cos(Math.PI * away));
  }
  return shade;
}

function cut(from: Picture, x: number, y: number, to: Picture): void {
  for (let row = 0; row < to.heightPx; row++) {
    const start = (row + y) * from.widthPx + x;
    to.y.set(from.y.subarray(start, start + to.widthPx), row * to.widthPx);
  }
  const [half, wide] = [from.widthPx / 2, to.widthPx / 2];
  for (let row = 0; row < to.heightPx / 2; row++) {
    const start = (row + (y >> 1)) * half + (x >> 1);
    to.u.set(from.u.subarray(start, start + wide), row * wide);
    to.v.set(from.v.subarray(start, start + wide), row * wide);
  }
}

/** Puts a figure into a picture at an opacity; what is outside is cut off. */
export function paste(onto: Picture, figure: Figure, left: number, top: number, opacity: number): void {
  for (let row = 0; row < figure.heightPx; row++) {
    const y = top + row;
    if (y < 0 || y >= onto.heightPx) continue;
    for (let column = 0; column < figure.widthPx; column++) {
      const x = left + column;
      const from = row * figure.widthPx + column;
      if (figure.mask[from] === 0 || x < 0 || x >= onto.widthPx) continue;
      const at = y * onto.widthPx + x;
      onto.y[at] = Math.round(onto.y[at]! + (figure.y[from]! - onto.y[at]!) * opacity);
      if (x % 2 !== 0 || y % 2 !== 0) continue;
      const chroma = (y >> 1) * (onto.widthPx >> 1) + (x >> 1);
      onto.u[chroma] = Math.round(onto.u[chroma]! + (figure.u[from]! - onto.u[chroma]!) * opacity);
      onto.v[chroma] = Math.round(onto.v[chroma]! + (figure.v[from]! - onto.v[chroma]!) * opacity);
    }
  }
}

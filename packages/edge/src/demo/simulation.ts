import type { Box, Detection, RoadUserClass } from '@outis/core';
import { SeededRandom } from './random.ts';
import type { Place, Script, SimulatedScene, View, Way } from './scenes.ts';
import { observeParts, type Wears, wearsByLot } from './worn-parts.ts';

/** Something that is really there: its box as a fraction of the picture and how far away it is. */
export interface SimulatedObject {
  readonly class: RoadUserClass;
  readonly box: Box;
  readonly distanceM: number;
}

/** Somebody or something on a way, to be drawn. */
export interface Actor {
  /** The same as long as it is there: tells one from another, and nothing else. */
  readonly key: object;
  readonly class: RoadUserClass;
  readonly place: Place;
  /** Rad from +x towards +z. */
  readonly heading: number;
  /** How far it has come, m. */
  readonly doneM: number;
  /** Null where nobody looks after it, and for all but those on foot. */
  readonly wears: Wears | null;
}

interface Agent {
  readonly way: Way;
  readonly speedMps: number;
  readonly sideM: number;
  readonly scale: number;
  readonly stopAtM: number;
  readonly lengthM: number;
  readonly wears: Wears | null;
  pauseLeftS: number;
  doneM: number;
  /** Until when the detector misses it: misses come in runs. */
  missedUntilS: number;
}

/** Width, height and length, metres. */
const sizes: Readonly<Record<RoadUserClass, readonly [number, number, number]>> = {
  person: [0.55, 1.75, 0.4],
  bicycle: [0.6, 1.1, 1.75],
  motorcycle: [0.8, 1.2, 2.1],
  car: [1.8, 1.5, 4.3],
  bus: [2.5, 3.1, 11],
  truck: [2.5, 3.4, 8],
};

interface Seen extends SimulatedObject {
  readonly agent: Agent;
}

const aspect = 16 / 9;
const agentsMax = 60;
/** Width of the picture in px for which jitter is meant. */
const widthPx = 640;

/**
 * A simulated place at the level of detections: people, cyclists, cars and lorries on their ways, and a detector that
 * misses in runs, loses what is hidden, jitters, and sometimes sees what is not there. Seeded; time comes from outside.
 */
export class Simulation {
  readonly #scene: SimulatedScene;
  readonly #random: SeededRandom;
  /** Apart from the other, so that what is worn changes nobody's way. */
  readonly #wornRandom: SeededRandom;
  #agents: Agent[] = [];
  #startMs: number | null = null;
  #seen: readonly Seen[] = [];
  #tMs: number | null = null;
  #ghost: { readonly detection: Detection; untilMs: number } | null = null;

  constructor(scene: SimulatedScene, seed: number) {
    this.#scene = scene;
    this.#random = new SeededRandom(seed);
    this.#wornRandom = new SeededRandom(seed + 1);
  }

  /** Moves on to `tMs` (any start, never back) and returns what is really there, farthest first. */
  step(tMs: number): readonly SimulatedObject[] {
    const elapsedS = this.#tMs === null ? 0 : Math.min(5, Math.max(0, (tMs - this.#tMs) / 1000));
    this.#startMs ??= tMs;
    this.#begin((this.#tMs ?? tMs) - this.#startMs, tMs - this.#startMs);
    this.#tMs = tMs;
    this.#spawn(elapsedS, tMs);
    for (const agent of this.#agents) move(agent, elapsedS);
    this.#agents = this.#agents.filter(({ doneM, lengthM }) => doneM < lengthM);
    this.#seen = this.#agents
      .flatMap((agent) => objectsOf(agent, this.#scene.view))
      .sort((a, b) => b.distanceM - a.distanceM);
    return this.#seen;
  }

  /** Who is on a way after the last step, in the picture or not, farthest first. */
  actors(): Actor[] {
    return this.#agents
      .map((agent) => {
        const { place, heading } = placeAt(agent.way.places, agent.doneM, agent.sideM);
        const { way, doneM, wears } = agent;
        return { key: agent, class: way.class, place, heading, doneM, wears };
      })
      .sort((a, b) => Math.hypot(b.place.x, b.place.z) - Math.hypot(a.place.x, a.place.z));
  }

  /** What a detector makes of the last step; boxes in fractions of the picture. */
  observe(): Detection[] {
    const detections: Detection[] = [];
    const nowS = (this.#tMs ?? 0) / 1000;
    this.#seen.forEach((object, index) => {
      const { agent } = object;
      // A rider and the bicycle below do not hide each other.
      const nearer = this.#seen.slice(index + 1).filter((other) => other.agent !== agent);
      const hidden = Math.max(0, ...nearer.map((other) => coveredShare(object.box, other.box)));
      if (hidden > 0.75 || agent.missedUntilS > nowS) return;
      if (this.#random.next() < 0.02) agent.missedUntilS = nowS + this.#random.between(0.1, 0.9);
      const score = Math.min(
        0.97,
        Math.max(0.12, 0.8 - 0.45 * hidden - object.distanceM / 160 + 0.07 * this.#random.normal()),
      );
      const box = this.#jittered(object.box);
      detections.push({ class: this.#confused(object.class), score, box });
      if (agent.wears !== null && hidden < 0.2)
        detections.push(...observeParts(box, agent.wears, this.#wornRandom));
    });
    const ghost = this.#falseDetection();
    return ghost === null ? detections : [...detections, ghost];
  }

  #spawn(elapsedS: number, tMs: number): void {
    for (const way of this.#scene.ways) {
      if (way.script !== undefined) continue;
      const expected = (way.perHour * dayShare(tMs) * elapsedS) / 3600;
      if (this.#random.next() >= expected || this.#agents.length >= agentsMax) continue;
      const lengthM = pathLength(way.places);
      const stops = this.#random.next() < way.stops;
      this.#agents.push({
        way,
        speedMps: way.speedMps * this.#random.between(0.75, 1.25),
        sideM: this.#random.between(-0.6, 0.6),
        scale: this.#random.between(0.92, 1.08),
        stopAtM: stops ? lengthM * this.#random.between(0.2, 0.8) : Number.POSITIVE_INFINITY,
        lengthM,
        wears: this.#wearsOn(way),
        pauseLeftS: stops ? this.#random.between(1, way.pauseS) : 0,
        doneM: 0,
        missedUntilS: 0,
      });
    }
  }

  /** Sends those on their way whose time lies between the two, ms since the start. */
  #begin(beforeMs: number, nowMs: number): void {
    for (const way of this.#scene.ways) {
      const { script } = way;
      if (script === undefined || timesBy(script, nowMs) === timesBy(script, beforeMs)) continue;
      this.#agents.push({
        ...{ way, speedMps: way.speedMps, sideM: 0, scale: 1, doneM: 0, missedUntilS: 0 },
        stopAtM: script.stopAtM ?? Number.POSITIVE_INFINITY,
        lengthM: pathLength(way.places),
        wears: script.wears ?? this.#wearsOn(way),
        pauseLeftS: script.stopS ?? 0,
      });
    }
  }

  #wearsOn(way: Way): Wears | null {
    const { worn } = this.#scene;
    if (worn === undefined || way.class !== 'person') return null;
    return way.script === undefined ? wearsByLot(worn, this.#wornRandom) : { helmet: true, vest: true };
  }

  #confused(objectClass: RoadUserClass): RoadUserClass {
    if (this.#random.next() > 0.04) return objectClass;
    if (objectClass === 'bicycle') return 'motorcycle';
    if (objectClass === 'truck') return 'bus';
    return objectClass === 'car' ? 'truck' : objectClass;
  }

  #jittered({ left, top, width, height }: Box): Box {
    const jitter = (side: number): number => this.#random.normal() * (0.025 * side + 1 / widthPx);
    const x = left + jitter(width);
    const y = top + jitter(height);
    return clip({
      left: x,
      top: y,
      width: Math.max(0.004, width + jitter(width)),
      height: Math.max(0.006, height + jitter(height)),
    });
  }

  /** Now and then a shadow or a post is taken for something, for a moment. */
  #falseDetection(): Detection | null {
    const tMs = this.#tMs ?? 0;
    if (this.#ghost !== null && tMs < this.#ghost.untilMs) return this.#ghost.detection;
    if (this.#random.next() > 0.003) return null;
    const box = {
      left: this.#random.between(0, 0.9),
      top: this.#random.between(0.3, 0.8),
      width: 0.03,
      height: 0.1,
    };
    this.#ghost = {
      detection: {
        class: this.#random.pick(['person', 'car'] as const),
        score: this.#random.between(0.2, 0.6),
        box,
      },
      untilMs: tMs + this.#random.between(100, 600),
    };
    return this.#ghost.detection;
  }
}

/** More by day than by night: a share of the full rate, UTC. */
function dayShare(tMs: number): number {
  const hour = (tMs / 3_600_000) % 24;
  const rush = (at: number): number => Math.exp(-(((hour - at) / 2.2) ** 2));
  return 0.25 + 0.5 * rush(12.5) + 0.75 * rush(8) + 0.75 * rush(17);
}

/** How often a scripted way was begun by then, ms since the start. */
function timesBy({ firstS, everyS }: Script, sinceMs: number): number {
  return Math.max(0, Math.floor((sinceMs / 1000 - firstS) / everyS) + 1);
}

function move(agent: Agent, elapsedS: number): void {
  if (agent.doneM >= agent.stopAtM && agent.pauseLeftS > 0) {
    agent.pauseLeftS -= elapsedS;
    return;
  }
  agent.doneM += agent.speedMps * elapsedS;
}

function objectsOf(agent: Agent, view: View): Seen[] {
  const { place, heading } = placeAt(agent.way.places, agent.doneM, agent.sideM);
  const one = (objectClass: RoadUserClass, liftM: number): Seen[] => {
    const [width, height, length] = sizes[objectClass].map((side) => side * agent.scale) as [
      number,
      number,
      number,
    ];
    const box = projectBox(place, heading, [width, height, length], liftM, view);
    return box === null ? [] : [{ class: objectClass, box, distanceM: Math.hypot(place.x, place.z), agent }];
  };
  // A rider sits about half a metre above the ground.
  return agent.way.class === 'bicycle'
    ? [...one('bicycle', 0), ...one('person', 0.25)]
    : one(agent.way.class, 0);
}

/** The box of somebody who stands on the ground, in fractions of the picture; null when it is not in the picture. */
export function boxOf(objectClass: RoadUserClass, place: Place, heading: number, view: View): Box | null {
  return projectBox(place, heading, sizes[objectClass], 0, view);
}

function pathLength(places: readonly Place[]): number {
  return places
    .slice(1)
    .reduce(
      (sum, place, index) => sum + Math.hypot(place.x - places[index]!.x, place.z - places[index]!.z),
      0,
    );
}

/** Where somebody is who has come so far on a way, `sideM` to the side of it, and where they head. */
export function placeAt(
  places: readonly Place[],
  doneM: number,
  sideM: number,
): { readonly place: Place; readonly heading: number } {
  let leftM = doneM;
  for (let i = 1; i < places.length; i++) {
    const from = places[i - 1]!;
    const to = places[i]!;
    const lengthM = Math.hypot(to.x - from.x, to.z - from.z);
    if (leftM <= lengthM || i === places.length - 1) {
      const share = Math.min(1, leftM / lengthM);
      const heading = Math.atan2(to.z - from.z, to.x - from.x);
      const x = from.x + (to.x - from.x) * share - Math.sin(heading) * sideM;
      const z = from.z + (to.z - from.z) * share + Math.cos(heading) * sideM;
      return { place: { x, z }, heading };
    }
    leftM -= lengthM;
  }
  return { place: places[0]!, heading: 0 };
}

/** The box around the eight projected corners of something standing on the ground; null when it is not in the picture. */
function projectBox(
  place: Place,
  heading: number,
  [width, height, length]: readonly [number, number, number],
  liftM: number,
  view: View,
): Box | null {
  const [cos, sin] = [Math.cos(heading), Math.sin(heading)];
  const us: number[] = [];
  const vs: number[] = [];
  for (const along of [-length / 2, length / 2]) {
    for (const across of [-width / 2, width / 2]) {
      for (const up of [liftM, liftM + height]) {
        const point = project(
          { x: place.x + along * cos - across * sin, z: place.z + along * sin + across * cos },
          up,
          view,
        );
        if (point === null) return null;
        us.push(point.x);
        vs.push(point.y);
      }
    }
  }
  const left = Math.min(...us);
  const top = Math.min(...vs);
  const box = clip({ left, top, width: Math.max(...us) - left, height: Math.max(...vs) - top });
  return box.width < 0.004 || box.height < 0.008 ? null : box;
}

/**
 * Where a point above the ground appears, as fractions of the picture (pinhole camera), and how large a metre is there
 * in widths of the picture; null behind the camera.
 */
export function project(
  { x, z }: Place,
  upM: number,
  { heightM, pitchRad, focal }: View,
): { readonly x: number; readonly y: number; readonly metre: number } | null {
  const below = heightM - upM;
  const depth = z * Math.cos(pitchRad) + below * Math.sin(pitchRad);
  if (depth < 1) return null;
  const down = below * Math.cos(pitchRad) - z * Math.sin(pitchRad);
  const metre = focal / depth;
  return { x: 0.5 + metre * x, y: 0.5 + metre * aspect * down, metre };
}

function clip({ left, top, width, height }: Box): Box {
  const x = Math.min(1, Math.max(0, left));
  const y = Math.min(1, Math.max(0, top));
  return {
    left: x,
    top: y,
    width: Math.max(0, Math.min(1, left + width) - x),
    height: Math.max(0, Math.min(1, top + height) - y),
  };
}

function coveredShare(box: Box, by: Box): number {
  const width = Math.min(box.left + box.width, by.left + by.width) - Math.max(box.left, by.left);
  const height = Math.min(box.top + box.height, by.top + by.height) - Math.max(box.top, by.top);
  return width <= 0 || height <= 0 ? 0 : (width * height) / (box.width * box.height);
}

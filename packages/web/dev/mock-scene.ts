import type { RoadUserClass, SceneMessage, SceneObject } from '@outis/core';
import { sceneIdsRenewedAfterMs, scenePersonsMax, sceneRounding } from '@outis/core';

interface Walker {
  readonly class: RoadUserClass;
  readonly path: readonly (readonly [number, number])[];
  /** Share of the path in one second. */
  readonly speed: number;
  readonly shift: number;
  at: number;
  id: number;
}

const road: Walker['path'] = [
  [-0.12, 0.74],
  [0.25, 0.68],
  [0.55, 0.56],
  [0.8, 0.46],
  [1.1, 0.4],
];
const roadBack: Walker['path'] = [
  [1.1, 0.47],
  [0.8, 0.54],
  [0.5, 0.68],
  [0.2, 0.84],
  [-0.15, 0.93],
];
const walkway: Walker['path'] = [
  [0.98, 0.7],
  [0.86, 0.52],
  [0.78, 0.37],
  [0.6, 0.3],
  [0.42, 0.31],
];
const across: Walker['path'] = [
  [0.1, 0.5],
  [0.3, 0.56],
  [0.48, 0.62],
  [0.66, 0.7],
  [0.75, 0.95],
];
const stroll: Walker['path'] = [
  [0.56, 0.98],
  [0.62, 0.84],
  [0.72, 0.78],
  [0.9, 0.86],
  [1.05, 0.9],
];

/** A made-up scene: a road both ways and people on foot, as rounded and as nameless as the edge sends it. */
export class MockScene {
  readonly #walkers: Walker[];
  #lastMs: number | null = null;
  #renewedMs = 0;
  #nextId = 1;

  constructor(persons: number) {
    const vehicles: [RoadUserClass, Walker['path'], number, number][] = [
      ['truck', road, 0.045, 0],
      ['car', road, 0.075, 0.45],
      ['bus', roadBack, 0.05, 0.55],
      ['car', roadBack, 0.08, 0.1],
      ['motorcycle', road, 0.09, 0.8],
      ['bicycle', across, 0.06, 0.3],
      ['bicycle', walkway, 0.055, 0.7],
    ];
    this.#walkers = vehicles.map(([objectClass, path, speed, at]) =>
      this.#walker(objectClass, path, speed, 0, at),
    );
    const paths = [walkway, across, stroll];
    for (let i = 0; i < persons; i++) {
      const shift = ((i * 37) % 19) / 19 - 0.5;
      this.#walkers.push(
        this.#walker(
          'person',
          paths[i % 3] ?? walkway,
          0.022 + ((i * 7) % 5) / 600,
          shift * 0.09,
          (i * 0.37) % 1,
        ),
      );
    }
  }

  /** The scene at this time, epoch ms. */
  at(nowMs: number): SceneMessage {
    const passedS = this.#lastMs === null ? 0 : (nowMs - this.#lastMs) / 1000;
    this.#lastMs = nowMs;
    if (nowMs - this.#renewedMs > sceneIdsRenewedAfterMs) {
      this.#renewedMs = nowMs;
      for (const walker of this.#walkers) walker.id = this.#nextId++;
    }
    const objects: SceneObject[] = [];
    for (const walker of this.#walkers) {
      walker.at += walker.speed * passedS;
      if (walker.at > 1) {
        walker.at -= 1;
        walker.id = this.#nextId++;
      }
      const [x, y] = placeOn(walker.path, walker.at);
      const place = { x: round(x), y: round(y + walker.shift) };
      if (place.x >= 0 && place.x <= 1 && place.y <= 1)
        objects.push({ id: walker.id, class: walker.class, ...place });
    }
    const personsHidden = objects.filter((object) => object.class === 'person').length > scenePersonsMax;
    return {
      tMs: nowMs,
      objects: personsHidden ? objects.filter((object) => object.class !== 'person') : objects,
      personsHidden,
    };
  }

  #walker(
    objectClass: RoadUserClass,
    path: Walker['path'],
    speed: number,
    shift: number,
    at: number,
  ): Walker {
    return { class: objectClass, path, speed, shift, at, id: this.#nextId++ };
  }
}

function placeOn(path: Walker['path'], at: number): readonly [number, number] {
  const share = at * (path.length - 1);
  const index = Math.min(path.length - 2, Math.floor(share));
  const [from, to] = [path[index], path[index + 1]];
  if (from === undefined || to === undefined) return [0, 0];
  const part = share - index;
  return [from[0] + (to[0] - from[0]) * part, from[1] + (to[1] - from[1]) * part];
}

function round(value: number): number {
  return Math.round(value / sceneRounding) * sceneRounding;
}

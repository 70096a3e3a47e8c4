import type { FrameSize, RoadUserClass } from '@outis/core';
import type { SceneName } from '../camera/source.ts';
import { Canvas } from './canvas.ts';
import { car } from './car.ts';
import type { Figure } from './figure.ts';
import { paintPlace } from './film-places.ts';
import { paintFigure } from './painter.ts';
import { cyclist, motorcyclist, walker } from './people.ts';
import { SeededRandom } from './random.ts';
import { simulatedScenes } from './scenes.ts';
import { type Actor, type SimulatedObject, Simulation } from './simulation.ts';
import { bus, truck } from './vehicles.ts';
import type { Wears } from './worn-parts.ts';

/** How the films that come with Outis are made: the same numbers make the same film, and say what is true of it. */
export const filmOptions = { seed: 20261122, seconds: 120, fps: 10, startMs: 8 * 3_600_000 } as const;
export const filmSize: FrameSize = { widthPx: 640, heightPx: 360 };

/** A step of a walker and a turn of the pedals, m. */
const stepsM = 1.5;
const turnM = 4.5;

/** One moment of a film: what is really there, and a way to draw it. */
export interface FilmMoment {
  readonly tMs: number;
  /** With boxes in fractions of the picture, farthest first. */
  readonly objects: readonly SimulatedObject[];
  /** The picture, planar yuv420p. Costs a tenth of a second; whoever wants the truth alone does not ask. */
  draw(): Buffer;
}

/** The moments of the film of a scene, from its start. */
export function* filmMoments(scene: SceneName): Generator<FilmMoment> {
  const { seed, seconds, fps, startMs } = filmOptions;
  const { view } = simulatedScenes[scene];
  const simulation = new Simulation(simulatedScenes[scene], seed);
  const looks = new Looks(seed);
  const canvas = new Canvas(filmSize);
  // The place is already at work when the film begins.
  for (let beforeMs = 60_000; beforeMs > 0; beforeMs -= 200) simulation.step(startMs - beforeMs);
  for (let index = 0; index < seconds * fps; index++) {
    const tMs = (index * 1000) / fps;
    const objects = simulation.step(startMs + tMs);
    const actors = simulation.actors();
    const figures = actors.map((actor) => looks.figureOf(actor));
    yield {
      tMs,
      objects,
      draw: () => {
        paintPlace(canvas, scene, view);
        for (const [at, { place, heading }] of actors.entries())
          paintFigure(canvas, { figure: figures[at]!, place, heading }, view, 1);
        return canvas.toYuv420();
      },
    };
  }
}

const makers: Readonly<
  Record<RoadUserClass, (random: SeededRandom, stride: number, wears: Wears | null) => Figure>
> = {
  person: walker,
  bicycle: cyclist,
  motorcycle: motorcyclist,
  car,
  bus,
  truck,
};

/** Gives everybody a look of their own, drawn by lot once and kept for as long as they are there. */
export class Looks {
  readonly #seeds = new WeakMap<object, number>();
  #next: number;

  constructor(seed: number) {
    this.#next = seed;
  }

  figureOf({
    key,
    class: objectClass,
    doneM,
    wears = null,
  }: Pick<Actor, 'key' | 'class' | 'doneM'> & Partial<Pick<Actor, 'wears'>>): Figure {
    const seed = this.#seeds.get(key) ?? this.#next++;
    this.#seeds.set(key, seed);
    const stride = (doneM / (objectClass === 'person' ? stepsM : turnM)) % 1;
    return makers[objectClass](new SeededRandom(seed), stride, wears);
  }
}

import type { Fraction2, LineConfig, Purpose, RoadUserClass, ZoneConfig } from '@outis/core';
import type { SceneName } from '../camera/source.ts';
import type { Wears, WornShares } from './worn-parts.ts';

/** Scenes that are simulated; of the entrance there is no film. */
export type SimulatedName = SceneName | 'entrance';

/** A place on the ground, metres: x to the right, z away from the camera. */
export interface Place {
  readonly x: number;
  readonly z: number;
}

/** Somebody's way: a polyline on the ground, how often it is taken, and where people stop on it. */
export interface Way {
  readonly class: RoadUserClass;
  readonly places: readonly Place[];
  readonly speedMps: number;
  readonly perHour: number;
  /** Share that stops somewhere on the way, for up to `pauseS` seconds. */
  readonly stops: number;
  readonly pauseS: number;
  /** Taken at set times instead of by chance; then the four numbers above but the speed say nothing. */
  readonly script?: Script;
}

/** What a demo shows soon and now and then, whatever the hour. Seconds count from the first step of the simulation. */
export interface Script {
  readonly firstS: number;
  readonly everyS: number;
  /** Stops there for so long; default not at all. */
  readonly stopAtM?: number;
  readonly stopS?: number;
  /** Default all that is asked for. */
  readonly wears?: Wears;
}

/** A camera on a mast, looking down: height m, pitch below the horizon rad, focal length in widths of the picture. */
export interface View {
  readonly heightM: number;
  readonly pitchRad: number;
  readonly focal: number;
}

/** A simulated camera: what it is for, what it sees and who passes. */
export interface SimulatedScene {
  readonly purpose: Purpose;
  readonly owner: string;
  readonly reason: string;
  readonly view: View;
  readonly ways: readonly Way[];
  readonly lines: readonly LineConfig[];
  readonly zones: readonly ZoneConfig[];
  readonly boundary: readonly Fraction2[] | null;
  /** Where helmets and vests are worn: by how many they are not. */
  readonly worn?: WornShares;
}

const walk = (places: readonly Place[], perHour: number, stops = 0.15): Way => ({
  class: 'person',
  places,
  speedMps: 1.35,
  perHour,
  stops,
  pauseS: 12,
});
const ride = (places: readonly Place[], perHour: number): Way => ({
  class: 'bicycle',
  places,
  speedMps: 4.2,
  perHour,
  stops: 0.02,
  pauseS: 4,
});
const drive = (
  objectClass: 'car' | 'bus' | 'truck',
  places: readonly Place[],
  perHour: number,
  stops = 0.1,
): Way => ({
  class: objectClass,
  places,
  speedMps: objectClass === 'car' ? 6 : 4,
  perHour,
  stops,
  pauseS: 8,
});
function scripted(
  objectClass: Way['class'],
  places: readonly Place[],
  speedMps: number,
  script: Script,
): Way {
  return { class: objectClass, places, speedMps, perHour: 0, stops: 0, pauseS: 0, script };
}
const at = (x: number, z: number): Place => ({ x, z });
const back = (places: readonly Place[]): Place[] => places.toReversed();

const yardGate = [at(-26, 24), at(-6, 23), at(5, 20), at(22, 19)];
const yardHall = [at(-17, 14), at(-4, 15.5), at(3, 21), at(4, 38)];
const yardFoot = [at(-12, 9), at(-2, 11), at(9, 13), at(20, 14)];
const yardWays: readonly Way[] = [
  // Somebody takes the short way below the crane, sees to the load and goes back.
  scripted('person', [at(20, 14), at(10, 13), at(5.5, 17.5), at(10, 13), at(20, 14)], 1.35, {
    ...{ firstS: 75, everyS: 420, stopAtM: 16.5, stopS: 7 },
  }),
  // A lorry waits in front of the hall, where the fire brigade would.
  scripted('truck', [at(-30, 28.5), at(30, 28.5)], 5, { firstS: 60, everyS: 660, stopAtM: 25, stopS: 84 }),
  // Somebody walks to the hall, and a car comes along just behind.
  scripted('person', [at(-1, 14), at(2, 21), at(4, 38)], 1.3, { firstS: 112, everyS: 900 }),
  scripted('car', [at(32, 18.6), at(-30, 18.6)], 6, { firstS: 111.2, everyS: 900 }),
];

const yard: SimulatedScene = {
  purpose: 'site-safety',
  owner: 'Demo works yard',
  reason: 'Lorries reverse beside the footway to the hall (simulated)',
  view: { heightM: 7, pitchRad: 0.36, focal: 0.85 },
  ways: [
    walk(yardFoot, 170),
    walk(back(yardFoot), 150),
    walk(yardHall, 90, 0.3),
    walk(back(yardHall), 90, 0.3),
    ride(yardFoot, 40),
    ride(back(yardFoot), 30),
    drive('car', yardGate, 70),
    drive('car', back(yardGate), 60),
    drive('truck', yardGate, 30, 0.5),
    drive('truck', back(yardGate), 24, 0.5),
    ...yardWays,
  ],
  lines: [
    { id: 'gate', a: [0.5, 0.92], b: [0.52, 0.36] },
    { id: 'hall', a: [0.34, 0.5], b: [0.72, 0.46] },
  ],
  zones: [
    {
      id: 'slewing-zone',
      points: [
        [0.6, 0.48],
        [0.86, 0.47],
        [0.93, 0.6],
        [0.62, 0.62],
      ],
      hazard: 'slewing-zone',
    },
    {
      id: 'fire-lane',
      points: [
        [0.25, 0.285],
        [0.49, 0.285],
        [0.49, 0.355],
        [0.22, 0.355],
      ],
    },
    {
      id: 'crossing',
      points: [
        [0.4, 0.4],
        [0.6, 0.4],
        [0.57, 0.62],
        [0.36, 0.62],
      ],
    },
  ],
  boundary: [
    [0, 0.2],
    [1, 0.2],
    [1, 1],
    [0, 1],
  ],
  worn: { bareHeads: 0.05, withoutVest: 0.08 },
};

const entranceIn = [at(-3.4, 5.3), at(-0.4, 5.5), at(0.6, 6.2), at(1, 12)];
const entranceOut = [at(0.2, 12), at(-0.2, 6.4), at(1, 5.5), at(3.4, 5.2)];

/** Near enough to see heads: helmets and vests are looked at where people come in, one after the other. */
const entrance: SimulatedScene = {
  purpose: 'site-safety',
  owner: 'Demo works yard',
  reason: 'Helmet and vest are put on before the turnstile (simulated)',
  view: { heightM: 2.9, pitchRad: 0.3, focal: 1.1 },
  ways: [
    { ...walk(entranceIn, 60, 0.9), speedMps: 0.9, pauseS: 6 },
    { ...walk(entranceOut, 50, 0.2), speedMps: 1 },
    scripted('person', entranceIn, 0.9, {
      ...{ firstS: 95, everyS: 540, stopAtM: 3, stopS: 5, wears: { helmet: false, vest: true } },
    }),
    scripted('person', entranceIn, 0.9, {
      ...{ firstS: 250, everyS: 800, stopAtM: 3, stopS: 5, wears: { helmet: true, vest: false } },
    }),
  ],
  lines: [{ id: 'turnstile', a: [0.35, 0.68], b: [0.75, 0.66] }],
  zones: [
    {
      id: 'turnstile',
      points: [
        [0.02, 0.7],
        [0.98, 0.7],
        [0.99, 0.99],
        [0.01, 0.99],
      ],
    },
  ],
  boundary: [
    [0, 0.05],
    [1, 0.05],
    [1, 1],
    [0, 1],
  ],
  worn: { bareHeads: 0.03, withoutVest: 0.04 },
};

const laneNear = [at(-30, 15), at(30, 15)];
const laneFar = [at(34, 19.5), at(-34, 19.5)];
const cyclewayNear = [at(-28, 11.5), at(28, 11.5)];
const pavement = [at(-22, 8.5), at(22, 8.8)];
const sideStreet = [at(3, 48), at(3.5, 26), at(-6, 19.5), at(-34, 19.5)];

const street: SimulatedScene = {
  purpose: 'street-statistics',
  owner: 'Demo city, department of mobility',
  reason: 'How many people walk, ride and drive through Long Street (simulated)',
  view: { heightM: 6, pitchRad: 0.33, focal: 0.8 },
  ways: [
    drive('car', laneNear, 150, 0.12),
    drive('car', laneFar, 130, 0.12),
    drive('car', sideStreet, 25, 0.3),
    drive('bus', laneNear, 8, 0.6),
    drive('truck', laneFar, 12),
    ride(cyclewayNear, 60),
    ride(back(cyclewayNear), 45),
    walk(pavement, 90),
    walk(back(pavement), 80),
  ],
  lines: [
    { id: 'carriageway', a: [0.42, 0.66], b: [0.45, 0.3] },
    { id: 'footway-and-cycleway', a: [0.47, 0.99], b: [0.48, 0.67] },
  ],
  zones: [],
  boundary: null,
};

export const simulatedScenes: Readonly<Record<SimulatedName, SimulatedScene>> = { yard, entrance, street };

import type { Fraction2, LineConfig, Purpose, RoadUserClass, ZoneConfig } from '@outis/core';

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
const at = (x: number, z: number): Place => ({ x, z });
const back = (places: readonly Place[]): Place[] => places.toReversed();

const yardGate = [at(-26, 24), at(-6, 23), at(5, 20), at(22, 19)];
const yardHall = [at(-17, 14), at(-4, 15.5), at(3, 21), at(4, 38)];
const yardFoot = [at(-12, 9), at(-2, 11), at(9, 13), at(20, 14)];

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
    },
  ],
  boundary: [
    [0, 0.2],
    [1, 0.2],
    [1, 1],
    [0, 1],
  ],
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

export const simulatedScenes: Readonly<Record<'yard' | 'street', SimulatedScene>> = { yard, street };

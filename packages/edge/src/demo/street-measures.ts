import type { CalibrationConfig, Fraction2, LineConfig, MovementConfig, ZoneConfig } from '@outis/core';
import { type Place, type SimulatedName, simulatedScenes, type View } from './scenes.ts';
import { project } from './simulation.ts';

/** What the demo measures beside the lines of its scene. */
export interface DemoMeasures {
  readonly lines: readonly LineConfig[];
  readonly zones: readonly ZoneConfig[];
  readonly movements: readonly MovementConfig[];
  readonly calibration?: CalibrationConfig;
}

/** Of the street: who turns where, how fast, how near; of the yard nothing, as its purpose permits nothing. */
export function demoMeasures(scene: SimulatedName): DemoMeasures {
  if (scene !== 'street') return { lines: [], zones: [], movements: [] };
  const line = (id: string, from: Spot, to: Spot): LineConfig => ({ id, a: seen(from), b: seen(to) });
  return {
    lines: [
      line('west', [-7, 13.4], [-7, 21.2]),
      line('east', [8, 13.4], [8, 21.2]),
      line('side-street', [0.5, 24], [7, 24]),
    ],
    movements: [
      { id: 'west-to-east', from: 'west', to: 'east' },
      { id: 'east-to-west', from: 'east', to: 'west' },
      { id: 'side-street-to-west', from: 'side-street', to: 'west' },
    ],
    zones: [
      {
        id: 'road',
        points: [
          [-7, 13.4],
          [8, 13.4],
          [9, 21],
          [-8, 21],
        ].map(seen),
        use: ['speed', 'dwell'],
      },
      {
        id: 'cycleway',
        points: [
          [-5, 8.5],
          [5, 8.5],
          [6, 13],
          [-6, 13],
        ].map(seen),
        use: ['conflict'],
      },
    ],
    calibration: {
      points: [
        [-5, 9],
        [5, 9],
        [8, 20],
        [-8, 20],
        [5, 35],
        [-5, 35],
      ].map((spot) => ({ at: seen(spot), ground: spot as [number, number] })),
      heldOut: { a: seen([-4, 12]), b: seen([6, 12]), metres: 10 },
    },
  };
}

type Spot = readonly number[];

const seen = placesSeen(simulatedScenes.street.view);

/** Where a place on the ground (x and z, m) is seen, as fractions of the picture. Throws behind the camera. */
export function placesSeen(view: View): (spot: Spot) => Fraction2 {
  return ([x, z]) => {
    const place: Place = { x: x ?? 0, z: z ?? 0 };
    const at = project(place, 0, view);
    if (at === null) throw new TypeError('A place of the demo lies behind its camera.');
    return [at.x, at.y];
  };
}

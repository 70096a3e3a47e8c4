import type { CalibrationConfig, SafetyRuleConfig } from '@outis/core';
import { type SimulatedName, simulatedScenes } from './scenes.ts';
import { placesSeen } from './street-measures.ts';

/** What the cameras of the demo warn of: so often that there is something to see, and not more often. */
export function demoRules(name: SimulatedName): readonly SafetyRuleConfig[] {
  switch (name) {
    case 'yard':
      return [
        { rule: 'exclusion', zones: ['slewing-zone'] },
        { rule: 'blocked', zones: ['fire-lane'], minutes: 1, cooldownS: 600 },
        { rule: 'proximity', zones: ['crossing'], cooldownS: 900 },
      ];
    case 'entrance':
      return [
        { rule: 'helmet', zones: ['turnstile'] },
        { rule: 'vest', zones: ['turnstile'], mode: 'learning' },
      ];
    default:
      return [];
  }
}

/** Where the ground of the yard is: its camera is drawn, so that places in its picture are known. */
export function yardCalibration(): CalibrationConfig {
  const seen = placesSeen(simulatedScenes.yard.view);
  const places: readonly (readonly [number, number])[] = [
    [-5, 10],
    [5, 10],
    [8, 18],
    [-8, 18],
    [5, 28],
    [-5, 28],
  ];
  return {
    points: places.map((ground) => ({ at: seen(ground), ground })),
    heldOut: { a: seen([-3, 14]), b: seen([5, 14]), metres: 8 },
  };
}

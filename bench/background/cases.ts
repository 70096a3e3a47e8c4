import type { Presence, Scenario } from '../../packages/proof/src/scenario/scenario.ts';

/** A scenario of the table, with its schedule in plain sight. */
export interface Case {
  readonly name: string;
  readonly scenario: Scenario;
}

const perMinute = 12;
const wear = { seed: 20_260_302, cellPx: 4, kind: 'signs', mean: 118, swing: 85 } as const;

/** The cases of the table; the last is beyond the stated bound and is expected to fail. */
export const cases: readonly Case[] = [
  { name: 'a walk past every 6 min', scenario: passers() },
  { name: '45 min still, never detected', scenario: scenario({ stays: [[30, 75]] }) },
  { name: '20 min from start-up', scenario: scenario({ stays: [[0, 20]] }) },
  { name: '120 min, detected half the time', scenario: scenario({ stays: [[20, 140]], recall: 0.5 }) },
  {
    name: '20 min of every hour',
    scenario: scenario({
      stays: [
        [10, 30],
        [70, 90],
        [130, 150],
        [190, 210],
      ],
      minutes: 240,
    }),
  },
  { name: 'queue of 8, 7 min each, one spot', scenario: queue() },
  {
    name: '50 min in rain, dark',
    scenario: { ...scenario({ stays: [[30, 80]] }), rainStreaks: 8, light: { kind: 'steady', gain: 0.5 } },
  },
  { name: 'beyond the bound: 120 min, never detected', scenario: scenario({ stays: [[20, 140]] }) },
];

/** Those of a quick run. */
export const quickCases: readonly Case[] = [cases[1]!, cases[2]!, cases.at(-1)!];

function scenario({
  stays,
  recall = 0,
  minutes = 160,
}: {
  readonly stays: readonly (readonly [number, number])[];
  readonly recall?: number;
  readonly minutes?: number;
}): Scenario {
  return {
    seed: 20_260_302,
    kind: 'stand',
    scene: 'yard',
    sceneSeed: 5,
    samples: minutes * perMinute,
    startMs: Date.UTC(2026, 2, 2, 8),
    presences: stays.map(([from, to]) => stay(from, to, wear)),
    light: { kind: 'steady', gain: 1 },
    noise: 1.5,
    rainStreaks: 0,
    shakePx: 0,
    spells: { every: 40, length: 8 },
    shadow: null,
    bump: null,
    restarts: [],
    saveEvery: perMinute,
    recall,
    detectorFails: 0,
    detectionSeed: 7,
  };
}

function stay(fromMinute: number, toMinute: number, worn: Presence['wear']): Presence {
  const [x, y] = [58, 5];
  return {
    wear: worn,
    pose: 'stand',
    x,
    y,
    toX: x,
    toY: y,
    from: Math.round(fromMinute * perMinute),
    to: Math.round(toMinute * perMinute),
    opacity: 1,
    fadeSamples: 0,
    doesSway: false,
  };
}

/** Nobody stays: what the times and the quality of the picture are measured with. */
function passers(): Scenario {
  const people = Array.from({ length: 26 }, (_, person) => ({
    ...stay(6 * person + 3, 6 * person + 3.4, { ...wear, seed: wear.seed + 100 + person }),
    x: 0,
    toX: 108,
  }));
  return { ...scenario({ stays: [] }), presences: people };
}

function queue(): Scenario {
  const people = Array.from({ length: 8 }, (_, person) =>
    stay(20 + 7 * person, 27 + 7 * person, { ...wear, seed: wear.seed + person }),
  );
  return { ...scenario({ stays: [] }), presences: people };
}

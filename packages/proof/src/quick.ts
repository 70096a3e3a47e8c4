import { type FilmPlan, planFilm } from './film/film-plan.ts';

/** One run of the product in part one. */
export interface PlannedRun {
  readonly plan: FilmPlan;
  readonly crashPlan?: FilmPlan;
  readonly withMemory: boolean;
}

/** What is tried: little in a test run, everything where somebody wants to know. */
export interface ProofPlan {
  readonly runs: readonly PlannedRun[];
  /** For the leak that must be found. */
  readonly control: FilmPlan;
  readonly scenarios: number;
  /** Runs at the same time. */
  readonly together: number;
}

const secondsPerFrame = 5;
const storm = { rainStreaks: 25, shakePx: 2, hasShadow: true, noise: 2.5 };

/** A proof within a minute: people whom nobody detects, people who are detected half of the time, the shipped detector. */
export function quickPlan(seed: number, scenarios: number | null): ProofPlan {
  return {
    runs: [
      // They have gone after a quarter of an hour: the place must be learned, or there is nothing to be found in.
      run(seed, { name: 'never detected', minutes: 95, recall: 0, haste: 0.2, scene: 'gravel' }),
      run(seed + 1, {
        name: 'detected half of the time, rain and shake',
        minutes: 30,
        recall: 0.5,
        conditions: storm,
      }),
      run(seed + 2, { name: 'the detector that ships', minutes: 2, recall: 0, detector: 'shipped' }),
    ],
    control: controlPlan(seed + 3),
    // One of each kind, and enough people who were never there to know what chance does.
    scenarios: scenarios ?? 24,
    together: 4,
  };
}

/** Everything: each recall by day and in the dark, in every weather, a bump, a crash, and what lies beyond the bound. */
export function fullPlan(seed: number, scenarios: number | null): ProofPlan {
  const minutes = 200;
  const dark = { gain: 0.28, noise: 3 };
  const wishes: readonly (readonly [string, number, object])[] = [
    ['never detected, a calm day', 0, {}],
    ['never detected, rain', 0, { rainStreaks: 25 }],
    ['never detected, dark', 0, dark],
    ['never detected, shake and shadow', 0, { shakePx: 2, hasShadow: true }],
    ['never detected, the camera is bumped', 0, { bumpAt: 0.4 }],
    ['detected half of the time, a calm day', 0.5, {}],
    ['detected half of the time, all weather', 0.5, storm],
    ['detected half of the time, dark', 0.5, dark],
    ['detected nine times in ten, all weather', 0.9, storm],
    ['always detected, all weather', 1, storm],
    ['always detected, the camera is bumped', 1, { bumpAt: 0.4 }],
  ];
  return {
    runs: [
      ...wishes.map(([name, recall, conditions], index) =>
        run(seed + index, { name, minutes, recall, conditions }, index === 0),
      ),
      {
        ...run(seed + 20, { name: 'killed half-way, and another day after it', minutes, recall: 0 }, true),
        crashPlan: plan(seed + 21, { name: 'the day before', minutes: 100, recall: 0, placeSeed: seed + 20 }),
      },
      run(seed + 22, { name: 'the detector that ships', minutes: 100, recall: 0, detector: 'shipped' }),
      run(seed + 23, {
        name: 'beyond the bound: somebody stands for hours',
        minutes: 240,
        recall: 0,
        hasStatue: true,
      }),
    ],
    control: controlPlan(seed + 30),
    scenarios: scenarios ?? 10_000,
    together: 2,
  };
}

type Wish = Omit<Parameters<typeof planFilm>[0], 'seed' | 'secondsPerFrame'>;

function plan(seed: number, wish: Wish): FilmPlan {
  return planFilm({ ...wish, seed, secondsPerFrame });
}

function run(seed: number, wish: Wish, withMemory = false): PlannedRun {
  return { plan: plan(seed, wish), withMemory };
}

function controlPlan(seed: number): FilmPlan {
  return plan(seed, { name: 'a sight that leaks', minutes: 3, recall: 0 });
}

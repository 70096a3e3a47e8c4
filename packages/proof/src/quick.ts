import { type FilmPlan, type FilmWish, planFilm } from './film/film-plan.ts';

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
  /** Versions of what was kept that are searched for everything; the others not for raw pictures made smaller. */
  readonly wholeVersionsMax: number;
  /** Runs at the same time. */
  readonly together: number;
}

const secondsPerFrame = 5;
const storm = { rainStreaks: 25, shakePx: 2, hasShadow: true, noise: 2.5 };

/** Somebody who aims sees a picture in two seconds, so these films are as slow as life. */
const aimSecondsPerFrame = 1;

/** A proof within a minute: people whom nobody detects, people who are detected half of the time, the shipped detector. */
export function quickPlan(seed: number, scenarios: number | null): ProofPlan {
  return {
    runs: [
      // The first have gone after some minutes: the place must be learned, or there is nothing to be found in.
      run(seed, {
        name: 'never detected',
        minutes: 112,
        recall: 0,
        ...{ haste: 0.1, lateFrom: 101, scene: 'gravel', learnedLeast: 0.3 },
        conditions: { lightSwing: 0.005 },
      }),
      run(seed + 1, {
        name: 'detected half of the time',
        minutes: 120,
        recall: 0.5,
        ...{ haste: 0.1, lateFrom: 109, learnedLeast: 0.2 },
        conditions: { lightSwing: 0.005, noise: 2.5 },
      }),
      run(seed + 2, {
        name: 'the detector that ships, too short to learn',
        minutes: 2,
        recall: 0,
        detector: 'shipped',
      }),
      ...aimRuns(seed + 4, 3),
    ],
    control: controlPlan(seed + 3),
    // One of each kind, and enough people who were never there to know what chance does.
    scenarios: scenarios ?? 24,
    wholeVersionsMax: 1,
    together: 6,
  };
}

/** Everything: each recall by day and in the dark, in every weather, a bump, a crash, and what lies beyond the bound. */
export function fullPlan(seed: number, scenarios: number | null): ProofPlan {
  const minutes = 240;
  const lateFrom = 182;
  const dark = { gain: 0.28, noise: 3 };
  const wishes: readonly (readonly [string, number, object, number])[] = [
    ['never detected, a calm day', 0, {}, 0.5],
    ['never detected, rain', 0, { rainStreaks: 25 }, 0.3],
    ['never detected, dark', 0, dark, 0.3],
    ['never detected, shake and shadow', 0, { shakePx: 2, hasShadow: true }, 0.3],
    ['never detected, the camera is bumped', 0, { bumpAt: 0.25 }, 0.3],
    ['detected half of the time, a calm day', 0.5, {}, 0.3],
    ['detected half of the time, all weather', 0.5, storm, 0.1],
    ['detected half of the time, dark', 0.5, dark, 0.3],
    ['detected nine times in ten, all weather', 0.9, storm, 0.1],
    ['always detected, all weather', 1, storm, 0.1],
    ['always detected, the camera is bumped', 1, { bumpAt: 0.25 }, 0.1],
  ];
  return {
    runs: [
      ...wishes.map(([name, recall, conditions, learnedLeast], index) =>
        run(seed + index, { name, minutes, recall, conditions, lateFrom, learnedLeast }, index === 0),
      ),
      {
        ...run(
          seed + 20,
          {
            name: 'killed half-way, and another day after it',
            minutes,
            recall: 0,
            lateFrom,
            learnedLeast: 0.3,
          },
          true,
        ),
        crashPlan: plan(seed + 21, { name: 'the day before', minutes: 100, recall: 0, placeSeed: seed + 20 }),
      },
      run(seed + 22, {
        name: 'the detector that ships',
        minutes: 200,
        recall: 0,
        detector: 'shipped',
        ...{ haste: 0.2, lateFrom: 145 },
      }),
      run(seed + 23, {
        name: 'beyond the bound: somebody stands for hours',
        minutes,
        recall: 0,
        hasStatue: true,
        learnedLeast: 0.3,
      }),
      // Longer: with less to do beside it a film of three minutes is over before anybody aims.
      ...aimRuns(seed + 40, 6),
    ],
    control: controlPlan(seed + 30),
    scenarios: scenarios ?? 10_000,
    wholeVersionsMax: Number.POSITIVE_INFINITY,
    together: 2,
  };
}

/** Nobody who is detected or walks may be in a picture for whoever aims; who sits there undetected is, or it shows nothing. */
function aimRuns(seed: number, minutes: number): PlannedRun[] {
  const wish = { minutes, secondsPerFrame: aimSecondsPerFrame, isAimed: true };
  return [
    run(seed, { ...wish, name: 'somebody aims, always detected', recall: 1 }),
    run(seed + 1, { ...wish, name: 'somebody aims, never detected', recall: 0 }),
  ];
}

type Wish = Omit<FilmWish, 'seed' | 'secondsPerFrame'> & Partial<Pick<FilmWish, 'secondsPerFrame'>>;

function plan(seed: number, wish: Wish): FilmPlan {
  return planFilm({ secondsPerFrame, ...wish, seed });
}

function run(seed: number, wish: Wish, withMemory = false): PlannedRun {
  return { plan: plan(seed, wish), withMemory };
}

function controlPlan(seed: number): FilmPlan {
  return plan(seed, { name: 'a sight that leaks', minutes: 3, recall: 0 });
}

import { Random } from '../random.ts';
import { figureSize, type Pose, poses, type Wear } from './figure.ts';
import {
  type Light,
  type Presence,
  type Scenario,
  type ScenarioKind,
  scenarioKinds,
  scenarioSize,
} from './scenario.ts';
import { sceneKinds } from './scene.ts';

const perMinute = 12;
const darkest = 0.45;
/** Minutes from one lighting of the lamp to the next; it is lit for half of them. */
const lampPeriod = 40;
/** What is cut short again and again takes so much longer to be learned: else nothing would be shown. */
const restMinutes = 100;
const morningMs = Date.UTC(2026, 2, 2, 7);

/** Decides everything that happens in a scenario. Its kind is the seed's remainder, so that a run has all of them. */
export function planScenario(seed: number): Scenario {
  return planScenarioOfKind(scenarioKinds[(seed >>> 0) % scenarioKinds.length]!, seed);
}

/** The same for a kind that is asked for. */
export function planScenarioOfKind(kind: ScenarioKind, seed: number): Scenario {
  const random = new Random(seed);
  const plan = new Plan(random, kind);
  peoplePlans[kind](plan, random);
  plan.addPassers();
  const samples = plan.samples;
  return {
    seed,
    kind,
    // On what is smooth a mimic is nobody.
    scene: kind === 'mimic' ? 'pebbles' : random.pick(sceneKinds),
    sceneSeed: random.seed(),
    samples,
    startMs: morningMs + random.whole(0, 86_400) * 1000,
    presences: plan.presences,
    light: planLight(kind, random, samples),
    noise: random.between(0.6, kind === 'dark' ? 3 : 2.5),
    rainStreaks: kind === 'rain' ? random.whole(1, 120) : 0,
    shakePx: kind === 'shake' ? random.whole(1, 2) : 0,
    spells: planSpells(random),
    shadow:
      kind === 'shadow' || (kind !== 'dark' && random.chance(0.1))
        ? {
            depth: random.between(0.15, 0.5),
            pxPerSample: random.between(0.03, 2),
            widthPx: random.between(40, 110),
          }
        : null,
    bump: kind === 'bump' ? planBump(random, samples) : null,
    restarts: planRestarts(kind, random, samples),
    saveEvery: random.pick([1, 12, 60]),
    recall: plan.recall,
    detectorFails: kind === 'detector-fails' ? random.between(0.02, 0.5) : random.chance(0.1) ? 0.02 : 0,
    detectionSeed: random.seed(),
  };
}

/** In these nobody is detected. */
const blindKinds: readonly ScenarioKind[] = ['camouflage', 'mimic', 'reflection', 'slow-fade', 'lamp'];

/** What the plans of the kinds have in common. */
class Plan {
  readonly presences: Presence[] = [];
  readonly random: Random;
  samples: number;
  recall: number;

  constructor(random: Random, kind: ScenarioKind) {
    this.random = random;
    this.samples = random.whole(140, 220) * perMinute;
    this.recall = random.chance(0.75) ? 0 : random.pick([0.5, 0.9, 1]);
    // What is about people whom nobody detects has none who are.
    if (kind.startsWith('beyond') || blindKinds.includes(kind)) this.recall = 0;
  }

  wear(kind?: Wear['kind']): Wear {
    const { random } = this;
    const chosen = kind ?? random.pick(['signs', 'signs', 'levels'] as const);
    return {
      seed: random.seed(),
      cellPx: random.pick([3, 4, 5, 6]),
      kind: chosen,
      mean: random.between(95, 150),
      swing: chosen === 'quiet' ? random.between(30, 45) : random.between(60, 95),
    };
  }

  place(pose: Pose): { readonly x: number; readonly y: number } {
    const { widthPx, heightPx } = figureSize(pose);
    return {
      x: this.random.whole(2, scenarioSize.widthPx - widthPx - 2),
      y: this.random.whole(2, scenarioSize.heightPx - heightPx - 2),
    };
  }

  /** Somebody stays from one minute on, for some minutes. */
  stay(
    wear: Wear,
    pose: Pose,
    { x, y }: { readonly x: number; readonly y: number },
    fromMinute: number,
    minutes: number,
    { fadeSamples = 0, opacity = 1 }: { readonly fadeSamples?: number; readonly opacity?: number } = {},
  ): void {
    const from = Math.round(fromMinute * perMinute);
    const to = Math.min(this.samples, from + Math.max(1, Math.round(minutes * perMinute)));
    if (to <= from) return;
    const doesSway = this.random.chance(0.15);
    const still = { x, y, toX: x, toY: y };
    this.presences.push({ wear, pose, ...still, from, to, opacity, fadeSamples, doesSway });
  }

  walk(wear: Wear, from: number, samples: number): void {
    const [start, end] = [this.place('stand'), this.place('stand')];
    const to = Math.min(this.samples, from + samples);
    if (to <= from) return;
    const isLeftToRight = this.random.chance(0.5);
    this.presences.push({
      wear,
      pose: 'stand',
      x: isLeftToRight ? 0 : scenarioSize.widthPx - figureSize('stand').widthPx,
      y: start.y,
      toX: isLeftToRight ? scenarioSize.widthPx - figureSize('stand').widthPx : 0,
      toY: end.y,
      from,
      to,
      opacity: 1,
      fadeSamples: 0,
      doesSway: false,
    });
  }

  /** Some walk through now and then. */
  addPassers(): void {
    const passers = this.random.whole(0, 4);
    for (let passer = 0; passer < passers; passer++)
      this.walk(this.wear(), this.random.whole(0, this.samples - 10), this.random.whole(2, 8));
  }

  get minutes(): number {
    return this.samples / perMinute;
  }
}

const stays =
  (pose: Pose, most = 3) =>
  (plan: Plan, random: Random): void => {
    const people = random.whole(1, most);
    for (let person = 0; person < people; person++) {
      const chosen = random.chance(0.8) ? pose : random.pick(poses);
      const from = random.between(0, plan.minutes - 40);
      plan.stay(plan.wear(), chosen, plan.place(chosen), from, random.between(5, 55));
    }
  };
const anyStays = (plan: Plan, random: Random): void => stays(random.pick(poses), 2)(plan, random);

const peoplePlans: Readonly<Record<ScenarioKind, (plan: Plan, random: Random) => void>> = {
  stand: stays('stand'),
  sit: stays('sit'),
  crawl: stays('crawl'),
  walk: (plan, random) => {
    const every = random.whole(10, 60);
    for (let at = random.whole(0, 20); at < plan.samples - 10; at += every)
      plan.walk(plan.wear(), at, random.whole(2, 6));
  },
  queue: (plan, random) => {
    const pose = random.pick(poses);
    const place = plan.place(pose);
    const gap = random.pick([0, 0, 1, 3]) / perMinute;
    let minute = random.between(0, 40);
    for (let person = random.whole(5, 14); person > 0 && minute < plan.minutes; person--) {
      const minutes = random.between(3, 18);
      // Not everybody stops at the very pixel.
      const spread = random.pick([0, 0, 1, 4]);
      const spot = { x: Math.max(0, place.x - spread), y: Math.max(0, place.y - (spread >> 1)) };
      plan.stay(plan.wear(), pose, spot, minute, minutes);
      minute += minutes + gap;
    }
  },
  hourly: (plan, random) => returns(plan, random, random.between(5, 30)),
  boot: (plan, random) => {
    const pose = random.pick(poses);
    plan.stay(plan.wear(), pose, plan.place(pose), 0, random.between(15, 58));
    anyStays(plan, random);
  },
  rain: anyStays,
  dark: anyStays,
  shake: anyStays,
  shadow: anyStays,
  bump: anyStays,
  fade: (plan, random) => {
    const pose = random.pick(poses);
    const minutes = random.between(20, 58);
    const fade = Math.round(minutes * perMinute * random.between(0.1, 0.5));
    plan.stay(plan.wear(), pose, plan.place(pose), random.between(0, 90), minutes, { fadeSamples: fade });
  },
  light: anyStays,
  dusk: anyStays,
  restart: (plan, random) => {
    plan.samples += restMinutes * perMinute;
    const pose = random.pick(poses);
    plan.stay(plan.wear(), pose, plan.place(pose), random.between(0, 90), random.between(30, 58));
  },
  'half-detected': (plan, random) => {
    plan.recall = random.pick([0.1, 0.5, 0.5, 0.9]);
    const pose = random.pick(poses);
    plan.stay(plan.wear(), pose, plan.place(pose), random.between(0, 30), random.between(40, 150));
  },
  'detector-fails': (plan, random) => {
    plan.recall = random.pick([0, 1, 1]);
    plan.samples += restMinutes * perMinute;
    anyStays(plan, random);
  },
  camouflage: (plan, random) => {
    const pose = random.pick(poses);
    plan.stay(plan.wear('quiet'), pose, plan.place(pose), random.between(0, 60), random.between(20, 58));
  },
  mimic: (plan, random) => {
    const pose = random.pick(poses);
    const { x, y } = plan.place(pose);
    const place = { x: x & ~1, y: y & ~1 };
    plan.stay(plan.wear('mimic'), pose, place, random.between(0, 100), random.between(20, 58));
  },
  // Somebody whom a window reflects, or who stands behind one.
  reflection: (plan, random) => {
    const pose = random.pick(poses);
    const opacity = random.between(0.02, 0.3);
    const minutes = random.between(20, 58);
    plan.stay(plan.wear(), pose, plan.place(pose), random.between(0, 100), minutes, { opacity });
  },
  // So slow that a look which follows the light may follow them.
  'slow-fade': (plan, random) => {
    const pose = random.pick(poses);
    const opacity = random.between(0.04, 0.3);
    const minutes = random.between(45, 58);
    const fadeSamples = Math.round(minutes * perMinute * random.between(0.7, 1));
    plan.stay(plan.wear(), pose, plan.place(pose), random.between(0, 100), minutes, { opacity, fadeSamples });
  },
  // A lamp is lit when somebody comes, and only then.
  lamp: (plan, random) => {
    const pose = random.pick(poses);
    const [wear, place] = [plan.wear(), plan.place(pose)];
    plan.samples = 360 * perMinute;
    for (let minute = lampPeriod / 2; minute < plan.minutes; minute += lampPeriod)
      plan.stay(wear, pose, place, minute, random.between(0.6, 1) * (lampPeriod / 2));
  },
  'beyond-still': (plan, random) => {
    const pose = random.pick(poses);
    plan.samples = 200 * perMinute;
    plan.stay(plan.wear(), pose, plan.place(pose), random.between(0, 30), random.between(100, 160));
  },
  'beyond-hourly': (plan, random) => returns(plan, random, random.between(48, 57)),
};

/** The same person at the same place every hour, for so many minutes. */
function returns(plan: Plan, random: Random, minutes: number): void {
  plan.samples = random.whole(240, 330) * perMinute;
  const pose = random.pick(poses);
  const [wear, place, first] = [plan.wear(), plan.place(pose), random.between(0, 30)];
  for (let minute = first; minute < plan.minutes; minute += 60) plan.stay(wear, pose, place, minute, minutes);
}

function planLight(kind: ScenarioKind, random: Random, samples: number): Light {
  // Below this 1 % of a pattern is less than the noise and the 5 bits of the picture, and nobody could measure it.
  const gain = kind === 'dark' ? random.between(darkest, 0.6) : random.between(0.85, 1.1);
  if (kind === 'light')
    return random.chance(0.5)
      ? {
          kind: 'drift',
          gain,
          swing: random.between(0.05, 0.3),
          periodSamples: random.between(10, 90) * perMinute,
        }
      : {
          kind: 'steps',
          gain,
          other: gain * random.between(0.53, 0.85),
          periodSamples: random.between(3, 40) * perMinute,
        };
  if (kind === 'lamp') {
    const periodSamples = (lampPeriod / 2) * perMinute;
    const [dark, lit] = [darkest, random.between(0.9, 1.1)];
    // By night it makes light, by day somebody draws a blind.
    return random.chance(0.5)
      ? { kind: 'steps', gain: dark, other: lit, periodSamples }
      : { kind: 'steps', gain: lit, other: dark, periodSamples };
  }
  if (kind === 'dusk') {
    const from = random.whole(20 * perMinute, samples - 60 * perMinute);
    const until = from + random.whole(10, 45) * perMinute;
    return { kind: 'dusk', gain, to: random.between(darkest, 0.6), from, until };
  }
  return { kind: 'steady', gain };
}

function planBump(random: Random, samples: number): NonNullable<Scenario['bump']> {
  const [x, y] = [random.whole(-9, 9), random.whole(-6, 6)];
  return { at: random.whole(10 * perMinute, samples - 20 * perMinute), x: x === 0 ? 4 : x, y };
}

/** From a gust now and then to a day of it. */
function planSpells(random: Random): Scenario['spells'] {
  const every = random.whole(4, 400);
  return { every, length: Math.ceil(every * random.pick([0.02, 0.1, 0.3, 0.6, 1])) };
}

function planRestarts(kind: ScenarioKind, random: Random, samples: number): number[] {
  const restarts = kind === 'restart' ? random.whole(1, 5) : random.chance(0.1) ? 1 : 0;
  const last = kind === 'restart' ? samples - restMinutes * perMinute : samples;
  return Array.from({ length: restarts }, () => random.whole(1, last - 1)).sort((a, b) => a - b);
}

import { SeededRandom } from '../../packages/edge/src/demo/random.ts';
import type { Actor, Mark, SiteView } from './scene.ts';

/** What is drawn for a day. */
export interface DayOptions {
  readonly seed: number;
  /** With dangers, or a day on which everybody keeps to the rules. */
  readonly isDangerous: boolean;
  /** Working hours, from and to, s since midnight. */
  readonly hours: readonly [number, number];
}

/** One person in view every 15 s for 12 hours: the 2,880 a day of the simulation that this follows. */
const arrivalS = 15;
/** The same kind of danger comes again after this long: longer than any cooldown but that of `blocked`. */
const periodS = 720;
const blockingPeriodS = 2160;
type Spot = readonly [number, number];

/** Everybody of one day of a camera, by the time they come. */
export function dayOf(site: SiteView, options: DayOptions): readonly Actor[] {
  const day = new Day(options);
  if (site.name === 'gate') gateDay(day, options);
  else yardDay(day, options);
  return day.actors.toSorted((a, b) => a.marks[0]!.tS - b.marks[0]!.tS);
}

/** A film for pictures that have to be drawn: dangers follow each other as densely as they can be told apart. */
export function filmOf(site: SiteView, seed: number, seconds: number): readonly Actor[] {
  const day = new Day({ seed, isDangerous: true, hours: [0, 0] });
  const { random } = day;
  for (let startS = 0, turn = 0; startS < seconds - 40; startS += 40, turn++) {
    const at = startS + random.between(0, 4);
    if (site.name === 'gate') {
      // In turn without a helmet, without a vest, and twice as it should be; every other time two at once.
      const wears = [{ helmet: false }, {}, { vest: false }, {}][turn % 4]!;
      day.add('person', workerWay(day, at), wears);
      if (turn % 2 === 1) day.add('person', workerWay(day, at + 6));
      if (turn % 3 === 0)
        day.add(
          'person',
          day.way(at, 1.3, [
            [-9, 11.5],
            [9, 12.5],
          ]),
          { helmet: false },
        );
      continue;
    }
    walkerOf(day, at);
    if (turn % 3 === 0) intrude(day, at);
    else if (turn % 3 === 1) meet(day, at);
    else if (turn % 6 === 2) block(day, at, random.between(45, 60));
    else pass(day, at, true);
  }
  return day.actors.toSorted((a, b) => a.marks[0]!.tS - b.marks[0]!.tS);
}

class Day {
  readonly random: SeededRandom;
  readonly actors: Actor[] = [];
  #looks: number;

  constructor({ seed }: DayOptions) {
    this.random = new SeededRandom(seed);
    this.#looks = seed * 100_000;
  }

  add(
    kind: Actor['class'],
    marks: readonly Mark[],
    { helmet = true, vest = true }: { readonly helmet?: boolean; readonly vest?: boolean } = {},
  ): void {
    this.actors.push({ class: kind, marks, helmet, vest, look: this.#looks++ });
  }

  /** From spot to spot at a speed; `pausesS` says how long is stood at each. */
  way(startS: number, metresPerS: number, spots: readonly Spot[], pausesS: readonly number[] = []): Mark[] {
    const marks: Mark[] = [];
    let tS = startS;
    for (const [index, [x, z]] of spots.entries()) {
      const before = spots[index - 1];
      if (before !== undefined) tS += Math.hypot(x - before[0], z - before[1]) / metresPerS;
      marks.push({ tS, x, z });
      const pauseS = pausesS[index] ?? 0;
      if (pauseS > 0) {
        tS += pauseS;
        marks.push({ tS, x, z });
      }
    }
    return marks;
  }
}

/** People get ready, look at a board, carry something from place to place, and go. */
function gateDay(day: Day, { isDangerous, hours: [from, to] }: DayOptions): void {
  const { random } = day;
  let untilDangerS = 0;
  for (let startS = from; startS < to; startS += arrivalS) {
    const at = startS + random.between(0, 5);
    const roll = random.next();
    if (roll < 0.2)
      day.add(
        'person',
        day.way(at, 1.3, [
          [-5, 5.6],
          [5, random.between(5, 6)],
        ]),
      );
    else day.add('person', workerWay(day, at));
    // Behind the zone people go as they like: too far away to be judged.
    if (random.next() < 0.3)
      day.add(
        'person',
        day.way(at, 1.3, [
          [-9, 11.5],
          [9, 12.5],
        ]),
        { helmet: false, vest: false },
      );
    untilDangerS += arrivalS;
    if (!isDangerous || untilDangerS < periodS / 2) continue;
    untilDangerS = 0;
    const isHelmet = Math.round((startS - from) / (periodS / 2)) % 2 === 0;
    day.add('person', workerWay(day, at + 4), isHelmet ? { helmet: false } : { vest: false });
  }
}

function workerWay(day: Day, startS: number): Mark[] {
  const { random } = day;
  const side = random.next() < 0.5 ? -1 : 1;
  const spots: Spot[] = [[side * 4.6, random.between(5.6, 6.6)]];
  const pausesS = [0];
  for (let stop = 0; stop < 2 + Math.floor(random.next() * 2.5); stop++) {
    const z = random.between(4.7, 6);
    // Right of it stands the pile.
    spots.push([random.between(-0.38, z < 5.6 ? 0.14 : 0.38) * z, z]);
    pausesS.push(random.between(2, 9));
  }
  spots.push([-side * 4.6, random.between(5.6, 6.6)]);
  return day.way(startS, random.between(0.9, 1.3), spots, pausesS);
}

/** Walkers on their ways, lorries that pass and stand, and now and then what ought not to be. */
function yardDay(day: Day, { isDangerous, hours: [from, to] }: DayOptions): void {
  const { random } = day;
  for (let startS = from; startS < to; startS += 60) {
    const minute = Math.round(startS - from) / 60;
    const inPeriod = minute % (periodS / 60);
    for (const offS of [0, 20, 40]) walkerOf(day, startS + offS + random.between(0, 10));
    const isBlocking = isDangerous && minute % (blockingPeriodS / 60) === 7;
    if (isBlocking) block(day, startS, random.between(135, 240));
    if (isDangerous && inPeriod === 1) intrude(day, startS);
    if (isDangerous && inPeriod === 5) meet(day, startS);
    // On other minutes lorries come, or people go over the way: not both, or it would be a danger.
    if (inPeriod === 2 || inPeriod === 3) pass(day, startS + random.between(0, 8), inPeriod === 2);
    else if (!isDangerous || inPeriod < 1 || inPeriod > 10) {
      const x = random.between(-4, 3);
      day.add(
        'person',
        day.way(startS + random.between(0, 20), 1.3, [
          [x, 16.4],
          [x + 1, 30],
        ]),
      );
    }
  }
}

function walkerOf(day: Day, startS: number): void {
  const { random } = day;
  const roll = random.next();
  const ways: readonly (readonly Spot[])[] = [
    [
      [-13, 10.3],
      [13, 10.3],
    ],
    [
      [13, 10.8],
      [-13, 10.8],
    ],
    // Along the zone of the crane, and along the way of the lorries: near, and not in it.
    [
      [1.1, 8.9],
      [1.1, 16.8],
      [14, 16.9],
    ],
    [
      [-14, 17],
      [15, 17],
    ],
    [
      [-14, 15],
      [0.8, 14],
      [1, 8.8],
    ],
  ];
  const spots = ways[Math.floor(roll * ways.length)]!;
  const pausesS = spots.map((_, index) => (index === 1 && random.next() < 0.4 ? random.between(3, 20) : 0));
  day.add('person', day.way(startS, random.between(1.1, 1.5), spots, pausesS));
}

function pass(day: Day, startS: number, stands: boolean): void {
  const { random } = day;
  const z = random.between(21.4, 22.8);
  const east = random.next() < 0.5 ? 1 : -1;
  const spots: Spot[] = [
    [-30 * east, z],
    [-8.5, z],
    [30 * east, z],
  ];
  const pauseS = stands && random.next() < 0.6 ? random.between(15, 70) : 0;
  day.add('truck', day.way(startS, random.between(3, 5), spots, [0, pauseS]));
}

function intrude(day: Day, startS: number): void {
  const { random } = day;
  const inside: Spot = [random.between(2.8, 5.8), random.between(12.8, 15.2)];
  const marks = day.way(
    startS,
    random.between(0.9, 1.5),
    [[-1, 11], inside, [8, 9]],
    [0, random.between(1, 30)],
  );
  day.add('person', marks);
}

/** Somebody goes over the way and a lorry comes: they wait beside it, or get over just before it. */
function meet(day: Day, startS: number): void {
  const { random } = day;
  const x = random.between(-3, 4);
  const truckMps = random.between(2.5, 4.5);
  const walkMps = random.between(1.1, 1.5);
  const waits = random.next() < 0.5;
  // The front of the lorry is at the walker's line when the walker is here.
  const reachS = startS + 15;
  const stopZ = random.between(19.9, 20.4);
  const walker = waits
    ? day.way(
        reachS - 2 - (stopZ - 15) / walkMps,
        walkMps,
        [
          [x, 15],
          [x, stopZ],
          [x, 30],
        ],
        [0, 10],
      )
    : day.way(reachS - random.between(0, 0.6) - 8.3 / walkMps, walkMps, [
        [x, 15],
        [x, 30],
      ]);
  day.add('person', walker);
  const east = random.next() < 0.5 ? 1 : -1;
  const beginS = reachS - (30 + east * x - 4) / truckMps;
  day.add(
    'truck',
    day.way(beginS, truckMps, [
      [-30 * east, 22],
      [30 * east, 22],
    ]),
  );
}

function block(day: Day, startS: number, forS: number): void {
  const x = day.random.between(-9.5, -8);
  day.add(
    'truck',
    day.way(
      startS,
      4,
      [
        [-30, 22.2],
        [x, 22.2],
        [30, 22.2],
      ],
      [0, forS],
    ),
  );
}

import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Contest, type Word } from './contest.ts';
import type { LightBin } from './light.ts';
import { exactLength } from './signature.ts';
import { shareMin, timesOf, winsMin } from './times.ts';

const { usual, strict } = timesOf;

/** A look that is far from every other one. */
function look(index: number): Uint8Array {
  return new Uint8Array(16).fill(20 + 20 * index);
}

/** A sample whose exact look is the rounded one. */
function see(contest: Contest, bin: LightBin, block: number, tMs: number, values: Uint8Array): Word | null {
  const exact = new Float64Array(exactLength);
  exact.set(values);
  return contest.see(bin, block, tMs, values, 0, exact);
}

/** Lets one block see looks, a sample every 5 s (null: tainted); says after each what is agreed. */
function run(
  schedule: readonly (number | null)[],
  onAgreed: (look: number, sample: number) => void,
  times = usual,
): void {
  const contest = new Contest(1, times, 0);
  const perWindow = times.windowMs / times.sampleEveryMs;
  schedule.forEach((index, sample) => {
    const tMs = sample * times.sampleEveryMs;
    if (sample > 0 && sample % perWindow === 0) contest.endWindow(tMs - times.windowMs, tMs, () => {});
    if (index === null) return;
    const word = see(contest, 2, 0, tMs, look(index));
    if (word !== null && contest.isAgreed(word)) onAgreed(index, sample);
  });
}

test('what is always there is agreed after 70 minutes: four windows, 20 minutes apart', () => {
  let first = -1;
  run(new Array(900).fill(0), (_, sample) => {
    if (first < 0) first = sample;
  });
  assert.equal(first, 840);
});

test('exactly 60 minutes of presence are not enough, one sample more is', () => {
  for (const [samples, agreed] of [
    [720, false],
    [721, true],
  ] as const) {
    // The last of them fall into a fourth window, as the place was tainted for an hour in between.
    const parts = [0, 1, 2].flatMap(() => [...new Array(200).fill(0), ...new Array(200).fill(null)]);
    const schedule = [...parts, ...new Array(samples - 600).fill(0), ...new Array(200).fill(null)];
    const last = new Array(240).fill(null);
    let isAgreed = false;
    const contest = new Contest(1, usual, 0);
    let word: Word | null = null;
    [...schedule, ...last].forEach((index, sample) => {
      const tMs = sample * 5_000;
      if (sample > 0 && sample % 120 === 0) contest.endWindow(tMs - 600_000, tMs, () => {});
      if (index !== null) word = see(contest, 2, 0, tMs, look(0));
      if (word !== null && contest.isAgreed(word)) isAgreed = true;
    });
    assert.equal(isAgreed, agreed, `${samples} samples`);
  }
});

/** Parts of a schedule: which look, for how many samples; null is taint. */
const part = fc.tuple(fc.option(fc.nat(3), { nil: null, freq: 5 }), fc.integer({ min: 1, max: 500 }));

test('property: nothing is agreed that was there less than 60 minutes, or less than 60 % of the time since it came, in whatever order', () => {
  let agreed = 0;
  fc.assert(
    fc.property(fc.array(part, { minLength: 1, maxLength: 24 }), (parts) => {
      const schedule = parts.flatMap(([index, samples]) => new Array<number | null>(samples).fill(index));
      run(schedule, (index, sample) => {
        agreed++;
        const until = schedule.slice(0, sample + 1);
        const presentMs = (until.filter((each) => each === index).length - 1) * usual.sampleEveryMs;
        assert.ok(presentMs >= 3_600_000, `${presentMs} ms`);
        const since = until.slice(until.indexOf(index)).filter((each) => each !== null);
        const share = since.filter((each) => each === index).length / since.length;
        assert.ok(share >= shareMin, `${share}`);
      });
    }),
    { seed: 6, numRuns: 400 },
  );
  assert.ok(agreed > 1000, 'hardly anything was agreed, so nothing was shown');
});

test('who returns every hour and stays for 25 minutes never wins, in a week', () => {
  const hour = [...new Array(300).fill(1), ...new Array(420).fill(0)];
  run(new Array(24 * 7).fill(hour).flat(), (index) => assert.notEqual(index, 1));
});

test('strict: 9 hours in all, and on two days of local time', () => {
  const day = (24 * 3_600_000) / strict.sampleEveryMs;
  let first = -1;
  // From local midnight on: 23 hours are one day, however long they are.
  run(
    new Array(day + 10).fill(0),
    (_, sample) => {
      if (first < 0) first = sample;
    },
    strict,
  );
  assert.equal(first, day);
  // 8 hours before midnight and nearly one after it are less than nine.
  const late = [...new Array(16 * 720).fill(null), ...new Array(8 * 720 + 719).fill(0)];
  run(late, () => assert.fail('agreed before nine hours'), strict);
});

test('a word moves by at most one unit in a window, so that what fades in does not take it along', () => {
  const contest = new Contest(1, usual, 0);
  const value = new Uint8Array(16);
  let hits = 0;
  for (let sample = 0; sample < 2400; sample++) {
    const tMs = sample * 5_000;
    if (sample > 0 && sample % 120 === 0) contest.endWindow(tMs - 600_000, tMs, () => {});
    // 3 units in 10 minutes.
    value.fill(100 + Math.floor(sample / 40));
    const word = see(contest, 2, 0, tMs, value);
    if (word === contest.words(2, 0)[0]) hits = word.hits;
  }
  assert.ok(hits < 400, `${hits} hits for the first word`);
});

test('limits: four words and four refusals a block, whatever is seen', () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ minLength: 16, maxLength: 16 }), { maxLength: 300 }), (looks) => {
      const contest = new Contest(1, usual, 0);
      looks.forEach((values, sample) => {
        see(contest, 1, 0, sample * 5_000, values);
        if (sample % 7 === 0) contest.ban(1, 0, values, sample * 5_000);
        contest.measureDrift(1, sample * 5_000);
        assert.ok(contest.words(1, 0).length <= 4 && contest.bans(1, 0).length <= 4);
      });
    }),
    { seed: 2, numRuns: 50 },
  );
});

test('what was refused gets no hit and no word for a day, nor does what is near it', () => {
  const contest = new Contest(1, usual, 0);
  see(contest, 2, 0, 0, look(3));
  contest.ban(2, 0, look(3), 5_000);
  assert.equal(contest.words(2, 0).length, 0);
  const near = look(3).map((value) => value + 5);
  for (const tMs of [10_000, 86_400_000]) {
    assert.equal(see(contest, 2, 0, tMs, look(3)), null);
    assert.equal(see(contest, 2, 0, tMs, near), null);
  }
  assert.notEqual(see(contest, 2, 0, 86_405_001, look(3)), null);
});

test('the lights have contests of their own', () => {
  const contest = new Contest(1, usual, 0);
  for (let sample = 0; sample < 100; sample++) see(contest, 2, 0, sample * 5_000, look(1));
  assert.deepEqual(contest.words(0, 0), []);
  assert.equal(see(contest, 0, 0, 600_000, look(1))?.hits, 1);
  assert.equal(winsMin, 4);
});

test('who is there whenever a lamp is lit, and only then, never wins: time in another light counts', () => {
  const contest = new Contest(1, usual, 0);
  for (let sample = 0; sample < 5 * 720; sample++) {
    const tMs = sample * 5_000;
    if (sample > 0 && sample % 120 === 0) contest.endWindow(tMs - 600_000, tMs, () => {});
    const isLit = sample % 480 >= 240;
    const word = see(contest, isLit ? 1 : 2, 0, tMs, look(isLit ? 1 : 0));
    // Nor does the ground, with half of the time.
    assert.equal(word !== null && contest.isAgreed(word), false);
  }
});

/** Shows 9 blocks the same ground, and for some time something before the last one; says when it is near enough to be copied. */
function firstClose(
  schedule: (sample: number) => { readonly shown: number; readonly isTainted?: boolean },
  samples: number,
): { readonly ground: number; readonly last: (sample: number) => boolean } {
  const contest = new Contest(9, usual, 0);
  const values = new Uint8Array(16).fill(100);
  const close: boolean[] = [];
  let ground = -1;
  for (let sample = 0; sample < samples; sample++) {
    const tMs = sample * 5_000;
    if (sample > 0 && sample % 120 === 0) contest.endWindow(tMs - 600_000, tMs, () => {});
    const words = Array.from({ length: 9 }, (_, block) => {
      const { shown, isTainted = false } = block === 8 ? schedule(sample) : { shown: 0 };
      // Noise of a tenth of a unit, another for each block.
      const exact = new Float64Array(exactLength).map(
        (_, at) => 100 + 0.1 * Math.sin(sample * (at + 1) * (block + 2)) + shown,
      );
      return isTainted ? null : contest.see(2, block, tMs, values, 0, exact);
    });
    contest.measureDrift(2, tMs);
    if (ground < 0 && contest.isClose(words[0]!)) ground = sample;
    close.push(words[8] !== null && contest.isClose(words[8]!));
  }
  return { ground, last: (sample) => close[sample]! };
}

test('what is the ground’s look within its tolerance, and is a quarter of a unit off, must itself be there for longer than the bound', () => {
  // From minute 100 on, for 58 minutes.
  const [from, to] = [1200, 1200 + 58 * 12];
  const { ground, last } = firstClose(
    (sample) => ({ shown: sample >= from && sample < to ? 0.25 : 0 }),
    to + 1200,
  );
  // 900 hits in windows that have ended.
  assert.equal(ground, 960);
  assert.ok(last(from - 1));
  // For a minute or two the mean of the latest hits follows.
  for (let sample = from + 36; sample < to; sample++) assert.equal(last(sample), false, `${sample - from}`);
  assert.ok(last(to + 1100), 'the ground is near again');
});

test('who is faint and fades in over most of an hour, and out again, is not near', () => {
  const [from, half] = [1200, 29 * 12];
  const shown = (sample: number): number => Math.max(0, 0.8 * (1 - Math.abs(sample - from - half) / half));
  const { last } = firstClose((sample) => ({ shown: shown(sample) }), from + 3 * half);
  for (let sample = from; sample < from + 2 * half; sample++)
    if (shown(sample) > 0.3) assert.equal(last(sample), false, `${shown(sample)}`);
});

test('who is mostly tainted counts with the time in which they were not', () => {
  // There for three hours from minute 100 on, and looked at for a third of it: an hour.
  const { last } = firstClose(
    (sample) => ({ shown: sample >= 1200 ? 0.25 : 0, isTainted: sample >= 1200 && sample % 12 < 8 }),
    1200 + 180 * 12,
  );
  for (let sample = 1260; sample < 1200 + 180 * 12; sample++) assert.equal(last(sample), false);
});

test('where hardly anything else is looked at nobody says how far off is usual', () => {
  const contest = new Contest(4, usual, 0);
  const values = new Uint8Array(16).fill(100);
  const words: (Word | null)[] = [];
  for (let sample = 0; sample < 1800; sample++) {
    const tMs = sample * 5_000;
    if (sample > 0 && sample % 120 === 0) contest.endWindow(tMs - 600_000, tMs, () => {});
    // Four blocks, of which all become half a unit brighter after 100 minutes: somebody large, or a lamp.
    const exact = new Float64Array(exactLength).fill(sample < 1200 ? 100 : 100.5);
    for (let block = 0; block < 4; block++) words[block] = contest.see(2, block, tMs, values, 0, exact);
    contest.measureDrift(2, tMs);
    if (sample > 1260) for (const word of words) assert.equal(contest.isClose(word!), false, `${sample}`);
  }
});

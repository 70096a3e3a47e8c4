import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Contest, type Word } from './contest.ts';
import { shareMin, timesOf, winsMin } from './times.ts';

const { usual, strict } = timesOf;

/** A look that is far from every other one. */
function look(index: number): Uint8Array {
  return new Uint8Array(16).fill(20 + 20 * index);
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
    const word = contest.see(2, 0, tMs, look(index), 0);
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
      if (index !== null) word = contest.see(2, 0, tMs, look(0), 0);
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
    const word = contest.see(2, 0, tMs, value, 0);
    if (word === contest.words(2, 0)[0]) hits = word.hits;
  }
  assert.ok(hits < 400, `${hits} hits for the first word`);
});

test('limits: four words and four refusals a block, whatever is seen', () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ minLength: 16, maxLength: 16 }), { maxLength: 300 }), (looks) => {
      const contest = new Contest(1, usual, 0);
      looks.forEach((values, sample) => {
        contest.see(1, 0, sample * 5_000, values, 0);
        if (sample % 7 === 0) contest.ban(1, 0, values, sample * 5_000);
        assert.ok(contest.words(1, 0).length <= 4 && contest.bans(1, 0).length <= 4);
      });
    }),
    { seed: 2, numRuns: 50 },
  );
});

test('what was refused gets no hit and no word for a day, nor does what is near it', () => {
  const contest = new Contest(1, usual, 0);
  contest.see(2, 0, 0, look(3), 0);
  contest.ban(2, 0, look(3), 5_000);
  assert.equal(contest.words(2, 0).length, 0);
  const near = look(3).map((value) => value + 5);
  for (const tMs of [10_000, 86_400_000]) {
    assert.equal(contest.see(2, 0, tMs, look(3), 0), null);
    assert.equal(contest.see(2, 0, tMs, near, 0), null);
  }
  assert.notEqual(contest.see(2, 0, 86_405_001, look(3), 0), null);
});

test('the lights have contests of their own', () => {
  const contest = new Contest(1, usual, 0);
  for (let sample = 0; sample < 100; sample++) contest.see(2, 0, sample * 5_000, look(1), 0);
  assert.deepEqual(contest.words(0, 0), []);
  assert.equal(contest.see(0, 0, 600_000, look(1), 0)?.hits, 1);
  assert.equal(winsMin, 4);
});

test('who is there whenever a lamp is lit, and only then, never wins: time in another light counts', () => {
  const contest = new Contest(1, usual, 0);
  for (let sample = 0; sample < 5 * 720; sample++) {
    const tMs = sample * 5_000;
    if (sample > 0 && sample % 120 === 0) contest.endWindow(tMs - 600_000, tMs, () => {});
    const isLit = sample % 480 >= 240;
    const word = contest.see(isLit ? 1 : 2, 0, tMs, look(isLit ? 1 : 0), 0);
    // Nor does the ground, with half of the time.
    assert.equal(word !== null && contest.isAgreed(word), false);
  }
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseSightMessage } from '@outis/core';
import { type DrawnPerson, DrawnPlace, detectionOf, Watched } from '../../../../test/fixtures/drawn-place.ts';
import { Background } from './background.ts';
import { wasmKernels } from './kernels/wasm-kernels.ts';

/** 6 × 4 blocks. */
const size = { widthPx: 96, heightPx: 64 };
const blocks = 24;
/** Covers blocks 7, 8, 13 and 14 whole. */
const person: DrawnPerson = { left: 16, top: 16, widthPx: 32, heightPx: 32, seed: 7 };
const covered = [7, 8, 13, 14];

function watch(options: ConstructorParameters<typeof DrawnPlace>[1] = {}): Watched {
  return new Watched(new DrawnPlace(size, options), { kernels: wasmKernels(size) });
}

/** A place that has been learned: 95 minutes with nobody. */
function learned(): Watched {
  const watched = watch().minutes(95);
  assert.equal(watched.shown.size, blocks);
  return watched;
}

test('a still place with a camera’s noise is learned whole in 92 minutes, and nothing of it before 80', () => {
  const watched = watch({ noise: 3 }).minutes(80);
  assert.equal(watched.shown.size, 0);
  watched.minutes(12);
  assert.equal(watched.shown.size, blocks);
  assert.deepEqual(watched.updates[0], parseSightMessage(watched.updates[0]));
  assert.equal(watched.updates[0]!.isReset, true);
  assert.equal(watched.updates.filter(({ isReset }) => isReset).length, 1);
});

test('the picture is the place: every px near it, though it is coarser', () => {
  const watched = learned();
  const still = new DrawnPlace(size, { noise: 0 }).frame();
  for (const [block, { side, pixels }] of watched.shown) {
    assert.equal(side, 8, 'nobody has been seen, so nobody knows how large people are');
    const shown = Buffer.from(pixels, 'base64');
    for (let cell = 0; cell < 64; cell++) {
      const x = (block % 6) * 16 + (cell % 8) * 2;
      const y = Math.floor(block / 6) * 16 + Math.floor(cell / 8) * 2;
      const luma = [0, 1, 96, 97].reduce((sum, more) => sum + still[y * 96 + x + more]!, 0) / 4;
      const green = 1.164 * (luma - 16) - 0.392 * 8 + 0.813 * 4;
      assert.ok(
        Math.abs(shown[cell * 3 + 1]! - green) < 12,
        `${shown[cell * 3 + 1]} at ${x}, ${y}: ${green}`,
      );
    }
  }
});

test('who stands there for 55 minutes from the first frame on, undetected, never gets in', () => {
  const watched = watch().minutes(55, { person }).minutes(80);
  const pictures = watched.updates
    .flatMap((update) => update.blocks)
    .filter(({ block }) => covered.includes(block));
  assert.deepEqual(pictures, [], 'nothing of the place is known yet where they stood');
  watched.minutes(90);
  assert.equal(watched.shown.size, blocks);
  const empty = learned();
  for (const block of covered) assertAlike(watched, empty, block);
});

test('who comes later and stays for 55 minutes changes nothing', () => {
  const watched = learned();
  const before = new Map(watched.shown);
  watched.minutes(55, { person }).minutes(30);
  for (const block of covered) assert.deepEqual(watched.shown.get(block), before.get(block));
});

test('beyond the bound it is shown that it fails: two hours undetected are background', () => {
  const watched = watch().minutes(120, { person });
  assert.ok(covered.every((block) => watched.shown.has(block)));
});

test('who is detected once in 20 seconds never gets in, however long they stay', () => {
  const watched = watch();
  const seen = [detectionOf({ left: 16 / 96, top: 0.25, width: 1 / 3, height: 0.5 }, 0.1)];
  for (let minute = 0; minute < 240; minute++)
    watched
      .minutes(1 / 12, { person }, seen)
      .minutes(3 / 12, { person })
      .minutes(1 / 12, { person }, seen)
      .minutes(3 / 12, { person })
      .minutes(1 / 12, { person }, seen)
      .minutes(3 / 12, { person });
  assert.ok(covered.every((block) => !watched.shown.has(block)));
});

test('a detector that fails taints everything: nothing is learned; nor is it where it fails every 20 seconds', () => {
  assert.equal(watch().minutes(120, {}, null).shown.size, 0);
  const watched = watch();
  for (let times = 0; times < 400; times++) watched.minutes(1 / 12, {}, null).minutes(3 / 12);
  assert.equal(watched.shown.size, 0);
});

test('without frames for longer than 15 seconds nothing is learned', () => {
  assert.equal(watch().minutes(200, {}, [], () => [], 16_000).shown.size, 0);
});

test('nothing is shown that the detector has not looked at, and nothing when it fails there', () => {
  assert.equal(watch().minutes(120, {}, [], null).shown.size, 0);
  assert.equal(watch().minutes(120, {}, [], () => null).shown.size, 0);
});

test('what the detector finds in the picture is not shown, and its looks are refused for a day', () => {
  const watched = watch();
  let looks = 0;
  // The first view is the whole picture: somebody is in its upper left quarter.
  const found = detectionOf({ left: 0.2, top: 0.3, width: 0.1, height: 0.1 }, 0.2);
  watched.minutes(300, {}, [], () => (looks++ === 0 ? [found] : []));
  assert.ok(looks > 20);
  const missing = Array.from({ length: blocks }, (_, block) => block).filter(
    (block) => !watched.shown.has(block),
  );
  assert.deepEqual(missing, [7]);
  watched.minutes(25 * 60, {}, [], () => [], 15_000);
  assert.equal(watched.shown.has(7), true);
});

test('a part that is shown already goes too when a new block completes somebody', () => {
  const watched = watch();
  // In block 8 something moves for an hour; so it comes later than the rest.
  const later: DrawnPerson = { left: 36, top: 20, widthPx: 8, heightPx: 8, seed: 3 };
  for (let times = 0; times < 120; times++) watched.minutes(0.5, times % 2 === 0 ? { person: later } : {});
  watched.minutes(40);
  assert.equal(watched.shown.has(13), false);
  const around = new Set(watched.shown.keys());
  watched.minutes(120, {}, [], () => [detectionOf({ left: 0, top: 0, width: 1, height: 1 }, 0.2)]);
  assert.equal(watched.shown.size, 0);
  assert.ok(around.size > 0);
});

test('what the scene has not looked like for 24 hours is not shown any more', () => {
  const watched = learned();
  // A lorry that the detector finds all the time stands there: tainted, so it can be neither learned nor matched.
  const seen = [detectionOf({ left: 0, top: 0, width: 1, height: 1 })];
  watched.minutes(23.5 * 60, {}, seen, () => [], 15_000);
  assert.equal(watched.shown.size, blocks);
  watched.minutes(60, {}, seen, () => [], 15_000);
  assert.equal(watched.shown.size, 0);
});

test('a light that moves is not learned in; one that has settled is', () => {
  const watched = watch();
  for (let times = 0; times < 240; times++) watched.minutes(0.5, { gain: times % 2 === 0 ? 1 : 0.8 });
  assert.equal(watched.shown.size, 0);
  assert.equal(watched.minutes(95, { gain: 0.8 }).shown.size, blocks);
});

test('a cloud changes no look: at 75 % of the light the place is still itself', () => {
  const watched = learned();
  const state = JSON.stringify(watched.background.stateMessages()[0]!.blocks[0]!.accepted!.signature);
  watched.minutes(20, { gain: 0.75 });
  const { accepted, words } = watched.background.stateMessages()[0]!.blocks[0]!;
  assert.equal(words.length, 1);
  assert.ok(watched.tMs - accepted!.matchedMs < 60_000);
  assert.ok(state.length > 0);
});

test('each light has a picture of its own, and shows the nearest one until it has', () => {
  const watched = learned();
  const day = watched.shown.get(7)!.pixels;
  watched.minutes(60, { gain: 0.4 });
  assert.equal(watched.shown.get(7)!.pixels, day, 'dusk shows the day');
  watched.minutes(50, { gain: 0.4 });
  assert.notEqual(watched.shown.get(7)!.pixels, day);
  watched.minutes(3);
  assert.equal(watched.shown.get(7)!.pixels, day, 'the day comes back at once');
});

test('in the dark it learns less or nothing, and who stands there for 55 minutes is not learned either', () => {
  for (const gain of [0.05, 0.2]) {
    const watched = watch().minutes(55, { gain, person }).minutes(120, { gain });
    const empty = watch().minutes(175, { gain });
    for (const block of covered)
      if (watched.shown.has(block) && empty.shown.has(block)) assertAlike(watched, empty, block);
  }
  assert.equal(watch().minutes(90, { gain: 0.02 }).shown.size, 0);
});

test('a camera that was turned drops everything at once and says so', () => {
  const watched = learned();
  watched.minutes(2, { shiftPx: 5 });
  assert.equal(watched.shown.size, 0);
  const last = watched.updates.at(-1)!;
  assert.deepEqual([last.isReset, last.hasMoved], [true, true]);
  assert.ok(watched.background.isStateDue || watched.background.stateMessages().length === 1);
  const states = watched.background.stateMessages();
  const words = states.flatMap((state) => state.blocks.flatMap((block) => block.words));
  assert.ok(words.length > 0 && words.every(({ firstMs }) => firstMs > watched.tMs - 120_000));
  assert.ok(states.every((state) => state.blocks.every(({ accepted }) => accepted === null)));
  assert.equal(watched.minutes(95, { shiftPx: 5 }).shown.size, blocks);
});

test('somebody large before the camera is no turned camera', () => {
  const large: DrawnPerson = { left: 16, top: 0, widthPx: 32, heightPx: 64, seed: 5 };
  const watched = learned().minutes(20, { person: large });
  assert.equal(watched.shown.size, blocks);
});

test('a person seen larger makes what is shown coarser at once', () => {
  const watched = learned();
  const tall = [detectionOf({ left: 0.8, top: 0.1, width: 0.1, height: 0.8 })];
  watched.minutes(1 / 12, {}, tall);
  // 51 px a person are 30 px a metre, which allows what is shown; so the rows stay as they are.
  assert.ok([...watched.shown.values()].every(({ side }) => side === 8));
  const big = new Watched(new DrawnPlace({ widthPx: 160, heightPx: 320 }));
  big.minutes(95);
  big.minutes(1 / 12, {}, [detectionOf({ left: 0.1, top: 0.05, width: 0.2, height: 0.8 })]);
  for (const { block, side } of big.shown.values())
    assert.equal(side, block >= 10 && block < 180 ? 4 : 8, `block ${block}`);
});

test('somebody who aims may approve what has looked alike for 30 seconds, and it still passes the detector', () => {
  const watched = watch().minutes(0.5);
  assert.deepEqual(watched.background.aimCandidates(), []);
  assert.deepEqual(watched.background.approve([0, 1]), []);
  watched.minutes(1);
  assert.equal(watched.background.aimCandidates().length, blocks);
  assert.deepEqual(watched.background.approve([3, 4, 999]), [3, 4]);
  const refused = watched.minutes(3, {}, [], () => [
    detectionOf({ left: 0, top: 0, width: 1, height: 1 }, 0.2),
  ]);
  assert.equal(refused.shown.size, 0);
  const again = watch().minutes(2);
  again.background.approve([3, 4]);
  again.minutes(3);
  assert.deepEqual([...again.shown.keys()], [3, 4]);
  assert.ok(!again.background.aimCandidates().includes(3));
});

test('what is tainted cannot be approved', () => {
  const watched = watch().minutes(2);
  watched.minutes(1 / 12, {}, [detectionOf({ left: 0.4, top: 0.4, width: 0.1, height: 0.1 }, 0.1)]);
  const free = watched.background.aimCandidates();
  assert.ok(!free.includes(8) && !free.includes(14));
  assert.deepEqual(watched.background.approve([8, 14]), []);
});

test('an approval is for the look that was there, and for nobody who steps into it', () => {
  const watched = watch().minutes(2);
  watched.background.approve(covered);
  watched.minutes(50, { person });
  for (const block of covered) assert.equal(watched.shown.has(block), false);
});

test('a state is what its parser takes, goes on where it ended, and has no picture of what is not accepted', () => {
  const whole = watch().minutes(95);
  const first = watch().minutes(40);
  const states = first.background.stateMessages();
  for (const state of states) {
    assert.deepEqual(parseSightMessage(JSON.parse(JSON.stringify(state))), state);
    for (const { accepted } of state.blocks) assert.equal(accepted, null);
  }
  assert.ok(!JSON.stringify(states).includes('"pixels"'));
  const second = new Watched(first.place, {}, first.tMs, first).minutes(30);
  const on = watch().minutes(70);
  const winsOf = ({ background }: Watched): number[] =>
    background
      .stateMessages()
      .flatMap((state) => state.blocks.flatMap((each) => each.words.map(({ wins }) => wins)));
  assert.deepEqual(winsOf(second), winsOf(on), 'it has won what it would have won without a restart');
  // Means are kept nowhere: copies wait until there is more than an hour of them again.
  assert.equal(second.shown.size, 0);
  second.minutes(65);
  assert.deepEqual([...second.shown.keys()], [...whole.shown.keys()]);
  const third = new Watched(second.place, {}, second.tMs, second).minutes(1);
  assert.deepEqual(third.shown, second.shown);
});

test('after a crash in the middle it takes longer and never less: who stood there is not helped by it', () => {
  let watched = watch().minutes(25, { person });
  for (let times = 0; times < 3; times++) {
    const next = new Watched(watched.place, {}, watched.tMs + 30_000, watched);
    watched = next.minutes(times < 2 ? 13 : 4, { person });
  }
  watched = new Watched(watched.place, {}, watched.tMs, watched).minutes(180);
  const empty = learned();
  for (const block of covered) assertAlike(watched, empty, block);
});

test('a state of another grid, of the future, or a day old is not shown', () => {
  const kept = learned();
  const other = new Watched(new DrawnPlace({ widthPx: 112, heightPx: 64 }), {}, kept.tMs, kept).minutes(
    1 / 12,
  );
  assert.equal(other.shown.size, 0);
  const past = new Watched(kept.place, {}, kept.tMs - 7_200_000, kept).minutes(1 / 12);
  assert.equal(past.shown.size, 0);
  const late = new Watched(kept.place, {}, kept.tMs + 25 * 3_600_000, kept).minutes(1 / 12);
  assert.equal(late.shown.size, 0);
  assert.throws(() => late.background.restore([]), TypeError);
});

test('a clock that goes back starts the contest anew', () => {
  const watched = watch().minutes(60);
  watched.tMs -= 3_600_000;
  assert.equal(watched.minutes(65).shown.size, 0);
});

test('blocks that the edge of the picture cuts are never learned', () => {
  const cutSize = { widthPx: 104, heightPx: 72 };
  const watched = new Watched(new DrawnPlace(cutSize)).minutes(95);
  assert.equal(watched.shown.size, blocks);
  for (const block of watched.shown.keys()) assert.ok(block % 7 < 6 && block < 28);
});

test('the same frames give the same picture, with either kind of kernels', () => {
  const [fast, plain] = [watch().minutes(95), new Watched(new DrawnPlace(size)).minutes(95)];
  assert.deepEqual(fast.updates, plain.updates);
  assert.deepEqual(fast.background.stateMessages(), plain.background.stateMessages());
});

test('drawn: a film’s place is there within three minutes', () => {
  const place = new DrawnPlace(size, { noise: 1 });
  const watched = new Watched(place, { profile: 'drawn' }).minutes(3, {}, [], () => [], 200);
  assert.equal(watched.shown.size, blocks);
});

test('a frame of another size is a mistake', () => {
  const background = new Background({ frame: size, profile: 'usual', utcOffsetMs: 0 });
  assert.throws(() => background.observe({ tMs: 0, bytes: new Uint8Array(10) }, []), TypeError);
});

/** Both show a block alike: no cell of 2×2 px differs by more than two of 32 steps and noise. */
function assertAlike(a: Watched, b: Watched, block: number): void {
  const [first, second] = [a, b].map(({ shown }) => Buffer.from(shown.get(block)!.pixels, 'base64'));
  assert.equal(first!.length, second!.length);
  for (const [at, value] of first!.entries())
    assert.ok(Math.abs(value - second![at]!) <= 18, `block ${block}: ${value} and ${second![at]}`);
}

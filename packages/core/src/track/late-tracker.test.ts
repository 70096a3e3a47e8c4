import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { detectionAt as at, counter, detectionFrame as frame } from '../../../../test/fixtures/detections.ts';
import { seededNumbers } from '../../../../test/fixtures/ground-camera.ts';
import type { Detection } from '../detection/detection.ts';
import { decidedAfterMs, type LateStep, LateTracker } from './late-tracker.ts';
import { defaultTrackerParameters } from './parameters.ts';
import type { Track } from './track.ts';
import { Tracker } from './tracker.ts';

const stepMs = 200;

function newTracker(): LateTracker {
  return new LateTracker({ frame, newId: counter() });
}

interface Frame {
  readonly detections: readonly Detection[];
  /** Whom each detection is of. */
  readonly names: readonly number[];
}

/** People who walk to and fro over a square, each at a depth of their own. Whoever is nearer hides who is behind. */
function crowd(seed: number, steps: number): readonly Frame[] {
  const next = seededNumbers(seed);
  const between = (min: number, max: number): number => min + (max - min) * next();
  const walkers = Array.from({ length: 14 }, (_, name) => ({
    ...{ name, x: between(0, 1), y: between(0.5, 0.95) },
    speed: (name % 2 === 0 ? 1 : -1) * between(0.03, 0.09),
  }));
  return Array.from({ length: steps }, () => {
    const boxes = walkers.map((walker) => {
      walker.x += (walker.speed * stepMs) / 1000;
      if (walker.x < 0.02 || walker.x > 0.98) walker.speed = -walker.speed;
      const height = 0.3 * walker.y;
      const width = height * 0.2;
      return { left: walker.x - width / 2, top: walker.y - height, width, height };
    });
    const found = boxes.flatMap((box, name) => {
      const bottom = box.top + box.height;
      const seen =
        1 - Math.max(...boxes.map((other) => (other.top + other.height > bottom ? covered(box, other) : 0)));
      if (seen < 0.35 || between(0, 1) < 0.04) return [];
      const jitter = (): number => between(-0.06, 0.06) * box.width;
      const detection: Detection = {
        ...{ class: 'person', score: 0.3 + 0.6 * seen },
        box: { ...box, left: box.left + jitter(), top: box.top + jitter() },
      };
      return [{ name, detection }];
    });
    return { detections: found.map(({ detection }) => detection), names: found.map(({ name }) => name) };
  });
}

/** The share of the first box that the second lies over. */
function covered(box: Detection['box'], other: Detection['box']): number {
  const width = Math.min(box.left + box.width, other.left + other.width) - Math.max(box.left, other.left);
  const height = Math.min(box.top + box.height, other.top + other.height) - Math.max(box.top, other.top);
  return width > 0 && height > 0 ? (width * height) / (box.width * box.height) : 0;
}

/** How often the track of a person is another than the one before. */
function switches(frames: readonly Frame[], steps: readonly (readonly Track[])[]): number {
  const trackOf = new Map<number, number>();
  let count = 0;
  for (const [index, { detections, names }] of frames.entries())
    for (const [which, { box }] of detections.entries()) {
      const track = steps[index]!.find((each) => each.seen && each.box.left === box.left * frame.widthPx);
      if (track === undefined) continue;
      const name = names[which]!;
      const before = trackOf.get(name);
      if (before !== undefined && before !== track.id) count++;
      trackOf.set(name, track.id);
    }
  return count;
}

function decideAll(frames: readonly Pick<Frame, 'detections'>[]): readonly LateStep[] {
  const tracker = newTracker();
  const decided = frames.flatMap(({ detections }, i) => tracker.step(i * stepMs, detections).decided);
  return [...decided, ...tracker.finish()];
}

test('in crowds fewer people are taken for others than at once', () => {
  let [atOnce, late] = [0, 0];
  for (let seed = 1; seed <= 12; seed++) {
    const frames = crowd(seed, 300);
    const tracker = new Tracker({ frame, newId: counter() });
    atOnce += switches(
      frames,
      frames.map(({ detections }, i) => tracker.step(i * stepMs, detections)),
    );
    late += switches(
      frames,
      decideAll(frames).map(({ tracks }) => tracks),
    );
  }
  assert.ok(atOnce > 200 && late < 0.9 * atOnce, `${late} late, ${atOnce} at once`);
});

/** Detections of few objects, in steps of uneven length. */
const scene = fc.array(
  fc.record({
    elapsedMs: fc.integer({ min: 20, max: 900 }),
    detections: fc.array(
      fc
        .record({
          x: fc.integer({ min: 0, max: 1000 }),
          y: fc.integer({ min: 100, max: 500 }),
          score: fc.double({ min: 0.05, max: 1, noNaN: true }),
          name: fc.constantFrom('person' as const, 'person' as const, 'bicycle' as const, 'car' as const),
        })
        .map(({ x, y, score, name }) => at(x, y, name, score)),
      { maxLength: 6 },
    ),
  }),
  { minLength: 1, maxLength: 60 },
);

test('every step is told once, in order, soon enough; ids are of one object and none of those of now', () => {
  fc.assert(
    fc.property(scene, (steps) => {
      const tracker = newTracker();
      const ids = new Set<number>();
      const told: number[] = [];
      const times: number[] = [];
      const hear = ({ tMs, tracks }: LateStep): void => {
        told.push(tMs);
        assert.equal(new Set(tracks.map(({ id }) => id)).size, tracks.length);
        for (const { id, box, foot, lastSeenMs } of tracks) {
          assert.ok(!ids.has(id), 'an id of now');
          assert.ok(Number.isFinite(box.left + box.top + box.width + box.height + foot.x + foot.y));
          assert.ok(tMs - lastSeenMs <= defaultTrackerParameters.coastS * 1000);
        }
      };
      let tMs = 0;
      let stepMsMax = 0;
      for (const { elapsedMs, detections } of steps) {
        tMs += elapsedMs;
        stepMsMax = Math.max(stepMsMax, elapsedMs);
        times.push(tMs);
        const { now, decided } = tracker.step(tMs, detections);
        for (const { id } of now) ids.add(id);
        for (const step of decided) hear(step);
        const waiting = times[told.length];
        assert.ok(
          waiting === undefined || tMs - waiting <= decidedAfterMs + stepMsMax,
          `${tMs - waiting!} ms`,
        );
      }
      for (const step of tracker.finish()) hear(step);
      assert.deepEqual(told, times);
    }),
    { seed: 3, numRuns: 200 },
  );
});

test('nobody is joined to who was seen more than coastS before', () => {
  for (const [goneMs, tracks] of [
    [1_800, 1],
    [2_200, 2],
  ] as const) {
    const steps = Array.from({ length: 60 }, (_, i) => {
      const isGone = i * 100 > 2_000 && i * 100 < 2_000 + goneMs;
      return { detections: isGone ? [] : [at(100 + 10 * i, 400)] };
    });
    const tracker = newTracker();
    const decided = steps.flatMap(({ detections }, i) => tracker.step(i * 100, detections).decided);
    const ids = new Set(
      [...decided, ...tracker.finish()].flatMap(({ tracks: all }) => all.map(({ id }) => id)),
    );
    assert.equal(ids.size, tracks, `${goneMs} ms`);
  }
});

test('vehicles are followed as they are at once', () => {
  const frames = crowd(5, 200).map(({ detections, names }) => {
    return { detections: detections.map((each): Detection => ({ ...each, class: 'car' })), names };
  });
  const tracker = new Tracker({ frame, newId: counter() });
  const atOnce = frames.map(({ detections }, i) => tracker.step(i * stepMs, detections));
  const late = decideAll(frames);
  const lateOf = new Map<number, number>();
  for (const [index, tracks] of atOnce.entries())
    for (const { id, seen, box } of tracks) {
      if (!seen) continue;
      const same = late[index]!.tracks.find((each) => each.seen && each.box.left === box.left);
      if (same === undefined) continue;
      assert.equal(lateOf.get(id) ?? same.id, same.id);
      lateOf.set(id, same.id);
    }
  assert.equal(new Set(lateOf.values()).size, lateOf.size);
  assert.ok(lateOf.size > 14);
});

test('what a track is, is what most of its frames say, later ones too', () => {
  const tracker = newTracker();
  const classes = Array.from({ length: 60 }, (_, i) => {
    const name = i < 5 ? 'motorcycle' : 'bicycle';
    return tracker.step(i * 100, [at(100 + 10 * i, 400, name)]);
  });
  assert.equal(classes[4]!.now[0]!.class, 'motorcycle');
  const [first] = classes.flatMap(({ decided }) => decided);
  assert.deepEqual([first?.tMs, first?.tracks[0]?.class], [0, 'bicycle']);
});

test('splitting the input anywhere and resuming gives the same steps', () => {
  const frames = crowd(7, 120);
  const whole = decideAll(frames);
  fc.assert(
    fc.property(fc.integer({ min: 1, max: frames.length - 1 }), (cut) => {
      const newId = counter();
      const first = new LateTracker({ frame, newId });
      const told = frames
        .slice(0, cut)
        .flatMap(({ detections }, i) => first.step(i * stepMs, detections).decided);
      const second = new LateTracker({ frame, newId });
      second.restore(JSON.parse(JSON.stringify(first.save())));
      for (const [i, { detections }] of frames.slice(cut).entries())
        told.push(...second.step((cut + i) * stepMs, detections).decided);
      assert.deepEqual([...told, ...second.finish()], whole);
    }),
    { seed: 11, numRuns: 40 },
  );
});

test('what it holds does not grow with the number of frames', () => {
  const tracker = newTracker();
  const frames = crowd(9, 1_500);
  const held = frames.map(({ detections }, i) => {
    tracker.step(i * stepMs, detections);
    return i % 10 === 0 ? JSON.stringify(tracker.save()).length : 0;
  });
  const most = (from: number, to: number): number => Math.max(...held.slice(from, to));
  assert.ok(
    most(1_000, 1_500) < 1.3 * most(100, 600),
    `${most(100, 600)}, then ${most(1_000, 1_500)} characters`,
  );
});

test('without a frame it tells nothing, and it refuses times that do not increase', () => {
  assert.deepEqual(newTracker().finish(), []);
  const tracker = newTracker();
  tracker.step(100, []);
  assert.throws(() => tracker.step(100, []), TypeError);
});

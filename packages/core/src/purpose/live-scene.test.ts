import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type RoadUserClass, roadUserClasses } from '../detection/object-class.ts';
import type { Track } from '../track/track.ts';
import { LiveScene } from './live-scene.ts';
import { isVehicle } from './purpose.ts';
import type { SceneMessage } from './scene.ts';

const frame = { widthPx: 1000, heightPx: 500 };

function scene(): LiveScene {
  let drawn = 1000;
  return new LiveScene('site-safety', frame, () => ++drawn);
}

/** A track whose foot point is at these fractions of the view. */
function track(id: number, name: RoadUserClass, x: number, y: number, change: Partial<Track> = {}): Track {
  return {
    id,
    class: name,
    score: 0.9,
    box: { left: 1, top: 2, width: 3, height: 4 },
    foot: { x: x * frame.widthPx, y: y * frame.heightPx },
    seen: true,
    confirmed: true,
    bornMs: 0,
    lastSeenMs: 0,
    ...change,
  };
}

function people(count: number, name: RoadUserClass = 'person'): Track[] {
  return Array.from({ length: count }, (_, index) => track(index, name, 0.5, 0.5));
}

function send(live: LiveScene, tMs: number, tracks: readonly Track[]): SceneMessage {
  const message = live.message(tMs, tracks);
  assert.ok(message !== null, `nothing was sent at ${tMs}`);
  return message;
}

test('it cannot be made for a street camera', () => {
  assert.throws(() => new LiveScene('street-statistics', frame, () => 0), {
    name: 'RangeError',
    message: 'A street-statistics camera has no live scene.',
  });
});

test('class and foot point leave, rounded to 1 %, and nothing else', () => {
  const message = send(scene(), 12.4, [track(7, 'truck', 0.12499, 0.996)]);
  assert.deepEqual(message, {
    tMs: 12,
    objects: [{ id: 1001, class: 'truck', x: 0.12, y: 1 }],
    personsHidden: false,
  });
});

test('property: every value that leaves is a whole hundredth, and no track id is among the ids', () => {
  const at = fc.double({ min: -0.2, max: 1.2, noNaN: true });
  fc.assert(
    fc.property(
      fc.array(fc.tuple(at, at, fc.constantFrom(...roadUserClasses)), { maxLength: 15 }),
      (places) => {
        const tracks = places.map(([x, y, name], index) => track(index, name, x, y));
        const { objects } = send(scene(), 0, tracks);
        for (const object of objects) {
          assert.deepEqual(Object.keys(object), ['id', 'class', 'x', 'y']);
          for (const value of [object.x, object.y]) {
            assert.equal(JSON.stringify(value).length <= 4, true, JSON.stringify(value));
            assert.ok(value >= 0 && value <= 1 && !Object.is(value, -0));
          }
          assert.ok(object.id > 1000);
        }
        const inside = places.filter(([x, y]) => x >= 0 && x <= 1 && y >= 0 && y <= 1);
        assert.ok(objects.length >= inside.length);
      },
    ),
    { seed: 6 },
  );
});

test('property: the mean never exceeds five a second, whatever the rate and jitter of the input', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 400 }), { minLength: 50, maxLength: 300 }), (gaps) => {
      const live = scene();
      const sent: number[] = [];
      let tMs = 0;
      for (const gap of gaps) {
        tMs += gap;
        if (live.message(tMs, []) !== null) sent.push(tMs);
      }
      // Any n intervals in a row take n × 200 ms, but for 40 ms of tolerance once.
      for (const [i, from] of sent.entries())
        for (let j = i + 1; j < sent.length; j++) assert.ok(sent[j]! - from >= (j - i) * 200 - 40, `${sent}`);
    }),
    { seed: 7, numRuns: 50 },
  );
});

test('input of 5.5 a second does not leave at 5.5 a second', () => {
  const live = scene();
  let sent = 0;
  for (let i = 0; i < 550; i++) if (live.message(i * (1000 / 5.5), []) !== null) sent++;
  assert.ok(sent <= 501, `${sent} in 100 s`);
});

test('input of five a second with jitter leaves whole', () => {
  const live = scene();
  const jitter = [0, 8, -7, 5, -8, 0, 9, -3];
  const sent = Array.from({ length: 400 }, (_, i) => live.message(i * 200 + jitter[i % 8]!, [])).filter(
    Boolean,
  );
  assert.ok(sent.length >= 396, `${sent.length} of 400`);
});

test('a clock that is set back does not silence the scene', () => {
  const live = scene();
  send(live, 1_000_000, []);
  send(live, 500_000, []);
  assert.equal(live.message(500_100, []), null);
  send(live, 500_200, []);
});

test('an id stays for a minute and is then drawn anew', () => {
  const live = scene();
  const idAt = (tMs: number): number => send(live, tMs, [track(7, 'person', 0.5, 0.5)]).objects[0]!.id;
  const first = idAt(0);
  assert.equal(idAt(30_000), first);
  assert.equal(idAt(59_999), first);
  const second = idAt(60_200);
  assert.notEqual(second, first);
  assert.equal(idAt(120_000), second);
  assert.notEqual(idAt(120_400), second);
});

test('a track that has gone and comes back under its id is somebody else', () => {
  const live = scene();
  const first = send(live, 0, [track(7, 'person', 0.5, 0.5)]).objects[0]!.id;
  send(live, 200, []);
  assert.notEqual(send(live, 400, [track(7, 'person', 0.5, 0.5)]).objects[0]!.id, first);
});

test('above 20 persons vehicles only; 20 are shown', () => {
  const vehicles = [track(100, 'car', 0.1, 0.1), track(101, 'bus', 0.2, 0.2), track(102, 'truck', 0.3, 0.3)];
  const live = scene();
  const twenty = send(live, 0, [...people(20), ...vehicles]);
  assert.deepEqual([twenty.personsHidden, twenty.objects.length], [false, 23]);
  const more = send(live, 200, [...people(21), ...vehicles]);
  assert.equal(more.personsHidden, true);
  assert.deepEqual(
    more.objects.map((object) => object.class),
    ['car', 'bus', 'truck'],
  );
  assert.equal(send(live, 400, [...people(20), ...vehicles]).objects.length, 23);
});

test('on a two-wheeler sits a person: they count, and are hidden, too', () => {
  for (const name of roadUserClasses) {
    const { personsHidden, objects } = send(scene(), 0, people(21, name));
    assert.deepEqual([personsHidden, objects.length], isVehicle(name) ? [false, 21] : [true, 0], name);
  }
});

test('who has not been seen for 0.8 s is neither drawn nor counted among the persons', () => {
  const coasting = { seen: false, lastSeenMs: 10_000 };
  const live = scene();
  assert.equal(send(live, 10_800, [track(1, 'person', 0.5, 0.5, coasting)]).objects.length, 1);
  assert.equal(send(live, 11_000, [track(1, 'person', 0.5, 0.5, coasting)]).objects.length, 0);
  const crowd = people(21).map((one, index) => (index === 0 ? { ...one, ...coasting } : one));
  assert.equal(send(live, 11_200, crowd).personsHidden, false);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Track } from '../track/track.ts';
import { BlockedRule, type EscapeZone } from './blocked.ts';
import type { Finding } from './finding.ts';

const frame = { widthPx: 1000, heightPx: 1000 };
const lane: EscapeZone = {
  id: 'lane',
  minutesMax: 2,
  points: [
    [0.4, 0],
    [0.6, 0],
    [0.6, 1],
    [0.4, 1],
  ],
};

function car(x: number, rest: Partial<Track> = {}): Track {
  const box = { left: x - 60, top: 400, width: 120, height: 80 };
  const times = { bornMs: 0, lastSeenMs: 0 };
  const base = { id: 1, class: 'car' as const, score: 0.9, seen: true, confirmed: true };
  return { ...base, box, foot: { x, y: 480 }, ...times, ...rest };
}

/** Steps of 200 ms. */
function run(seconds: number, at: (s: number) => readonly Track[]): readonly (Finding & { s: number })[] {
  const rule = new BlockedRule({ zones: [lane], frame });
  return Array.from({ length: seconds * 5 }, (_, i) =>
    rule.step(i * 200, at(i / 5)).map((finding) => ({ ...finding, s: i / 5 })),
  ).flat();
}

test('a car that stands in the lane for two minutes blocks it, and drives off', () => {
  const found = run(200, (s) => (s < 150 ? [car(500)] : s < 155 ? [car(500 + (s - 150) * 100)] : []));
  assert.ok(Math.abs(found[0]!.s - 120.6) < 0.5, `${found[0]!.s}`);
  assert.deepEqual(found[0]!.classes, ['car']);
  assert.ok(found.at(-1)!.s < 151.5, 'over once it is no longer seen standing');
});

test('a line of cars that drive through does not block, nor one that stands beside, nor a person', () => {
  const through = (s: number): readonly Track[] => [
    car(300 + ((s * 60) % 400), { id: Math.floor((s * 60) / 400) }),
  ];
  assert.deepEqual(run(300, through), []);
  assert.deepEqual(
    run(300, () => [car(300)]),
    [],
  );
  assert.deepEqual(
    run(300, () => [car(500, { class: 'person' })]),
    [],
  );
});

test('a car that is hidden now and then, and found as another track, goes on standing', () => {
  const hidden = (s: number): readonly Track[] => (s % 40 < 25 ? [car(500, { id: Math.floor(s / 40) })] : []);
  assert.ok(run(150, hidden)[0]!.s < 125);
  const gone = (s: number): readonly Track[] => (s % 60 < 35 ? [car(500, { id: Math.floor(s / 60) })] : []);
  assert.deepEqual(run(300, gone), [], 'gone for 25 s it has left');
  const found = run(300, hidden);
  assert.ok(found.some(({ s }) => s > 240));
  assert.ok(
    found.every(({ s }) => s % 40 < 25),
    'nobody is told of what is not seen',
  );
});

test('it knows no track of what stands there, and minutes out of bounds are refused', () => {
  const rule = new BlockedRule({ zones: [lane], frame });
  for (let i = 0; i < 50; i++) rule.step(i * 200, [car(500, { id: 4711 })]);
  assert.ok(!JSON.stringify(rule.save().zones).includes('4711'));
  for (const minutesMax of [0, -1, 1441, NaN])
    assert.throws(() => new BlockedRule({ zones: [{ ...lane, minutesMax }], frame }), TypeError);
});

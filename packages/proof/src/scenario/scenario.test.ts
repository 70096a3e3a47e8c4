import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { placesOf } from './bound.ts';
import { drawFigure, figurePxLeast, poses } from './figure.ts';
import { gainAt, ScenarioFilm } from './film.ts';
import { planScenario, planScenarioOfKind } from './plan.ts';
import { type Presence, type Scenario, scenarioKinds, scenarioSize } from './scenario.ts';
import { sightingsOf } from './sightings.ts';

const perMinute = 12;

function hashOf(scenario: Scenario, samples: number): string {
  const film = new ScenarioFilm(scenario);
  const hash = createHash('sha256');
  for (let sample = 0; sample < samples; sample++) {
    const { bytes, detections } = film.frame(sample);
    hash.update(bytes).update(JSON.stringify(detections));
  }
  return hash.digest('hex');
}

test('the same seed is the same film, byte by byte; another seed is another', () => {
  for (const kind of scenarioKinds) {
    const scenario = planScenarioOfKind(kind, 31);
    assert.deepEqual(planScenarioOfKind(kind, 31), scenario);
    assert.equal(hashOf(scenario, 40), hashOf(scenario, 40), kind);
    assert.notEqual(hashOf(scenario, 40), hashOf(planScenarioOfKind(kind, 32), 40), kind);
  }
});

test('neighbouring seeds go through all kinds', () => {
  const kinds = scenarioKinds.map((_, index) => planScenario(2100 + index).kind);
  assert.deepEqual(new Set(kinds), new Set(scenarioKinds));
});

test('everybody wears a pattern of at least 4,000 px, in the picture', () => {
  for (let seed = 0; seed < 2 * scenarioKinds.length; seed++) {
    for (const { wear, pose, x, y } of planScenario(seed).presences) {
      const figure = drawFigure(wear, pose);
      assert.ok(figure.coveredPx >= figurePxLeast, `${pose}: ${figure.coveredPx}`);
      assert.ok(x >= 0 && x + figure.widthPx <= scenarioSize.widthPx, `seed ${seed}`);
      assert.ok(y >= 0 && y + figure.heightPx <= scenarioSize.heightPx, `seed ${seed}`);
    }
  }
  const wear = { seed: 5, cellPx: 4, kind: 'signs', mean: 120, swing: 80 } as const;
  const looks = poses.map((pose) => Buffer.from(drawFigure(wear, pose).y).toString('base64'));
  assert.equal(new Set(looks).size, poses.length);
});

test('a frame shows the person where the schedule says, and nobody before and after', () => {
  const scenario = still({ from: 20, to: 30, recall: 1 });
  const film = new ScenarioFilm(scenario);
  const truth = film.truth();
  const figure = film.figure(scenario.presences[0]!.wear, 'stand', 30, 4);
  for (const [sample, isThere] of [
    [10, false],
    [25, true],
    [40, false],
  ] as const) {
    const { bytes, detections } = film.frame(sample);
    const at = (4 + 40) * scenarioSize.widthPx + 30 + 20;
    const wanted = isThere ? figure.y[40 * figure.widthPx + 20]! : truth.y[at]!;
    assert.ok(Math.abs(bytes[at]! - wanted) <= 3, `sample ${sample}: ${bytes[at]} for ${wanted}`);
    assert.equal(detections?.length, isThere ? 1 : 0);
  }
});

test('recall is the share of samples with a box, around the person', () => {
  for (const recall of [0, 0.5, 0.9, 1]) {
    const sightings = sightingsOf(still({ from: 0, to: 1000, recall }));
    const found = sightings.slice(0, 1000).filter((each) => each!.length > 0).length;
    assert.ok(Math.abs(found / 1000 - recall) < 0.05, `${recall}: ${found}`);
    for (const { box } of sightings.flatMap((each) => each ?? [])) {
      assert.ok(Math.abs(box.left - 30 / 160) < 0.05 && Math.abs(box.width - 52 / 160) < 0.05);
      assert.ok(box.left >= 0 && box.left + box.width <= 1 && box.top >= 0 && box.top + box.height <= 1);
    }
  }
});

test('the bound: an hour in all, or three fifths of the time', () => {
  const isInside = (scenario: Scenario): boolean =>
    placesOf(scenario, sightingsOf(scenario)).every((place) => place.isInside);
  assert.ok(isInside(still({ from: 100, to: 100 + 59 * perMinute })));
  assert.ok(!isInside(still({ from: 100, to: 100 + 61 * perMinute })));
  // Two hours, but seen in half of the samples: what a blind learner could count is a few minutes.
  assert.ok(isInside(still({ from: 100, to: 100 + 120 * perMinute, recall: 0.5 })));
  const hourly = (minutes: number): Scenario => ({
    ...still({ from: 0, to: 1 }),
    samples: 360 * perMinute,
    presences: [0, 60, 120, 180, 240, 300].map((minute) => ({
      ...still({ from: 0, to: 1 }).presences[0]!,
      from: minute * perMinute,
      to: (minute + minutes) * perMinute,
    })),
  });
  assert.ok(isInside(hourly(25)), 'less than half of the time');
  assert.ok(!isInside(hourly(50)), 'most of the time');
  // A second visitor makes absence uncertain: then it does not count.
  const crowded = hourly(25);
  const other: Presence = { ...crowded.presences[0]!, x: 100, toX: 100, from: 0, to: crowded.samples };
  assert.ok(!isInside({ ...crowded, presences: [...crowded.presences, other] }));
});

test('beyond the bound is what says so, and nothing else', () => {
  for (let seed = 0; seed < 10 * scenarioKinds.length; seed++) {
    const scenario = planScenario(seed);
    const places = placesOf(scenario, sightingsOf(scenario));
    const isBeyond = places.some((place) => !place.isInside);
    if (scenario.kind.startsWith('beyond')) assert.ok(isBeyond, `${scenario.kind} ${seed}`);
    else if (!['hourly', 'half-detected', 'lamp'].includes(scenario.kind))
      assert.ok(!isBeyond, `${scenario.kind} ${seed}`);
  }
});

test('conditions show in the frames', () => {
  const base = still({ from: 5, to: 6 });
  const meanOf = (scenario: Scenario, sample: number): number => {
    const bytes = new ScenarioFilm(scenario).frame(sample).bytes;
    return bytes.subarray(0, 160 * 96).reduce((sum, each) => sum + each, 0) / (160 * 96);
  };
  assert.ok(meanOf({ ...base, light: { kind: 'steady', gain: 0.4 } }, 0) < 0.6 * meanOf(base, 0));
  assert.ok(meanOf({ ...base, rainStreaks: 120 }, 0) > meanOf(base, 0) + 1);
  const shadow = { depth: 0.5, pxPerSample: 1, widthPx: 80 };
  assert.ok(meanOf({ ...base, shadow }, 100) < meanOf(base, 100) - 3);
  const bumped = new ScenarioFilm({ ...base, bump: { at: 50, x: 6, y: 0 } });
  const [before, after] = [bumped.frame(40).bytes.slice(), bumped.frame(60).bytes.slice()];
  let moved = 0;
  for (let at = 160 * 20; at < 160 * 21 - 6; at++) moved += Math.abs(before[at + 6]! - after[at]!);
  assert.ok(moved / 154 < 4, `the view moves by 6 px: ${moved / 154}`);
  assert.equal(gainAt({ kind: 'dusk', gain: 1, to: 0.4, from: 10, until: 20 }, 15), 0.7);
  const failing = sightingsOf({ ...base, detectorFails: 0.5 });
  assert.ok(Math.abs(failing.filter((each) => each === null).length / failing.length - 0.5) < 0.06);
});

function still({
  from,
  to,
  recall = 0,
}: {
  readonly from: number;
  readonly to: number;
  readonly recall?: number;
}): Scenario {
  return {
    seed: 3,
    kind: 'stand',
    scene: 'yard',
    sceneSeed: 11,
    samples: 1800,
    startMs: 0,
    presences: [
      {
        wear: { seed: 9, cellPx: 4, kind: 'signs', mean: 120, swing: 80 },
        pose: 'stand',
        x: 30,
        y: 4,
        toX: 30,
        toY: 4,
        from,
        to,
        opacity: 1,
        fadeSamples: 0,
        doesSway: false,
      },
    ],
    light: { kind: 'steady', gain: 1 },
    noise: 0.5,
    rainStreaks: 0,
    shakePx: 0,
    spells: { every: 1, length: 1 },
    shadow: null,
    bump: null,
    restarts: [],
    saveEvery: 12,
    recall,
    detectorFails: 0,
    detectionSeed: 4,
  };
}

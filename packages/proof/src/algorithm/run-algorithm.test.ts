import assert from 'node:assert/strict';
import { test } from 'node:test';
import { RunningAverage } from '../../../../bench/background/running-average.ts';
import type { Worst } from '../measure/leak-meter.ts';
import { Random } from '../random.ts';
import { planScenarioOfKind } from '../scenario/plan.ts';
import { scenarioKinds } from '../scenario/scenario.ts';
import { backgroundLearner } from './background-learner.ts';
import type { Learner } from './learner.ts';
import { runAlgorithm } from './run-algorithm.ts';
import { runScenario, type ScenarioResult } from './run-scenario.ts';
import { alphaMax, summarise } from './summary.ts';

const masked = (frame: ConstructorParameters<typeof RunningAverage>[0]): Learner =>
  new RunningAverage(frame, true);

test('ours: nobody is in any picture, over every kind of scenario', async () => {
  const progress: number[] = [];
  const report = await runAlgorithm({
    scenarios: scenarioKinds.length,
    seed: 4200,
    threads: 2,
    onProgress: ({ done, etaMs }) => {
      progress.push(done);
      assert.ok(etaMs >= 0);
    },
  });
  assert.equal(report.kinds.length, scenarioKinds.length);
  assert.equal(progress.at(-1), scenarioKinds.length);
  assert.ok(report.places > 40 && report.meanLearnedShare > 0.4, `${report.meanLearnedShare} is learned`);
  assert.ok(report.maxAlpha < alphaMax, JSON.stringify(report.worst[0]));
  assert.ok(report.maxNccOverNull !== null && report.maxNccOverNull < 1, JSON.stringify(report.worst));
  assert.ok(report.passes);
  // Beyond the bound it fails, and the same measures say so.
  assert.ok(report.beyondMaxAlpha > 0.9, `${report.beyondMaxAlpha}`);
  assert.ok(report.beyondMaxNccOverNull !== null && report.beyondMaxNccOverNull > 1);
});

test('a learner that leaks is found: the masked average of other systems', async () => {
  const report = await runAlgorithm({ scenarios: 14, seed: 4200, learner: masked });
  assert.ok(!report.passes);
  assert.ok(report.maxAlpha > 0.8, `${report.maxAlpha}`);
  assert.ok(report.maxNccOverNull !== null && report.maxNccOverNull > 1, `${report.maxNccOverNull}`);
  // Nobody who was never there is mistaken for somebody.
  assert.ok(report.maxNccOverNull > 1.5);
});

test('a leak of one block, and one of 3 %, are found', () => {
  const scenario = planScenarioOfKind('stand', 77);
  for (const leak of [leakOneBlock, leakThreePercent]) {
    const result = runScenario({ scenario, learner: leak, decoys: 4 });
    const worst = Math.max(...result.places.map(({ alpha }) => alpha));
    const decoys = Math.max(...result.places.flatMap((place) => place.decoys.map(({ alpha }) => alpha)));
    assert.ok(worst > alphaMax && decoys < worst, `${leak.name}: ${worst}, decoys ${decoys}`);
  }
});

test('the same seed gives the same report, in one thread or in two', async () => {
  const { elapsedMs: _, ...one } = await runAlgorithm({ scenarios: 10, seed: 900 });
  const { elapsedMs: __, ...two } = await runAlgorithm({ scenarios: 10, seed: 900, threads: 2 });
  assert.deepEqual(two, one);
});

test('a run that is ended early says how far it came; nonsense is refused', async () => {
  const controller = new AbortController();
  const report = await runAlgorithm({
    scenarios: 50,
    seed: 1,
    learner: masked,
    signal: controller.signal,
    onProgress: ({ done }) => done === 2 && controller.abort(),
  });
  assert.equal(report.scenarios, 2);
  await assert.rejects(runAlgorithm({ scenarios: 0, seed: 1 }), TypeError);
  await assert.rejects(runAlgorithm({ scenarios: 4, seed: 1, threads: 2, learner: masked }), TypeError);
});

test('people beyond the bound are not mixed up with those inside', () => {
  const results = [planScenarioOfKind('beyond-still', 3), planScenarioOfKind('stand', 3)].map((scenario) =>
    runScenario({ scenario, learner: masked, decoys: 1 }),
  );
  const report = summarise(results, { seed: 0, elapsedMs: 0 });
  assert.equal(report.places, results[1]!.places.length);
  assert.ok(report.beyondPlaces >= 1 && report.beyondMaxAlpha > 0.5);
});

test('opacity counts where it is more than what is found of nobody, and noise is told beside it', () => {
  const random = new Random(11);
  const nobody = (): Worst => ({
    alpha: 0.004,
    blockAlpha: 0,
    levels: 2 + random.next(),
    nccRaw: 0.1 + 0.01 * random.next(),
    nccRest: 0.1 + 0.01 * random.next(),
    knownShare: 1,
  });
  const resultOf = (alpha: number, levels: number): ScenarioResult => ({
    seed: 1,
    kind: 'camouflage',
    isInside: true,
    places: Array.from({ length: 20 }, (_, at) => ({
      ...nobody(),
      ...(at === 0 ? { alpha, levels } : {}),
      isInside: true,
      unseenMinutes: 50,
      cellPx: 4,
      decoys: [nobody(), nobody(), nobody(), nobody()],
    })),
    learnedShare: 1,
    halfMinutes: null,
    mostMinutes: null,
  });
  // Somebody as grey as the ground, of whom 3 % are no more than noise is; and 3 % of anybody else.
  const [grey, bright] = [resultOf(0.03, 2.9), resultOf(0.03, 40)].map((result) =>
    summarise([result], { seed: 0, elapsedMs: 0 }),
  );
  assert.deepEqual([grey!.maxAlpha, grey!.maxNoiseAlpha, grey!.found, grey!.passes], [0, 0.03, 0, true]);
  assert.deepEqual([bright!.maxAlpha, bright!.found, bright!.passes], [0.03, 1, false]);
  assert.equal(bright!.kinds[0]!.found, 1);
  assert.ok(bright!.maxNoiseAlpha < 0.01);
});

/** Publishes the picture of a running average, but only in one block. */
function leakOneBlock(frame: ConstructorParameters<typeof RunningAverage>[0]): Learner {
  const inner = masked(frame);
  return {
    observe: (...given) => inner.observe(...given),
    takeUpdates: () =>
      inner.takeUpdates().map((update) => ({ ...update, blocks: update.blocks.filter(isCovered) })),
    save: () => null,
    restore: () => {},
  };
}

const person = planScenarioOfKind('stand', 77).presences[0]!;
const coveredBlock = Math.floor((person.y + 40) / 16) * 10 + Math.floor((person.x + 26) / 16);

function isCovered({ block }: { readonly block: number }): boolean {
  return block === coveredBlock;
}

/** Mixes 3 % of every frame into what ours would show: somebody who is there shines through. */
function leakThreePercent(frame: ConstructorParameters<typeof RunningAverage>[0]): Learner {
  const scene = new RunningAverage(frame, false);
  const empty = backgroundLearner(frame);
  let first: Uint8Array | null = null;
  return {
    observe: ({ bytes }, detections) => {
      first ??= bytes.slice();
      const kept = first;
      scene.observe({ bytes: bytes.map((value, at) => kept[at]! * 0.97 + value * 0.03) }, detections);
    },
    takeUpdates: () => scene.takeUpdates(),
    save: () => empty.save(),
    restore: () => {},
  };
}

import assert from 'node:assert/strict';
import { mock, type TestContext, test } from 'node:test';
import { ExclusionRule, type Observation, type Track } from '@outis/core';
import { MqttEye } from '../../packages/edge/src/camera/mqtt-eye.ts';
import type { ObservationsConfig } from '../../packages/edge/src/config/observations-schema.ts';
import { simulatedScenes } from '../../packages/edge/src/demo/scenes.ts';
import { simulatedSize, simulatedThresholds } from '../../packages/edge/src/demo/simulated-camera.ts';
import { Simulation } from '../../packages/edge/src/demo/simulation.ts';
import type { BrokerMessage } from '../../packages/edge/src/mqtt/broker.ts';
import { CountingPipeline } from '../../packages/edge/src/pipeline/counting-pipeline.ts';
import { frigateSecondCounts } from '../../packages/edge/src/pipeline/safety-rules.ts';

const startMs = Date.parse('2026-06-10T08:00:00Z');
const frameMs = 200;
const { widthPx, heightPx } = simulatedSize;
const observations: ObservationsConfig = {
  ...{ from: 'frigate', camera: 'gate', topic: 'frigate/events' },
  ...{ widthPx, heightPx, system: 'Frigate' },
};
/** After frigate/track/tracked_object.py: 5 % of the diagonal, in fractions of the picture. */
const pathStep = (0.05 * Math.hypot(widthPx, heightPx)) / Math.max(widthPx, heightPx);

/** Frigate gives an object up when it has not been seen in so many of its frames (5 a second: 25). */
const lostMs = 5_000;

/** What is told of one object. */
interface Told {
  readonly x: number;
  readonly y: number;
  readonly seenMs: number;
  readonly publishedMs: number;
  readonly state: object;
}

/**
 * What Frigate would publish of these tracks: the first time it is sure of one, when it has moved far enough, once a minute,
 * and its end.
 */
class Publisher {
  readonly #told = new Map<number, Told>();

  due(tMs: number, tracks: readonly Track[]): readonly object[] {
    const events: object[] = [];
    for (const { id, seen, foot, box, class: label, score } of tracks) {
      if (!seen) continue;
      const [x, y] = [foot.x / widthPx, foot.y / heightPx];
      const told = this.#told.get(id);
      const isFar = told === undefined || Math.hypot(x - told.x, y - told.y) >= pathStep;
      if (told !== undefined && !isFar && tMs - told.publishedMs <= 60_000) {
        this.#told.set(id, { ...told, seenMs: tMs });
        continue;
      }
      const corners = [box.left, box.top, box.left + box.width, box.top + box.height].map(Math.round);
      const state = { camera: 'gate', label, score, box: corners, frame_time: tMs / 1000 };
      events.push({
        type: told === undefined ? 'new' : 'update',
        before: told?.state ?? state,
        after: state,
      });
      this.#told.set(id, { x, y, seenMs: tMs, publishedMs: tMs, state });
    }
    for (const [id, { seenMs, state }] of this.#told)
      if (tMs - seenMs > lostMs) {
        this.#told.delete(id);
        events.push({ type: 'end', before: state, after: state });
      }
    return events;
  }
}

interface Result {
  readonly passages: number;
  /** When somebody was first told to be in the zone, each after ten seconds of quiet. */
  readonly dangersMs: readonly number[];
}

/** Counts and watches what it is given, as a camera does. */
class Watcher {
  readonly #pipeline: CountingPipeline;
  readonly #rule: ExclusionRule | null;
  readonly #dangersMs: number[] = [];
  #lastDangerMs = Number.NEGATIVE_INFINITY;
  #passages = 0;

  constructor(name: 'yard' | 'street', thresholds = simulatedThresholds, secondCounts = 1) {
    const { lines, zones } = simulatedScenes[name];
    const [zone] = zones;
    let nextId = 1;
    this.#pipeline = new CountingPipeline({ frame: simulatedSize, lines, thresholds, newId: () => nextId++ });
    this.#rule =
      zone === undefined
        ? null
        : new ExclusionRule({
            ...{ zones: [{ ...zone, hazard: 'slewing-zone' }], frame: simulatedSize, secondCounts },
          });
  }

  take({ tMs, detections }: Pick<Observation, 'tMs' | 'detections'>): readonly Track[] {
    const { tracks, crossings } = this.#pipeline.step(tMs, detections);
    this.#passages += crossings.length;
    if ((this.#rule?.step(tMs, tracks) ?? []).length > 0) {
      if (tMs - this.#lastDangerMs > 10_000) this.#dangersMs.push(tMs);
      this.#lastDangerMs = tMs;
    }
    return tracks;
  }

  get result(): Result {
    return { passages: this.#passages, dangersMs: this.#dangersMs };
  }
}

/** Two hours of a demo scene: seen frame by frame, and by the events that Frigate would send of it. */
function twoHours(name: 'yard' | 'street', seed: number): { whole: Result; events: Result } {
  const whole = new Watcher(name);
  const events = new Watcher(name, { low: 0.05, high: 0.2 }, frigateSecondCounts);
  const publisher = new Publisher();
  const simulation = new Simulation(simulatedScenes[name], seed);
  let nowMs = startMs;
  let listener: ((message: BrokerMessage) => void) | null = null;
  const send = (topic: string, value: object): void =>
    listener?.({ topic, payload: Buffer.from(JSON.stringify(value)), isRetained: false });
  mock.timers.enable({ apis: ['setTimeout', 'setInterval'] });
  const eye = new MqttEye(
    {
      ...{ observations, view: { boundary: null, masks: [] }, analyseFps: 5, isLive: true },
      broker: {
        isConnected: true,
        subscribe: (filter, each) => {
          if (filter === observations.topic) listener = each;
          else each({ topic: filter, payload: Buffer.from('online'), isRetained: true });
          return () => {};
        },
      },
      nowMs: () => nowMs,
      monotonicMs: () => nowMs,
    },
    {
      onReady: () => {},
      onObservation: (observation) => void events.take(observation),
      onInterrupted: () => {},
    },
  );
  eye.start();
  for (; nowMs < startMs + 7_200_000; nowMs += 50) {
    mock.timers.tick(50);
    if ((nowMs - startMs) % frameMs !== 0) continue;
    simulation.step(nowMs);
    const tracks = whole.take({ tMs: nowMs, detections: simulation.observe() });
    for (const event of publisher.due(nowMs, tracks)) send('frigate/events', event);
  }
  void eye.stop();
  mock.timers.reset();
  return { whole: whole.result, events: events.result };
}

test('of what Frigate tells of two hours Outis counts a part, and warns of who stands in a zone', (context: TestContext) => {
  for (const name of ['street', 'yard'] as const) {
    const { whole, events } = twoHours(name, 7);
    const isNear = (one: number, others: readonly number[]): boolean =>
      others.some((other) => other > one - 10_000 && other < one + 10_000);
    const found = whole.dangersMs.filter((tMs) => isNear(tMs, events.dangersMs)).length;
    const invented = events.dangersMs.filter((tMs) => !isNear(tMs, whole.dangersMs)).length;
    context.diagnostic(
      `${name}: ${events.passages} of ${whole.passages} passages; ${found} of ${whole.dangersMs.length} times in a zone within 10 s, ${invented} more`,
    );
    assert.ok(whole.passages > 200, `${whole.passages}`);
    const share = events.passages / whole.passages;
    assert.ok(share > (name === 'street' ? 0.9 : 0.5) && share < 1.05, `${share}`);
    assert.ok(found >= 0.9 * whole.dangersMs.length, `${found}`);
    assert.ok(invented <= 2 + 0.5 * whole.dangersMs.length, `${invented}`);
    if (name === 'yard') assert.ok(whole.dangersMs.length >= 5, 'somebody was in the zone');
  }
});

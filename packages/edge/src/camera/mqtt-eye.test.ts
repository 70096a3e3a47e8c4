import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import type { Observation } from '@outis/core';
import type { ObservationsConfig } from '../config/observations-schema.ts';
import type { Broker, BrokerMessage } from '../mqtt/broker.ts';
import { MqttEye } from './mqtt-eye.ts';
import { HeldDetections, ReadingBudget } from './mqtt-eye-messages.ts';

const wallMs = 1_700_000_000_000;
const frigate: ObservationsConfig = {
  from: 'frigate',
  camera: 'gate',
  topic: 'frigate/events',
  widthPx: 1000,
  heightPx: 1000,
  system: 'Frigate',
};
const onvif: ObservationsConfig = {
  ...{ from: 'onvif', topic: 'yard/onvif-mj/VideoAnalytics/1/Classifier' },
  ...{ widthPx: 1000, heightPx: 1000, system: 'Bosch camera' },
};

/** An eye on a broker that is not there, with time that passes when it is told to. */
class Scene {
  isConnected = true;
  readonly observations: Observation[] = [];
  readonly told: string[] = [];
  readonly eye: MqttEye;
  readonly #listeners = new Map<string, (message: BrokerMessage) => void>();
  #nowMs = 1_000_000;

  constructor(observations: ObservationsConfig, analyseFps = 5, isLive = true) {
    const broker: Pick<Broker, 'isConnected' | 'subscribe'> = {
      ...{ isConnected: true },
      subscribe: (filter, listener) => {
        this.#listeners.set(filter, listener);
        return () => this.#listeners.delete(filter);
      },
    };
    Object.defineProperty(broker, 'isConnected', { get: () => this.isConnected });
    const view = { boundary: null, masks: [] };
    const monotonicMs = (): number => this.#nowMs;
    const nowMs = (): number => wallMs + this.#nowMs;
    this.eye = new MqttEye(
      { observations, broker, view, analyseFps, nowMs, monotonicMs, isLive },
      {
        onReady: () => this.told.push('ready'),
        onObservation: (observation) => this.observations.push(observation),
        onInterrupted: () => this.told.push('interrupted'),
      },
    );
    this.eye.start();
  }

  get subscribed(): number {
    return this.#listeners.size;
  }

  pass(ms: number): void {
    for (let left = ms; left > 0; left -= 10) {
      this.#nowMs += 10;
      mock.timers.tick(10);
    }
  }

  send(topic: string, payload: unknown): void {
    const text = typeof payload === 'string' ? payload : JSON.stringify(payload);
    this.#listeners.get(topic)?.({ topic, payload: Buffer.from(text), isRetained: false });
  }

  /** An event of a person whose box begins at this px, where it began before, seen so long ago. */
  event(leftPx: number, beforePx: number | null = null, agoMs = 100, changes: object = {}): void {
    const state = (px: number): object => {
      const frame_time = (wallMs + this.#nowMs - agoMs) / 1000;
      return { camera: 'gate', label: 'person', score: 0.8, box: [px, 100, px + 100, 400], frame_time };
    };
    const after = { ...state(leftPx), ...changes };
    this.send('frigate/events', { type: 'update', before: state(beforePx ?? leftPx), after });
  }

  end(leftPx: number): void {
    const state = { camera: 'gate', label: 'person', score: 0.8, box: [leftPx, 100, leftPx + 100, 400] };
    this.send('frigate/events', { type: 'end', before: state, after: state });
  }

  frame(leftPx: number | null): void {
    const at = (px: number): number => px / 500 - 1;
    const BoundingBox = {
      '@left': at(leftPx ?? 0),
      '@right': at((leftPx ?? 0) + 100),
      '@top': 0.5,
      '@bottom': 0,
    };
    const one = {
      Appearance: { Shape: { BoundingBox }, Class: { Type: [{ '#text': 'Human', '@Likelihood': 0.9 }] } },
    };
    this.send(onvif.topic, {
      Frame: [
        { '@UtcTime': new Date(wallMs + this.#nowMs).toISOString(), Object: leftPx === null ? [] : [one] },
      ],
    });
  }

  lefts(): number[][] {
    return this.observations.map(({ detections }) =>
      detections.map(({ box }) => Math.round(box.left * 1000)),
    );
  }
}

function withScene(observations: ObservationsConfig, run: (scene: Scene) => void, isLive = true): void {
  mock.timers.enable({ apis: ['setTimeout', 'setInterval'] });
  try {
    const scene = new Scene(observations, 5, isLive);
    run(scene);
    void scene.eye.stop();
    assert.equal(scene.subscribed, 0);
  } finally {
    mock.timers.reset();
  }
}

test('events of the same moment are one observation, at the time that they tell', () =>
  withScene(frigate, (scene) => {
    scene.send('frigate/available', 'online');
    assert.equal(scene.eye.health.state, 'running');
    scene.pass(500);
    scene.event(100);
    scene.pass(100);
    scene.event(600, null, 200);
    scene.pass(60);
    assert.deepEqual(scene.lefts(), [[100, 600]]);
    assert.equal(Math.round(scene.observations[0]!.tMs), 1_000_000 + 400);
    scene.event(620, 600);
    scene.event(640, 620);
    scene.pass(320);
    assert.equal(scene.observations.length, 1, 'not sooner than 350 ms after the last');
    scene.pass(40);
    assert.deepEqual(scene.lefts()[1], [640], 'who has moved a little is one');
  }));

test('silence lets time pass in steps below two seconds, and an event of something else is no observation', () =>
  withScene(frigate, (scene) => {
    scene.send('frigate/available', 'online');
    scene.event(100);
    scene.pass(400);
    scene.end(100);
    scene.pass(5_600);
    const { observations } = scene;
    assert.deepEqual(scene.lefts(), [[100], [], []]);
    for (let i = 1; i < observations.length; i++) {
      const stepMs = observations[i]!.tMs - observations[i - 1]!.tMs;
      assert.ok(stepMs > 0 && stepMs <= 2_300, `${stepMs}`);
      assert.equal(observations[i]!.frameIndex, i);
    }
    scene.event(100, null, 100, { label: 'dog' });
    scene.event(100, null, 100, { camera: 'door' });
    scene.pass(200);
    assert.equal(observations.length, 3);
  }));

test('who is told once and stands is there, until told anew or ended, and for 65 s at most', () =>
  withScene(frigate, (scene) => {
    scene.send('frigate/available', 'online');
    scene.event(100);
    scene.pass(900);
    assert.deepEqual(scene.lefts(), [[100]], 'for a second the tracker lets it go on as it went');
    scene.pass(1_100);
    assert.ok(scene.lefts().length >= 3 && scene.lefts().every(([left]) => left === 100));
    scene.event(500, 100);
    scene.event(300);
    scene.pass(2_000);
    assert.deepEqual(scene.lefts().at(-1), [500, 300]);
    scene.end(500);
    scene.pass(400);
    assert.deepEqual(scene.lefts().at(-1), [300]);
    scene.pass(66_000);
    assert.deepEqual(scene.lefts().at(-1), [], 'its end was missed');
    scene.event(700);
    scene.pass(1_500);
    scene.send('frigate/available', 'offline');
    scene.send('frigate/available', 'online');
    scene.pass(3_000);
    assert.deepEqual(scene.lefts().at(-1), [], 'of whom it spoke before is not known');
  }));

test('what is held is bounded', () => {
  const held = new HeldDetections();
  const at = (left: number) => ({
    class: 'person' as const,
    score: 0.9,
    box: { left, top: 0, width: 0.0001, height: 0.1 },
  });
  for (let i = 0; i < 1_000; i++) held.take([at(i / 1000)], null, i);
  assert.equal(held.now(1_000).length, 300);
  assert.equal(held.now(1_001).length, 0, 'what was given out waits until it stands');
  assert.equal(held.now(2_000).length, 300);
  assert.equal(held.now(70_000).length, 0);
  assert.ok(held.isEmpty);
});

test('a system that is away is not seen as nothing: no observation, and whoever was followed is dropped', () =>
  withScene(frigate, (scene) => {
    scene.pass(29_000);
    assert.equal(scene.eye.health.state, 'starting');
    scene.pass(2_000);
    assert.equal(scene.eye.health.problem?.code, 'observations-missing');
    scene.send('frigate/available', 'online');
    scene.event(100);
    scene.send('frigate/available', 'offline');
    assert.equal(scene.eye.health.state, 'stalled');
    scene.pass(10_000);
    assert.deepEqual([scene.told, scene.observations], [['ready', 'interrupted'], []]);
    scene.send('frigate/available', 'online');
    scene.isConnected = false;
    scene.pass(300);
    assert.equal(scene.eye.health.problem?.code, 'broker-unreachable');
    scene.isConnected = true;
    scene.pass(300);
    assert.notEqual(scene.eye.health.state, 'running', 'it has to say anew that it is there');
    scene.event(100);
    assert.equal(scene.eye.health.state, 'running');
  }));

test('what cannot be used is told as such, in words of ours, until something can', () =>
  withScene(frigate, (scene) => {
    scene.send('frigate/available', 'online');
    scene.send('frigate/events', '{"type":"new","after":"canary-4711"}');
    scene.pass(300);
    assert.equal(scene.eye.health.state, 'stalled');
    assert.deepEqual(
      [scene.eye.health.problem?.code, /Frigate: not-its-format$/.test(scene.eye.health.problem!.message)],
      ['observations-invalid', true],
    );
    assert.ok(!JSON.stringify(scene.eye.health).includes('canary'));
    scene.event(100);
    assert.equal(scene.eye.health.state, 'running');
    scene.send('frigate/events', 'x');
    scene.pass(300);
    assert.equal(scene.eye.health.state, 'running', 'one among good ones is none');
  }));

test('of frames the latest wins, no more of them than are analysed, and an empty one says nothing is there', () =>
  withScene(onvif, (scene) => {
    scene.frame(0);
    scene.pass(40);
    assert.deepEqual(scene.lefts(), []);
    scene.pass(200);
    assert.deepEqual(scene.lefts(), [[0]]);
    for (let i = 1; i <= 20; i++) {
      scene.frame(i * 10);
      scene.pass(20);
    }
    scene.frame(null);
    scene.pass(300);
    const lefts = scene.lefts();
    assert.ok(lefts.length >= 3 && lefts.length <= 5, JSON.stringify(lefts));
    assert.deepEqual(lefts.at(-1), []);
    scene.pass(40_000);
    assert.equal(scene.eye.health.problem?.code, 'observations-missing');
  }));

for (const isNoisy of [false, true])
  test(`on a street the health of a camera that tells only of who is there tells it once, ${isNoisy ? 'with' : 'without'} what cannot be used`, () =>
    withScene(
      onvif,
      (scene) => {
        const states: string[] = [];
        for (let visit = 0; visit < 4; visit++) {
          for (let at = 0; at < 60; at++) {
            if (isNoisy) scene.send(onvif.topic, 'what else it has to tell');
            scene.pass(1_000);
            states.push(scene.eye.health.state);
          }
          scene.frame(visit);
          scene.pass(1_000);
          states.push(scene.eye.health.state);
        }
        const changes = states.filter((state, index) => index > 0 && state !== states[index - 1]).length;
        // It begins, is missed once, and comes back.
        assert.ok(changes <= 4, states.join(' '));
        assert.ok(
          states.slice(-120).every((state) => state === 'running'),
          states.join(' '),
        );
        scene.isConnected = false;
        scene.pass(1_000);
        assert.equal(scene.eye.health.problem?.code, 'broker-unreachable');
      },
      false,
    ));

test('a flood is read up to a bound, and what is held stays small', () =>
  withScene(onvif, (scene) => {
    for (let i = 0; i < 20_000; i++) {
      scene.frame(i % 800);
      if (i % 1000 === 999) scene.pass(100);
    }
    scene.pass(300);
    assert.ok(scene.observations.length < 16, `${scene.observations.length}`);
    assert.deepEqual(scene.lefts().at(-1), [799]);
    const budget = new ReadingBudget();
    const read = (bytes: number, nowMs: number): number =>
      Array.from({ length: 20_000 }).filter(() => budget.allows(bytes, nowMs)).length;
    assert.equal(read(100, 0), 1_500);
    assert.equal(read(262_144, 200), 8);
    assert.equal(read(100, 350), 1_500);
  }));

test('without a connection that is configured it says so', async () => {
  const eye = new MqttEye(
    {
      observations: onvif,
      broker: null,
      view: { boundary: null, masks: [] },
      analyseFps: 5,
      nowMs: Date.now,
      isLive: true,
    },
    { onReady: () => {}, onObservation: () => {}, onInterrupted: () => {} },
  );
  eye.start();
  assert.deepEqual([eye.health.state, eye.health.problem?.code], ['stalled', 'broker-unreachable']);
  await eye.stop();
  assert.equal(eye.health.state, 'stopped');
});

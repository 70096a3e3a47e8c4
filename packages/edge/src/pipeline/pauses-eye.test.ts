import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import { memorySite } from '../../../../test/fixtures/http-site.ts';
import { siteCamera } from '../../../../test/fixtures/site.ts';
import { temporaryFolder } from '../../../../test/fixtures/support.ts';
import { firstHealth } from '../camera/health.ts';
import { configSchema } from '../config/config-schema.ts';
import type { Broker } from '../mqtt/broker.ts';
import type { Eye } from './camera-eye.ts';
import { PausableEye } from './pauses-eye.ts';

/** Eyes that note what is asked of them, and end when they are told to. */
class Eyes {
  readonly notes: string[] = [];
  readonly #ends: (() => void)[] = [];
  #count = 0;

  make = (): Eye => {
    const name = `eye ${++this.#count}`;
    this.notes.push(`${name} made`);
    return {
      health: firstHealth('running'),
      frames: { decoded: 10, analysed: 5, dropped: 1 },
      start: () => void this.notes.push(`${name} starts`),
      stop: () => {
        this.notes.push(`${name} stops`);
        return new Promise<void>((resolve) =>
          this.#ends.push(() => {
            this.notes.push(`${name} gone`);
            resolve();
          }),
        );
      },
    };
  };

  async endAll(): Promise<void> {
    for (const end of this.#ends.splice(0)) end();
    await turn();
  }
}

test('it opens anew only when the one before has gone, and counts its frames on', async () => {
  const eyes = new Eyes();
  const eye = new PausableEye(eyes.make, false);
  eye.start();
  const closed = eye.pause();
  assert.deepEqual([eye.isPaused, eye.isOpen, eye.health.state], [true, false, 'paused']);
  eye.resume();
  // What the old one still sends is not used.
  assert.deepEqual([eye.isPaused, eye.isOpen], [false, false]);
  await turn();
  assert.deepEqual(eyes.notes, ['eye 1 made', 'eye 1 starts', 'eye 1 stops', 'eye 2 made']);
  await eyes.endAll();
  await closed;
  assert.deepEqual(eyes.notes.slice(4), ['eye 1 gone', 'eye 2 starts']);
  assert.deepEqual([eye.isOpen, eye.frames], [true, { decoded: 20, analysed: 10, dropped: 2 }]);
});

test('closed, opened and closed in one breath, only the last word holds', async () => {
  const eyes = new Eyes();
  const eye = new PausableEye(eyes.make, false);
  eye.start();
  void eye.pause();
  eye.resume();
  const closed = eye.pause();
  assert.equal(eye.pause(), closed, 'a second pause waits for the same end');
  await eyes.endAll();
  await closed;
  assert.ok(!eyes.notes.includes('eye 2 starts'), eyes.notes.join());
  assert.equal(eye.health.state, 'paused');
});

test('one that is paused from the start starts nothing; one that has ended is not opened', async () => {
  const eyes = new Eyes();
  const eye = new PausableEye(eyes.make, true);
  eye.start();
  assert.equal(eyes.notes.length, 0);
  eye.resume();
  await turn();
  assert.deepEqual(eyes.notes, ['eye 1 made', 'eye 1 starts']);
  const ended = eye.stop();
  await eyes.endAll();
  await ended;
  void eye.pause();
  eye.resume();
  await eyes.endAll();
  assert.ok(!eyes.notes.includes('eye 2 starts'));
});

test('a camera of another system is not listened to while it is paused', async (context) => {
  const topics = new Set<string>();
  const broker: Broker = {
    ...{ topic: 'outis', isConnected: true, problem: null },
    publish: async () => true,
    subscribe: (filter) => {
      topics.add(filter);
      return () => topics.delete(filter);
    },
    onConnected: () => () => {},
  };
  const observations = {
    ...{ from: 'frigate', camera: 'gate', topic: 'frigate/events', system: 'Frigate' },
    ...{ widthPx: 1280, heightPx: 720 },
  };
  const config = configSchema.parse({
    mqtt: { url: 'mqtt://127.0.0.1:9' },
    cameras: [siteCamera('gate', 'mqtt', { observations })],
    store: { folder: temporaryFolder(context) },
  });
  const { site } = memorySite(context, [], Date.now, () => {}, { broker, config });
  context.after(() => site.stop());
  site.start();
  assert.ok(topics.has('frigate/events'));
  await site.pause('gate', 'mqtt');
  assert.deepEqual([...topics], []);
  assert.equal(site.cameraJson('gate').health.state, 'paused');
  await site.resume('gate', 'mqtt');
  await turn();
  assert.ok(topics.has('frigate/events'));
});

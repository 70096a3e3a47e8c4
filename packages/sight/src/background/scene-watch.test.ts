import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Detection, type SightMessage, type SightStart, sightMessageBytesMax } from '@outis/core';
import { DrawnPlace, detectionOf } from '../../../../test/fixtures/drawn-place.ts';
import type { Frame } from '../frame/frame.ts';
import { SceneWatch } from './scene-watch.ts';

const size = { widthPx: 320, heightPx: 192 };
const start: SightStart = {
  kind: 'start',
  clock: 'file',
  frame: size,
  decodeFps: 5,
  analyseFps: 5,
  background: { profile: 'drawn', utcOffsetMs: 0 },
};

/** A detector that says what it is told, and remembers what it was shown. */
class ToldDetector {
  readonly shown: Frame['size'][] = [];
  usual: Detection[] = [];
  all: Detection[] = [];
  isBroken = false;

  async detect({ size: shown }: Frame): Promise<Detection[]> {
    this.shown.push(shown);
    return this.usual;
  }

  async detectDown({ size: shown }: Frame): Promise<{ usual: Detection[]; all: Detection[] }> {
    this.shown.push(shown);
    if (this.isBroken) throw new Error('broken');
    return { usual: this.usual, all: shown === size ? this.all : [] };
  }
}

function scene(background = start.background): {
  readonly detector: ToldDetector;
  readonly watch: SceneWatch;
  readonly sent: SightMessage[];
  run(frames: number): Promise<void>;
} {
  const detector = new ToldDetector();
  const sent: SightMessage[] = [];
  const send = async (message: SightMessage): Promise<void> => {
    assert.ok(JSON.stringify(message).length <= sightMessageBytesMax);
    sent.push(message);
  };
  const watch = new SceneWatch({ start: { ...start, background }, detector, states: [], send });
  const place = new DrawnPlace(size);
  let index = 0;
  return {
    detector,
    watch,
    sent,
    async run(frames) {
      for (const end = index + frames; index < end; index++) {
        await watch.detect({ index, tMs: index * 200, size, bytes: place.frame() });
        await watch.report();
      }
    },
  };
}

test('a drawn film’s place is learned, told in blocks and kept; at most one more look a frame', async () => {
  const { detector, watch, sent, run } = scene();
  await run(900);
  assert.ok(detector.shown.length > 900 && detector.shown.length <= 1800);
  const known = new Set<number>();
  for (const message of sent)
    if (message.kind === 'background')
      for (const { block, side } of message.blocks) side === 0 ? known.delete(block) : known.add(block);
  assert.equal(known.size, 240);
  assert.equal(sent[0]!.kind, 'background');
  const states = sent.filter(({ kind }) => kind === 'background-state');
  assert.ok(states.length >= 10);
  await watch.end();
  const last = sent.at(-1)!;
  assert.ok(last.kind === 'background-state' && last.isLast);
});

test('without a background nothing is said, and the detector is asked as before', async () => {
  const { detector, sent, watch, run } = scene(null);
  detector.usual = [detectionOf({ left: 0, top: 0, width: 0.1, height: 0.1 })];
  await run(50);
  await watch.end();
  assert.deepEqual(sent, []);
  assert.equal(detector.shown.length, 50);
});

test('what is worth following is given back unchanged, whatever else may be somebody', async () => {
  const { detector, watch } = scene();
  detector.usual = [detectionOf({ left: 0, top: 0, width: 0.1, height: 0.1 })];
  detector.all = [...detector.usual, detectionOf({ left: 0.5, top: 0, width: 0.1, height: 0.1 }, 0.05)];
  const frame = { index: 0, tMs: 0, size, bytes: new DrawnPlace(size).frame() };
  assert.deepEqual(await watch.detect(frame), detector.usual);
});

test('somebody who is never worth following cannot be approved: scores down to .1 taint', async () => {
  for (const [profile, score, waits] of [
    ['usual', 0.1, false],
    ['usual', 0.09, true],
    ['drawn', 0.4, false],
    // A drawn film shows nobody.
    ['drawn', 0.39, true],
  ] as const) {
    const { detector, sent, watch, run } = scene({ profile, utcOffsetMs: 0 });
    detector.all = [detectionOf({ left: 0, top: 0, width: 1, height: 1 }, score)];
    watch.command({ kind: 'aim', isOn: true });
    await run(400);
    const waiting = sent.flatMap((message) => (message.kind === 'aim' ? message.candidates : []));
    assert.equal(waiting.length > 0, waits, `${profile} ${score}`);
  }
});

test('more boxes than a list holds are somebody everywhere', async () => {
  const { detector, sent, run } = scene();
  detector.all = new Array(300).fill(detectionOf({ left: 0, top: 0, width: 0.01, height: 0.01 }, 0.05));
  await run(900);
  assert.deepEqual(
    sent.flatMap((message) => (message.kind === 'background' ? message.blocks : [])),
    [],
  );
});

test('a detector that fails ends the run', async () => {
  const { detector, run } = scene();
  await run(10);
  detector.isBroken = true;
  await assert.rejects(run(1), /broken/);
});

test('a street has an aim view too: without blocks, and only while somebody aims', async () => {
  const { sent, watch, run } = scene(null);
  await run(50);
  watch.command({ kind: 'aim', isOn: true });
  await run(75);
  watch.command({ kind: 'aim', isOn: false });
  const views = sent.length;
  assert.ok(views >= 3);
  for (const message of sent) assert.ok(message.kind === 'aim' && message.candidates.length === 0);
  await run(50);
  assert.equal(sent.length, views);
});

test('blocks are approved while somebody aims, and not without', async () => {
  for (const isOn of [false, true]) {
    const { sent, watch, run } = scene();
    await run(60);
    watch.command({ kind: 'aim', isOn });
    watch.command({ kind: 'approve', blocks: [5, 6] });
    await run(60);
    const blocks = sent.flatMap((message) => (message.kind === 'background' ? message.blocks : []));
    assert.deepEqual(
      blocks.map(({ block }) => block),
      isOn ? [5, 6] : [],
    );
  }
});

test('aiming ends after ten minutes, though nobody ended it', async () => {
  const { sent, watch, run } = scene(null);
  watch.command({ kind: 'aim', isOn: true });
  await run(3200);
  const last = sent.at(-1)!;
  assert.ok(last.kind === 'aim' && last.tMs < 600_000 && last.tMs > 590_000);
});

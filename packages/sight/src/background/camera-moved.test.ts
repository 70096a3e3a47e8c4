import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type DrawnPerson, DrawnPlace, type Moment } from '../../../../test/fixtures/drawn-place.ts';
import { CameraMoved } from './camera-moved.ts';
import { gridOf } from './grid.ts';

const size = { widthPx: 384, heightPx: 192 };

/** Samples that it took to say that the camera was moved; null when it never did. */
function samplesUntilMoved(samples: number, momentOf: (sample: number) => Moment): number | null {
  const moved = new CameraMoved(gridOf(size));
  const place = new DrawnPlace(size);
  for (let sample = 0; sample < samples; sample++)
    if (moved.observe(place.frame(momentOf(sample)), 0, 0)) return sample;
  return null;
}

/** A lorry, somewhere else in every sample: in three of the twelve parts of the picture, or four. */
function lorry(sample: number): DrawnPerson {
  return { left: (sample * 5) % 300, top: 40, widthPx: 84, heightPx: 80, seed: 9 };
}

test('what is large and passes, or goes by a few px a sample, or stays, is no turned camera', () => {
  assert.equal(
    samplesUntilMoved(100, (sample) => ({ person: lorry(sample) })),
    null,
  );
  assert.equal(
    samplesUntilMoved(100, (sample) => (sample < 9 ? {} : { person: lorry(sample < 20 ? 0 : 1) })),
    null,
  );
});

test('a camera that was turned by 3 px is found within a minute, also when a lorry passes', () => {
  for (const shiftPx of [3, -4, 10]) {
    const found = samplesUntilMoved(40, (sample) => ({ shiftPx: sample < 20 ? 0 : shiftPx }));
    assert.ok(found !== null && found >= 20 && found < 32, `${shiftPx}: ${found}`);
    const behind = samplesUntilMoved(40, (sample) => ({
      person: lorry(sample),
      shiftPx: sample < 20 ? 0 : shiftPx,
    }));
    assert.ok(behind !== null && behind >= 20 && behind < 32, `${shiftPx} behind a lorry: ${behind}`);
  }
});

test('a mast in the wind goes to and fro and is no turned camera', () => {
  assert.equal(
    samplesUntilMoved(100, (sample) => ({ shiftPx: [0, 4, 0, -4][sample % 4]! })),
    null,
  );
});

test('blocks that do not look like themselves say it in three samples, when they are many enough', () => {
  const frame = new DrawnPlace(size).frame();
  const moved = new CameraMoved(gridOf(size));
  const says = [
    [20, 9],
    [20, 9],
    [20, 8],
    [20, 9],
    [20, 9],
    [7, 7],
    [20, 9],
    [20, 9],
    [20, 9],
  ].map(([known, different]) => moved.observe(frame, known!, different!));
  assert.deepEqual(says, [...new Array<boolean>(8).fill(false), true]);
});

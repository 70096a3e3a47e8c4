import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import type { OutisError } from '@outis/core';
import { passageClip } from '../../../../test/fixtures/clips.ts';
import { root, temporaryFolder } from '../../../../test/fixtures/support.ts';
import { SightPair } from './sight-pair.ts';

/** Runs a pair with a sight that has been taken over, and returns why it was ended. */
function ended(context: TestContext, attempt: 'text' | 'back' | 'ahead'): Promise<OutisError | null> {
  const folder = temporaryFolder(context);
  const modelPath = join(folder, `${attempt}.onnx`);
  writeFileSync(modelPath, '');
  return new Promise((resolve) => {
    const nothing = (): void => {};
    const pair = new SightPair(
      {
        source: { kind: 'file', path: passageClip(folder, 'passages.mp4', { seconds: 8 }) },
        model: { modelPath, manifestPath: modelPath },
        clock: 'live',
        decodeFps: 10,
        analyseFps: 5,
        shape: { masks: [], boundary: null },
        sizeMax: null,
        maskPath: join(folder, 'mask.png'),
        sightEntry: join(root, 'test/fixtures/sight-liar.ts'),
      },
      { onReady: nothing, onObservation: nothing, onHealth: nothing, onWaiting: nothing, onStopped: resolve },
    );
    pair.start();
  });
}

test('sight cannot pass on a text once pictures flow', async (context) => {
  const problem = await ended(context, 'text');
  assert.equal(problem?.code, 'sight-failed');
  assert.equal(problem?.detail, '');
});

test('frame counts that go back or run ahead end the pair', async (context) => {
  for (const attempt of ['back', 'ahead'] as const) {
    const problem = await ended(context, attempt);
    assert.equal(problem?.code, 'sight-failed', attempt);
    assert.match(problem!.detail, /not understood/, attempt);
  }
});

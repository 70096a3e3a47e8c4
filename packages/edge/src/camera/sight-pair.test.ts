import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import type { OutisError } from '@outis/core';
import { passageClip } from '../../../../test/fixtures/clips.ts';
import { root, temporaryFolder } from '../../../../test/fixtures/support.ts';
import { type BackgroundOptions, SightPair } from './sight-pair.ts';

interface Run {
  readonly problem: OutisError | null;
  /** How many messages with pixels the owner of the pair was given. */
  readonly shown: number;
}

/** Runs a pair with a sight that has been taken over until it is ended; `aimMs` aims from its readiness for so long. */
function run(
  context: TestContext,
  attempt: string,
  background: BackgroundOptions | null = null,
  aimMs: number | null = null,
): Promise<Run> {
  const folder = temporaryFolder(context);
  const modelPath = join(folder, `${attempt}.onnx`);
  writeFileSync(modelPath, '');
  let shown = 0;
  const show = (): void => void shown++;
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
        background,
        sightEntry: join(root, 'test/fixtures/sight-liar.ts'),
      },
      {
        onReady: () => {
          if (aimMs === null) return;
          pair.aim(true);
          setTimeout(() => pair.aim(false), aimMs);
        },
        onObservation: nothing,
        onHealth: nothing,
        onWaiting: nothing,
        onBackground: show,
        onBackgroundState: show,
        onAim: show,
        onStopped: (problem) => resolve({ problem, shown }),
      },
    );
    pair.start();
  });
}

test('sight cannot pass on a text once pictures flow', async (context) => {
  const { problem } = await run(context, 'text');
  assert.equal(problem?.code, 'sight-failed');
  assert.equal(problem?.detail, '');
});

test('frame counts that go back or run ahead end the pair', async (context) => {
  for (const attempt of ['back', 'ahead'] as const) {
    const { problem } = await run(context, attempt);
    assert.equal(problem?.code, 'sight-failed', attempt);
    assert.match(problem!.detail, /not understood/, attempt);
  }
});

const learning: BackgroundOptions = { profile: 'usual', utcOffsetMs: () => 0, kept: () => [] };

/** What it tries, with a background learned or not, and how much of it is passed on. */
for (const [attempt, background, aimMs, passedOn] of [
  ['blocks', null, null, 0],
  ['state', null, null, 0],
  ['grid', learning, null, 0],
  ['aim', learning, null, 0],
  ['aim', null, null, 0],
  ['fast', learning, 60_000, 1],
  ['late', learning, 200, 1],
] as const) {
  const name = `${attempt}, ${background === null ? 'without' : 'with'} a background`;
  test(`pixels that nobody asked for end the pair: ${name}`, async (context) => {
    const { problem, shown } = await run(context, attempt, background, aimMs);
    assert.equal(problem?.code, 'sight-failed');
    assert.match(problem!.detail, /not understood/);
    assert.equal(shown, passedOn);
  });
}

test('what was asked for is passed on: the refusals above are no accident', async (context) => {
  for (const attempt of ['blocks', 'state']) {
    const { problem, shown } = await run(context, attempt, learning);
    // The clip of eight seconds is looped; the liar never says more, so nothing comes and it stalls.
    assert.equal(problem?.code, 'source-stalled', attempt);
    assert.equal(shown, 1, attempt);
  }
});

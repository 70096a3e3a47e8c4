import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { startPolling } from './polling.ts';

function polled(context: TestContext) {
  context.mock.timers.enable({ apis: ['setTimeout'] });
  const answers: (() => void)[] = [];
  const polling = startPolling(1000, () => new Promise((resolve) => answers.push(resolve)));
  const tick = async (ms: number) => {
    context.mock.timers.tick(ms);
    await Promise.resolve();
    await Promise.resolve();
  };
  /** Answers the newest request. */
  const answer = async () => {
    answers.at(-1)?.();
    await tick(0);
  };
  return { polling, answers, tick, answer };
}

test('waking while a request is under way starts no second loop', async (context) => {
  const { polling, answers, tick, answer } = polled(context);
  await tick(0);
  assert.equal(answers.length, 1);
  polling.wake();
  polling.wake();
  await tick(5000);
  assert.equal(answers.length, 1, 'one request under way');
  await answer();
  await tick(1000);
  assert.equal(answers.length, 2, 'one loop goes on');
});

test('waking between two requests asks at once, and the loop goes on from there', async (context) => {
  const { polling, answers, tick, answer } = polled(context);
  await tick(0);
  await answer();
  polling.wake();
  await tick(0);
  assert.equal(answers.length, 2);
  await answer();
  await tick(999);
  assert.equal(answers.length, 2);
  await tick(1);
  assert.equal(answers.length, 3);
});

test('after stop nothing is asked, neither by waking nor by a late answer', async (context) => {
  const { polling, answers, tick, answer } = polled(context);
  await tick(0);
  polling.stop();
  await answer();
  polling.wake();
  await tick(5000);
  assert.equal(answers.length, 1);
});

import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import { SaveQueue, type SaveState } from './save-queue.ts';

const settle = async () => {
  for (let i = 0; i < 10; i++) await Promise.resolve();
};

function makeQueue(save: (value: number) => Promise<void>) {
  const states: SaveState[] = [];
  return { queue: new SaveQueue<number>(300, save, (state) => states.push(state)), states };
}

test('many changes in a row are one request with the newest value', async () => {
  mock.timers.enable({ apis: ['setTimeout'] });
  const sent: number[] = [];
  const { queue, states } = makeQueue(async (value) => void sent.push(value));
  for (let i = 0; i < 10; i++) {
    queue.put(i);
    mock.timers.tick(200);
  }
  assert.deepEqual(sent, []);
  mock.timers.tick(300);
  await settle();
  assert.deepEqual(sent, [9]);
  assert.equal(states.at(-1), 'saved');
  mock.timers.reset();
});

test('a value that comes during a request waits for its end', async () => {
  const sent: number[] = [];
  const gates: (() => void)[] = [];
  const { queue, states } = makeQueue((value) => {
    sent.push(value);
    return new Promise((resolve) => gates.push(resolve));
  });
  queue.put(1);
  void queue.flush();
  queue.put(2);
  void queue.flush();
  await settle();
  assert.deepEqual(sent, [1]);
  gates[0]!();
  await settle();
  assert.deepEqual(sent, [1, 2]);
  assert.ok(!states.includes('saved'));
  gates[1]!();
  await settle();
  assert.equal(states.at(-1), 'saved');
});

test('what could not be saved is kept and can be sent again', async () => {
  let isDown = true;
  const sent: number[] = [];
  const { queue, states } = makeQueue(async (value) => {
    if (isDown) throw new Error('down');
    sent.push(value);
  });
  queue.put(1);
  await queue.flush();
  assert.equal(states.at(-1), 'failed');
  isDown = false;
  await queue.flush();
  assert.deepEqual(sent, [1]);
  assert.equal(states.at(-1), 'saved');
});

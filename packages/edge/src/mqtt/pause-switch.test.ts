import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import type { Broker, BrokerMessage } from './broker.ts';
import { goOnEveryMs, PauseSwitch } from './pause-switch.ts';

test('whoever floods the broker with commands opens a stream seldom, and closes it at once', async (context) => {
  mock.timers.enable({ apis: ['setTimeout'] });
  context.after(() => mock.timers.reset());
  let listener: (message: BrokerMessage) => void = () => {};
  const broker: Broker = {
    ...{ topic: 'outis', isConnected: true, problem: null, publish: async () => true },
    onConnected: () => () => {},
    subscribe: (_filter, taken) => {
      listener = taken;
      return () => {};
    },
  };
  let nowMs = 0;
  let isPaused = false;
  const changes: boolean[] = [];
  const cameras = {
    cameras: () => [{ id: 'yard', purpose: 'site-safety' as const, isPaused, hasProblem: false }],
    setPaused: async (_id: string, to: boolean) => {
      if (to !== isPaused) changes.push(to);
      isPaused = to;
    },
  };
  const around = { onDone: () => {}, steadyMs: () => nowMs };
  const one = new PauseSwitch(broker, cameras, around);
  one.start();
  const command = async (text: string): Promise<void> => {
    listener({ topic: 'outis/yard/pause/set', payload: Buffer.from(text), isRetained: false });
    for (let turn = 0; turn < 5; turn++) await Promise.resolve();
  };
  const pass = async (ms: number): Promise<void> => {
    nowMs += ms;
    mock.timers.tick(ms);
    for (let turn = 0; turn < 5; turn++) await Promise.resolve();
  };
  await command('ON');
  await command('OFF');
  assert.deepEqual(changes, [true, false], 'the first time it goes on at once');
  for (let at = 0; at < 1_000; at++) await command(at % 2 === 0 ? 'ON' : 'OFF');
  assert.deepEqual(changes, [true, false, true]);
  await pass(goOnEveryMs - 1);
  assert.equal(isPaused, true);
  await pass(1);
  assert.deepEqual(changes, [true, false, true, false], 'and then as it was said last');
  await command('ON');
  await command('OFF');
  await command('ON');
  await pass(goOnEveryMs);
  assert.equal(isPaused, true, 'the last one counts');
  one.end();
});

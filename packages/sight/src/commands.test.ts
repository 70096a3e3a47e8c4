import assert from 'node:assert/strict';
import { EventEmitter } from 'node:events';
import { test } from 'node:test';
import { WireError } from '@outis/core';
import { Commands } from './commands.ts';

const start = {
  kind: 'start',
  clock: 'live',
  frame: { widthPx: 64, heightPx: 32 },
  decodeFps: 10,
  analyseFps: 5,
  background: { profile: 'usual', utcOffsetMs: 0 },
};
const state = { kind: 'background-state', columns: 4, rows: 2, tallestPx: [0, 0], blocks: [], isLast: true };

function commands(): {
  readonly source: EventEmitter;
  readonly commands: Commands;
  readonly errors: unknown[];
} {
  const source = new EventEmitter();
  const errors: unknown[] = [];
  return { source, errors, commands: new Commands(source, (error) => errors.push(error)) };
}

test('start, the state in parts, then what an installer does, also what came early', async () => {
  const { source, commands: received, errors } = commands();
  for (const message of [start, { ...state, isLast: false }, state, { kind: 'aim', isOn: true }])
    source.emit('message', message);
  assert.equal((await received.start).clock, 'live');
  assert.equal((await received.states).length, 2);
  const followed: unknown[] = [];
  received.follow((command) => followed.push(command));
  source.emit('message', { kind: 'approve', blocks: [1] });
  assert.deepEqual(followed, [
    { kind: 'aim', isOn: true },
    { kind: 'approve', blocks: [1] },
  ]);
  assert.deepEqual(errors, []);
});

test('without a background nobody waits for a state', async () => {
  const { source, commands: received, errors } = commands();
  source.emit('message', { ...start, background: null });
  assert.deepEqual(await received.states, []);
  source.emit('message', state);
  assert.ok(errors[0] instanceof WireError);
});

test('anything else, or anything else first, is an error', () => {
  for (const messages of [
    [state],
    [{ kind: 'aim', isOn: true }],
    [start, start],
    [start, { kind: 'aim', isOn: true }],
    [start, state, state],
    [{ kind: 'picture' }],
    [{ ...start, more: 1 }],
  ]) {
    const { source, errors } = commands();
    for (const message of messages) source.emit('message', message);
    assert.equal(errors.length, 1, JSON.stringify(messages));
    assert.ok(errors[0] instanceof WireError);
  }
});

import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import type { AlertEventJson } from '@outis/core';
import { AlertFeed, readAlertEvent } from './alert-feed.ts';

/** Stands in for the browser's: what it is told is what a stream would say. */
class FakeSource extends EventTarget {
  static all: FakeSource[] = [];
  isClosed = false;
  onopen: (() => void) | null = null;
  onerror: (() => void) | null = null;

  constructor() {
    super();
    FakeSource.all.push(this);
  }

  say(data: string): void {
    this.dispatchEvent(new MessageEvent('alert', { data }));
  }

  close(): void {
    this.isClosed = true;
  }
}

function fakeStreams(context: TestContext): readonly FakeSource[] {
  const known = globalThis.EventSource;
  FakeSource.all = [];
  globalThis.EventSource = FakeSource as unknown as typeof EventSource;
  context.after(() => {
    globalThis.EventSource = known;
  });
  context.mock.timers.enable({ apis: ['setTimeout'] });
  return FakeSource.all;
}

const event: AlertEventJson = {
  alert: {
    ...{ id: 'a', cameraId: 'yard', zoneId: 'crane', rule: 'exclusion', tMs: 5, classes: ['person'] },
    ...{ state: 'new', cause: null, measure: null },
  },
  isRecorded: true,
};

test('all who listen share one stream, and the last closes it', (context) => {
  const streams = fakeStreams(context);
  const feed = new AlertFeed();
  const heard: string[] = [];
  const leaveA = feed.listen({ onAlert: ({ alert }) => heard.push(`a ${alert.id}`) });
  const leaveB = feed.listen({ onAlert: ({ alert }) => heard.push(`b ${alert.id}`) });
  assert.equal(streams.length, 1);
  streams[0]!.say(JSON.stringify(event));
  leaveA();
  streams[0]!.say(JSON.stringify(event));
  assert.equal(streams[0]!.isClosed, false);
  leaveB();
  assert.equal(streams[0]!.isClosed, true);
  assert.deepEqual(heard, ['a a', 'b a', 'b a']);
});

test('a lost stream is tried again, and says that it is open again', (context) => {
  const streams = fakeStreams(context);
  const told: string[] = [];
  new AlertFeed().listen({ onOpen: () => told.push('open'), onLost: () => told.push('lost') });
  streams[0]!.onopen?.();
  streams[0]!.onerror?.();
  assert.equal(streams[0]!.isClosed, true);
  context.mock.timers.tick(10_000);
  assert.equal(streams.length, 2);
  streams[1]!.onopen?.();
  assert.deepEqual(told, ['open', 'lost', 'open']);
});

test('what is no alert is left out', () => {
  assert.deepEqual(readAlertEvent(JSON.stringify(event)), event);
  for (const data of [
    '',
    '{',
    'null',
    '{"alert":{}}',
    '{"alert":{"id":1,"rule":"x","tMs":1},"isRecorded":true}',
  ])
    assert.equal(readAlertEvent(data), null, data);
});

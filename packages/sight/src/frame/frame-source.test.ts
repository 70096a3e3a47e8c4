import assert from 'node:assert/strict';
import { PassThrough } from 'node:stream';
import { test } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import type { SightStart } from '@outis/core';
import { type Frame, frameBytes } from './frame.ts';
import { FrameSource } from './frame-source.ts';

const size = { widthPx: 16, heightPx: 16 };
const length = frameBytes(size);

function start(change: Partial<SightStart> = {}): SightStart {
  return {
    kind: 'start',
    clock: 'live',
    frame: size,
    decodeFps: 10,
    analyseFps: 5,
    background: null,
    ...change,
  };
}

/** Frame n is filled with n. */
function frame(n: number): Buffer {
  return Buffer.alloc(length, n);
}

/** A reader that notes what it is given and takes the next only when it is told to. */
function live(change: Partial<SightStart> = {}): {
  write(n: number, nowMs: number): Promise<void>;
  /** Lets the reader go on to the next frame. */
  next(): Promise<void>;
  end(): Promise<void>;
  readonly given: { readonly index: number; readonly tMs: number; readonly first: number }[];
  readonly source: FrameSource;
} {
  const stream = new PassThrough();
  let clockMs = 0;
  const source = new FrameSource(stream, start(change), () => clockMs);
  const frames = source.frames();
  const given: { index: number; tMs: number; first: number }[] = [];
  let ended = false;
  const next = async (): Promise<void> => {
    void frames.next().then(({ value }) => {
      if (value === undefined) ended = true;
      else given.push({ index: value.index, tMs: value.tMs, first: value.bytes[0]! });
    });
    await settle();
  };
  return {
    given,
    source,
    next,
    async write(n, nowMs) {
      clockMs = nowMs;
      stream.write(frame(n));
      await settle();
    },
    async end() {
      stream.end();
      await settle();
      await next();
      assert.equal(ended, true);
    },
  };
}

/** Lets everything that is ready happen. No time passes but by the clock that the test holds. */
async function settle(): Promise<void> {
  for (let i = 0; i < 10; i++) await setImmediate();
}

async function collect(source: FrameSource): Promise<Frame[]> {
  const frames: Frame[] = [];
  for await (const each of source.frames()) frames.push(each);
  return frames;
}

test('live: of ten frames a second every second one is analysed', async () => {
  const { write, next, given, source, end } = live();
  for (let n = 0; n < 20; n++) {
    await next();
    await write(n, 1000 + n * 100);
  }
  assert.deepEqual(
    given.map(({ index }) => index),
    [0, 2, 4, 6, 8, 10, 12, 14, 16, 18],
  );
  assert.deepEqual(source.counts, { decoded: 20, dropped: 0, bytesLeft: 0 });
  await end();
});

test('live: a jittering stream keeps its rate', async () => {
  const { write, next, given } = live({ decodeFps: 10, analyseFps: 10 });
  const jitter = [0, 20, -20, 20, -20, 15, -20, 0, 20, 0];
  for (let n = 0; n < 10; n++) {
    await next();
    await write(n, 1000 + n * 100 + jitter[n]!);
  }
  assert.equal(given.length, 10);
});

test('live: while the detector is busy a newer frame replaces the older one, which counts as dropped', async () => {
  const { write, next, given, source } = live();
  await next();
  await write(0, 1000);
  assert.deepEqual(given, [{ index: 0, tMs: 1000, first: 0 }]);
  // The reader does not ask: frames 2, 3 and 4 are due, and only the newest is kept.
  for (const n of [1, 2, 3, 4]) await write(n, 1000 + n * 100);
  assert.equal(source.counts.dropped, 2);
  await next();
  assert.deepEqual(given.at(-1), { index: 4, tMs: 1400, first: 4 });
  assert.equal(given.length, 2);
});

test('live: frames that piled up are skipped until we have caught up, so delay never grows', async () => {
  const { write, next, given, source } = live();
  await next();
  for (const n of [0, 1]) await write(n, 1000 + n * 100);
  assert.equal(given.length, 1);
  // Nothing for 2 s, then what the decoder holds comes fast: frames 2 to 14 are late, from 15 on they are in time.
  await next();
  for (let n = 2; n < 24; n++) await write(n, 3100 + (n - 2) * 10);
  const indices = given.map(({ index }) => index);
  assert.deepEqual(indices.slice(0, 1), [0]);
  // Frame n should come at 1000 + 100 n; it is late while 3080 + 10 n > 1500 + 100 n, that is up to n = 17.
  assert.deepEqual(indices.slice(1), [18]);
  // Frames 2 to 17 were late; 20 to 22 were each replaced by the one after, as the reader is still busy with 18.
  assert.equal(source.counts.dropped, 19);
});

test('live: jitter costs no frame, and rates that do not divide are kept', async () => {
  for (const [analyseFps, expected] of [
    [10, Array.from({ length: 20 }, (_, n) => n)],
    [4, [0, 3, 5, 8, 10, 13, 15, 18]],
  ] as const) {
    const { write, next, given, source } = live({ analyseFps });
    for (let n = 0; n < 20; n++) {
      await next();
      await write(n, 1000 + n * 100 + (n % 3) * 40);
    }
    assert.deepEqual(
      given.map(({ index }) => index),
      expected,
    );
    assert.equal(source.counts.dropped, 0);
  }
});

test('live: the last bytes of a cut-off stream are counted', async () => {
  const stream = new PassThrough();
  const source = new FrameSource(stream, start(), () => 0);
  const reading = collect(source);
  stream.write(frame(1));
  stream.end(Buffer.alloc(5));
  await reading;
  assert.deepEqual(source.counts, { decoded: 1, dropped: 0, bytesLeft: 5 });
});

test('live: an error of the pipe ends the frames', async () => {
  const stream = new PassThrough();
  const reading = collect(new FrameSource(stream, start(), () => 0));
  await settle();
  stream.destroy(new Error('broken'));
  assert.deepEqual(await reading, []);
});

test('file: every frame in order, with times from the frame number, however slow the reader', async () => {
  const stream = new PassThrough();
  const source = new FrameSource(stream, start({ clock: 'file', decodeFps: 4 }), () => {
    throw new Error('The clock of a file is its frame number.');
  });
  const all = Buffer.concat(Array.from({ length: 9 }, (_, n) => frame(n)));
  stream.write(all.subarray(0, 1000));
  stream.write(all.subarray(1000, 1001));
  stream.end(Buffer.concat([all.subarray(1001), Buffer.alloc(3)]));
  const given: number[][] = [];
  for await (const { index, tMs, bytes } of source.frames()) {
    await settle();
    given.push([index, tMs, bytes[0]!, bytes[length - 1]!]);
  }
  assert.deepEqual(
    given,
    Array.from({ length: 9 }, (_, n) => [n, n * 250, n, n]),
  );
  assert.deepEqual(source.counts, { decoded: 9, dropped: 0, bytesLeft: 3 });
});

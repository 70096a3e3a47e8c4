import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { DecoderLog, problemOf } from './decoder-log.ts';

function read(...chunks: readonly string[]): { problem: string | null; sizeChanges: number } {
  let sizeChanges = 0;
  const log = new DecoderLog(null, () => sizeChanges++);
  for (const chunk of chunks) log.push(chunk);
  return { problem: log.problem, sizeChanges };
}

const graph = (size: string, stream = '0:0'): string =>
  `[graph 0 input from stream ${stream} @ 0x55d5c8a] w:${size.split('x')[0]} h:${size.split('x')[1]} pixfmt:yuv420p tb:1/12800 fr:25/1 sar:1/1\n`;

/** Lines as ffmpeg 5.1 and ffprobe 5.1 write them. */
const lines: readonly (readonly [string, string | null])[] = [
  ['[rtsp @ 0x5] method DESCRIBE failed: 401 Unauthorized', 'source-unauthorised'],
  ['[https @ 0x5] HTTP error 403 Forbidden', 'source-unauthorised'],
  ['[tcp @ 0x5] Connection to tcp://10.0.0.5:554?timeout=8 failed: Connection refused', 'source-unreachable'],
  ['[tcp @ 0x5] Failed to resolve hostname cam.local: Name or service not known', 'source-unreachable'],
  ['rtsp://cam/: Connection timed out', 'source-unreachable'],
  ['[rtsp @ 0x5] method DESCRIBE failed: 404 Not Found', 'source-unreachable'],
  ['http://cam/: Server returned 5XX Server Error reply', 'source-unreachable'],
  ['pipe:0: Input/output error', 'source-unreachable'],
  ['Output #0 does not contain any stream', 'source-no-video'],
  ["Stream map '0:v:0' matches no streams.", 'source-no-video'],
  ['a.mp4: Invalid data found when processing input', 'source-unreadable'],
  ['[mov,mp4 @ 0x5] moov atom not found', 'source-unreadable'],
  ["[file @ 0x5] Protocol 'http' not on whitelist 'file'!", 'source-unreadable'],
  ['[h264 @ 0x5] Picture size 99999x99999 is invalid', 'source-too-large'],
  ['frame= 10 fps=10 q=-0.0 size= 1000kB', null],
  ['', null],
];

test('what a line stands for', () => {
  for (const [line, code] of lines) assert.equal(problemOf(line), code, line);
});

test('the last problem that the log names is the one that is told', () => {
  assert.equal(read('x\n').problem, null);
  const text = 'pipe:0: Connection refused\nsomething else\nmoov atom not found\nframe= 1\n';
  assert.equal(read(text).problem, 'source-unreadable');
  // A line that has not ended is not read yet.
  assert.equal(read('moov atom not found').problem, null);
  assert.equal(read('moov atom not found', '\r').problem, 'source-unreadable');
});

test('a changed size is told, the first size and the same size are not', () => {
  assert.equal(read(graph('640x360')).sizeChanges, 0);
  assert.equal(read(graph('640x360'), graph('640x360')).sizeChanges, 0);
  assert.equal(read(graph('640x360'), graph('1280x720')).sizeChanges, 1);
  assert.equal(read(graph('640x360'), graph('360x640'), graph('640x360')).sizeChanges, 2);
});

test('the size of the picture of the masks is not that of the camera', () => {
  assert.equal(read(graph('640x360'), graph('320x180', '1:0'), graph('640x360')).sizeChanges, 0);
});

test('property: however the log is cut, the same is read', () => {
  const line = fc.oneof(
    fc.constantFrom(...lines.map(([text]) => text)),
    fc.constantFrom('640x360', '1280x720').map((size) => graph(size).trim()),
    fc.string(),
    fc.string({ minLength: 1990, maxLength: 2010 }),
  );
  fc.assert(
    fc.property(
      fc.array(line, { maxLength: 12 }),
      fc.array(fc.nat(20_000), { maxLength: 12 }),
      (texts, places) => {
        const text = texts.map((one) => `${one}\n`).join('');
        const cuts = [
          0,
          ...places.map((place) => place % (text.length + 1)).sort((a, b) => a - b),
          text.length,
        ];
        const chunks = cuts.slice(1).map((to, index) => text.slice(cuts[index], to));
        assert.deepEqual(read(...chunks), read(text));
      },
    ),
    { seed: 16 },
  );
});

test('a line without end costs no memory, and what comes after it is read', () => {
  const log = new DecoderLog(null, () => {});
  const chunk = 'x'.repeat(64 * 1024);
  globalThis.gc?.();
  const before = process.memoryUsage().heapUsed;
  // 640 MB in one line; kept, it would not fit.
  for (let i = 0; i < 10_000; i++) log.push(chunk);
  const grownMb = (process.memoryUsage().heapUsed - before) / 2 ** 20;
  assert.ok(grownMb < 100, `${grownMb} MB`);
  log.push(' moov atom not found\n');
  assert.equal(log.problem, null);
  log.push('moov atom not found\n');
  assert.equal(log.problem, 'source-unreadable');
});

test('nothing of the log is kept: only a code comes out', () => {
  const log = new DecoderLog(null, () => {});
  log.push('rtsp://admin:hunter2@10.0.0.5/: 401 Unauthorized\n');
  const seen = JSON.stringify([log, Object.entries(log), log.problem]);
  assert.doesNotMatch(seen, /hunter2|admin|10\.0\.0\.5/);
  assert.equal(log.problem, 'source-unauthorised');
});

test('a size other than the remembered one is a change, also when it is the first one seen', () => {
  const line = (size: string): string =>
    `[graph 0 input from stream 0:0 @ 0x1] w:${size.replace('x', ' h:')} pixfmt:yuv420p\n`;
  for (const [expected, seen, changes] of [
    [{ widthPx: 640, heightPx: 360 }, '640x360', 0],
    [{ widthPx: 640, heightPx: 360 }, '800x600', 1],
    [null, '800x600', 0],
  ] as const) {
    let changed = 0;
    new DecoderLog(expected, () => changed++).push(line(seen));
    assert.equal(changed, changes, seen);
  }
});

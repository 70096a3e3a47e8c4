import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { test } from 'node:test';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { FilmFrames } from '../film/film-frames.ts';
import { filmSize, planFilm } from '../film/film-plan.ts';
import { Random } from '../random.ts';
import { ByteSearch, type SearchReport } from './search.ts';

const { widthPx, heightPx } = filmSize;
const plan = planFilm({ name: 'search', seed: 5, secondsPerFrame: 5, minutes: 30, recall: 0 });
const frames = new FilmFrames(plan);
/** Minute 24: five people are there. */
const luma = Buffer.from(frames.frame(288).subarray(0, widthPx * heightPx));
const empty = Buffer.from(frames.truth(0).subarray(0, widthPx * heightPx));
const random = new Random(7);
const noise = Buffer.from(Array.from({ length: 60_000 }, () => random.whole(0, 255)));

/** Something that is not at the beginning, at no round place, and not at the end. */
function hidden(bytes: Buffer): Buffer {
  return Buffer.concat([noise.subarray(0, 30_001), bytes, noise.subarray(30_001)]);
}

function coded(from: Buffer, size: string, ...options: string[]): Buffer {
  const input = ['-loglevel', 'error', '-f', 'rawvideo', '-pix_fmt', 'gray', '-s', `${widthPx}x${heightPx}`];
  return execFileSync('ffmpeg', [...input, '-i', 'pipe:0', '-vf', `scale=${size}`, ...options, 'pipe:1'], {
    input: from,
    maxBuffer: 2 ** 26,
  });
}

function search(bytes: Buffer): SearchReport {
  const all = new ByteSearch(plan.canaries, 3);
  all.search({ name: 'heap', bytes });
  return all.report();
}

const whole = `${widthPx}:${heightPx}`;
const half = `${widthPx / 2}:${heightPx / 2}`;
const quarter = `${widthPx / 4}:${heightPx / 4}`;
const small = coded(luma, half, '-f', 'rawvideo');
const crop = Buffer.concat(
  Array.from({ length: 104 }, (_, y) => luma.subarray((70 + y) * widthPx + 30, (70 + y) * widthPx + 72)),
);

function withStride(bytes: Buffer, stride: number): Buffer {
  return Buffer.from([...bytes].flatMap((value) => new Array<number>(stride).fill(value)));
}

/** Each way in which somebody's pixels could lie in a file. */
const ways: readonly (readonly [string, () => Buffer])[] = [
  ['JPEG', () => hidden(coded(luma, whole, '-c:v', 'mjpeg', '-f', 'image2pipe'))],
  ['a JPEG at half the size', () => hidden(coded(luma, half, '-c:v', 'mjpeg', '-f', 'image2pipe'))],
  ['PNG', () => hidden(coded(luma, whole, '-c:v', 'png', '-f', 'image2pipe'))],
  ['WebP', () => hidden(coded(luma, whole, '-c:v', 'libwebp', '-f', 'webp'))],
  ['H.264', () => hidden(coded(luma, whole, '-c:v', 'libx264', '-f', 'h264'))],
  ['raw grey', () => hidden(luma)],
  ['raw YUYV', () => hidden(withStride(luma, 2))],
  ['raw RGB', () => hidden(withStride(luma, 3))],
  ['raw RGBA', () => hidden(withStride(luma, 4))],
  ['raw at half the size', () => hidden(small)],
  [
    'raw RGB at a quarter of the size',
    () => hidden(coded(luma, quarter, '-f', 'rawvideo', '-pix_fmt', 'rgb24')),
  ],
  ['one person, cut out', () => hidden(crop)],
  ['gzip', () => hidden(gzipSync(small))],
  ['zlib in base64', () => Buffer.from(JSON.stringify({ text: deflateSync(luma).toString('base64') }))],
  ['hexadecimal', () => Buffer.from(small.toString('hex'))],
  ['a list of numbers', () => Buffer.from(JSON.stringify([...small]))],
  ['a list of fractions', () => Buffer.from(JSON.stringify([...small].map((value) => value / 255)))],
  [
    'base64, a string for each row',
    () =>
      Buffer.from(
        JSON.stringify(
          Array.from({ length: heightPx }, (_, y) =>
            luma.subarray(y * widthPx, (y + 1) * widthPx).toString('base64'),
          ),
        ),
      ),
  ],
];

for (const [name, way] of ways)
  test(`found: ${name}`, () => {
    const { findings, maxNccOverNull } = search(way());
    assert.ok(findings.length > 0 && maxNccOverNull >= 1, `${maxNccOverNull}`);
  });

const innocent: readonly (readonly [string, () => Buffer])[] = [
  ['noise', () => noise],
  ['the place without anybody', () => hidden(empty)],
  ['the place as a JPEG', () => hidden(coded(empty, whole, '-c:v', 'mjpeg', '-f', 'image2pipe'))],
  ['a text', () => Buffer.from('Nobody was here, and nobody left anything behind. '.repeat(3_000))],
  ['a text that is packed', () => hidden(brotliCompressSync(Buffer.from('Nobody'.repeat(9_000))))],
];

for (const [name, way] of innocent)
  test(`nobody is found in ${name}`, () => {
    const { findings, leftOut } = search(way());
    assert.deepEqual(findings, []);
    assert.deepEqual(leftOut, []);
  });

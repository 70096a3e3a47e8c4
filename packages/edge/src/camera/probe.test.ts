import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { FrameSize } from '@outis/core';
import fc from 'fast-check';
import { ffmpeg, passageClip } from '../../../../test/fixtures/clips.ts';
import { temporaryFolder } from '../../../../test/fixtures/support.ts';
import { analysisSize, probe } from './probe.ts';

function size(widthPx: number, heightPx: number): FrameSize {
  return { widthPx, heightPx };
}

test('the usual sizes', () => {
  for (const [source, bounds, expected] of [
    [size(1920, 1080), size(640, 352), size(626, 352)],
    [size(1920, 1080), size(416, 256), size(416, 234)],
    [size(640, 360), size(640, 384), size(640, 360)],
    [size(320, 180), size(640, 384), size(320, 180)],
    [size(1080, 1920), size(416, 416), size(234, 416)],
    // Odd sides lose a px and never win one.
    [size(641, 361), size(2048, 2048), size(640, 360)],
    [size(1920, 1080), size(641, 361), size(640, 360)],
  ] as const)
    assert.deepEqual(analysisSize(source, bounds), expected, JSON.stringify([source, bounds]));
});

test('property: even sides, within the bounds, never larger than the source, the aspect kept to 2 px', () => {
  const side = fc.integer({ min: 64, max: 8192 });
  const bound = fc.integer({ min: 64, max: 2048 });
  fc.assert(
    fc.property(side, side, bound, bound, (width, height, boundWidth, boundHeight) => {
      const { widthPx, heightPx } = analysisSize(size(width, height), size(boundWidth, boundHeight));
      assert.ok(widthPx % 2 === 0 && heightPx % 2 === 0);
      assert.ok(widthPx <= boundWidth && heightPx <= boundHeight);
      assert.ok(widthPx <= width && heightPx <= height);
      const scale = Math.min(1, boundWidth / width, boundHeight / height);
      assert.ok(Math.abs(widthPx - Math.max(16, width * scale)) <= 2);
      assert.ok(Math.abs(heightPx - Math.max(16, height * scale)) <= 2);
    }),
    { seed: 18, numRuns: 1000 },
  );
});

test('a file says its size, rate, codec and length, with sound or without', async (context) => {
  const folder = temporaryFolder(context);
  for (const audio of [false, true]) {
    const path = passageClip(folder, `clip-${audio}.mp4`, { seconds: 1, audio });
    const { durationSeconds, ...facts } = await probe({ kind: 'file', path }, 20_000);
    assert.deepEqual(facts, { size: size(640, 360), codec: 'h264', fps: 10 });
    assert.ok(durationSeconds !== null && Math.abs(durationSeconds - 1) < 0.2, `${durationSeconds}`);
  }
});

test('what is no video is refused with a code that says so', async (context) => {
  const folder = temporaryFolder(context);
  const text = join(folder, 'text.mp4');
  writeFileSync(text, 'no video');
  await assert.rejects(probe({ kind: 'file', path: text }, 20_000), { code: 'source-unreadable' });
  const sound = join(folder, 'sound.mp4');
  ffmpeg('-f', 'lavfi', '-i', 'sine=d=1', '-c:a', 'aac', sound);
  await assert.rejects(probe({ kind: 'file', path: sound }, 20_000), { code: 'source-no-video' });
  // A playlist could name anything: whatever it names, it is not opened.
  const playlist = join(folder, 'list.m3u8');
  writeFileSync(playlist, '#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\n/etc/hostname\n#EXT-X-ENDLIST\n');
  await assert.rejects(probe({ kind: 'file', path: playlist }, 20_000), { code: 'source-unreadable' });
});

test('a camera that is not there is unreachable', async () => {
  // Port 9 of this machine: nothing listens.
  await assert.rejects(probe({ kind: 'rtsp', url: 'rtsp://admin:hunter2@127.0.0.1:9/' }, 20_000), {
    code: 'source-unreachable',
    message: 'The camera does not answer',
  });
});

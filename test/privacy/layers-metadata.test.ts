import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { decoderCommand, probeCommand } from '../../packages/edge/src/camera/decoder-arguments.ts';
import { probe } from '../../packages/edge/src/camera/probe.ts';
import { temporaryFolder } from '../fixtures/support.ts';

const secret = 'Penelope of Ithaca';

test('what a camera or file says beside its pictures is not read: no title, place, subtitle or data track', async (context) => {
  const folder = temporaryFolder(context);
  const path = join(folder, 'told.mp4');
  const told = ['title', 'comment', 'artist', 'location', 'description'].flatMap((name) => [
    '-metadata',
    `${name}=${secret}`,
  ]);
  const film = ['-f', 'lavfi', '-i', 'testsrc=size=160x90:rate=5:duration=1', '-c:v', 'mpeg4'];
  execFileSync('ffmpeg', [
    '-loglevel',
    'error',
    ...film,
    ...told,
    '-metadata:s:v:0',
    `handler_name=${secret}`,
    path,
  ]);
  // It is there to be read: the test can fail.
  assert.ok(readFileSync(path).includes(secret));
  const facts = await probe({ kind: 'file', path }, 8_000);
  assert.deepEqual(facts, {
    size: { widthPx: 160, heightPx: 90 },
    codec: 'mpeg4',
    fps: 5,
    durationSeconds: 1,
  });
  const asked = probeCommand({ kind: 'file', path }).arguments.join(' ');
  assert.doesNotMatch(asked, /tags|format_tags|stream_tags|show_packets|show_frames/);
  const size = { widthPx: 160, heightPx: 90 };
  const options = {
    source: { kind: 'file', path } as const,
    size,
    decodeFps: 5,
    maskPath: null,
    realTimeLoop: false,
  };
  const words = decoderCommand(options).arguments;
  for (const flag of ['-an', '-sn', '-dn']) assert.ok(words.includes(flag), flag);
  assert.equal(words[words.indexOf('-map') + 1], '0:v:0');
});

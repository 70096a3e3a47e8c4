import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { drawnFilm, type SceneName } from '../packages/edge/src/camera/source.ts';
import { filmMoments, filmOptions, filmSize } from '../packages/edge/src/demo/film.ts';

/**
 * Draws the films of the demo, packages/edge/films/*.mp4: every figure and place in them is drawn by Outis, no lens has seen
 * them. Takes some minutes.
 *
 *   ./outis node scripts/draw-films.ts [yard] [street]
 */
const asked = process.argv.slice(2) as SceneName[];

for (const scene of asked.length === 0 ? (['yard', 'street'] as const) : asked) await drawFilm(scene);

async function drawFilm(scene: SceneName): Promise<void> {
  const path = drawnFilm(scene);
  mkdirSync(dirname(path), { recursive: true });
  const { fps, seconds } = filmOptions;
  const input = ['-f', 'rawvideo', '-pix_fmt', 'yuv420p', '-s', `${filmSize.widthPx}x${filmSize.heightPx}`];
  // Without the encoder's name and the time of day in it, the same pictures make the same file.
  const plain = ['-fflags', '+bitexact', '-flags:v', '+bitexact', '-map_metadata', '-1'];
  const output = [
    '-c:v',
    'libx264',
    '-preset',
    'slow',
    '-crf',
    '27',
    '-pix_fmt',
    'yuv420p',
    '-movflags',
    '+faststart',
  ];
  const encoder = spawn(
    'ffmpeg',
    ['-y', '-loglevel', 'error', ...input, '-r', `${fps}`, '-i', 'pipe:0', ...output, ...plain, path],
    { stdio: ['pipe', 'ignore', 'inherit'] },
  );
  const ended = once(encoder, 'exit');
  for (const { tMs, draw } of filmMoments(scene)) {
    if (!encoder.stdin.write(draw())) await once(encoder.stdin, 'drain');
    if (tMs % 5_000 === 0) process.stderr.write(`\r${scene}: ${tMs / 1000} of ${seconds} s `);
  }
  encoder.stdin.end();
  const [code] = (await ended) as [number];
  if (code !== 0) throw new Error(`ffmpeg ended with ${code}`);
  process.stderr.write(`\r${path} is drawn.   \n`);
}

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { FilmFrames } from './film-frames.ts';
import { type FilmPlan, filmSize } from './film-plan.ts';

/**
 * Encodes a film as H.264 in an MP4 file, one frame for several seconds of scene time: to the product it is a camera.
 * Throws when ffmpeg does.
 */
export async function writeFilm(plan: FilmPlan, path: string): Promise<void> {
  const frames = new FilmFrames(plan);
  const { widthPx, heightPx } = filmSize;
  const encoder = spawn(
    'ffmpeg',
    [
      ...['-y', '-loglevel', 'error', '-f', 'rawvideo', '-pix_fmt', 'yuv420p'],
      ...['-s', `${widthPx}x${heightPx}`, '-r', String(1 / plan.secondsPerFrame), '-i', 'pipe:0'],
      // Quantised little: the pattern must arrive, or the proof would look for what nobody could find.
      ...['-c:v', 'libx264', '-preset', 'ultrafast', '-crf', '16', '-pix_fmt', 'yuv420p', '-g', '250'],
      ...['-threads', '1', path],
    ],
    { stdio: ['pipe', 'ignore', 'pipe'] },
  );
  let problem = '';
  encoder.stderr.setEncoding('utf8').on('data', (text: string) => (problem += text));
  encoder.stdin.on('error', () => {});
  const ended = once(encoder, 'close');
  for (let index = 0; index < frames.count; index++) {
    // The buffer is used again, and the pipe may still hold it.
    if (!encoder.stdin.write(Buffer.from(frames.frame(index))))
      await Promise.race([once(encoder.stdin, 'drain'), ended]);
    if (encoder.exitCode !== null) break;
  }
  encoder.stdin.end();
  const [code] = (await ended) as [number | null];
  if (code !== 0) throw new Error(`ffmpeg could not encode the film: ${problem.slice(0, 300)}`);
}

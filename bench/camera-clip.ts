import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { findModel } from '@outis/edge';
import { ffmpeg, passageClip } from '../test/fixtures/clips.ts';

const data = process.env['OUTIS_DATA'] ?? '../shared/data';
/** True with the data folder: a real street and the detector that ships; otherwise drawn passages and the colour detector. */
export const hasData = existsSync(join(data, 'video'));

/** What a camera's substream looks like, 640x360 at 10 fps, for so long. */
export function cameraClip(folder: string, seconds: number): string {
  const path = join(folder, 'camera.mp4');
  const source = hasData
    ? join(data, 'video/traffic_a.mp4')
    : passageClip(folder, 'passages.mp4', { seconds: 60 });
  const filters = 'scale=640:360,fps=10,setpts=N/(10*TB)';
  const read = ['-stream_loop', '-1', '-i', source, '-t', String(seconds), '-an', '-vf', filters, '-r', '10'];
  const encode = ['-c:v', 'libx264', '-preset', 'veryfast', '-tune', 'zerolatency', '-g', '20'];
  ffmpeg(...read, ...encode, '-pix_fmt', 'yuv420p', path);
  return path;
}

/** The model for it, for `writeConfig`. */
export function cameraModel(): { readonly model?: string } {
  return hasData ? { model: findModel(undefined).modelPath } : {};
}

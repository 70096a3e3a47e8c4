import type { FrameSize } from '@outis/core';
import type { PictureSource } from './source.ts';

/** How a decoder is started: a fixed command line, and for addresses with credentials a script for its stdin. */
export interface DecoderCommand {
  readonly arguments: readonly string[];
  /** What is written to the decoder's stdin; null where its stdin stays closed. */
  readonly script: string | null;
}

export interface DecoderOptions {
  readonly source: PictureSource;
  readonly size: FrameSize;
  readonly decodeFps: number;
  /** Path of a PNG of `size` whose opaque parts are burnt in before anything looks at the picture; null for none. */
  readonly maskPath: string | null;
  /** True to play a file at its own speed, over and over. Only for files. */
  readonly realTimeLoop: boolean;
}

/** Without these ffmpeg waits 2 s longer, for a rate that is not needed (10 fps H.264 over RTSP: 3.1 → 0.9 s). */
const quickStart = ['option fpsprobesize 0', 'option analyzeduration 500000'];
/** Containers that a file may have. A playlist or a script could name other files, pipes or addresses: refused. */
const fileFormats = 'mov,matroska,avi,mpegts,mpeg,mpegvideo,flv,asf,ogg,mjpeg,h264,hevc,ivf,mxf,m4v';
/** The decoder gives up on a silent socket after this time, µs; the watchdog of the edge is faster. */
const socketTimeoutUs = '8000000';

/** The arguments for ffmpeg: raw yuv420p pictures of `size` at `decodeFps` on its stdout, no audio, no subtitles. */
export function decoderCommand(options: DecoderOptions): DecoderCommand {
  const { arguments: input, script } = inputArguments(options.source, options.realTimeLoop);
  return {
    script,
    arguments: [
      '-hide_banner',
      '-nostats',
      ...(script === null ? ['-nostdin'] : []),
      // Verbose, because only there ffmpeg says that the picture has changed its size.
      ...['-loglevel', 'verbose'],
      ...['-threads', '1'],
      ...input,
      ...filterArguments(options),
      ...['-an', '-sn', '-dn', '-f', 'rawvideo', '-pix_fmt', 'yuv420p', '-threads', '1', 'pipe:1'],
    ],
  };
}

/** The arguments for ffprobe: the first video stream's codec, size and rate as JSON. */
export function probeCommand(source: PictureSource): DecoderCommand {
  const { arguments: input, script } = inputArguments(source, false);
  const fields =
    'stream=codec_name,width,height,avg_frame_rate,r_frame_rate,nb_frames,duration:format=duration';
  return {
    script,
    arguments: [
      '-hide_banner',
      '-loglevel',
      'error',
      ...input,
      '-select_streams',
      'v:0',
      '-show_entries',
      fields,
      '-of',
      'json',
    ],
  };
}

function inputArguments(source: PictureSource, realTimeLoop: boolean): DecoderCommand {
  switch (source.kind) {
    case 'file':
    case 'drawn':
      return {
        script: null,
        arguments: [
          ...(realTimeLoop ? ['-stream_loop', '-1', '-re'] : []),
          ...['-protocol_whitelist', 'file', '-format_whitelist', fileFormats],
          ...['-i', `file:${source.path}`],
        ],
      };
    case 'device':
      return { script: null, arguments: ['-f', 'v4l2', '-i', source.path] };
    case 'rtsp':
      // With `-an` alone ffmpeg still sets the audio track up; allowed_media_types keeps it from being asked for.
      return scripted(source.url, 'pipe,rtsp,rtp,tcp,tls,crypto', [
        ['rtsp_transport', 'tcp'],
        ['allowed_media_types', 'video'],
        ['timeout', socketTimeoutUs],
      ]);
    case 'http':
      return scripted(
        source.url,
        'pipe,http,https,tcp,tls,crypto',
        [['rw_timeout', socketTimeoutUs]],
        ['-use_wallclock_as_timestamps', '1'],
      );
    default:
      return source satisfies never;
  }
}

/**
 * The address goes to the decoder's stdin as a one-line script and not onto its command line,
 * where every user of the machine could read the camera's password.
 */
function scripted(
  url: string,
  protocols: string,
  options: readonly (readonly [string, string])[],
  extra: readonly string[] = [],
): DecoderCommand {
  const lines = [
    'ffconcat version 1.0',
    `file '${url}'`,
    ...quickStart,
    ...options.map(([name, value]) => `option ${name} ${value}`),
  ];
  return {
    script: `${lines.join('\n')}\n`,
    arguments: [...extra, '-f', 'concat', '-safe', '0', '-protocol_whitelist', protocols, '-i', 'pipe:0'],
  };
}

function filterArguments({ size, decodeFps, maskPath }: DecoderOptions): string[] {
  const scale = `fps=${decodeFps},scale=${size.widthPx}:${size.heightPx}:flags=area`;
  if (maskPath === null) return ['-map', '0:v:0', '-vf', scale];
  // Overlaying a still picture costs about 0.1 ms a frame; drawing with `geq` 12.6 ms.
  const graph = `[0:v:0]${scale}[picture];[picture][1:v]overlay=format=yuv420:eof_action=repeat[masked]`;
  return [
    '-protocol_whitelist',
    'file',
    '-i',
    `file:${maskPath}`,
    '-filter_complex',
    graph,
    '-map',
    '[masked]',
  ];
}

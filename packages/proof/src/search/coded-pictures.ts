import { spawnSync } from 'node:child_process';
import type { Grey } from './grey.ts';

/** A coded picture inside bytes: which kind, and where it begins. */
export interface CodedPlace {
  readonly kind: string;
  readonly at: number;
}

interface Magic {
  readonly kind: string;
  readonly bytes: readonly number[];
  /** How far before the magic the file begins, bytes. */
  readonly back: number;
}

const ascii = (text: string): number[] => [...text].map((letter) => letter.charCodeAt(0));
const magics: readonly Magic[] = [
  { kind: 'JPEG', bytes: [0xff, 0xd8, 0xff], back: 0 },
  { kind: 'PNG', bytes: [0x89, ...ascii('PNG\r\n')], back: 0 },
  { kind: 'WebP', bytes: ascii('WEBPVP8'), back: 8 },
  // AVIF, HEIF and MP4 all begin with a box of this name.
  { kind: 'AVIF or MP4', bytes: ascii('ftyp'), back: 4 },
  { kind: 'H.264', bytes: [0, 0, 0, 1, 0x67], back: 0 },
  { kind: 'H.265', bytes: [0, 0, 0, 1, 0x40, 0x01], back: 0 },
  { kind: 'GIF', bytes: ascii('GIF8'), back: 0 },
  { kind: 'Matroska or WebM', bytes: [0x1a, 0x45, 0xdf, 0xa3], back: 0 },
];
/** Said where ffmpeg could be led astray by what comes behind a picture. */
const demuxers: Readonly<Record<string, string>> = {
  JPEG: 'jpeg_pipe',
  PNG: 'png_pipe',
  WebP: 'webp_pipe',
  'H.264': 'h264',
  'H.265': 'hevc',
  GIF: 'gif',
};
const fileBytesMax = 16 * 2 ** 20;
/** Of a film so many pictures are looked at. */
const framesMax = 12;
const sidePxMax = 1280;

/** Where coded pictures begin, by the bytes that each kind begins with. */
export function codedPlaces(bytes: Uint8Array): CodedPlace[] {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return magics.flatMap(({ kind, bytes: magic, back }) => {
    const sought = Buffer.from(magic);
    const places: CodedPlace[] = [];
    for (let at = buffer.indexOf(sought); at !== -1; at = buffer.indexOf(sought, at + 1))
      if (at >= back) places.push({ kind, at: at - back });
    return places;
  });
}

/** Decodes what begins at a place with ffmpeg, in grey; nothing where it is no picture after all. */
export function decodedPictures(bytes: Uint8Array, { at, kind }: CodedPlace): Grey[] {
  const name = demuxers[kind];
  const demuxer = name === undefined ? [] : ['-f', name];
  const { stdout } = spawnSync(
    'ffmpeg',
    [
      ...['-hide_banner', '-loglevel', 'error', '-threads', '1', ...demuxer, '-i', 'pipe:0', '-an'],
      ...['-vf', `scale='min(${sidePxMax},iw)':-1`, '-frames:v', String(framesMax)],
      ...['-f', 'image2pipe', '-c:v', 'pgm', '-pix_fmt', 'gray', 'pipe:1'],
    ],
    { input: bytes.subarray(at, at + fileBytesMax), maxBuffer: 64 * 2 ** 20, timeout: 20_000 },
  );
  return stdout === null ? [] : pictures(stdout);
}

/** Reads binary PGM files, one after the other. */
function pictures(file: Buffer): Grey[] {
  const found: Grey[] = [];
  for (let at = 0; at < file.length; ) {
    const [head, width, height] =
      /^P5\s+(\d+)\s+(\d+)\s+255\s/.exec(file.toString('latin1', at, at + 40)) ?? [];
    if (head === undefined) break;
    const [widthPx, heightPx] = [Number(width), Number(height)];
    const from = at + head.length;
    const end = from + widthPx * heightPx;
    if (end > file.length) break;
    found.push({ widthPx, heightPx, values: Float32Array.from(file.subarray(from, end)) });
    at = end;
  }
  return found;
}

import { existsSync } from 'node:fs';
import { type FrameSize, OutisError } from '@outis/core';
import { probeCommand } from './decoder-arguments.ts';
import { problemOf } from './decoder-log.ts';
import type { PictureSource } from './source.ts';
import { bareEnvironment, spawnGuarded } from './spawn-guarded.ts';

/** What a source says of itself; no picture is looked at. */
export interface SourceFacts {
  readonly size: FrameSize;
  readonly codec: string;
  /** Pictures per second; null where the source does not say. */
  readonly fps: number | null;
  /** Seconds; null for live sources. */
  readonly durationSeconds: number | null;
}

const sidePxMax = 8192;
const outputBytesMax = 64 * 1024;

/**
 * Asks ffprobe for the video stream of a source. Throws `OutisError` with a `source-…` code,
 * at the latest after `timeoutMs`.
 */
export async function probe(source: PictureSource, timeoutMs: number): Promise<SourceFacts> {
  if (source.kind === 'file' && !existsSync(source.path))
    throw new OutisError('source-not-found', source.path);
  const { arguments: commandArguments, script } = probeCommand(source);
  const { output, errors, timedOut } = await run(commandArguments, script, timeoutMs);
  const problem =
    errors
      .split('\n')
      .map(problemOf)
      .findLast((code) => code !== null) ?? null;
  const stream = firstStream(output);
  if (stream === null) {
    if (timedOut)
      throw new OutisError('source-unreachable', `no answer within ${Math.round(timeoutMs / 1000)} s`);
    if (problem !== null) throw new OutisError(problem);
    throw new OutisError(source.kind === 'file' && output === '' ? 'source-unreadable' : 'source-no-video');
  }
  if (stream.size.widthPx > sidePxMax || stream.size.heightPx > sidePxMax) {
    throw new OutisError('source-too-large', `${stream.size.widthPx} x ${stream.size.heightPx}`);
  }
  return stream;
}

interface ProbeRun {
  readonly output: string;
  readonly errors: string;
  readonly timedOut: boolean;
}

function run(
  commandArguments: readonly string[],
  script: string | null,
  timeoutMs: number,
): Promise<ProbeRun> {
  return new Promise((resolve, reject) => {
    const child = spawnGuarded('ffprobe', commandArguments, {
      stdio: ['pipe', 'pipe', 'pipe'],
      env: bareEnvironment(),
    });
    let output = '';
    let errors = '';
    let timedOut = false;
    const timer = setTimeout(() => {
      timedOut = true;
      child.kill('SIGKILL');
    }, timeoutMs);
    child.stdin?.on('error', () => {}).end(script ?? '');
    child.stdout?.setEncoding('utf8').on('data', (chunk: string) => {
      if (output.length < outputBytesMax) output += chunk;
    });
    child.stderr?.setEncoding('utf8').on('data', (chunk: string) => {
      if (errors.length < outputBytesMax) errors += chunk;
    });
    child.on('error', (cause) => {
      clearTimeout(timer);
      reject(new OutisError('decoder-missing', '', { cause }));
    });
    child.on('close', (code) => {
      clearTimeout(timer);
      if (code === 127 && /ffprobe/.test(errors)) reject(new OutisError('decoder-missing'));
      else resolve({ output, errors, timedOut });
    });
  });
}

function firstStream(output: string): SourceFacts | null {
  let json: { streams?: Record<string, unknown>[]; format?: Record<string, unknown> };
  try {
    json = JSON.parse(output) as typeof json;
  } catch {
    return null;
  }
  const stream = json.streams?.[0];
  const widthPx = Number(stream?.['width']);
  const heightPx = Number(stream?.['height']);
  if (stream === undefined || !(widthPx > 0) || !(heightPx > 0)) return null;
  const duration = Number(stream['duration'] ?? json.format?.['duration']);
  return {
    size: { widthPx, heightPx },
    codec: String(stream['codec_name'] ?? 'unknown').slice(0, 40),
    fps: rate(stream['avg_frame_rate']) ?? rate(stream['r_frame_rate']),
    durationSeconds: duration > 0 ? duration : null,
  };
}

/** ffprobe writes rates as a fraction, `25/1`; `0/0` where it does not know. */
function rate(value: unknown): number | null {
  const [numerator, denominator] = String(value).split('/').map(Number);
  const fps = (numerator ?? 0) / (denominator ?? 1);
  return Number.isFinite(fps) && fps > 0 && fps < 1000 ? fps : null;
}

/**
 * The size at which a source is analysed: the largest with even sides that keeps its aspect, fits into `bounds`
 * and is not larger than the source; no side is shorter than 16 px.
 */
export function analysisSize(source: FrameSize, bounds: FrameSize): FrameSize {
  const scale = Math.min(1, bounds.widthPx / source.widthPx, bounds.heightPx / source.heightPx);
  // Rounded to the nearest even side, so that the aspect is kept best, but not beyond what there is or may be.
  const even = (side: number, sideMax: number): number =>
    Math.max(16, Math.min(Math.round((side * scale) / 2), Math.floor(Math.min(side, sideMax) / 2)) * 2);
  return {
    widthPx: even(source.widthPx, bounds.widthPx),
    heightPx: even(source.heightPx, bounds.heightPx),
  };
}

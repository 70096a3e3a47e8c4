import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import {
  type Detection,
  type FrameSize,
  OutisError,
  parseSightMessage,
  type SightMessage,
  type SightReady,
} from '@outis/core';
import { analysisSize } from './probe.ts';
import { type ModelFiles, sightArguments } from './sight-command.ts';
import { bareEnvironment, spawnWithoutNetwork } from './spawn-guarded.ts';

/** A model may be large and a machine slow; a model that hangs must not hold us. */
const quietMsMax = 60_000;
/** The drawings are made as if by a camera of this size. */
const cameraSize: FrameSize = { widthPx: 1280, heightPx: 720 };
const stretchBounds: FrameSize = { widthPx: 640, heightPx: 384 };

/** What a model saw in drawings, and what sight says of the model. */
export interface DrawingsSeen {
  readonly ready: SightReady;
  /** One list for each drawing, in order. */
  readonly detections: readonly (readonly Detection[])[];
}

/**
 * Starts sight as a camera does, locked in, and so lets the gate look at the model; then shows it drawings of the size
 * that it takes. `draw` gives them as yuv420p; `wornParts`: helmets, bare heads and vests are told, as on a site. Throws
 * what sight refuses with, or `sight-failed`.
 */
export async function showDrawings(
  model: ModelFiles,
  draw: (size: FrameSize) => Iterable<Uint8Array>,
  wornParts = false,
): Promise<DrawingsSeen> {
  const sight = spawnWithoutNetwork(process.execPath, sightArguments(model), {
    stdio: ['pipe', 'ignore', 'ignore', 'ipc'],
    env: { ...bareEnvironment(), ORT_DISABLE_TELEMETRY: '1' },
  });
  const messages = new SightMessages(sight);
  try {
    const ready = await messages.next('ready');
    const bounds = ready.input.fit === 'letterbox' ? ready.input : stretchBounds;
    const size = analysisSize(cameraSize, bounds);
    sight.send({
      kind: 'start',
      clock: 'file',
      frame: size,
      decodeFps: 10,
      analyseFps: 10,
      background: null,
      ...(wornParts ? { wornParts } : {}),
    });
    const detections: (readonly Detection[])[] = [];
    for (const picture of draw(size)) {
      if (!sight.stdin!.write(picture)) await Promise.race([once(sight.stdin!, 'drain'), messages.problem]);
      detections.push((await messages.next('observation')).detections);
    }
    return { ready, detections };
  } finally {
    if (sight.connected) sight.disconnect();
    sight.kill('SIGKILL');
  }
}

/** The messages of sight one after the other; health is not asked for. */
class SightMessages {
  readonly #waiting: SightMessage[] = [];
  #wake: () => void = () => {};
  #problem: OutisError | null = null;
  /** Rejects when sight ends or says that it failed. */
  readonly problem: Promise<never>;

  constructor(sight: ChildProcess) {
    this.problem = new Promise((_, reject) => {
      const fail = (problem: OutisError): void => {
        this.#problem ??= problem;
        reject(this.#problem);
        this.#wake();
      };
      sight.stdin?.on('error', () => {});
      sight.on('error', (cause) => fail(new OutisError('sight-failed', '', { cause })));
      sight.on('exit', () => fail(new OutisError('sight-failed')));
      sight.on('message', (value) => {
        try {
          const message = parseSightMessage(value);
          if (message.kind === 'failed') return fail(new OutisError(message.code, message.detail));
          if (message.kind !== 'health') this.#waiting.push(message);
          this.#wake();
        } catch (cause) {
          fail(new OutisError('sight-failed', 'it sent a message that is not understood', { cause }));
        }
      });
    });
    this.problem.catch(() => {});
  }

  /** The next message, which must be of this kind. */
  async next<K extends SightMessage['kind']>(kind: K): Promise<Extract<SightMessage, { kind: K }>> {
    const endMs = performance.now() + quietMsMax;
    while (this.#waiting.length === 0) {
      if (this.#problem !== null) throw this.#problem;
      const leftMs = endMs - performance.now();
      if (leftMs <= 0) throw new OutisError('sight-failed', `no answer within ${quietMsMax / 1000} s`);
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, leftMs);
        this.#wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
    const message = this.#waiting.shift()!;
    if (message.kind !== kind)
      throw new OutisError('sight-failed', `it sent ${message.kind} in place of ${kind}`);
    return message as Extract<SightMessage, { kind: K }>;
  }
}

import type { ChildProcess } from 'node:child_process';
import { readdirSync, readlinkSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import type { Socket } from 'node:net';
import {
  type AimView,
  type BackgroundGrid,
  type BackgroundProfile,
  type BackgroundState,
  type BackgroundUpdate,
  backgroundGrid,
  type ClockMode,
  type ErrorCode,
  type FrameSize,
  type Observation,
  OutisError,
  parseSightMessage,
  type SightCommand,
  type SightEnded,
  type SightHealth,
  type SightReady,
  WireError,
} from '@outis/core';
import { decoderCommand } from './decoder-arguments.ts';
import { DecoderLog } from './decoder-log.ts';
import { type MaskShape, maskPicture } from './mask-picture.ts';
import { PixelGate } from './pixel-gate.ts';
import { analysisSize, probe } from './probe.ts';
import { type ModelFiles, sightArguments } from './sight-command.ts';
import type { PictureSource } from './source.ts';
import { bareEnvironment, spawnGuarded, spawnWithoutNetwork } from './spawn-guarded.ts';

/** A running stream without a new picture for this long is given up: told within 5 s, as health comes once a second. */
const stalledAfterMs = 3_000;
/** From the start a camera may take this long for its first picture (some send a key frame only every 10 s). */
const firstPictureMsMax = 20_000;
const probeMsMax = 8_000;
const exitMsMax = 1_000;
/** What a camera or its network may hold back and then send at once, s. */
const aheadSecondsMax = 20;
/** Where a model does not say better, pictures are analysed within this size. */
const stretchBounds: FrameSize = { widthPx: 640, heightPx: 384 };

/** How a background is learned, and what is known of it from before. */
export interface BackgroundOptions {
  readonly profile: BackgroundProfile;
  /** What to add to UTC for local time now, ms. */
  readonly utcOffsetMs: () => number;
  /** What an earlier run has learned of a picture with this grid, as messages for sight; empty where nothing is kept. */
  readonly kept: (grid: BackgroundGrid) => readonly BackgroundState[];
}

export interface SightPairOptions {
  readonly source: PictureSource;
  readonly model: ModelFiles;
  readonly clock: ClockMode;
  readonly decodeFps: number;
  readonly analyseFps: number;
  readonly shape: MaskShape;
  /** Largest size at which pictures are analysed; null takes what the model takes. */
  readonly sizeMax: FrameSize | null;
  /** The size of the source where an earlier run has found it: spares asking, and a second. */
  readonly sourceSize?: FrameSize | null;
  /** Where the picture of the masks is written; it shows polygons and nothing else. */
  readonly maskPath: string;
  /** Missing or null: no background is learned, and a message about one ends the pair. */
  readonly background?: BackgroundOptions | null;
  /** Somebody aims already: the run before has failed meanwhile. */
  readonly isAimed?: boolean;
  /** Whether sight tells helmets, bare heads and vests, too: on a site. Default false. */
  readonly wornParts?: boolean;
  /** Another program in place of sight; only for tests of the wall. */
  readonly sightEntry?: string;
}

/** What a pair tells its owner. `onStopped` is the last call and comes exactly once, with null after an orderly end. */
export interface SightPairEvents {
  /** Sight is ready; pictures will come in `size`, from a source of `sourceSize`. */
  onReady(ready: SightReady, size: FrameSize, sourceSize: FrameSize): void;
  onObservation(observation: Observation): void;
  onHealth(health: SightHealth): void;
  onWaiting(code: ErrorCode): void;
  /** What is known of the background has changed. */
  onBackground?(update: BackgroundUpdate): void;
  /** A part of what is to be kept over a restart. */
  onBackgroundState?(state: BackgroundState): void;
  /** A picture for whoever aims. */
  onAim?(view: AimView): void;
  onStopped(problem: OutisError | null, ended: SightEnded | null): void;
}

/**
 * One decoder and one sight process: a straight pipe and one crash domain. When either fails both are ended.
 * Sight is started first and the decoder gets sight's stdin as its stdout; this process never holds a frame.
 */
export class SightPair {
  readonly #options: SightPairOptions;
  readonly #events: SightPairEvents;
  #sight: ChildProcess | null = null;
  #decoder: ChildProcess | null = null;
  #watchdog: NodeJS.Timeout | null = null;
  #decoderProblem: ErrorCode | null = null;
  #ended: SightEnded | null = null;
  #stopping = false;
  #framesDecoded = 0;
  #lastCounts = { framesDecoded: 0, framesAnalysed: 0, framesDropped: 0 };
  #progressMs = 0;
  #startedMs = 0;
  readonly #gate: PixelGate;
  #isAimed: boolean;
  /** True once sight was told to start: from then on it takes commands. */
  #isCommanded = false;

  constructor(options: SightPairOptions, events: SightPairEvents) {
    this.#options = options;
    this.#events = events;
    this.#isAimed = options.isAimed ?? false;
    const hasBackground = (options.background ?? null) !== null;
    this.#gate = new PixelGate({ hasBackground, clock: options.clock, nowMs: () => performance.now() });
  }

  /** The process ids, for tests and benches; null while a process is not running. */
  get pids(): { readonly sight: number | null; readonly decoder: number | null } {
    return { sight: this.#sight?.pid ?? null, decoder: this.#decoder?.pid ?? null };
  }

  /** Starts both; failures arrive in `onStopped`. */
  start(): void {
    this.#startedMs = performance.now();
    if (this.#options.clock === 'live') this.#startWatchdog();
    this.#run().catch((error: unknown) => {
      this.stop(error instanceof OutisError ? error : new OutisError('sight-failed', '', { cause: error }));
    });
  }

  async #run(): Promise<void> {
    const { source, sizeMax } = this.#options;
    const ready = this.#startSight();
    const known = this.#options.sourceSize ?? null;
    const [sourceSize, model] = await Promise.all([
      known ?? probe(source, probeMsMax).then(({ size }) => size),
      ready,
    ]);
    if (this.#stopping || this.#sight === null) return;
    const modelBounds = model.input.fit === 'letterbox' ? model.input : stretchBounds;
    const size = analysisSize(sourceSize, sizeMax ?? modelBounds);
    const maskPath = await this.#writeMask(size);
    if (this.#stopping || !this.#sight.connected) return;
    this.#sendStart(size);
    this.#events.onReady(model, size, sourceSize);
    await this.#startDecoder(this.#sight, size, maskPath);
  }

  /** Tells sight what to do, gives it back what it knew, and lets it aim where somebody does. */
  #sendStart(frame: FrameSize): void {
    const { clock, decodeFps, analyseFps, background = null, wornParts = false } = this.#options;
    const grid = backgroundGrid(frame);
    const learn =
      background === null ? null : { profile: background.profile, utcOffsetMs: background.utcOffsetMs() };
    this.#gate.started(frame);
    this.#isCommanded = true;
    const told = { clock, frame, decodeFps, analyseFps, background: learn };
    this.#command({ kind: 'start', ...told, ...(wornParts ? { wornParts } : {}) });
    if (background !== null) {
      const kept = background.kept(grid);
      const tallestPx = Array.from({ length: grid.rows }, () => 0);
      const nothing = { kind: 'background-state', ...grid, tallestPx, blocks: [], isLast: true } as const;
      for (const state of kept.length === 0 ? [nothing] : kept) this.#command(state);
    }
    if (this.#isAimed) this.aim(true);
  }

  /** Somebody begins or ends aiming: only in between may a picture of the aim view come. */
  aim(isOn: boolean): void {
    this.#isAimed = isOn;
    if (!this.#isCommanded) return;
    this.#gate.aim(isOn);
    this.#command({ kind: 'aim', isOn });
  }

  /** Somebody who aims has looked: in these blocks there is nobody. */
  approve(blocks: readonly number[]): void {
    if (this.#isCommanded && this.#isAimed) this.#command({ kind: 'approve', blocks });
  }

  #command(command: SightCommand): void {
    if (this.#sight?.connected === true && !this.#stopping) this.#sight.send(command);
  }

  /** Starts sight and waits until it has tried its walls and loaded its model. */
  #startSight(): Promise<SightReady> {
    const commandArguments = sightArguments(this.#options.model, this.#options.sightEntry);
    const sight = spawnWithoutNetwork(process.execPath, commandArguments, {
      stdio: ['pipe', 'ignore', 'pipe', 'ipc'],
      env: { ...bareEnvironment(), ORT_DISABLE_TELEMETRY: '1' },
    });
    this.#sight = sight;
    // Whatever sight's runtime prints is dropped unread: its errors come as codes over the control channel.
    sight.stderr?.resume();
    sight.stdin?.on('error', () => {});
    return new Promise((resolve, reject) => {
      sight.on('message', (message) => {
        try {
          this.#receive(message, resolve);
        } catch (cause) {
          this.stop(new OutisError('sight-failed', 'it sent a message that is not understood', { cause }));
        }
      });
      sight.on('error', (cause) => this.stop(new OutisError('sight-failed', '', { cause })));
      sight.on('exit', () => {
        // The problem of the decoder, when there is one, is the cause; sight's end the consequence.
        this.stop(
          this.#ended === null ? new OutisError(this.#decoderProblem ?? 'sight-failed') : this.#endProblem(),
        );
        reject(new OutisError('sight-failed'));
      });
    });
  }

  #receive(message: unknown, onReady: (ready: SightReady) => void): void {
    const parsed = parseSightMessage(message);
    switch (parsed.kind) {
      case 'ready':
        return onReady(parsed);
      case 'observation':
        this.#progress(this.#framesDecoded + 1);
        if (!this.#stopping) this.#events.onObservation(parsed);
        return;
      case 'health':
        this.#checkCounts(parsed);
        this.#progress(parsed.framesDecoded);
        if (!this.#stopping) this.#events.onHealth(parsed);
        return;
      case 'ended':
        this.#ended = parsed;
        return;
      case 'failed':
        // Until the decoder starts no picture has reached sight; from then on it may not pass on a text of its own.
        return this.stop(new OutisError(parsed.code, this.#decoder === null ? parsed.detail : ''));
      case 'background':
        this.#gate.checkBackground(parsed);
        if (!this.#stopping) this.#events.onBackground?.(parsed);
        return;
      case 'background-state':
        this.#gate.checkBackground(parsed);
        if (!this.#stopping) this.#events.onBackgroundState?.(parsed);
        return;
      case 'aim':
        if (this.#gate.letsThrough(parsed) && !this.#stopping) this.#events.onAim?.(parsed);
        return;
      default:
        parsed satisfies never;
    }
  }

  async #startDecoder(sight: ChildProcess, size: FrameSize, maskPath: string | null): Promise<void> {
    const { source, decodeFps, clock } = this.#options;
    const realTimeLoop = (source.kind === 'file' || source.kind === 'drawn') && clock === 'live';
    const { arguments: commandArguments, script } = decoderCommand({
      source,
      size,
      decodeFps,
      maskPath,
      realTimeLoop,
    });
    const pipe = sight.stdin as Socket;
    const decoder = spawnGuarded('ffmpeg', commandArguments, {
      stdio: [script === null ? 'ignore' : 'pipe', pipe, 'pipe'],
      env: bareEnvironment(),
    });
    this.#decoder = decoder;
    decoder.stdin?.on('error', () => {}).end(script ?? '');
    // A file that changes its size is scaled to the first one; a camera that does is looked at anew.
    const remembered = clock === 'live' ? (this.#options.sourceSize ?? null) : null;
    const log = new DecoderLog(remembered, () => {
      if (clock === 'live') this.stop(new OutisError('source-size-changed'));
    });
    decoder.stderr?.setEncoding('utf8').on('data', (chunk: string) => log.push(chunk));
    decoder.on('error', (cause) => this.stop(new OutisError('decoder-missing', '', { cause })));
    // `close` comes after the log has been read to its end; sight then sees the end of its stdin by itself.
    decoder.on('close', (code) => {
      if (code === 127) return this.stop(new OutisError('decoder-missing'));
      if (code !== 0) this.#decoderProblem = log.problem ?? 'decoder-failed';
      if (this.#options.clock === 'live') this.stop(this.#endProblem());
    });
    await closed(pipe);
    const kept = decoder.pid === undefined ? false : holdsFileOf(decoder.pid);
    if (kept) throw new OutisError('wall-open', 'this process still holds the pipe of pictures');
  }

  #endProblem(): OutisError | null {
    if (this.#decoderProblem !== null) return new OutisError(this.#decoderProblem);
    return this.#options.clock === 'live' ? new OutisError('source-ended') : null;
  }

  async #writeMask(size: FrameSize): Promise<string | null> {
    const picture = maskPicture(this.#options.shape, size);
    if (picture === null) return null;
    await writeFile(this.#options.maskPath, picture);
    return this.#options.maskPath;
  }

  /** Numbers of frames may only grow, and not faster than frames can come: else they could carry something else. */
  #checkCounts({ framesDecoded, framesAnalysed, framesDropped }: SightHealth): void {
    const before = this.#lastCounts;
    const grows =
      framesDecoded >= before.framesDecoded &&
      framesAnalysed >= before.framesAnalysed &&
      framesDropped >= before.framesDropped;
    const seconds = (performance.now() - this.#startedMs) / 1000 + aheadSecondsMax;
    const ahead = this.#options.clock === 'live' && framesDecoded > seconds * this.#options.decodeFps * 1.2;
    if (!grows || ahead || framesAnalysed + framesDropped > framesDecoded) {
      throw new WireError('frame counts that cannot be');
    }
    this.#lastCounts = { framesDecoded, framesAnalysed, framesDropped };
  }

  #progress(framesDecoded: number): void {
    if (framesDecoded <= this.#framesDecoded) return;
    this.#framesDecoded = framesDecoded;
    this.#progressMs = performance.now();
  }

  #startWatchdog(): void {
    let told = false;
    this.#watchdog = setInterval(() => {
      const nowMs = performance.now();
      if (this.#framesDecoded > 0) {
        if (nowMs - this.#progressMs > stalledAfterMs) this.stop(new OutisError('source-stalled'));
      } else if (nowMs - this.#startedMs > firstPictureMsMax) {
        this.stop(new OutisError('source-stalled'));
      } else if (!told && nowMs - this.#startedMs > stalledAfterMs) {
        told = true;
        this.#events.onWaiting('source-stalled');
      }
    }, 500);
  }

  /** Ends both processes. Safe to call more than once; the first problem is the one that is told. */
  stop(problem: OutisError | null = null): void {
    if (this.#stopping) return;
    this.#stopping = true;
    if (this.#watchdog !== null) clearInterval(this.#watchdog);
    void this.#endBoth().then(() => this.#events.onStopped(problem, this.#ended));
  }

  async #endBoth(): Promise<void> {
    const sight = this.#sight;
    const decoder = this.#decoder;
    decoder?.kill('SIGKILL');
    if (sight?.connected) sight.disconnect();
    const late = setTimeout(() => sight?.kill('SIGKILL'), exitMsMax);
    await Promise.all([exited(sight), exited(decoder)]);
    clearTimeout(late);
  }
}

function closed(pipe: Socket): Promise<void> {
  return new Promise((resolve) => {
    pipe.once('close', () => resolve());
    pipe.destroy();
  });
}

function exited(child: ChildProcess | null): Promise<void> {
  if (child === null || child.pid === undefined || child.exitCode !== null || child.signalCode !== null)
    return Promise.resolve();
  return new Promise((resolve) => child.once('exit', () => resolve()));
}

/** True when this process still has the file open that is the stdout of process `pid`. */
export function holdsFileOf(pid: number, fd = 1): boolean {
  const link = readLink(`/proc/${pid}/fd/${fd}`);
  if (link === null) return false;
  return readdirSync('/proc/self/fd').some((own) => readLink(`/proc/self/fd/${own}`) === link);
}

function readLink(path: string): string | null {
  try {
    return readlinkSync(path);
  } catch {
    return null;
  }
}

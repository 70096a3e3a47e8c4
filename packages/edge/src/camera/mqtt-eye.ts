import {
  type CameraHealth,
  type Detection,
  detectionsPerFrameMax,
  ForeignClock,
  type ForeignMessage,
  type ForeignView,
  type FrameSize,
  foreignObservation,
  inView,
  type Observation,
  OutisError,
  type SightReady,
} from '@outis/core';
import type { ObservationsConfig } from '../config/observations-schema.ts';
import type { Broker } from '../mqtt/broker.ts';
import { type FrameTotals, firstHealth, noFrames } from './health.ts';
import { foreignParser, HeldDetections, ReadingBudget, withNewer } from './mqtt-eye-messages.ts';

/** The other system has decided already what is one, so that little is asked of its scores. */
const thresholds: SightReady['thresholds'] = { low: 0.05, high: 0.2 };
const lookMs = 250;
/**
 * Without a message for so long an observation of nothing lets time pass: tracks die, coverage goes on (it takes no gaps
 * from two seconds on). Not sooner, as a system that tells of changes alone says nothing of who stands still.
 */
const silenceMs = 1_900;
/** A system that tells every frame, or that it is there, is missed after this. */
const missedMs = 30_000;
/** What cannot be used is a problem where nothing that can came for so long before it. */
const unusableMs = 5_000;
/** Frigate sends each object of a frame by itself; a tracker believes a first detection in steps of 0.3 s or more. */
const frigatePace = { gatherMs: 150, gapMs: 350 };
const frameGatherMs = 30;

/** What an {@link MqttEye} needs. */
export interface MqttEyeOptions {
  readonly observations: ObservationsConfig;
  /** The connection of the site; null where none is configured. */
  readonly broker: Pick<Broker, 'isConnected' | 'subscribe'> | null;
  readonly view: ForeignView;
  /** Observations per second at most, for a system that tells every frame. */
  readonly analyseFps: number;
  /** Whether what is there now may be told as it is; a street's may not, and so its health may not move with it. */
  readonly isLive: boolean;
  /** The machine's clock, with which times of messages are compared. */
  readonly nowMs: () => number;
  /** A clock that never goes back, for tests; epoch ms at its start. */
  readonly monotonicMs?: () => number;
}

export interface MqttEyeEvents {
  onReady(ready: Pick<SightReady, 'thresholds'>, size: FrameSize): void;
  onObservation(observation: Observation): void;
  onInterrupted(): void;
}

/** What has come since the last observation: bounded, and classes, boxes and scores alone. */
interface Pending {
  readonly ownMs: number | null;
  readonly wallMs: number;
  readonly arrivalMs: number;
  readonly detections: readonly Detection[];
}

/**
 * A camera whose pictures another system sees: its messages, read by an allow-list, become observations. It has no lens, no
 * picture and no model. It runs while the system is there: Frigate by its `available`, others by their frames. Its health
 * tells no rate, because messages may come only when somebody passes. Frigate tells changes alone: what it told of holds
 * until it tells the same object anew or its end, so that who stands still is seen.
 */
export class MqttEye {
  readonly frames: FrameTotals = noFrames;
  readonly #options: MqttEyeOptions;
  readonly #events: MqttEyeEvents;
  readonly #parse: (payload: Uint8Array) => ForeignMessage;
  readonly #monotonicMs: () => number;
  readonly #isFrigate: boolean;
  readonly #clock = new ForeignClock();
  readonly #budget = new ReadingBudget();
  readonly #held = new HeldDetections();
  readonly #unsubscribe: (() => void)[] = [];
  #health: CameraHealth = firstHealth('starting');
  #timer: NodeJS.Timeout | null = null;
  #due: NodeJS.Timeout | null = null;
  #pending: Pending | null = null;
  #lastMs = 0;
  #startedMs = 0;
  #usableMs: number | null = null;
  #refused: { readonly atMs: number; readonly why: string } | null = null;
  #isOnline: boolean | null = null;
  /** It tells only of who is there: then its silence is no problem, or the health of a street would tell of them too. */
  #isSparse = false;
  #frameIndex = 0;

  constructor(options: MqttEyeOptions, events: MqttEyeEvents) {
    this.#options = options;
    this.#events = events;
    this.#parse = foreignParser(options.observations);
    this.#monotonicMs = options.monotonicMs ?? epochMs;
    this.#isFrigate = options.observations.from === 'frigate';
  }

  get health(): CameraHealth {
    return this.#health;
  }

  start(): void {
    const { broker, observations } = this.#options;
    this.#startedMs = this.#monotonicMs();
    if (broker !== null) {
      this.#unsubscribe.push(broker.subscribe(observations.topic, ({ payload }) => this.#take(payload)));
      if (this.#isFrigate)
        this.#unsubscribe.push(
          broker.subscribe(availableTopic(observations.topic), ({ payload }) => this.#hearOf(payload), {
            withRetained: true,
          }),
        );
    }
    this.#timer = setInterval(() => this.#look(), lookMs);
    this.#look();
  }

  async stop(): Promise<void> {
    if (this.#timer !== null) clearInterval(this.#timer);
    this.#timer = null;
    for (const end of this.#unsubscribe.splice(0)) end();
    this.#interrupt();
    this.#tell('stopped', null);
  }

  /** Whether Frigate is there, as it says itself; any other word says nothing. */
  #hearOf(payload: Uint8Array): void {
    if (payload.length > 16) return;
    const word = Buffer.from(payload).toString('latin1');
    if (word === 'online' || word === 'offline') this.#isOnline = word === 'online';
    this.#look();
  }

  #take(payload: Uint8Array): void {
    const arrivalMs = this.#monotonicMs();
    if (!this.#budget.allows(payload.length, arrivalMs)) return;
    const message = this.#parse(payload);
    const isMissed = this.#usableMs !== null && this.#health.state !== 'running';
    if (!this.#options.isLive && isMissed && message.kind === 'frame' && message.detections.length > 0)
      this.#isSparse = true;
    if (message.kind === 'refused') this.#refused = { atMs: arrivalMs, why: message.why };
    else this.#usableMs = arrivalMs;
    if (this.#health.state !== 'running') this.#look();
    if (message.kind !== 'frame' || this.#health.state !== 'running') return;
    const detections = inView(message.detections, this.#options.view);
    const { ownMs, replaces = null } = message;
    if (this.#isFrigate) {
      this.#held.take(detections, replaces, arrivalMs);
      // An event of something else says nothing of what is in view.
      if (detections.length === 0) return;
    }
    this.#collect({ ownMs, wallMs: this.#options.nowMs(), arrivalMs, detections });
  }

  /** Of frames the latest wins; parts of one frame that come one by one belong together. */
  #collect(newer: Pending): void {
    const older = this.#pending;
    const isPart = newer.ownMs !== null && newer.ownMs === (older?.ownMs ?? null);
    const detections = isPart
      ? withNewer(older?.detections ?? [], newer.detections, detectionsPerFrameMax)
      : newer.detections;
    this.#pending = { ...newer, detections };
    if (older !== null) return;
    if (this.#due !== null) clearTimeout(this.#due);
    this.#wait(newer.arrivalMs);
  }

  #wait(nowMs: number): void {
    const { gatherMs, gapMs } = this.#isFrigate
      ? frigatePace
      : { gatherMs: frameGatherMs, gapMs: 1000 / this.#options.analyseFps };
    const waitMs = Math.max(gatherMs, this.#lastMs + gapMs - nowMs);
    this.#due = setTimeout(() => this.#observe(), waitMs);
  }

  #observe(): void {
    this.#due = null;
    const pending = this.#pending;
    this.#pending = null;
    const nowMs = this.#monotonicMs();
    const held = this.#isFrigate ? this.#held.now(nowMs) : [];
    if (pending === null && this.#held.isEmpty) return;
    if (pending === null && this.#isFrigate && held.length === 0) {
      this.#wait(nowMs);
      return;
    }
    const tMs =
      pending === null
        ? this.#clock.ofSilence(nowMs)
        : this.#clock.ofMessage(pending.ownMs, pending.wallMs, pending.arrivalMs);
    this.#emit(tMs, this.#isFrigate ? held : (pending?.detections ?? []));
    // Who is in view and does not move is not told anew, and is there.
    if (!this.#held.isEmpty) this.#wait(nowMs);
  }

  #emit(tMs: number, detections: readonly Detection[]): void {
    this.#lastMs = this.#monotonicMs();
    this.#events.onObservation(foreignObservation(tMs, this.#frameIndex++, detections));
  }

  /** Looks whether the other system is there, and lets time pass where it has nothing to tell. */
  #look(): void {
    if (this.#timer === null) return;
    const nowMs = this.#monotonicMs();
    const problem = this.#problem(nowMs);
    const isRunning = problem === null && this.#isThere(nowMs);
    const wasRunning = this.#health.state === 'running';
    if (isRunning && !wasRunning) {
      const { widthPx, heightPx } = this.#options.observations;
      this.#tell('running', null);
      this.#lastMs = nowMs;
      this.#events.onReady({ thresholds }, { widthPx, heightPx });
    } else if (!isRunning) {
      if (wasRunning) this.#interrupt();
      this.#tell(problem === null ? 'starting' : 'stalled', problem);
    } else if (this.#pending === null && nowMs - this.#lastMs >= silenceMs)
      this.#emit(this.#clock.ofSilence(nowMs), []);
  }

  /** True while it says that it is there; one that never says so is taken at its messages. */
  #isThere(nowMs: number): boolean {
    if (this.#isFrigate) return this.#isOnline ?? this.#usableMs !== null;
    return this.#usableMs !== null && (this.#isSparse || nowMs - this.#usableMs < missedMs);
  }

  #problem(nowMs: number): OutisError | null {
    const { broker, observations } = this.#options;
    if (broker === null) return new OutisError('broker-unreachable', 'mqtt is not configured');
    if (!broker.isConnected) {
      // What it said before the connection ended may be old; it is kept by the broker and comes again.
      this.#isOnline = null;
      this.#usableMs = null;
      return new OutisError('broker-unreachable');
    }
    const refused = this.#isSparse ? null : this.#refused;
    if (refused !== null && refused.atMs - (this.#usableMs ?? Number.NEGATIVE_INFINITY) > unusableMs)
      return new OutisError('observations-invalid', `${observations.system}: ${refused.why}`);
    if (this.#isThere(nowMs)) return null;
    const isMissed = this.#isOnline === false || nowMs - this.#startedMs >= missedMs;
    return isMissed ? new OutisError('observations-missing', observations.system) : null;
  }

  /** Whoever was followed is dropped, and what was not told yet is too. */
  #interrupt(): void {
    if (this.#due !== null) clearTimeout(this.#due);
    this.#due = null;
    this.#pending = null;
    this.#held.clear();
    this.#events.onInterrupted();
  }

  #tell(state: CameraHealth['state'], problem: OutisError | null): void {
    if (
      state === this.#health.state &&
      (problem?.message ?? null) === (this.#health.problem?.message ?? null)
    )
      return;
    this.#health = firstHealth(state, problem);
  }
}

/** Frigate says under the same prefix as its events whether it is there. */
function availableTopic(topic: string): string {
  return topic.includes('/') ? `${topic.slice(0, topic.lastIndexOf('/'))}/available` : 'frigate/available';
}

function epochMs(): number {
  return performance.timeOrigin + performance.now();
}

import { setImmediate as turn } from 'node:timers/promises';
import {
  type FrameSize,
  isRoadUser,
  OutisError,
  type SafetyPreviewJson,
  stepMsMax,
  type Track,
} from '@outis/core';
import type { Note } from '../audit/log-entry.ts';
import type { SafetyConfig } from '../config/safety-schema.ts';
import type { Camera } from './camera.ts';
import type { SafetyStep } from './safety.ts';
import { armedAt, gateOf } from './safety-gate.ts';
import { makeRule } from './safety-rules.ts';

/** So much is kept, and not more; the oldest is dropped first. */
export const previewKeptMsMax = 300_000;
/** Five minutes of twenty pictures a second. */
export const previewStepsMax = 6_000;
/** Persons, vehicles and worn parts in all of them together. */
export const previewObjectsMax = 300_000;
/** An editor that is open for longer opens its recording anew. */
export const previewOpenMsMax = 600_000;
/** Trying out gives way to the cameras after this long. */
const turnMs = 8;

/** Who has the editor open. */
export interface PreviewUser {
  readonly name: string;
  /** As in the log. */
  readonly actor: string;
}

interface RecordedStep extends SafetyStep {
  readonly elapsedMs: number;
}

/** What one editor has seen since it was opened. It is in memory alone, and gone when the editor is. */
export class PreviewRecording {
  readonly #steps: RecordedStep[] = [];
  #objects = 0;
  #watchedMs = 0;
  #frame: FrameSize | null = null;

  /** Time that was watched, of what is kept. */
  get watchedMs(): number {
    return Math.round(this.#watchedMs);
  }

  get steps(): readonly SafetyStep[] {
    return [...this.#steps];
  }

  /** The size of the pictures it is of; null before the first. */
  get frame(): FrameSize | null {
    return this.#frame;
  }

  /** Takes one step: what rules read of it and nothing else. */
  take({ tMs, offsetMs, tracks, detections }: SafetyStep, frame: FrameSize): void {
    const isOther = this.#frame?.widthPx !== frame.widthPx || this.#frame.heightPx !== frame.heightPx;
    const latest = this.#steps.at(-1);
    // Boxes of other pictures, and times of another clock, do not go together.
    if (isOther || (latest !== undefined && tMs < latest.tMs)) this.clear();
    this.#frame = frame;
    const gapMs = this.#steps.length === 0 ? 0 : tMs - this.#steps.at(-1)!.tMs;
    const step: RecordedStep = {
      ...{ tMs, offsetMs, elapsedMs: Math.min(stepMsMax, gapMs) },
      tracks: tracks.map(readByRules),
      detections: detections.filter((one) => !isRoadUser(one.class)),
    };
    this.#steps.push(step);
    this.#objects += sizeOf(step);
    this.#watchedMs += step.elapsedMs;
    while (
      this.#steps.length > previewStepsMax ||
      this.#objects > previewObjectsMax ||
      this.#steps[0]!.tMs < tMs - previewKeptMsMax
    )
      this.#drop();
  }

  clear(): void {
    this.#steps.length = 0;
    this.#objects = 0;
    this.#watchedMs = 0;
    this.#frame = null;
  }

  #drop(): void {
    this.#objects -= sizeOf(this.#steps.shift()!);
    // What lies before the first step that is left is not kept any more.
    this.#watchedMs = Math.max(0, this.#watchedMs - (this.#steps[0]?.elapsedMs ?? this.#watchedMs));
  }
}

interface Open {
  readonly user: PreviewUser;
  readonly camera: Camera;
  readonly recording: PreviewRecording;
  isBusy: boolean;
  /** How often rules were tried: who asks all the time watches. */
  tries: number;
}

/** The rule editors that are open: one a camera, each with what was seen since then. Opening and closing is noted. */
export class Previews {
  readonly #open = new Map<string, Open>();
  readonly #note: Note;
  readonly #nowMs: () => number;
  readonly #timeZone: string;

  constructor(options: { readonly note: Note; readonly nowMs: () => number; readonly timeZone: string }) {
    this.#note = options.note;
    this.#nowMs = options.nowMs;
    this.#timeZone = options.timeZone;
  }

  /**
   * Records what rules of a site read, until the returned function is called. Throws `purpose-refused` for a street,
   * `camera-paused`, and `camera-busy` while somebody else, or another window, has an editor open.
   */
  begin(camera: Camera, user: PreviewUser): { readonly watchedMs: () => number; readonly end: () => void } {
    const { id } = camera.config;
    const { safety } = camera;
    if (safety === null) throw new OutisError('purpose-refused', `${camera.config.purpose} warns of nothing`);
    if (camera.isPaused) throw new OutisError('camera-paused', id);
    const before = this.#open.get(id);
    if (before !== undefined) throw new OutisError('camera-busy', `${before.user.name} tries out rules`);
    const fromMs = this.#nowMs();
    // What cannot be written down is not recorded.
    this.#note({ actor: user.actor, action: 'safety.previewed', subject: id, detail: { fromMs } });
    const open: Open = { user, camera, recording: new PreviewRecording(), isBusy: false, tries: 0 };
    this.#open.set(id, open);
    safety.record((step, frame) => open.recording.take(step, frame));
    const end = (): void => {
      if (this.#open.get(id) !== open) return;
      this.#open.delete(id);
      safety.record(null);
      open.recording.clear();
      const detail = { fromMs, toMs: this.#nowMs(), tries: open.tries };
      try {
        this.#note({ actor: user.actor, action: 'safety.previewed', subject: id, detail });
      } catch {
        // The log tells of its own problem; that it was opened is written down.
      }
    };
    return { watchedMs: () => open.recording.watchedMs, end };
  }

  /**
   * How often these rules would have warned of what was seen since the editor was opened, as if they had begun with it.
   * Throws `preview-closed` for everybody but who has it open, and `camera-busy` while it is being tried already.
   */
  async fired(cameraId: string, userName: string, config: SafetyConfig): Promise<SafetyPreviewJson> {
    const open = this.#open.get(cameraId);
    if (open === undefined || open.user.name !== userName) throw new OutisError('preview-closed', cameraId);
    if (open.isBusy) throw new OutisError('camera-busy', `${userName} tries out rules`);
    open.isBusy = true;
    open.tries++;
    try {
      return await replayed(open, config, this.#timeZone);
    } finally {
      open.isBusy = false;
    }
  }
}

async function replayed(
  { recording, camera }: Open,
  config: SafetyConfig,
  timeZone: string,
): Promise<SafetyPreviewJson> {
  const { steps, watchedMs, frame } = recording;
  let offsetMs = 0;
  const tried = config.rules.map((rule) => {
    const isArmed = armedAt(rule, timeZone);
    const made = makeRule(rule, config, frame ?? { widthPx: 1, heightPx: 1 }, camera.safety!.classes);
    return { rule, made, gate: gateOf({ ...rule, mode: 'live' }, (tMs) => isArmed(tMs + offsetMs)) };
  });
  let beganMs = performance.now();
  for (const step of steps) {
    offsetMs = step.offsetMs;
    for (const { made, gate } of tried)
      if (made.rule !== null) gate.step(step.tMs, made.rule.step(step.tMs, step.tracks, step.detections));
    if (performance.now() - beganMs < turnMs) continue;
    await turn();
    beganMs = performance.now();
  }
  return {
    watchedMs,
    fired: tried.flatMap(({ rule, made, gate }) =>
      gate.counts().map(({ zoneId, alarms }) => ({
        ...{ rule: rule.rule, zoneId, times: alarms, problem: made.problem },
      })),
    ),
  };
}

/** A track as far as rules read it. */
function readByRules({ id, class: name, box, foot, seen, lastSeenMs }: Track): Track {
  return { id, class: name, box, foot, seen, lastSeenMs, score: 1, confirmed: true, bornMs: 0 };
}

function sizeOf({ tracks, detections }: SafetyStep): number {
  return tracks.length + detections.length;
}

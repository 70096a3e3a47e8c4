import { randomInt } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import {
  type Alarm,
  type AlarmGate,
  type CameraSafetyJson,
  type Detection,
  type FrameSize,
  type ObjectClass,
  OutisError,
  permits,
  type SafetyRule,
  type SafetyRuleConfig,
  type SafetyRuleJson,
  type SavedBlockedRule,
  stepMsMax,
  type Track,
} from '@outis/core';
import type { AlertSink } from '../alert/notice.ts';
import type { CameraConfig } from '../config/config-schema.ts';
import type { SafetyConfig } from '../config/safety-schema.ts';
import type { CameraSurroundings } from './camera-surroundings.ts';
import { ReplayRing } from './replay-ring.ts';
import { SafetyExposure } from './safety-exposure.ts';
import { armedAt, gateKey, gateOf, keptState, restoreGate } from './safety-gate.ts';
import { adviceOf, classProblem, type MadeRule, makeRule } from './safety-rules.ts';

/** What a {@link Safety} needs. */
export interface SafetyOptions {
  readonly cameraId: string;
  readonly config: SafetyConfig;
  /** What the detector knows; null where nobody has said. */
  readonly classes: readonly ObjectClass[] | null;
  /** Of the site; schedules and weeks are by its clocks. */
  readonly timeZone: string;
  readonly sink: AlertSink;
  /** Draws a fresh unpredictable whole number. */
  readonly randomId: () => number;
  readonly nowMs: () => number;
}

/** One step of the tracker. */
export interface SafetyStep {
  /** On sight's clock, like the tracks. */
  readonly tMs: number;
  /** What to add for the machine's clock. */
  readonly offsetMs: number;
  readonly tracks: readonly Track[];
  /** Of the same frame, as fractions of the picture. */
  readonly detections: readonly Detection[];
}

/** One configured rule. */
interface Entry {
  readonly config: SafetyRuleConfig;
  readonly key: string;
  readonly gate: AlarmGate;
  readonly isArmed: (machineMs: number) => boolean;
  readonly exposure: SafetyExposure;
  /** Null before the size of the pictures is known. */
  made: MadeRule | null;
  /** What stood in an escape route when the eye was interrupted, and when that was. */
  carried: { readonly atMs: number; readonly state: SavedBlockedRule } | null;
  /** Of the last full hour. */
  shown: Pick<SafetyRuleJson, 'counts' | 'learned' | 'judgements'>;
}

/** Gates are kept at whole multiples of this, never at an alarm: when something was written tells nothing. */
const savedEveryMs = 600_000;
const hourMs = 3_600_000;
/** After a longer interruption something else may stand there. */
const carriedMsMax = 300_000;

/**
 * What a site-safety camera warns of: tracks and detections → findings → alarms → `AlertSink`, in the turn in which they
 * came. Rules live on sight's clock and end with the eye; gates, with their cooldowns and what was learned, outlive it.
 */
export class Safety {
  readonly #options: SafetyOptions;
  #config: SafetyConfig;
  #entries: readonly Entry[];
  #ring: ReplayRing | null = null;
  #frame: FrameSize | null = null;
  #offsetMs = 0;
  #stepMs: number | null = null;
  #tickedMs: number | null = null;
  #isStarted = false;
  #recorder: ((step: SafetyStep, frame: FrameSize) => void) | null = null;

  constructor(options: SafetyOptions) {
    this.#options = options;
    this.#config = options.config;
    this.#entries = this.#makeEntries();
  }

  /**
   * Goes on with other rules, zones and ground. Rules begin anew; the cooldowns and what was learned of those that are the
   * same go on.
   */
  setConfig(config: SafetyConfig): void {
    const partsOf = ({ rules, zones, calibration }: SafetyConfig): unknown => [rules, zones, calibration];
    const isSame = isDeepStrictEqual(partsOf(this.#config), partsOf(config));
    const [isStarted, frame, before] = [this.#isStarted, this.#frame, this.#entries];
    if (!isSame) this.end();
    this.#config = config;
    if (isSame) return;
    this.#entries = this.#makeEntries();
    this.#tickedMs = null;
    if (isStarted) this.start();
    for (const { key, gate, shown } of before) {
      const entry = this.#entries.find((one) => one.key === key);
      if (entry === undefined) continue;
      // As it is and not as it is kept; and who saves again and again is told nothing new.
      entry.gate.restore(gate.save());
      entry.shown = shown;
    }
    if (frame !== null) this.ready(frame);
  }

  #makeEntries(): readonly Entry[] {
    const { timeZone } = this.#options;
    const config = this.#config;
    return config.rules.map((rule): Entry => {
      const isArmed = armedAt(rule, timeZone);
      const gate = gateOf(rule, (tMs) => isArmed(tMs + this.#offsetMs));
      const exposure = new SafetyExposure(rule);
      return {
        config: rule,
        key: gateKey(rule, config.zones),
        ...{ gate, isArmed, exposure, made: null, carried: null },
        shown: shownOf(gate, exposure),
      };
    });
  }

  /** Goes on with what was kept of its gates, and forgets those of rules that are gone. */
  start(): void {
    if (this.#isStarted) return;
    this.#isStarted = true;
    const { sink, cameraId } = this.#options;
    tryStore(() => {
      for (const entry of this.#entries) {
        restoreGate(entry.gate, sink.gate(cameraId, entry.key));
        entry.shown = shownOf(entry.gate, entry.exposure);
      }
      sink.keepGates(
        cameraId,
        this.#entries.map(({ key }) => key),
      );
    });
  }

  /** The eye tells the size of its pictures. */
  ready(frame: FrameSize): void {
    const { classes, randomId, nowMs } = this.#options;
    const config = this.#config;
    this.#frame = frame;
    this.#stepMs = null;
    this.#ring?.finish();
    this.#ring = new ReplayRing(config.purpose, frame, randomId);
    for (const entry of this.#entries) {
      const { carried } = entry;
      const isRecent = carried !== null && Math.abs(nowMs() - carried.atMs) <= carriedMsMax;
      entry.made = makeRule(entry.config, config, frame, classes, isRecent ? carried.state : null);
      entry.carried = null;
      entry.exposure.begin();
    }
  }

  /** Takes one step. Alarms have been handed on when it returns. */
  step(step: SafetyStep): void {
    const { tMs, offsetMs, tracks, detections } = step;
    if (this.#ring === null || this.#frame === null) return;
    this.#recorder?.(step, this.#frame);
    this.#offsetMs = offsetMs;
    const elapsedMs = this.#stepMs === null ? 0 : Math.max(0, Math.min(stepMsMax, tMs - this.#stepMs));
    this.#stepMs = tMs;
    if (this.#entries.length === 0) return;
    this.#ring.step(tMs, tracks);
    for (const { gate, made, isArmed, exposure } of this.#entries) {
      if (made === null || made.rule === null) continue;
      if (isArmed(tMs + offsetMs)) exposure.watch(elapsedMs);
      const findings = made.rule.step(tMs, tracks, detections);
      for (const alarm of gate.step(tMs, findings)) this.#raise(alarm);
    }
  }

  /** Calls `onStep` with every step, until it is called with null. Only `Previews` calls it. */
  record(onStep: ((step: SafetyStep, frame: FrameSize) => void) | null): void {
    this.#recorder = onStep;
  }

  /** The eye was interrupted: whoever is followed is dropped, gates stay. */
  interrupt(): void {
    this.#ring?.finish();
    this.#ring = null;
    this.#frame = null;
    this.#stepMs = null;
    const atMs = this.#options.nowMs();
    for (const entry of this.#entries) {
      this.#judge(entry);
      const state = entry.made?.rule?.carry() ?? null;
      if (entry.made !== null) entry.carried = state === null ? null : { atMs, state };
      entry.made = null;
    }
  }

  /** The site's tick, also while the camera is down. */
  tick(nowMs: number): void {
    if (!this.#isStarted) return;
    const before = this.#tickedMs;
    this.#tickedMs = nowMs;
    const { sink, cameraId, timeZone } = this.#options;
    const isNew = (spanMs: number): boolean =>
      before !== null && Math.floor(before / spanMs) !== Math.floor(nowMs / spanMs);
    tryStore(() => {
      const exposures = this.#entries.flatMap((entry) => {
        this.#judge(entry);
        const told = entry.exposure.tick(nowMs, cameraId, entry.isArmed(nowMs), timeZone);
        return isLive(entry) ? told : [];
      });
      if (exposures.length > 0) sink.addExposure(exposures);
      if (isNew(savedEveryMs)) this.#save();
    });
    if (isNew(hourMs)) for (const entry of this.#entries) entry.shown = shownOf(entry.gate, entry.exposure);
  }

  /** Keeps what gates know, and tells what was watched. Other rules may follow. */
  end(): void {
    this.interrupt();
    if (!this.#isStarted) return;
    this.#isStarted = false;
    const { sink, cameraId, timeZone, nowMs } = this.#options;
    tryStore(() => {
      this.#save();
      const exposures = this.#entries
        .filter(isLive)
        .flatMap(({ exposure }) => exposure.finish(nowMs(), cameraId, timeZone));
      if (exposures.length > 0) sink.addExposure(exposures);
    });
  }

  /** How each rule is doing. */
  json(): CameraSafetyJson {
    const { classes, nowMs } = this.#options;
    const setup = this.#config;
    const rules = this.#entries.map(({ config, made, isArmed, shown }) => ({
      config,
      mode: config.mode ?? 'live',
      problem: made === null ? classProblem(config.rule, classes) : made.problem,
      advice: adviceOf(config.rule, setup.analyseFps),
      isArmed: isArmed(nowMs()),
      ...shown,
    }));
    return { rules, calibration: setup.calibration ?? null };
  }

  /** An alert of this place was closed as one that was right: while it learns it is not counted as a false one. */
  wasRight(rule: SafetyRule, zoneId: string): void {
    for (const { config, gate } of this.#entries)
      if (config.rule === rule && !gate.learned().isComplete) gate.wasRight(zoneId);
  }

  /** What the detector knows; null where nobody has said. */
  get classes(): readonly ObjectClass[] | null {
    return this.#options.classes;
  }

  #raise(alarm: Alarm): void {
    const { sink, cameraId } = this.#options;
    const hazard = this.#config.zones.find(({ id }) => id === alarm.zoneId)?.hazard ?? null;
    const at = { ...alarm, tMs: Math.round(alarm.tMs + this.#offsetMs) };
    let alertId: string | null = null;
    const replay = this.#ring!.replay(alarm.tMs, (whole) => {
      if (alertId !== null) tryStore(() => sink.completeReplay(alertId!, whole));
    });
    tryStore(() => {
      alertId = sink.raise(cameraId, hazard, at, replay);
    });
  }

  #judge({ made, exposure, isArmed }: Entry): void {
    const judgements = made?.rule?.judgements() ?? [];
    if (judgements.length > 0) exposure.judge(judgements, isArmed(this.#options.nowMs()));
  }

  #save(): void {
    const { sink, cameraId } = this.#options;
    for (const { key, gate } of this.#entries) sink.saveGate(cameraId, key, keptState(gate));
  }
}

/** What a camera warns of; null where its purpose permits no warning. */
export function makeSafety(
  config: CameraConfig,
  { alerts: sink, model, timeZone, nowMs }: CameraSurroundings,
  hasLens: boolean,
): Safety | null {
  if (permits[config.purpose].rules.length === 0) return null;
  // A simulation draws whatever there is to see.
  const classes = hasLens && !(model instanceof OutisError) ? (model.classes ?? null) : null;
  const randomId = (): number => randomInt(2 ** 47);
  return new Safety({ cameraId: config.id, config, classes, timeZone, sink, randomId, nowMs });
}

function isLive({ config }: Entry): boolean {
  return (config.mode ?? 'live') === 'live';
}

function shownOf(gate: AlarmGate, exposure: SafetyExposure): Entry['shown'] {
  return { counts: gate.counts(), learned: gate.learned(), judgements: exposure.judgements() };
}

/** The store of alerts tells of its own problem on the page; a camera goes on watching. */
function tryStore(act: () => void): void {
  try {
    act();
  } catch (error) {
    if (!(error instanceof OutisError)) throw error;
  }
}

import { setImmediate } from 'node:timers/promises';
import {
  type Alarm,
  AlarmGate,
  type AlertCause,
  type AlertMeasure,
  alertKeptMsMax,
  ladders,
  minuteOfWeek,
  type ReplayJson,
  type SafetyRule,
  type SafetyRuleConfig,
  type SavedAlarmGate,
  weekStartMs,
} from '@outis/core';
import type { AlertStore } from '../alert/alert-store.ts';
import { Alerts } from '../alert/alerts.ts';
import { CountingPipeline } from '../pipeline/counting-pipeline.ts';
import { ReplayRing } from '../pipeline/replay-ring.ts';
import { gateKey } from '../pipeline/safety-gate.ts';
import { makeRule } from '../pipeline/safety-rules.ts';
import type { Site } from '../pipeline/site.ts';
import { SeededRandom } from './random.ts';
import type { SimulatedScene } from './scenes.ts';
import { simulatedSize, simulatedThresholds } from './simulated-camera.ts';
import { Simulation } from './simulation.ts';

export interface AlertsPastOptions {
  readonly site: Site;
  /** That of the site. */
  readonly alertStore: AlertStore;
  readonly cameraId: string;
  readonly scene: SimulatedScene;
  /** Epoch ms. */
  readonly endMs: number;
}

/** An alert as the simulation gave it, to be given again at other times. */
interface Sample {
  readonly alarm: Alarm;
  replay: ReplayJson;
}

/** What it comes to: alerts a working day at first, and from week to week by this factor. */
interface Trend {
  readonly perDay: number;
  readonly weekly: number;
  readonly causes: readonly AlertCause[];
  readonly measures: readonly AlertMeasure[];
}

/** A barrier that was set up helps; the way over the yard is as it was; helmets hang where nobody passes. */
const trends: Readonly<Record<SafetyRule, Trend>> = {
  exclusion: {
    ...{ perDay: 5, weekly: 0.72 },
    causes: ['barrier-missing', 'barrier-moved', 'barrier-missing', 'route-unclear'],
    measures: ['barrier-set', 'barrier-set', 'briefing-held', 'sign-set'],
  },
  proximity: {
    ...{ perDay: 2.5, weekly: 1 },
    causes: ['route-unclear', 'sight-poor', 'work-overlap'],
    measures: ['route-changed', 'lighting-improved', 'none-needed'],
  },
  blocked: {
    ...{ perDay: 1.2, weekly: 0.9 },
    causes: ['delivery-unannounced', 'way-blocked'],
    measures: ['way-cleared', 'work-rescheduled'],
  },
  helmet: {
    ...{ perDay: 2, weekly: 1.15 },
    causes: ['equipment-missing', 'equipment-missing', 'false-alarm'],
    measures: ['equipment-provided', 'briefing-held', 'none-needed'],
  },
  vest: {
    ...{ perDay: 1, weekly: 1 },
    causes: ['equipment-missing'],
    measures: ['equipment-provided'],
  },
};

/** Alarms of the first step in three days. */
const learnedAlarms: Readonly<Record<SafetyRule, number>> = {
  ...{ exclusion: 8, proximity: 5, blocked: 3, helmet: 6, vest: 11 },
};
const weeksBack = 4;
/** So many of the newest are left for whoever opens the demo. */
const openMax = 4;
const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
/** In this time of the scene each of its dangers is there once at least. */
const sampleMs = 6 * 60_000;
/** Of the armed time nothing was seen in this share, of that with people heads were too few in this one. */
const unseenShare = 0.03;
const unjudgedShare = 0.08;
/** Shares of a working day with people in the zone. */
const occupiedShare = 0.12;

/**
 * Gives a demo alerts that lie behind it: some minutes of the scene go through tracks and rules, and what these warn of is
 * given again over four weeks. The newest stay open with their replays, the others are closed, with time to measure by.
 */
export async function simulateAlerts(options: AlertsPastOptions): Promise<void> {
  const { site, alertStore, cameraId, endMs } = options;
  const { rules, zones } = site.camera(cameraId).config;
  const samples = await sample(options);
  for (const rule of rules) saveLearned(options, rule);
  const random = new SeededRandom(cameraId.length);
  const { site: about } = site.camerasJson();
  const { timeZone } = about;
  let clockMs = endMs;
  // Each is given and closed at its time: what is older than three days is not known any more.
  const alerts = new Alerts({ store: alertStore, site: about, note: () => {}, nowMs: () => clockMs });
  const thisWeekMs = weekStartMs(endMs, timeZone);
  const fromMs = weekStartMs(thisWeekMs - (weeksBack - 0.5) * 7 * dayMs, timeZone);
  const due: { readonly tMs: number; readonly sample: Sample }[] = [];
  for (const { rule, zones: zoneIds, mode = 'live' } of rules) {
    for (const zoneId of zoneIds) {
      addExposure(options, rule, zoneId, fromMs, thisWeekMs);
      const fitting = samples.filter(({ alarm }) => alarm.rule === rule && alarm.zoneId === zoneId);
      if (mode !== 'live' || fitting.length === 0) continue;
      for (const tMs of timesOf(trends[rule], fromMs, endMs, timeZone, random))
        due.push({ tMs, sample: random.pick(fitting) });
    }
  }
  due.sort((a, b) => a.tMs - b.tMs);
  for (const [
    index,
    {
      tMs,
      sample: { alarm, replay },
    },
  ] of due.entries()) {
    const hazard = zones.find(({ id }) => id === alarm.zoneId)?.hazard ?? null;
    clockMs = tMs;
    const id = alerts.raise(cameraId, hazard, { ...alarm, tMs }, replay);
    if (index % 20 === 0) await setImmediate();
    if (id === null) continue;
    const { causes, measures } = trends[alarm.rule];
    const isOpen = due.length - index <= openMax && tMs > endMs - 0.9 * alertKeptMsMax;
    if (!isOpen) alerts.close(id, random.pick(causes), random.pick(measures), 'demo');
    else if (index % 2 === 0) alerts.see(id, 'demo');
  }
}

/** What three days of learning came to, and what was counted since. */
function saveLearned({ site, cameraId }: AlertsPastOptions, config: SafetyRuleConfig): void {
  const steps = ladders[config.rule].map((_, step) => Math.round(learnedAlarms[config.rule] * 0.62 ** step));
  const saved: SavedAlarmGate = {
    tMs: null,
    zones: config.zones.map(() => ({ sinceMs: null, alarms: steps[0]! })),
    learning: {
      watchedMs: 3 * dayMs,
      alarms: steps,
      sinceMs: config.zones.map(() => steps.map(() => null)),
    },
  };
  const { zones } = site.camera(cameraId).config;
  site.alerts.saveGate(cameraId, gateKey(config, zones), JSON.stringify(saved));
}

/** Lets the scene run, and takes what its rules warn of, with replays. */
async function sample({ site, cameraId, scene }: AlertsPastOptions): Promise<Sample[]> {
  let nextId = 1;
  const newId = (): number => nextId++;
  const { config } = site.camera(cameraId);
  const simulation = new Simulation(scene, 7);
  const pipeline = new CountingPipeline({
    ...{ frame: simulatedSize, lines: [], thresholds: simulatedThresholds, newId },
  });
  const ring = new ReplayRing('site-safety', simulatedSize, newId);
  const running = config.rules.flatMap(({ mode: _mode, schedule: _schedule, ...rule }) => {
    const made = makeRule(rule, config, simulatedSize, null);
    const gate = { rule: rule.rule, zoneIds: rule.zones, mode: 'live', cooldownMs: 60_000 } as const;
    return made.rule === null ? [] : [{ rule: made.rule, gate: new AlarmGate(gate) }];
  });
  const samples: Sample[] = [];
  const stepMs = 1000 / config.analyseFps;
  // At noon, when there is most to see.
  const startMs = 12 * hourMs;
  for (let index = 0; index * stepMs < sampleMs; index++) {
    const tMs = startMs + index * stepMs;
    simulation.step(tMs);
    const detections = simulation.observe();
    const { tracks } = pipeline.step(tMs, detections);
    ring.step(tMs, tracks);
    for (const { rule, gate } of running) {
      for (const alarm of gate.step(tMs, rule.step(tMs, tracks, detections))) {
        const taken: Sample = { alarm, replay: { steps: [], alertAtMs: 0 } };
        taken.replay = ring.replay(tMs, (whole) => {
          taken.replay = whole;
        });
        samples.push(taken);
      }
    }
    if (index % 500 === 0) await setImmediate();
  }
  ring.finish();
  return samples;
}

/** When there were alerts: on working days between six and six, more in the morning and after noon. */
function timesOf(
  { perDay, weekly }: Trend,
  fromMs: number,
  endMs: number,
  timeZone: string,
  random: SeededRandom,
): number[] {
  const times: number[] = [];
  for (let hour = fromMs; hour < endMs; hour += hourMs) {
    const ofWeekH = minuteOfWeek(hour, timeZone) / 60;
    const [ofDay, ofWeek] = [ofWeekH % 24, Math.floor(ofWeekH / 24)];
    if (ofDay < 6 || ofDay >= 18 || ofWeek > 5) continue;
    const busy = ofDay < 9 || (ofDay >= 13 && ofDay < 16) ? 1.5 : 0.6;
    const week = Math.floor((hour - fromMs) / (7 * dayMs));
    const expected = (perDay / 12) * busy * weekly ** week * (ofWeek === 5 ? 0.25 : 1);
    const tMs = hour + random.between(0, hourMs);
    if (random.next() < expected && tMs < endMs) times.push(tMs);
  }
  return times;
}

/** The rule was armed all the time, and the camera watched nearly all of it. */
function addExposure(
  { site, cameraId, endMs }: AlertsPastOptions,
  rule: SafetyRule,
  zoneId: string,
  fromMs: number,
  thisWeekMs: number,
): void {
  const looksAtHeads = rule === 'helmet' || rule === 'vest';
  const timeZone = site.camerasJson().site.timeZone;
  for (let at = fromMs; at <= thisWeekMs; at += 7 * dayMs) {
    // The middle of a week is in it, however long it is.
    const weekMs = weekStartMs(at + 3.5 * dayMs, timeZone);
    const armedMs = Math.min(7 * dayMs, Math.max(0, endMs - weekMs));
    if (armedMs === 0) continue;
    const watchedMs = armedMs * (1 - unseenShare);
    const occupiedMs = looksAtHeads ? watchedMs * occupiedShare : 0;
    const times = { armedMs, watchedMs, occupiedMs, cannotJudgeMs: occupiedMs * unjudgedShare };
    site.alerts.addExposure([{ cameraId, zoneId, rule, weekMs, ...times }]);
  }
}

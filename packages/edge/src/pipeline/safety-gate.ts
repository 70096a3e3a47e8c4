import { createHash } from 'node:crypto';
import {
  AlarmGate,
  armedIn,
  ladders,
  minuteOfWeek,
  type SafetyRuleConfig,
  type SavedAlarmGate,
  windowsOf,
  type ZoneConfig,
} from '@outis/core';

const minuteMs = 60_000;
/** A cooldown that is shorter than this is not kept: with the time at which it was saved it would tell that of its alarm. */
const keptCooldownMsMin = 5 * minuteMs;

/** Makes the gate of a configured rule; `isArmed` is asked with the times of its steps. */
export function gateOf(config: SafetyRuleConfig, isArmed: (tMs: number) => boolean): AlarmGate {
  const { rule, zones, mode = 'live', threshold, cooldownS, learningDays } = config;
  return new AlarmGate({
    ...{ rule, zoneIds: zones, mode, isArmed },
    ...(threshold === undefined ? {} : { threshold }),
    ...(cooldownS === undefined ? {} : { cooldownMs: cooldownS * 1000 }),
    ...(learningDays === undefined ? {} : { learningDays }),
  });
}

/** Whether a rule is armed at a time of the machine's clock, by the clocks of the site. */
export function armedAt({ schedule }: SafetyRuleConfig, timeZone: string): (tMs: number) => boolean {
  if (schedule === undefined || schedule.length === 0) return () => true;
  const isIn = armedIn(windowsOf(schedule), (tMs) => minuteOfWeek(tMs, timeZone));
  // Time zones know whole minutes only, and asking for one takes longer than all the rest of a step.
  let [minute, isArmed] = [Number.NaN, false];
  return (tMs) => {
    const now = Math.floor(tMs / minuteMs);
    if (now !== minute) [minute, isArmed] = [now, isIn(tMs)];
    return isArmed;
  };
}

/**
 * What the gate of a rule is kept under. It changes with all that changes how often a rule would warn: what was measured of
 * a zone that was drawn anew is worth nothing. Mode, threshold and schedule are not in it: learning is for changing these.
 */
export function gateKey(config: SafetyRuleConfig, zones: readonly ZoneConfig[]): string {
  const { mode: _mode, threshold: _threshold, schedule: _schedule, ...rest } = config;
  const places = config.zones.map((name) => zones.find(({ id }) => id === name)?.points ?? []);
  const text = JSON.stringify([Object.entries(rest).sort(), places, ladders[config.rule]]);
  return `${config.rule}-${createHash('sha256').update(text).digest('hex').slice(0, 16)}`;
}

/**
 * The state of a gate as it may be kept: counts, what was learned, and whether a cooldown runs, which then begins anew. No
 * time of an alarm follows from it.
 */
export function keptState(gate: AlarmGate): string {
  const { zones, learning } = gate.save();
  const { cooldownMs } = gate;
  const coarse = (sinceMs: number | null): number | null =>
    sinceMs === null || sinceMs >= cooldownMs || cooldownMs < keptCooldownMsMin ? null : 0;
  const kept: SavedAlarmGate = {
    tMs: null,
    zones: zones.map(({ sinceMs, alarms }) => ({ sinceMs: coarse(sinceMs), alarms })),
    learning: { ...learning, sinceMs: learning.sinceMs.map((zone) => zone.map(coarse)) },
  };
  return JSON.stringify(kept);
}

/** Lets a gate continue from what was kept; what another version wrote otherwise is left. */
export function restoreGate(gate: AlarmGate, json: string | null): void {
  if (json === null) return;
  try {
    gate.restore(JSON.parse(json) as SavedAlarmGate);
  } catch (error) {
    if (!(error instanceof TypeError || error instanceof SyntaxError)) throw error;
  }
}

import {
  type CameraSafetyJson,
  type FrameSize,
  type MeasuresCheckJson,
  OutisError,
  permits,
  type SafetyRequestJson,
  type SafetyRuleJson,
} from '@outis/core';
import { checkMeasures } from '../config/check-measures.ts';
import type { CameraConfig } from '../config/config-schema.ts';
import { groundMap, groundOfConfig, presumedSize } from '../config/ground.ts';
import { checkSafety } from '../config/safety-schema.ts';
import type { GeometryChange } from './camera-settings.ts';
import { SafetyExposure } from './safety-exposure.ts';
import { gateOf } from './safety-gate.ts';

/** Why a rule does not run that was asked for and is not in effect yet. */
export const waitingProblem =
  'a kind of rule that is new waits 72 hours, or until the data protection officer approves it';

/** What a request changes of a site. Throws `purpose-refused` for a street. */
export function safetyChange({ purpose }: CameraConfig, asked: SafetyRequestJson): GeometryChange {
  if (!permits[purpose].deeds.includes('safety'))
    throw new OutisError('purpose-refused', `${purpose} warns of nothing`);
  const { zones, rules, calibration } = asked;
  return { zones, rules, calibration: calibration ?? undefined };
}

/**
 * Whether what is asked of a site would be taken, and how well its ground is known; keeps nothing. Throws
 * `purpose-refused` for a street.
 */
export function safetyCheck(
  config: CameraConfig,
  asked: SafetyRequestJson,
  size: FrameSize | null,
): MeasuresCheckJson {
  const frame = size ?? config.size ?? presumedSize;
  const { calibration, ...change } = safetyChange(config, asked);
  const { calibration: _before, ...rest } = config;
  const wanted = { ...rest, ...change, size: frame, ...(calibration === undefined ? {} : { calibration }) };
  const ground = calibration === undefined ? null : groundOfConfig(calibration, frame);
  const [problem] = [...checkMeasures(wanted), ...checkSafety(wanted)];
  return {
    calibration: ground?.json ?? null,
    map: groundMap(ground?.calibration ?? null, frame),
    zones: [],
    problem: problem === undefined ? null : `${problem.path.join('.')}: ${problem.message}`,
  };
}

/** How rules are doing, with those that were asked for and still wait: an editor that saves does not lose them. */
export function withWaiting(
  safety: CameraSafetyJson | null,
  wanted: CameraConfig,
  { rules: running }: CameraConfig,
): CameraSafetyJson | null {
  if (safety === null) return null;
  const waiting = wanted.rules.filter(({ rule }) => !running.some((one) => one.rule === rule));
  const rules = waiting.map(
    (config): SafetyRuleJson => ({
      config,
      mode: config.mode ?? 'live',
      problem: waitingProblem,
      advice: null,
      isArmed: false,
      counts: config.zones.map((zoneId) => ({ zoneId, alarms: 0 })),
      learned: gateOf(config, () => false).learned(),
      judgements: new SafetyExposure(config).judgements(),
    }),
  );
  return { ...safety, rules: [...safety.rules, ...rules] };
}

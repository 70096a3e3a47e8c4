import {
  type FrameSize,
  type MeasuresCheckJson,
  type MeasuresJson,
  type MeasuresRequestJson,
  OutisError,
  permits,
} from '@outis/core';
import { checkMeasures, type MeasuresConfig, movementsOf } from '../config/check-measures.ts';
import { groundMap, groundOfConfig, permissionsOf, presumedSize } from '../config/ground.ts';

/** What a camera measures beside its lines, as the API gives it; null where its purpose permits nothing else. */
export function measuresJson(config: MeasuresConfig, size: FrameSize | null): MeasuresJson | null {
  if (!permits[config.purpose].deeds.includes('measures')) return null;
  const { zones, movements, calibration, analyseFps } = config;
  const frame = size ?? config.size ?? presumedSize;
  const ground = calibration === undefined ? null : groundOfConfig(calibration, frame);
  return {
    asked: { calibration: calibration ?? null, zones, movements },
    calibration: ground?.json ?? null,
    zones: permissionsOf(zones, ground?.calibration ?? null, frame, analyseFps),
    movements: movementsOf(config),
  };
}

/** A camera's configuration with other measures in place of its own. Throws `purpose-refused`. */
export function measuresOf(
  { calibration: _before, ...config }: MeasuresConfig,
  { calibration, zones, movements }: MeasuresRequestJson,
): MeasuresConfig {
  if (!permits[config.purpose].deeds.includes('measures'))
    throw new OutisError('purpose-refused', `${config.purpose} measures nothing beside its lines`);
  return { ...config, zones, movements, ...(calibration === null ? {} : { calibration }) };
}

/** How good measures would be, before they are saved. */
export function measuresCheck(
  config: MeasuresConfig,
  asked: MeasuresRequestJson,
  size: FrameSize | null,
): MeasuresCheckJson {
  const wanted = measuresOf(config, asked);
  const frame = size ?? config.size ?? presumedSize;
  const ground = asked.calibration === null ? null : groundOfConfig(asked.calibration, frame);
  const [problem] = checkMeasures({ ...wanted, size: frame });
  return {
    calibration: ground?.json ?? null,
    map: groundMap(ground?.calibration ?? null, frame),
    zones: permissionsOf(asked.zones, ground?.calibration ?? null, frame, config.analyseFps),
    problem: problem === undefined ? null : `${problem.path.join('.')}: ${problem.message}`,
  };
}

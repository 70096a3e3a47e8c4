import { type FrameSize, permitsFamily, permitZone, speedScaleErrorMax } from '@outis/core';
import { type MeasuresConfig, movementsOf } from '../config/check-measures.ts';
import { groundOfConfig, permissionsOf, presumedSize } from '../config/ground.ts';
import type { MeasuredPlace } from '../store/release-store.ts';

/**
 * The places of every family that a camera measures, so that their empty cells leave too. A zone where the ground is
 * not known well enough, for a picture of this size, is not measured: its cells would be zeros that nobody counted.
 */
export function measuredPlaces(
  config: MeasuresConfig,
  frame: FrameSize = config.size ?? presumedSize,
): MeasuredPlace[] {
  const { purpose, lines, zones, calibration, analyseFps } = config;
  const ground = calibration === undefined ? null : groundOfConfig(calibration, frame).calibration;
  const permitted = permissionsOf(zones, ground, frame, analyseFps).filter((one) => one.isPermitted);
  const places: MeasuredPlace[] = [
    ...lines.map(({ id }): MeasuredPlace => ({ family: 'count', place: id })),
    ...movementsOf(config).map(({ id }): MeasuredPlace => ({ family: 'movement', place: id })),
    ...permitted.flatMap(({ zoneId, use }): MeasuredPlace[] =>
      use === 'conflict' ? [] : [{ family: use, place: zoneId }],
    ),
    ...(permitted.some(({ use }) => use === 'conflict')
      ? [{ family: 'conflict', place: '' } as const, { family: 'conflict-place', place: '' } as const]
      : []),
  ];
  return places.filter(({ family }) => permitsFamily(purpose, family));
}

/**
 * The relative standard error that the calibration leaves in the speeds of a zone as it is now; the most that is ever
 * permitted where the zone is gone.
 */
export function scaleErrorOf({ zones, calibration, size }: MeasuresConfig, zoneId: string): number {
  const frame = size ?? presumedSize;
  const known = calibration === undefined ? null : groundOfConfig(calibration, frame).calibration;
  const zone = zones.find(({ id }) => id === zoneId);
  if (known === null || zone === undefined) return speedScaleErrorMax;
  const answer = permitZone(known, 'speed', zone.points, frame);
  return answer.kind === 'permitted' ? answer.scaleError : speedScaleErrorMax;
}

import {
  type CalibrationConfig,
  type LineConfig,
  type MovementConfig,
  type Purpose,
  permits,
  permitsFamily,
  type ZoneConfig,
  type ZoneUse,
} from '@outis/core';
import { groundOfConfig, permissionsOf, presumedSize } from './ground.ts';
import { movementsMax } from './measures-schema.ts';

/** What a camera measures beside its lines, as configured. */
export interface MeasuresConfig {
  readonly purpose: Purpose;
  readonly lines: readonly LineConfig[];
  readonly zones: readonly ZoneConfig[];
  readonly movements: 'all' | readonly MovementConfig[];
  readonly calibration?: CalibrationConfig;
  readonly analyseFps: number;
  readonly size?: { readonly widthPx: number; readonly heightPx: number } | undefined;
}

/** What is wrong, at a key. */
export interface MeasuresProblem {
  readonly path: readonly (string | number)[];
  readonly message: string;
}

/**
 * The same without what its purpose does not permit, or a movement has lost a line of: where a file, the browser and a
 * change that waits are put together. A street has no rules and no hazards, a site no movements and no uses.
 */
export function withoutStrays<T extends MeasuresConfig>(config: T): T {
  const { purpose, zones, movements, lines } = config;
  const isStreet = permitsFamily(purpose, 'movement');
  const fitting = isStreet
    ? zones.filter(({ use }) => use !== undefined).map(({ hazard: _hazard, ...zone }) => zone)
    : zones.map(({ use: _use, ...zone }) => zone);
  const has = (name: string): boolean => lines.some(({ id }) => id === name);
  const whole = movements === 'all' ? movements : movements.filter(({ from, to }) => has(from) && has(to));
  const kept = isStreet ? { ...config, movements: whole, rules: [] } : { ...config, movements: [] };
  return { ...kept, zones: fitting } as unknown as T;
}

/** Every movement of a camera, with `all` written out: each ordered pair of two lines. */
export function movementsOf({
  movements,
  lines,
}: Pick<MeasuresConfig, 'movements' | 'lines'>): MovementConfig[] {
  if (movements !== 'all') return [...movements];
  return lines.flatMap(({ id: from }) =>
    lines.filter(({ id }) => id !== from).map(({ id: to }) => ({ id: `${from}-to-${to}`, from, to })),
  );
}

/**
 * Why a camera may not measure what it is asked to: its purpose, lines that are not there, a calibration that is
 * refused, a zone where the error is too large. Zones are judged by the largest size configured, else by what the detector that ships takes; the
 * camera looks again when it knows the size of its pictures.
 */
export function checkMeasures(config: MeasuresConfig): MeasuresProblem[] {
  const { purpose, calibration, zones, movements, lines, analyseFps, size = presumedSize } = config;
  const problems: MeasuresProblem[] = [];
  const add = (path: readonly (string | number)[], message: string): void => {
    problems.push({ path, message });
  };
  if (!permitsFamily(purpose, 'movement') && movements.length > 0)
    add(['movements'], 'are for street-statistics only; leave them out');
  for (const [index, { use, hazard }] of zones.entries()) {
    if (hazard !== undefined && permits[purpose].rules.length === 0)
      add(['zones', index, 'hazard'], 'is for site-safety only; leave it out');
    const stray = (use ?? []).find((one) => !permitsFamily(purpose, one satisfies ZoneUse));
    if (stray !== undefined)
      add(['zones', index, 'use'], `${stray} is for street-statistics only; leave it out`);
    if (use === undefined && purpose === 'street-statistics')
      add(['zones', index, 'use'], 'is required on a street: speed, dwell, conflict, or several');
  }
  if (movements === 'all' && lines.length * (lines.length - 1) > movementsMax)
    add(['movements'], `all of ${lines.length} lines are more than ${movementsMax}; name those wanted`);
  checkMovements(config, add);
  if (problems.length > 0) return problems;
  const ground = calibration === undefined ? null : groundOfConfig(calibration, size);
  if (ground?.json.kind === 'refused') add(['calibration'], `is refused: ${ground.json.message}`);
  else
    for (const { zoneId, isPermitted, message } of permissionsOf(
      zones,
      ground?.calibration ?? null,
      size,
      analyseFps,
    ))
      if (!isPermitted) add(['zones', zones.findIndex(({ id }) => id === zoneId), 'use'], message ?? '');
  return problems;
}

function checkMovements(
  config: MeasuresConfig,
  add: (path: (string | number)[], message: string) => void,
): void {
  const { lines } = config;
  const all = movementsOf(config);
  if (new Set(all.map(({ id }) => id)).size < all.length)
    add(['movements'], 'two of them would have the same id; name them');
  for (const [index, { from, to }] of all.entries())
    for (const [key, name] of [
      ['from', from],
      ['to', to],
    ] as const)
      if (!lines.some(({ id }) => id === name))
        add(['movements', index, key], `names the line ${name}, which does not exist`);
}

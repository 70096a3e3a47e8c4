import { isDeepStrictEqual } from 'node:util';
import { type CameraSettingsJson, dayEndMs, OutisError, siteSafetyDaysMax } from '@outis/core';
import { type ModelFacts, readModelFacts } from '../camera/model-facts.ts';
import { type MeasuresConfig, withoutStrays } from '../config/check-measures.ts';
import { type CameraConfig, cameraSchema } from '../config/config-schema.ts';
import type { Settled } from './changes.ts';

const dayMs = 86_400_000;

/** Settings that are set together in the browser. */
const settingKeys: ReadonlySet<string> = new Set([
  'purpose',
  'owner',
  'contact',
  'reason',
  'place',
  'until',
  'boundary',
  'masks',
  'background',
]);

/** The settings of a camera that are set together in the browser. */
export function browserSettings(config: CameraConfig): CameraSettingsJson {
  return Object.fromEntries(
    Object.entries(config).filter(([key]) => settingKeys.has(key)),
  ) as unknown as CameraSettingsJson;
}

/**
 * A camera of the file with what the browser has set of it. The whole of a camera that was once added in the browser under the
 * same id gives its lines alone: all else is the file's.
 */
export function withStored(config: CameraConfig, stored: object): object {
  const { source, ...settings } = stored as Partial<CameraConfig>;
  if (source !== undefined) return withOverrides(config, { lines: settings.lines });
  // What was set of a street's places says nothing of a site's, nor the other way round.
  const { zones, movements, calibration, rules, ...rest } = settings;
  const isOfSite = rules !== undefined;
  const fits = isOfSite === ((settings.purpose ?? config.purpose) === 'site-safety');
  return withOverrides(config, fits ? settings : rest);
}

/** Settings of a camera with others in their place. Where a purpose is among them they are all that hold. */
export function withOverrides(config: CameraConfig, overrides: object): object {
  // Who says nothing of the background does not ask for one that was off.
  const isKept = (key: string): boolean =>
    !settingKeys.has(key) ||
    (key === 'background' && (overrides as Partial<CameraConfig>).purpose === 'site-safety');
  const kept =
    'purpose' in overrides
      ? Object.fromEntries(Object.entries(config).filter(([key]) => isKept(key)))
      : config;
  const merged = Object.fromEntries(
    // The browser says null where it has taken the calibration of the file away.
    Object.entries({ ...kept, ...overrides }).filter(
      ([key, value]) => key !== 'calibration' || value !== null,
    ),
  ) as CameraConfig;
  return withoutStrays(merged);
}

/** A camera with the settings of the browser in the place of its own. Throws `request-invalid`. */
export function withSettings(config: CameraConfig, settings: CameraSettingsJson): CameraConfig {
  return checked(withOverrides(config, settings));
}

/** The model that a camera has to keep; it may have been taken away or replaced by now. */
export function modelThatIsHeld(held: NonNullable<Settled['heldModel']>): ModelFacts | OutisError {
  try {
    const facts = readModelFacts(held);
    if (facts.sha256 === held.sha256) return facts;
  } catch {
    // Said below.
  }
  return new OutisError('change-pending', `its model ${held.name} is gone and another one waits`);
}

/** A stored camera, or null when an older or newer version wrote what this one does not understand; it stays stored. */
export function parseStored(settings: unknown): CameraConfig | null {
  const parsed = cameraSchema.safeParse(settings);
  return parsed.success ? parsed.data : null;
}

/** Why a site-safety camera may not run at this time: its end date has passed, or lies too far ahead. */
export function untilProblem(
  { until, id }: CameraConfig,
  timeZone: string,
  nowMs: number,
): OutisError | null {
  if (until === undefined) return null;
  const endMs = dayEndMs(until, timeZone);
  if (nowMs >= endMs) return new OutisError('camera-expired', `${id} ended on ${until}`);
  if (endMs - nowMs > (siteSafetyDaysMax + 1) * dayMs)
    return new OutisError(
      'config-invalid',
      `cameras.${id}.until = ${until}: must be at most 12 months ahead`,
    );
  return null;
}

/** Lines, measures or rules in place of others; what is named and undefined is taken away. */
export interface GeometryChange {
  readonly lines?: MeasuresConfig['lines'];
  readonly zones?: MeasuresConfig['zones'];
  readonly movements?: MeasuresConfig['movements'];
  readonly calibration?: MeasuresConfig['calibration'] | undefined;
  readonly rules?: CameraConfig['rules'];
}

/** What a change needs: nothing, other lines, zones, ground or rules while it watches, or a camera of its own. */
export function extentOfChange(before: Settled, after: Settled): 'none' | 'geometry' | 'all' {
  if (!isDeepStrictEqual(before.heldModel, after.heldModel)) return 'all';
  if (isDeepStrictEqual(before.config, after.config)) return 'none';
  const isOther = !isDeepStrictEqual(withoutGeometry(before.config), withoutGeometry(after.config));
  return isOther ? 'all' : 'geometry';
}

function withoutGeometry(config: CameraConfig): object {
  const {
    lines: _lines,
    zones: _zones,
    movements: _movements,
    calibration: _calibration,
    rules: _rules,
    ...rest
  } = config;
  return rest;
}

/** A camera with other lines, measures or rules. Throws `request-invalid` where they do not fit it. */
export function withGeometry(config: CameraConfig, geometry: GeometryChange): CameraConfig {
  const { calibration, ...rest } = { ...config, ...geometry };
  return checked(calibration === undefined ? rest : { ...rest, calibration });
}

/** A camera as it was asked for. Throws `request-invalid`. */
function checked(asked: object): CameraConfig {
  const parsed = cameraSchema.safeParse(asked);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0]!;
  throw new OutisError('request-invalid', `${issue.path.join('.')}: ${issue.message}`);
}

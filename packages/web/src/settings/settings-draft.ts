import type { BackgroundSetting, CameraJson, CameraSettingsJson, Fraction2 } from '@outis/core';
import { type Draft, draftProblem, emptyDraft } from '../add/draft.ts';
import { isWholeView, wholeView } from '../lines/polygon-edit.ts';
import type { MessageKey } from '../messages/messages.ts';

/** The settings of a camera while they are changed. */
export interface SettingsDraft extends Draft {
  /** Degrees as they are typed; both empty where no place is given. */
  readonly lat: string;
  readonly lon: string;
  /** Null while nobody has chosen: then nothing is said of it, and it stays as it is. */
  readonly background: BackgroundSetting | null;
}

/** What was asked for, ready to be changed: what holds now, and what waits as it is wished for. */
export function draftOf(now: CameraJson): SettingsDraft {
  const camera = wishedFor(now);
  return {
    ...emptyDraft,
    source: camera.source,
    id: camera.id,
    purpose: camera.purpose,
    owner: camera.owner,
    contact: camera.contact ?? '',
    reason: camera.reason,
    until: camera.until ?? '',
    ownGroundOnly: camera.boundary !== null && isWholeView(camera.boundary),
    lat: camera.place === null ? '' : String(camera.place.lat),
    lon: camera.place === null ? '' : String(camera.place.lon),
    background: now.wanted?.background ?? null,
  };
}

/** The boundary to begin with: the whole view where there is none so far. */
export function boundaryOf(camera: CameraJson): readonly Fraction2[] {
  return wishedFor(camera).boundary ?? wholeView;
}

/** How the background is learned now, or would be if the camera became one of a site. */
export function backgroundOf({ purpose, background }: CameraJson): BackgroundSetting {
  if (purpose !== 'site-safety') return 'usual';
  if (background === null) return 'off';
  return background.profile === 'strict' ? 'strict' : 'usual';
}

/** The masks to begin with. */
export function masksOf(camera: CameraJson): CameraJson['masks'] {
  return wishedFor(camera).masks;
}

/** The camera with what waits, as if it held. */
function wishedFor(camera: CameraJson): CameraJson {
  const { wanted } = camera;
  if (wanted === null) return camera;
  const { contact = null, until = null, boundary = null, place = null, background: _, ...rest } = wanted;
  return { ...camera, ...rest, contact, until, boundary, place };
}

/** What is wrong with a field; null when it is good. What was good before stays good. */
export function settingsProblem(
  draft: SettingsDraft,
  field: keyof SettingsDraft,
  context: { readonly camera: CameraJson; readonly nowMs: number; readonly boundary: readonly Fraction2[] },
): MessageKey | null {
  if (field === 'lat' || field === 'lon') return isPlaceGood(draft) ? null : 'settings.place.bad';
  if (field === 'id' || field === 'source' || field === 'background') return null;
  if (field === 'until' && draft.until === context.camera.until) return null;
  if (field === 'reason' && draft.reason.trim() === context.camera.reason) return null;
  return draftProblem(draft, field, { takenIds: [], nowMs: context.nowMs, boundary: context.boundary });
}

/** What is sent to the edge. */
export function settingsOf(
  draft: SettingsDraft,
  boundary: readonly Fraction2[],
  masks: CameraJson['masks'],
): CameraSettingsJson {
  if (draft.purpose === null) throw new TypeError('A camera has a purpose.');
  const contact = draft.contact.trim();
  return {
    purpose: draft.purpose,
    owner: draft.owner.trim(),
    reason: draft.reason.trim(),
    ...(contact === '' ? {} : { contact }),
    ...(draft.purpose === 'site-safety' ? { until: draft.until, boundary } : {}),
    ...(draft.purpose === 'site-safety' && draft.background !== null ? { background: draft.background } : {}),
    masks,
    ...(draft.lat.trim() === '' ? {} : { place: { lat: degrees(draft.lat), lon: degrees(draft.lon) } }),
  };
}

function isPlaceGood({ lat, lon }: SettingsDraft): boolean {
  if (lat.trim() === '' && lon.trim() === '') return true;
  return Math.abs(degrees(lat)) <= 90 && Math.abs(degrees(lon)) <= 180;
}

/** A comma is a decimal comma. NaN when it is no number. */
function degrees(text: string): number {
  const tidy = text.trim().replace(',', '.').replace('−', '-');
  return tidy === '' ? Number.NaN : Number(tidy);
}

import type { RoadUserClass } from '../detection/object-class.ts';

/** What a camera may be for. There is no third purpose, and no way to have none. */
export const purposes = ['site-safety', 'street-statistics'] as const;
export type Purpose = (typeof purposes)[number];

/** True when the text names a purpose. */
export function isPurpose(text: unknown): text is Purpose {
  return (purposes as readonly unknown[]).includes(text);
}

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

/** The longest time that a site-safety camera may be set up for, in days. */
export const siteSafetyDaysMax = 366;
/** A live scene stops by itself after this time and must be opened again. */
export const scenePauseAfterMs: number = 10 * minuteMs;
/** The shortest time between two scenes that leave for a browser: at most 5 per second. */
export const sceneIntervalMsMin = 200;
/** Ids in a live scene are drawn anew after this time, so that nobody is followed for longer. */
export const sceneIdsRenewedAfterMs = 60_000;
/** Above this number of persons a live scene shows vehicles only: a crowd is not for watching. */
export const scenePersonsMax = 20;
/** Foot points in a live scene are rounded to this fraction of the view. */
export const sceneRounding = 0.01;

/**
 * What may be asked for about the background. `usual` learns within hours what stays for more than an hour; `strict`
 * within days what stays for more than nine hours; `off` learns none.
 */
export const backgroundSettings = ['usual', 'strict', 'off'] as const;
export type BackgroundSetting = (typeof backgroundSettings)[number];

/** How a camera with this purpose learns its background: a street never does, a site as asked, else `usual`. */
export function backgroundSettingOf(
  purpose: Purpose,
  asked: BackgroundSetting | undefined,
): BackgroundSetting {
  return purpose === 'site-safety' ? (asked ?? 'usual') : 'off';
}

/**
 * The one interval, in ms, in which this purpose keeps and releases counts of a class: long enough that the noise of a
 * release is small beside what usually passes. On a site a two-wheeler carries one person who works there, so it is
 * treated as a person.
 */
export function countIntervalMs(purpose: Purpose, objectClass: RoadUserClass): number {
  // Buses and lorries are few: in a quarter of an hour the noise would hide them.
  if (objectClass === 'bus' || objectClass === 'truck') return hourMs;
  if (objectClass === 'car') return 15 * minuteMs;
  switch (purpose) {
    case 'street-statistics':
      return 15 * minuteMs;
    case 'site-safety':
      return hourMs;
    default:
      return purpose satisfies never;
  }
}

/** True for car, bus and truck. */
export function isVehicle(objectClass: RoadUserClass): boolean {
  return objectClass === 'car' || objectClass === 'bus' || objectClass === 'truck';
}

import type {
  AimUseJson,
  BackgroundProfile,
  CertificateJson,
  ChangeJson,
  Purpose,
  SafetyRule,
} from '@outis/core';
import type { PublicNumbers } from './numbers.ts';

/** The site, as anybody may know it. */
export interface PublicSite {
  readonly name: string;
  /** IANA name; times on the pages are times of this zone. */
  readonly timeZone: string;
  readonly contact: string | null;
  readonly dpoContact: string | null;
}

/** `running`: pictures are looked at. `paused`: somebody has paused it. `not-running`: anything else. */
export type PublicState = 'running' | 'paused' | 'not-running';

/** One camera, as anybody may know it. */
export interface PublicCamera {
  readonly id: string;
  readonly purpose: Purpose;
  readonly owner: string;
  /** How to reach the owner; a link when it can safely be one, else text. */
  readonly contact: string | null;
  readonly reason: string;
  /** Last day, `YYYY-MM-DD`; null where none is set. */
  readonly until: string | null;
  readonly simulated: boolean;
  /** How many lines it counts at. */
  readonly lines: number;
  /** Degrees, WGS 84; null where not given. */
  readonly place: { readonly lat: number; readonly lon: number } | null;
  readonly state: PublicState;
  /** Since when it is paused, rounded down to a quarter of an hour; null while it is not. */
  readonly pausedSinceMs: number | null;
  /** How it learns a picture of the ground; null where it learns none. */
  readonly background: BackgroundProfile | null;
  /** The kinds of danger that it warns of, and those that it only counts on trial. None for a street. */
  readonly warns: readonly SafetyRule[];
  readonly tries: readonly SafetyRule[];
  readonly setUpMs: number;
}

/** Everything that the public page, the list and the sign of one camera are made of. */
export interface PublicFacts {
  readonly site: PublicSite;
  readonly camera: PublicCamera;
  /** Minutes for which somebody watched the live scene this week; null where there is no live scene at all. */
  readonly watchedMinutesThisWeek: number | null;
  /** Who looked through it to point it in the last 30 days, newest first; null where it has no lens. */
  readonly aimUses: readonly AimUseJson[] | null;
  readonly model: {
    readonly name: string;
    readonly licence: string;
    readonly reviewed: boolean;
    /** Average precision at IoU .5 per class, 0 to 1; null where it was not measured. */
    readonly ap50: Readonly<Record<string, number>> | null;
  } | null;
  /** What somebody on site found last; null where nobody has counted beside the camera. */
  readonly certificate: CertificateJson | null;
  /** The name of another system that sees the pictures of this camera; null where there is none. */
  readonly otherSystem: string | null;
  /** In any order. */
  readonly changes: readonly ChangeJson[];
  /** Of the site key. */
  readonly keyFingerprint: string;
  /** The stamp of a sign made now, and of the one that was made last; null where none was. */
  readonly sign: { readonly stamp: string; readonly printedStamp: string | null };
  /** Released numbers; missing where none are told: a site has none on its page. */
  readonly numbers?: PublicNumbers;
  readonly nowMs: number;
}

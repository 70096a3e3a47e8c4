import type { RoadUserClass } from '../detection/object-class.ts';
import type { CalibrationRefusal } from '../geometry/calibration.ts';
import type { LayoutRefusal } from '../geometry/calibration-distance.ts';
import type { GroundUse, ZoneRefusal } from '../geometry/calibration-zone.ts';
import type { Fraction2 } from '../geometry/polygon.ts';
import type { ConflictBin, ConflictMeasure } from '../rule/conflict-fact.ts';
import type { CoverageJson, ReleaseFactsJson, ZoneConfig } from './http.ts';

/** What a zone of a street is for. */
export const zoneUses = ['speed', 'dwell', 'conflict'] as const;
export type ZoneUse = (typeof zoneUses)[number];

/** A way through the picture: over line `from`, later over line `to`; the same line for a U-turn. */
export interface MovementConfig {
  readonly id: string;
  readonly from: string;
  readonly to: string;
}

/** A distance on the ground that the calibration did not see and has to meet. */
export interface HeldOutConfig {
  readonly a: Fraction2;
  readonly b: Fraction2;
  readonly metres: number;
}

/** Where the ground is: exactly one of `points`, `rectangle` and `distances`. Kept as it was measured. */
export interface CalibrationConfig {
  /** Places in the picture with their places on the ground, m, seen from above (y is left of x, as on a map). */
  readonly points?: readonly { readonly at: Fraction2; readonly ground: readonly [number, number] }[];
  /** Four corners in the order in which they stand around it, and the lengths of the first two sides. */
  readonly rectangle?: { readonly corners: readonly Fraction2[]; readonly metres: readonly [number, number] };
  /** Places in the picture, and distances between them by their index: at least 2n - 3 for n places. */
  readonly distances?: {
    readonly at: readonly Fraction2[];
    readonly between: readonly { readonly from: number; readonly to: number; readonly metres: number }[];
  };
  readonly heldOut: HeldOutConfig;
  /** Width in px of the picture that was clicked on; missing: 640. A click on a small one is coarse. */
  readonly clickedWidthPx?: number;
}

/** `PUT /api/cameras/:id/measures`, and `POST /api/cameras/:id/measures/check`, which saves nothing. */
export interface MeasuresRequestJson {
  readonly calibration: CalibrationConfig | null;
  readonly zones: readonly ZoneConfig[];
  /** `all`: every ordered pair of two lines. */
  readonly movements: 'all' | readonly MovementConfig[];
}

/** How well a calibration knows the ground. */
export interface CalibrationFoundJson {
  readonly kind: 'calibrated';
  /** Of each point in the order given; 0 with four points, which are met exactly. */
  readonly residuals: readonly { readonly px: number; readonly metres: number }[];
  /** Root of the mean square of the residuals, px of a picture that is `widthPx` wide. */
  readonly residualPx: number;
  readonly widthPx: number;
  readonly heldOut: {
    readonly statedM: number;
    readonly measuredM: number;
    /** (measured - stated) / stated. */
    readonly errorShare: number;
    readonly passes: boolean;
  };
}

/** Why a held-out distance refuses a calibration. */
export const heldOutRefusals = ['held-out-off', 'held-out-beyond-horizon'] as const;

/** Why there is no calibration; `index` is that of a point, or of a distance where those contradict. */
export interface CalibrationRefusedJson {
  readonly kind: 'refused';
  readonly reason: CalibrationRefusal | LayoutRefusal | (typeof heldOutRefusals)[number];
  readonly index: number | null;
  /** The same in words, with the way out. */
  readonly message: string;
}

/** Whether a zone may be used for something; a stay needs no calibration. */
export interface ZonePermissionJson {
  readonly zoneId: string;
  readonly use: ZoneUse;
  readonly isPermitted: boolean;
  /** Why not; null where it is permitted. */
  readonly reason: ZoneRefusal | 'not-calibrated' | null;
  /** The same in words, with what was found and what is allowed; null where it is permitted. */
  readonly message: string | null;
  /** Speeds are measured up to this; null for other uses and where refused. */
  readonly fastestKmh: number | null;
}

/** A square of the picture and what is known of the ground there. */
export interface GroundSquareJson {
  readonly at: Fraction2;
  /** Null above the horizon. */
  readonly metresPerPx: number | null;
  /** Standard error of a place there, m; null above the horizon. */
  readonly errorM: number | null;
  readonly allows: readonly GroundUse[];
}

/** `POST /api/cameras/:id/measures/check` answers this: how good it would be, before it is saved. */
export interface MeasuresCheckJson {
  readonly calibration: CalibrationFoundJson | CalibrationRefusedJson | null;
  /** Squares row by row from the top left; empty without a calibration. */
  readonly map: {
    readonly columns: number;
    readonly rows: number;
    readonly squares: readonly GroundSquareJson[];
  };
  readonly zones: readonly ZonePermissionJson[];
  /** Why it would not be saved, in words; null where it would. */
  readonly problem: string | null;
}

/** What a camera measures beside its lines, in `CameraJson`. */
export interface MeasuresJson {
  readonly asked: MeasuresRequestJson;
  /** Null where the camera is not calibrated. */
  readonly calibration: CalibrationFoundJson | CalibrationRefusedJson | null;
  /** What is measured where, and why not, for the picture that the camera gives now. */
  readonly zones: readonly ZonePermissionJson[];
  /** Every movement that is measured, `all` written out. */
  readonly movements: readonly MovementConfig[];
}

/** A released number. */
export interface NumberJson {
  /** Noised; null where it is too small to be shown, or would give one away that is. */
  readonly count: number | null;
  /** Half the width of the interval that holds the true number in 95 of 100 cases. */
  readonly error95: number;
}

/** When a number was counted. */
export interface SpanJson {
  readonly startMs: number;
  readonly intervalMs: number;
}

/** Passages over one line and later another, in one interval. */
export interface MovementCountJson extends NumberJson, SpanJson {
  readonly movementId: string;
  readonly class: RoadUserClass;
}

/** A speed computed from a released histogram, noise and all. */
export interface SpeedFigureJson {
  readonly kmh: number;
  /** Half the width of its interval of 95 %: noise, width of the bins and calibration together, km/h. */
  readonly error95Kmh: number;
  /** True where it falls into the open bin: it is at least `kmh`. */
  readonly isAtLeast: boolean;
}

/** Speeds of one class in one zone on one local day, or in a calendar month. */
export interface SpeedsJson extends SpanJson {
  readonly zoneId: string;
  readonly class: RoadUserClass;
  /** From the slowest; `toKmh` is null for the open one. */
  readonly bins: readonly (NumberJson & { readonly fromKmh: number; readonly toKmh: number | null })[];
  /** All bins, hidden ones too. */
  readonly total: NumberJson;
  /** Null where there are too few for the noise. */
  readonly mean: SpeedFigureJson | null;
  /** 85 of 100 were slower. */
  readonly v85: SpeedFigureJson | null;
}

/** Stays of one class of vehicles in one zone on one local day, or in a calendar month. */
export interface DwellsJson extends SpanJson {
  readonly zoneId: string;
  readonly class: RoadUserClass;
  /** From the shortest; `toMinutes` is null for the open one. */
  readonly bins: readonly (NumberJson & {
    readonly fromMinutes: number;
    readonly toMinutes: number | null;
  })[];
  readonly total: NumberJson;
}

/** Near misses of one pair of classes in one local week, or in those that begin in a calendar month. */
export interface ConflictsJson extends SpanJson {
  readonly classes: readonly [RoadUserClass, RoadUserClass];
  /** In the order of `petBins`, then `ttcBins`; seconds as the name says. */
  readonly bins: readonly (NumberJson & {
    readonly measure: ConflictMeasure;
    readonly bin: ConflictBin;
  })[];
  readonly total: NumberJson;
}

/** Where near misses of one local week were, or of those that begin in a calendar month; all classes together. */
export interface ConflictMapJson extends SpanJson {
  readonly columns: number;
  readonly rows: number;
  /** Row by row from the top left of the picture, `columns` × `rows`. */
  readonly squares: readonly NumberJson[];
}

/** Families that `statistics` answers; `conflict` brings the map as well. */
export const statisticsFamilies = ['movement', 'speed', 'dwell', 'conflict'] as const;
export type StatisticsFamily = (typeof statisticsFamilies)[number];

/**
 * `GET /api/cameras/:id/statistics?fromMs=&toMs=&family=&bucketMs=&sum=`. Without `family` all. `bucketMs` adds up
 * movements, as for counts. `sum=month` gives histograms of the calendar months that are over and that the time asked
 * for touches, in place of those of days and weeks; the default is `sum=span`. There are no sums of free lengths: taken
 * from one another they would give away what is hidden. Only what was measured is in it.
 */
export interface StatisticsJson {
  readonly facts: ReleaseFactsJson;
  readonly movements: readonly MovementCountJson[];
  readonly speeds: readonly SpeedsJson[];
  readonly dwells: readonly DwellsJson[];
  readonly conflicts: readonly ConflictsJson[];
  readonly conflictMaps: readonly ConflictMapJson[];
  /** Camera time by the hour, or by `bucketMs` where that is longer. */
  readonly coverage: readonly CoverageJson[];
}

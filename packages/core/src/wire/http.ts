import type { RoadUserClass } from '../detection/object-class.ts';
import type { ErrorCode } from '../error/error-codes.ts';
import type { FrameSize } from '../geometry/box.ts';
import type { Fraction2 } from '../geometry/polygon.ts';
import type { BackgroundSetting, Purpose } from '../purpose/purpose.ts';
import type { Direction } from '../rule/direction.ts';
import type { Hazard } from '../rule/hazard.ts';
import type { CameraSettingsJson, ChangeJson } from './access.ts';
import type { AimView, BackgroundProfile, BackgroundUpdate } from './background.ts';
import type { CameraPauseJson } from './pause.ts';
import type { CameraSafetyJson } from './safety.ts';
import type { MeasuresJson, ZoneUse } from './statistics.ts';

/** A directed counting line from `a` to `b`. */
export interface LineConfig {
  readonly id: string;
  readonly a: Fraction2;
  readonly b: Fraction2;
}

/** A named area: three or more points. */
export interface ZoneConfig {
  readonly id: string;
  readonly points: readonly Fraction2[];
  /** What is measured in it, on a street; missing on a site. */
  readonly use?: readonly ZoneUse[];
  /** What is dangerous in it, on a site; needed where nobody may be. */
  readonly hazard?: Hazard;
}

/** `simulated` cameras have no decoder and no pictures; everything behind the detector is the same. */
export type CameraState = 'starting' | 'running' | 'stalled' | 'retrying' | 'stopped' | 'paused';

/** How a camera is doing. Nothing here moves with what the camera sees. */
export interface CameraHealth {
  readonly state: CameraState;
  readonly sinceMs: number;
  /** Why it is not running; null while it is. */
  readonly problem: ProblemJson | null;
  readonly decodedFps: number;
  readonly analysedFps: number;
  /** Mean time of one detection, ms; null before the first. */
  readonly detectMs: number | null;
  readonly restarts: number;
  /** When the next attempt is made, epoch ms; null when none is due. */
  readonly nextTryMs: number | null;
}

/** An error as HTTP and the page give it. */
export interface ProblemJson {
  readonly code: ErrorCode;
  readonly message: string;
  readonly hint: string;
}

/** A camera as the API gives it: settings and health, and never its credentials. */
export interface CameraJson {
  readonly id: string;
  readonly purpose: Purpose;
  readonly owner: string;
  /** How to reach the owner: an e-mail address, a telephone number, an address on the web; null when none is given. */
  readonly contact: string | null;
  readonly reason: string;
  /** Where the camera stands; null when that is not given. */
  readonly place: { readonly lat: number; readonly lon: number } | null;
  /** Last day, `YYYY-MM-DD`; site-safety only, else null. */
  readonly until: string | null;
  readonly simulated: boolean;
  /** The address without user name, password, path parameters or query. */
  readonly source: string;
  readonly size: FrameSize | null;
  /** Outside is masked at decode; site-safety only, else null. */
  readonly boundary: readonly Fraction2[] | null;
  readonly masks: readonly (readonly Fraction2[])[];
  readonly lines: readonly LineConfig[];
  readonly zones: readonly ZoneConfig[];
  /** What is measured beside the lines; null for a site, which measures nothing else. */
  readonly measures: MeasuresJson | null;
  /** What it warns of; null for a street, which warns of nothing. */
  readonly safety: CameraSafetyJson | null;
  /** True when settings from the browser win over the YAML file. */
  readonly editedInBrowser: boolean;
  /** Changes that wait: what they widen is not in effect yet. */
  readonly pending: readonly ChangeJson[];
  /** The settings that were asked for, where a part of them waits; null where nothing does. */
  readonly wanted: CameraSettingsJson | null;
  /** Short code of what the sign says now, and of the sign that was taken last; null when none was taken. */
  readonly sign: { readonly stamp: string; readonly printedStamp: string | null };
  readonly liveScene: boolean;
  /** How the background is learned; null where none is. */
  readonly background: CameraBackgroundJson | null;
  /** Null for a camera without a lens: a simulation cannot be aimed. */
  readonly aim: CameraAimJson | null;
  readonly pause: CameraPauseJson;
  readonly health: CameraHealth;
}

/** `GET /api/cameras` */
export interface CamerasJson {
  readonly site: { readonly name: string; readonly timeZone: string };
  /** Where the store is full or broken, so that the page can say so; null when all is well. */
  readonly storeProblem: ProblemJson | null;
  /** The detector in use, or why there is none. */
  readonly model:
    | { readonly name: string; readonly licence: string; readonly reviewed: boolean }
    | ProblemJson;
  readonly cameras: readonly CameraJson[];
}

/** `POST /api/cameras` */
export interface NewCameraJson {
  readonly id: string;
  readonly source: string;
  readonly purpose: Purpose;
  readonly owner: string;
  readonly contact?: string;
  readonly reason: string;
  readonly until?: string;
  readonly boundary?: readonly Fraction2[];
  /** Missing: `usual` for site-safety. */
  readonly background?: BackgroundSetting;
  readonly lines: readonly LineConfig[];
}

/** `POST /api/cameras/test` answers this, or a problem. */
export interface SourceTestJson {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly fps: number | null;
  readonly codec: string;
  /** A sentence when a substream would be the better choice; null otherwise. */
  readonly advice: string | null;
}

/** One released count, or a sum of them. */
export interface CountJson {
  readonly lineId: string;
  readonly direction: Direction;
  readonly class: RoadUserClass;
  readonly startMs: number;
  readonly intervalMs: number;
  /** Noised; null where it is too small to be shown, or would give one away that is. */
  readonly count: number | null;
  /** Half the width of the interval that holds the true count in 95 of 100 cases. */
  readonly error95: number;
}

/** How numbers of a camera are released, and in which series these are. */
export interface ReleaseFactsJson {
  readonly series: number;
  readonly purpose: Purpose;
  readonly startedMs: number;
  /** Scale of the noise, 2 or 4; a cell is (1 / scale)-differentially private in one passage. */
  readonly scale: number;
  /** Smaller numbers are not shown. */
  readonly shownFrom: number;
}

/** Camera time per interval: a cell with missing camera time is not a zero. */
export interface CoverageJson {
  readonly startMs: number;
  readonly intervalMs: number;
  readonly observedMs: number;
}

/** `GET /api/cameras/:id/counts?fromMs=&toMs=&bucketMs=` */
export interface CountsJson {
  readonly facts: ReleaseFactsJson;
  readonly releases: readonly CountJson[];
  readonly coverage: readonly CoverageJson[];
  /** When the cells that are still open will be released, per class. */
  readonly next: readonly { readonly class: string; readonly dueMs: number; readonly intervalMs: number }[];
}

/** Of a camera that learns its background. What is known of it comes with the live scene and nowhere else. */
export interface CameraBackgroundJson {
  readonly profile: BackgroundProfile;
  /** When the camera was last found to have been moved, so that everything is learned anew; null when it was not. */
  readonly movedMs: number | null;
}

/** How often a camera may be aimed: three times in 30 days, each at most 10 minutes; more needs the dpo. */
export interface CameraAimJson {
  readonly left: number;
  /** When the oldest use no longer counts; null while all are left. */
  readonly nextMs: number | null;
  /** Who aims now and until when at the latest; null when nobody does. */
  readonly current: { readonly user: string; readonly fromMs: number; readonly endsMs: number } | null;
}

/**
 * Event `background` of `GET /api/cameras/:id/scene`: everything that is known first, then what changes.
 * Blocks lie row by row from the top left.
 */
export type SceneBackgroundJson = Omit<BackgroundUpdate, 'kind' | 'hasMoved'>;

/** `POST /api/cameras/:id/aim` answers this, or `aim-spent`, `aim-busy`, `aim-unavailable`. */
export interface AimSessionJson {
  readonly fromMs: number;
  readonly endsMs: number;
}

/** Event `aim` of `GET /api/cameras/:id/aim`, only for the user who began it: a coarse picture with everybody filled. */
export type AimPictureJson = Omit<AimView, 'kind'>;

/** `POST /api/cameras/:id/aim/approval`, only while aiming: somebody looked, and in these blocks is nobody. */
export interface ApprovalJson {
  readonly blocks: readonly number[];
}

/** One use of the aim view, for the public page and the log. */
export interface AimUseJson {
  readonly user: string;
  readonly fromMs: number;
  /** Null while it goes on. */
  readonly toMs: number | null;
}

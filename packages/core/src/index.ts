export { type Detection, detectionsPerFrameMax } from './detection/detection.ts';
export {
  isObjectClass,
  isRoadUser,
  type ObjectClass,
  objectClasses,
  type RoadUserClass,
  roadUserClasses,
  type WornPartClass,
  wornPartClasses,
} from './detection/object-class.ts';
export {
  type ErrorEntry,
  errorTable,
  isErrorCode,
  OutisError,
} from './error/error.ts';
export { type ErrorCode, errorCodes } from './error/error-codes.ts';
export { type Box, type FrameSize, footPoint, iou, type Point } from './geometry/box.ts';
export { groundBand, type Homography } from './geometry/ground.ts';
export { type Fraction2, isInside } from './geometry/polygon.ts';
export { LiveScene } from './purpose/live-scene.ts';
export { dayEndMs, dayStartMs, morningHour, nextMorningMs, weekStartMs } from './purpose/local-time.ts';
export {
  countIntervalMs,
  isPurpose,
  isVehicle,
  type Purpose,
  permitsLiveScene,
  purposes,
  releaseDueMs,
  sceneIdsRenewedAfterMs,
  sceneIntervalMsMin,
  scenePauseAfterMs,
  scenePersonsMax,
  sceneRounding,
  siteSafetyDaysMax,
} from './purpose/purpose.ts';
export type { SceneMessage, SceneObject } from './purpose/scene.ts';
export {
  changeWaitsMs,
  firstSetUpMs,
  heldBack,
  type Permitted,
  type WidenedField,
  widenedFields,
  widenings,
} from './purpose/widening.ts';
export {
  type Cell,
  cellKeys,
  conflictBins,
  conflictGrid,
  dueMsOf,
  dwellBinsMin,
  dwellPart,
  type Family,
  families,
  isFamily,
  type Measured,
  pairOf,
  type Span,
  spanOf,
  speedBinKmh,
  speedBinsMax,
  speedPart,
  waitsForMorning,
} from './release/cell.ts';
export { Contributions, contributionsMax, epsilonPerPassage } from './release/contribution.ts';
export { discreteLaplace, type UniformBelow, uniformFrom } from './release/discrete-laplace.ts';
export { type ChainedLedgerLine, type LedgerLine, ledgerText, releasedFamilies } from './release/ledger.ts';
export { error95, type Published, published, shownFrom, type Total, totalOf } from './release/published.ts';
export {
  type NoiseScale,
  type NotDue,
  noiseScales,
  Release,
  type ReleaseContext,
  type ReleaseRecord,
  readRelease,
  releaseCell,
} from './release/release.ts';
export {
  type CountingLine,
  type Crossing,
  type LineNote,
  type LineRuleOptions,
  type Refusal,
  refusals,
} from './rule/crossing.ts';
export { type Direction, directions, isDirection } from './rule/direction.ts';
export { LineRule, type SavedLineRule } from './rule/line.ts';
export { MovementRule } from './rule/movement.ts';
export { ZoneRule } from './rule/zone.ts';
export { defaultTrackerParameters, type TrackerParameters } from './track/parameters.ts';
export type { SavedTracker, Track } from './track/track.ts';
export { Tracker, type TrackerOptions } from './track/tracker.ts';
export {
  type AuditAction,
  type AuditEntryJson,
  type AuditPageJson,
  type AuditValue,
  auditActions,
  type CameraSettingsJson,
  type ChangeJson,
  type CodeJson,
  type CreatedTokenJson,
  type EnrolJson,
  type InvitationJson,
  type LoginJson,
  type MeJson,
  type NewTokenJson,
  type PasswordJson,
  passwordLengthMax,
  passwordLengthMin,
  type Role,
  roles,
  type Scope,
  scopes,
  type TokenJson,
  type UserJson,
} from './wire/access.ts';
export {
  type AimCommand,
  type AimView,
  type ApproveCommand,
  aimWidthPxMax,
  type BackgroundProfile,
  type BackgroundStart,
  type BackgroundState,
  type BackgroundUpdate,
  type BlockSide,
  type BlockState,
  backgroundBlockPx,
  backgroundBlocksMax,
  backgroundProfiles,
  blockSides,
  blocksPerMessageMax,
  type CodeWord,
  codeWordsMax,
  type PublishedBlock,
  signatureLength,
} from './wire/background.ts';
export type {
  AimPictureJson,
  AimSessionJson,
  AimUseJson,
  ApprovalJson,
  CameraAimJson,
  CameraBackgroundJson,
  CameraHealth,
  CameraJson,
  CameraState,
  CamerasJson,
  CountJson,
  CountsJson,
  CoverageJson,
  LineConfig,
  NewCameraJson,
  ProblemJson,
  ReleaseFactsJson,
  SceneBackgroundJson,
  SourceTestJson,
  ZoneConfig,
} from './wire/http.ts';
export { WireError } from './wire/parse.ts';
export {
  analysisSidePxMax,
  type ClockMode,
  type Observation,
  parseSightCommand,
  parseSightMessage,
  parseSightStart,
  type SightCommand,
  type SightEnded,
  type SightFailed,
  type SightHealth,
  type SightMessage,
  type SightReady,
  type SightStart,
  sightMessageBytesMax,
} from './wire/sight.ts';

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
export {
  type Calibration,
  type CalibrationOptions,
  type CalibrationPoint,
  type CalibrationRefusal,
  type CalibrationRefused,
  type CalibrationResidual,
  calibrate,
  calibrationPointsMax,
  calibrationPointsMin,
  calibrationRefusals,
  type GroundPoint,
  groundOf,
  homographyForPx,
  isBelowHorizon,
  pictureOf,
} from './geometry/calibration.ts';
export {
  type GroundDistance,
  type GroundLayout,
  groundFromDistances,
  groundOfRectangle,
  type LayoutRefusal,
  type LayoutRefused,
  layoutRefusals,
} from './geometry/calibration-distance.ts';
export {
  checkDistance,
  type HeldOut,
  heldOutErrorMax,
  metresPerPx,
  type Uncertainty,
  uncertaintyAt,
} from './geometry/calibration-error.ts';
export {
  type CalibrationMapCell,
  calibrationMap,
  conflictMetresPerPxMax,
  type GroundUse,
  permitZone,
  speedScaleErrorMax,
  type ZonePermitted,
  type ZoneRefusal,
  type ZoneRefused,
  zoneRefusals,
} from './geometry/calibration-zone.ts';
export { groundBand, type Homography } from './geometry/ground.ts';
export { type Fraction2, isInside } from './geometry/polygon.ts';
export { LiveScene } from './purpose/live-scene.ts';
export {
  dayEndMs,
  dayStartMs,
  minuteOfWeek,
  morningHour,
  nextMorningMs,
  utcOffsetMs,
  weekStartMs,
} from './purpose/local-time.ts';
export {
  type Deed,
  deeds,
  type Family,
  families,
  type LiveMessage,
  liveMessages,
  type Permits,
  permits,
  permitsFamily,
  permitsLiveScene,
  permitsRule,
  purposesWith,
} from './purpose/permits.ts';
export {
  type BackgroundSetting,
  backgroundSettingOf,
  backgroundSettings,
  countIntervalMs,
  isPurpose,
  isVehicle,
  type Purpose,
  purposes,
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
  ruleKinds,
  type WidenedField,
  widenedFields,
  widenings,
} from './purpose/widening.ts';
export {
  type Cell,
  cellKeys,
  conflictGrid,
  conflictParts,
  dueMsOf,
  dwellBinsMin,
  dwellPart,
  isFamily,
  type Measured,
  pairName,
  releaseDueMs,
  type Span,
  spanOf,
  speedPart,
  waitsForMorning,
} from './release/cell.ts';
export {
  Certified,
  type CertifiedGroup,
  type CertifiedRecord,
  type CertifiedRow,
  type CertifyOptions,
  certificateEpsilon,
  certificateMinutes,
  certificatesPerWeekMax,
  certificateWeekMs,
  certifiedCountMax,
  certifiedGroupOf,
  certifiedGroups,
  certify,
  type PassageTotal,
  readCertified,
  type ShownRow,
  shownRows,
} from './release/certificate.ts';
export {
  type CertifiedError,
  certifiedError,
  certifiedLevel,
  falseShareMax,
} from './release/certificate-interval.ts';
export { Contributions, contributionsMax, epsilonPerPassage } from './release/contribution.ts';
export { discreteLaplace, type UniformBelow, uniformFrom } from './release/discrete-laplace.ts';
export {
  type Histogram,
  type HistogramNumber,
  histogramOf,
  histogramVariance,
  sumOfHistograms,
} from './release/histogram.ts';
export {
  type ChainedLedgerLine,
  type LedgerLine,
  ledgerText,
  releasedFamilies,
  releasedText,
} from './release/ledger.ts';
export {
  error95,
  type IsWhole,
  noiseVariance,
  type Published,
  published,
  shownFrom,
  sumSpanMs,
  sumSpansMs,
  type Total,
  totalOf,
} from './release/published.ts';
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
  type Alarm,
  type AlarmCount,
  AlarmGate,
  type AlarmMode,
  type AlarmOptions,
  type ArmedWindow,
  alarmModes,
  armedIn,
  cooldownMsMin,
  type SavedAlarmGate,
  weekMinutes,
} from './rule/alarm.ts';
export {
  type AttachmentOptions,
  attachParts,
  type Wearer,
  type WornParts,
  type WornVote,
} from './rule/attachment.ts';
export { type BlockedOptions, BlockedRule, type EscapeZone, type SavedBlockedRule } from './rule/blocked.ts';
export {
  ConflictRule,
  type ConflictRuleOptions,
  type SavedConflictRule,
} from './rule/conflict.ts';
export {
  type ClassPair,
  type ConflictBin,
  type ConflictFact,
  type ConflictMeasure,
  conflictPairs,
  petBins,
  ttcBins,
} from './rule/conflict-fact.ts';
export {
  type CountingLine,
  type Crossing,
  type LineNote,
  type LineRuleOptions,
  type Refusal,
  refusals,
} from './rule/crossing.ts';
export { type Direction, directions, isDirection } from './rule/direction.ts';
export { type ExclusionOptions, ExclusionRule, type SavedExclusionRule } from './rule/exclusion.ts';
export {
  type Finding,
  isSafetyRule,
  ladders,
  type SafetyRule,
  safetyRules,
  stepMsMax,
} from './rule/finding.ts';
export {
  checkHazardZones,
  type Hazard,
  type HazardCheck,
  type HazardRefusal,
  type HazardZone,
  hazardRefusals,
  hazardShareMax,
  hazards,
  isHazard,
  type WalkableView,
} from './rule/hazard.ts';
export { falseAlarmsPerDayMax, type LearningReport, proposedStep } from './rule/learning.ts';
export { LineRule, type SavedLineRule } from './rule/line.ts';
export type { GroundOf } from './rule/motion.ts';
export { type Movement, type MovementFact, MovementRule, type MovementRuleOptions } from './rule/movement.ts';
export { type ProximityOptions, ProximityRule, type SavedProximityRule } from './rule/proximity.ts';
export { type SafetyRuleConfig, type ScheduleConfig, type Weekday, weekdays } from './rule/safety-config.ts';
export * from './rule/safety-trend.ts';
export { isCovered, windowsOf, withDaysIn } from './rule/schedule.ts';
export { type SavedSpeedRule, type SpeedFact, SpeedRule, type SpeedRuleOptions } from './rule/speed.ts';
export {
  type HistogramNoise,
  type HistogramSpeed,
  meanOf,
  speedBinCount,
  speedBinEdges,
  speedBinKmh,
  speedBinOf,
  speedTopKmh,
  v85Of,
} from './rule/speed-histogram.ts';
export { type Judgement, type SavedWornRule, type WornOptions, WornRule } from './rule/worn.ts';
export { type ZoneFact, ZoneRule, type ZoneRuleOptions } from './rule/zone.ts';
export { decidedAfterMs, type LateStep, LateTracker, type TwofoldStep } from './track/late-tracker.ts';
export { defaultTrackerParameters, type TrackerParameters } from './track/parameters.ts';
export type { SavedLateTracker, SavedTracker, Track } from './track/track.ts';
export { Tracker, type TrackerOptions } from './track/tracker.ts';
export * from './wire/access.ts';
export {
  type AimCommand,
  type AimView,
  type ApproveCommand,
  aimWidthPxMax,
  type BackgroundGrid,
  type BackgroundProfile,
  type BackgroundStart,
  type BackgroundState,
  type BackgroundUpdate,
  type BlockSide,
  type BlockState,
  backgroundBlockPx,
  backgroundBlocksMax,
  backgroundGrid,
  backgroundProfiles,
  blockSides,
  blocksPerMessageMax,
  type CodeWord,
  codeWordsMax,
  type PublishedBlock,
  parseBackgroundState,
  signatureLength,
} from './wire/background.ts';
export {
  type CertificateJson,
  type CertificatePlanJson,
  type CertificateRowJson,
  type CertificatesJson,
  type Light,
  lights,
  type NewCertificateJson,
  type TapCodeJson,
  type TapPlanJson,
  type TapTotalsJson,
  type VoidReason,
  voidReasons,
} from './wire/certificate.ts';
export * from './wire/external.ts';
export { type ForeignRefusal, foreignBytesMax, foreignRefusals } from './wire/external-json.ts';
export { type FrigateCamera, parseFrigateEvent } from './wire/frigate.ts';
export * from './wire/http.ts';
export { parseAxisFrame, parseOnvifMetadata } from './wire/onvif.ts';
export { WireError } from './wire/parse.ts';
export {
  type CameraPauseJson,
  type PauseCause,
  type PauseRequestJson,
  pauseCauses,
} from './wire/pause.ts';
export * from './wire/safety.ts';
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
// Every name of it is for both ends.
export * from './wire/statistics.ts';

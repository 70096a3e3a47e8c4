/**
 * What the tracker may be told. One set serves every frame rate: whatever depends on time is in seconds.
 * Scores are 0 to 1; noise is in units of the object's size (the longer side of its box).
 */
export interface TrackerParameters {
  /** Detections from here on are trusted (precision about .9; depends on the detector). */
  readonly highScore: number;
  /** Detections from here to `highScore` may continue a track but never start one; below they are ignored. */
  readonly lowScore: number;
  /** The least score that starts a track. */
  readonly birthScore: number;
  /** A track is confirmed by a detection at least this long after its first (s), at 10 fps by its second. */
  readonly confirmS: number;
  /** Where steps are this far apart (s), and in the very first step, a track is confirmed by its first detection. */
  readonly confirmAtOnceS: number;
  /** How long an unconfirmed track waits for another detection (s). */
  readonly tentativeS: number;
  /** How long a confirmed track lives without a detection (s); at most 3, the bound on linkage. */
  readonly coastS: number;
  /** Standard deviation of a box's position at score 1. */
  readonly measurementSd: number;
  /** How much of `measurementSd` is added per unit of missing score. */
  readonly measurementSdPerDoubt: number;
  /**
   * How many times less certain the sides of a person's box are than its middle, as hidden legs shorten them: for
   * detections 0.1 s apart, and less by the root of a longer time between them.
   */
  readonly sizeSdFactor: number;
  /** The same for the foot point that rules use; sideways for detections 0.1 s apart, as `sizeSdFactor`. */
  readonly footSd: number;
  readonly footSdPerDoubt: number;
  /** How much of that is added per e-fold by which a person's height differs from the expected. */
  readonly footSdPerChange: number;
  readonly footAcceleration: number;
  /** Up and down the picture the foot point is less certain (shadows, hidden feet), at every rate, by this factor ... */
  readonly footYSdFactor: number;
  /** ... and its acceleration, foreshortened by the slant of the view, is smaller by this one. */
  readonly footYAccelerationFactor: number;
  /** Standard deviation of the velocity of a new track, sizes per second: on foot and on wheels. */
  readonly birthSpeedSd: number;
  readonly wheelsBirthSpeedSd: number;
  /** Root of the density of the acceleration noise, sizes per s^1.5. */
  readonly acceleration: number;
  /** Time in which the predicted growth of an unseen box fades to 1/e (s). */
  readonly growthFadeS: number;
  /** Share of a track's likeness lost per second unseen: who is seen now goes before who was seen a while ago. */
  readonly coastPenaltyPerS: number;
  /** Buffer of each box side, as a share of the side, and cost limit of each matching stage. */
  readonly highBuffer: number;
  readonly highLimit: number;
  /** A low detection continues a track seen in the step before, or, if it was trusted then, at most this long (s) before. */
  readonly lowS: number;
  readonly lowBuffer: number;
  readonly lowLimit: number;
  readonly wideBuffer: number;
  readonly wideLimit: number;
  readonly tentativeBuffer: number;
  readonly tentativeLimit: number;
  /** Two boxes whose heights have a smaller ratio than this never match. */
  readonly heightRatioMin: number;
  /** The share of two-wheeler among person and two-wheeler votes from which a track is a two-wheeler. */
  readonly riderShare: number;
  /** The most tracks held; when full, nothing new is born until one dies. */
  readonly tracksMax: number;
}

/** Chosen on the first halves of MOT17-02 and -09 (see bench/mot) and kept right on street clips. */
export const defaultTrackerParameters: TrackerParameters = {
  highScore: 0.4,
  lowScore: 0.1,
  birthScore: 0.45,
  confirmS: 0.06,
  confirmAtOnceS: 0.3,
  tentativeS: 0.3,
  coastS: 2,
  measurementSd: 0.05,
  measurementSdPerDoubt: 2,
  sizeSdFactor: 3,
  footSd: 0.04,
  footSdPerDoubt: 4,
  footSdPerChange: 20,
  footAcceleration: 0.5,
  footYSdFactor: 2.5,
  footYAccelerationFactor: 0.3,
  birthSpeedSd: 0.4,
  wheelsBirthSpeedSd: 1.2,
  acceleration: 0.2,
  growthFadeS: 0.15,
  coastPenaltyPerS: 0.3,
  highBuffer: 0.3,
  highLimit: 0.9,
  lowS: 0.5,
  lowBuffer: 0.2,
  lowLimit: 0.6,
  wideBuffer: 0.5,
  wideLimit: 0.8,
  tentativeBuffer: 0.3,
  tentativeLimit: 0.95,
  heightRatioMin: 0.5,
  riderShare: 0.35,
  tracksMax: 512,
};

/** The defaults with the given changes; throws `TypeError` for a value that breaks a bound. */
export function trackerParameters(changes: Partial<TrackerParameters> = {}): TrackerParameters {
  const all = { ...defaultTrackerParameters, ...changes };
  for (const [name, value] of Object.entries(all)) {
    if (!Number.isFinite(value) || value < 0)
      throw new TypeError(`The tracker parameter ${name} must be 0 or more.`);
  }
  if (all.coastS > 3)
    throw new TypeError('A track may not outlive its last detection by more than 3 s (coastS).');
  if (all.tentativeS > all.coastS) throw new TypeError('tentativeS may not be more than coastS.');
  if (!Number.isInteger(all.tracksMax) || all.tracksMax < 1) {
    throw new TypeError('tracksMax must be a whole number from 1.');
  }
  return all;
}

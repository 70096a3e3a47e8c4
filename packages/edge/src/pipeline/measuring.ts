import {
  type ConflictFact,
  ConflictRule,
  Contributions,
  conflictGrid,
  dwellPart,
  type Family,
  type FrameSize,
  groundBand,
  homographyForPx,
  isVehicle,
  type LateStep,
  type LineRuleOptions,
  type MovementFact,
  MovementRule,
  pairName,
  permitsFamily,
  type SpeedFact,
  SpeedRule,
  speedPart,
  type Track,
  type ZoneFact,
  ZoneRule,
} from '@outis/core';
import { type MeasuresConfig, movementsOf } from '../config/check-measures.ts';
import { groundOfConfig, permissionsOf } from '../config/ground.ts';
import type { Contribution } from './cell-counter.ts';
import { deadBand } from './counting-pipeline.ts';

/** Half-width of the dead band on each side of a line where the ground is known, m. */
const groundBandM = 0.3;
/** Far from the camera 0.3 m are less than a box jitters by, so the band is never narrower than this share of the height. */
const bandMin = 0.006;

type BandAt = NonNullable<LineRuleOptions['bandAt']>;

/** The dead band of a calibrated camera, for a picture of this size; undefined for one that is not. */
export function bandOf({ purpose, calibration }: MeasuresConfig, frame: FrameSize): BandAt | undefined {
  if (calibration === undefined || !permitsFamily(purpose, 'speed')) return undefined;
  const { calibration: known } = groundOfConfig(calibration, frame);
  if (known === null) return undefined;
  const onGround = groundBand(homographyForPx(known, frame), groundBandM);
  const leastPx = bandMin * frame.heightPx;
  return (foot, line) => Math.max(leastPx, onGround(foot, line));
}

interface Rules {
  readonly movement: MovementRule | null;
  readonly speed: SpeedRule | null;
  readonly dwell: ZoneRule | null;
  readonly conflict: ConflictRule | null;
}

/**
 * What a street camera measures beside its lines: movements, speeds, stays and near misses. Gives contributions that
 * carry no track, at most one of each family for a track. A rule whose family the purpose does not permit is not
 * built, nor is one without a place, nor a zone where the ground is not known well enough.
 */
export class Measuring {
  readonly #rules: Rules;
  readonly #contributions = new Contributions();
  /** Who was under way when the measures changed: left out, so that nobody is told twice. */
  readonly #leftOut: Set<number>;
  /** What rules told by themselves in this step. */
  #told: Contribution[] = [];

  constructor(config: MeasuresConfig, frame: FrameSize, leftOut: Iterable<number> = []) {
    this.#leftOut = new Set(leftOut);
    this.#rules = this.#build(config, frame);
  }

  /** The families that something is measured for. */
  get families(): readonly Family[] {
    const { movement, speed, dwell, conflict } = this.#rules;
    return [
      ...(movement === null ? [] : (['movement'] as const)),
      ...(speed === null ? [] : (['speed'] as const)),
      ...(dwell === null ? [] : (['dwell'] as const)),
      ...(conflict === null ? [] : (['conflict', 'conflict-place'] as const)),
    ];
  }

  /** Takes steps as they are decided. */
  follow(decided: readonly LateStep[]): Contribution[] {
    return decided.flatMap(({ tMs, tracks }) => this.step(tMs, tracks));
  }

  /** Takes the tracks of one decided step. */
  step(tMs: number, all: readonly Track[]): Contribution[] {
    const alive = new Set(all.map(({ id }) => id));
    for (const id of this.#leftOut) if (!alive.has(id)) this.#leftOut.delete(id);
    const tracks = this.#leftOut.size === 0 ? all : all.filter(({ id }) => !this.#leftOut.has(id));
    const { movement, speed, dwell, conflict } = this.#rules;
    movement?.step(tMs, tracks);
    dwell?.step(tMs, tracks);
    const told = [
      ...this.#taken(),
      ...(speed?.step(tMs, tracks) ?? []).flatMap(ofSpeed),
      ...(conflict?.step(tMs, tracks) ?? []).flatMap(ofConflict),
    ];
    this.#contributions.keepOnly(alive);
    return told;
  }

  /** Ends all tracks, as at the end of a file. */
  finish(tMs: number): Contribution[] {
    const { movement, speed, dwell, conflict } = this.#rules;
    movement?.finish(tMs);
    dwell?.finish(tMs);
    const told = [
      ...this.#taken(),
      ...(speed?.finish(tMs) ?? []).flatMap(ofSpeed),
      ...(conflict?.finish(tMs) ?? []).flatMap(ofConflict),
    ];
    this.#contributions.keepOnly(new Set());
    return told;
  }

  #build(config: MeasuresConfig, frame: FrameSize): Rules {
    const { purpose, lines, zones, calibration: asked, analyseFps } = config;
    const known = asked === undefined ? null : groundOfConfig(asked, frame).calibration;
    const permitted = permissionsOf(zones, known, frame, analyseFps).filter((one) => one.isPermitted);
    const zonesFor = (use: 'speed' | 'dwell' | 'conflict') =>
      permitsFamily(purpose, use)
        ? zones.filter(({ id }) => permitted.some((one) => one.zoneId === id && one.use === use))
        : [];
    const movements = permitsFamily(purpose, 'movement') ? movementsOf(config) : [];
    const [fast, stayed, close] = [zonesFor('speed'), zonesFor('dwell'), zonesFor('conflict')];
    const bandAt = bandOf(config, frame);
    return {
      movement:
        movements.length === 0
          ? null
          : new MovementRule({
              ...{ movements, lines, frame, band: deadBand },
              ...(bandAt === undefined ? {} : { bandAt }),
              onMovement: (trackId, fact) => {
                if (this.#contributions.take(trackId, 'movement')) this.#told.push(ofMovement(fact));
              },
            }),
      speed:
        fast.length === 0 || known === null
          ? null
          : new SpeedRule({ zones: fast, calibration: known, frame }),
      dwell:
        stayed.length === 0
          ? null
          : new ZoneRule({ zones: stayed, frame, onStay: (trackId, stay) => this.#stay(trackId, stay) }),
      conflict:
        close.length === 0 || known === null
          ? null
          : new ConflictRule({ zones: close, calibration: known, frame, grid: conflictGrid }),
    };
  }

  /** A person's stay is nobody's business, so it does not even use up what a track may add. */
  #stay(trackId: number, stay: ZoneFact): void {
    if (isVehicle(stay.class) && this.#contributions.take(trackId, 'dwell')) this.#told.push(ofStay(stay));
  }

  #taken(): Contribution[] {
    const told = this.#told;
    this.#told = [];
    return told;
  }
}

function ofMovement({ movementId, class: name, tMs }: MovementFact): Contribution {
  return { family: 'movement', place: movementId, part: '', class: name, tMs };
}

function ofStay({ zoneId, class: name, dwellMs, tMs }: ZoneFact): Contribution {
  return { family: 'dwell', place: zoneId, part: dwellPart(dwellMs), class: name, tMs };
}

/** How fast somebody walks is not measured. */
function ofSpeed({ zoneId, class: name, kmh, tMs }: SpeedFact): Contribution[] {
  if (name === 'person') return [];
  return [{ family: 'speed', place: zoneId, part: speedPart(kmh), class: name, tMs }];
}

function ofConflict({ measure, bin, classes, place: { column, row }, tMs }: ConflictFact): Contribution[] {
  return [
    { family: 'conflict', place: '', part: `${measure}-${bin}`, class: pairName(classes), tMs },
    { family: 'conflict-place', place: `${column},${row}`, part: '', class: '', tMs },
  ];
}

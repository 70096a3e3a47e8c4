import { type RoadUserClass, roadUserClasses } from '../detection/object-class.ts';
import { nextMorningMs } from '../purpose/local-time.ts';
import { isVehicle, type Purpose } from '../purpose/purpose.ts';
import { type Direction, directions } from '../rule/direction.ts';
import { certifiedError } from './certificate-interval.ts';
import { contributionsMax } from './contribution.ts';
import { discreteLaplace, type UniformBelow } from './discrete-laplace.ts';
import { shownFrom } from './published.ts';
import type { NoiseScale } from './release.ts';

/** What classes are pooled into. */
export const certifiedGroups = ['vehicle', 'two-wheeler', 'person'] as const;
export type CertifiedGroup = (typeof certifiedGroups)[number];

/** Windows of a camera in {@link certificateWeekMs}: more of them would average the noise away. */
export const certificatesPerWeekMax = 4;
export const certificateWeekMs: number = 7 * 86_400_000;
/** How long a window may be, minutes. A shorter one would tell when a single person passed. */
export const certificateMinutes: readonly number[] = [10, 15, 20, 30, 60];
/** Passages of one line, direction and class in one window that are taken; nobody taps faster than this. */
export const certifiedCountMax = 3_600;

/** Passages over one line in one direction. */
export interface PassageTotal {
  readonly lineId: string;
  readonly direction: Direction;
  readonly class: RoadUserClass;
  readonly count: number;
}

/** Two noised counts of the same passages. */
export interface CertifiedRow {
  /** Null where all lines and directions are pooled. */
  readonly lineId: string | null;
  readonly direction: Direction | null;
  /** A class where they are told apart, else what it is pooled into. */
  readonly group: RoadUserClass | CertifiedGroup;
  /** By somebody on site, with one draw of noise. */
  readonly tapped: number;
  /** By Outis, with another. */
  readonly counted: number;
}

/** What is kept of a certificate: noised numbers of a window that is over. */
export interface CertifiedRecord {
  readonly purpose: Purpose;
  /** Of the window, epoch ms. */
  readonly startMs: number;
  readonly endMs: number;
  readonly scale: NoiseScale;
  readonly rows: readonly CertifiedRow[];
}

/**
 * The numbers of one certificate, which may leave. It can only be made by {@link certify} once the window is over, with
 * noise, or read back by {@link readCertified}; so a store that accepts it keeps no true number.
 */
export class Certified {
  // A private field makes the type nominal: no literal and no other class fits.
  readonly #record: CertifiedRecord;

  private constructor(record: CertifiedRecord) {
    this.#record = record;
  }

  get record(): CertifiedRecord {
    return this.#record;
  }

  /** @internal Use `certify` or `readCertified`. */
  static of(record: CertifiedRecord): Certified {
    return new Certified(Object.freeze({ ...record }));
  }
}

/** Reads back what this store already keeps; for stores only. */
export function readCertified(record: CertifiedRecord): Certified {
  return Certified.of(record);
}

/** What a certificate is made of. True numbers, which the caller erases when it has the result. */
export interface CertifyOptions extends Omit<CertifiedRecord, 'rows'> {
  /** The lines at which somebody tapped. */
  readonly lineIds: readonly string[];
  readonly tapped: readonly PassageTotal[];
  readonly counted: readonly PassageTotal[];
  readonly nowMs: number;
  readonly uniformBelow: UniformBelow;
}

/**
 * Makes the numbers of a certificate: two noised totals for each row, every row there is, empty ones too. Throws `RangeError`
 * before the end of the window and for totals that are not whole, negative, too large or of another line: the caller checks.
 */
export function certify(options: CertifyOptions): Certified {
  const { purpose, startMs, endMs, scale, lineIds, nowMs, uniformBelow } = options;
  if (!(nowMs >= endMs)) throw new RangeError('There is no certificate before the end of its window.');
  const tapped = addedUp(purpose, options.tapped, lineIds);
  const counted = addedUp(purpose, options.counted, lineIds);
  const noised = (count: number): number =>
    Number(BigInt(count) + discreteLaplace(BigInt(scale), uniformBelow));
  const rows = rowsOf(purpose, lineIds).map((row) => ({
    ...row,
    tapped: noised(tapped.get(rowKey(row)) ?? 0),
    counted: noised(counted.get(rowKey(row)) ?? 0),
  }));
  return Certified.of({ purpose, startMs, endMs, scale, rows });
}

/**
 * What one passage may cost in the window of a certificate: it changes at most so many of Outis's numbers by 1 each, and as
 * many of those that were tapped.
 */
export function certificateEpsilon(scale: NoiseScale): number {
  return (2 * contributionsMax.count) / scale;
}

/** A row as it is shown. */
export interface ShownRow extends Pick<CertifiedRow, 'lineId' | 'direction' | 'group'> {
  /** `few`: too few to be shown. `later`: they leave at `dueMs`. */
  readonly state: 'shown' | 'few' | 'later';
  /** Noised; null but where shown. */
  readonly tapped: number | null;
  readonly counted: number | null;
  /** As in `CertifiedError`; null but where shown. */
  readonly error: number | null;
  readonly low: number | null;
  readonly high: number | null;
  /** Epoch ms from which it may be shown. */
  readonly dueMs: number;
}

/**
 * The rows as anybody may see them at `nowMs`: numbers of persons on a street leave the next morning, as all of them do
 * (`timeZone`, an IANA name). What is small is hidden by its noised value. Follows from the noised numbers alone.
 */
export function shownRows({ record }: Certified, nowMs: number, timeZone: string): ShownRow[] {
  const { purpose, endMs, scale } = record;
  return record.rows.map(({ tapped, counted, ...key }) => {
    const waits = purpose === 'street-statistics' && key.group === 'person';
    const dueMs = waits ? nextMorningMs(endMs - 1, timeZone) : endMs;
    const hidden = { tapped: null, counted: null, error: null, low: null, high: null, dueMs } as const;
    if (nowMs < dueMs) return { ...key, state: 'later', ...hidden };
    if (tapped < shownFrom(scale)) return { ...key, state: 'few', ...hidden };
    // Few counted beside many tapped is what a certificate is there to say, and those who passed were not few.
    const shown = counted < 0 ? 0 : counted;
    return {
      ...key,
      state: 'shown',
      tapped,
      counted: shown,
      ...certifiedError({ tapped, counted }, scale),
      dueMs,
    };
  });
}

/** On a street all lines and directions are pooled; on a site every line, direction and class has a row. */
function rowsOf(
  purpose: Purpose,
  lineIds: readonly string[],
): Pick<CertifiedRow, 'lineId' | 'direction' | 'group'>[] {
  if (purpose === 'street-statistics')
    return certifiedGroups.map((group) => ({ lineId: null, direction: null, group }));
  return lineIds.flatMap((lineId) =>
    directions.flatMap((direction) => roadUserClasses.map((group) => ({ lineId, direction, group }))),
  );
}

/** What a class is pooled into. */
export function certifiedGroupOf(name: RoadUserClass): CertifiedGroup {
  if (name === 'person') return 'person';
  return isVehicle(name) ? 'vehicle' : 'two-wheeler';
}

function addedUp(
  purpose: Purpose,
  totals: readonly PassageTotal[],
  lineIds: readonly string[],
): ReadonlyMap<string, number> {
  const sums = new Map<string, number>();
  for (const { lineId, direction, class: name, count } of totals) {
    if (!lineIds.includes(lineId)) throw new RangeError('A total is of a line without a window.');
    if (!Number.isSafeInteger(count) || count < 0 || count > certifiedCountMax)
      throw new RangeError(`A total must be a whole number from 0 to ${certifiedCountMax}.`);
    const key =
      purpose === 'street-statistics'
        ? rowKey({ lineId: null, direction: null, group: certifiedGroupOf(name) })
        : rowKey({ lineId, direction, group: name });
    sums.set(key, (sums.get(key) ?? 0) + count);
  }
  return sums;
}

function rowKey({ lineId, direction, group }: Pick<CertifiedRow, 'lineId' | 'direction' | 'group'>): string {
  return JSON.stringify([lineId, direction, group]);
}

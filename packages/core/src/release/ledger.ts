import type { Family, Measured } from './cell.ts';
import type { NoiseScale, Release } from './release.ts';

/**
 * One line of the ledger: these cells have left, once. Written in the transaction that keeps the releases, so that a
 * line and its releases are there together or not at all; the line refuses a second release of the same cells.
 */
export interface LedgerLine {
  readonly cameraId: string;
  readonly series: number;
  readonly family: Family | 'certificate';
  /** Which classes of the family leave together: `person` apart where it waits for the morning, else by interval. */
  readonly group: string;
  readonly startMs: number;
  readonly intervalMs: number;
  /** How many cells left, empty ones too. */
  readonly cells: number;
  readonly scale: NoiseScale;
  readonly releasedMs: number;
}

/** A line with its place in the chain. */
export interface ChainedLedgerLine extends LedgerLine {
  /** 1, 2, 3 …, without a gap. */
  readonly seq: number;
  /** SHA-256 of {@link releasedText}, hexadecimal: what left cannot be changed later without being found. */
  readonly digest: string;
  /** SHA-256 of the line before, hexadecimal; 64 zeros for the first. */
  readonly previous: string;
  readonly hash: string;
}

/** The text whose hash is the line's: every field in a fixed order, so that any program can check it. */
export function ledgerText(line: Omit<ChainedLedgerLine, 'hash'>): string {
  const { seq, cameraId, series, family, group, startMs, intervalMs, cells, scale, releasedMs } = line;
  const { digest, previous } = line;
  return JSON.stringify([
    seq,
    cameraId,
    series,
    family,
    group,
    startMs,
    intervalMs,
    cells,
    scale,
    releasedMs,
    digest,
    previous,
  ]);
}

/** The text of what left with a line: place, part, class and value of every release, in the order of the code units. */
export function releasedText(releases: readonly Release[]): string {
  const rows = releases.map(({ record: { place, part, class: name, value } }) =>
    JSON.stringify([place, part, name, value]),
  );
  return `[${rows.sort().join(',')}]`;
}

/** The families that a camera releases, by what it measures. */
export function releasedFamilies(measured: Measured): readonly Family[] {
  const released: Family[] = [];
  if (measured.lines.length > 0) released.push('count');
  if (measured.movements.length > 0) released.push('movement');
  if (measured.speedPlaces.length > 0) released.push('speed');
  if (measured.dwellZones.length > 0) released.push('dwell');
  if (measured.hasConflicts) released.push('conflict', 'conflict-place');
  return released;
}

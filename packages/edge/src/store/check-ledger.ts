import { type ChainedLedgerLine, ledgerText, releasedText } from '@outis/core';
import { nothingBefore, sha256 } from './ledger-hash.ts';
import type { ReleaseStore } from './release-store.ts';

/** What a look at the whole ledger has found. */
export interface LedgerCheck {
  readonly lines: number;
  /** The hash of the last line, to be compared with one that was noted elsewhere; null where there is no line. */
  readonly head: string | null;
  /** One sentence for each thing that is wrong, at most {@link problemsMax}. */
  readonly problems: readonly string[];
}

const pageLines = 1_000;
export const problemsMax = 100;

/**
 * Checks that the lines of the ledger are numbered without a gap and chained, and that what left with each is what is
 * kept. Releases that retention has deleted are not missed: a line of which nothing is kept began before `keptFromMs`.
 * Lines cut off at the end are found only by who has noted a later head.
 */
export function checkLedger(
  store: Pick<ReleaseStore, 'ledger' | 'releases'>,
  keptFromMs: number,
): LedgerCheck {
  const problems: string[] = [];
  const tell = (problem: string): void => {
    if (problems.length < problemsMax) problems.push(problem);
  };
  let lines = 0;
  let head: string | null = null;
  let after: ChainedLedgerLine | null = null;
  for (;;) {
    const page: readonly ChainedLedgerLine[] = store.ledger(pageLines, after?.seq);
    for (const line of page) {
      head ??= line.hash;
      lines++;
      if (after !== null && line.seq !== after.seq - 1) tell(`A line is missing before line ${after.seq}.`);
      if (after !== null && line.hash !== after.previous)
        tell(`Line ${after.seq} does not follow line ${line.seq}.`);
      if (sha256(ledgerText(line)) !== line.hash) tell(`Line ${line.seq} was changed.`);
      if (!isKept(store, line, keptFromMs)) tell(`What left with line ${line.seq} was changed.`);
      after = line;
    }
    if (page.length < pageLines) break;
  }
  if (after !== null && (after.seq !== 1 || after.previous !== nothingBefore))
    tell(`Lines are missing before line ${after.seq}.`);
  return { lines, head, problems };
}

function isKept(store: Pick<ReleaseStore, 'releases'>, line: ChainedLedgerLine, keptFromMs: number): boolean {
  const { cameraId, series, family, group, startMs } = line;
  // A certificate is no release of cells: its numbers stand in the document that was signed.
  if (family === 'certificate') return true;
  const classes = new Set(group.split(' '));
  const releases = store
    .releases({ cameraId, series, family, fromMs: startMs, toMs: startMs + 1, limit: 1_000_000 })
    .filter(({ record }) => classes.has(record.class));
  if (releases.length === 0 && startMs < keptFromMs) return true;
  return releases.length === line.cells && sha256(releasedText(releases)) === line.digest;
}

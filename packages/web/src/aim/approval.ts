/** Where somebody stands who looks at the squares that wait, one by one. */
export interface Approval {
  readonly approved: ReadonlySet<number>;
  readonly skipped: ReadonlySet<number>;
  /** The square that is asked about; null while none can be. */
  readonly current: number | null;
  /** True when another square was asked about, and cannot be approved any more: something is there now. */
  readonly hasLeft: boolean;
}

/** Nothing looked at yet. */
export const noApproval: Approval = {
  approved: new Set(),
  skipped: new Set(),
  current: null,
  hasLeft: false,
};

/** A new picture came: the square stays while it still waits; else the next one that does. */
export function followCandidates(approval: Approval, candidates: readonly number[]): Approval {
  const { current } = approval;
  const waiting = waitingOf(approval, candidates);
  if (current !== null && waiting.includes(current)) return approval;
  return { ...approval, current: nextAfter(current, waiting), hasLeft: current !== null };
}

/** Somebody answered for the square that is asked about; the next one comes. */
export function answerCurrent(
  approval: Approval,
  answer: 'approved' | 'skipped',
  candidates: readonly number[],
): Approval {
  const { current } = approval;
  if (current === null) return approval;
  const next = { ...approval, [answer]: new Set([...approval[answer], current]), hasLeft: false };
  return { ...next, current: nextAfter(current, waitingOf(next, candidates)) };
}

/** What could not be sent waits again. */
export function takeBack(approval: Approval, block: number): Approval {
  const approved = new Set(approval.approved);
  approved.delete(block);
  return { ...approval, approved };
}

/** Those that were skipped are asked about again. */
export function askAgain(approval: Approval, candidates: readonly number[]): Approval {
  return followCandidates({ ...approval, skipped: new Set(), hasLeft: false }, candidates);
}

/** The squares that can be approved now and were not answered. */
export function waitingOf(approval: Approval, candidates: readonly number[]): readonly number[] {
  return candidates.filter((block) => !approval.approved.has(block) && !approval.skipped.has(block));
}

/** In the order of the picture, so that the eye goes on and does not jump. */
function nextAfter(block: number | null, waiting: readonly number[]): number | null {
  const sorted = waiting.toSorted((a, b) => a - b);
  return sorted.find((each) => block === null || each > block) ?? sorted[0] ?? null;
}

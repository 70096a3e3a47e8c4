/** A value with the values before and after it, so that a change can be undone. */
export interface History<T> {
  readonly past: readonly T[];
  readonly present: T;
  readonly future: readonly T[];
}

const stepsMax = 100;

/** Begins with one value. */
export function startHistory<T>(present: T): History<T> {
  return { past: [], present, future: [] };
}

/** A change. `mergeWith` true makes it part of the change before, as while dragging. The same value again changes nothing. */
export function commit<T>(history: History<T>, next: T, mergeWith = false): History<T> {
  if (next === history.present) return history;
  const past =
    mergeWith && history.past.length > 0 ? history.past : [...history.past, history.present].slice(-stepsMax);
  return { past, present: next, future: [] };
}

/** One step back; nothing when there is none. */
export function undo<T>(history: History<T>): History<T> {
  const last = history.past.at(-1);
  if (last === undefined) return history;
  return { past: history.past.slice(0, -1), present: last, future: [history.present, ...history.future] };
}

/** One step forward again; nothing when there is none. */
export function redo<T>(history: History<T>): History<T> {
  const [next, ...future] = history.future;
  if (next === undefined) return history;
  return { past: [...history.past, history.present], present: next, future };
}

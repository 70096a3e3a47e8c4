import { useState } from 'react';
import { commit, redo, startHistory, undo } from './history.ts';

/** A value of a page whose changes can be undone. */
export interface Undoable<T> {
  readonly value: T;
  readonly change: (next: T, mergeWith?: boolean) => void;
  readonly undo: () => void;
  readonly redo: () => void;
  readonly canUndo: boolean;
  readonly canRedo: boolean;
}

/** Keeps the value and its past while the page is open. */
export function useHistory<T>(start: T): Undoable<T> {
  const [history, setHistory] = useState(() => startHistory(start));
  return {
    value: history.present,
    change: (next, mergeWith = false) => setHistory((old) => commit(old, next, mergeWith)),
    undo: () => setHistory((old) => undo(old)),
    redo: () => setHistory((old) => redo(old)),
    canUndo: history.past.length > 0,
    canRedo: history.future.length > 0,
  };
}

/** One part of a value, to be changed for itself; what is undone is the last change of the whole. */
export function partOf<T, K extends keyof T>(whole: Undoable<T>, key: K): Undoable<T[K]> {
  return {
    ...whole,
    value: whole.value[key],
    change: (next, mergeWith) => whole.change({ ...whole.value, [key]: next }, mergeWith),
  };
}

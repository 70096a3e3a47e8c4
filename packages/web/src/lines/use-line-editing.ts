import type { LineConfig } from '@outis/core';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { addLine, removeLine, reverseLine } from './line-edit.ts';
import type { Undoable } from './use-history.ts';

/** What can be done to the lines of a drawing, and which of them is selected. */
export interface LineEditing {
  readonly root: { readonly current: HTMLDivElement | null };
  readonly selected: string | null;
  readonly select: (id: string) => void;
  readonly add: () => void;
  readonly remove: (id: string) => void;
  readonly reverse: (id: string) => void;
  /** Hears Ctrl+Z and Ctrl+Shift+Z of everything inside the editor. */
  readonly onKeyDown: (event: KeyboardEvent) => void;
}

/** Keeps the selection, and moves the focus with it. */
export function useLineEditing(lines: Undoable<readonly LineConfig[]>): LineEditing {
  const [wanted, setWanted] = useState<string | null>(lines.value[0]?.id ?? null);
  const root = useRef<HTMLDivElement>(null);
  const focusNext = useFocusHandle(root);
  // A line may be gone, or have another id, after an undo.
  const selected = lines.value.some((line) => line.id === wanted) ? wanted : null;
  return {
    root,
    selected,
    select: setWanted,
    add: () => {
      const next = addLine(lines.value);
      const added = next.at(-1);
      if (next === lines.value || added === undefined) return;
      lines.change(next);
      setWanted(added.id);
      focusNext(`${added.id} b`);
    },
    remove: (id) => {
      const next = removeLine(lines.value, id);
      lines.change(next);
      const near = next[0];
      setWanted(near?.id ?? null);
      focusNext(near === undefined ? 'add' : `${near.id} whole`);
    },
    reverse: (id) => lines.change(reverseLine(lines.value, id)),
    onKeyDown: (event) => {
      if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== 'z') return;
      // In a field the browser's own undo of typing is what is meant.
      if (event.target instanceof HTMLInputElement) return;
      event.preventDefault();
      if (event.shiftKey) lines.redo();
      else lines.undo();
    },
  };
}

/** Moves the focus to a handle once it is drawn. */
function useFocusHandle(root: { readonly current: HTMLElement | null }): (key: string) => void {
  const [wanted, setWanted] = useState<string | null>(null);
  useEffect(() => {
    if (wanted === null) return;
    setWanted(null);
    const element = root.current?.querySelector(`[data-handle="${CSS.escape(wanted)}"]`);
    if (element instanceof HTMLElement || element instanceof SVGElement) element.focus();
  }, [wanted, root]);
  return setWanted;
}

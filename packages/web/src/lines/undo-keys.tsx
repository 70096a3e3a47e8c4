import type { ReactNode } from 'react';
import type { Undoable } from './use-history.ts';

/** An editor in which Ctrl+Z takes the last change back and Ctrl+Shift+Z makes it again; in a text field they are the field's. */
export function UndoKeys(props: {
  readonly of: Pick<Undoable<unknown>, 'undo' | 'redo'>;
  readonly className: string;
  readonly children: ReactNode;
}) {
  const { undo, redo } = props.of;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it only hears Ctrl+Z of the handles inside.
    <div
      className={props.className}
      onKeyDown={(event) => {
        if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== 'z') return;
        if (event.target instanceof HTMLInputElement) return;
        event.preventDefault();
        if (event.shiftKey) redo();
        else undo();
      }}
    >
      {props.children}
    </div>
  );
}

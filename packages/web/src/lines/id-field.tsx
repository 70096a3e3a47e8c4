import { useState } from 'react';
import { useWords } from '../messages/words.tsx';
import { isLineId } from './line-edit.ts';

/** The id of a line or zone; one that is no id, or is taken, goes back to what it was when the field is left. */
export function IdField(props: {
  readonly id: string;
  readonly isTaken: (id: string) => boolean;
  readonly onRename: (id: string) => void;
}) {
  const { say } = useWords();
  const [text, setText] = useState<string | null>(null);
  const shown = text ?? props.id;
  const isBad = !isLineId(shown) || props.isTaken(shown);
  return (
    <label className="line-name">
      <span>{say('editor.name')}</span>
      <input
        value={shown}
        aria-invalid={isBad}
        spellCheck={false}
        onChange={(event) => setText(event.target.value)}
        onBlur={() => {
          if (!isBad && shown !== props.id) props.onRename(shown);
          setText(null);
        }}
      />
      {isBad ? <span className="field-problem">{say('editor.nameBad')}</span> : null}
    </label>
  );
}

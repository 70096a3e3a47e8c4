import type { LineConfig } from '@outis/core';
import { useState } from 'react';
import { useWords } from '../messages/words.tsx';
import { IdField } from './id-field.tsx';
import { placeEnd, renameLine } from './line-edit.ts';
import type { Undoable } from './use-history.ts';

type Lines = readonly LineConfig[];

/** The lines as numbers in per cent, for those who measure, and for those who do not see the drawing. */
export function LineNumbers(props: {
  readonly lines: Undoable<Lines>;
  readonly selected: string | null;
  readonly onSelect: (id: string) => void;
}) {
  const { say } = useWords();
  const { lines } = props;
  if (lines.value.length === 0) return null;
  return (
    <ul className="line-numbers" aria-label={say('editor.numbers')}>
      {lines.value.map((line, index) => (
        <li
          // biome-ignore lint/suspicious/noArrayIndexKey: the id is what is edited here, so the place in the list is the key.
          key={index}
          className={props.selected === line.id ? 'selected' : ''}
          onFocus={() => props.onSelect(line.id)}
        >
          <IdField
            id={line.id}
            isTaken={(id) => lines.value.some((other) => other !== line && other.id === id)}
            onRename={(id) => {
              lines.change(renameLine(lines.value, line.id, id));
              props.onSelect(id);
            }}
          />
          {(['a', 'b'] as const).map((end) => (
            <fieldset key={end}>
              <legend>{say(end === 'a' ? 'editor.startShort' : 'editor.endShort')}</legend>
              {([0, 1] as const).map((axis) => (
                <PercentField
                  key={axis}
                  label={axis === 0 ? 'x' : 'y'}
                  value={line[end][axis]}
                  onChange={(value) => {
                    const place: [number, number] = [line[end][0], line[end][1]];
                    place[axis] = value;
                    lines.change(placeEnd(lines.value, line.id, end, place));
                  }}
                />
              ))}
            </fieldset>
          ))}
        </li>
      ))}
    </ul>
  );
}

function PercentField(props: {
  readonly label: string;
  readonly value: number;
  readonly onChange: (value: number) => void;
}) {
  const [text, setText] = useState<string | null>(null);
  return (
    <label className="percent-field">
      <span>{props.label}</span>
      <input
        type="number"
        min={0}
        max={100}
        step={0.1}
        inputMode="decimal"
        value={text ?? Math.round(props.value * 1000) / 10}
        onChange={(event) => {
          setText(event.target.value);
          const value = event.target.valueAsNumber;
          if (Number.isFinite(value)) props.onChange(value / 100);
        }}
        onBlur={() => setText(null)}
      />
      <span>%</span>
    </label>
  );
}

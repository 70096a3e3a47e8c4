import type { LineConfig } from '@outis/core';
import { type KeyboardEvent, useRef } from 'react';
import { useWords } from '../messages/words.tsx';
import type { LineLayout } from '../scene/line-layout.ts';
import { LineMark } from '../scene/line-mark.tsx';
import type { ViewBox } from '../scene/line-side.ts';
import { DragHandle } from './drag-handle.tsx';
import { type LinePart, moveLine, reverseLine } from './line-edit.ts';
import type { Undoable } from './use-history.ts';

type Lines = readonly LineConfig[];

/** One line with its three handles: the whole line, its start and its end. */
export function EditableLine(props: {
  readonly line: LineConfig;
  readonly box: ViewBox;
  readonly layout: LineLayout | undefined;
  readonly lines: Undoable<Lines>;
  readonly isSelected: boolean;
  readonly onSelect: () => void;
  readonly onRemove: () => void;
  readonly onAdd: () => void;
}) {
  const { say, number } = useWords();
  const { line, box, lines } = props;
  const base = useRef<Lines>(lines.value);
  const x = (value: number) => value * box.width;
  const y = (value: number) => value * box.height;
  const percent = (value: number) => number(value * 100, 1);
  const actions = (part: LinePart) => ({
    onSelect: props.onSelect,
    onStep: (step: readonly [number, number]) => lines.change(moveLine(lines.value, line.id, part, step)),
    onDrag: (total: readonly [number, number], isFirst: boolean) => {
      if (isFirst) base.current = lines.value;
      lines.change(moveLine(base.current, line.id, part, total), !isFirst);
    },
    onKey: (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.key === 'Delete' || event.key === 'Backspace') props.onRemove();
      else if (event.key === 'r' || event.key === 'R') lines.change(reverseLine(lines.value, line.id));
      else if (event.key === 'Enter') props.onAdd();
      else return;
      event.preventDefault();
    },
  });
  const middle = { x: (line.a[0] + line.b[0]) / 2, y: (line.a[1] + line.b[1]) / 2 };
  const path = `M${x(line.a[0])} ${y(line.a[1])} L${x(line.b[0])} ${y(line.b[1])}`;
  return (
    <g className={props.isSelected ? 'editable editable-selected' : 'editable'}>
      <LineMark line={line} box={box} {...(props.layout === undefined ? {} : { layout: props.layout })} />
      <DragHandle
        box={box}
        {...middle}
        handleKey={`${line.id} whole`}
        label={say('editor.whole', { id: line.id })}
        place={say('editor.place', { x: percent(middle.x), y: percent(middle.y) })}
        className="handle-whole"
        actions={actions('whole')}
      >
        <path className="handle-hit" d={path} />
        <path className="handle-ring" d={path} />
      </DragHandle>
      {(['a', 'b'] as const).map((end) => (
        <DragHandle
          key={end}
          box={box}
          x={line[end][0]}
          y={line[end][1]}
          handleKey={`${line.id} ${end}`}
          label={say(end === 'a' ? 'editor.start' : 'editor.end', { id: line.id })}
          place={say('editor.place', { x: percent(line[end][0]), y: percent(line[end][1]) })}
          actions={actions(end)}
        >
          <circle className="handle-hit" cx={x(line[end][0])} cy={y(line[end][1])} r={18} />
          <circle className="handle-ring" cx={x(line[end][0])} cy={y(line[end][1])} r={13} />
          <circle className="handle-dot" cx={x(line[end][0])} cy={y(line[end][1])} r={7} />
        </DragHandle>
      ))}
    </g>
  );
}

import type { LineConfig } from '@outis/core';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { useWords } from '../messages/words.tsx';
import { BoundaryMark, ZoneMark } from '../scene/area-mark.tsx';
import { type LabelPlace, placeLabels } from '../scene/label-layout.ts';
import { LineMark } from '../scene/line-mark.tsx';
import type { ViewBox } from '../scene/line-side.ts';
import type { DrawnCamera } from '../scene/view-drawing.tsx';
import { ViewFrame } from '../scene/view-frame.tsx';
import { DragHandle } from './drag-handle.tsx';
import { addLine, type LinePart, linesMax, moveLine, removeLine, reverseLine } from './line-edit.ts';
import { LineNumbers } from './line-numbers.tsx';
import type { Undoable } from './use-history.ts';

type Lines = readonly LineConfig[];

/** Lines on the neutral drawing, moved by mouse, finger or keyboard, and as numbers. It keeps nothing: the caller does. */
export function LineEditor(props: {
  readonly camera: Omit<DrawnCamera, 'lines'>;
  readonly lines: Undoable<Lines>;
}) {
  const { say } = useWords();
  const { lines } = props;
  const [selected, setSelected] = useState<string | null>(lines.value[0]?.id ?? null);
  const root = useRef<HTMLDivElement>(null);
  const focusNext = useFocusHandle(root);
  const add = () => {
    const next = addLine(lines.value);
    const added = next.at(-1);
    if (next === lines.value || added === undefined) return;
    lines.change(next);
    setSelected(added.id);
    focusNext(`${added.id} b`);
  };
  const remove = (id: string) => {
    const next = removeLine(lines.value, id);
    lines.change(next);
    const near = next[0];
    setSelected(near?.id ?? null);
    focusNext(near === undefined ? 'add' : `${near.id} whole`);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== 'z') return;
    // In a field the browser's own undo of typing is what is meant.
    if (event.target instanceof HTMLInputElement) return;
    event.preventDefault();
    if (event.shiftKey) lines.redo();
    else lines.undo();
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it only hears Ctrl+Z of the handles inside.
    <div ref={root} className="line-editor" onKeyDown={onKeyDown}>
      <ViewFrame size={props.camera.size}>
        {(box) => (
          // biome-ignore lint/a11y/useSemanticElements: there is no fieldset in SVG.
          <svg
            className="layer"
            width={box.width}
            height={box.height}
            role="group"
            aria-label={say('editor.label')}
          >
            {props.camera.zones.map((zone) => (
              <ZoneMark key={zone.id} zone={zone} box={box} />
            ))}
            {props.camera.boundary === null ? null : (
              <BoundaryMark boundary={props.camera.boundary} box={box} />
            )}
            {lines.value.map((line) => (
              <EditableLine
                key={line.id}
                line={line}
                box={box}
                label={placeLabels(lines.value, box).get(line.id)}
                lines={lines}
                isSelected={line.id === selected}
                onSelect={() => setSelected(line.id)}
                onRemove={() => remove(line.id)}
                onAdd={add}
              />
            ))}
          </svg>
        )}
      </ViewFrame>
      <div className="toolbar">
        <button
          type="button"
          className="button"
          data-handle="add"
          onClick={add}
          disabled={lines.value.length >= linesMax}
        >
          {say('editor.add')}
        </button>
        <button
          type="button"
          className="button-quiet"
          disabled={selected === null}
          onClick={() => selected !== null && lines.change(reverseLine(lines.value, selected))}
        >
          {say('editor.reverse')}
        </button>
        <button
          type="button"
          className="button-quiet"
          disabled={selected === null}
          onClick={() => selected !== null && remove(selected)}
        >
          {say('editor.remove')}
        </button>
        <button type="button" className="button-quiet" disabled={!lines.canUndo} onClick={lines.undo}>
          {say('editor.undo')}
        </button>
      </div>
      <p className="soft small">{say('editor.keys')}</p>
      <LineNumbers lines={lines} selected={selected} onSelect={setSelected} />
    </div>
  );
}

function EditableLine(props: {
  readonly line: LineConfig;
  readonly box: ViewBox;
  readonly label: LabelPlace | undefined;
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
      <LineMark line={line} box={box} {...(props.label === undefined ? {} : { label: props.label })} />
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

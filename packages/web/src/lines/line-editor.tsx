import type { LineConfig } from '@outis/core';
import { useWords } from '../messages/words.tsx';
import { BoundaryMark, ZoneMark } from '../scene/area-mark.tsx';
import { layOutLines } from '../scene/line-layout.ts';
import type { ViewBox } from '../scene/line-side.ts';
import type { DrawnCamera } from '../scene/view-drawing.tsx';
import { ViewFrame } from '../scene/view-frame.tsx';
import { EditableLine } from './editable-line.tsx';
import { linesMax } from './line-edit.ts';
import { LineNumbers } from './line-numbers.tsx';
import type { Undoable } from './use-history.ts';
import { type LineEditing, useLineEditing } from './use-line-editing.ts';

type Lines = readonly LineConfig[];
type Ground = Omit<DrawnCamera, 'lines'>;

/** Lines on the neutral drawing, moved by mouse, finger or keyboard, and as numbers. It keeps nothing: the caller does. */
export function LineEditor(props: { readonly camera: Ground; readonly lines: Undoable<Lines> }) {
  const { say } = useWords();
  const { lines } = props;
  const editing = useLineEditing(lines);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it only hears Ctrl+Z of the handles inside.
    <div ref={editing.root} className="line-editor" onKeyDown={editing.onKeyDown}>
      <ViewFrame size={props.camera.size}>
        {(box) => <EditorDrawing camera={props.camera} lines={lines} box={box} editing={editing} />}
      </ViewFrame>
      <LineToolbar lines={lines} editing={editing} />
      <p className="soft small">{say('editor.keys')}</p>
      <LineNumbers lines={lines} selected={editing.selected} onSelect={editing.select} />
    </div>
  );
}

function EditorDrawing(props: {
  readonly camera: Ground;
  readonly lines: Undoable<Lines>;
  readonly box: ViewBox;
  readonly editing: LineEditing;
}) {
  const { say } = useWords();
  const { camera, lines, box, editing } = props;
  const layouts = layOutLines(lines.value, box);
  return (
    // biome-ignore lint/a11y/useSemanticElements: there is no fieldset in SVG.
    <svg
      className="layer"
      width={box.width}
      height={box.height}
      role="group"
      aria-label={say('editor.label')}
    >
      {camera.zones.map((zone) => (
        <ZoneMark key={zone.id} zone={zone} box={box} />
      ))}
      {camera.boundary === null ? null : <BoundaryMark boundary={camera.boundary} box={box} />}
      {lines.value.map((line) => (
        <EditableLine
          key={line.id}
          line={line}
          box={box}
          layout={layouts.get(line.id)}
          lines={lines}
          isSelected={line.id === editing.selected}
          onSelect={() => editing.select(line.id)}
          onRemove={() => editing.remove(line.id)}
          onAdd={editing.add}
        />
      ))}
    </svg>
  );
}

function LineToolbar(props: { readonly lines: Undoable<Lines>; readonly editing: LineEditing }) {
  const { say } = useWords();
  const { lines, editing } = props;
  const { selected } = editing;
  const isFull = lines.value.length >= linesMax;
  return (
    <div className="toolbar">
      <button type="button" className="button" data-handle="add" onClick={editing.add} disabled={isFull}>
        {say('editor.add')}
      </button>
      <button
        type="button"
        className="button-quiet"
        disabled={selected === null}
        onClick={() => selected !== null && editing.reverse(selected)}
      >
        {say('editor.reverse')}
      </button>
      <button
        type="button"
        className="button-quiet"
        disabled={selected === null}
        onClick={() => selected !== null && editing.remove(selected)}
      >
        {say('editor.remove')}
      </button>
      <button type="button" className="button-quiet" disabled={!lines.canUndo} onClick={lines.undo}>
        {say('editor.undo')}
      </button>
    </div>
  );
}

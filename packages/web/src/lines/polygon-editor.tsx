import type { Fraction2, FrameSize } from '@outis/core';
import { type ReactNode, useRef } from 'react';
import { useWords } from '../messages/words.tsx';
import { BoundaryMark, outlineOf } from '../scene/area-mark.tsx';
import type { ViewBox } from '../scene/line-side.ts';
import { ViewFrame } from '../scene/view-frame.tsx';
import { DragHandle } from './drag-handle.tsx';
import { addCorner, cornersMax, moveCorner, removeCorner } from './polygon-edit.ts';
import type { Undoable } from './use-history.ts';

type Points = readonly Fraction2[];

/** An area on the neutral drawing, a boundary where nothing else is said: its corners are moved by mouse, finger or keyboard. */
export function PolygonEditor(props: {
  readonly size: FrameSize | null;
  readonly points: Undoable<Points>;
  readonly label?: string;
  /** What is drawn below the corners, in place of a boundary. */
  readonly children?: (box: ViewBox) => ReactNode;
  /** What lies behind the drawing. */
  readonly behind?: ReactNode;
  /** More buttons. */
  readonly tools?: ReactNode;
}) {
  const { say } = useWords();
  const { points } = props;
  return (
    <div className="line-editor">
      <ViewFrame size={props.size}>
        {(box) => (
          <>
            {props.behind}
            {/* biome-ignore lint/a11y/useSemanticElements: there is no fieldset in SVG. */}
            <svg
              className="layer"
              width={box.width}
              height={box.height}
              role="group"
              aria-label={props.label ?? say('boundary.label')}
            >
              {props.children?.(box) ?? (
                <>
                  <BoundaryMark boundary={points.value} box={box} />
                  <path className="boundary-edge" d={outlineOf(points.value, box)} />
                </>
              )}
              {points.value.map((_, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: a corner has no other name than its place.
                <CornerHandle key={index} index={index} points={points} box={box} />
              ))}
            </svg>
          </>
        )}
      </ViewFrame>
      <div className="toolbar">
        <button
          type="button"
          className="button-quiet"
          disabled={points.value.length >= cornersMax}
          onClick={() => points.change(addCorner(points.value))}
        >
          {say('boundary.add')}
        </button>
        <button type="button" className="button-quiet" disabled={!points.canUndo} onClick={points.undo}>
          {say('editor.undo')}
        </button>
        {props.tools}
      </div>
      <p className="soft small">{say('boundary.keys')}</p>
    </div>
  );
}

function CornerHandle(props: {
  readonly index: number;
  readonly points: Undoable<Points>;
  readonly box: ViewBox;
}) {
  const { say, number } = useWords();
  const { index, points, box } = props;
  const base = useRef<Points>(points.value);
  const [x, y] = points.value[index] ?? [0, 0];
  const percent = (value: number) => number(value * 100, 1);
  const circle = { cx: x * box.width, cy: y * box.height };
  return (
    <DragHandle
      box={box}
      x={x}
      y={y}
      handleKey={`corner ${index}`}
      label={say('boundary.corner', { number: index + 1 })}
      place={say('editor.place', { x: percent(x), y: percent(y) })}
      actions={{
        onStep: (step) => points.change(moveCorner(points.value, index, step)),
        onDrag: (total, isFirst) => {
          if (isFirst) base.current = points.value;
          points.change(moveCorner(base.current, index, total), !isFirst);
        },
        onKey: (event) => {
          if (event.key === 'Delete' || event.key === 'Backspace')
            points.change(removeCorner(points.value, index));
          else if (event.key === 'Enter') points.change(addCorner(points.value, index));
          else return;
          event.preventDefault();
        },
      }}
    >
      <circle className="handle-hit" {...circle} r={18} />
      <circle className="handle-ring" {...circle} r={13} />
      <circle className="handle-dot" {...circle} r={7} />
    </DragHandle>
  );
}

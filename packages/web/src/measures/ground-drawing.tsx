import type { Fraction2, MeasuresCheckJson } from '@outis/core';
import { type ReactNode, useId, useRef } from 'react';
import { DragHandle } from '../lines/drag-handle.tsx';
import { useWords } from '../messages/words.tsx';
import { outlineOf } from '../scene/area-mark.tsx';
import type { ViewBox } from '../scene/line-side.ts';
import { ViewFrame } from '../scene/view-frame.tsx';
import type { EditorProps } from './calibration-editor.tsx';
import { type MeasuresDraft, placeHeldOut, placePoint, pointName } from './measures-draft.ts';

/** The view with the points of the ground, the distance to check by, and how coarse the ground is as colour. */
export function GroundDrawing(props: EditorProps) {
  const { say } = useWords();
  const { camera, draft, checked, behind } = props;
  const { points, heldOut, kind } = draft.value;
  /** A click on the coarse picture is coarse, and the edge reckons with it. */
  const noted = (next: MeasuresDraft): MeasuresDraft => ({
    ...next,
    clickedWidthPx: behind.widthPx ?? next.clickedWidthPx,
  });
  return (
    <ViewFrame size={camera.size}>
      {(box) => (
        <>
          {behind.layer}
          {/* biome-ignore lint/a11y/useSemanticElements: there is no fieldset in SVG. */}
          <svg
            className="layer ground-drawing"
            width={box.width}
            height={box.height}
            role="group"
            aria-label={say('measures.drawing')}
          >
            {checked.check === null ? null : <ScaleSquares map={checked.check.map} box={box} />}
            {kind === 'rectangle' ? (
              <path
                className="ground-shape"
                d={outlineOf(
                  points.map(({ at }) => at),
                  box,
                )}
              />
            ) : null}
            {kind === 'distances' ? <Distances draft={draft.value} box={box} /> : null}
            <path className="held-out-line" d={outlineOf([heldOut.a, heldOut.b], box)} />
            {points.map(({ at }, index) => (
              <PointHandle
                // biome-ignore lint/suspicious/noArrayIndexKey: a point has no other name than its place.
                key={index}
                at={at}
                box={box}
                handleKey={`point ${index}`}
                label={say('measures.point', { name: pointName(index) })}
                onPlace={(place, isMerged) =>
                  draft.change(noted(placePoint(draft.value, index, place)), isMerged)
                }
              >
                {(x, y) => (
                  <>
                    <circle className="handle-dot" cx={x} cy={y} r={10} />
                    <text className="handle-letter" x={x} y={y + 4.5} textAnchor="middle">
                      {pointName(index)}
                    </text>
                  </>
                )}
              </PointHandle>
            ))}
            {(['a', 'b'] as const).map((end) => (
              <PointHandle
                key={end}
                at={heldOut[end]}
                box={box}
                handleKey={`held-out ${end}`}
                label={`${say('measures.heldOut')} ${end === 'a' ? 1 : 2}`}
                onPlace={(place, isMerged) =>
                  draft.change(noted(placeHeldOut(draft.value, end, place)), isMerged)
                }
              >
                {(x, y) => <path className="held-out-dot" d={`M${x} ${y - 11} l11 11 l-11 11 l-11 -11 Z`} />}
              </PointHandle>
            ))}
          </svg>
        </>
      )}
    </ViewFrame>
  );
}

function PointHandle(props: {
  readonly at: Fraction2;
  readonly box: ViewBox;
  readonly handleKey: string;
  readonly label: string;
  readonly onPlace: (at: Fraction2, isMerged: boolean) => void;
  readonly children: (x: number, y: number) => ReactNode;
}) {
  const { say, number } = useWords();
  const { at, box } = props;
  const base = useRef(at);
  const [x, y] = [at[0] * box.width, at[1] * box.height];
  return (
    <DragHandle
      box={box}
      x={at[0]}
      y={at[1]}
      handleKey={props.handleKey}
      label={props.label}
      place={say('editor.place', { x: number(at[0] * 100, 1), y: number(at[1] * 100, 1) })}
      actions={{
        onStep: ([dx, dy]) => props.onPlace([at[0] + dx, at[1] + dy], false),
        onDrag: ([dx, dy], isFirst) => {
          if (isFirst) base.current = at;
          props.onPlace([base.current[0] + dx, base.current[1] + dy], !isFirst);
        },
      }}
    >
      <circle className="handle-hit" cx={x} cy={y} r={18} />
      <circle className="handle-ring" cx={x} cy={y} r={15} />
      {props.children(x, y)}
    </DragHandle>
  );
}

function Distances(props: { readonly draft: MeasuresDraft; readonly box: ViewBox }) {
  const { points, distances } = props.draft;
  return distances.map(({ from, to, metres }) => {
    const [a, b] = [points[from]?.at, points[to]?.at];
    if (a === undefined || b === undefined) return null;
    return (
      <path
        key={`${from} ${to}`}
        className={metres === '' ? 'ground-shape ground-missing' : 'ground-shape'}
        d={outlineOf([a, b], props.box)}
      />
    );
  });
}

/** Bands of metres per dot of the picture, from fine to coarse. */
export const scaleBands = [
  { key: 'fine', upTo: 0.05 },
  { key: 'good', upTo: 0.1 },
  { key: 'coarse', upTo: 0.25 },
  { key: 'far', upTo: Number.POSITIVE_INFINITY },
] as const;

function ScaleSquares(props: { readonly map: MeasuresCheckJson['map']; readonly box: ViewBox }) {
  const hatch = useId();
  const { columns, rows, squares } = props.map;
  const { box } = props;
  const size = { width: box.width / columns + 0.5, height: box.height / rows + 0.5 };
  return (
    <g className="scale-squares">
      <pattern id={hatch} width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
        <path className="scale-hatch" d="M0 0 V7" />
      </pattern>
      {squares.map(({ metresPerPx, allows }, index) => {
        const place = {
          x: ((index % columns) * box.width) / columns,
          y: (Math.floor(index / columns) * box.height) / rows,
          ...size,
        };
        const band = scaleBands.find(({ upTo }) => metresPerPx !== null && metresPerPx <= upTo);
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: a square has no other name than its place.
          <g key={index}>
            <rect {...place} className={`scale-${band?.key ?? 'sky'}`} />
            {band !== undefined && allows.length === 0 ? <rect {...place} fill={`url(#${hatch})`} /> : null}
          </g>
        );
      })}
    </g>
  );
}

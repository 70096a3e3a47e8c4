import type { Direction, Fraction2, LineConfig } from '@outis/core';
import { useEffect, useRef } from 'react';
import { type Amount, isHidden, shownError } from '../counts/amount.ts';
import { useWords } from '../messages/words.tsx';
import { type LabelPlace, type LineLayout, labelHeightPx } from './line-layout.ts';
import { leftOnScreen, type ViewBox } from './line-side.ts';

/** How many crossed a line each way, and the largest number on the drawing. */
export interface Flow {
  readonly counts: Readonly<Record<Direction, Amount>>;
  readonly countMax: number;
}

/** One line on a drawing: its id, its two sides, and either its ways or how many went them. `pulse` grows when it is crossed. */
export function LineMark(props: {
  readonly line: LineConfig;
  readonly box: ViewBox;
  readonly flow?: Flow;
  readonly pulse?: number;
  /** Where its id and its sides are written; without it only the line is drawn. */
  readonly layout?: LineLayout;
  readonly isFaint?: boolean;
}) {
  const { line, box, layout } = props;
  const a = { x: line.a[0] * box.width, y: line.a[1] * box.height };
  const b = { x: line.b[0] * box.width, y: line.b[1] * box.height };
  const glow = usePulse(props.pulse ?? 0);
  const isSmall = layout === undefined;
  return (
    <g className={props.isFaint === true ? 'line-mark line-faint' : 'line-mark'}>
      <path ref={glow} className="line-glow" d={`M${a.x} ${a.y} L${b.x} ${b.y}`} />
      <path className="line-casing" d={`M${a.x} ${a.y} L${b.x} ${b.y}`} />
      <path className="line-ink" d={`M${a.x} ${a.y} L${b.x} ${b.y}`} />
      <circle className="line-end" cx={a.x} cy={a.y} r={isSmall ? 2.5 : 4} />
      <circle className="line-end" cx={b.x} cy={b.y} r={isSmall ? 2.5 : 4} />
      {layout === undefined ? null : props.flow === undefined ? (
        <Sides middle={layout.middle} left={leftOnScreen(line, box)} />
      ) : (
        <FlowArrows middle={layout.middle} left={leftOnScreen(line, box)} flow={props.flow} box={box} />
      )}
      {layout === undefined ? null : <LineLabel id={line.id} place={layout.label} />}
    </g>
  );
}

function LineLabel(props: { readonly id: string; readonly place: LabelPlace }) {
  const { x, y, width } = props.place;
  return (
    <g className="line-label">
      <rect
        x={x - width / 2}
        y={y - labelHeightPx / 2}
        width={width}
        height={labelHeightPx}
        rx={labelHeightPx / 2}
      />
      <text x={x} y={y + 4} textAnchor="middle">
        {props.id}
      </text>
    </g>
  );
}

interface Spot {
  readonly x: number;
  readonly y: number;
}

function Sides(props: { readonly middle: Spot; readonly left: Fraction2 }) {
  const { say } = useWords();
  const { middle, left } = props;
  const at = (distance: number) => ({ x: middle.x + left[0] * distance, y: middle.y + left[1] * distance });
  const [far, near, back] = [at(15), at(-15), at(0)];
  return (
    <g className="line-sides">
      <path className="line-way" d={`M${far.x} ${far.y} L${near.x} ${near.y}`} />
      <path className="line-way-tip" d={tip(far, left, 7)} />
      <path className="line-way-tip" d={tip(near, [-left[0], -left[1]], 7)} />
      <circle className="line-end" cx={back.x} cy={back.y} r={2.5} />
      <SideLetter at={at(30)} letter={say('side.left.letter')} />
      <SideLetter at={at(-30)} letter={say('side.right.letter')} />
    </g>
  );
}

function SideLetter(props: { readonly at: Spot; readonly letter: string }) {
  return (
    <g className="line-letter">
      <circle cx={props.at.x} cy={props.at.y} r={9.5} />
      <text x={props.at.x} y={props.at.y + 4} textAnchor="middle">
        {props.letter}
      </text>
    </g>
  );
}

function FlowArrows(props: {
  readonly middle: Spot;
  readonly left: Fraction2;
  readonly flow: Flow;
  readonly box: ViewBox;
}) {
  const { middle, left, flow, box } = props;
  const right: Fraction2 = [-left[0], -left[1]];
  return (
    <g className="line-flows">
      <FlowArrow middle={middle} towards={right} flow={flow} box={box} direction="left_to_right" />
      <FlowArrow middle={middle} towards={left} flow={flow} box={box} direction="right_to_left" />
    </g>
  );
}

function FlowArrow(props: {
  readonly middle: Spot;
  readonly towards: Fraction2;
  readonly flow: Flow;
  readonly direction: Direction;
  readonly box: ViewBox;
}) {
  const { say, number } = useWords();
  const amount = props.flow.counts[props.direction];
  const count = Math.max(0, amount.sum);
  const share = props.flow.countMax === 0 ? 0 : count / props.flow.countMax;
  const width = count === 0 ? 1.5 : 3 + 17 * share;
  const [tx, ty] = props.towards;
  // Each arrow keeps to the right of its own way, so that the two do not lie over each other.
  const x = props.middle.x - ty * 17;
  const y = props.middle.y + tx * 17;
  const from = { x: x - tx * 34, y: y - ty * 34 };
  const to = { x: x + tx * 30, y: y + ty * 30 };
  const text =
    amount.parts === 0
      ? '–'
      : isHidden(amount)
        ? say('numbers.hidden')
        : `${number(count)} ±${number(shownError(amount.error95))}`;
  const reach = width * 0.7 + 12;
  // Half the width of its text; it must stay in the drawing.
  const half = text.length * 4.5;
  const label = {
    x: Math.min(props.box.width - half - 4, Math.max(half + 4, to.x + tx * (reach + half))),
    y: to.y + ty * (reach + 10),
  };
  return (
    <g className={count === 0 ? 'flow flow-none' : 'flow'}>
      <g className="flow-arrow">
        <path
          className="flow-shaft"
          d={`M${from.x} ${from.y} L${to.x} ${to.y}`}
          style={{ strokeWidth: width }}
        />
        <path
          className="flow-tip"
          d={tip({ x: to.x + tx * width * 0.7, y: to.y + ty * width * 0.7 }, [tx, ty], 9 + width * 0.8)}
        />
      </g>
      <text className="flow-count" x={label.x} y={label.y + 6} textAnchor="middle">
        {text}
      </text>
    </g>
  );
}

function tip(at: Spot, [tx, ty]: readonly [number, number], size: number): string {
  const back = { x: at.x - tx * size, y: at.y - ty * size };
  const side = size * 0.62;
  return `M${at.x + tx * 2} ${at.y + ty * 2} L${back.x - ty * side} ${back.y + tx * side} L${back.x + ty * side} ${back.y - tx * side} Z`;
}

function usePulse(pulse: number) {
  const glow = useRef<SVGPathElement>(null);
  useEffect(() => {
    if (pulse === 0 || window.matchMedia('(prefers-reduced-motion: reduce)').matches) return;
    glow.current?.animate(
      [
        { opacity: 0.75, strokeWidth: '8px' },
        { opacity: 0, strokeWidth: '34px' },
      ],
      { duration: 1000, easing: 'cubic-bezier(0.2, 0.6, 0.3, 1)' },
    );
  }, [pulse]);
  return glow;
}

import { type Direction, directions, type LineConfig } from '@outis/core';
import { leftOnScreen } from '../scene/line-side.ts';

/** The letter of a direction: the same on the drawing and over the buttons. */
export const letterOf: Readonly<Record<Direction, string>> = { left_to_right: 'A', right_to_left: 'B' };

const box = { width: 160, height: 90 };

/** Where a line lies in the view of the camera, and which way is A and which is B. A drawing of two points, no picture. */
export function LineSketch(props: { readonly line: LineConfig; readonly label: string }) {
  const { a, b } = props.line;
  const [ax, ay, bx, by] = [a[0] * box.width, a[1] * box.height, b[0] * box.width, b[1] * box.height];
  const [lx, ly] = leftOnScreen(props.line, box);
  const middle = { x: (ax + bx) / 2, y: (ay + by) / 2 };
  return (
    <svg
      className="line-sketch"
      viewBox={`0 0 ${box.width} ${box.height}`}
      role="img"
      aria-label={props.label}
    >
      <rect width={box.width} height={box.height} rx="6" className="line-sketch-view" />
      <line x1={ax} y1={ay} x2={bx} y2={by} className="line-sketch-line" />
      {directions.map((direction) => {
        // Left to right ends on the right.
        const sign = direction === 'left_to_right' ? -1 : 1;
        const along = direction === 'left_to_right' ? -9 : 9;
        const [ox, oy] = [middle.x + along * -ly, middle.y + along * lx];
        const [tx, ty] = [ox + sign * lx * 22, oy + sign * ly * 22];
        return (
          <g key={direction}>
            <Arrow from={{ x: ox - sign * lx * 8, y: oy - sign * ly * 8 }} to={{ x: tx, y: ty }} />
            <text
              x={ox + sign * lx * 33}
              y={oy + sign * ly * 33 + 5}
              textAnchor="middle"
              className="line-sketch-letter"
            >
              {letterOf[direction]}
            </text>
          </g>
        );
      })}
    </svg>
  );
}

/** The direction as an arrow alone, as it points in the view of the camera. */
export function DirectionArrow(props: { readonly line: LineConfig; readonly direction: Direction }) {
  const [lx, ly] = leftOnScreen(props.line, box);
  const sign = props.direction === 'left_to_right' ? -1 : 1;
  return (
    <svg className="direction-arrow" viewBox="-12 -12 24 24" width="24" height="24" aria-hidden="true">
      <Arrow from={{ x: -sign * lx * 9, y: -sign * ly * 9 }} to={{ x: sign * lx * 9, y: sign * ly * 9 }} />
    </svg>
  );
}

interface At {
  readonly x: number;
  readonly y: number;
}

function Arrow(props: { readonly from: At; readonly to: At }) {
  const { from, to } = props;
  const length = Math.hypot(to.x - from.x, to.y - from.y);
  const [ux, uy] = [(to.x - from.x) / length, (to.y - from.y) / length];
  const wing = (side: number): string => `${to.x - 6 * ux - side * 4 * uy},${to.y - 6 * uy + side * 4 * ux}`;
  return (
    <path
      className="line-sketch-arrow"
      d={`M${from.x},${from.y}L${to.x},${to.y}M${wing(1)}L${to.x},${to.y}L${wing(-1)}`}
    />
  );
}

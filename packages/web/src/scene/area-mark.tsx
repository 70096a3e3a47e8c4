import type { Fraction2, ZoneConfig } from '@outis/core';
import { useId } from 'react';
import type { ViewBox } from './line-side.ts';

/** A zone on a drawing, with its id in its middle. */
export function ZoneMark(props: {
  readonly zone: ZoneConfig;
  readonly box: ViewBox;
  readonly isSmall?: boolean;
}) {
  const { zone, box } = props;
  const x = (zone.points.reduce((sum, point) => sum + point[0], 0) / zone.points.length) * box.width;
  const y = (zone.points.reduce((sum, point) => sum + point[1], 0) / zone.points.length) * box.height;
  return (
    <g className="zone-mark">
      <path d={outlineOf(zone.points, box)} />
      {props.isSmall === true ? null : (
        <text x={x} y={y + 4} textAnchor="middle">
          {zone.id}
        </text>
      )}
    </g>
  );
}

/** Hatches what lies outside the boundary: it is masked before anything looks at it. */
export function BoundaryMark(props: { readonly boundary: readonly Fraction2[]; readonly box: ViewBox }) {
  const { boundary, box } = props;
  const hatch = useId();
  if (isWholeView(boundary)) return null;
  const outline = outlineOf(boundary, box);
  return (
    <g className="boundary-mark">
      <Hatch id={hatch} />
      <path
        d={`M0 0 H${box.width} V${box.height} H0 Z ${outline}`}
        fill={`url(#${hatch})`}
        fillRule="evenodd"
      />
      <path className="boundary-edge" d={outline} />
    </g>
  );
}

/** Hatches what is masked, where a picture of the place lies behind: there it is black. */
export function MaskMark(props: { readonly mask: readonly Fraction2[]; readonly box: ViewBox }) {
  const { mask, box } = props;
  const hatch = useId();
  return (
    <g className="boundary-mark">
      <Hatch id={hatch} />
      <path d={outlineOf(mask, box)} fill={`url(#${hatch})`} />
    </g>
  );
}

function Hatch(props: { readonly id: string }) {
  return (
    <pattern id={props.id} width="9" height="9" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
      <rect className="boundary-veil" width="9" height="9" />
      <path className="boundary-hatch" d="M0 0 V9" />
    </pattern>
  );
}

/** True when the boundary leaves nothing outside, or there is hardly a boundary at all. */
export function isWholeView(boundary: readonly Fraction2[]): boolean {
  if (boundary.length < 3) return true;
  return boundary.length === 4 && boundary.every(([x, y]) => (x === 0 || x === 1) && (y === 0 || y === 1));
}

/** The outline of an area as a path, in px of the drawing. */
export function outlineOf(points: readonly Fraction2[], box: ViewBox): string {
  return `M${points.map(([x, y]) => `${x * box.width} ${y * box.height}`).join(' L')} Z`;
}

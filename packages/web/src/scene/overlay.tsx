import type { ReactNode } from 'react';
import type { ViewBox } from './line-side.ts';

/** What is drawn over a view for the eye only: whatever it says is written beside it too. */
export function Overlay(props: {
  readonly box: ViewBox;
  readonly className?: string;
  readonly children: ReactNode;
}) {
  const { width, height } = props.box;
  // Before the view has been laid out there is nothing to draw on.
  if (width === 0 || height === 0) return null;
  return (
    <svg
      className={`layer ${props.className ?? ''}`}
      width={width}
      height={height}
      viewBox={`0 0 ${width} ${height}`}
      aria-hidden="true"
    >
      {props.children}
    </svg>
  );
}

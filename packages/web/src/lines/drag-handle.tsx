import type { Fraction2 } from '@outis/core';
import { type KeyboardEvent, type PointerEvent, type ReactNode, useRef } from 'react';
import type { ViewBox } from '../scene/line-side.ts';

/** What a handle is told to do. */
export interface HandleActions {
  /** Moved by `total` since the drag began, in fractions of the view; `isFirst` at its first step. */
  readonly onDrag: (total: Fraction2, isFirst: boolean) => void;
  /** Moved by one press of an arrow key. */
  readonly onStep: (step: Fraction2) => void;
  readonly onSelect?: () => void;
  /** Any other key. */
  readonly onKey?: (event: KeyboardEvent) => void;
}

/** Something in a drawing that mouse, finger and arrow keys move. A screen reader hears its place in per cent. */
export function DragHandle(props: {
  readonly box: ViewBox;
  readonly x: number;
  readonly y: number;
  readonly label: string;
  readonly place: string;
  readonly className?: string;
  readonly handleKey: string;
  readonly actions: HandleActions;
  readonly children: ReactNode;
}) {
  const { box, actions } = props;
  const start = useRef<{ x: number; y: number; hasMoved: boolean } | null>(null);
  const onPointerDown = (event: PointerEvent<SVGGElement>) => {
    if (event.button !== 0) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    start.current = { x: event.clientX, y: event.clientY, hasMoved: false };
    actions.onSelect?.();
  };
  const onPointerMove = (event: PointerEvent<SVGGElement>) => {
    const from = start.current;
    if (from === null) return;
    const total: Fraction2 = [(event.clientX - from.x) / box.width, (event.clientY - from.y) / box.height];
    if (!from.hasMoved && Math.hypot(event.clientX - from.x, event.clientY - from.y) < 2) return;
    actions.onDrag(total, !from.hasMoved);
    from.hasMoved = true;
  };
  const onPointerUp = () => {
    start.current = null;
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = arrowStep(event);
    if (step === null) {
      actions.onKey?.(event);
      return;
    }
    event.preventDefault();
    actions.onStep(step);
  };
  return (
    <g
      className={`handle ${props.className ?? ''}`}
      data-handle={props.handleKey}
      role="slider"
      tabIndex={0}
      aria-label={props.label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.round(props.x * 100)}
      aria-valuetext={props.place}
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onPointerUp={onPointerUp}
      onPointerCancel={onPointerUp}
      onFocus={() => actions.onSelect?.()}
      onKeyDown={onKeyDown}
    >
      {props.children}
    </g>
  );
}

/** One per cent of the view for an arrow key, five with Shift; null for any other key. */
export function arrowStep(event: { readonly key: string; readonly shiftKey: boolean }): Fraction2 | null {
  const step = event.shiftKey ? 0.05 : 0.01;
  switch (event.key) {
    case 'ArrowLeft':
      return [-step, 0];
    case 'ArrowRight':
      return [step, 0];
    case 'ArrowUp':
      return [0, -step];
    case 'ArrowDown':
      return [0, step];
    default:
      return null;
  }
}

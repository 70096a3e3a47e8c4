import { backgroundBlockPx, type FrameSize } from '@outis/core';
import { type ReactNode, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { paintGround, paintUnknown } from './ground.ts';
import type { ViewBox } from './line-side.ts';
import { readTheme } from './theme.ts';

/** The neutral drawing of a view with something on it; `children` is given the size of the drawing in px. */
export function ViewFrame(props: {
  readonly size: FrameSize | null;
  readonly children?: (box: ViewBox) => ReactNode;
  readonly className?: string;
  /** True where the place itself is shown as far as it is known: what is not known then looks so, and not like a ground. */
  readonly isLearned?: boolean;
}) {
  const frame = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const [box, setBox] = useState<ViewBox | null>(null);
  useLayoutEffect(() => {
    const element = frame.current;
    if (element === null) return;
    const measure = () => {
      const { width, height } = element.getBoundingClientRect();
      setBox((old) => (old?.width === width && old.height === height ? old : { width, height }));
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  const { widthPx, heightPx } = props.size ?? { widthPx: 16, heightPx: 9 };
  usePaintedGround(canvas, box, props.isLearned === true && props.size !== null ? widthPx : null);
  return (
    <div
      ref={frame}
      className={`view-frame ${props.className ?? ''}`}
      style={{ aspectRatio: `${widthPx} / ${heightPx}` }}
    >
      <canvas ref={canvas} className="layer" />
      {box === null ? null : props.children?.(box)}
    </div>
  );
}

/** `unknownWidthPx` is the width of a picture of which nothing is known yet, or null for the neutral ground. */
function usePaintedGround(
  canvas: { readonly current: HTMLCanvasElement | null },
  box: ViewBox | null,
  unknownWidthPx: number | null,
): void {
  useEffect(() => {
    if (box === null) return;
    const dark = window.matchMedia('(prefers-color-scheme: dark)');
    const paint = () => {
      const element = canvas.current;
      const context = element === null ? null : sizeCanvas(element, box);
      if (element === null || context === null) return;
      const theme = readTheme(element);
      if (unknownWidthPx === null) paintGround(context, box, theme);
      else paintUnknown(context, box, theme, (backgroundBlockPx / unknownWidthPx) * box.width);
    };
    paint();
    dark.addEventListener('change', paint);
    return () => dark.removeEventListener('change', paint);
  }, [canvas, box, unknownWidthPx]);
}

/** Gives the canvas one dot per dot of the screen, and a context that counts in px. */
export function sizeCanvas(canvas: HTMLCanvasElement, box: ViewBox): CanvasRenderingContext2D | null {
  const density = Math.min(2, window.devicePixelRatio || 1);
  canvas.width = Math.max(1, Math.round(box.width * density));
  canvas.height = Math.max(1, Math.round(box.height * density));
  const context = canvas.getContext('2d');
  context?.setTransform(density, 0, 0, density, 0, 0);
  return context;
}

import { useEffect, useRef } from 'react';
import type { ViewBox } from './line-side.ts';
import type { Place } from './motion.ts';
import { paintObjects } from './paint-objects.ts';
import { readTheme } from './theme.ts';
import { sizeCanvas } from './view-frame.tsx';

/** The canvas on which the pictograms move; it paints while it is on the page and the page is visible. */
export function ObjectsLayer(props: {
  /** What to draw at a time of the local clock, ms; `isStill` for readers who ask for less movement. */
  readonly placesAt: (nowMs: number, isStill: boolean) => readonly Place[];
  /** True where a picture of the place lies behind: shadows are then what joins a sign with the ground. */
  readonly isOnPicture: boolean;
  readonly box: ViewBox;
  readonly label: string;
}) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const { placesAt, isOnPicture, box } = props;
  useEffect(() => {
    const element = canvas.current;
    const context = element === null ? null : sizeCanvas(element, box);
    if (element === null || context === null) return;
    const wishes = [
      matchMedia('(prefers-color-scheme: dark)'),
      matchMedia('(prefers-reduced-motion: reduce)'),
    ];
    const isStill = () => wishes[1]?.matches === true;
    let theme = readTheme(element);
    let frame = 0;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const paint = () => {
      const nowMs = performance.now();
      context.clearRect(0, 0, box.width, box.height);
      paintObjects(context, box, placesAt(nowMs, isStill()), { ...theme, isOnPicture });
      if (isStill()) timer = setTimeout(paint, 1000);
      else frame = requestAnimationFrame(paint);
    };
    const stop = () => {
      cancelAnimationFrame(frame);
      clearTimeout(timer);
    };
    const restart = () => {
      stop();
      theme = readTheme(element);
      paint();
    };
    paint();
    for (const wish of wishes) wish.addEventListener('change', restart);
    return () => {
      stop();
      for (const wish of wishes) wish.removeEventListener('change', restart);
    };
  }, [placesAt, isOnPicture, box]);
  return <canvas ref={canvas} className="layer" role="img" aria-label={props.label} />;
}

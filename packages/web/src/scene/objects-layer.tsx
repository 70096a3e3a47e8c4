import { useEffect, useRef } from 'react';
import type { ViewBox } from './line-side.ts';
import type { SceneMotion } from './motion.ts';
import { paintObjects } from './paint-objects.ts';
import { readTheme } from './theme.ts';
import { sizeCanvas } from './view-frame.tsx';

/** The canvas on which the pictograms move; it paints while it is on the page and the page is visible. */
export function ObjectsLayer(props: {
  readonly motion: SceneMotion;
  readonly box: ViewBox;
  readonly label: string;
}) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const { motion, box } = props;
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
      paintObjects(context, box, isStill() ? motion.placesStill(nowMs) : motion.placesAt(nowMs), theme);
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
  }, [motion, box]);
  return <canvas ref={canvas} className="layer" role="img" aria-label={props.label} />;
}

/** A rectangle of a canvas, in its own dots. */
export interface DotRect {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/**
 * Puts dots on a canvas. This is the only place of the page where anything but a drawing is shown: the learned background,
 * and the coarse picture by which a camera is aimed. Neither is kept, and there is no picture element that could be saved.
 */
export function putDots(
  canvas: HTMLCanvasElement,
  dots: {
    readonly rgba: Uint8ClampedArray<ArrayBuffer>;
    readonly widthPx: number;
    readonly heightPx: number;
  },
  only?: DotRect,
): void {
  if (canvas.width !== dots.widthPx || canvas.height !== dots.heightPx) {
    canvas.width = dots.widthPx;
    canvas.height = dots.heightPx;
  }
  const context = canvas.getContext('2d');
  if (context === null) return;
  const data = new ImageData(dots.rgba, dots.widthPx, dots.heightPx);
  if (only === undefined) context.putImageData(data, 0, 0);
  else context.putImageData(data, 0, 0, only.x, only.y, only.width, only.height);
}

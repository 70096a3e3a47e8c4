/** A point; fractions of the picture on the wire, px inside `core` and `sight`. Origin top left, y down. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** An axis-aligned box; same units as {@link Point}. Width and height are never negative. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** The size of a picture in whole pixels. */
export interface FrameSize {
  readonly widthPx: number;
  readonly heightPx: number;
}

/** The anchor used by every rule: the middle of the bottom edge, where the object stands on the ground. */
export function footPoint(box: Box): Point {
  return { x: box.left + box.width / 2, y: box.top + box.height };
}

/** Intersection over union of two boxes, 0 to 1; 0 when both are empty. */
export function iou(a: Box, b: Box): number {
  const width = Math.min(a.left + a.width, b.left + b.width) - Math.max(a.left, b.left);
  const height = Math.min(a.top + a.height, b.top + b.height) - Math.max(a.top, b.top);
  if (width <= 0 || height <= 0) return 0;
  const shared = width * height;
  return shared / (a.width * a.height + b.width * b.height - shared);
}

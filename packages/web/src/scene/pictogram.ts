import type { RoadUserClass } from '@outis/core';

/** One part of a pictogram: a filled path, or a stroke with round ends of the given width. */
export interface PictogramPart {
  readonly path: string;
  readonly strokeWidth?: number;
}

/**
 * A pictogram in units of about 10 cm: the foot point is the origin, x to the right, y down, facing right.
 * The same shapes are drawn in the live scene and in the tables.
 */
export interface Pictogram {
  readonly width: number;
  readonly height: number;
  /** How large it is drawn beside a person: pictograms are signs, so a bus is drawn smaller than a bus is. */
  readonly scale: number;
  readonly parts: readonly PictogramPart[];
}

/** The shapes; all six are told apart by outline alone. */
export const pictograms: Readonly<Record<RoadUserClass, Pictogram>> = {
  person: {
    width: 9,
    height: 17.4,
    scale: 1,
    parts: [
      { path: disc(0.5, -15.5, 1.8) },
      { path: 'M0.3 -11.3 L0 -8', strokeWidth: 4 },
      { path: 'M0.4 -7.6 L1.7 -4.4 L2.6 -1 M-0.3 -7.6 L-1 -4.2 L-2.8 -1', strokeWidth: 1.9 },
      { path: 'M1.2 -12.2 L2.7 -9.3 L4 -7.6 M-0.8 -12.2 L-2.7 -9.6 L-3 -7', strokeWidth: 1.3 },
    ],
  },
  bicycle: {
    width: 19,
    height: 17.6,
    scale: 1,
    parts: [
      { path: `${ring(-5.6, -3.6, 3.1)} ${ring(5.6, -3.6, 3.1)}`, strokeWidth: 0.95 },
      {
        path: 'M-5.6 -3.6 L-2.4 -8.2 L4 -8.4 L-0.2 -3.6 Z M5.6 -3.6 L3.7 -9.8 L5.2 -10.2',
        strokeWidth: 0.85,
      },
      { path: disc(3.2, -15.6, 1.75) },
      { path: 'M-2.2 -9.6 L1.2 -12.9', strokeWidth: 3.1 },
      { path: 'M1.5 -12.6 L4.6 -10', strokeWidth: 1.2 },
      { path: 'M-1.7 -9 L1.5 -6.9 L0 -3.4', strokeWidth: 1.6 },
    ],
  },
  motorcycle: {
    width: 22,
    height: 16,
    scale: 1,
    parts: [
      { path: `${ring(-6.9, -3.1, 2.3)} ${ring(6.9, -3.1, 2.3)}`, strokeWidth: 1.7 },
      { path: 'M-9.6 -8.3 L-3 -7.6 L-0.6 -8.8 L3.6 -9 L5.4 -7 L3.4 -3 L-3.2 -3 L-4.6 -5.8 L-8.4 -6.6 Z' },
      { path: 'M6.9 -3.1 L4.7 -9.6 L3.4 -10.4', strokeWidth: 1.05 },
      { path: disc(1.9, -14, 2.05) },
      { path: 'M-3 -9.3 L-0.2 -11.8', strokeWidth: 3.3 },
      { path: 'M0.2 -11.4 L4 -10', strokeWidth: 1.25 },
    ],
  },
  car: {
    width: 43,
    height: 15.2,
    scale: 0.84,
    parts: [
      {
        path:
          'M-20.6 -3.2 V-7.4 Q-20.6 -9.2 -18.8 -9.5 L-15.4 -10.1 L-11.6 -14 Q-10.5 -15.1 -9 -15.1 H3 Q4.4 -15.1 5.5 -14.2 ' +
          'L11 -10.1 L18 -9 Q20.9 -8.5 20.9 -5.7 V-3.2 H17.4 A4.1 4.1 0 0 0 9.2 -3.2 H-8.8 A4.1 4.1 0 0 0 -17 -3.2 Z ' +
          'M-11.4 -9.8 H-3.2 V-13.1 H-8.2 Z M-1.6 -9.8 H7.6 L3.4 -13.1 H-1.6 Z',
      },
      { path: `${disc(-12.9, -3.1, 3)} ${disc(13.3, -3.1, 3)}` },
    ],
  },
  bus: {
    width: 88,
    height: 30,
    scale: 0.62,
    parts: [
      {
        path:
          'M-43 -4.6 V-26.4 Q-43 -30 -39.4 -30 H38.6 Q42 -30 42.6 -26.8 L43.6 -15.2 V-4.6 H28 A6 6 0 0 0 16 -4.6 ' +
          'H-18 A6 6 0 0 0 -30 -4.6 Z M-39.4 -25.6 V-15.4 H-27.6 V-25.6 Z M-25 -25.6 V-15.4 H-13.2 V-25.6 Z ' +
          'M-10.6 -25.6 V-15.4 H1.2 V-25.6 Z M3.8 -25.6 V-15.4 H15.6 V-25.6 Z M18.2 -25.6 V-15.4 H28.2 V-25.6 Z ' +
          'M31.4 -25.6 V-7.4 H39.6 V-25.6 Z',
      },
      { path: `${disc(-24, -4.6, 4.5)} ${disc(22, -4.6, 4.5)}` },
    ],
  },
  truck: {
    width: 84,
    height: 33,
    scale: 0.64,
    parts: [
      { path: 'M-41.5 -8.4 V-31 Q-41.5 -33 -39.5 -33 H13.5 Q15.5 -33 15.5 -31 V-8.4 Z' },
      {
        path:
          'M18 -4.6 V-24.6 Q18 -26.4 19.8 -26.4 H31 Q33.2 -26.4 34.4 -24.4 L39.8 -15.4 Q41.5 -13 41.5 -10.6 V-4.6 H37.5 ' +
          'A5.6 5.6 0 0 0 26.3 -4.6 Z M22 -22.8 V-15 H35.4 L31 -22.8 Z',
      },
      { path: 'M-41.5 -6.6 H22', strokeWidth: 1.6 },
      { path: `${disc(-32, -4.6, 4.4)} ${disc(-21.6, -4.6, 4.4)} ${disc(31.9, -4.6, 4.4)}` },
    ],
  },
};

/**
 * The height of a person in a view that is `heightPx` high, at the place `y` (0 top, 1 bottom), px.
 * The size comes from the place alone: a child and a tall man are drawn alike.
 */
export function personHeightPx(y: number, heightPx: number): number {
  return Math.max(13, heightPx * (0.035 + 0.115 * y));
}

function disc(x: number, y: number, radius: number): string {
  return `${ring(x, y, radius)} Z`;
}

function ring(x: number, y: number, r: number): string {
  return `M${x - r} ${y} A${r} ${r} 0 1 1 ${x + r} ${y} A${r} ${r} 0 1 1 ${x - r} ${y}`;
}

/** The two ways over a line a→b, looking from a to b (y points down, so left is where s < 0). */
export const directions = ['left_to_right', 'right_to_left'] as const;
export type Direction = (typeof directions)[number];

/** True when the text names a direction. */
export function isDirection(text: unknown): text is Direction {
  return (directions as readonly unknown[]).includes(text);
}

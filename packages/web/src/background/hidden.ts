import { type CameraJson, isInside } from '@outis/core';
import { type BlockGrid, blockRect } from './grid.ts';

/** What of a camera is hidden before anything looks at the picture. */
export type Hidden = Pick<CameraJson, 'size' | 'boundary' | 'masks'>;

/** Where of a block it is looked, from its left or upper edge to the other. */
const places = [0.05, 0.5, 0.95] as const;

/** Whether a block is masked altogether: there it is black, and there is nothing to know or to decide. */
export function isHiddenBlock(block: number, grid: BlockGrid, { size, boundary, masks }: Hidden): boolean {
  if (boundary === null && masks.length === 0) return false;
  const rect = blockRect(block, grid, size);
  const polygon = (points: Hidden['masks'][number]) => points.map(([x, y]) => ({ x, y }));
  const own = boundary === null ? null : polygon(boundary);
  const closed = masks.map(polygon);
  return places.every((down) =>
    places.every((across) => {
      const point = { x: rect.x + rect.width * across, y: rect.y + rect.height * down };
      return (own !== null && !isInside(point, own)) || closed.some((mask) => isInside(point, mask));
    }),
  );
}

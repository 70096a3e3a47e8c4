import { backgroundBlockPx, type FrameSize } from '@outis/core';
import { useEffect, useRef } from 'react';
import { putDots } from '../part/pixel-canvas.ts';
import { BlockFades } from './block-fades.ts';
import { BlockRaster } from './block-raster.ts';
import { type BlockGrid, pictureSize } from './grid.ts';
import type { KnownBackground, KnownChange } from './known-background.ts';

/** The canvas with what is known of the background, block by block; clear where nothing is known. */
export function BackgroundLayer(props: {
  readonly known: KnownBackground;
  readonly grid: BlockGrid;
  readonly size: FrameSize | null;
}) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const { known, grid } = props;
  useEffect(() => {
    const element = canvas.current;
    return element === null ? undefined : follow(element, known, grid);
  }, [known, grid]);
  const { widthPx, heightPx } = pictureSize(grid, props.size);
  const share = (blocks: number, px: number) => `${((blocks * backgroundBlockPx) / px) * 100}%`;
  return (
    <canvas
      ref={canvas}
      className="background-layer"
      style={{ width: share(grid.columns, widthPx), height: share(grid.rows, heightPx) }}
      onContextMenu={(event) => event.preventDefault()}
    />
  );
}

/** Draws what is known, and then every change, until the answered function is called. */
function follow(element: HTMLCanvasElement, known: KnownBackground, grid: BlockGrid): () => void {
  const stillness = matchMedia('(prefers-reduced-motion: reduce)');
  const raster = new BlockRaster(grid);
  const fades = new BlockFades();
  let frame = 0;

  const draw = (changed: readonly number[]) => {
    const dirty = new Set(changed.flatMap((block) => raster.around(block)));
    for (const block of changed) raster.setWeight(block, fades.weightOf(block));
    for (const block of dirty) raster.draw(block);
    if (dirty.size > 0) putDots(element, raster, dirty.size > 40 ? undefined : boundsOf(dirty, grid));
  };
  const move = () => {
    draw(fades.step(performance.now()));
    frame = fades.isMoving ? requestAnimationFrame(move) : 0;
  };
  const take = (blocks: readonly number[]) => {
    for (const block of blocks) {
      const found = known.blockAt(block);
      if (found !== null) raster.setBlock(block, found);
    }
  };
  /** What is there already when somebody begins to watch is there at once: it is no news. */
  const takeAll = () => {
    fades.clear();
    for (let block = 0; block < grid.columns * grid.rows; block++) raster.setWeight(block, 0);
    raster.rgba.fill(0);
    putDots(element, raster);
    take(known.numbers());
    fades.set(known.numbers(), 1);
    draw(known.numbers());
  };
  const onChange = ({ isReset, blocks }: KnownChange) => {
    if (isReset) return takeAll();
    take(blocks);
    const seen = blocks.filter((block) => known.blockAt(block) !== null);
    const gone = blocks.filter((block) => known.blockAt(block) === null);
    if (stillness.matches) {
      fades.set(seen, 1);
      fades.set(gone, 0);
    } else {
      const nowMs = performance.now();
      fades.begin(seen, 1, nowMs);
      fades.begin(gone, 0, nowMs);
    }
    draw(blocks);
    if (frame === 0 && fades.isMoving) frame = requestAnimationFrame(move);
  };
  takeAll();
  const stop = known.listen(onChange);
  return () => {
    stop();
    cancelAnimationFrame(frame);
  };
}

/** The smallest rectangle with all these blocks, in px of the raster. */
function boundsOf(blocks: Iterable<number>, { columns }: BlockGrid) {
  let [left, top, right, bottom] = [Infinity, Infinity, 0, 0];
  for (const block of blocks) {
    const [x, y] = [block % columns, Math.floor(block / columns)];
    [left, top] = [Math.min(left, x), Math.min(top, y)];
    [right, bottom] = [Math.max(right, x + 1), Math.max(bottom, y + 1)];
  }
  return {
    x: left * backgroundBlockPx,
    y: top * backgroundBlockPx,
    width: (right - left) * backgroundBlockPx,
    height: (bottom - top) * backgroundBlockPx,
  };
}

import {
  type AimPictureJson,
  type BlockSide,
  backgroundBlockPx,
  backgroundGrid,
  type CameraJson,
  type FrameSize,
  isInside,
  type PublishedBlock,
  type SceneBackgroundJson,
  type SceneMessage,
} from '@outis/core';
import { type DrawnPicture, drawPlace } from './mock-place.ts';

/** Like 5 bits a channel, which is all that is published. */
const levelMask = 0xf8;
/** Width of the aim picture, px. */
const aimWidthPx = 160;

/**
 * A made-up background: the blocks of a drawn place, coarser where people would be large, learned in `learnMs` in an order
 * in which a quiet place would be: walls first, the road last. Where the boundary or a mask lies the real edge sends black.
 */
export class MockBackground {
  readonly #size: FrameSize;
  readonly #place: DrawnPicture;
  readonly #learnMs: number;
  readonly #startMs: number;
  /** All blocks, those that are known first in front. */
  readonly #order: readonly number[];
  readonly #approved = new Set<number>();

  constructor(camera: Pick<CameraJson, 'size' | 'boundary' | 'masks'>, learnMs: number, nowMs: number) {
    const size = camera.size ?? { widthPx: 640, heightPx: 360 };
    this.#size = size;
    this.#place = masked(drawPlace(size.widthPx, size.heightPx), camera);
    this.#learnMs = learnMs;
    this.#startMs = nowMs;
    const { columns, rows } = backgroundGrid(size);
    const wholeRows = Math.floor(size.heightPx / backgroundBlockPx);
    const wholeColumns = Math.floor(size.widthPx / backgroundBlockPx);
    const blocks = Array.from({ length: columns * rows }, (_, block) => block).filter(
      (block) => block % columns < wholeColumns && Math.floor(block / columns) < wholeRows,
    );
    const rank = (block: number) => {
      const [column, row] = [block % columns, Math.floor(block / columns)];
      const busy = Math.exp(
        -((((row + 0.5) / rows - (0.78 - 0.36 * ((column + 0.5) / columns))) / 0.16) ** 2),
      );
      return (
        busy * 0.75 + chance(block) * 0.3 + chance(Math.floor(column / 3) * 31 + Math.floor(row / 2)) * 0.3
      );
    };
    this.#order = blocks.toSorted((a, b) => rank(a) - rank(b));
  }

  /** How many blocks are known at this time. */
  countAt(nowMs: number): number {
    const share = this.#learnMs <= 0 ? 1 : (nowMs - this.#startMs) / this.#learnMs;
    return Math.floor(Math.min(1, Math.max(0, share)) * this.#order.length);
  }

  /** The message with what became known after the first `from` blocks. */
  news(from: number, nowMs: number, approvedBefore: ReadonlySet<number>): SceneBackgroundJson {
    const fresh = [...this.#approved].filter((block) => !approvedBefore.has(block));
    const blocks = [...this.#order.slice(from, this.countAt(nowMs)), ...fresh];
    return {
      ...backgroundGrid(this.#size),
      isReset: from === 0,
      blocks: blocks.map((block) => this.#publish(block)),
    };
  }

  /** Those that somebody approved. */
  get approved(): ReadonlySet<number> {
    return this.#approved;
  }

  approve(blocks: readonly number[]): void {
    for (const block of blocks) if (this.#order.includes(block)) this.#approved.add(block);
  }

  /** What the aim view shows: the place, coarse, and everybody of the scene filled. */
  aimPicture(scene: SceneMessage, nowMs: number): AimPictureJson {
    const { widthPx, heightPx } = this.#size;
    const height = Math.round((heightPx / widthPx) * aimWidthPx);
    const coarse = reduce(this.#place, { x: 0, y: 0, width: widthPx, height: heightPx }, aimWidthPx, height);
    for (const { x, y, class: objectClass } of scene.objects) {
      const tall = (0.05 + 0.12 * y) * height * (objectClass === 'person' ? 1.4 : 1.2);
      const wide = tall * (objectClass === 'person' ? 0.5 : 1.5);
      const [left, right] = [x * aimWidthPx - wide / 2, x * aimWidthPx + wide / 2];
      for (let py = Math.max(0, Math.floor(y * height - tall)); py < Math.min(height, y * height + 2); py++)
        for (let px = Math.max(0, Math.floor(left)); px < Math.min(aimWidthPx, right); px++)
          coarse.set([92, 96, 98], (py * aimWidthPx + px) * 3);
    }
    const grid = backgroundGrid(this.#size);
    const isFree = (block: number) =>
      scene.objects.every(({ x, y }) => {
        const dx = Math.abs(((block % grid.columns) + 0.5) / grid.columns - x);
        const dy = y - (Math.floor(block / grid.columns) + 0.5) / grid.rows;
        return dx > 0.09 || dy < -0.07 || dy > 0.25;
      });
    const waiting = this.#order
      .slice(this.countAt(nowMs))
      .filter((block) => !this.#approved.has(block) && isFree(block));
    return {
      tMs: nowMs,
      widthPx: aimWidthPx,
      heightPx: height,
      pixels: Buffer.from(coarse).toString('base64'),
      ...grid,
      candidates: waiting.slice(0, 40).toSorted((a, b) => a - b),
    };
  }

  #publish(block: number): PublishedBlock {
    const { columns, rows } = backgroundGrid(this.#size);
    const depth = Math.floor(block / columns) / rows;
    const side: BlockSide = depth < 0.36 ? 16 : depth < 0.58 ? 8 : depth < 0.88 ? 4 : 2;
    const rect = {
      x: (block % columns) * backgroundBlockPx,
      y: Math.floor(block / columns) * backgroundBlockPx,
      width: backgroundBlockPx,
      height: backgroundBlockPx,
    };
    const pixels = reduce(this.#place, rect, side, side).map((value) => (value & levelMask) | 4);
    return { block, side, pixels: Buffer.from(pixels).toString('base64') };
  }
}

/** A number that looks like chance and is always the same, 0 to 1. */
function chance(of: number): number {
  let state = Math.imul(of + 7, 2_654_435_761);
  state = Math.imul(state ^ (state >>> 15), 2_246_822_519);
  return ((state ^ (state >>> 13)) >>> 0) / 2 ** 32;
}

/** As the edge does it: what must not be seen is burnt in black before anything looks at the picture. */
function masked(
  place: DrawnPicture,
  { boundary, masks }: Pick<CameraJson, 'boundary' | 'masks'>,
): DrawnPicture {
  const polygon = (points: CameraJson['masks'][number]) => points.map(([x, y]) => ({ x, y }));
  const hidden = masks.map(polygon);
  const own = boundary === null ? null : polygon(boundary);
  for (let at = 0; at < place.widthPx * place.heightPx; at++) {
    const point = {
      x: ((at % place.widthPx) + 0.5) / place.widthPx,
      y: (Math.floor(at / place.widthPx) + 0.5) / place.heightPx,
    };
    if ((own !== null && !isInside(point, own)) || hidden.some((mask) => isInside(point, mask)))
      place.rgb.fill(0, at * 3, at * 3 + 3);
  }
  return place;
}

/** The mean colours of a part of a picture, in so many dots across and down. */
function reduce(
  { widthPx, heightPx, rgb }: DrawnPicture,
  rect: { readonly x: number; readonly y: number; readonly width: number; readonly height: number },
  across: number,
  down: number,
): Uint8Array {
  const dots = new Uint8Array(across * down * 3);
  for (let y = 0; y < down; y++)
    for (let x = 0; x < across; x++)
      for (let c = 0; c < 3; c++) {
        let [sum, count] = [0, 0];
        const [x0, x1] = [rect.x + (x * rect.width) / across, rect.x + ((x + 1) * rect.width) / across];
        const [y0, y1] = [rect.y + (y * rect.height) / down, rect.y + ((y + 1) * rect.height) / down];
        for (let py = Math.floor(y0); py < Math.min(heightPx, y1); py++)
          for (let px = Math.floor(x0); px < Math.min(widthPx, x1); px++) {
            sum += rgb[(py * widthPx + px) * 3 + c]!;
            count += 1;
          }
        dots[(y * across + x) * 3 + c] = count === 0 ? 0 : sum / count;
      }
  return dots;
}

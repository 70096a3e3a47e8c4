import type { FrameSize } from '@outis/core';
import { useEffect, useRef } from 'react';
import { blockRect, type ShareRect } from '../background/grid.ts';
import { putDots } from '../part/pixel-canvas.ts';
import type { AimPicture } from './aim-picture.ts';
import { enlarge } from './enlarge.ts';

const whole: ShareRect = { x: 0, y: 0, width: 1, height: 1 };
/** How often a dot is drawn across and down. */
const timesWhole = 6;
const timesPart = 14;
/** Blocks to each side of the one that is enlarged. */
const besideBlocks = 2;

/** The whole picture, with a frame around the square that is asked about. */
export function AimView(props: {
  readonly picture: AimPicture;
  readonly size: FrameSize | null;
  readonly block: number | null;
  readonly label: string;
}) {
  const { picture, block } = props;
  return (
    <div className="aim-view" style={{ aspectRatio: `${picture.widthPx} / ${picture.heightPx}` }}>
      <Dots picture={picture} part={whole} times={timesWhole} label={props.label} />
      {block === null ? null : <Frame rect={blockRect(block, picture.grid, props.size)} />}
    </div>
  );
}

/** A square and what is around it. */
export function AimPart(props: {
  readonly picture: AimPicture;
  readonly size: FrameSize | null;
  readonly block: number;
  readonly label: string;
}) {
  const { picture } = props;
  const rect = blockRect(props.block, picture.grid, props.size);
  const part = {
    x: rect.x - besideBlocks * rect.width,
    y: rect.y - besideBlocks * rect.height,
    width: (2 * besideBlocks + 1) * rect.width,
    height: (2 * besideBlocks + 1) * rect.height,
  };
  const share = 1 / (2 * besideBlocks + 1);
  return (
    <div
      className="aim-part"
      style={{ aspectRatio: `${part.width * picture.widthPx} / ${part.height * picture.heightPx}` }}
    >
      <Dots picture={picture} part={part} times={timesPart} label={props.label} />
      <Frame rect={{ x: 2 * share, y: 2 * share, width: share, height: share }} />
    </div>
  );
}

function Dots(props: {
  readonly picture: AimPicture;
  readonly part: ShareRect;
  readonly times: number;
  readonly label: string;
}) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const { picture, times } = props;
  const { x, y, width, height } = props.part;
  useEffect(() => {
    if (canvas.current === null) return;
    const across = Math.max(1, Math.round(width * picture.widthPx * times));
    const down = Math.max(1, Math.round(height * picture.heightPx * times));
    putDots(canvas.current, enlarge(picture, { x, y, width, height }, across, down));
  }, [picture, x, y, width, height, times]);
  return (
    <canvas
      ref={canvas}
      className="layer"
      role="img"
      aria-label={props.label}
      onContextMenu={(event) => event.preventDefault()}
    />
  );
}

function Frame(props: { readonly rect: ShareRect }) {
  const { x, y, width, height } = props.rect;
  const percent = (share: number) => `${share * 100}%`;
  return (
    <span
      className="aim-frame"
      style={{ left: percent(x), top: percent(y), width: percent(width), height: percent(height) }}
    />
  );
}

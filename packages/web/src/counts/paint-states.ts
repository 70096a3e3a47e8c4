import type uPlot from 'uplot';
import type { BucketState, Series } from './series.ts';

/** Paints, behind the curves, where the camera did not watch (hatched) and what is still open (plain). */
export function paintStates(chart: uPlot, series: Series, style: CSSStyleDeclaration): void {
  const { ctx, bbox } = chart;
  const hatch = style.getPropertyValue('--chart-hatch').trim();
  const open = style.getPropertyValue('--chart-open').trim();
  ctx.save();
  ctx.beginPath();
  ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
  ctx.clip();
  for (const run of runsOf(series.states)) {
    const fromMs = series.starts[run.from];
    if (fromMs === undefined || run.state === 'complete') continue;
    const left = chart.valToPos(fromMs / 1000, 'x', true);
    const right = chart.valToPos((fromMs + run.length * series.bucketMs) / 1000, 'x', true);
    if (run.state === 'open') {
      ctx.fillStyle = open;
      ctx.fillRect(left, bbox.top, right - left, bbox.height);
    } else {
      paintHatch(ctx, left, right, bbox, hatch, run.state === 'not-watched' ? 1 : 0.5);
    }
  }
  ctx.restore();
}

/** Hatches, from 0 up to the least number that is shown, the buckets of which a number is hidden. */
export function paintHidden(
  chart: uPlot,
  series: Series,
  hidden: readonly boolean[],
  shownFrom: number,
  colour: string,
): void {
  const { ctx, bbox } = chart;
  const top = Math.max(bbox.top, chart.valToPos(shownFrom, 'y', true));
  const box = { ...bbox, top, height: bbox.top + bbox.height - top };
  ctx.save();
  ctx.beginPath();
  ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
  ctx.clip();
  for (const run of runsOf(hidden)) {
    const fromMs = series.starts[run.from];
    if (fromMs === undefined || !run.state) continue;
    const left = chart.valToPos(fromMs / 1000, 'x', true);
    const right = chart.valToPos((fromMs + run.length * series.bucketMs) / 1000, 'x', true);
    paintHatch(ctx, left, right, box, colour, 1, -1);
  }
  ctx.restore();
}

interface Run<T> {
  readonly state: T;
  readonly from: number;
  length: number;
}

/** Neighbours with the same state are painted as one, so that the hatching goes through. */
export function runsOf<T extends BucketState | boolean>(states: readonly T[]): Run<T>[] {
  const runs: Run<T>[] = [];
  states.forEach((state, from) => {
    const last = runs.at(-1);
    if (last?.state === state) last.length++;
    else runs.push({ state, from, length: 1 });
  });
  return runs;
}

function paintHatch(
  ctx: CanvasRenderingContext2D,
  left: number,
  right: number,
  box: uPlot.BBox,
  colour: string,
  opacity: number,
  slope: 1 | -1 = 1,
): void {
  ctx.save();
  ctx.globalAlpha = opacity;
  ctx.beginPath();
  ctx.rect(left, box.top, right - left, box.height);
  ctx.clip();
  ctx.strokeStyle = colour;
  ctx.lineWidth = devicePixelRatio;
  ctx.beginPath();
  const step = (slope === 1 ? 7 : 4) * devicePixelRatio;
  // The hatching starts at a fixed grid, so that it does not swim when the chart moves.
  for (let x = Math.floor((left - box.height) / step) * step; x < right + box.height; x += step) {
    ctx.moveTo(x, slope === 1 ? box.top + box.height : box.top);
    ctx.lineTo(x + box.height, slope === 1 ? box.top : box.top + box.height);
  }
  ctx.stroke();
  ctx.restore();
}

import type { RoadUserClass } from '@outis/core';
import { useId } from 'react';
import { useTimeZone } from '../app/site.ts';
import { useWords } from '../messages/words.tsx';
import type { ChartWindow } from './curve-chart.tsx';
import { type Curve, curvesOf, hiddenBuckets, highest } from './curve-data.ts';
import { runsOf } from './paint-states.ts';
import type { Series } from './series.ts';

const width = 700;
const height = 210;
const left = 40;
const bottom = 22;

/** The same chart for paper: lines that stay sharp, and colours of the print. */
export function CurveDrawing(props: {
  readonly series: Series;
  readonly window: ChartWindow;
  readonly name: RoadUserClass;
  readonly shownFrom: number;
}) {
  const { time, number } = useWords();
  const timeZone = useTimeZone();
  const hatch = useId();
  const { series, window, name, shownFrom } = props;
  const curves = curvesOf(series, name);
  const max = highest(curves, 2 * shownFrom) * 1.05;
  const x = (tMs: number) =>
    left + ((tMs - window.fromMs) / (window.toMs - window.fromMs)) * (width - left - 8);
  const y = (value: number) => 6 + (1 - value / max) * (height - bottom - 6);
  const step =
    [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000].find((each) => max / each <= 5) ?? 10_000;
  const span = (from: number, length: number) => ({
    x: x(Math.max(window.fromMs, series.starts[from] ?? 0)),
    width: Math.max(0, (length * series.bucketMs * (width - left - 8)) / (window.toMs - window.fromMs)),
  });
  const daysMs = 86_400_000;
  const lengthMs = window.toMs - window.fromMs;
  const hourMs = daysMs / 24;
  const everyMs = lengthMs > 2 * daysMs ? daysMs : lengthMs > daysMs / 2 ? 3 * hourMs : hourMs;
  const firstMs = Math.ceil(window.fromMs / everyMs) * everyMs;
  const ticks = Array.from({ length: 30 }, (_, i) => firstMs + i * everyMs).filter(
    (tMs) => tMs < window.toMs,
  );
  return (
    <svg className="chart-print" viewBox={`0 0 ${width} ${height}`} aria-hidden="true">
      <pattern id={hatch} width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
        <path className="print-hatch" d="M0 0 V5" />
      </pattern>
      {Array.from({ length: Math.floor(max / step) + 1 }, (_, i) => i * step).map((value) => (
        <g key={value}>
          <path className="print-grid" d={`M${left} ${y(value)} H${width - 8}`} />
          <text x={left - 6} y={y(value) + 4} textAnchor="end">
            {number(value)}
          </text>
        </g>
      ))}
      {ticks
        .filter((_, i) => i % Math.ceil(ticks.length / 8) === 0)
        .map((tMs) => (
          <text key={tMs} x={x(tMs)} y={height - 5} textAnchor="middle">
            {time(tMs, everyMs === daysMs ? 'day' : 'time', timeZone)}
          </text>
        ))}
      {runsOf(series.states)
        .filter(({ state }) => state === 'not-watched' || state === 'partly-watched')
        .map((run) => (
          <rect
            key={run.from}
            {...span(run.from, run.length)}
            y={6}
            height={height - bottom - 6}
            fill={`url(#${hatch})`}
          />
        ))}
      {runsOf(hiddenBuckets(series, name))
        .filter(({ state }) => state)
        .map((run) => (
          <rect
            key={run.from}
            {...span(run.from, run.length)}
            y={y(shownFrom)}
            height={y(0) - y(shownFrom)}
            fill={`url(#${hatch})`}
          />
        ))}
      {curves.map((curve) => (
        <g key={curve.direction} className={`print-${curve.direction}`}>
          {piecesOf(curve, series).map((piece) => (
            <path
              key={piece[0]?.tMs}
              className="print-band"
              d={`M${piece.map((each) => `${x(each.tMs)} ${y(each.high)}`).join(' L')} L${piece
                .toReversed()
                .map((each) => `${x(each.tMs)} ${y(each.low)}`)
                .join(' L')} Z`}
            />
          ))}
          {piecesOf(curve, series).map((piece) => (
            <path
              key={piece[0]?.tMs}
              className="print-line"
              d={`M${piece.map((each) => `${x(each.tMs)} ${y(each.middle)}`).join(' L')} h.1`}
            />
          ))}
        </g>
      ))}
    </svg>
  );
}

interface Place {
  readonly tMs: number;
  readonly low: number;
  readonly middle: number;
  readonly high: number;
}

/** A curve between its gaps. */
function piecesOf(curve: Curve, series: Series): Place[][] {
  const pieces: Place[][] = [[]];
  series.starts.forEach((startMs, index) => {
    const [low, middle, high] = [curve.low[index], curve.middle[index], curve.high[index]];
    if (typeof low !== 'number' || typeof middle !== 'number' || typeof high !== 'number') pieces.push([]);
    else pieces.at(-1)?.push({ tMs: startMs + series.bucketMs / 2, low, middle, high });
  });
  return pieces.filter((piece) => piece.length > 0);
}

import type { RoadUserClass } from '@outis/core';
import { useEffect, useEffectEvent, useRef } from 'react';
import uPlot from 'uplot';
import { useTimeZone } from '../app/site.ts';
import { useWords } from '../messages/words.tsx';
import { readTheme } from '../scene/theme.ts';
import { curvesOf, hiddenBuckets } from './curve-data.ts';
import { paintHidden, paintStates } from './paint-states.ts';
import type { Series } from './series.ts';

/** The time that a chart shows, epoch ms. */
export interface ChartWindow {
  readonly fromMs: number;
  readonly toMs: number;
}

interface Shown {
  readonly series: Series;
  readonly window: ChartWindow;
  readonly name: RoadUserClass;
  readonly shownFrom: number;
}

/** Two curves of a class, one each way, in bands of their noise. `onPoint` is told which bucket the pointer is on, or null. */
export function CurveChart(
  props: Shown & { readonly label: string; readonly onPoint: (index: number | null) => void },
) {
  const { series, name } = props;
  const holder = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | null>(null);
  const shown = useRef<Shown>(props);
  const timeZone = useTimeZone();
  const words = useWords();
  const point = useEffectEvent(props.onPoint);
  // The options of a chart are fixed; these are what they depend on.
  const { bucketMs } = series;

  // biome-ignore lint/correctness/useExhaustiveDependencies: an axis of another bucket length is another chart.
  useEffect(() => {
    const element = holder.current;
    if (element === null) return;
    const dark = window.matchMedia('(prefers-color-scheme: dark)');
    const axisTime = (tMs: number) => {
      const time = words.time(tMs, 'time', timeZone);
      return time === '00:00' ? words.time(tMs, 'day', timeZone) : time;
    };
    const build = () => {
      plot.current?.destroy();
      const tools = {
        timeZone,
        axisTime,
        axisNumber: (value: number) => words.number(value),
        onPoint: point,
      };
      plot.current = new uPlot(
        optionsOf(element, name, () => shown.current, tools),
        dataOf(shown.current),
        element,
      );
    };
    build();
    const observer = new ResizeObserver(() => {
      if (element.clientWidth > 0)
        plot.current?.setSize({ width: element.clientWidth, height: heightOf(element) });
    });
    observer.observe(element);
    dark.addEventListener('change', build);
    return () => {
      observer.disconnect();
      dark.removeEventListener('change', build);
      plot.current?.destroy();
      plot.current = null;
    };
  }, [name, bucketMs, timeZone, words]);

  useEffect(() => {
    shown.current = props;
    plot.current?.setData(dataOf(props));
  }, [props]);

  return <div ref={holder} className="chart" role="img" aria-label={props.label} />;
}

interface ChartTools {
  readonly timeZone: string;
  readonly axisTime: (tMs: number) => string;
  readonly axisNumber: (value: number) => string;
  readonly onPoint: (index: number | null) => void;
}

function optionsOf(
  element: HTMLElement,
  name: RoadUserClass,
  shown: () => Shown,
  tools: ChartTools,
): uPlot.Options {
  const style = getComputedStyle(element);
  const colour = readTheme(element).classes[name];
  const second = style.getPropertyValue('--chart-second').trim();
  const ink = style.getPropertyValue('--ink-soft').trim();
  const axis = { stroke: ink, font: `12px ${style.fontFamily}`, ticks: { show: false } } as const;
  const edge = { width: 0, points: { show: false } } as const;
  const curve = (stroke: string, dash: number[]): uPlot.Series => ({
    stroke,
    dash,
    width: 2,
    points: { show: true, size: 4, fill: stroke, width: 0 },
  });
  return {
    width: element.clientWidth,
    height: heightOf(element),
    tzDate: (ts) => uPlot.tzDate(new Date(ts * 1000), tools.timeZone),
    padding: [8, 20, 0, 0],
    legend: { show: false },
    cursor: { y: false, drag: { x: false, y: false }, points: { show: false } },
    scales: {
      x: { time: true, range: () => [shown().window.fromMs / 1000, shown().window.toMs / 1000] },
      y: { range: (_, _low, high) => [0, Math.max(2 * shown().shownFrom, (high ?? 0) * 1.06)] },
    },
    // Middle, high and low of each way.
    series: [{}, curve(colour, []), edge, edge, curve(second, [6, 4]), edge, edge],
    bands: [
      { series: [2, 3], fill: `color-mix(in srgb, ${colour} 24%, transparent)` },
      { series: [5, 6], fill: `color-mix(in srgb, ${second} 20%, transparent)` },
    ],
    axes: [
      {
        ...axis,
        grid: { show: false },
        size: 30,
        space: 64,
        values: (_, splits) => splits.map((value) => tools.axisTime(value * 1000)),
      },
      {
        ...axis,
        size: 44,
        incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000],
        grid: { stroke: style.getPropertyValue('--hair').trim(), width: 1 },
        values: (_, splits) => splits.map(tools.axisNumber),
      },
    ],
    hooks: {
      drawClear: [
        (chart) => {
          const { series, shownFrom } = shown();
          paintStates(chart, series, style);
          paintHidden(chart, series, hiddenBuckets(series, name), shownFrom, ink);
        },
      ],
      setCursor: [(chart) => tools.onPoint(chart.cursor.idx ?? null)],
    },
  };
}

function dataOf({ series, name }: Shown): uPlot.AlignedData {
  const seconds = series.starts.map((startMs) => (startMs + series.bucketMs / 2) / 1000);
  return [
    seconds,
    ...curvesOf(series, name).flatMap(({ middle, low, high }) => [[...middle], [...high], [...low]]),
  ];
}

function heightOf(element: HTMLElement): number {
  return element.clientWidth < 500 ? 220 : 260;
}

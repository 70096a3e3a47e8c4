import { useEffect, useEffectEvent, useRef } from 'react';
import uPlot from 'uplot';
import { useTimeZone } from '../app/site.ts';
import { useWords } from '../messages/words.tsx';
import { readTheme } from '../scene/theme.ts';
import { paintStates } from './paint-states.ts';
import { type Series, stack } from './series.ts';

/** What a chart shows: released counts, one way upwards and the other way downwards. */
export interface ChartWindow {
  readonly fromMs: number;
  readonly toMs: number;
}

/** Bars that move with time. `onPoint` is told which bucket the pointer is on, or null. */
export function CountsChart(props: {
  readonly series: Series;
  readonly window: ChartWindow;
  readonly label: string;
  readonly onPoint: (index: number | null) => void;
}) {
  const { series } = props;
  const holder = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | null>(null);
  const shown = useRef(props);
  const timeZone = useTimeZone();
  const words = useWords();
  const point = useEffectEvent(props.onPoint);
  const classes = series.group.classes.join(' ');
  // The options of a chart are fixed; these are what they depend on.
  const { bucketMs } = series;

  // biome-ignore lint/correctness/useExhaustiveDependencies: `classes` stands for the group, which is a new object each time.
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
      const chart = new uPlot(
        optionsOf(element, () => shown.current, {
          timeZone,
          axisTime,
          axisNumber: (value) => words.number(Math.abs(value)),
          onPoint: point,
        }),
        dataOf(shown.current.series),
        element,
      );
      plot.current = chart;
    };
    build();
    const observer = new ResizeObserver(() =>
      plot.current?.setSize({ width: element.clientWidth, height: heightOf(element) }),
    );
    observer.observe(element);
    dark.addEventListener('change', build);
    return () => {
      observer.disconnect();
      dark.removeEventListener('change', build);
      plot.current?.destroy();
      plot.current = null;
    };
  }, [classes, bucketMs, timeZone, words]);

  useEffect(() => {
    shown.current = props;
    plot.current?.setData(dataOf(props.series));
  }, [props]);

  return <div ref={holder} className="chart" role="img" aria-label={props.label} />;
}

interface ChartTools {
  readonly timeZone: string;
  readonly axisTime: (tMs: number) => string;
  readonly axisNumber: (value: number) => string;
  readonly onPoint: (index: number | null) => void;
}

type Shown = { readonly series: Series; readonly window: ChartWindow };

function optionsOf(element: HTMLElement, shown: () => Shown, tools: ChartTools): uPlot.Options {
  const theme = readTheme(element);
  const style = getComputedStyle(element);
  const ink = style.getPropertyValue('--ink-soft').trim();
  const hair = style.getPropertyValue('--hair').trim();
  const font = `12px ${style.fontFamily}`;
  const bars = uPlot.paths.bars?.({
    size: [1, Number.POSITIVE_INFINITY],
    gap: element.clientWidth < 500 ? 0.5 : 2,
    align: 1,
  });
  const classes = shown().series.group.classes;
  const bar = (each: (typeof classes)[number]): uPlot.Series => ({
    fill: theme.classes[each],
    width: 0,
    points: { show: false },
    ...(bars === undefined ? {} : { paths: bars }),
  });
  // The tallest stack first, so that the shorter ones are drawn over it.
  const stacked = classes.toReversed().map(bar);
  const axis = { stroke: ink, font, ticks: { show: false } } as const;
  return {
    width: element.clientWidth,
    height: heightOf(element),
    tzDate: (ts) => uPlot.tzDate(new Date(ts * 1000), tools.timeZone),
    padding: [8, 20, 0, 0],
    legend: { show: false },
    cursor: { y: false, drag: { x: false, y: false }, points: { show: false } },
    scales: {
      x: { time: true, range: () => [shown().window.fromMs / 1000, shown().window.toMs / 1000] },
      y: { range: (_, low, high) => [Math.min(-3, (low ?? 0) * 1.12), Math.max(3, (high ?? 0) * 1.12)] },
    },
    series: [{}, ...stacked, ...stacked],
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
        grid: { stroke: hair, width: 1 },
        values: (_, splits) => splits.map(tools.axisNumber),
      },
    ],
    hooks: {
      drawClear: [(chart) => paintStates(chart, shown().series, style)],
      draw: [(chart) => paintZero(chart, ink)],
      setCursor: [(chart) => tools.onPoint(chart.cursor.idx ?? null)],
    },
  };
}

function dataOf(series: Series): uPlot.AlignedData {
  const seconds = series.starts.map((startMs) => startMs / 1000);
  const up = stack(series, 'left_to_right', 1).toReversed();
  const down = stack(series, 'right_to_left', -1).toReversed();
  return [seconds, ...up, ...down];
}

function paintZero(chart: uPlot, ink: string): void {
  const { ctx, bbox } = chart;
  const y = Math.round(chart.valToPos(0, 'y', true));
  ctx.save();
  ctx.strokeStyle = ink;
  ctx.lineWidth = Math.max(1, devicePixelRatio);
  ctx.beginPath();
  ctx.moveTo(bbox.left, y);
  ctx.lineTo(bbox.left + bbox.width, y);
  ctx.stroke();
  ctx.restore();
}

function heightOf(element: HTMLElement): number {
  return element.clientWidth < 500 ? 220 : 260;
}

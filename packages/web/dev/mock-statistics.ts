import {
  type CameraJson,
  type ConflictBin,
  type ConflictMeasure,
  conflictGrid,
  conflictParts,
  countIntervalMs,
  dayStartMs,
  dwellBinsMin,
  error95,
  type MovementCountJson,
  meanOf,
  type NumberJson,
  noiseVariance,
  type RoadUserClass,
  releaseDueMs,
  roadUserClasses,
  type SpanJson,
  type SpeedFigureJson,
  type StatisticsJson,
  speedBinCount,
  speedBinEdges,
  sumSpanMs,
  v85Of,
  weekStartMs,
} from '@outis/core';
import { drawn } from './mock-counts.ts';

const timeZone = 'Europe/Berlin';
const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

interface Asked {
  readonly fromMs: number;
  readonly toMs: number;
  readonly bucketMs: number;
  readonly byMonth: boolean;
  readonly family: string | null;
}

/** Made-up statistics of a street that is set up; nothing of one that is not. */
export function mockStatistics(camera: CameraJson, asked: Asked, nowMs: number): StatisticsJson {
  const wants = (family: string) => asked.family === null || asked.family === family;
  const measures = camera.measures;
  const permitted = (use: string) =>
    measures?.zones.filter((zone) => zone.use === use && zone.isPermitted).map((zone) => zone.zoneId) ?? [];
  const days = asked.byMonth ? monthsIn(asked, nowMs) : daysIn(asked, nowMs);
  const weeks = asked.byMonth ? days : weeksIn(asked, nowMs);
  const scale = asked.byMonth ? 30 : 1;
  const hasConflicts = permitted('conflict').length > 0;
  return {
    facts: {
      ...{ series: 1, purpose: camera.purpose, startedMs: nowMs - 90 * dayMs },
      ...{ scale: 2, shownFrom: 10 },
    },
    movements: wants('movement') ? movementsOf(camera, asked, nowMs) : [],
    speeds: wants('speed')
      ? permitted('speed').flatMap((zoneId) => days.flatMap((span) => speedsOf(zoneId, span, scale)))
      : [],
    dwells: wants('dwell')
      ? permitted('dwell').flatMap((zoneId) => days.flatMap((span) => dwellsOf(zoneId, span, scale)))
      : [],
    conflicts: wants('conflict') && hasConflicts ? weeks.flatMap((span) => conflictsOf(span, scale)) : [],
    conflictMaps: wants('conflict') && hasConflicts ? weeks.map((span) => mapOf(span, scale)) : [],
    coverage: [],
  };
}

function daysIn({ fromMs, toMs }: Asked, nowMs: number): SpanJson[] {
  const spans: SpanJson[] = [];
  for (let tMs = dayStartMs(fromMs, timeZone); tMs < toMs; ) {
    const nextMs = dayStartMs(tMs + 30 * hourMs, timeZone);
    if (tMs >= fromMs && nextMs < nowMs) spans.push({ startMs: tMs, intervalMs: nextMs - tMs });
    tMs = nextMs;
  }
  return spans;
}

function weeksIn({ fromMs, toMs }: Asked, nowMs: number): SpanJson[] {
  const spans: SpanJson[] = [];
  for (let tMs = weekStartMs(fromMs, timeZone); tMs < toMs; ) {
    const nextMs = weekStartMs(tMs + 180 * hourMs, timeZone);
    if (tMs >= fromMs && nextMs + 6 * hourMs < nowMs) spans.push({ startMs: tMs, intervalMs: nextMs - tMs });
    tMs = nextMs;
  }
  return spans;
}

function monthsIn({ fromMs, toMs }: Asked, nowMs: number): SpanJson[] {
  const middle = new Date((fromMs + toMs) / 2);
  const at = (month: number) => dayStartMs(Date.UTC(middle.getUTCFullYear(), month, 1, 12), timeZone);
  const [startMs, endMs] = [at(middle.getUTCMonth()), at(middle.getUTCMonth() + 1)];
  return endMs < nowMs ? [{ startMs, intervalMs: endMs - startMs }] : [];
}

function numbers(means: readonly number[], key: string, cells: number): NumberJson[] {
  return means.map((mean, index) => {
    const value = drawn(mean, `${key} ${index}`);
    return { count: value < 10 ? null : value, error95: error95(2, cells) };
  });
}

function totalOf(means: readonly number[], cells: number): NumberJson {
  const count = Math.round(means.reduce((sum, mean) => sum + mean, 0));
  return { count: count < 10 ? null : count, error95: error95(2, cells * means.length) };
}

function movementsOf(camera: CameraJson, asked: Asked, nowMs: number): MovementCountJson[] {
  const spanMs = sumSpanMs(asked.bucketMs);
  const found: MovementCountJson[] = [];
  for (const [index, movement] of (camera.measures?.movements ?? []).entries())
    for (const name of roadUserClasses) {
      const cellMs = countIntervalMs(camera.purpose, name);
      const intervalMs = Math.max(spanMs, cellMs);
      const perHour = { person: 12, bicycle: 24, motorcycle: 2, car: 130, bus: 3, truck: 9 }[name];
      for (
        let startMs = Math.floor(asked.fromMs / intervalMs) * intervalMs;
        startMs < asked.toMs;
        startMs += intervalMs
      ) {
        if (releaseDueMs(camera.purpose, name, startMs + intervalMs - cellMs, timeZone) > nowMs) continue;
        const mean = (perHour * intervalMs) / hourMs / (1 + index * 0.7);
        const [number] = numbers([mean], `${movement.id} ${name} ${startMs}`, intervalMs / cellMs);
        found.push({ movementId: movement.id, class: name, startMs, intervalMs, ...number! });
      }
    }
  return found;
}

function speedsOf(zoneId: string, span: SpanJson, scale: number): StatisticsJson['speeds'] {
  const classes: readonly [RoadUserClass, number, number][] = [
    ['bicycle', 420, 18],
    ['motorcycle', 22, 47],
    ['car', 3900, 43],
    ['bus', 90, 36],
    ['truck', 310, 38],
  ];
  return classes.map(([name, many, middle]) => {
    const width = name === 'bicycle' ? 5 : 8.5;
    const means = Array.from({ length: speedBinCount() }, (_, bin) => {
      const off = (bin * 5 + 2.5 - middle) / width;
      return ((scale * many * 5) / (width * Math.sqrt(2 * Math.PI))) * Math.exp(-(off ** 2) / 2);
    });
    const values = means.map((mean, bin) => drawn(mean, `${zoneId} ${name} ${span.startMs} ${bin}`));
    const noise = { variance: noiseVariance(2) * scale, scaleError: 0.02 };
    return {
      zoneId,
      class: name,
      ...span,
      bins: numbers(means, `${zoneId} ${name} ${span.startMs}`, scale).map((number, bin) => ({
        ...speedBinEdges(bin),
        ...number,
      })),
      total: totalOf(means, scale),
      mean: figure(meanOf(values, noise)),
      v85: figure(v85Of(values, noise)),
    };
  });
}

function figure(of: ReturnType<typeof meanOf>): SpeedFigureJson | null {
  return of === null
    ? null
    : {
        kmh: Math.round(of.kmh * 10) / 10,
        error95Kmh: Math.round(19.6 * of.standardErrorKmh) / 10,
        isAtLeast: of.isAtLeast,
      };
}

function dwellsOf(zoneId: string, span: SpanJson, scale: number): StatisticsJson['dwells'] {
  const classes: readonly [RoadUserClass, readonly number[]][] = [
    ['car', [41, 66, 38, 21, 14]],
    ['bus', [48, 3, 0, 0, 0]],
    ['truck', [6, 19, 12, 2, 1]],
  ];
  return classes.map(([name, some]) => {
    const means = some.map((mean) => mean * scale);
    return {
      zoneId,
      class: name,
      ...span,
      bins: numbers(means, `${zoneId} ${name} ${span.startMs} stay`, scale).map((number, bin) => ({
        fromMinutes: dwellBinsMin[bin]!,
        toMinutes: dwellBinsMin[bin + 1] ?? null,
        ...number,
      })),
      total: totalOf(means, scale),
    };
  });
}

function conflictsOf(span: SpanJson, scale: number): StatisticsJson['conflicts'] {
  const pairs: readonly [readonly [RoadUserClass, RoadUserClass], readonly number[]][] = [
    [
      ['bicycle', 'car'],
      [12, 28, 51, 96, 17],
    ],
    [
      ['person', 'car'],
      [3, 14, 33, 71, 5],
    ],
    [
      ['bicycle', 'truck'],
      [1, 4, 7, 13, 2],
    ],
    [
      ['car', 'car'],
      [18, 41, 66, 122, 24],
    ],
    [
      ['bus', 'truck'],
      [0, 0, 1, 2, 0],
    ],
  ];
  return pairs.map(([classes, some]) => {
    const means = some.map((mean) => mean * Math.sqrt(scale));
    return {
      classes,
      ...span,
      bins: numbers(means, `${classes.join('+')} ${span.startMs}`, 1).map((number, index) => ({
        measure: conflictParts[index]!.slice(0, 3) as ConflictMeasure,
        bin: conflictParts[index]!.slice(4) as ConflictBin,
        ...number,
      })),
      total: totalOf(means, 1),
    };
  });
}

function mapOf(span: SpanJson, scale: number): StatisticsJson['conflictMaps'][number] {
  const { columns, rows } = conflictGrid;
  const means = Array.from({ length: columns * rows }, (_, index) => {
    const [x, y] = [index % columns, Math.floor(index / columns)];
    return Math.sqrt(scale) * 46 * Math.exp(-(((x - 6.4) / 1.8) ** 2) - ((y - 5.2) / 1.2) ** 2);
  });
  return { ...span, columns, rows, squares: numbers(means, `map ${span.startMs}`, 1) };
}

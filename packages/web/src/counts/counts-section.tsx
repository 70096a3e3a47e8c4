import {
  type CameraJson,
  type CountsJson,
  type Direction,
  directions,
  type RoadUserClass,
} from '@outis/core';
import { useState } from 'react';
import { countsCsvPath, readCounts } from '../api/client.ts';
import { usePolled } from '../api/use-polled.ts';
import { useTimeZone } from '../app/site.ts';
import { classKey } from '../messages/messages.ts';
import { useWords } from '../messages/words.tsx';
import { FailureNotice, Notice } from '../part/notice.tsx';
import { useNow } from '../part/use-now.ts';
import type { Flow } from '../scene/line-mark.tsx';
import { ViewDrawing } from '../scene/view-drawing.tsx';
import { GroupChart } from './group-chart.tsx';
import { type RangeKey, ranges } from './range.ts';
import {
  bucketMsFor,
  buildSeries,
  type ClassGroup,
  classGroups,
  flowsOf,
  type Series,
  totalsOf,
} from './series.ts';
import { Totals } from './totals.tsx';

/** The released counts of a camera: totals, flows, charts, and when the next ones come. */
export function CountsSection(props: { readonly camera: CameraJson }) {
  const { camera } = props;
  const { say } = useWords();
  const timeZone = useTimeZone();
  const [rangeKey, setRangeKey] = useState<RangeKey>('6h');
  const [chosenLine, setChosenLine] = useState<string | null>(null);
  // Left and right belong to a line: directions of different lines are never added up.
  const line = camera.lines.find((each) => each.id === chosenLine) ?? camera.lines[0];
  const lineId = line?.id ?? null;
  const nowMs = useNow(rangeKey === '1h' ? 1000 : 5000);
  const rangeMs = ranges[rangeKey];
  const fromMs = nowMs - rangeMs;
  const groups = classGroups(camera.purpose, timeZone);
  const padMs = Math.max(...groups.map((group) => bucketMsFor(rangeMs, group.cellMs)));
  // The heat by hour needs hours; everything else is drawn in these intervals or longer ones.
  const askedMs = Math.min(hourMs, ...groups.map((group) => bucketMsFor(rangeMs, group.cellMs)));
  const { data, failure } = usePolled(`${camera.id} ${rangeKey}`, refreshMs[rangeKey], () =>
    readCounts(camera.id, Date.now() - rangeMs - padMs, Date.now(), askedMs),
  );
  const build = (group: ClassGroup, bucketMs: number) => {
    const firstMs = Math.floor(fromMs / bucketMs) * bucketMs;
    const question = {
      purpose: camera.purpose,
      timeZone,
      fromMs: firstMs,
      toMs: nowMs,
      nowMs,
      bucketMs,
      lineId,
    };
    return buildSeries(data ?? noCounts, group, question);
  };
  const series = groups.map((group) => build(group, bucketMsFor(rangeMs, group.cellMs)));
  return (
    <section className="counts" aria-labelledby="counts-title">
      <div className="section-title">
        <h2 id="counts-title">{say('counts.title')}</h2>
        <RangeChooser value={rangeKey} onChange={setRangeKey} />
        <LineChooser camera={camera} value={lineId} onChange={setChosenLine} />
        <a
          className="button-quiet"
          href={countsCsvPath(camera.id, fromMs, nowMs)}
          download
          aria-label={say('counts.csv.label')}
        >
          {say('counts.csv')}
        </a>
      </div>
      {/* That the edge does not answer at all is said once, at the top of the page. */}
      {failure === null || failure.problem === null ? null : <FailureNotice failure={failure} />}
      {data === null ? (
        failure === null && <p className="soft">{say('loading')}</p>
      ) : (
        <>
          <FirstCount camera={camera} counts={data} />
          <div className="counts-top">
            <Totals totals={totalsOfAll(series)} />
            <ViewDrawing
              camera={camera}
              label={say('counts.flows', { range: say(`range.${rangeKey}`) })}
              flows={flowsFor(data, series)}
              chosen={lineId}
            />
          </div>
          <NextReleases counts={data} />
          {series.map((each) => (
            <GroupChart
              key={each.group.classes.join()}
              series={each}
              hours={rangeKey === '7d' ? build(each.group, hourMs) : null}
              window={{ fromMs: Math.floor(fromMs / each.bucketMs) * each.bucketMs, toMs: nowMs }}
            />
          ))}
        </>
      )}
    </section>
  );
}

const hourMs = 3_600_000;

const refreshMs: Readonly<Record<RangeKey, number>> = { '1h': 3000, '6h': 5000, '24h': 15_000, '7d': 60_000 };

const noCounts: CountsJson = { releases: [], coverage: [], next: [] };

function RangeChooser(props: { readonly value: RangeKey; readonly onChange: (key: RangeKey) => void }) {
  const { say } = useWords();
  return (
    <fieldset className="segments">
      <legend className="hidden">{say('counts.range')}</legend>
      {(Object.keys(ranges) as RangeKey[]).map((key) => (
        <label key={key}>
          <input
            type="radio"
            name="range"
            checked={props.value === key}
            onChange={() => props.onChange(key)}
          />
          <span>{say(`range.${key}`)}</span>
        </label>
      ))}
    </fieldset>
  );
}

function LineChooser(props: {
  readonly camera: CameraJson;
  readonly value: string | null;
  readonly onChange: (lineId: string) => void;
}) {
  const { say } = useWords();
  if (props.camera.lines.length < 2) return null;
  return (
    <label className="select">
      <span>{say('counts.line')}</span>
      <select value={props.value ?? ''} onChange={(event) => props.onChange(event.target.value)}>
        {props.camera.lines.map((line) => (
          <option key={line.id} value={line.id}>
            {line.id}
          </option>
        ))}
      </select>
    </label>
  );
}

/** Until there is a first count: what the camera is waiting for. */
function FirstCount(props: { readonly camera: CameraJson; readonly counts: CountsJson }) {
  const { say, time } = useWords();
  const timeZone = useTimeZone();
  const { camera, counts } = props;
  if (counts.releases.length > 0) return null;
  if (camera.lines.length === 0) {
    return (
      <Notice tone="info" title={say('wait.noLine')}>
        {say('wait.noLine.hint')}
      </Notice>
    );
  }
  if (camera.health.state !== 'running') {
    return <Notice tone="info" title={say('wait.notRunning')} />;
  }
  const dueMs = Math.min(...counts.next.map((each) => each.dueMs));
  return (
    <Notice tone="info" title={say('wait.firstCount')}>
      {Number.isFinite(dueMs)
        ? say('wait.firstCount.due', { time: time(dueMs, 'day-time', timeZone) })
        : say('wait.firstCount.hint')}
    </Notice>
  );
}

/** When the cells that are still open will be released, classes with the same time together. */
function NextReleases(props: { readonly counts: CountsJson }) {
  const { say, time, list } = useWords();
  const timeZone = useTimeZone();
  const groups = new Map<number, RoadUserClass[]>();
  for (const each of props.counts.next) {
    const known = groups.get(each.dueMs);
    if (known === undefined) groups.set(each.dueMs, [each.class as RoadUserClass]);
    else known.push(each.class as RoadUserClass);
  }
  if (groups.size === 0) return null;
  return (
    <dl className="next-releases soft">
      <dt>{say('counts.next')}</dt>
      {[...groups]
        .sort(([a], [b]) => a - b)
        .map(([dueMs, classes]) => (
          <dd key={dueMs}>
            <strong>{time(dueMs, isSoon(dueMs) ? 'time' : 'day-time', timeZone)}</strong>{' '}
            {list(classes.map((each) => say(classKey(each))))}
          </dd>
        ))}
    </dl>
  );
}

type AllTotals = Readonly<Record<Direction, Readonly<Partial<Record<RoadUserClass, number | null>>>>>;

/** Sums of all groups; null for a class of which nothing in the range is known: that is not a zero. */
function totalsOfAll(series: readonly Series[]): AllTotals {
  const totals: Record<Direction, Partial<Record<RoadUserClass, number | null>>> = {
    left_to_right: {},
    right_to_left: {},
  };
  for (const each of series) {
    const sums = totalsOf(each);
    const isUnknown = each.states.every((state) => state === 'open' || state === 'not-watched');
    for (const direction of directions) {
      for (const objectClass of each.group.classes) {
        const sum = sums[direction][objectClass] ?? 0;
        totals[direction][objectClass] = isUnknown && sum === 0 ? null : sum;
      }
    }
  }
  return totals;
}

function flowsFor(counts: CountsJson, series: readonly Series[]): Map<string, Flow> {
  const flows = flowsOf(counts, series);
  const countMax = Math.max(
    0,
    ...[...flows.values()].flatMap((flow) => directions.map((direction) => flow[direction])),
  );
  return new Map([...flows].map(([lineId, flow]) => [lineId, { counts: flow, countMax }]));
}

function isSoon(tMs: number): boolean {
  return tMs - Date.now() < 3 * 3_600_000;
}

import {
  type CameraJson,
  type CountsJson,
  directions,
  type RoadUserClass,
  roadUserClasses,
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
import { PictogramIcon } from '../scene/pictogram-icon.tsx';
import { ViewDrawing } from '../scene/view-drawing.tsx';
import { countKey, coverOf, flowsOf, totalsOf } from './cover.ts';
import { CurveCard } from './curve-card.tsx';
import { ModalSplit } from './modal-split.tsx';
import { bucketMsOf, type RangeKey, ranges, windowOf } from './range.ts';
import { buildSeries, type ClassGroup, classGroups } from './series.ts';
import { TotalsPanel } from './totals.tsx';

/** The released counts of a camera: totals, flows, modal split, a curve, and when the next ones come. */
export function CountsSection(props: { readonly camera: CameraJson }) {
  const { camera } = props;
  const { say } = useWords();
  const [rangeKey, setRangeKey] = useState<RangeKey>('24h');
  const [chosenLine, setChosenLine] = useState<string | null>(null);
  // Left and right belong to a line: directions of different lines are never added up.
  const line = camera.lines.find((each) => each.id === chosenLine) ?? camera.lines[0];
  const lineId = line?.id ?? null;
  const nowMs = useNow(5000);
  const { fromMs, toMs } = windowOf(rangeKey, nowMs);
  const { data, failure } = useCounts(camera.id, rangeKey);
  return (
    <section className="counts" aria-labelledby="counts-title">
      <div className="section-title">
        <h2 id="counts-title">{say('counts.title')}</h2>
        <RangeChooser value={rangeKey} onChange={setRangeKey} />
        <LineChooser camera={camera} value={lineId} onChange={setChosenLine} />
        <a
          className="button-quiet no-print"
          href={countsCsvPath(camera.id, fromMs, nowMs)}
          download
          aria-label={say('counts.csv.label')}
        >
          {say('counts.csv')}
        </a>
        <button type="button" className="button-quiet no-print" onClick={() => window.print()}>
          {say('print.button')}
        </button>
      </div>
      <p className="print-only soft">
        {say(`range.${rangeKey}.long`)} · {line === undefined ? '' : `${say('counts.line')}: ${line.id}`}
      </p>
      {/* That the edge does not answer at all is said once, at the top of the page. */}
      {failure === null || failure.problem === null ? null : <FailureNotice failure={failure} />}
      {data === null ? (
        failure === null && <p className="soft">{say('loading')}</p>
      ) : (
        <CountsBody
          camera={camera}
          counts={data}
          rangeKey={rangeKey}
          lineId={lineId}
          nowMs={nowMs}
          window={{ fromMs, toMs }}
        />
      )}
    </section>
  );
}

/** In the steps of the curve, and in the larger ones of the totals. */
interface BothCounts {
  readonly fine: CountsJson;
  readonly coarse: CountsJson;
}

function useCounts(cameraId: string, rangeKey: RangeKey) {
  return usePolled<BothCounts>(`${cameraId} ${rangeKey}`, refreshMs[rangeKey], async () => {
    const nowMs = Date.now();
    const { stepMs, sumMs } = ranges[rangeKey];
    const { fromMs } = windowOf(rangeKey, nowMs);
    const read = (bucketMs: number) =>
      readCounts(cameraId, Math.floor(fromMs / sumMs) * sumMs, nowMs, Math.max(60_000, bucketMs));
    const [fine, coarse] = await Promise.all([read(stepMs), read(sumMs)]);
    return { fine, coarse };
  });
}

function CountsBody(props: {
  readonly camera: CameraJson;
  readonly counts: BothCounts;
  readonly rangeKey: RangeKey;
  readonly lineId: string | null;
  readonly nowMs: number;
  readonly window: { readonly fromMs: number; readonly toMs: number };
}) {
  const { say, number } = useWords();
  const timeZone = useTimeZone();
  const { camera, rangeKey, lineId, nowMs, window } = props;
  const { fine, coarse } = props.counts;
  const [chosen, setChosen] = useState<RoadUserClass>('car');
  const groups = classGroups(camera.purpose, timeZone);
  const group = groups.find((each) => each.classes.includes(chosen)) ?? groups[0]!;
  const build = (of: ClassGroup, bucketMs: number) =>
    buildSeries(bucketMs > hourMs ? coarse : fine, of, {
      ...{ purpose: camera.purpose, timeZone, nowMs, bucketMs, lineId },
      fromMs: Math.floor(window.fromMs / bucketMs) * bucketMs,
      toMs: nowMs,
    });
  const cover = coverOf(coarse.releases, fine.releases, window, countKey);
  const totals = totalsOf(cover, lineId);
  const isLong = rangeKey === '7d' || rangeKey === '28d';
  const { shownFrom } = fine.facts;
  return (
    <>
      <FirstCount camera={camera} counts={fine} />
      <div className="counts-top">
        <TotalsPanel totals={totals} />
        <ViewDrawing
          camera={{ ...camera, zones: [] }}
          label={say('counts.flows', { range: say(`range.${rangeKey}`) })}
          flows={flowsFor(cover)}
          chosen={lineId}
        />
      </div>
      <p className="soft small counts-how">
        {say('numbers.how')} {say('numbers.how.hidden', { least: number(shownFrom) })}
      </p>
      <ModalSplit totals={totals} />
      <NextReleases counts={fine} />
      <ClassChooser value={chosen} onChange={setChosen} />
      <CurveCard
        key={chosen}
        series={build(group, bucketMsOf(rangeKey, group.cellMs))}
        name={chosen}
        window={window}
        shownFrom={shownFrom}
        hours={isLong ? build(group, hourMs) : null}
      />
    </>
  );
}

function ClassChooser(props: {
  readonly value: RoadUserClass;
  readonly onChange: (name: RoadUserClass) => void;
}) {
  const { say } = useWords();
  return (
    <fieldset className="segments class-chooser no-print">
      <legend className="hidden">{say('counts.class')}</legend>
      {roadUserClasses.map((name) => (
        <label key={name}>
          <input
            type="radio"
            name="counts-class"
            checked={props.value === name}
            onChange={() => props.onChange(name)}
          />
          <span>
            <PictogramIcon class={name} size={18} /> {say(classKey(name))}
          </span>
        </label>
      ))}
    </fieldset>
  );
}

const hourMs = 3_600_000;

const refreshMs: Readonly<Record<RangeKey, number>> = {
  '6h': 5000,
  '24h': 15_000,
  '7d': 60_000,
  '28d': 120_000,
};

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

function flowsFor(cover: Parameters<typeof flowsOf>[0]): Map<string, Flow> {
  const flows = flowsOf(cover);
  const countMax = Math.max(
    0,
    ...[...flows.values()].flatMap((flow) => directions.map((direction) => flow[direction].sum)),
  );
  return new Map([...flows].map(([lineId, counts]) => [lineId, { counts, countMax }]));
}

function isSoon(tMs: number): boolean {
  return tMs - Date.now() < 3 * 3_600_000;
}

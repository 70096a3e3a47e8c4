import { directions, type RoadUserClass } from '@outis/core';
import { useState } from 'react';
import { useTimeZone } from '../app/site.ts';
import { classKey } from '../messages/messages.ts';
import { useWords } from '../messages/words.tsx';
import { Noised } from '../part/noised.tsx';
import { addUp } from './amount.ts';
import { CountsTable } from './counts-table.tsx';
import { CoverageRow } from './coverage-row.tsx';
import { type ChartWindow, CurveChart } from './curve-chart.tsx';
import { hiddenBuckets } from './curve-data.ts';
import { CurveDrawing } from './curve-drawing.tsx';
import { HeatMap } from './heat-map.tsx';
import { intervalKey } from './interval.ts';
import { isAllOpen, type Series } from './series.ts';

/** The curve of one class with its band of noise, its words, how well was watched, and the numbers as a table. */
export function CurveCard(props: {
  readonly series: Series;
  readonly name: RoadUserClass;
  readonly window: ChartWindow;
  readonly shownFrom: number;
  /** The same in hours, where the range is long enough for days to be compared. */
  readonly hours: Series | null;
}) {
  const { say, number } = useWords();
  const { series, name } = props;
  const [pointed, setPointed] = useState<number | null>(null);
  const interval = intervalKey(series.bucketMs);
  const every = say(interval.key, { count: number(interval.count) });
  const classes = say(classKey(name));
  const title = say('chart.title', { classes, every });
  if (isAllOpen(series)) {
    return (
      <section className="group-chart group-chart-open card">
        <h3>{title}</h3>
        <p className="soft">{say('chart.nothingYet')}</p>
      </section>
    );
  }
  return (
    <section className="group-chart card">
      <div className="group-chart-head">
        <h3>{title}</h3>
        <ul className="legend">
          {directions.map((direction) => (
            <li key={direction}>
              <i className={`swatch-line swatch-${direction} class-${name}`} aria-hidden="true" />{' '}
              {say(`direction.${direction}`)}
            </li>
          ))}
        </ul>
      </div>
      <Readout series={series} name={name} index={pointed} />
      <CurveChart
        series={series}
        name={name}
        window={props.window}
        shownFrom={props.shownFrom}
        onPoint={setPointed}
        label={say('chart.label', { classes, every })}
      />
      <CurveDrawing series={series} name={name} window={props.window} shownFrom={props.shownFrom} />
      <CoverageRow series={series} window={props.window} />
      <ChartNotes series={series} name={name} shownFrom={props.shownFrom} />
      {props.hours === null ? null : <HeatMap series={props.hours} name={name} />}
      <CountsTable series={series} caption={title} />
    </section>
  );
}

function ChartNotes(props: {
  readonly series: Series;
  readonly name: RoadUserClass;
  readonly shownFrom: number;
}) {
  const { say, number } = useWords();
  const { states } = props.series;
  const missing = states.filter((state) => state === 'partly-watched' || state === 'not-watched').length;
  return (
    <p className="chart-notes soft small">
      <span className="chart-note">
        <i className="swatch swatch-band" /> {say('chart.band')}
      </span>
      {hiddenBuckets(props.series, props.name).includes(true) ? (
        <span className="chart-note">
          <i className="swatch swatch-hidden" /> {say('chart.hidden', { least: number(props.shownFrom) })}
        </span>
      ) : null}
      {missing === 0 ? null : (
        <span className="chart-note">
          <i className="swatch swatch-hatch" /> {say('chart.missing', { count: number(missing) })}
        </span>
      )}
      {states.includes('open') ? (
        <span className="chart-note">
          <i className="swatch swatch-open" /> {say('chart.open')}
        </span>
      ) : null}
    </p>
  );
}

/** The numbers of the bucket under the pointer, else of the newest complete one. */
function Readout(props: {
  readonly series: Series;
  readonly name: RoadUserClass;
  readonly index: number | null;
}) {
  const { say, time } = useWords();
  const timeZone = useTimeZone();
  const { series, name } = props;
  const newest = series.states.findLastIndex((state) => state !== 'open' && state !== 'not-watched');
  const index = props.index ?? newest;
  const startMs = series.starts[index];
  const state = series.states[index];
  if (startMs === undefined || state === undefined)
    return <p className="readout soft">{say('chart.nothingYet')}</p>;
  const endMs = startMs + series.bucketMs;
  return (
    <p className="readout">
      <strong>
        {time(startMs, 'day', timeZone)}, {time(startMs, 'time', timeZone)}–{time(endMs, 'time', timeZone)}
      </strong>
      {state === 'complete' ? null : <em> {say(`bucket.${state}`)}</em>}
      {directions.map((direction) => {
        const value = series.counts[direction][name]?.[index] ?? null;
        return (
          <span key={direction} className="readout-way">
            {say(`direction.${direction}`)} <Noised amount={value === null ? null : addUp([value])} />
          </span>
        );
      })}
    </p>
  );
}

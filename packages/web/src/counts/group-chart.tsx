import { directions } from '@outis/core';
import { useState } from 'react';
import { useTimeZone } from '../app/site.ts';
import { classKey } from '../messages/messages.ts';
import { useWords } from '../messages/words.tsx';
import { PictogramIcon } from '../scene/pictogram-icon.tsx';
import { type ChartWindow, CountsChart } from './counts-chart.tsx';
import { CountsTable } from './counts-table.tsx';
import { HeatMap } from './heat-map.tsx';
import { intervalKey } from './interval.ts';
import type { Series } from './series.ts';

/** The chart of classes that leave together, its words, and its numbers as a table. */
export function GroupChart(props: {
  readonly series: Series;
  readonly window: ChartWindow;
  /** The same in hours, where the range is long enough for days to be compared. */
  readonly hours: Series | null;
}) {
  const { say, list, number } = useWords();
  const { series } = props;
  const [pointed, setPointed] = useState<number | null>(null);
  const classes = list(series.group.classes.map((each) => say(classKey(each))));
  const interval = intervalKey(series.bucketMs);
  const every = say(interval.key, { count: number(interval.count) });
  const missing = series.states.filter(
    (state) => state === 'partly-watched' || state === 'not-watched',
  ).length;
  const isOpen = series.states.includes('open');
  if (isAllOpen(series)) {
    return (
      <section className="group-chart group-chart-open card">
        <h3>{say('chart.title', { classes, every })}</h3>
        <p className="soft">{say('chart.nothingYet')}</p>
      </section>
    );
  }
  return (
    <section className="group-chart card">
      <div className="group-chart-head">
        <h3>{say('chart.title', { classes, every })}</h3>
        <ul className="legend">
          {series.group.classes.map((each) => (
            <li key={each}>
              <PictogramIcon class={each} size={18} /> {say(classKey(each))}
            </li>
          ))}
        </ul>
      </div>
      <Readout series={series} index={pointed} />
      <div className="chart-with-ways">
        <span className="way way-up" aria-hidden="true">
          {say('direction.left_to_right')}
        </span>
        <span className="way way-down" aria-hidden="true">
          {say('direction.right_to_left')}
        </span>
        <CountsChart
          series={series}
          window={props.window}
          onPoint={setPointed}
          label={say('chart.label', { classes, every })}
        />
      </div>
      <p className="chart-notes soft small">
        {missing === 0 ? null : (
          <span className="chart-note">
            <i className="swatch swatch-hatch" /> {say('chart.missing', { count: number(missing) })}
          </span>
        )}
        {isOpen ? (
          <span className="chart-note">
            <i className="swatch swatch-open" /> {say('chart.open')}
          </span>
        ) : null}
      </p>
      {props.hours === null ? null : <HeatMap series={props.hours} classes={classes} />}
      <CountsTable series={series} caption={say('chart.title', { classes, every })} />
    </section>
  );
}

/** The numbers of the bucket under the pointer, else of the newest complete one. */
function Readout(props: { readonly series: Series; readonly index: number | null }) {
  const { say, time, number } = useWords();
  const timeZone = useTimeZone();
  const { series } = props;
  const newest = series.states.findLastIndex((state) => state !== 'open' && state !== 'not-watched');
  const index = props.index ?? newest;
  const startMs = series.starts[index];
  const state = series.states[index];
  if (startMs === undefined || state === undefined)
    return <p className="readout soft">{say('chart.nothingYet')}</p>;
  return (
    <p className="readout">
      <strong>
        {time(startMs, 'day', timeZone)}, {time(startMs, 'time', timeZone)}–
        {time(startMs + series.bucketMs, 'time', timeZone)}
      </strong>
      {state === 'complete' ? null : <em> {say(`bucket.${state}`)}</em>}
      {directions.map((direction) => (
        <span key={direction} className="readout-way">
          {say(`direction.${direction}`)}{' '}
          {series.group.classes.map((each) => (
            <span key={each} className="readout-class">
              <PictogramIcon class={each} size={16} />
              <span className="hidden">{say(classKey(each))}</span>
              {number(series.counts[direction][each]?.[index] ?? 0)}
            </span>
          ))}
        </span>
      ))}
    </p>
  );
}

/** True when nothing of this time may be seen yet: an empty chart would look like a zero. */
function isAllOpen(series: Series): boolean {
  if (!series.states.every((state) => state === 'open' || state === 'not-watched')) return false;
  return directions.every((direction) =>
    series.group.classes.every((each) =>
      (series.counts[direction][each] ?? []).every((count) => count === 0),
    ),
  );
}

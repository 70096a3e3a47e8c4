import type { CameraJson, MeasuresJson } from '@outis/core';
import { useState } from 'react';
import { useTimeZone } from '../app/site.ts';
import { useWords } from '../messages/words.tsx';
import { FailureNotice } from '../part/notice.tsx';
import { useNow } from '../part/use-now.ts';
import { ConflictsCard } from './conflicts-card.tsx';
import { DwellsCard } from './dwells-card.tsx';
import { MovementsCard } from './movements-card.tsx';
import { type Period, periodsOf } from './period.ts';
import { SpeedsCard } from './speeds-card.tsx';
import { useStatistics } from './use-statistics.ts';

/** What a street camera measures beside its lines: movements, speeds, stays of vehicles, near misses. */
export function StatisticsSection(props: { readonly camera: CameraJson; readonly measures: MeasuresJson }) {
  const { say } = useWords();
  const timeZone = useTimeZone();
  const [chosen, setChosen] = useState<string | null>(null);
  const hourly = Math.floor(useNow(60_000) / 3_600_000) * 3_600_000;
  const periods = periodsOf(hourly, 0, timeZone);
  // Of today speeds and stays are still to come; yesterday has everything.
  const period = periods.find(({ key }) => key === chosen) ?? periods[1] ?? periods[0];
  if (period === undefined) return null;
  return (
    <section className="statistics" aria-labelledby="statistics-title">
      <div className="section-title">
        <h2 id="statistics-title">{say('stat.title')}</h2>
        <PeriodChooser periods={periods} value={period.key} onChange={setChosen} />
        <p className="print-only soft">
          <PeriodName period={period} />
        </p>
      </div>
      <Cards {...props} period={period} timeZone={timeZone} />
    </section>
  );
}

function Cards(props: {
  readonly camera: CameraJson;
  readonly measures: MeasuresJson;
  readonly period: Period;
  readonly timeZone: string;
}) {
  const { say } = useWords();
  const { camera, measures, period } = props;
  const { data, failure } = useStatistics(camera.id, period, props.timeZone);
  if (data === null)
    return failure === null ? <p className="soft">{say('loading')}</p> : <FailureNotice failure={failure} />;
  const { statistics, movements } = data;
  return (
    <div className="stat-cards">
      <MovementsCard camera={camera} measures={measures} counts={movements} />
      <SpeedsCard camera={camera} measures={measures} speeds={statistics.speeds} />
      <DwellsCard camera={camera} measures={measures} dwells={statistics.dwells} />
      <ConflictsCard
        camera={camera}
        measures={measures}
        conflicts={statistics.conflicts}
        map={statistics.conflictMaps[0] ?? null}
      />
    </div>
  );
}

function PeriodChooser(props: {
  readonly periods: readonly Period[];
  readonly value: string;
  readonly onChange: (key: string) => void;
}) {
  const { say } = useWords();
  return (
    <label className="select no-print">
      <span>{say('stat.period')}</span>
      <select value={props.value} onChange={(event) => props.onChange(event.target.value)}>
        {(['day', 'month'] as const).map((kind) => (
          <optgroup key={kind} label={say(kind === 'day' ? 'stat.days' : 'stat.months')}>
            {props.periods
              .filter((period) => period.kind === kind)
              .map((period) => (
                <option key={period.key} value={period.key}>
                  <PeriodName period={period} />
                </option>
              ))}
          </optgroup>
        ))}
      </select>
    </label>
  );
}

function PeriodName(props: { readonly period: Period }) {
  const { time } = useWords();
  const timeZone = useTimeZone();
  const { kind, startMs } = props.period;
  return time(startMs, kind === 'day' ? 'day' : 'month', timeZone);
}

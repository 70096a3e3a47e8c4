import { type SafetyReportJson, safetyTrend } from '@outis/core';
import { causeKey, measureKey, ruleKey } from '../alerts/rule-words.ts';
import { useWords } from '../messages/words.tsx';
import { Notice } from '../part/notice.tsx';
import { HourBars } from './hour-bars.tsx';
import { addUp } from './rates.ts';
import { hoursOf, type Row, rateMax, rowsOf, tallyOf, weekSum, worstRow } from './report.ts';
import { RowCard } from './row-card.tsx';
import { WordBars } from './word-bars.tsx';

/** The report itself: the chosen week in three numbers, then every place and rule, then causes, measures and hours. */
export function ReportSheet(props: { readonly report: SafetyReportJson; readonly weeks: readonly number[] }) {
  const { say, number } = useWords();
  const { report, weeks } = props;
  const rows = rowsOf(report, weeks);
  if (rows.length === 0)
    return (
      <Notice tone="info" title={say('report.none.title')}>
        {say('report.none.text')}
      </Notice>
    );
  const max = rateMax(rows);
  const cameras = [...new Set(rows.map(({ cameraId }) => cameraId))];
  return (
    <>
      <Headline rows={rows} report={report} weeks={weeks} />
      <section className="report-places">
        <h2>{say('report.places')}</h2>
        <p className="soft small">
          {say('report.places.note', { weeks: number(weeks.length), max: number(max, 1) })}
        </p>
        {cameras.map((camera) => (
          <section key={camera}>
            <h3>{camera}</h3>
            <div className="report-rows">
              {rows
                .filter(({ cameraId }) => cameraId === camera)
                .map((row) => (
                  <RowCard key={`${row.zoneId} ${row.rule}`} row={row} weeks={weeks} rateMax={max} />
                ))}
            </div>
          </section>
        ))}
      </section>
      <Words report={report} weeks={weeks} />
      <Hours report={report} weeks={weeks} />
      <p className="soft small report-foot">{say('report.foot')}</p>
    </>
  );
}

function Headline(props: {
  readonly rows: readonly Row[];
  readonly report: SafetyReportJson;
  readonly weeks: readonly number[];
}) {
  const { say, number } = useWords();
  const { rows, weeks } = props;
  const index = weeks.length - 1;
  const week = weekSum(rows, index);
  const earlier = weeks.slice(0, -1).map((_, each) => weekSum(rows, each));
  const trend = safetyTrend(week, earlier);
  const before = addUp(earlier);
  const worst = worstRow(rows, index);
  return (
    <dl className="report-headline">
      <div>
        <dt>{say('report.sum')}</dt>
        <dd>
          <strong className="total-number">{number(week.alerts)}</strong>
          <span className="soft small">
            {say('report.sum.watched', { hours: number(week.watchedMin / 60) })}
          </span>
        </dd>
      </div>
      <div>
        <dt>{say('report.trend')}</dt>
        <dd>
          <strong className={`trend trend-${trend}`}>{say(`report.trend.${trend}`)}</strong>
          {trend === 'unknown' || before.watchedMin === 0 ? null : (
            <span className="soft small">
              {say('report.rate', { rate: number((1000 * week.alerts) / week.watchedMin, 1) })} ·{' '}
              {say('report.trend.before', { rate: number((1000 * before.alerts) / before.watchedMin, 1) })}
            </span>
          )}
        </dd>
      </div>
      <div>
        <dt>{say('report.worst')}</dt>
        <dd>
          <strong>{worst === null ? say('report.worst.none') : worst.zoneId}</strong>
          {worst === null ? null : (
            <span className="soft small">
              {say(ruleKey(worst.rule))} · {worst.cameraId}
            </span>
          )}
        </dd>
      </div>
      <Coverage {...props} />
    </dl>
  );
}

/** How much of the armed time each camera watched in the chosen week: what was not watched is not a zero. */
function Coverage(props: { readonly report: SafetyReportJson; readonly weeks: readonly number[] }) {
  const { say, number, percent } = useWords();
  const weekMs = props.weeks.at(-1);
  const covered = props.report.coverage.filter((each) => each.weekMs === weekMs);
  return (
    <div>
      <dt>{say('report.coverage')}</dt>
      <dd>
        {covered.map(({ cameraId: camera, share }) => (
          <span key={camera} className={share !== null && share < 0.8 ? 'coverage-low' : ''}>
            {saidOf(camera, share)}
          </span>
        ))}
        <span className="soft small">{say('report.coverage.note')}</span>
      </dd>
    </div>
  );

  function saidOf(camera: string, share: number | null): string {
    if (share === null) return say('report.coverage.none', { camera });
    if (share === 0) return say('report.coverage.share', { camera, share: percent(share) });
    const { watchedMin } = addUp(
      props.report.weeks.filter((cell) => cell.cameraId === camera && cell.weekMs === weekMs),
    );
    return say('report.coverage.hours', {
      camera,
      watched: number(watchedMin / 60),
      armed: number(watchedMin / 60 / share),
    });
  }
}

function Words(props: { readonly report: SafetyReportJson; readonly weeks: readonly number[] }) {
  const { say, number } = useWords();
  const { weeks } = props.report;
  const causes = tallyOf(weeks, (cell) => cell.causes);
  const measures = tallyOf(weeks, (cell) => cell.measures);
  return (
    <section className="report-words">
      <div className="report-columns">
        <WordBars
          title={say('report.causes')}
          words={causes.map(({ word, count }) => ({ name: say(causeKey(word)), count }))}
        />
        <WordBars
          title={say('report.measures')}
          words={measures.map(({ word, count }) => ({ name: say(measureKey(word)), count }))}
        />
      </div>
      <p className="soft small">
        {causes.length === 0
          ? say('report.words.none')
          : say('report.words.note', { weeks: number(props.weeks.length) })}
      </p>
    </section>
  );
}

function Hours(props: { readonly report: SafetyReportJson; readonly weeks: readonly number[] }) {
  const { say, number } = useWords();
  const hours = hoursOf(props.report);
  return (
    <section className="report-hours">
      <h2>{say('report.hours')}</h2>
      {hours === null ? null : <HourBars hours={hours} />}
      <p className="soft small">
        {hours === null
          ? say('report.hours.none')
          : say('report.hours.note', { weeks: number(props.weeks.length) })}
      </p>
    </section>
  );
}

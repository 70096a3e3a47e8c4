import { safetyTrend } from '@outis/core';
import { RuleIcon } from '../alerts/rule-icon.tsx';
import { ruleKey } from '../alerts/rule-words.ts';
import { useTimeZone } from '../app/site.ts';
import { useWords } from '../messages/words.tsx';
import { FigureTable } from '../part/figure-table.tsx';
import type { Row } from './report.ts';
import { WeekBars } from './week-bars.tsx';

/** One rule at one zone: its weeks as bars, the chosen week in words, and all of it as a table. */
export function RowCard(props: {
  readonly row: Row;
  readonly weeks: readonly number[];
  readonly rateMax: number;
}) {
  const { say, number, percent } = useWords();
  const { row } = props;
  const rule = say(ruleKey(row.rule));
  const week = row.cells.at(-1) ?? null;
  const trend =
    week === null
      ? 'unknown'
      : safetyTrend(
          week,
          row.cells.slice(0, -1).flatMap((cell) => cell ?? []),
        );
  return (
    <article className="card report-row">
      <header>
        <RuleIcon rule={row.rule} size={28} />
        <h4>
          {row.zoneId} <span className="soft">{rule}</span>
        </h4>
      </header>
      <WeekBars {...props} label={say('report.chart.label', { rule, zone: row.zoneId })} />
      <p className="report-rate">
        {week?.per1000Min == null ? (
          <strong className="report-little">{say('report.rate.none')}</strong>
        ) : (
          <strong>{say('report.rate', { rate: number(week.per1000Min, 1) })}</strong>
        )}
        {trend === 'unknown' ? null : (
          <span className={`trend trend-${trend}`}>{say(`report.trend.${trend}`)}</span>
        )}
      </p>
      <p className="soft small">
        {say('report.exposure', {
          alerts: number(week?.alerts ?? 0),
          hours: number((week?.watchedMin ?? 0) / 60),
        })}
        {week?.cannotJudgeShare == null
          ? null
          : ` · ${say('report.cannotJudge', { share: percent(week.cannotJudgeShare) })}`}
      </p>
      <RowTable row={row} weeks={props.weeks} caption={`${row.zoneId}, ${rule}`} />
    </article>
  );
}

function RowTable(props: { readonly row: Row; readonly weeks: readonly number[]; readonly caption: string }) {
  const { say, number, percent, time } = useWords();
  const timeZone = useTimeZone();
  const { row, weeks } = props;
  const hasHeads = row.cells.some((cell) => cell?.cannotJudgeShare != null);
  return (
    <details className="counts-table">
      <summary>{say('table.show')}</summary>
      <FigureTable
        caption={props.caption}
        names={[say('report.table.week')]}
        figures={[
          say('zoneHeat.alerts'),
          say('zoneHeat.watched'),
          say('zoneHeat.rate'),
          ...(hasHeads ? [say('report.table.cannotJudge')] : []),
        ]}
      >
        {row.cells.map((cell, index) => (
          <tr key={weeks[index]}>
            <th scope="row">{time(weeks[index] ?? 0, 'date', timeZone)}</th>
            <td className="figure">{cell === null ? '–' : number(cell.alerts)}</td>
            <td className="figure">
              {cell === null ? '–' : say('report.hoursShort', { hours: number(cell.watchedMin / 60) })}
            </td>
            <td className="figure">{cell?.per1000Min == null ? '–' : number(cell.per1000Min, 1)}</td>
            {hasHeads ? (
              <td className="figure">
                {cell?.cannotJudgeShare == null ? '–' : percent(cell.cannotJudgeShare)}
              </td>
            ) : null}
          </tr>
        ))}
      </FigureTable>
    </details>
  );
}

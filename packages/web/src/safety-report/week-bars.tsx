import { comparesFromMin } from '@outis/core';
import { useTimeZone } from '../app/site.ts';
import { useWords } from '../messages/words.tsx';
import type { Row } from './report.ts';

const height = 64;
const step = 20;

/** A rule at a zone: one bar for each week, its height alerts per 1,000 watched minutes; all of a report on one scale. */
export function WeekBars(props: {
  readonly row: Row;
  readonly weeks: readonly number[];
  readonly rateMax: number;
  readonly label: string;
}) {
  const { time } = useWords();
  const timeZone = useTimeZone();
  const { row, weeks, rateMax } = props;
  const width = weeks.length * step;
  return (
    <svg
      className={`week-bars rule-${row.rule}`}
      viewBox={`0 0 ${width} ${height + 16}`}
      role="img"
      aria-label={props.label}
    >
      <path className="week-bars-base" d={`M0 ${height + 0.5} H${width}`} />
      {row.cells.map((cell, index) => {
        const x = index * step + 2;
        const key = weeks[index];
        const isLast = index === weeks.length - 1;
        if (cell === null || cell.per1000Min === null)
          return cell === null && !isLast ? null : (
            <rect key={key} className="week-bar-little" x={x} y={height - 7} width={step - 4} height={7} />
          );
        const high = Math.max(1.5, Math.min(1, cell.per1000Min / rateMax) * (height - 4));
        const pale = cell.watchedMin < comparesFromMin ? ' week-bar-pale' : '';
        return (
          <rect
            key={key}
            className={`week-bar${pale}${isLast ? ' week-bar-chosen' : ''}`}
            x={x}
            y={height - high}
            width={step - 4}
            height={high}
            rx={1.5}
          />
        );
      })}
      <text x={0} y={height + 13}>
        {time(weeks[0] ?? 0, 'short', timeZone)}
      </text>
      <text x={width} y={height + 13} textAnchor="end">
        {time(weeks.at(-1) ?? 0, 'short', timeZone)}
      </text>
    </svg>
  );
}

import type { RoadUserClass } from '@outis/core';
import { useTimeZone } from '../app/site.ts';
import { classKey } from '../messages/messages.ts';
import { useWords } from '../messages/words.tsx';
import { isHidden } from './amount.ts';
import { type HeatCell, heatMax, heatOf, meanOf } from './heat.ts';
import type { Series } from './series.ts';

const weekMs = 7 * 86_400_000;

/** When it is busy: hours across, days or weekdays down, the more the darker. `series` must be in buckets of one hour. */
export function HeatMap(props: { readonly series: Series; readonly name: RoadUserClass }) {
  const { say, time, number } = useWords();
  const timeZone = useTimeZone();
  const { starts } = props.series;
  // Of several weeks the same weekdays are one row.
  const byWeekday = (starts.at(-1) ?? 0) - (starts[0] ?? 0) > 1.5 * weekMs;
  const style = byWeekday ? 'weekday' : 'date';
  const days = heatOf(props.series, props.name, (tMs) => ({
    day: time(tMs, style, timeZone),
    hour: Number.parseInt(time(tMs, 'time', timeZone), 10),
  }));
  const rows = byWeekday ? mondayFirst(days, (tMs) => weekdayOf(tMs, timeZone)) : days;
  const countMax = heatMax(days);
  if (countMax === 0) return null;
  return (
    <figure className="heat">
      <figcaption className="soft small">
        {say(byWeekday ? 'heat.title.weekday' : 'heat.title', { max: number(countMax) })}
      </figcaption>
      <div
        className="heat-grid"
        role="img"
        aria-label={say('heat.label', { classes: say(classKey(props.name)) })}
      >
        <span />
        {Array.from({ length: 24 }, (_, hour) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: an hour is its own name.
          <span key={hour} className="heat-hour">
            {hour % 3 === 0 ? number(hour) : ''}
          </span>
        ))}
        {rows.map((day) => (
          <HeatRow
            key={day.startMs}
            name={time(day.startMs, byWeekday ? 'weekday' : 'day', timeZone)}
            hours={day.hours}
            countMax={countMax}
          />
        ))}
      </div>
    </figure>
  );
}

function HeatRow(props: {
  readonly name: string;
  readonly hours: readonly (HeatCell | null)[];
  readonly countMax: number;
}) {
  const { say, number } = useWords();
  return (
    <>
      <span className="heat-day">{props.name}</span>
      {props.hours.map((cell, hour) => (
        <span
          // biome-ignore lint/suspicious/noArrayIndexKey: an hour is its own name.
          key={hour}
          className={`heat-cell heat-${cell?.state ?? 'none'}${hiddenClass(cell)}`}
          title={cell === null ? undefined : titleOf(cell)}
        >
          {cell === null || meanOf(cell) <= 0 ? null : (
            <i style={{ opacity: 0.12 + 0.88 * (meanOf(cell) / props.countMax) }} />
          )}
        </span>
      ))}
    </>
  );

  function titleOf(cell: HeatCell): string {
    const { amount, state, hours } = cell;
    const words =
      amount.parts === 0
        ? []
        : isHidden(amount)
          ? []
          : [`${number(meanOf(cell))} ±${number(amount.error95 / Math.max(1, hours))}`];
    if (amount.hidden > 0) words.push(say('numbers.hiddenParts', { count: number(amount.hidden) }));
    if (state !== 'complete') words.push(say(`bucket.${state}`));
    return words.join(', ');
  }
}

function hiddenClass(cell: HeatCell | null): string {
  return cell === null || cell.amount.hidden === 0 ? '' : ' heat-hidden';
}

function mondayFirst<T extends { readonly startMs: number }>(
  days: readonly T[],
  weekday: (tMs: number) => number,
): T[] {
  return days.toSorted((a, b) => weekday(a.startMs) - weekday(b.startMs));
}

/** 0 for Monday. */
function weekdayOf(tMs: number, timeZone: string): number {
  const name = new Intl.DateTimeFormat('en', { weekday: 'short', timeZone }).format(tMs);
  return ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'].indexOf(name);
}

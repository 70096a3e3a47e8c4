import { useTimeZone } from '../app/site.ts';
import { useWords } from '../messages/words.tsx';
import { type HeatCell, heatMax, heatOf } from './heat.ts';
import type { Series } from './series.ts';

/** When it is busy: hours across, days down, the more the darker. `series` must be in buckets of one hour. */
export function HeatMap(props: { readonly series: Series; readonly classes: string }) {
  const { say, time, number } = useWords();
  const timeZone = useTimeZone();
  const days = heatOf(props.series, (tMs) => ({
    day: time(tMs, 'date', timeZone),
    hour: Number.parseInt(time(tMs, 'time', timeZone), 10),
  }));
  const countMax = heatMax(days);
  if (countMax === 0) return null;
  return (
    <figure className="heat">
      <figcaption className="soft small">{say('heat.title', { max: number(countMax) })}</figcaption>
      <div className="heat-grid" role="img" aria-label={say('heat.label', { classes: props.classes })}>
        <span />
        {Array.from({ length: 24 }, (_, hour) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: an hour is its own name.
          <span key={hour} className="heat-hour">
            {hour % 3 === 0 ? number(hour) : ''}
          </span>
        ))}
        {days.map((day) => (
          <HeatRow
            key={day.startMs}
            name={time(day.startMs, 'day', timeZone)}
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
      {props.hours.map((cell, hour) => {
        const title = cell === null ? undefined : titleOf(cell);
        return (
          <span
            // biome-ignore lint/suspicious/noArrayIndexKey: an hour is its own name.
            key={hour}
            className={`heat-cell heat-${cell?.state ?? 'none'}`}
            title={title}
          >
            {cell === null || cell.count === 0 ? null : (
              <i style={{ opacity: 0.12 + 0.88 * (cell.count / props.countMax) }} />
            )}
          </span>
        );
      })}
    </>
  );

  function titleOf(cell: HeatCell): string {
    return cell.state === 'complete'
      ? number(cell.count)
      : `${number(cell.count)}, ${say(`bucket.${cell.state}`)}`;
  }
}

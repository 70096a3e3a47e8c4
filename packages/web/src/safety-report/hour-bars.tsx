import { useWords } from '../messages/words.tsx';

/** Alerts by hour of the day, 24 bars. */
export function HourBars(props: { readonly hours: readonly number[] }) {
  const { say, number } = useWords();
  const { hours } = props;
  const max = Math.max(1, ...hours);
  const label = say('report.hours.label', {
    hour: number(hours.indexOf(Math.max(...hours))),
    count: number(max),
  });
  return (
    <div className="hour-bars" role="img" aria-label={label}>
      {hours.map((count, hour) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: an hour is its own name.
        <div key={hour}>
          <span className="hour-count">{count === 0 ? '' : number(count)}</span>
          <i style={{ height: `${(70 * count) / max}%` }} />
          <span>{hour % 3 === 0 ? number(hour) : ''}</span>
        </div>
      ))}
    </div>
  );
}

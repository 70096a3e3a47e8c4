import { type AlertJson, dayStartMs } from '@outis/core';
import type { KeyboardEvent } from 'react';
import { useTimeZone } from '../app/site.ts';
import { useWords } from '../messages/words.tsx';
import { groupByDay } from './alert-list.ts';
import { AlertRow } from './alert-row.tsx';

/** The list, newest first, by days. Arrow keys go from row to row. */
export function AlertDays(props: {
  readonly alerts: readonly AlertJson[];
  /** How many there are without the filter. */
  readonly all: number;
  readonly nowMs: number;
  readonly openId: string | null;
  readonly onMove: (step: 1 | -1) => void;
}) {
  const { say, number } = useWords();
  const timeZone = useTimeZone();
  const { alerts, nowMs } = props;
  const onKeyDown = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : null;
    if (step === null || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    props.onMove(step);
  };
  return (
    <section aria-label={say('alert.list')}>
      <p className="soft small alerts-count" role="status">
        {alerts.length === 0
          ? say('alert.filter.none')
          : say('alert.count', { shown: number(alerts.length), all: number(props.all) })}
      </p>
      {groupByDay(alerts, timeZone).map((day) => (
        <div key={day.dayMs} className="alert-day">
          <h2>
            <DayName dayMs={day.dayMs} nowMs={nowMs} />{' '}
            <span className="soft small">{number(day.alerts.length)}</span>
          </h2>
          <ul onKeyDown={onKeyDown}>
            {day.alerts.map((alert) => (
              <AlertRow key={alert.id} alert={alert} nowMs={nowMs} isOpen={alert.id === props.openId} />
            ))}
          </ul>
        </div>
      ))}
    </section>
  );
}

function DayName(props: { readonly dayMs: number; readonly nowMs: number }) {
  const { say, time } = useWords();
  const timeZone = useTimeZone();
  const todayMs = dayStartMs(props.nowMs, timeZone);
  if (props.dayMs === todayMs) return say('alert.today');
  // An hour before a midnight is the day before, also where clocks change.
  if (props.dayMs === dayStartMs(todayMs - 3_600_000, timeZone)) return say('alert.yesterday');
  return time(props.dayMs, 'day', timeZone);
}

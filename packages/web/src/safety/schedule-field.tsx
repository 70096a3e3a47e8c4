import { type ScheduleConfig, weekdays } from '@outis/core';
import { useWords } from '../messages/words.tsx';
import { FieldProblem, type RuleProps } from './field-problem.tsx';
import { workingHours } from './safety-draft.ts';
import { endsNextDay, shownEnd, windowsMax, withDay } from './schedule-edit.ts';

/** When a rule is armed: always, or in some windows of the week. */
export function ScheduleField(props: RuleProps) {
  const { say } = useWords();
  const { rule, index, onChange } = props;
  const { schedule } = rule;
  const change = (next: readonly ScheduleConfig[]) => onChange({ ...rule, schedule: next });
  return (
    <div className="rule-field rule-schedule">
      <fieldset className="segments">
        <legend>{say('safety.schedule')}</legend>
        {(['always', 'times'] as const).map((kind) => (
          <label key={kind}>
            <input
              type="radio"
              name={`safety-schedule-${index}`}
              checked={(schedule.length === 0) === (kind === 'always')}
              onChange={() => change(kind === 'always' ? [] : [workingHours])}
            />
            <span>{say(`safety.schedule.${kind}`)}</span>
          </label>
        ))}
      </fieldset>
      {schedule.map((window, at) => (
        <Window
          // biome-ignore lint/suspicious/noArrayIndexKey: a window has no other name than its place.
          key={at}
          window={window}
          number={at + 1}
          onChange={(next) => change(schedule.with(at, next))}
          onRemove={schedule.length === 1 ? null : () => change(schedule.toSpliced(at, 1))}
        />
      ))}
      <FieldProblem {...props} field="schedule" />
      {schedule.length === 0 || schedule.length >= windowsMax ? null : (
        <button type="button" className="button-quiet" onClick={() => change([...schedule, workingHours])}>
          {say('safety.schedule.add')}
        </button>
      )}
    </div>
  );
}

function Window(props: {
  readonly window: ScheduleConfig;
  readonly number: number;
  readonly onChange: (next: ScheduleConfig) => void;
  readonly onRemove: (() => void) | null;
}) {
  const { say } = useWords();
  const { window, number, onChange, onRemove } = props;
  return (
    <fieldset className="schedule-window">
      <legend className="hidden">{say('safety.schedule.window', { number })}</legend>
      <span className="day-chips">
        {weekdays.map((day) => (
          <label key={day} className="chip">
            <input
              type="checkbox"
              checked={window.days.includes(day)}
              onChange={(event) => onChange(withDay(window, day, event.target.checked))}
            />
            <span>{say(`safety.day.${day}`)}</span>
          </label>
        ))}
      </span>
      <span className="schedule-times">
        <label>
          {say('safety.schedule.from')}{' '}
          <input
            type="time"
            value={window.from}
            onChange={(event) =>
              event.target.value === '' ? undefined : onChange({ ...window, from: event.target.value })
            }
          />
        </label>
        <label>
          {say('safety.schedule.to')}{' '}
          <input
            type="time"
            value={shownEnd(window)}
            onChange={(event) =>
              event.target.value === '' ? undefined : onChange({ ...window, to: event.target.value })
            }
          />
        </label>
        {endsNextDay(window) ? <span className="soft small">{say('safety.schedule.nextDay')}</span> : null}
        {onRemove === null ? null : (
          <button
            type="button"
            className="button-quiet"
            aria-label={say('safety.schedule.remove', { number })}
            onClick={onRemove}
          >
            ×
          </button>
        )}
      </span>
    </fieldset>
  );
}

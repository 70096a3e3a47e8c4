import { type AlertJson, type SafetyRule, safetyRules } from '@outis/core';
import { useId, useState } from 'react';
import { useWords } from '../messages/words.tsx';
import { type AlertFilter, allAlerts, isUnfiltered } from './alert-list.ts';
import { ruleKey, stateKey } from './rule-words.ts';

const states = ['new', 'seen'] as const;

/** Which alerts are listed: by camera, zone, rule and state. Only what there is can be chosen. */
export function AlertFilters(props: {
  readonly alerts: readonly AlertJson[];
  readonly filter: AlertFilter;
  readonly onChange: (filter: AlertFilter) => void;
}) {
  const { say } = useWords();
  const { alerts, filter } = props;
  const [isOpen, setIsOpen] = useState(false);
  const id = useId();
  const change = (part: Partial<AlertFilter>) => props.onChange({ ...filter, ...part });
  const ofCamera = alerts.filter(({ cameraId }) => filter.cameraId === null || cameraId === filter.cameraId);
  return (
    <>
      {/* On a phone the alerts come first, and the filter when it is asked for. */}
      <button
        type="button"
        className="button-quiet alert-filters-button"
        aria-expanded={isOpen}
        aria-controls={id}
        onClick={() => setIsOpen(!isOpen)}
      >
        {say('alert.filter')}
      </button>
      <fieldset id={id} className={isOpen ? 'alert-filters alert-filters-open' : 'alert-filters'}>
        <legend className="hidden">{say('alert.filter')}</legend>
        <Choice
          label={say('alert.filter.camera')}
          value={filter.cameraId}
          choices={unique(alerts.map(({ cameraId }) => cameraId)).map((id) => [id, id])}
          onChange={(cameraId) => change({ cameraId, zoneId: null })}
        />
        <Choice
          label={say('alert.filter.zone')}
          value={filter.zoneId}
          choices={unique(ofCamera.map(({ zoneId }) => zoneId)).map((id) => [id, id])}
          onChange={(zoneId) => change({ zoneId })}
        />
        <Choice
          label={say('alert.filter.rule')}
          value={filter.rule}
          choices={safetyRules
            .filter((rule) => rule === filter.rule || alerts.some((alert) => alert.rule === rule))
            .map((rule) => [rule, say(ruleKey(rule))])}
          onChange={(rule) => change({ rule: rule as SafetyRule | null })}
        />
        <Choice
          label={say('alert.filter.state')}
          value={filter.state}
          choices={states.map((state) => [state, say(stateKey(state))])}
          onChange={(state) => change({ state: states.find((each) => each === state) ?? null })}
        />
        {isUnfiltered(filter) ? null : (
          <button type="button" className="button-quiet" onClick={() => props.onChange(allAlerts)}>
            {say('alert.filter.clear')}
          </button>
        )}
      </fieldset>
    </>
  );
}

function Choice(props: {
  readonly label: string;
  readonly value: string | null;
  readonly choices: readonly (readonly [string, string])[];
  readonly onChange: (value: string | null) => void;
}) {
  const { say } = useWords();
  const id = useId();
  return (
    <div className="alert-filter">
      <label htmlFor={id}>{props.label}</label>
      <select
        id={id}
        value={props.value ?? ''}
        onChange={({ target }) => props.onChange(target.value === '' ? null : target.value)}
      >
        <option value="">{say('alert.filter.all')}</option>
        {props.choices.map(([value, name]) => (
          <option key={value} value={value}>
            {name}
          </option>
        ))}
      </select>
    </div>
  );
}

function unique(names: readonly string[]): readonly string[] {
  return [...new Set(names)].toSorted();
}

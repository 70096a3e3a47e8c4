import { type AlarmMode, alarmModes, ladders } from '@outis/core';
import { useId } from 'react';
import { RuleIcon } from '../alerts/rule-icon.tsx';
import { useWords } from '../messages/words.tsx';
import { FieldProblem, type RuleProps } from './field-problem.tsx';
import { PreviewResult } from './preview-result.tsx';
import { RuleFields } from './rule-fields.tsx';
import { RuleStanding } from './rule-standing.tsx';
import { freeZones } from './safety-draft.ts';
import { needsManyPictures, wornFpsMin } from './safety-problems.ts';
import { ScheduleField } from './schedule-field.tsx';
import { stepWords } from './step-words.ts';

/** One rule: what it looks at, when, how sure it must be, and how it is doing. */
export function RuleCard(props: RuleProps & { readonly onRemove: () => void }) {
  const { say } = useWords();
  const { rule, index, editing } = props;
  return (
    <section
      aria-label={say('safety.rule.label', { number: index + 1, rule: say(`safety.rule.${rule.rule}`) })}
    >
      <header className="rule-head">
        <RuleIcon rule={rule.rule} size={30} />
        {/* The heading takes the focus when the rule is new, and never in the order of Tab. */}
        <h3 tabIndex={-1}>{say(`safety.rule.${rule.rule}`)}</h3>
        <span className={`badge mode-${rule.mode}`}>{say(`safety.mode.${rule.mode}`)}</span>
        <button type="button" className="button-quiet" onClick={props.onRemove}>
          {say('safety.rule.remove')}
        </button>
      </header>
      <p className="soft">{say(`safety.rule.${rule.rule}.text`)}</p>
      <Needs {...props} />
      <FieldProblem {...props} field="rule" />
      <div className="rule-body">
        <div className="rule-settings">
          <ZonesField {...props} />
          <ModeField {...props} />
          <ThresholdField {...props} />
          <RuleFields {...props} />
          <ScheduleField {...props} />
        </div>
        <div className="rule-side">
          <PreviewResult preview={editing.preview} request={editing.request} index={index} />
          <RuleStanding {...props} />
        </div>
      </div>
    </section>
  );
}

/** What is needed for this rule to be worth anything, before it disappoints. */
function Needs(props: RuleProps) {
  const { say } = useWords();
  const { rule, editing } = props;
  const { state, analysedFps } = editing.camera.health;
  if (!needsManyPictures(rule.rule)) return null;
  return (
    <p className="soft small rule-needs">
      {say('safety.needs.heads')}
      {state === 'running' && analysedFps < wornFpsMin ? (
        <strong> {say('safety.needs.pictures')}</strong>
      ) : null}
    </p>
  );
}

function ZonesField(props: RuleProps) {
  const { say } = useWords();
  const { rule, editing, onChange } = props;
  const free = new Set(freeZones(editing.draft.value, rule.rule, rule).map(({ id }) => id));
  return (
    <fieldset className="rule-field zone-chips">
      <legend>{say('safety.rule.zones')}</legend>
      {editing.draft.value.zones.map(({ id }) => (
        <label key={id} className="chip">
          <input
            type="checkbox"
            checked={rule.zones.includes(id)}
            disabled={!free.has(id) && !rule.zones.includes(id)}
            onChange={(event) =>
              onChange({
                ...rule,
                zones: event.target.checked ? [...rule.zones, id] : rule.zones.filter((each) => each !== id),
              })
            }
          />
          <span title={free.has(id) ? undefined : say('safety.rule.zones.elsewhere')}>{id}</span>
        </label>
      ))}
      <FieldProblem {...props} field="zones" />
    </fieldset>
  );
}

function ModeField(props: RuleProps) {
  const { say } = useWords();
  const { rule, index, onChange } = props;
  return (
    <div className="rule-field">
      <fieldset className="segments">
        <legend className="hidden">{say('safety.mode')}</legend>
        {alarmModes.map((mode: AlarmMode) => (
          <label key={mode}>
            <input
              type="radio"
              name={`safety-mode-${index}`}
              checked={rule.mode === mode}
              onChange={() => onChange({ ...rule, mode })}
            />
            <span>{say(`safety.mode.${mode}`)}</span>
          </label>
        ))}
      </fieldset>
      <p className="soft small">{say(`safety.mode.${rule.mode}.text`)}</p>
    </div>
  );
}

function ThresholdField(props: RuleProps) {
  const words = useWords();
  const { say } = words;
  const { rule, onChange } = props;
  const id = useId();
  return (
    <div className="rule-field">
      <label htmlFor={id}>{say('safety.threshold')}</label>
      <select
        id={id}
        className="safety-select"
        value={rule.step}
        onChange={(event) => onChange({ ...rule, step: Number(event.target.value) })}
      >
        {ladders[rule.rule].map((step, at) => (
          <option key={step} value={at}>
            {at === 0
              ? say('safety.step.usual', { step: stepWords(rule, at, words) })
              : stepWords(rule, at, words)}
          </option>
        ))}
      </select>
      <FieldProblem {...props} field="threshold" />
    </div>
  );
}

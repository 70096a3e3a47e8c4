import { useId } from 'react';
import { useWords } from '../messages/words.tsx';
import { FieldProblem, type RuleProps } from './field-problem.tsx';
import { contactSUsual, cooldownMinUsual, nearMUsual } from './safety-draft.ts';
import type { RuleField } from './safety-problems.ts';

type NumberKey = 'cooldownMin' | 'minutes' | 'contactS' | 'nearM';

const unitOf: Readonly<Record<NumberKey, 'min' | 's' | 'm'>> = {
  cooldownMin: 'min',
  minutes: 'min',
  contactS: 's',
  nearM: 'm',
};

/** What only some rules ask for, and the time between two alerts. */
export function RuleFields(props: RuleProps) {
  const { say } = useWords();
  const { rule, onChange } = props;
  return (
    <>
      {rule.rule === 'blocked' ? (
        <NumberField {...props} name="minutes" field="minutes" usual={null} />
      ) : null}
      {rule.rule === 'proximity' ? (
        <>
          <NumberField {...props} name="contactS" field="contactS" usual={contactSUsual} />
          <NumberField {...props} name="nearM" field="nearM" usual={nearMUsual} />
        </>
      ) : null}
      {rule.rule === 'exclusion' ? (
        <label className="rule-field rule-tick">
          <input
            type="checkbox"
            checked={rule.onlyWhileVehicleMoves}
            onChange={(event) => onChange({ ...rule, onlyWhileVehicleMoves: event.target.checked })}
          />{' '}
          {say('safety.onlyWhileVehicleMoves')}
        </label>
      ) : null}
      <NumberField {...props} name="cooldownMin" field="cooldown" usual={cooldownMinUsual[rule.rule]} />
    </>
  );
}

/** A number with its unit; what is usual stands in it, paler, until another is typed. */
function NumberField(
  props: RuleProps & {
    readonly name: NumberKey;
    readonly field: RuleField;
    readonly usual: number | null;
  },
) {
  const { say, number } = useWords();
  const { rule, name, field, usual, editing, index, onChange } = props;
  const id = useId();
  const isBad = editing.problems.some(
    ({ place }) => place.at === 'rule' && place.index === index && place.field === field,
  );
  return (
    <div className="rule-field">
      <label htmlFor={id}>{say(name === 'cooldownMin' ? 'safety.cooldown' : `safety.${name}`)}</label>
      <span className="number-unit">
        <input
          id={id}
          inputMode="decimal"
          value={rule[name]}
          placeholder={usual === null ? '' : number(usual, 1)}
          aria-invalid={isBad}
          onChange={(event) => onChange({ ...rule, [name]: event.target.value }, true)}
        />
        {say(`safety.unit.${unitOf[name]}`)}
      </span>
      <FieldProblem editing={editing} index={index} field={field} />
    </div>
  );
}

import type { CreatedTokenJson, Role, Scope } from '@outis/core';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { addToken } from '../api/access.ts';
import { useWords } from '../messages/words.tsx';
import { Field, focusFirstProblem } from '../part/field.tsx';
import { FailureNotice } from '../part/notice.tsx';
import { useAction } from '../part/use-action.ts';
import { scopesOf, tokenRoles } from './role-choice.ts';

const daysMax = 366;

/** A new token: what for, as whom, what it may read, and until when. */
export function NewToken(props: {
  readonly onCreated: (created: CreatedTokenJson) => void;
  readonly onCancel: () => void;
}) {
  const { say, number } = useWords();
  const [name, setName] = useState('');
  const [role, setRole] = useState<Role>('viewer');
  const [chosen, setChosen] = useState<readonly Scope[]>([]);
  const [days, setDays] = useState('90');
  const [isTried, setIsTried] = useState(false);
  const title = useRef<HTMLHeadingElement>(null);
  const action = useAction();
  useEffect(() => title.current?.focus(), []);
  const open = scopesOf(role);
  const scopes = open.filter((scope) => chosen.includes(scope));
  const dayCount = Number(days);
  const areDaysGood = Number.isInteger(dayCount) && dayCount >= 1 && dayCount <= daysMax;
  const isGood = name.trim() !== '' && scopes.length > 0 && areDaysGood;
  const onSubmit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    setIsTried(true);
    if (!isGood) return focusFirstProblem(event.currentTarget);
    await action.run(async () =>
      props.onCreated(await addToken({ name: name.trim(), role, scopes, days: dayCount })),
    );
  };
  return (
    <section className="card panel">
      <h2 ref={title} tabIndex={-1}>
        {say('tokens.add')}
      </h2>
      <form onSubmit={onSubmit} noValidate>
        <Field
          label={say('tokens.name')}
          hint={say('tokens.name.hint')}
          problem={isTried && name.trim() === '' ? 'problem.required' : null}
        >
          {(wiring) => (
            <input
              {...wiring}
              value={name}
              maxLength={64}
              autoComplete="off"
              onChange={(event) => setName(event.target.value)}
            />
          )}
        </Field>
        <Field label={say('tokens.role')} problem={null}>
          {(wiring) => (
            <select {...wiring} value={role} onChange={(event) => setRole(event.target.value as Role)}>
              {tokenRoles.map((each) => (
                <option key={each} value={each}>
                  {say(`role.${each}`)}
                </option>
              ))}
            </select>
          )}
        </Field>
        <ScopeFields open={open} value={scopes} onChange={setChosen} isTried={isTried} />
        <Field
          label={say('tokens.days')}
          hint={say('tokens.days.hint', { max: number(daysMax) })}
          problem={isTried && !areDaysGood ? 'problem.required' : null}
        >
          {(wiring) => (
            <input
              {...wiring}
              className="short"
              inputMode="numeric"
              value={days}
              onChange={(event) => setDays(event.target.value)}
            />
          )}
        </Field>
        {action.failure === null ? null : <FailureNotice failure={action.failure} />}
        <div className="dialog-buttons">
          <button type="button" className="button-quiet" onClick={props.onCancel}>
            {say('cancel')}
          </button>
          <button type="submit" className="button" disabled={action.isRunning}>
            {say('tokens.create')}
          </button>
        </div>
      </form>
    </section>
  );
}

function ScopeFields(props: {
  readonly open: readonly Scope[];
  readonly value: readonly Scope[];
  readonly onChange: (scopes: readonly Scope[]) => void;
  readonly isTried: boolean;
}) {
  const { say } = useWords();
  const { open, value } = props;
  const isMissing = props.isTried && value.length === 0;
  const toggle = (scope: Scope) =>
    props.onChange(open.filter((each) => (each === scope ? !value.includes(each) : value.includes(each))));
  return (
    <fieldset className="choices">
      <legend>{say('tokens.scopes')}</legend>
      {open.map((scope) => (
        <label key={scope} className="choice">
          <input
            type="checkbox"
            checked={value.includes(scope)}
            aria-invalid={isMissing}
            onChange={() => toggle(scope)}
          />
          <span>{say(`scope.${scope}`)}</span>
        </label>
      ))}
      {isMissing ? (
        <p className="field-problem small" role="alert">
          {say('tokens.scopes.none')}
        </p>
      ) : null}
    </fieldset>
  );
}

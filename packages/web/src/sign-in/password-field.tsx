import { passwordLengthMax, passwordLengthMin } from '@outis/core';
import { type ReactNode, useState } from 'react';
import type { MessageKey } from '../messages/messages.ts';
import { useWords } from '../messages/words.tsx';
import { Field } from '../part/field.tsx';
import { charactersMissing, passwordProblem } from './password.ts';

/** A password, hidden until somebody wishes to read it. */
export function PasswordField(props: {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly autoComplete: 'current-password' | 'new-password';
  readonly problem: MessageKey | null;
  readonly hint?: ReactNode;
}) {
  const { say } = useWords();
  const [isShown, setIsShown] = useState(false);
  return (
    <>
      <Field label={props.label} hint={props.hint} problem={props.problem}>
        {(wiring) => (
          <input
            {...wiring}
            type={isShown ? 'text' : 'password'}
            value={props.value}
            autoComplete={props.autoComplete}
            autoCapitalize="off"
            spellCheck={false}
            onChange={(event) => props.onChange(event.target.value)}
          />
        )}
      </Field>
      <div className="tick tick-small">
        <label>
          <input type="checkbox" checked={isShown} onChange={(event) => setIsShown(event.target.checked)} />
          {say('password.show')}
        </label>
      </div>
    </>
  );
}

/** A new password, with what it still lacks. `name` is that of its user. */
export function NewPasswordField(props: {
  readonly label: string;
  readonly name: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  /** Whether it was tried to go on: before that nothing is called wrong. */
  readonly isTried: boolean;
}) {
  const { say, number } = useWords();
  const { value } = props;
  const problem = passwordProblem(value, props.name);
  const hint =
    value === ''
      ? say('password.hint', { count: number(passwordLengthMin) })
      : problem === null
        ? say('password.good')
        : say(`password.${problem}`, {
            count: number(problem === 'long' ? passwordLengthMax : charactersMissing(value)),
          });
  return (
    <PasswordField
      label={props.label}
      value={value}
      onChange={props.onChange}
      autoComplete="new-password"
      problem={props.isTried && value === '' ? 'problem.required' : null}
      hint={
        <span
          aria-live="polite"
          className={
            value === '' ? '' : problem === null ? 'hint-good' : props.isTried ? 'field-problem' : ''
          }
        >
          {hint}
        </span>
      }
    />
  );
}

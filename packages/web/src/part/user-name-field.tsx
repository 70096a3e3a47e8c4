import { isUserName } from '../sign-in/password.ts';
import { Field } from './field.tsx';

/** The name of a user that is about to be made. */
export function UserNameField(props: {
  readonly label: string;
  readonly hint: string;
  readonly value: string;
  readonly onChange: (name: string) => void;
  /** True once somebody has tried to send it. */
  readonly isTried: boolean;
  readonly autoComplete: 'username' | 'off';
}) {
  const { label, hint, value, onChange, isTried, autoComplete } = props;
  return (
    <Field label={label} hint={hint} problem={isTried && !isUserName(value) ? 'problem.name' : null}>
      {(wiring) => (
        <input
          {...wiring}
          value={value}
          maxLength={64}
          autoComplete={autoComplete}
          autoCapitalize="off"
          spellCheck={false}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </Field>
  );
}

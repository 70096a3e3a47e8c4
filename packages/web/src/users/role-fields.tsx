import { type Role, roles } from '@outis/core';
import { useId } from 'react';
import { useWords } from '../messages/words.tsx';
import { isRoleOpen, toggleRole } from './role-choice.ts';

/** The roles of a user, each with what it may do. */
export function RoleFields(props: {
  readonly value: readonly Role[];
  readonly onChange: (roles: readonly Role[]) => void;
  readonly isTried: boolean;
}) {
  const { say } = useWords();
  const { value } = props;
  const id = useId();
  const isMissing = props.isTried && value.length === 0;
  return (
    <fieldset className="choices">
      <legend>{say('users.roles')}</legend>
      {roles.map((role) => (
        <label key={role} className="choice">
          <input
            type="checkbox"
            checked={value.includes(role)}
            disabled={!isRoleOpen(value, role)}
            aria-invalid={isMissing}
            aria-describedby={role === 'dpo' ? `${id}-alone` : undefined}
            onChange={() => props.onChange(toggleRole(value, role))}
          />
          <span>
            <strong>{say(`role.${role}`)}</strong>
            <span className="soft small">{say(`role.${role}.may`)}</span>
          </span>
        </label>
      ))}
      <p id={`${id}-alone`} className="soft small">
        {say('role.dpo.alone')}
      </p>
      {isMissing ? (
        <p className="field-problem small" role="alert">
          {say('users.roles.none')}
        </p>
      ) : null}
    </fieldset>
  );
}

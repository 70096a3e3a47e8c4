import type { InvitationJson, Role } from '@outis/core';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { addUser } from '../api/access.ts';
import { useWords } from '../messages/words.tsx';
import { focusFirstProblem } from '../part/field.tsx';
import { FailureNotice } from '../part/notice.tsx';
import { useAction } from '../part/use-action.ts';
import { UserNameField } from '../part/user-name-field.tsx';
import { isUserName } from '../sign-in/password.ts';
import { RoleFields } from './role-fields.tsx';

/** A new user: a name and roles. The password is chosen by that person, with the link that comes of this. */
export function NewUser(props: {
  readonly onInvitation: (invitation: InvitationJson) => void;
  readonly onCancel: () => void;
}) {
  const { say } = useWords();
  const [name, setName] = useState('');
  const [roles, setRoles] = useState<readonly Role[]>(['viewer']);
  const [isTried, setIsTried] = useState(false);
  const title = useRef<HTMLHeadingElement>(null);
  const action = useAction();
  useEffect(() => title.current?.focus(), []);
  const onSubmit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    setIsTried(true);
    if (!isUserName(name) || roles.length === 0) return focusFirstProblem(event.currentTarget);
    await action.run(async () => props.onInvitation(await addUser(name, roles)));
  };
  return (
    <section className="card panel">
      <h2 ref={title} tabIndex={-1}>
        {say('users.add')}
      </h2>
      <form onSubmit={onSubmit} noValidate>
        <UserNameField
          label={say('users.name')}
          hint={say('users.name.hint')}
          value={name}
          onChange={setName}
          isTried={isTried}
          autoComplete="off"
        />
        <RoleFields value={roles} onChange={setRoles} isTried={isTried} />
        {action.failure === null ? null : <FailureNotice failure={action.failure} />}
        <div className="dialog-buttons">
          <button type="button" className="button-quiet" onClick={props.onCancel}>
            {say('cancel')}
          </button>
          <button type="submit" className="button" disabled={action.isRunning}>
            {say('users.invite')}
          </button>
        </div>
      </form>
    </section>
  );
}

import type { InvitationJson, Role, UserJson } from '@outis/core';
import { type FormEvent, useId, useRef, useState } from 'react';
import { changeRoles, newUserCode, removeUser } from '../api/access.ts';
import { useMe } from '../app/me.ts';
import { useTimeZone } from '../app/site.ts';
import { useWords } from '../messages/words.tsx';
import { ConfirmButton } from '../part/confirm-button.tsx';
import { FailureNotice } from '../part/notice.tsx';
import { useAction } from '../part/use-action.ts';
import { RoleFields } from './role-fields.tsx';

/** Whoever opens the link that is printed in the terminal. It has no password and comes back by itself. */
const terminalName = 'terminal';

/** One user: roles, when last seen, and what can be changed. */
export function UserItem(props: {
  readonly user: UserJson;
  readonly onChange: () => void;
  readonly onInvitation: (invitation: InvitationJson) => void;
}) {
  const { say } = useWords();
  const { me } = useMe();
  const { user } = props;
  const isTerminal = user.name === terminalName;
  const isHere = user.by === 'password' && !isTerminal;
  const { name } = user;
  return (
    <>
      <div className="row-main">
        <h2>
          {name} {me.user?.name === name ? <span className="badge">{say('users.you')}</span> : null}
        </h2>
        <ul className="role-list">
          {user.roles.map((role) => (
            <li key={role}>{say(`role.${role}`)}</li>
          ))}
        </ul>
        <UserState user={user} isTerminal={isTerminal} />
      </div>
      <div className="row-buttons">
        {isHere ? <ChangeRoles user={user} onChange={props.onChange} /> : null}
        {isHere ? (
          <ConfirmButton
            label={say('users.newLink')}
            name={`${say('users.newLink')}: ${name}`}
            title={say('users.newLink.title', { name })}
            text={say('users.newLink.text', { name })}
            confirm={say('users.newLink.confirm')}
            onConfirm={async () => props.onInvitation(await newUserCode(name))}
          />
        ) : null}
        {me.user?.name === name ? null : (
          <ConfirmButton
            isBad
            label={say('users.remove')}
            name={`${say('users.remove')}: ${name}`}
            title={say('users.remove.title', { name })}
            text={say('users.remove.text')}
            confirm={say('users.remove')}
            onConfirm={async () => {
              await removeUser(name);
              props.onChange();
            }}
          />
        )}
      </div>
    </>
  );
}

function UserState(props: { readonly user: UserJson; readonly isTerminal: boolean }) {
  const { say, time, number } = useWords();
  const timeZone = useTimeZone();
  const { user } = props;
  const parts = [
    user.lastLoginMs === null
      ? say('users.neverLogin')
      : say('users.lastLogin', { time: time(user.lastLoginMs, 'day-time', timeZone) }),
  ];
  if (user.sessions > 0) parts.push(say('users.sessions', { count: number(user.sessions) }));
  if (user.by === 'oidc') parts.push(say('users.oidc'));
  if (props.isTerminal) parts.push(say('users.terminal'));
  else if (!user.enrolled) parts.push(say('users.invited'));
  return <p className="soft small">{parts.join(' · ')}</p>;
}

function ChangeRoles(props: { readonly user: UserJson; readonly onChange: () => void }) {
  const { say } = useWords();
  const { user } = props;
  const dialog = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  const [roles, setRoles] = useState<readonly Role[]>(user.roles);
  const [isTried, setIsTried] = useState(false);
  const action = useAction();
  const onSubmit = async (event: FormEvent) => {
    event.preventDefault();
    setIsTried(true);
    if (roles.length === 0) return;
    const isSaved = await action.run(async () => {
      await changeRoles(user.name, roles);
      props.onChange();
    });
    if (isSaved) dialog.current?.close();
  };
  const open = () => {
    setRoles(user.roles);
    setIsTried(false);
    dialog.current?.showModal();
  };
  return (
    <>
      <button
        type="button"
        className="button-quiet"
        aria-label={`${say('users.change')}: ${user.name}`}
        onClick={open}
      >
        {say('users.change')}
      </button>
      <dialog ref={dialog} className="wide-dialog" aria-labelledby={titleId} onClose={action.forget}>
        <form onSubmit={onSubmit} noValidate>
          <h3 id={titleId}>{say('users.change.title', { name: user.name })}</h3>
          <RoleFields value={roles} onChange={setRoles} isTried={isTried} />
          {action.failure === null ? null : <FailureNotice failure={action.failure} />}
          <div className="dialog-buttons">
            <button type="button" className="button-quiet" onClick={() => dialog.current?.close()}>
              {say('cancel')}
            </button>
            <button type="submit" className="button" disabled={action.isRunning}>
              {say('users.save')}
            </button>
          </div>
        </form>
      </dialog>
    </>
  );
}

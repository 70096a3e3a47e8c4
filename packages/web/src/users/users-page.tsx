import type { InvitationJson, UserJson } from '@outis/core';
import { useState } from 'react';
import { listUsers } from '../api/access.ts';
import { usePolled } from '../api/use-polled.ts';
import { useWords } from '../messages/words.tsx';
import { FailureNotice } from '../part/notice.tsx';
import { Invitation } from './invitation.tsx';
import { NewUser } from './new-user.tsx';
import { UserItem } from './user-item.tsx';
import { UsersTabs } from './users-tabs.tsx';

/** Everybody who may sign in, and with which roles. */
export function UsersPage() {
  const { say } = useWords();
  const { data, failure, refresh } = usePolled('users', 30_000, listUsers);
  const [isAdding, setIsAdding] = useState(false);
  const [invitation, setInvitation] = useState<InvitationJson | null>(null);
  const onInvitation = (next: InvitationJson) => {
    setInvitation(next);
    setIsAdding(false);
    refresh();
  };
  return (
    <>
      <UsersTabs page="users" />
      {failure === null || failure.problem === null ? null : <FailureNotice failure={failure} />}
      {invitation === null ? null : (
        <Invitation key={invitation.code} invitation={invitation} onClose={() => setInvitation(null)} />
      )}
      {isAdding ? (
        <NewUser onInvitation={onInvitation} onCancel={() => setIsAdding(false)} />
      ) : (
        <button type="button" className="button list-action" onClick={() => setIsAdding(true)}>
          {say('users.add')}
        </button>
      )}
      {data === null ? (
        failure === null && <p className="soft">{say('loading')}</p>
      ) : (
        <UserList users={data.users} onChange={refresh} onInvitation={onInvitation} />
      )}
    </>
  );
}

function UserList(props: {
  readonly users: readonly UserJson[];
  readonly onChange: () => void;
  readonly onInvitation: (invitation: InvitationJson) => void;
}) {
  return (
    <ul className="rows">
      {props.users.map((user) => (
        <li key={user.name} className="card row">
          <UserItem user={user} onChange={props.onChange} onInvitation={props.onInvitation} />
        </li>
      ))}
    </ul>
  );
}

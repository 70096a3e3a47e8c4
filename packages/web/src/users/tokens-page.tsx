import type { CreatedTokenJson, TokenJson } from '@outis/core';
import { useEffect, useRef, useState } from 'react';
import { listTokens, removeToken } from '../api/access.ts';
import { usePolled } from '../api/use-polled.ts';
import { useTimeZone } from '../app/site.ts';
import { useWords } from '../messages/words.tsx';
import { ConfirmButton } from '../part/confirm-button.tsx';
import { CopyField } from '../part/copy-field.tsx';
import { FailureNotice } from '../part/notice.tsx';
import { NewToken } from './new-token.tsx';
import { UsersTabs } from './users-tabs.tsx';

/** Programs that may read without signing in. */
export function TokensPage() {
  const { say } = useWords();
  const { data, failure, refresh } = usePolled('tokens', 30_000, listTokens);
  const [isAdding, setIsAdding] = useState(false);
  const [created, setCreated] = useState<CreatedTokenJson | null>(null);
  return (
    <>
      <UsersTabs page="tokens" />
      <p className="lead">{say('tokens.text')}</p>
      {failure === null || failure.problem === null ? null : <FailureNotice failure={failure} />}
      {created === null ? null : (
        <Created key={created.token.id} created={created} onClose={() => setCreated(null)} />
      )}
      {isAdding ? (
        <NewToken
          onCreated={(next) => {
            setCreated(next);
            setIsAdding(false);
            refresh();
          }}
          onCancel={() => setIsAdding(false)}
        />
      ) : (
        <button type="button" className="button list-action" onClick={() => setIsAdding(true)}>
          {say('tokens.add')}
        </button>
      )}
      {data === null && failure === null ? <p className="soft">{say('loading')}</p> : null}
      {data?.tokens.length === 0 ? <p className="soft">{say('tokens.none')}</p> : null}
      <ul className="rows">
        {data?.tokens.map((token) => (
          <li key={token.id} className="card row">
            <TokenItem token={token} onChange={refresh} />
          </li>
        ))}
      </ul>
    </>
  );
}

function Created(props: { readonly created: CreatedTokenJson; readonly onClose: () => void }) {
  const { say } = useWords();
  const { token, secret } = props.created;
  const title = useRef<HTMLHeadingElement>(null);
  useEffect(() => title.current?.focus(), []);
  return (
    <section className="card panel once">
      <h2 ref={title} tabIndex={-1}>
        {say('tokens.created.title', { name: token.name })}
      </h2>
      <p>{say('tokens.created.text')}</p>
      <CopyField label={say('tokens.secret')} value={secret} />
      <button type="button" className="button-quiet" onClick={props.onClose}>
        {say('close')}
      </button>
    </section>
  );
}

function TokenItem(props: { readonly token: TokenJson; readonly onChange: () => void }) {
  const { say, time, list } = useWords();
  const timeZone = useTimeZone();
  const { id, name, role, scopes, expiresMs, lastUsedMs } = props.token;
  const isOver = expiresMs <= Date.now();
  const parts = [
    say(isOver ? 'tokens.expired' : 'tokens.expires', { time: time(expiresMs, 'date', timeZone) }),
    lastUsedMs === null
      ? say('tokens.neverUsed')
      : say('tokens.lastUsed', { time: time(lastUsedMs, 'day-time', timeZone) }),
  ];
  return (
    <>
      <div className="row-main">
        <h2>{name}</h2>
        <ul className="role-list">
          <li>{say(`role.${role}`)}</li>
        </ul>
        <p>{list(scopes.map((scope) => say(`scope.${scope}`)))}</p>
        <p className="soft small">{parts.join(' · ')}</p>
      </div>
      <div className="row-buttons">
        <ConfirmButton
          isBad
          label={say('users.remove')}
          name={`${say('users.remove')}: ${name}`}
          title={say('tokens.remove.title', { name })}
          text={say('tokens.remove.text')}
          confirm={say('users.remove')}
          onConfirm={async () => {
            await removeToken(id);
            props.onChange();
          }}
        />
      </div>
    </>
  );
}

import { type FormEvent, useRef, useState } from 'react';
import { changePassword, signOutEverywhere } from '../api/access.ts';
import { useMe } from '../app/me.ts';
import { useWords } from '../messages/words.tsx';
import { ConfirmButton } from '../part/confirm-button.tsx';
import { focusFirstProblem } from '../part/field.tsx';
import { FailureNotice, Notice } from '../part/notice.tsx';
import { useAction } from '../part/use-action.ts';
import { passwordProblem } from '../sign-in/password.ts';
import { NewPasswordField, PasswordField } from '../sign-in/password-field.tsx';

/** One's own account: what one may do, the password, the sessions, and the certificate of the page. */
export function AccountPage() {
  const { say } = useWords();
  const { me, reload } = useMe();
  if (me.user === null) return null;
  const { name, roles } = me.user;
  return (
    <div className="narrow">
      <h1>{say('account.title')}</h1>
      <dl className="facts">
        <div>
          <dt>{say('account.name')}</dt>
          <dd>{name}</dd>
        </div>
        {me.by === null ? null : (
          <div>
            <dt>{say('account.by')}</dt>
            <dd>{me.by === 'oidc' && me.oidc !== null ? me.oidc : say(`by.${me.by}`)}</dd>
          </div>
        )}
        <div>
          <dt>{say('account.roles')}</dt>
          <dd>
            <ul className="plain-list">
              {roles.map((role) => (
                <li key={role}>
                  <strong>{say(`role.${role}`)}</strong>{' '}
                  <span className="soft">{say(`role.${role}.may`)}</span>
                </li>
              ))}
            </ul>
          </dd>
        </div>
      </dl>
      <section className="part">
        <h2>{say('account.password')}</h2>
        {me.by === 'password' ? <PasswordForm name={name} /> : null}
        {me.by === 'oidc' ? <p>{say('account.password.elsewhere', { name: me.oidc ?? '–' })}</p> : null}
        {me.by === 'terminal' ? <p>{say('account.password.none')}</p> : null}
      </section>
      <section className="part">
        <h2>{say('account.everywhere')}</h2>
        <p>{say('account.everywhere.text')}</p>
        <ConfirmButton
          label={say('account.everywhere')}
          title={`${say('account.everywhere')}?`}
          text={say('account.everywhere.text')}
          confirm={say('account.everywhere')}
          onConfirm={async () => {
            await signOutEverywhere();
            await reload();
          }}
        />
      </section>
      {me.certificate === null ? null : (
        <section className="part">
          <h2>{say('account.certificate')}</h2>
          <p>{say('account.certificate.text')}</p>
          <p className="mono fingerprint">{me.certificate}</p>
        </section>
      )}
    </div>
  );
}

function PasswordForm(props: { readonly name: string }) {
  const { say } = useWords();
  const { setMe } = useMe();
  const [current, setCurrent] = useState('');
  const [next, setNext] = useState('');
  const [isTried, setIsTried] = useState(false);
  const [isDone, setIsDone] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const action = useAction();
  const onSubmit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    setIsTried(true);
    setIsDone(false);
    if (current === '') return focusFirstProblem(event.currentTarget);
    if (passwordProblem(next, props.name) !== null)
      return form.current?.querySelector<HTMLElement>('[autocomplete="new-password"]')?.focus();
    const isChanged = await action.run(async () => setMe(await changePassword({ current, next })));
    if (!isChanged) return;
    setCurrent('');
    setNext('');
    setIsTried(false);
    setIsDone(true);
  };
  return (
    <form ref={form} onSubmit={onSubmit} noValidate>
      <input
        className="hidden"
        tabIndex={-1}
        aria-hidden="true"
        autoComplete="username"
        value={props.name}
        readOnly
      />
      <PasswordField
        label={say('account.password.current')}
        value={current}
        onChange={setCurrent}
        autoComplete="current-password"
        problem={isTried && current === '' ? 'problem.required' : null}
      />
      <NewPasswordField
        label={say('account.password.next')}
        name={props.name}
        value={next}
        onChange={setNext}
        isTried={isTried}
      />
      {action.failure === null ? null : <FailureNotice failure={action.failure} />}
      <div role="status">{isDone ? <Notice tone="info">{say('account.password.done')}</Notice> : null}</div>
      <button type="submit" className="button" disabled={action.isRunning}>
        {say('account.password.button')}
      </button>
    </form>
  );
}

import { type FormEvent, useState } from 'react';
import { oidcPath, signIn } from '../api/access.ts';
import { useMe } from '../app/me.ts';
import { keepReturn } from '../app/return-address.ts';
import { useWords } from '../messages/words.tsx';
import { Field, focusFirstProblem } from '../part/field.tsx';
import { FailureNotice, Notice } from '../part/notice.tsx';
import { useAction } from '../part/use-action.ts';
import { Gate } from './gate.tsx';
import { PasswordField } from './password-field.tsx';

/** Name and password, or another service. It stands in place of the page that was asked for, which then comes by itself. */
export function SignInPage(props: { readonly isRefused: boolean }) {
  const { say } = useWords();
  const { me, hasEnded } = useMe();
  return (
    <Gate title={say('signIn.title')}>
      {hasEnded ? <Notice tone="info">{say('signIn.ended')}</Notice> : null}
      {props.isRefused ? (
        <Notice tone="warn" title={say('signIn.refused')}>
          {say('signIn.refused.hint')}
        </Notice>
      ) : null}
      <SignInForm />
      {me.oidc === null ? null : (
        <>
          <p className="soft gate-or">{say('signIn.or')}</p>
          <a className="button-quiet gate-wide" href={oidcPath} onClick={keepReturn}>
            {say('signIn.oidc', { name: me.oidc })}
          </a>
        </>
      )}
      <p className="soft small gate-note">{say('signIn.forgotten')}</p>
    </Gate>
  );
}

function SignInForm() {
  const { say } = useWords();
  const { setMe } = useMe();
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const [isTried, setIsTried] = useState(false);
  const action = useAction();
  const onSubmit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    setIsTried(true);
    if (name.trim() === '' || password === '') return focusFirstProblem(form);
    const isIn = await action.run(async () => setMe(await signIn({ name: name.trim(), password })));
    if (!isIn) form.querySelector<HTMLInputElement>('input[autocomplete="current-password"]')?.select();
  };
  return (
    <form onSubmit={onSubmit} noValidate>
      <Field label={say('signIn.name')} problem={isTried && name.trim() === '' ? 'problem.required' : null}>
        {(wiring) => (
          <input
            {...wiring}
            value={name}
            autoComplete="username"
            autoCapitalize="off"
            spellCheck={false}
            onChange={(event) => setName(event.target.value)}
          />
        )}
      </Field>
      <PasswordField
        label={say('signIn.password')}
        value={password}
        onChange={setPassword}
        autoComplete="current-password"
        problem={isTried && password === '' ? 'problem.required' : null}
      />
      {action.failure === null ? null : <FailureNotice failure={action.failure} />}
      <button type="submit" className="button gate-wide" disabled={action.isRunning}>
        {say(action.isRunning ? 'signIn.running' : 'signIn.button')}
      </button>
    </form>
  );
}

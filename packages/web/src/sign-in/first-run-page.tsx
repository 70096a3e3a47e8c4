import { type FormEvent, useState } from 'react';
import { enrol } from '../api/access.ts';
import { useMe } from '../app/me.ts';
import { useWords } from '../messages/words.tsx';
import { Field, focusFirstProblem } from '../part/field.tsx';
import { FailureNotice } from '../part/notice.tsx';
import { useAction } from '../part/use-action.ts';
import { UserNameField } from '../part/user-name-field.tsx';
import { Gate } from './gate.tsx';
import { isUserName, passwordProblem } from './password.ts';
import { NewPasswordField } from './password-field.tsx';

/** Makes the first user, with the code from the terminal; a link from there brings the code along. */
export function FirstRunPage(props: { readonly code: string | null }) {
  const { say } = useWords();
  const { setMe } = useMe();
  const [code, setCode] = useState(props.code ?? '');
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const [isTried, setIsTried] = useState(false);
  const action = useAction();
  const onSubmit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    setIsTried(true);
    if (code.trim() === '' || !isUserName(name)) return focusFirstProblem(form);
    if (passwordProblem(password, name) !== null)
      return form.querySelector<HTMLElement>('[autocomplete="new-password"]')?.focus();
    await action.run(async () => {
      const me = await enrol({ code: code.trim(), name, password });
      window.location.hash = '#/';
      setMe(me);
    });
  };
  return (
    <Gate title={say('firstRun.title')}>
      <p>{say('firstRun.text')}</p>
      <form onSubmit={onSubmit} noValidate>
        <Field
          label={say('firstRun.code')}
          problem={isTried && code.trim() === '' ? 'problem.required' : null}
        >
          {(wiring) => (
            <input
              {...wiring}
              className="mono"
              value={code}
              autoComplete="one-time-code"
              autoCapitalize="characters"
              spellCheck={false}
              onChange={(event) => setCode(event.target.value)}
            />
          )}
        </Field>
        <UserNameField
          label={say('firstRun.name')}
          hint={say('firstRun.name.hint')}
          value={name}
          onChange={setName}
          isTried={isTried}
          autoComplete="username"
        />
        <NewPasswordField
          label={say('signIn.password')}
          name={name}
          value={password}
          onChange={setPassword}
          isTried={isTried}
        />
        {action.failure === null ? null : <FailureNotice failure={action.failure} />}
        <p className="soft small">{say('firstRun.next')}</p>
        <button type="submit" className="button gate-wide" disabled={action.isRunning}>
          {say(action.isRunning ? 'signIn.running' : 'firstRun.button')}
        </button>
      </form>
    </Gate>
  );
}

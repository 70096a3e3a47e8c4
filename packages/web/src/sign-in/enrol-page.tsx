import type { CodeJson } from '@outis/core';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { enrol, readCode } from '../api/access.ts';
import { useMe } from '../app/me.ts';
import { useWords } from '../messages/words.tsx';
import { Field, focusFirstProblem } from '../part/field.tsx';
import { FailureNotice, Notice } from '../part/notice.tsx';
import { useAction } from '../part/use-action.ts';
import { FirstRunPage } from './first-run-page.tsx';
import { Gate } from './gate.tsx';
import { passwordProblem } from './password.ts';
import { NewPasswordField } from './password-field.tsx';

/** A link with a one-time code: for a new user, or for a new password. The code leaves the address bar at once. */
export function EnrolPage(props: { readonly code: string | null }) {
  const { say } = useWords();
  const { setMe } = useMe();
  const [code, setCode] = useState(props.code);
  const [found, setFound] = useState<CodeJson | null>(null);
  const action = useAction();
  const look = (next: string) => {
    setCode(next);
    return action.run(async () => {
      const answer = await readCode(next);
      if (answer.kind !== 'terminal') return setFound(answer);
      const me = await enrol({ code: next });
      window.location.hash = '#/';
      setMe(me);
    });
  };
  useOnce(() => {
    if (props.code === null) return;
    window.history.replaceState(null, '', '#/enrol');
    void look(props.code);
  });
  if (found?.kind === 'first-admin') return <FirstRunPage code={code} />;
  if (found !== null && code !== null) return <NewPassword code={code} found={found} />;
  if (action.isRunning || (code !== null && action.failure === null))
    return <p className="soft">{say('loading')}</p>;
  return <CodeForm failure={action.failure} onCode={look} />;
}

/** Signs in with the code of a link from the terminal, without asking anything. */
export function EnterPage(props: { readonly code: string }) {
  const { say } = useWords();
  const { setMe } = useMe();
  const action = useAction();
  useOnce(() => {
    window.history.replaceState(null, '', '#/enter');
    void action.run(async () => {
      const me = await enrol({ code: props.code });
      setMe(me);
      window.location.hash = '#/';
    });
  });
  if (action.failure === null) return <p className="soft">{say('enter.title')}</p>;
  return (
    <Gate title={say('enrol.bad.title')}>
      <FailureNotice failure={action.failure} />
      <a className="button gate-wide" href="#/sign-in">
        {say('signIn.title')}
      </a>
    </Gate>
  );
}

function CodeForm(props: {
  readonly failure: Parameters<typeof FailureNotice>[0]['failure'] | null;
  readonly onCode: (code: string) => void;
}) {
  const { say } = useWords();
  const [code, setCode] = useState('');
  const [isTried, setIsTried] = useState(false);
  const onSubmit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    setIsTried(true);
    if (code.trim() === '') focusFirstProblem(event.currentTarget);
    else props.onCode(code.trim());
  };
  return (
    <Gate title={say('enrol.code.title')}>
      {props.failure === null ? null : props.failure.code === 'code-invalid' ? (
        <Notice tone="warn" title={say('enrol.bad.title')}>
          {say('enrol.bad.text')}
        </Notice>
      ) : (
        <FailureNotice failure={props.failure} />
      )}
      <form onSubmit={onSubmit} noValidate>
        <Field label={say('enrol.code')} problem={isTried && code.trim() === '' ? 'problem.required' : null}>
          {(wiring) => (
            <input
              {...wiring}
              className="mono"
              value={code}
              autoComplete="one-time-code"
              spellCheck={false}
              onChange={(event) => setCode(event.target.value)}
            />
          )}
        </Field>
        <button type="submit" className="button gate-wide">
          {say('enrol.code.button')}
        </button>
      </form>
      <p className="gate-note">
        <a href="#/sign-in">{say('signIn.title')}</a>
      </p>
    </Gate>
  );
}

function NewPassword(props: { readonly code: string; readonly found: CodeJson }) {
  const { say } = useWords();
  const { setMe } = useMe();
  const name = props.found.name ?? '';
  const kind = props.found.kind === 'reset' ? 'reset' : 'invitation';
  const [password, setPassword] = useState('');
  const [isTried, setIsTried] = useState(false);
  const action = useAction();
  const onSubmit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    setIsTried(true);
    if (passwordProblem(password, name) !== null)
      return event.currentTarget.querySelector<HTMLElement>('[autocomplete="new-password"]')?.focus();
    await action.run(async () => {
      const me = await enrol({ code: props.code, password });
      window.location.hash = '#/';
      setMe(me);
    });
  };
  return (
    <Gate title={say(`enrol.title.${kind}`, { name })}>
      <p>{say(`enrol.text.${kind}`)}</p>
      <form onSubmit={onSubmit} noValidate>
        {/* Unseen, so that a password manager knows whose password this is. */}
        <input
          className="hidden"
          tabIndex={-1}
          aria-hidden="true"
          autoComplete="username"
          value={name}
          readOnly
        />
        <NewPasswordField
          label={say('account.password.next')}
          name={name}
          value={password}
          onChange={setPassword}
          isTried={isTried}
        />
        {action.failure === null ? null : <FailureNotice failure={action.failure} />}
        <button type="submit" className="button gate-wide" disabled={action.isRunning}>
          {say(action.isRunning ? 'signIn.running' : 'enrol.button')}
        </button>
      </form>
    </Gate>
  );
}

/** A code works once: whatever draws the page a second time must not use it a second time. */
function useOnce(work: () => void): void {
  const isDone = useRef(false);
  useEffect(() => {
    if (isDone.current) return;
    isDone.current = true;
    work();
  });
}

import type { ErrorCode, ProblemJson } from '@outis/core';
import type { ReactNode } from 'react';
import type { ApiFailure } from '../api/ask.ts';
import type { MessageKey } from '../messages/messages.ts';
import { useWords } from '../messages/words.tsx';

export type NoticeTone = 'info' | 'warn' | 'bad';

const shapes: Readonly<Record<NoticeTone, string>> = {
  info: 'M10 1.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17z',
  warn: 'M10 1.6 19 17.8H1z',
  bad: 'M6.4 1.5h7.2l4.9 4.9v7.2l-4.9 4.9H6.4l-4.9-4.9V6.4z',
};

/** A sentence that must be seen: shape, colour and words together. */
export function Notice(props: {
  readonly tone: NoticeTone;
  readonly title?: string;
  readonly children?: ReactNode;
  readonly action?: ReactNode;
}) {
  return (
    <div className={`notice notice-${props.tone}`} role={props.tone === 'bad' ? 'alert' : undefined}>
      <svg width="20" height="20" viewBox="0 0 20 20" aria-hidden="true" className="notice-shape">
        <path d={shapes[props.tone]} fill="currentColor" />
        <path
          className="notice-sign"
          d={props.tone === 'info' ? 'M10 9v5.5 M10 5.7v.1' : 'M10 6.5v5 M10 14.6v.1'}
        />
      </svg>
      <div className="notice-text">
        {props.title === undefined ? null : <strong>{props.title}</strong>}
        {props.children === undefined ? null : <div>{props.children}</div>}
      </div>
      {props.action}
    </div>
  );
}

/** What the edge says went wrong, with the way out. Its words are English. */
export function ProblemNotice(props: { readonly problem: ProblemJson; readonly tone?: NoticeTone }) {
  return (
    <Notice tone={props.tone ?? 'bad'}>
      <ProblemText problem={props.problem} />
    </Notice>
  );
}

/** The two sentences of a problem: what happened, and the way out. */
export function ProblemText(props: { readonly problem: ProblemJson }) {
  return (
    <span lang="en">
      <strong>{withStop(props.problem.message)}</strong> {props.problem.hint}
    </span>
  );
}

/** What is said in the language of the page; everything else in the edge's own words. */
const ownWords: Readonly<Partial<Record<ErrorCode, MessageKey>>> = {
  'login-required': 'problem.loginRequired',
  'role-refused': 'problem.roleRefused',
  'login-failed': 'problem.loginFailed',
  'too-many-attempts': 'problem.tooManyAttempts',
  'code-invalid': 'problem.codeInvalid',
  'password-weak': 'problem.passwordWeak',
  'user-exists': 'problem.userExists',
  'user-unknown': 'problem.userUnknown',
  'change-unknown': 'problem.changeUnknown',
  'change-own': 'change.own',
  'aim-unavailable': 'aim.unavailable',
  'alert-unknown': 'alert.gone',
  'alert-closed': 'alert.gone',
};

/** A request that did not work: what the edge says to it, or that it does not answer. */
export function FailureNotice(props: { readonly failure: ApiFailure }) {
  const { say, duration } = useWords();
  const { problem, retryAfterS } = props.failure;
  if (problem === null)
    return (
      <Notice tone="bad" title={say('failure.offline')}>
        {say('failure.offline.hint')}
      </Notice>
    );
  const key = ownWords[problem.code];
  if (key === undefined) return <ProblemNotice problem={problem} />;
  return (
    <Notice tone="bad">
      {say(key)}
      {retryAfterS === null
        ? null
        : ` ${say('problem.tooManyAttempts.wait', { time: duration(retryAfterS * 1000) })}`}
    </Notice>
  );
}

function withStop(sentence: string): string {
  return /[.!?]$/.test(sentence) ? sentence : `${sentence}.`;
}

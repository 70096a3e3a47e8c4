import type { CameraJson } from '@outis/core';
import { useEffect, useEffectEvent, useRef, useState } from 'react';
import { approveBlocks } from '../api/client.ts';
import { useWords } from '../messages/words.tsx';
import { FailureNotice } from '../part/notice.tsx';
import { useAction } from '../part/use-action.ts';
import type { AimPicture } from './aim-picture.ts';
import { AimPart } from './aim-view.tsx';
import { type Approval, answerCurrent, askAgain, followCandidates, takeBack, waitingOf } from './approval.ts';

/** A square is looked at at least so long, ms: a key held down or pressed twice answers for no square that nobody saw. */
const lookMs = 600;

/** Squares of the background that wait: one at a time, and somebody decides each. */
export function ApprovalPanel(props: {
  readonly camera: CameraJson;
  readonly picture: AimPicture;
  readonly approval: Approval;
  readonly onChange: (change: (old: Approval) => Approval) => void;
}) {
  const { say, number } = useWords();
  const { camera, picture, approval, onChange } = props;
  const { current } = approval;
  const action = useAction();
  const canAnswer = useLooked(current);
  const answer = (kind: 'approved' | 'skipped') => {
    if (current === null || !canAnswer()) return;
    onChange((old) => answerCurrent(old, kind, picture.candidates));
    if (kind === 'skipped') return;
    void action
      .run(() => approveBlocks(camera.id, [current]))
      .then((hasWorked) => {
        if (!hasWorked) onChange((old) => takeBack(old, current));
      });
  };
  useKeys({ n: () => answer('approved'), s: () => answer('skipped') });
  const left = waitingOf(approval, picture.candidates).length;
  const done = approval.approved.size + approval.skipped.size;
  return (
    <section className="approval" aria-labelledby="approval-title">
      <h2 id="approval-title">{say('approve.title')}</h2>
      <p className="small">{say('approve.text')}</p>
      {current === null ? (
        <Nothing
          hasSkipped={approval.skipped.size > 0}
          hasSeen={done > 0}
          onAgain={() => onChange((old) => askAgain(old, picture.candidates))}
        />
      ) : (
        <>
          <AimPart picture={picture} size={camera.size} block={current} label={say('approve.enlarged')} />
          <p className="approval-question">
            <strong>{say('approve.question')}</strong>
          </p>
          <div className="approval-buttons">
            <AnswerButton
              name="nobody"
              letter="N"
              disabled={action.isRunning}
              onClick={() => answer('approved')}
            />
            <AnswerButton name="skip" letter="S" disabled={false} onClick={() => answer('skipped')} />
          </div>
        </>
      )}
      <p className="small approval-left" role="status">
        {approval.hasLeft && current !== null ? say('approve.moved') : ''}
      </p>
      <progress value={done} max={Math.max(1, done + left)} aria-label={say('approve.progress.label')} />
      <p className="soft small">
        {say('approve.progress', {
          approved: number(approval.approved.size),
          skipped: number(approval.skipped.size),
          left: number(left),
        })}
      </p>
      {action.failure === null ? null : <FailureNotice failure={action.failure} />}
    </section>
  );
}

function AnswerButton(props: {
  readonly name: 'nobody' | 'skip';
  readonly letter: string;
  readonly disabled: boolean;
  readonly onClick: () => void;
}) {
  const { say } = useWords();
  return (
    <button
      type="button"
      className={props.name === 'nobody' ? 'button' : 'button-quiet'}
      disabled={props.disabled}
      aria-keyshortcuts={props.letter}
      onClick={props.onClick}
    >
      {say(`approve.${props.name}`)}
      <kbd title={say('approve.key', { key: props.letter })}>{props.letter}</kbd>
    </button>
  );
}

function Nothing(props: {
  readonly hasSeen: boolean;
  readonly hasSkipped: boolean;
  readonly onAgain: () => void;
}) {
  const { say } = useWords();
  return (
    <div className="approval-nothing">
      <p>{say(props.hasSeen ? 'approve.all' : 'approve.none')}</p>
      {props.hasSkipped ? (
        <button type="button" className="button-quiet" onClick={props.onAgain}>
          {say('approve.again')}
        </button>
      ) : null}
    </div>
  );
}

/** Answers whether the square has been there long enough to have been looked at. */
function useLooked(block: number | null): () => boolean {
  const sinceMs = useRef(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each new square begins anew.
  useEffect(() => {
    sinceMs.current = performance.now();
  }, [block]);
  return () => performance.now() - sinceMs.current >= lookMs;
}

/** Single keys, but not while somebody writes or a question is open. */
function useKeys(keys: Readonly<Record<string, () => void>>): void {
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (event.repeat || event.ctrlKey || event.altKey || event.metaKey) return;
    const target = event.target instanceof Element ? event.target : null;
    if (target !== null && target.closest('input, select, textarea, dialog') !== null) return;
    keys[event.key.toLowerCase()]?.();
  });
  useEffect(() => {
    const listener = (event: KeyboardEvent) => onKey(event);
    document.addEventListener('keydown', listener);
    return () => document.removeEventListener('keydown', listener);
  }, []);
}

/** Keeps where somebody stands while one session goes on, and follows the pictures. */
export function useApproval(
  picture: AimPicture | null,
  initial: Approval,
): readonly [Approval, (change: (old: Approval) => Approval) => void] {
  const [approval, setApproval] = useState(initial);
  useEffect(() => {
    if (picture !== null) setApproval((old) => followCandidates(old, picture.candidates));
  }, [picture]);
  return [approval, setApproval];
}

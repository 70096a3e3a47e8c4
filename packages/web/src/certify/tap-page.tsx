import type { TapPlanJson } from '@outis/core';
import { useEffect, useState } from 'react';
import { useWords } from '../messages/words.tsx';
import { FailureNotice, Notice } from '../part/notice.tsx';
import { useAction } from '../part/use-action.ts';
import { countdown } from './countdown.ts';
import { LineSketch } from './line-sketch.tsx';
import { TapDone, TapEnd } from './tap-end.tsx';
import { TapPad, UndoButton } from './tap-pad.tsx';
import { useAwake } from './use-awake.ts';
import { type TapSession, useTap } from './use-tap.ts';

/** For somebody on site with a phone and without an account: counts by hand what crosses, in a fixed window. */
export function TapPage(props: { readonly code: string }) {
  const { say } = useWords();
  const session = useTap(props.code);
  const { plan, failure, sending } = session;
  return (
    <main id="main" className="tap-page">
      {plan === null ? (
        <>
          <h1>{say('tap.title')}</h1>
          {failure === null ? (
            <p className="soft">{say('loading')}</p>
          ) : failure.code === 'code-invalid' ? (
            <Notice tone="bad">{say('tap.invalid')}</Notice>
          ) : (
            <FailureNotice failure={failure} />
          )}
        </>
      ) : sending === 'sent' || sending === 'late' ? (
        <>
          <h1>{say('tap.title')}</h1>
          <TapDone isLate={sending === 'late'} cameraId={plan.cameraId} />
        </>
      ) : plan.state === 'free' ? (
        <TapStart session={session} plan={plan} />
      ) : (
        <TapWindow session={session} plan={plan} />
      )}
    </main>
  );
}

/** What it is about, before a phone has taken the window. */
function TapStart(props: { readonly session: TapSession; readonly plan: TapPlanJson }) {
  const { say, time } = useWords();
  const { session, plan } = props;
  const action = useAction();
  return (
    <>
      <h1>{say('tap.title')}</h1>
      <p className="tap-where">{say('tap.where', { camera: plan.cameraId, site: plan.site })}</p>
      <p className="tap-when">
        {say('tap.window', { start: time(plan.startMs, 'second'), end: time(plan.endMs, 'time') })}
      </p>
      <Sketches plan={plan} />
      <p>{say('tap.how')}</p>
      <p className="soft">{say('tap.kept')}</p>
      {action.failure === null ? null : <FailureNotice failure={action.failure} />}
      <button
        type="button"
        className="button tap-send"
        disabled={action.isRunning}
        onClick={() => action.run(session.take)}
      >
        {say('tap.take')}
      </button>
    </>
  );
}

/** Before, in and after the window. */
function TapWindow(props: { readonly session: TapSession; readonly plan: TapPlanJson }) {
  const { say } = useWords();
  const { session, plan } = props;
  const { nowMs, count, isKept } = session;
  const isOnline = useOnline();
  const [lineId, setLineId] = useState(plan.lines[0]?.id);
  const line = plan.lines.find(({ id }) => id === lineId) ?? plan.lines[0];
  const isBefore = nowMs < plan.startMs;
  const isOver = nowMs >= plan.endMs;
  useAwake(!isOver);
  if (isOver || line === undefined) return <TapEnd session={session} plan={plan} />;
  return (
    <>
      <header className={isBefore ? 'tap-head tap-waits' : 'tap-head'}>
        <h1>{plan.cameraId}</h1>
        <p role="timer" className="tap-clock">
          <span>{say(isBefore ? 'tap.before' : 'tap.remaining')}</span>
          <strong>{countdown((isBefore ? plan.startMs : plan.endMs) - nowMs)}</strong>
        </p>
      </header>
      {isOnline ? null : <Notice tone="warn">{say('tap.offline')}</Notice>}
      {isKept ? null : <Notice tone="warn">{say('tap.notSaved')}</Notice>}
      {plan.lines.length > 1 ? (
        <div className="tap-lines">
          {plan.lines.map(({ id }) => (
            <button key={id} type="button" aria-pressed={id === line.id} onClick={() => setLineId(id)}>
              {say('tap.line', { id })}
            </button>
          ))}
        </div>
      ) : null}
      {isBefore ? (
        <>
          <p>{say('tap.ready')}</p>
          <LineSketch line={line} label={say('tap.drawing', { id: line.id })} />
        </>
      ) : null}
      <TapPad line={line} count={count} isOpen={!isBefore} onTap={session.tap} />
      {isBefore ? null : <UndoButton count={count} onUndo={session.undo} />}
    </>
  );
}

function Sketches(props: { readonly plan: TapPlanJson }) {
  const { say } = useWords();
  return (
    <div className="tap-sketches">
      {props.plan.lines.map((line) => (
        <figure key={line.id}>
          <LineSketch line={line} label={say('tap.drawing', { id: line.id })} />
          <figcaption>{say('tap.line', { id: line.id })}</figcaption>
        </figure>
      ))}
    </div>
  );
}

/** True while the phone says that it has a network. */
function useOnline(): boolean {
  const [isOnline, setIsOnline] = useState(() => navigator.onLine);
  useEffect(() => {
    const look = () => setIsOnline(navigator.onLine);
    window.addEventListener('online', look);
    window.addEventListener('offline', look);
    return () => {
      window.removeEventListener('online', look);
      window.removeEventListener('offline', look);
    };
  }, []);
  return isOnline;
}

import type { CameraHealth, CameraState } from '@outis/core';
import { useSite, useTimeZone } from '../app/site.ts';
import { useWords } from '../messages/words.tsx';
import { ProblemText } from './notice.tsx';

/** One shape per state, so that colour is never the only sign. */
const shapes: Readonly<Record<CameraState | 'unknown', string>> = {
  starting:
    'M7 1.2a5.8 5.8 0 0 1 0 11.6z M7 .6a6.4 6.4 0 1 0 0 12.8A6.4 6.4 0 0 0 7 .6zm0 1.4a5 5 0 1 1 0 10 5 5 0 0 1 0-10z',
  running: 'M7 .8a6.2 6.2 0 1 0 0 12.4A6.2 6.2 0 0 0 7 .8z',
  stalled: 'M7 .8 13.6 12.8H.4z',
  retrying: 'M7 .3 13.7 7 7 13.7.3 7z',
  stopped: 'M1.5 1.5h11v11h-11z',
  paused: 'M2.5 1.5h3v11h-3z M8.5 1.5h3v11h-3z',
  unknown: 'M1 5.6h12v2.8H1z',
};

/** The state of a camera as a sign and a word; unknown while the edge does not answer. */
export function HealthPill(props: { readonly health: CameraHealth }) {
  const { say } = useWords();
  const state = useSite().isStale ? 'unknown' : props.health.state;
  return (
    <span className={`pill pill-${state}`}>
      <svg width="14" height="14" viewBox="0 0 14 14" aria-hidden="true">
        <path d={shapes[state]} fill="currentColor" fillRule="evenodd" />
      </svg>
      {say(`state.${state}`)}
    </span>
  );
}

/** Why a camera is not running, and what happens next. */
export function HealthProblem(props: { readonly health: CameraHealth }) {
  const { say, time } = useWords();
  const timeZone = useTimeZone();
  const { problem, nextTryMs } = props.health;
  if (problem === null) return null;
  return (
    <p className="health-problem">
      <ProblemText problem={problem} />
      {nextTryMs === null ? null : (
        <span className="soft"> {say('health.nextTry', { time: time(nextTryMs, 'time', timeZone) })}</span>
      )}
    </p>
  );
}

/** The numbers of a camera at work. Nothing here moves with what it sees. */
export function HealthNumbers(props: { readonly health: CameraHealth }) {
  const { say, number } = useWords();
  const { health } = props;
  return (
    <dl className="numbers">
      <div>
        <dt>{say('health.decoded')}</dt>
        <dd>{say('health.fps', { value: number(health.decodedFps, 1) })}</dd>
      </div>
      <div>
        <dt>{say('health.analysed')}</dt>
        <dd>{say('health.fps', { value: number(health.analysedFps, 1) })}</dd>
      </div>
      <div>
        <dt>{say('health.detect')}</dt>
        <dd>{health.detectMs === null ? '–' : say('health.ms', { value: number(health.detectMs) })}</dd>
      </div>
      <div>
        <dt>{say('health.restarts')}</dt>
        <dd>{number(health.restarts)}</dd>
      </div>
    </dl>
  );
}

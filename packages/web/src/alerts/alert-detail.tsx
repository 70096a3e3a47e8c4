import type { AlertCause, AlertJson, AlertMeasure, ReplayJson } from '@outis/core';
import { type RefObject, useEffect, useRef, useState } from 'react';
import type { ApiFailure } from '../api/ask.ts';
import { asFailure } from '../api/use-polled.ts';
import { hrefOf } from '../app/route.ts';
import { useCamera, useTimeZone } from '../app/site.ts';
import { classKey } from '../messages/messages.ts';
import { useWords } from '../messages/words.tsx';
import { FailureNotice, Notice } from '../part/notice.tsx';
import { useAction } from '../part/use-action.ts';
import { PictogramIcon } from '../scene/pictogram-icon.tsx';
import { Ago } from './ago.tsx';
import { closeAlert, markSeen, readReplay } from './alert-api.ts';
import { AlertReplay, scrubMs } from './alert-replay.tsx';
import { StatePill } from './alert-row.tsx';
import { ClosingForm } from './closing-form.tsx';
import { RuleIcon } from './rule-icon.tsx';
import { ruleKey } from './rule-words.ts';
import { useKeys } from './use-keys.ts';
import { usePlayer } from './use-player.ts';

/** What follows an alert is recorded for some seconds more: then its replay is read once more. */
const wholeAfterMs = 14_000;
const nothing: ReplayJson = { steps: [], alertAtMs: 0 };

/** One alert: what happened, on a drawing; marking it as seen, and closing it. */
export function AlertDetail(props: {
  readonly alert: AlertJson;
  readonly nowMs: number;
  /** The title, to which the keyboard goes when the alert is opened. */
  readonly title: RefObject<HTMLHeadingElement | null>;
  readonly onChanged: (alert: AlertJson) => void;
  readonly onClosed: () => void;
}) {
  const { say } = useWords();
  const { alert } = props;
  const camera = useCamera(alert.cameraId);
  const { replay, failure } = useReplayOf(alert);
  const player = usePlayer(replay ?? nothing);
  const first = useRef<HTMLInputElement>(null);
  const seen = useAction();
  const see = () => {
    if (alert.state !== 'new') return;
    void seen.run(async () => props.onChanged(await markSeen(alert.id)));
  };
  useKeys({
    ' ': player.toggle,
    ArrowLeft: () => player.seek(player.atMs - scrubMs),
    ArrowRight: () => player.seek(player.atMs + scrubMs),
    s: see,
    c: () => first.current?.focus(),
  });
  const onClose = async (cause: AlertCause, measure: AlertMeasure) => {
    await closeAlert(alert.id, { cause, measure });
    props.onClosed();
  };
  return (
    <article className="card alert-detail" aria-labelledby="alert-title">
      <header className="alert-detail-head">
        <RuleIcon rule={alert.rule} size={46} />
        <h2 id="alert-title" ref={props.title} tabIndex={-1}>
          {say(ruleKey(alert.rule))}
        </h2>
        <StatePill state={alert.state} />
      </header>
      <Facts alert={alert} nowMs={props.nowMs} />
      {failure === null ? null : <FailureNotice failure={failure} />}
      {replay === null ? null : camera === null ? (
        <Notice tone="info">{say('alert.replay.none')}</Notice>
      ) : (
        <AlertReplay alert={alert} camera={camera} replay={replay} player={player} />
      )}
      {seen.failure === null ? null : <FailureNotice failure={seen.failure} />}
      {alert.state === 'new' ? (
        <button type="button" className="button-quiet alert-see" disabled={seen.isRunning} onClick={see}>
          {say('alert.seen')}
        </button>
      ) : null}
      <ClosingForm onClose={onClose} first={first} />
    </article>
  );
}

function Facts(props: { readonly alert: AlertJson; readonly nowMs: number }) {
  const { say, time } = useWords();
  const timeZone = useTimeZone();
  const { cameraId, zoneId, tMs, classes } = props.alert;
  return (
    <dl className="alert-facts">
      <div>
        <dt>{say('alert.place')}</dt>
        <dd>
          <strong>{zoneId}</strong> · <a href={hrefOf({ page: 'camera', cameraId })}>{cameraId}</a>
        </dd>
      </div>
      <div>
        <dt>{say('alert.when')}</dt>
        <dd>
          {time(tMs, 'day-time', timeZone)}{' '}
          <span className="soft">
            <Ago ms={props.nowMs - tMs} />
          </span>
        </dd>
      </div>
      <div>
        <dt>{say('alert.classes')}</dt>
        <dd className="alert-classes">
          {classes.map((each) => (
            <span key={each}>
              <PictogramIcon class={each} size={20} isTight /> {say(classKey(each))}
            </span>
          ))}
        </dd>
      </div>
    </dl>
  );
}

/** Asks for the replay of an alert; of one that was just given once more, when what followed is recorded. */
function useReplayOf(alert: AlertJson): {
  readonly replay: ReplayJson | null;
  readonly failure: ApiFailure | null;
} {
  const [replay, setReplay] = useState<ReplayJson | null>(null);
  const [failure, setFailure] = useState<ApiFailure | null>(null);
  const { id, tMs } = alert;
  useEffect(() => {
    let isOver = false;
    const load = async () => {
      try {
        const found = await readReplay(id);
        if (!isOver) setReplay(found);
      } catch (error) {
        if (!isOver) setFailure(asFailure(error));
      }
    };
    void load();
    const restMs = tMs + wholeAfterMs - Date.now();
    const timer = restMs > 0 ? setTimeout(load, Math.min(restMs, wholeAfterMs)) : undefined;
    return () => {
      isOver = true;
      clearTimeout(timer);
    };
  }, [id, tMs]);
  return { replay, failure };
}

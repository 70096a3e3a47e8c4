import { directions, type Light, lights, roadUserClasses, type TapPlanJson } from '@outis/core';
import { useState } from 'react';
import { publicPath } from '../api/client.ts';
import { classKey } from '../messages/messages.ts';
import { useWords } from '../messages/words.tsx';
import { Notice } from '../part/notice.tsx';
import { letterOf } from './line-sketch.tsx';
import { totalOf } from './tap-count.ts';
import { settlesMs, type TapSession } from './use-tap.ts';

/** After the window: the light, the totals once more, and sending. */
export function TapEnd(props: { readonly session: TapSession; readonly plan: TapPlanJson }) {
  const { say, number, time } = useWords();
  const { session, plan } = props;
  const { count, nowMs, sending } = session;
  const [light, setLight] = useState<readonly Light[]>([]);
  const waitS = Math.ceil((plan.endMs + settlesMs - nowMs) / 1000);
  const toggle = (each: Light) =>
    setLight((old) => (old.includes(each) ? old.filter((one) => one !== each) : [...old, each]));
  const totals = plan.lines.flatMap(({ id }) =>
    directions.flatMap((direction) =>
      roadUserClasses.map((name) => ({ at: { lineId: id, direction, class: name } })),
    ),
  );
  return (
    <>
      <h1>{say('tap.over')}</h1>
      <fieldset className="tap-lights" disabled={sending !== 'not-yet'}>
        <legend>{say('tap.light')}</legend>
        {lights.map((each) => (
          <label key={each}>
            <input type="checkbox" checked={light.includes(each)} onChange={() => toggle(each)} />
            {say(`light.${each}`)}
          </label>
        ))}
      </fieldset>
      <button
        type="button"
        className="button tap-send"
        disabled={light.length === 0 || waitS > 0 || sending !== 'not-yet'}
        onClick={() => session.send(light)}
      >
        {waitS > 0 ? say('tap.settling', { seconds: number(waitS) }) : say('tap.send')}
      </button>
      {sending === 'retrying' ? (
        <Notice tone="warn">{say('tap.retry', { time: time(plan.sendUntilMs, 'time') })}</Notice>
      ) : null}
      <h2>{say('tap.totals')}</h2>
      <ul className="tap-sum">
        {totals.map(({ at }) => {
          const total = totalOf(count, at);
          return total === 0 ? null : (
            <li key={`${at.lineId} ${at.direction} ${at.class}`}>
              <span>
                {plan.lines.length > 1 ? `${at.lineId} · ` : ''}
                {letterOf[at.direction]} · {say(classKey(at.class))}
              </span>
              <strong>{number(total)}</strong>
            </li>
          );
        })}
      </ul>
    </>
  );
}

/** It has arrived, or it came too late. */
export function TapDone(props: { readonly isLate: boolean; readonly cameraId: string }) {
  const { say } = useWords();
  if (props.isLate) return <Notice tone="bad">{say('tap.late')}</Notice>;
  return (
    <Notice tone="info" title={say('tap.sent')}>
      <a href={publicPath(props.cameraId)}>{say('tap.sent.where')}</a>
    </Notice>
  );
}

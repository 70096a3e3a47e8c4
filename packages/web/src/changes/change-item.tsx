import type { ChangeJson } from '@outis/core';
import { approveChange, dropChange } from '../api/access.ts';
import { useMe } from '../app/me.ts';
import { hrefOf } from '../app/route.ts';
import { useTimeZone } from '../app/site.ts';
import { nameOf } from '../log/sentence.ts';
import { useWords } from '../messages/words.tsx';
import { ConfirmButton } from '../part/confirm-button.tsx';
import { useNow } from '../part/use-now.ts';
import { changeValue } from './change-words.ts';

/** One change: of what, from what to what, who asked, and what becomes of it. */
export function ChangeItem(props: { readonly change: ChangeJson; readonly onDone: () => void }) {
  const words = useWords();
  const { say, time } = words;
  const timeZone = useTimeZone();
  const { change } = props;
  const field = say(`widened.${change.field}`);
  return (
    <li className={`card row change-${change.state}`}>
      <div className="row-main">
        <h3>
          {field} · <a href={hrefOf({ page: 'camera', cameraId: change.cameraId })}>{change.cameraId}</a>
        </h3>
        <dl className="change-values">
          <div>
            <dt>{say('change.before')}</dt>
            <dd>{changeValue(change.field, change.before, words)}</dd>
          </div>
          <div>
            <dt>{say('change.after')}</dt>
            <dd>{changeValue(change.field, change.after, words)}</dd>
          </div>
        </dl>
        <ChangeState change={change} />
        <p className="soft small">
          {say('change.asked', {
            name: nameOf(change.requestedBy, say),
            time: time(change.requestedMs, 'day-time', timeZone),
          })}
        </p>
      </div>
      {change.state === 'pending' ? <Decisions change={change} onDone={props.onDone} /> : null}
    </li>
  );
}

function ChangeState(props: { readonly change: ChangeJson }) {
  const { say, time, duration } = useWords();
  const timeZone = useTimeZone();
  const nowMs = useNow(30_000);
  const { state, effectiveMs, decidedBy } = props.change;
  const at = time(effectiveMs, 'day-time', timeZone);
  const name = decidedBy === null ? '–' : nameOf(decidedBy, say);
  switch (state) {
    case 'pending':
      return (
        <p className="change-when">
          {effectiveMs > nowMs
            ? say('change.effectIn', { duration: duration(effectiveMs - nowMs), time: at })
            : say('change.effectNow')}
        </p>
      );
    case 'effective':
      return (
        <p>
          {decidedBy === null
            ? say('change.effective', { time: at })
            : say('change.effective.by', { name, time: at })}
        </p>
      );
    case 'refused':
    case 'withdrawn':
      return <p>{say(`change.${state}`, { name, time: at })}</p>;
    default:
      return state satisfies never;
  }
}

function Decisions(props: { readonly change: ChangeJson; readonly onDone: () => void }) {
  const { say } = useWords();
  const { me, has } = useMe();
  const { change } = props;
  const what = `${say(`widened.${change.field}`)} · ${change.cameraId}`;
  const done = async (work: Promise<ChangeJson>) => {
    await work;
    props.onDone();
  };
  const isOwn = me.user !== null && change.requestedBy === `user:${me.user.name}`;
  const button = (key: 'approve' | 'refuse' | 'withdraw', work: () => Promise<ChangeJson>) => (
    <ConfirmButton
      label={say(`change.${key}`)}
      name={`${say(`change.${key}`)}: ${what}`}
      className={key === 'approve' ? 'button' : 'button-quiet'}
      title={say(`change.${key}.title`)}
      text={
        <>
          <p>
            <strong>{what}</strong>
          </p>
          <p>{say(`change.${key}.text`)}</p>
        </>
      }
      confirm={say(`change.${key}`)}
      onConfirm={() => done(work())}
    />
  );
  return (
    <div className="row-buttons">
      {has('dpo') && !isOwn ? button('approve', () => approveChange(change.id)) : null}
      {has('dpo') ? button('refuse', () => dropChange(change.id)) : null}
      {has('installer') && !has('dpo') ? button('withdraw', () => dropChange(change.id)) : null}
    </div>
  );
}

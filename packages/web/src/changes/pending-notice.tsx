import type { ChangeJson } from '@outis/core';
import { useMe } from '../app/me.ts';
import { refusalOf } from '../app/rights.ts';
import { useWords } from '../messages/words.tsx';
import { Notice } from '../part/notice.tsx';
import { useNow } from '../part/use-now.ts';
import { changeValue } from './change-words.ts';

/** On the pages of a camera: what it may do or see more before long. */
export function PendingNotice(props: { readonly pending: readonly ChangeJson[] }) {
  const words = useWords();
  const { say, duration } = words;
  const { me } = useMe();
  const nowMs = useNow(30_000);
  if (props.pending.length === 0) return null;
  return (
    <Notice tone="warn" title={say('pending.title')}>
      <ul className="plain-list pending-list">
        {props.pending.map((change) => (
          <li key={change.id}>
            {say('pending.line', {
              field: say(`widened.${change.field}`),
              before: changeValue(change.field, change.before, words),
              after: changeValue(change.field, change.after, words),
              duration: duration(change.effectiveMs - nowMs),
            })}
          </li>
        ))}
      </ul>
      {refusalOf(me, 'changes') === null ? <a href="#/changes">{say('pending.link')}</a> : null}
    </Notice>
  );
}

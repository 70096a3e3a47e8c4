import type { RefObject } from 'react';
import type { MessageKey } from '../messages/messages.ts';
import { useWords } from '../messages/words.tsx';
import { useKeysChoice } from './use-keys.ts';

const rows: readonly { readonly keys: readonly string[]; readonly key: MessageKey }[] = [
  { keys: ['j', 'k'], key: 'alert.keys.move' },
  { keys: ['Enter'], key: 'alert.keys.open' },
  { keys: ['Space'], key: 'alert.keys.play' },
  { keys: ['←', '→'], key: 'alert.keys.scrub' },
  { keys: ['s'], key: 'alert.keys.seen' },
  { keys: ['c'], key: 'alert.keys.close' },
  { keys: ['Esc'], key: 'alert.keys.leave' },
  { keys: ['?'], key: 'alert.keys.help' },
];

/** The keys of the page; whoever types with a voice can switch them off. */
export function KeysHelp(props: { readonly dialog: RefObject<HTMLDialogElement | null> }) {
  const { say } = useWords();
  const [isOn, setIsOn] = useKeysChoice();
  return (
    <dialog ref={props.dialog} aria-labelledby="keys-title" className="keys-help">
      <h3 id="keys-title">{say('alert.keys.title')}</h3>
      <dl>
        {rows.map(({ keys, key }) => (
          <div key={key}>
            <dt>
              {keys.map((each) => (
                <kbd key={each}>{each}</kbd>
              ))}
            </dt>
            <dd>{say(key)}</dd>
          </div>
        ))}
      </dl>
      <div className="tick">
        <label>
          <input type="checkbox" checked={isOn} onChange={({ target }) => setIsOn(target.checked)} />
          <span>{say('alert.keys.on')}</span>
        </label>
      </div>
      <div className="dialog-buttons">
        <button type="button" className="button" onClick={() => props.dialog.current?.close()}>
          {say('alert.keys.done')}
        </button>
      </div>
    </dialog>
  );
}

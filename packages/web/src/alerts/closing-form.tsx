import { type AlertCause, type AlertMeasure, alertCauses, alertMeasures } from '@outis/core';
import { type FormEvent, type RefObject, useId, useState } from 'react';
import { useWords } from '../messages/words.tsx';
import { FailureNotice } from '../part/notice.tsx';
import { useAction } from '../part/use-action.ts';
import { causeKey, measureKey } from './rule-words.ts';

/** Closes an alert: one word for the cause, one for what was done, both about the place. */
export function ClosingForm(props: {
  readonly onClose: (cause: AlertCause, measure: AlertMeasure) => Promise<void>;
  /** The first choice, for the key that leads here. */
  readonly first: RefObject<HTMLInputElement | null>;
}) {
  const { say } = useWords();
  const action = useAction();
  const [cause, setCause] = useState<AlertCause | null>(null);
  const [measure, setMeasure] = useState<AlertMeasure | null>(null);
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    if (cause !== null && measure !== null) void action.run(() => props.onClose(cause, measure));
  };
  return (
    <form className="closing" onSubmit={onSubmit} aria-labelledby="closing-title">
      <h3 id="closing-title">{say('alert.close.title')}</h3>
      <p className="soft small">
        {say('alert.close.text')} {say('alert.close.teach')}
      </p>
      <Words
        legend={say('alert.close.cause')}
        words={alertCauses}
        value={cause}
        nameOf={(word) => say(causeKey(word))}
        onChange={setCause}
        first={props.first}
      />
      <Words
        legend={say('alert.close.measure')}
        words={alertMeasures}
        value={measure}
        nameOf={(word) => say(measureKey(word))}
        onChange={setMeasure}
      />
      {action.failure === null ? null : <FailureNotice failure={action.failure} />}
      <button
        type="submit"
        className="button"
        disabled={cause === null || measure === null || action.isRunning}
      >
        {say('alert.close')}
      </button>
    </form>
  );
}

function Words<W extends string>(props: {
  readonly legend: string;
  readonly words: readonly W[];
  readonly value: W | null;
  readonly nameOf: (word: W) => string;
  readonly onChange: (word: W) => void;
  readonly first?: RefObject<HTMLInputElement | null>;
}) {
  const name = useId();
  return (
    <fieldset className="chips">
      <legend>{props.legend}</legend>
      {props.words.map((word, index) => (
        <label key={word} className="chip">
          <input
            ref={index === 0 ? props.first : undefined}
            type="radio"
            name={name}
            checked={word === props.value}
            onChange={() => props.onChange(word)}
          />
          <span>{props.nameOf(word)}</span>
        </label>
      ))}
    </fieldset>
  );
}

import { type AuditAction, auditActions } from '@outis/core';
import { type FormEvent, useId, useState } from 'react';
import { useSite } from '../app/site.ts';
import { useWords } from '../messages/words.tsx';
import { Field } from '../part/field.tsx';
import { everything, type LogFilter } from './filter.ts';

/** Which entries are shown. */
export function LogFilters(props: {
  readonly onShow: (filter: LogFilter) => void;
  /** Who was seen in the log so far: suggestions. */
  readonly actors: readonly string[];
}) {
  const { say } = useWords();
  const { cameras } = useSite();
  const [draft, setDraft] = useState<LogFilter>(everything);
  const id = useId();
  const change = (part: Partial<LogFilter>) => setDraft((old) => ({ ...old, ...part }));
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    props.onShow(draft);
  };
  const text = (key: 'from' | 'to' | 'actor' | 'subject') => ({
    value: draft[key],
    onChange: (event: { target: { value: string } }) => change({ [key]: event.target.value }),
  });
  return (
    <form className="card log-filters" aria-label={say('log.filter')} onSubmit={onSubmit}>
      <Field label={say('log.from')} problem={null}>
        {(wiring) => <input {...wiring} type="date" max={draft.to || undefined} {...text('from')} />}
      </Field>
      <Field label={say('log.to')} problem={null}>
        {(wiring) => <input {...wiring} type="date" min={draft.from || undefined} {...text('to')} />}
      </Field>
      <Field label={say('log.action')} problem={null}>
        {(wiring) => (
          <select
            {...wiring}
            value={draft.action}
            onChange={(event) => change({ action: event.target.value as AuditAction | '' })}
          >
            <option value="">{say('log.action.all')}</option>
            {auditActions.map((action) => (
              <option key={action} value={action}>
                {say(`log.${action}`, { actor: '…', subject: '…' })}
              </option>
            ))}
          </select>
        )}
      </Field>
      <Field label={say('log.actor')} hint={say('log.actor.hint')} problem={null}>
        {(wiring) => <input {...wiring} list={`${id}-actors`} autoCapitalize="off" {...text('actor')} />}
      </Field>
      <Field label={say('log.subject')} problem={null}>
        {(wiring) => <input {...wiring} list={`${id}-subjects`} autoCapitalize="off" {...text('subject')} />}
      </Field>
      <datalist id={`${id}-actors`}>
        {props.actors.map((actor) => (
          <option key={actor} value={actor.replace(/^user:/, '')} />
        ))}
      </datalist>
      <datalist id={`${id}-subjects`}>
        {cameras?.cameras.map((camera) => (
          <option key={camera.id} value={camera.id} />
        ))}
      </datalist>
      <div className="log-buttons">
        <button type="submit" className="button">
          {say('log.show')}
        </button>
        <button
          type="button"
          className="button-quiet"
          onClick={() => {
            setDraft(everything);
            props.onShow(everything);
          }}
        >
          {say('log.clear')}
        </button>
      </div>
    </form>
  );
}

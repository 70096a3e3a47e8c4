import { useWords } from '../messages/words.tsx';
import { Field } from '../part/field.tsx';
import { endDays } from './draft.ts';
import type { StepProps } from './step-props.ts';

/** The name of the camera, who answers for it, why it is there, and until when. */
export function OwnerStep(props: StepProps) {
  const { say } = useWords();
  const { draft, change, problemOf } = props;
  return (
    <>
      <Field label={say('add.id')} hint={say('add.id.hint')} problem={problemOf('id')}>
        {(wiring) => (
          <input
            {...wiring}
            value={draft.id}
            maxLength={40}
            autoComplete="off"
            autoCapitalize="off"
            spellCheck={false}
            onChange={(event) => change({ id: event.target.value.replaceAll(' ', '-') })}
          />
        )}
      </Field>
      <OwnerFields {...props} />
    </>
  );
}

/** Who answers for a camera and how to reach them, what for, and until when. */
export function OwnerFields(props: StepProps) {
  const { say } = useWords();
  const { draft, change, problemOf } = props;
  const { first, last } = endDays(Date.now());
  return (
    <>
      <Field label={say('about.owner')} hint={say('add.owner.hint')} problem={problemOf('owner')}>
        {(wiring) => (
          <input
            {...wiring}
            value={draft.owner}
            autoComplete="organization"
            onChange={(event) => change({ owner: event.target.value })}
          />
        )}
      </Field>
      <Field label={say('about.contact')} hint={say('contact.hint')} problem={problemOf('contact')}>
        {(wiring) => (
          <input
            {...wiring}
            value={draft.contact}
            maxLength={200}
            onChange={(event) => change({ contact: event.target.value })}
          />
        )}
      </Field>
      <Field label={say('about.reason')} hint={say('add.reason.hint')} problem={problemOf('reason')}>
        {(wiring) => (
          <textarea
            {...wiring}
            rows={3}
            value={draft.reason}
            onChange={(event) => change({ reason: event.target.value })}
          />
        )}
      </Field>
      {draft.purpose === 'site-safety' ? (
        <Field label={say('about.until')} hint={say('add.until.hint')} problem={problemOf('until')}>
          {(wiring) => (
            <input
              {...wiring}
              type="date"
              min={first}
              max={last}
              value={draft.until}
              onChange={(event) => change({ until: event.target.value })}
            />
          )}
        </Field>
      ) : null}
    </>
  );
}

import { type Purpose, purposes } from '@outis/core';
import type { MessageKey } from '../messages/messages.ts';
import { useWords } from '../messages/words.tsx';
import type { StepProps } from './step-props.ts';

const permits: Readonly<Record<Purpose, readonly MessageKey[]>> = {
  'site-safety': ['purpose.site.yes1', 'purpose.site.yes2', 'purpose.site.yes3'],
  'street-statistics': ['purpose.street.yes1', 'purpose.street.yes2', 'purpose.street.yes3'],
};

const forbids: Readonly<Record<Purpose, readonly MessageKey[]>> = {
  'site-safety': ['purpose.site.no1', 'purpose.site.no2', 'purpose.site.no3'],
  'street-statistics': ['purpose.street.no1', 'purpose.street.no2', 'purpose.street.no3'],
};

/** What the camera is for: it decides what the camera may do at all. */
export function PurposeStep(props: StepProps) {
  const { say } = useWords();
  const problem = props.problemOf('purpose');
  return (
    <fieldset className="purposes">
      <legend>{say('add.purpose.text')}</legend>
      {purposes.map((purpose) => (
        <label key={purpose} className="purpose-card">
          <input
            type="radio"
            name="purpose"
            value={purpose}
            checked={props.draft.purpose === purpose}
            onChange={() => props.change({ purpose })}
          />
          <span className="purpose-card-body">
            <strong>{say(`purpose.${purpose}`)}</strong>
            <span>{say(`purpose.${purpose}.for`)}</span>
            <PointList kind="yes" keys={permits[purpose]} />
            <PointList kind="no" keys={forbids[purpose]} />
          </span>
        </label>
      ))}
      {problem === null ? null : (
        <p className="field-problem" role="alert">
          {say(problem)}
        </p>
      )}
    </fieldset>
  );
}

function PointList(props: { readonly kind: 'yes' | 'no'; readonly keys: readonly MessageKey[] }) {
  const { say } = useWords();
  return (
    <span className={`points points-${props.kind}`}>
      <em>{say(props.kind === 'yes' ? 'purpose.permits' : 'purpose.forbids')}</em>
      {props.keys.map((key) => (
        <span key={key} className="point">
          <svg width="16" height="16" viewBox="0 0 16 16" aria-hidden="true">
            <path d={props.kind === 'yes' ? 'M3 8.5l3.2 3.2L13 5' : 'M4 4l8 8 M12 4l-8 8'} />
          </svg>
          {say(key)}
        </span>
      ))}
    </span>
  );
}

import { type ReactNode, useId } from 'react';
import { useWords } from '../messages/words.tsx';
import type { DraftProblem } from './draft.ts';

/** What a field gives to its input, so that label, hint and problem belong to it. */
export interface FieldWiring {
  readonly id: string;
  readonly 'aria-describedby': string;
  readonly 'aria-invalid': boolean;
}

/** A label, an input, a hint and what is wrong with it. */
export function Field(props: {
  readonly label: string;
  readonly hint: string;
  readonly problem: DraftProblem | null;
  readonly children: (wiring: FieldWiring) => ReactNode;
}) {
  const { say } = useWords();
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{props.label}</label>
      {props.children({ id, 'aria-describedby': `${id}-hint`, 'aria-invalid': props.problem !== null })}
      <p id={`${id}-hint`} className="soft small">
        {props.problem === null ? null : (
          <span className="field-problem" role="alert">
            {say(props.problem)}{' '}
          </span>
        )}
        {props.hint}
      </p>
    </div>
  );
}

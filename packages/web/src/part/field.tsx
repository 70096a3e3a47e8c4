import { type ReactNode, useId } from 'react';
import type { MessageKey } from '../messages/messages.ts';
import { useWords } from '../messages/words.tsx';

/** What a field gives to its input, so that label, hint and problem belong to it. */
export interface FieldWiring {
  readonly id: string;
  readonly 'aria-describedby': string | undefined;
  readonly 'aria-invalid': boolean;
}

/** A label, an input, a hint and what is wrong with it. */
export function Field(props: {
  readonly label: string;
  readonly hint?: ReactNode;
  readonly problem: MessageKey | null;
  readonly children: (wiring: FieldWiring) => ReactNode;
}) {
  const { say } = useWords();
  const id = useId();
  const { hint, problem } = props;
  const isDescribed = hint !== undefined || problem !== null;
  return (
    <div className="field">
      <label htmlFor={id}>{props.label}</label>
      {props.children({
        id,
        'aria-describedby': isDescribed ? `${id}-hint` : undefined,
        'aria-invalid': problem !== null,
      })}
      {isDescribed ? (
        <p id={`${id}-hint`} className="soft small">
          {problem === null ? null : (
            <span className="field-problem" role="alert">
              {say(problem)}{' '}
            </span>
          )}
          {hint}
        </p>
      ) : null}
    </div>
  );
}

/** Once the problems are drawn, the first field that has one is where to go on. */
export function focusFirstProblem(form: HTMLFormElement): void {
  requestAnimationFrame(() =>
    form.querySelector<HTMLElement>('[aria-invalid="true"], fieldset.purposes input')?.focus(),
  );
}

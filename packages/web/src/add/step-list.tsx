import { useWords } from '../messages/words.tsx';
import type { StepName } from './steps.ts';

/** Where one is in the form, and the way back. */
export function StepList(props: {
  readonly steps: readonly StepName[];
  readonly current: StepName;
  readonly onGo: (step: StepName) => void;
}) {
  const { say } = useWords();
  const at = props.steps.indexOf(props.current);
  return (
    <ol className="steps" aria-label={say('add.steps')}>
      {props.steps.map((step, index) => (
        <li
          key={step}
          className={index < at ? 'done' : index === at ? 'current' : ''}
          aria-current={index === at ? 'step' : undefined}
        >
          {index < at ? (
            <button type="button" onClick={() => props.onGo(step)}>
              <i>{index + 1}</i> {say(`add.stepShort.${step}`)}
            </button>
          ) : (
            <span>
              <i>{index + 1}</i> {say(`add.stepShort.${step}`)}
            </span>
          )}
        </li>
      ))}
    </ol>
  );
}

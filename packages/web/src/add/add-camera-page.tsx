import { type FormEvent, useEffect, useRef, useState } from 'react';
import { LineEditor } from '../lines/line-editor.tsx';
import { useWords } from '../messages/words.tsx';
import { focusFirstProblem } from '../part/field.tsx';
import { FailureNotice } from '../part/notice.tsx';
import { BoundaryStep } from './boundary-step.tsx';
import type { Draft } from './draft.ts';
import { OwnerStep } from './owner-step.tsx';
import { PurposeStep } from './purpose-step.tsx';
import { SourceStep } from './source-step.tsx';
import { StepList } from './step-list.tsx';
import { fieldsOf, type StepName, stepsOf } from './steps.ts';
import { type NewCamera, useNewCamera } from './use-new-camera.ts';

/** A new camera, one question after the other. */
export function AddCameraPage() {
  const { say } = useWords();
  const camera = useNewCamera();
  const [step, setStep] = useState<StepName>('source');
  const [isTried, setIsTried] = useState(false);
  const title = useStepFocus(step);
  const steps = stepsOf(camera.draft.purpose);
  const index = steps.indexOf(step);
  const isLast = index === steps.length - 1;
  const go = (next: StepName) => {
    setStep(next);
    setIsTried(false);
  };
  const onSubmit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    setIsTried(true);
    if (fieldsOf(step).some((field) => camera.problemOf(field) !== null))
      focusFirstProblem(event.currentTarget);
    else if (isLast) void camera.save();
    else go(steps[index + 1] ?? step);
  };
  return (
    <div className="add">
      <h1>{say('add.title')}</h1>
      <StepList steps={steps} current={step} onGo={go} />
      <form onSubmit={onSubmit} noValidate>
        <h2 ref={title} tabIndex={-1}>
          {say(`add.step.${step}`)}
        </h2>
        <StepBody step={step} camera={camera} isTried={isTried} />
        {camera.failure === null ? null : <FailureNotice failure={camera.failure} />}
        <div className="form-buttons">
          {index > 0 ? (
            <button type="button" className="button-quiet" onClick={() => go(steps[index - 1] ?? 'source')}>
              {say('add.back')}
            </button>
          ) : null}
          <button type="submit" className="button" disabled={camera.isSaving}>
            {say(!isLast ? 'add.next' : camera.isSaving ? 'add.saving' : 'add.save')}
          </button>
        </div>
      </form>
    </div>
  );
}

function StepBody(props: { readonly step: StepName; readonly camera: NewCamera; readonly isTried: boolean }) {
  const { say } = useWords();
  const { step, camera } = props;
  const { draft, change, size } = camera;
  // Nothing is called wrong before it was asked for.
  const problemOf = (field: keyof Draft) => (props.isTried ? camera.problemOf(field) : null);
  const common = { draft, change, problemOf };
  switch (step) {
    case 'source':
      return <SourceStep {...common} onSize={camera.setSize} />;
    case 'purpose':
      return <PurposeStep {...common} />;
    case 'owner':
      return <OwnerStep {...common} />;
    case 'boundary':
      return <BoundaryStep {...common} size={size} boundary={camera.boundary} />;
    case 'line': {
      const boundary = draft.purpose === 'site-safety' ? camera.boundary.value : null;
      return (
        <>
          <p>{say('lines.lead')}</p>
          <p>{say('add.line.blind')}</p>
          <LineEditor camera={{ size, zones: [], boundary }} lines={camera.lines} />
        </>
      );
    }
    default:
      return step satisfies never;
  }
}

/** Each new question is read from its title. */
function useStepFocus(step: StepName) {
  const title = useRef<HTMLHeadingElement>(null);
  const shown = useRef(step);
  useEffect(() => {
    if (shown.current === step) return;
    shown.current = step;
    title.current?.focus({ preventScroll: true });
    window.scrollTo(0, 0);
  }, [step]);
  return title;
}

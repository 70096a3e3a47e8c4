import type { Fraction2, FrameSize, LineConfig } from '@outis/core';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { type ApiFailure, addCamera } from '../api/client.ts';
import { asFailure } from '../api/use-polled.ts';
import { hrefOf } from '../app/route.ts';
import { useSite } from '../app/site.ts';
import { addLine } from '../lines/line-edit.ts';
import { LineEditor } from '../lines/line-editor.tsx';
import { wholeView } from '../lines/polygon-edit.ts';
import { PolygonEditor } from '../lines/polygon-editor.tsx';
import { useHistory } from '../lines/use-history.ts';
import { useWords } from '../messages/words.tsx';
import { FailureNotice } from '../part/notice.tsx';
import { type Draft, draftProblem, emptyDraft, newCameraOf } from './draft.ts';
import { OwnerStep } from './owner-step.tsx';
import { PurposeStep } from './purpose-step.tsx';
import { SourceStep } from './source-step.tsx';
import { StepList } from './step-list.tsx';
import { fieldsOf, type StepName, stepsOf } from './steps.ts';

/** A new camera, one question after the other. */
export function AddCameraPage() {
  const { say } = useWords();
  const { cameras, refresh } = useSite();
  const [draft, setDraft] = useState<Draft>(emptyDraft);
  const [step, setStep] = useState<StepName>('source');
  const [size, setSize] = useState<FrameSize | null>(null);
  const [isTried, setIsTried] = useState(false);
  const [failure, setFailure] = useState<ApiFailure | null>(null);
  const [isSaving, setIsSaving] = useState(false);
  const boundary = useHistory<readonly Fraction2[]>(wholeView);
  const lines = useHistory<readonly LineConfig[]>(addLine([]));
  const title = useStepFocus(step);

  const takenIds = cameras?.cameras.map((camera) => camera.id) ?? [];
  const problemOf = (field: keyof Draft) => draftProblem(draft, field, { takenIds, nowMs: Date.now() });
  const shownProblemOf = (field: keyof Draft) => (isTried ? problemOf(field) : null);
  const change = (part: Partial<Draft>) => setDraft((old) => ({ ...old, ...part }));
  const steps = stepsOf(draft.purpose);
  const index = steps.indexOf(step);

  const go = (next: StepName) => {
    setStep(next);
    setIsTried(false);
    setFailure(null);
  };
  const save = async () => {
    setIsSaving(true);
    setFailure(null);
    try {
      const camera = await addCamera(newCameraOf(draft, boundary.value, lines.value));
      refresh();
      window.location.hash = hrefOf({ page: 'camera', cameraId: camera.id });
    } catch (error) {
      setFailure(asFailure(error));
      setIsSaving(false);
    }
  };
  const onSubmit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    setIsTried(true);
    if (fieldsOf(step).some((field) => problemOf(field) !== null)) {
      focusFirstProblem(event.currentTarget);
      return;
    }
    const next = steps[index + 1];
    if (next === undefined) void save();
    else go(next);
  };
  return (
    <div className="add">
      <h1>{say('add.title')}</h1>
      <StepList steps={steps} current={step} onGo={go} />
      <form onSubmit={onSubmit} noValidate>
        <h2 ref={title} tabIndex={-1}>
          {say(`add.step.${step}`)}
        </h2>
        {step === 'source' ? (
          <SourceStep draft={draft} change={change} problemOf={shownProblemOf} onSize={setSize} />
        ) : null}
        {step === 'purpose' ? <PurposeStep draft={draft} change={change} problemOf={shownProblemOf} /> : null}
        {step === 'owner' ? <OwnerStep draft={draft} change={change} problemOf={shownProblemOf} /> : null}
        {step === 'boundary' ? (
          <>
            <p>{say('add.boundary.text')}</p>
            <PolygonEditor size={size} points={boundary} />
          </>
        ) : null}
        {step === 'line' ? (
          <>
            <p>{say('lines.lead')}</p>
            <LineEditor
              camera={{ size, zones: [], boundary: draft.purpose === 'site-safety' ? boundary.value : null }}
              lines={lines}
            />
          </>
        ) : null}
        {failure === null ? null : <FailureNotice failure={failure} />}
        <div className="form-buttons">
          {index > 0 ? (
            <button type="button" className="button-quiet" onClick={() => go(steps[index - 1] ?? 'source')}>
              {say('add.back')}
            </button>
          ) : null}
          <button type="submit" className="button" disabled={isSaving}>
            {say(index === steps.length - 1 ? (isSaving ? 'add.saving' : 'add.save') : 'add.next')}
          </button>
        </div>
      </form>
    </div>
  );
}

/** Once the problems are drawn, the first field that has one is where to go on. */
function focusFirstProblem(form: HTMLFormElement): void {
  requestAnimationFrame(() =>
    form.querySelector<HTMLElement>('[aria-invalid="true"], fieldset.purposes input')?.focus(),
  );
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

import type { CameraJson, CameraSafetyJson, SafetyRequestJson } from '@outis/core';
import { useState } from 'react';
import { useSite } from '../app/site.ts';
import { type Undoable, useHistory } from '../lines/use-history.ts';
import { type Checked, useCheck } from '../measures/use-check.ts';
import { type Action, useAction } from '../part/use-action.ts';
import { useUnsaved } from '../part/use-unsaved.ts';
import { checkSafety, saveSafety } from './safety-api.ts';
import { draftOf, type SafetyDraft, safetyRequestOf } from './safety-draft.ts';
import { type ProblemPlace, placeOf, problemsOf, type SafetyProblem } from './safety-problems.ts';
import { type Preview, usePreview } from './use-preview.ts';

/** What every part of the editor is given. */
export interface SafetyEditing {
  readonly camera: CameraJson;
  readonly safety: CameraSafetyJson;
  readonly draft: Undoable<SafetyDraft>;
  /** Null while a number is missing. */
  readonly request: SafetyRequestJson | null;
  readonly problems: readonly SafetyProblem[];
  /** What the edge says to it as it is now, and where that belongs; null where it takes it. */
  readonly refusal: { readonly place: ProblemPlace; readonly text: string } | null;
  readonly checked: Checked;
  /** Whether saving would be refused. */
  readonly isRefused: boolean;
  readonly preview: Preview;
  readonly action: Action;
  readonly isChanged: boolean;
  /** The camera after saving; null before, and once something was changed again. */
  readonly saved: CameraJson | null;
  readonly save: () => Promise<void>;
}

/** Keeps the draft while the page is open: what the edge says in between moves nothing under the hand. */
export function useSafety(camera: CameraJson, safety: CameraSafetyJson): SafetyEditing {
  const { refresh } = useSite();
  const [start] = useState(() => requestNow(camera, safety));
  const draft = useHistory<SafetyDraft>(draftOf(start));
  const request = safetyRequestOf(draft.value);
  const json = JSON.stringify(request);
  const [savedJson, setSavedJson] = useState(() => JSON.stringify(safetyRequestOf(draftOf(start))));
  const [saved, setSaved] = useState<{ readonly json: string; readonly camera: CameraJson } | null>(null);
  const [failedJson, setFailedJson] = useState<string | null>(null);
  const action = useAction();
  const preview = usePreview(camera.id, request);
  const checked = useCheck(camera.id, request, checkSafety);
  const save = async () => {
    if (request === null) return;
    setFailedJson(json);
    const isDone = await action.run(async () => {
      setSaved({ json, camera: await saveSafety(camera.id, request) });
      setSavedJson(json);
    });
    if (isDone) refresh();
  };
  useUnsaved(json !== savedJson);
  const problems = problemsOf(draft.value, camera);
  const refused = failedJson === json ? (action.failure?.problem?.message ?? null) : null;
  // What the page says itself needs no second voice, and an answer to what was before the last change no first.
  const foreseen = problems.length > 0 || checked.isChecking ? null : (checked.check?.problem ?? null);
  const message = refused ?? foreseen;
  return {
    ...{ camera, safety, draft, request, problems, preview, checked, action, save },
    refusal: message === null ? null : { place: placeOf(message), text: message },
    isRefused: problems.length > 0 || foreseen !== null,
    isChanged: json !== savedJson,
    saved: saved !== null && saved.json === json ? saved.camera : null,
  };
}

/** What was asked for last, where a part of it waits for its time. */
function requestNow(camera: CameraJson, safety: CameraSafetyJson): SafetyRequestJson {
  return {
    zones: camera.zones,
    rules: safety.rules.map(({ config }) => config),
    calibration: safety.calibration,
  };
}

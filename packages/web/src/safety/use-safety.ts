import type { CameraJson, CameraSafetyJson, SafetyRequestJson } from '@outis/core';
import { useState } from 'react';
import { useSite } from '../app/site.ts';
import { type Undoable, useHistory } from '../lines/use-history.ts';
import { type Action, useAction } from '../part/use-action.ts';
import { saveSafety } from './safety-api.ts';
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
  /** What the edge said to the last attempt, and where it belongs; null where it was taken, or has changed since. */
  readonly refusal: { readonly place: ProblemPlace; readonly text: string } | null;
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
  const save = async () => {
    if (request === null) return;
    setFailedJson(json);
    const isDone = await action.run(async () => {
      setSaved({ json, camera: await saveSafety(camera.id, request) });
      setSavedJson(json);
    });
    if (isDone) refresh();
  };
  const message = action.failure?.problem?.message ?? null;
  return {
    ...{ camera, safety, draft, request, preview, action, save },
    problems: problemsOf(draft.value, camera),
    refusal: message === null || failedJson !== json ? null : { place: placeOf(message), text: message },
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

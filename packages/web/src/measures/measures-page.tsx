import type { CameraJson, MeasuresJson } from '@outis/core';
import { useState } from 'react';
import { checkMeasures, saveMeasures } from '../api/client.ts';
import { useCamera, useSite } from '../app/site.ts';
import { CameraTitle } from '../camera/camera-title.tsx';
import { UndoKeys } from '../lines/undo-keys.tsx';
import { useHistory } from '../lines/use-history.ts';
import { useWords } from '../messages/words.tsx';
import { FailureNotice, Notice } from '../part/notice.tsx';
import { UnknownCamera } from '../part/unknown-camera.tsx';
import { useAction } from '../part/use-action.ts';
import { useUnsaved } from '../part/use-unsaved.ts';
import { useAimBehind } from './aim-behind.tsx';
import { CalibrationEditor } from './calibration-editor.tsx';
import { draftOf, requestOf } from './measures-draft.ts';
import { MovementsChooser } from './movements-chooser.tsx';
import { useCheck } from './use-check.ts';
import { ZonesEditor } from './zones-editor.tsx';

/** Where the ground is, what is measured where, and which ways are counted. */
export function MeasuresPage(props: { readonly cameraId: string }) {
  const { say } = useWords();
  const camera = useCamera(props.cameraId);
  if (camera === null) return <UnknownCamera cameraId={props.cameraId} />;
  return (
    <>
      <CameraTitle camera={camera} page="measures" />
      {camera.measures === null ? (
        <Notice tone="info">{say('measures.streetOnly')}</Notice>
      ) : (
        <MeasuresForm camera={camera} measures={camera.measures} />
      )}
    </>
  );
}

function MeasuresForm(props: { readonly camera: CameraJson; readonly measures: MeasuresJson }) {
  const { say } = useWords();
  const { refresh } = useSite();
  const { camera } = props;
  // The page has the word while it is open: what the edge says in between does not move a point under the hand.
  const draft = useHistory(draftOf(props.measures.asked));
  const request = requestOf(draft.value);
  const checked = useCheck(camera.id, request, checkMeasures);
  const behind = useAimBehind(camera);
  const action = useAction();
  const [saved, setSaved] = useState<string | null>(() => JSON.stringify(props.measures.asked));
  const [isSaved, setIsSaved] = useState(false);
  const json = JSON.stringify(request);
  const isChanged = json !== saved;
  useUnsaved(isChanged);
  const problem = checked.check?.problem ?? null;
  const editor = { camera, draft, checked, behind };
  return (
    <UndoKeys of={draft} className="measures">
      <p className="lead">{say('measures.lead')}</p>
      <CalibrationEditor {...editor} />
      <ZonesEditor {...editor} />
      <MovementsChooser camera={camera} draft={draft} />
      <div aria-live="polite">
        {problem === null || !isChanged ? null : (
          <Notice tone="warn" title={say('measures.problem')}>
            <span lang="en">{problem}</span>
          </Notice>
        )}
        {isSaved && !isChanged ? <Notice tone="info">{say('measures.saved')}</Notice> : null}
      </div>
      {action.failure === null ? null : <FailureNotice failure={action.failure} />}
      {checked.failure === null ? null : <FailureNotice failure={checked.failure} />}
      <div className="form-buttons">
        <button
          type="button"
          className="button"
          disabled={request === null || !isChanged || problem !== null || action.isRunning}
          onClick={() =>
            request !== null &&
            void action.run(async () => {
              await saveMeasures(camera.id, request);
              setSaved(json);
              setIsSaved(true);
              refresh();
            })
          }
        >
          {say('measures.save')}
        </button>
        <button type="button" className="button-quiet" disabled={!draft.canUndo} onClick={draft.undo}>
          {say('editor.undo')}
        </button>
        {checked.isChecking ? <span className="soft">{say('measures.checking')}</span> : null}
      </div>
    </UndoKeys>
  );
}

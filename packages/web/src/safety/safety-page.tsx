import type { CameraJson, CameraSafetyJson } from '@outis/core';
import { useCamera } from '../app/site.ts';
import { CameraTitle } from '../camera/camera-title.tsx';
import { PendingNotice } from '../changes/pending-notice.tsx';
import { UndoKeys } from '../lines/undo-keys.tsx';
import { partOf } from '../lines/use-history.ts';
import { useAimBehind } from '../measures/aim-behind.tsx';
import { CalibrationEditor } from '../measures/calibration-editor.tsx';
import { useWords } from '../messages/words.tsx';
import { FailureNotice, Notice } from '../part/notice.tsx';
import { UnknownCamera } from '../part/unknown-camera.tsx';
import { HazardZones } from './hazard-zones.tsx';
import { PreviewBar } from './preview-bar.tsx';
import { Refusal } from './refusal.tsx';
import { RulesEditor } from './rules-editor.tsx';
import { type SafetyEditing, useSafety } from './use-safety.ts';

/** What a site camera warns of: zones with their dangers, rules, and a try of them on what is seen now. */
export function SafetyPage(props: { readonly cameraId: string }) {
  const { say } = useWords();
  const camera = useCamera(props.cameraId);
  if (camera === null) return <UnknownCamera cameraId={props.cameraId} />;
  return (
    <>
      <CameraTitle camera={camera} page="safety" />
      {camera.safety === null ? (
        <Notice tone="info">{say('safety.streetOnly')}</Notice>
      ) : (
        <>
          <p className="lead">{say('safety.lead')}</p>
          <PendingNotice pending={camera.pending} />
          <SafetyForm camera={camera} safety={camera.safety} />
        </>
      )}
    </>
  );
}

function SafetyForm(props: { readonly camera: CameraJson; readonly safety: CameraSafetyJson }) {
  const editing = useSafety(props.camera, props.safety);
  const { draft } = editing;
  return (
    <UndoKeys of={draft} className="safety-editor">
      <PreviewBar preview={editing.preview} canTry={editing.request !== null} />
      <HazardZones editing={editing} />
      <RulesEditor editing={editing} />
      <Ground editing={editing} />
      <SaveBar editing={editing} />
    </UndoKeys>
  );
}

/** The calibration as on a street, without what is measured there. */
function Ground(props: { readonly editing: SafetyEditing }) {
  const { say } = useWords();
  const { camera, draft, refusal, checked } = props.editing;
  const behind = useAimBehind(camera);
  return (
    <CalibrationEditor
      camera={camera}
      draft={partOf(draft, 'ground')}
      checked={checked}
      behind={behind}
      title={say('safety.ground')}
      lead={
        <>
          <p>{say('safety.ground.text')}</p>
          {refusal?.place.at === 'ground' && checked.check?.calibration?.kind !== 'refused' ? (
            <Refusal text={refusal.text} />
          ) : null}
        </>
      }
    />
  );
}

function SaveBar(props: { readonly editing: SafetyEditing }) {
  const { say } = useWords();
  const { draft, request, problems, refusal, isRefused, action, isChanged, saved, save } = props.editing;
  const isIncomplete = request === null || problems.length > 0;
  return (
    <div className="safety-save">
      <div aria-live="polite">
        {isChanged && isIncomplete ? (
          <Notice tone="warn" title={say('safety.problems')}>
            {say('safety.preview.incomplete')}
          </Notice>
        ) : null}
        {refusal === null ? null : <Refusal text={refusal.text} />}
        {saved === null ? null : (
          <Notice tone="info">
            {say(
              saved.pending.some(({ field }) => field === 'rules') ? 'safety.saved.waits' : 'safety.saved',
            )}
          </Notice>
        )}
      </div>
      {action.failure === null || refusal !== null ? null : <FailureNotice failure={action.failure} />}
      <div className="form-buttons">
        <button
          type="button"
          className="button"
          disabled={isIncomplete || isRefused || !isChanged || action.isRunning}
          onClick={() => void save()}
        >
          {say(action.isRunning ? 'safety.saving' : 'safety.save')}
        </button>
        <button type="button" className="button-quiet" disabled={!draft.canUndo} onClick={draft.undo}>
          {say('safety.undo')}
        </button>
        <span className="soft settings-same">
          {isChanged ? say('safety.unsaved') : saved === null ? say('safety.same') : null}
        </span>
      </div>
    </div>
  );
}

import type { CameraJson } from '@outis/core';
import { type FormEvent, useState } from 'react';
import { WholeViewTick } from '../add/boundary-step.tsx';
import type { Draft, DraftProblem } from '../add/draft.ts';
import { OwnerFields } from '../add/owner-step.tsx';
import { PurposeStep } from '../add/purpose-step.tsx';
import { useCamera } from '../app/site.ts';
import { CameraTitle } from '../camera/camera-title.tsx';
import { PendingNotice } from '../changes/pending-notice.tsx';
import { PolygonEditor } from '../lines/polygon-editor.tsx';
import { useWords } from '../messages/words.tsx';
import { Field, focusFirstProblem } from '../part/field.tsx';
import { FailureNotice, Notice } from '../part/notice.tsx';
import { UnknownCamera } from '../part/unknown-camera.tsx';
import { BackgroundChoice } from './background-choice.tsx';
import { MasksEditor } from './masks-editor.tsx';
import { backgroundOf, type SettingsDraft, settingsProblem } from './settings-draft.ts';
import { type Settings, useSettings } from './use-settings.ts';

/** What a camera is for, who answers for it, and what it never sees. */
export function SettingsPage(props: { readonly cameraId: string }) {
  const { say } = useWords();
  const camera = useCamera(props.cameraId);
  if (camera === null) return <UnknownCamera cameraId={props.cameraId} />;
  return (
    <>
      <CameraTitle camera={camera} page="settings" />
      <p className="lead">{say('settings.lead')}</p>
      <PendingNotice pending={camera.pending} />
      <SettingsForm camera={camera} />
    </>
  );
}

const fields = ['purpose', 'owner', 'contact', 'reason', 'until', 'ownGroundOnly', 'lat'] as const;

function SettingsForm(props: { readonly camera: CameraJson }) {
  const { say } = useWords();
  const { camera } = props;
  const settings = useSettings(camera);
  const [isTried, setIsTried] = useState(false);
  const { draft, change, boundary, action } = settings;
  const context = { camera, nowMs: Date.now(), boundary: boundary.value };
  const problemOf = (field: keyof SettingsDraft) => (isTried ? settingsProblem(draft, field, context) : null);
  // The fields that the form for a new camera has too have its problems.
  const step = { draft, change, problemOf: (field: keyof Draft) => problemOf(field) as DraftProblem | null };
  const onSubmit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    setIsTried(true);
    if (fields.some((field) => settingsProblem(draft, field, context) !== null))
      return focusFirstProblem(event.currentTarget);
    await settings.save();
  };
  return (
    <form className="settings" onSubmit={onSubmit} noValidate>
      <section className="part">
        <h2>{say('settings.purpose')}</h2>
        <PurposeStep {...step} />
      </section>
      <section className="part">
        <h2>{say('add.stepShort.owner')}</h2>
        <OwnerFields {...step} />
      </section>
      {draft.purpose === 'site-safety' ? (
        <section className="part">
          <h2>{say('settings.boundary')}</h2>
          <p>{say('settings.boundary.text')}</p>
          <PolygonEditor size={camera.size} points={boundary} />
          <WholeViewTick {...step} boundary={boundary} />
        </section>
      ) : null}
      {draft.purpose === 'site-safety' && !(camera.simulated && camera.background === null) ? (
        <section className="part">
          <h2>{say('settings.background')}</h2>
          <BackgroundChoice
            value={draft.background ?? backgroundOf(camera)}
            onChange={(background) => change({ background })}
          />
        </section>
      ) : null}
      <section className="part">
        <h2>{say('settings.masks')}</h2>
        <p>{say('settings.masks.text')}</p>
        <MasksEditor size={camera.size} masks={settings.masks} />
      </section>
      <section className="part">
        <h2>{say('settings.place')}</h2>
        <p>{say('settings.place.text')}</p>
        <PlaceFields draft={draft} change={change} hasProblem={problemOf('lat') !== null} />
      </section>
      <Outcome camera={camera} settings={settings} />
      {action.failure === null ? null : <FailureNotice failure={action.failure} />}
      <div className="form-buttons">
        <button type="submit" className="button" disabled={action.isRunning || !settings.isChanged}>
          {say(action.isRunning ? 'settings.saving' : 'settings.save')}
        </button>
        {settings.isChanged || settings.saved !== null ? null : (
          <span className="soft settings-same">{say('settings.same')}</span>
        )}
      </div>
    </form>
  );
}

/** Before saving: what would wait. After it: what does. */
function Outcome(props: { readonly camera: CameraJson; readonly settings: Settings }) {
  const { say, list } = useWords();
  const { widened, saved, isChanged } = props.settings;
  const named = (of: readonly (typeof widened)[number][]) => list(of.map((field) => say(`widened.${field}`)));
  const waiting = [...new Set(saved?.pending.map((change) => change.field) ?? [])];
  return (
    <div className="settings-outcome" aria-live="polite">
      {isChanged && widened.length > 0 ? (
        <Notice tone="warn" title={say('settings.waits.title', { fields: named(widened) })}>
          {say('settings.waits.text')}
        </Notice>
      ) : null}
      {isChanged && props.camera.pending.length > 0 ? (
        <Notice tone="warn">{say('settings.replaces')}</Notice>
      ) : null}
      {saved === null ? null : (
        <Notice tone="info">
          {waiting.length === 0
            ? say('settings.saved')
            : say('settings.saved.waiting', { fields: named(waiting) })}
        </Notice>
      )}
    </div>
  );
}

function PlaceFields(props: {
  readonly draft: SettingsDraft;
  readonly change: (part: Partial<SettingsDraft>) => void;
  readonly hasProblem: boolean;
}) {
  const { say } = useWords();
  return (
    <div className="place-fields">
      {(['lat', 'lon'] as const).map((key) => (
        <Field
          key={key}
          label={say(`settings.place.${key}`)}
          problem={props.hasProblem && key === 'lat' ? 'settings.place.bad' : null}
        >
          {(wiring) => (
            <input
              {...wiring}
              inputMode="decimal"
              autoComplete="off"
              value={props.draft[key]}
              onChange={(event) => props.change({ [key]: event.target.value })}
            />
          )}
        </Field>
      ))}
    </div>
  );
}

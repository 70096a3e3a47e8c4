import {
  type CameraJson,
  type CameraSettingsJson,
  type Fraction2,
  type WidenedField,
  widenings,
} from '@outis/core';
import { useDeferredValue, useMemo, useState } from 'react';
import { saveSettings } from '../api/client.ts';
import { useSite } from '../app/site.ts';
import { type Undoable, useHistory } from '../lines/use-history.ts';
import { type Action, useAction } from '../part/use-action.ts';
import { useUnsaved } from '../part/use-unsaved.ts';
import {
  backgroundOf,
  boundaryOf,
  draftOf,
  masksOf,
  type SettingsDraft,
  settingsOf,
} from './settings-draft.ts';

/** The settings of a camera that are being changed. */
export interface Settings {
  readonly draft: SettingsDraft;
  readonly change: (part: Partial<SettingsDraft>) => void;
  readonly boundary: Undoable<readonly Fraction2[]>;
  readonly masks: Undoable<CameraJson['masks']>;
  /** What of it would wait. */
  readonly widened: readonly WidenedField[];
  readonly isChanged: boolean;
  /** What the edge answered to the last saving, while nothing was changed since. */
  readonly saved: CameraJson | null;
  readonly action: Action;
  readonly save: () => Promise<boolean>;
}

/** Keeps the form while it is open: what the edge says in between does not move anything under the hand. */
export function useSettings(camera: CameraJson): Settings {
  const { refresh } = useSite();
  const [draft, setDraft] = useState(() => draftOf(camera));
  const boundary = useHistory(boundaryOf(camera));
  const masks = useHistory(masksOf(camera));
  const [last, setLast] = useState<{ json: string; answer: CameraJson | null }>(() => ({
    json: JSON.stringify(settingsOf(draft, boundary.value, masks.value)),
    answer: null,
  }));
  const action = useAction();
  const settings = useMemo(
    () => settingsOf(draft, boundary.value, masks.value),
    [draft, boundary.value, masks.value],
  );
  const json = JSON.stringify(settings);
  const isChanged = json !== last.json;
  useUnsaved(isChanged);
  return {
    draft,
    change: (part) => setDraft((old) => ({ ...old, ...part })),
    boundary,
    masks,
    widened: useWidened(camera, settings),
    isChanged,
    saved: isChanged ? null : last.answer,
    action,
    save: () =>
      action.run(async () => {
        const answer = await saveSettings(camera.id, settings);
        setLast({ json, answer });
        refresh();
      }),
  };
}

/** Looking at every point of the view takes some milliseconds: dragging goes on meanwhile. */
function useWidened(camera: CameraJson, settings: CameraSettingsJson): readonly WidenedField[] {
  const wanted = useDeferredValue(settings);
  const before = JSON.stringify({
    purpose: camera.purpose,
    reason: camera.reason,
    masks: camera.masks,
    boundary: camera.boundary ?? undefined,
    until: camera.until ?? undefined,
    background: backgroundOf(camera),
  });
  return useMemo(() => widenings(JSON.parse(before), wanted), [before, wanted]);
}

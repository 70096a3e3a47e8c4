import type { Fraction2, FrameSize, LineConfig } from '@outis/core';
import { useState } from 'react';
import type { ApiFailure } from '../api/ask.ts';
import { addCamera } from '../api/client.ts';
import { asFailure } from '../api/use-polled.ts';
import { hrefOf } from '../app/route.ts';
import { useSite } from '../app/site.ts';
import { addLine } from '../lines/line-edit.ts';
import { wholeView } from '../lines/polygon-edit.ts';
import { type Undoable, useHistory } from '../lines/use-history.ts';
import { type Draft, type DraftProblem, draftProblem, emptyDraft, newCameraOf } from './draft.ts';
import { rememberAdded } from './just-added.ts';

/** A camera that is being described, and the way to add it. */
export interface NewCamera {
  readonly draft: Draft;
  readonly change: (part: Partial<Draft>) => void;
  readonly problemOf: (field: keyof Draft) => DraftProblem | null;
  /** The size of the picture once the connection was tested. */
  readonly size: FrameSize | null;
  readonly setSize: (size: FrameSize | null) => void;
  readonly boundary: Undoable<readonly Fraction2[]>;
  readonly lines: Undoable<readonly LineConfig[]>;
  readonly isSaving: boolean;
  readonly failure: ApiFailure | null;
  /** Adds it and goes to its page. */
  readonly save: () => Promise<void>;
}

/** Keeps the answers of the form while it is open. */
export function useNewCamera(): NewCamera {
  const { cameras, refresh } = useSite();
  const [draft, setDraft] = useState<Draft>(emptyDraft);
  const [size, setSize] = useState<FrameSize | null>(null);
  const [failure, setFailure] = useState<ApiFailure | null>(null);
  const [isSaving, setIsSaving] = useState(false);
  const boundary = useHistory<readonly Fraction2[]>(wholeView);
  const lines = useHistory<readonly LineConfig[]>(addLine([]));
  const takenIds = cameras?.cameras.map((camera) => camera.id) ?? [];
  const save = async () => {
    setIsSaving(true);
    setFailure(null);
    try {
      const camera = await addCamera(newCameraOf(draft, boundary.value, lines.value));
      rememberAdded(camera.id);
      refresh();
      window.location.hash = hrefOf({ page: 'camera', cameraId: camera.id });
    } catch (error) {
      setFailure(asFailure(error));
      setIsSaving(false);
    }
  };
  return {
    draft,
    change: (part) => setDraft((old) => ({ ...old, ...part })),
    problemOf: (field) =>
      draftProblem(draft, field, { takenIds, nowMs: Date.now(), boundary: boundary.value }),
    size,
    setSize,
    boundary,
    lines,
    isSaving,
    failure,
    save,
  };
}

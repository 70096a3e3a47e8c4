import type { CameraJson } from '@outis/core';
import { useEffect, useRef, useState } from 'react';
import { type ApiFailure, saveLines } from '../api/client.ts';
import { asFailure } from '../api/use-polled.ts';
import { useCamera, useSite } from '../app/site.ts';
import { CameraTitle } from '../camera/camera-title.tsx';
import { useWords } from '../messages/words.tsx';
import { FailureNotice, Notice } from '../part/notice.tsx';
import { LineEditor } from './line-editor.tsx';
import { useHistory } from './use-history.ts';

const saveAfterMs = 300;

/** The lines of a camera, saved as they are changed. */
export function LinesPage(props: { readonly cameraId: string }) {
  const { say } = useWords();
  const camera = useCamera(props.cameraId);
  if (camera === null) {
    return (
      <Notice tone="warn" title={say('camera.unknown', { id: props.cameraId })}>
        <a href="#/">{say('nav.cameras')}</a>
      </Notice>
    );
  }
  return (
    <>
      <CameraTitle camera={camera} page="lines" />
      <p className="lead">{say('lines.lead')}</p>
      <SavedLines camera={camera} />
    </>
  );
}

type SaveState = 'untouched' | 'saving' | 'saved' | 'failed';

function SavedLines(props: { readonly camera: CameraJson }) {
  const { say } = useWords();
  const { camera } = props;
  const { refresh } = useSite();
  // The page has the word while it is open: what the edge says in between does not move a line under the hand.
  const lines = useHistory(camera.lines);
  const saved = useRef(camera.lines);
  const [state, setState] = useState<SaveState>('untouched');
  const [failure, setFailure] = useState<ApiFailure | null>(null);
  const { value } = lines;
  useEffect(() => {
    if (value === saved.current) return;
    setState('saving');
    const timer = setTimeout(async () => {
      saved.current = value;
      try {
        await saveLines(camera.id, value);
        setFailure(null);
        setState((old) => (saved.current === value ? 'saved' : old));
        refresh();
      } catch (error) {
        setFailure(asFailure(error));
        setState('failed');
      }
    }, saveAfterMs);
    return () => clearTimeout(timer);
  }, [value, camera.id, refresh]);
  return (
    <>
      <p className={`save-state save-${state}`} role="status" aria-live="polite">
        {say(`lines.${state}`)}
      </p>
      {failure === null ? null : <FailureNotice failure={failure} />}
      <LineEditor camera={camera} lines={lines} />
    </>
  );
}

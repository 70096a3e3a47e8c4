import type { CameraJson, LineConfig } from '@outis/core';
import { useEffect, useRef, useState } from 'react';
import type { ApiFailure } from '../api/ask.ts';
import { saveLines } from '../api/client.ts';
import { asFailure } from '../api/use-polled.ts';
import { useCamera, useSite } from '../app/site.ts';
import { CameraTitle } from '../camera/camera-title.tsx';
import { useWords } from '../messages/words.tsx';
import { FailureNotice } from '../part/notice.tsx';
import { UnknownCamera } from '../part/unknown-camera.tsx';
import { LineEditor } from './line-editor.tsx';
import { SaveQueue, type SaveState } from './save-queue.ts';
import { useHistory } from './use-history.ts';

const saveAfterMs = 300;

/** The lines of a camera, saved as they are changed. */
export function LinesPage(props: { readonly cameraId: string }) {
  const { say } = useWords();
  const camera = useCamera(props.cameraId);
  if (camera === null) return <UnknownCamera cameraId={props.cameraId} />;
  return (
    <>
      <CameraTitle camera={camera} page="lines" />
      <p className="lead">{say('lines.lead')}</p>
      <SavedLines camera={camera} />
    </>
  );
}

function SavedLines(props: { readonly camera: CameraJson }) {
  const { say } = useWords();
  const { camera } = props;
  // The page has the word while it is open: what the edge says in between does not move a line under the hand.
  const lines = useHistory(camera.lines);
  const { state, failure, saveNow } = useSaved(camera.id, lines.value);
  return (
    <>
      <p className={`save-state save-${state}`} role="status" aria-live="polite">
        {say(`lines.${state}`)}
      </p>
      {failure === null ? null : (
        <div className="save-failure">
          <FailureNotice failure={failure} />
          <button type="button" className="button-quiet" onClick={saveNow}>
            {say('lines.again')}
          </button>
        </div>
      )}
      <LineEditor camera={camera} lines={lines} />
    </>
  );
}

/** Saves the lines whenever they have changed, and what still waits when the page is left. */
function useSaved(cameraId: string, value: readonly LineConfig[]) {
  const { refresh } = useSite();
  const [state, setState] = useState<SaveState>('untouched');
  const [failure, setFailure] = useState<ApiFailure | null>(null);
  const first = useRef(value);
  const [queue] = useState(
    () =>
      new SaveQueue<readonly LineConfig[]>(
        saveAfterMs,
        async (lines) => {
          await saveLines(cameraId, lines);
          refresh();
        },
        (next, error) => {
          setState(next);
          setFailure(next === 'failed' ? asFailure(error) : null);
        },
      ),
  );
  useEffect(() => {
    if (value === first.current) return;
    first.current = value;
    queue.put(value);
  }, [value, queue]);
  useEffect(() => {
    const flush = () => void queue.flush();
    window.addEventListener('pagehide', flush);
    return () => {
      window.removeEventListener('pagehide', flush);
      flush();
    };
  }, [queue]);
  return { state, failure, saveNow: () => void queue.flush() };
}

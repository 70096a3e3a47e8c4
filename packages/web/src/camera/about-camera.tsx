import type { CameraJson } from '@outis/core';
import { useRef, useState } from 'react';
import type { ApiFailure } from '../api/ask.ts';
import { removeCamera } from '../api/client.ts';
import { asFailure } from '../api/use-polled.ts';
import { useSite } from '../app/site.ts';
import { useWords } from '../messages/words.tsx';
import { dateMs } from '../part/day.ts';
import { FailureNotice } from '../part/notice.tsx';

/** Whose camera this is and why it is there; and the way to take it away. */
export function AboutCamera(props: { readonly camera: CameraJson }) {
  const { say, time } = useWords();
  const { camera } = props;
  return (
    <section className="about">
      <h2>{say('about.title')}</h2>
      <dl className="facts">
        <Fact term={say('about.owner')}>{camera.owner}</Fact>
        <Fact term={say('about.reason')}>{camera.reason}</Fact>
        {camera.until === null ? null : (
          <Fact term={say('about.until')}>{time(dateMs(camera.until), 'date', 'UTC')}</Fact>
        )}
        <Fact term={say('about.source')}>
          <code>{camera.source}</code>
        </Fact>
        {camera.size === null ? null : (
          <Fact term={say('about.size')}>
            {camera.size.widthPx} × {camera.size.heightPx}
          </Fact>
        )}
      </dl>
      <RemoveCamera cameraId={camera.id} />
    </section>
  );
}

function Fact(props: { readonly term: string; readonly children: React.ReactNode }) {
  return (
    <div>
      <dt>{props.term}</dt>
      <dd>{props.children}</dd>
    </div>
  );
}

function RemoveCamera(props: { readonly cameraId: string }) {
  const { say } = useWords();
  const { refresh } = useSite();
  const dialog = useRef<HTMLDialogElement>(null);
  const [failure, setFailure] = useState<ApiFailure | null>(null);
  const remove = async () => {
    try {
      await removeCamera(props.cameraId);
      dialog.current?.close();
      window.location.hash = '#/';
      refresh();
    } catch (error) {
      setFailure(asFailure(error));
    }
  };
  return (
    <>
      <button type="button" className="button-quiet" onClick={() => dialog.current?.showModal()}>
        {say('remove.button')}
      </button>
      <dialog ref={dialog} aria-labelledby="remove-title">
        <h3 id="remove-title">{say('remove.title', { id: props.cameraId })}</h3>
        <p>{say('remove.text')}</p>
        {failure === null ? null : <FailureNotice failure={failure} />}
        <div className="dialog-buttons">
          <button type="button" className="button-quiet" onClick={() => dialog.current?.close()}>
            {say('cancel')}
          </button>
          <button type="button" className="button button-bad" onClick={remove}>
            {say('remove.confirm')}
          </button>
        </div>
      </dialog>
    </>
  );
}

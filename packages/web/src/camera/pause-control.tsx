import type { CameraJson } from '@outis/core';
import { setPaused } from '../api/client.ts';
import { useMe } from '../app/me.ts';
import { useSite } from '../app/site.ts';
import { useWords } from '../messages/words.tsx';
import { FailureNotice } from '../part/notice.tsx';
import { useAction } from '../part/use-action.ts';
import { usePauseText } from './pause-text.ts';

/** One click that closes the stream of a camera, or opens it again, with what it does in a line. */
export function PauseControl(props: { readonly camera: CameraJson }) {
  const { say } = useWords();
  const { has } = useMe();
  const { refresh } = useSite();
  const action = useAction();
  const text = usePauseText(props.camera);
  const { id, pause } = props.camera;
  const mayOpen = has('operator') || has('installer');
  const mayClose = mayOpen || has('dpo');
  // A person's pause outlasts the schedule: who wants that may say so while the schedule holds it.
  const closes = pause.by === null || pause.by !== 'person';
  const isOpener = pause.isPaused && !pause.isScheduled;
  const key = isOpener ? 'pause.goOn' : pause.isPaused ? 'pause.stay' : 'pause.do';
  const isOffered = isOpener ? mayOpen : mayClose && closes;
  const run = () =>
    action.run(async () => {
      await setPaused(id, !isOpener);
      refresh();
    });
  return (
    <div className={`pause${pause.isPaused ? ' pause-on' : ''}`}>
      {isOffered ? (
        <button
          type="button"
          className={isOpener ? 'button' : 'button-quiet'}
          aria-label={say(`${key}.name`, { id })}
          disabled={action.isRunning}
          onClick={run}
        >
          {say(key)}
        </button>
      ) : null}
      <p className="soft small" role="status">
        {text} {isOpener && !mayOpen ? say('pause.others') : null}
      </p>
      {action.failure === null ? null : <FailureNotice failure={action.failure} />}
    </div>
  );
}

import { type ReactNode, useId, useRef } from 'react';
import { useWords } from '../messages/words.tsx';
import { FailureNotice } from './notice.tsx';
import { useAction } from './use-action.ts';

/** A button that asks before it does something; what goes wrong is said in the question. */
export function ConfirmButton(props: {
  readonly label: string;
  /** What the button is called where several of the same label stand on a page. */
  readonly name?: string;
  readonly title: string;
  readonly text: ReactNode;
  readonly confirm: string;
  readonly isBad?: boolean;
  readonly className?: string;
  readonly onConfirm: () => Promise<void>;
}) {
  const { say } = useWords();
  const dialog = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  const action = useAction();
  const confirm = async () => {
    if (await action.run(props.onConfirm)) dialog.current?.close();
  };
  return (
    <>
      <button
        type="button"
        className={props.className ?? 'button-quiet'}
        aria-label={props.name}
        onClick={() => dialog.current?.showModal()}
      >
        {props.label}
      </button>
      <dialog ref={dialog} aria-labelledby={titleId} onClose={action.forget}>
        <h3 id={titleId}>{props.title}</h3>
        <div>{props.text}</div>
        {action.failure === null ? null : <FailureNotice failure={action.failure} />}
        <div className="dialog-buttons">
          <button type="button" className="button-quiet" onClick={() => dialog.current?.close()}>
            {say('cancel')}
          </button>
          <button
            type="button"
            className={props.isBad === true ? 'button button-bad' : 'button'}
            disabled={action.isRunning}
            onClick={confirm}
          >
            {props.confirm}
          </button>
        </div>
      </dialog>
    </>
  );
}

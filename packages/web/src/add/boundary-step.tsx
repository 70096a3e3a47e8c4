import type { Fraction2, FrameSize } from '@outis/core';
import { useId } from 'react';
import { isWholeView } from '../lines/polygon-edit.ts';
import { PolygonEditor } from '../lines/polygon-editor.tsx';
import type { Undoable } from '../lines/use-history.ts';
import { useWords } from '../messages/words.tsx';
import type { StepProps } from './step-props.ts';

/** Where one's own ground ends. The whole view does not pass unsaid: it needs a tick. */
export function BoundaryStep(
  props: StepProps & {
    readonly size: FrameSize | null;
    readonly boundary: Undoable<readonly Fraction2[]>;
  },
) {
  const { say } = useWords();
  return (
    <>
      <p>{say('add.boundary.text')}</p>
      <p>{say('add.boundary.blind')}</p>
      <PolygonEditor size={props.size} points={props.boundary} />
      <WholeViewTick {...props} />
    </>
  );
}

/** Asks in so many words whether the camera sees nothing but own ground, while the boundary is the whole view. */
export function WholeViewTick(props: StepProps & { readonly boundary: Undoable<readonly Fraction2[]> }) {
  const { say } = useWords();
  const problemId = useId();
  const problem = props.problemOf('ownGroundOnly');
  if (!isWholeView(props.boundary.value)) return null;
  return (
    <div className="tick">
      <label>
        <input
          type="checkbox"
          checked={props.draft.ownGroundOnly}
          aria-invalid={problem !== null}
          aria-describedby={problem === null ? undefined : problemId}
          onChange={(event) => props.change({ ownGroundOnly: event.target.checked })}
        />
        {say('add.boundary.whole')}
      </label>
      {problem === null ? null : (
        <p id={problemId} className="field-problem" role="alert">
          {say(problem)}
        </p>
      )}
    </div>
  );
}

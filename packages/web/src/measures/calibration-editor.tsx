import type { CameraJson } from '@outis/core';
import type { ReactNode } from 'react';
import { hrefOf } from '../app/route.ts';
import type { Undoable } from '../lines/use-history.ts';
import { useWords } from '../messages/words.tsx';
import type { AimBehind } from './aim-behind.tsx';
import { CalibrationFields } from './calibration-fields.tsx';
import { Findings } from './findings.tsx';
import { GroundDrawing } from './ground-drawing.tsx';
import { calibrationKinds, type MeasuresDraft, withKind } from './measures-draft.ts';
import type { Checked } from './use-check.ts';

/** What every part of the editor is given. */
export interface EditorProps {
  readonly camera: CameraJson;
  readonly draft: Undoable<MeasuresDraft>;
  readonly checked: Checked;
  readonly behind: AimBehind;
}

/** Points whose distances are known, a distance to check by, and how well it all fits. */
export function CalibrationEditor(
  props: EditorProps & {
    /** In place of its own heading. */
    readonly title?: string;
    readonly lead?: ReactNode;
  },
) {
  const { say } = useWords();
  const { camera, draft, checked, behind } = props;
  const { kind } = draft.value;
  return (
    <section className="part">
      <h2>{props.title ?? say('measures.calibration')}</h2>
      {props.lead}
      <fieldset className="segments">
        <legend className="hidden">{say('measures.how')}</legend>
        {calibrationKinds.map((each) => (
          <label key={each}>
            <input
              type="radio"
              name="calibration-kind"
              checked={kind === each}
              onChange={() => draft.change(withKind(draft.value, each))}
            />
            <span>{say(`measures.how.${each}`)}</span>
          </label>
        ))}
      </fieldset>
      {kind === 'none' ? null : (
        <>
          <p className="soft small">
            {behind.layer !== null ? (
              say('measures.aiming')
            ) : camera.aim === null ? null : (
              <>
                {say('measures.aimHint')}{' '}
                <a href={hrefOf({ page: 'aim', cameraId: camera.id })}>{say('camera.tab.aim')}</a>
              </>
            )}
          </p>
          <div className="calibration">
            <div className="line-editor">
              <GroundDrawing {...props} />
              <p className="soft small">{say('measures.keys')}</p>
            </div>
            <CalibrationFields draft={draft} />
          </div>
          <Findings draft={draft.value} check={checked.check} />
        </>
      )}
    </section>
  );
}

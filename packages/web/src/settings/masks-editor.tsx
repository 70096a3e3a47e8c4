import type { CameraJson, Fraction2, FrameSize } from '@outis/core';
import { useState } from 'react';
import { PolygonEditor } from '../lines/polygon-editor.tsx';
import type { Undoable } from '../lines/use-history.ts';
import { useWords } from '../messages/words.tsx';
import { outlineOf } from '../scene/area-mark.tsx';
import { addMask, masksMax, removeMask } from './masks.ts';

/** The areas that are never looked at; one of them at a time is moved. */
export function MasksEditor(props: {
  readonly size: FrameSize | null;
  readonly masks: Undoable<CameraJson['masks']>;
}) {
  const { say, number } = useWords();
  const { masks } = props;
  const [chosen, setChosen] = useState(0);
  // Undoing may take away the chosen one.
  const index = Math.min(chosen, masks.value.length - 1);
  const mask = masks.value[index];
  const add = (
    <button
      type="button"
      className="button-quiet"
      disabled={masks.value.length >= masksMax}
      onClick={() => {
        masks.change(addMask(masks.value));
        setChosen(masks.value.length);
      }}
    >
      {say('settings.masks.add')}
    </button>
  );
  if (mask === undefined)
    return (
      <>
        <p className="soft">{say('settings.masks.none')}</p>
        <div className="toolbar">
          {add}
          {masks.canUndo ? (
            <button type="button" className="button-quiet" onClick={masks.undo}>
              {say('editor.undo')}
            </button>
          ) : null}
        </div>
      </>
    );
  const points: Undoable<readonly Fraction2[]> = {
    ...masks,
    value: mask,
    change: (next, mergeWith) => masks.change(masks.value.with(index, next), mergeWith),
  };
  const tools = (
    <>
      {add}
      <button
        type="button"
        className="button-quiet"
        onClick={() => {
          masks.change(removeMask(masks.value, index));
          setChosen(Math.max(0, index - 1));
        }}
      >
        {say('settings.masks.remove')}
      </button>
    </>
  );
  return (
    <>
      <fieldset className="segments mask-chooser">
        <legend className="hidden">{say('settings.masks.choose')}</legend>
        {masks.value.map((_, each) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a mask has no other name than its place.
          <label key={each}>
            <input type="radio" name="mask" checked={each === index} onChange={() => setChosen(each)} />
            <span>{say('settings.masks.chosen', { number: number(each + 1) })}</span>
          </label>
        ))}
      </fieldset>
      <PolygonEditor
        key={index}
        size={props.size}
        points={points}
        label={say('settings.masks.label')}
        tools={tools}
      >
        {(box) =>
          masks.value.map((each, at) => (
            <path
              // biome-ignore lint/suspicious/noArrayIndexKey: a mask has no other name than its place.
              key={at}
              className={at === index ? 'mask-area mask-chosen' : 'mask-area'}
              d={outlineOf(each, box)}
            />
          ))
        }
      </PolygonEditor>
    </>
  );
}

import { directions, type LineConfig, roadUserClasses } from '@outis/core';
import { classKey } from '../messages/messages.ts';
import { useWords } from '../messages/words.tsx';
import { PictogramIcon } from '../scene/pictogram-icon.tsx';
import { DirectionArrow, letterOf } from './line-sketch.tsx';
import { type Tap, type TapCount, totalOf } from './tap-count.ts';
import { buzz } from './use-awake.ts';

/** Two columns of large buttons, one a direction; a row a class. */
export function TapPad(props: {
  readonly line: LineConfig;
  readonly count: TapCount;
  readonly isOpen: boolean;
  readonly onTap: (at: Tap) => void;
}) {
  const { say, number } = useWords();
  const { line, count, isOpen } = props;
  return (
    <div className="tap-pad">
      {directions.map((direction) => (
        <p key={direction} className="tap-direction">
          <DirectionArrow line={line} direction={direction} />
          {letterOf[direction]}
        </p>
      ))}
      {roadUserClasses.flatMap((name) =>
        directions.map((direction) => {
          const at = { lineId: line.id, direction, class: name };
          const total = totalOf(count, at);
          return (
            <button
              key={`${name} ${direction}`}
              type="button"
              className={`tap-button tap-${name}`}
              disabled={!isOpen}
              aria-label={say('tap.button', {
                class: say(classKey(name)),
                letter: letterOf[direction],
                count: number(total),
              })}
              onClick={() => {
                buzz();
                props.onTap(at);
              }}
            >
              <PictogramIcon class={name} size={34} />
              <span className="tap-word">{say(classKey(name))}</span>{' '}
              <span className="tap-total">{number(total)}</span>
            </button>
          );
        }),
      )}
    </div>
  );
}

/** Takes back the last tap, and says which. */
export function UndoButton(props: { readonly count: TapCount; readonly onUndo: () => void }) {
  const { say } = useWords();
  const last = props.count.last.at(-1);
  return (
    <button type="button" className="tap-undo" disabled={last === undefined} onClick={props.onUndo}>
      <svg width="22" height="22" viewBox="0 0 22 22" aria-hidden="true">
        <path
          d="M8 5 3.5 9.5 8 14M4 9.5h9a5 5 0 0 1 0 10h-3"
          fill="none"
          stroke="currentColor"
          strokeWidth="2"
        />
      </svg>
      {last === undefined
        ? say('tap.undo.none')
        : say('tap.undo', { class: say(classKey(last.class)), letter: letterOf[last.direction] })}
    </button>
  );
}

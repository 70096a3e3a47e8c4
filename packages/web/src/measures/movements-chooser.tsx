import type { CameraJson, MovementConfig } from '@outis/core';
import { hrefOf } from '../app/route.ts';
import type { Undoable } from '../lines/use-history.ts';
import { useWords } from '../messages/words.tsx';
import { MovementMatrix } from '../statistics/movement-matrix.tsx';
import type { MeasuresDraft } from './measures-draft.ts';

/** Which ways are counted: all, or those that are ticked in the matrix. */
export function MovementsChooser(props: {
  readonly camera: CameraJson;
  readonly draft: Undoable<MeasuresDraft>;
}) {
  const { say } = useWords();
  const { camera, draft } = props;
  const { movements } = draft.value;
  const change = (next: MeasuresDraft['movements']) => draft.change({ ...draft.value, movements: next });
  return (
    <section className="part">
      <h2>{say('measures.movements')}</h2>
      {camera.lines.length < 2 ? (
        <p className="teach">
          {say('measures.movements.none')}{' '}
          <a href={hrefOf({ page: 'lines', cameraId: camera.id })}>{say('camera.tab.lines')}</a>
        </p>
      ) : (
        <>
          <p>{say('measures.movements.over')}</p>
          <fieldset className="movement-choice">
            <legend className="hidden">{say('measures.movements')}</legend>
            {(['all', 'some'] as const).map((kind) => (
              <label key={kind}>
                <input
                  type="radio"
                  name="movements"
                  checked={(movements === 'all') === (kind === 'all')}
                  onChange={() => change(kind === 'all' ? 'all' : [])}
                />{' '}
                {say(`measures.movements.${kind}`)}
              </label>
            ))}
          </fieldset>
          {movements === 'all' ? null : (
            <Ways lines={camera.lines.map(({ id }) => id)} movements={movements} onChange={change} />
          )}
        </>
      )}
    </section>
  );
}

function Ways(props: {
  readonly lines: readonly string[];
  readonly movements: readonly MovementConfig[];
  readonly onChange: (movements: readonly MovementConfig[]) => void;
}) {
  const { lines, movements } = props;
  return (
    <div className="matrix-scroll">
      <MovementMatrix froms={lines} tos={lines}>
        {(from, to) => (
          <td key={to}>
            <input
              type="checkbox"
              aria-label={`${from} → ${to}`}
              checked={movements.some((each) => each.from === from && each.to === to)}
              onChange={(event) => props.onChange(toggled(movements, from, to, event.target.checked))}
            />
          </td>
        )}
      </MovementMatrix>
    </div>
  );
}

/** With or without one way. */
export function toggled(
  movements: readonly MovementConfig[],
  from: string,
  to: string,
  isOn: boolean,
): readonly MovementConfig[] {
  const others = movements.filter((each) => each.from !== from || each.to !== to);
  if (!isOn) return others;
  const base = `${from}-to-${to}`.slice(0, 36);
  let id = base;
  for (let number = 2; others.some((each) => each.id === id); number++) id = `${base}-${number}`;
  return [...others, { id, from, to }];
}

import type { Undoable } from '../lines/use-history.ts';
import { useWords } from '../messages/words.tsx';
import {
  addPoint,
  leastDistances,
  type MeasuresDraft,
  pointName,
  pointsMax,
  pointsMin,
  removePoint,
} from './measures-draft.ts';

/** The lengths that were measured on the ground. */
export function CalibrationFields(props: { readonly draft: Undoable<MeasuresDraft> }) {
  const { say } = useWords();
  const { draft } = props;
  const { kind, heldOut } = draft.value;
  return (
    <div className="calibration-fields">
      {kind === 'rectangle' ? <Rectangle draft={draft} /> : null}
      {kind === 'distances' ? <Distances draft={draft} /> : null}
      {kind === 'points' ? <Points draft={draft} /> : null}
      <fieldset>
        <legend>
          <svg width="16" height="16" viewBox="0 0 16 16" aria-hidden="true">
            <path className="held-out-dot" d="M8 1 l7 7 l-7 7 l-7 -7 Z" />
          </svg>{' '}
          {say('measures.heldOut')}
        </legend>
        <p className="soft small">{say('measures.heldOut.text')}</p>
        <Metres
          label={say('measures.heldOut')}
          isLabelHidden
          value={heldOut.metres}
          onChange={(metres) => draft.change({ ...draft.value, heldOut: { ...heldOut, metres } })}
        />
      </fieldset>
    </div>
  );
}

function Rectangle(props: { readonly draft: Undoable<MeasuresDraft> }) {
  const { say } = useWords();
  const { draft } = props;
  const [first, second] = draft.value.sides;
  const change = (sides: readonly [string, string]) => draft.change({ ...draft.value, sides });
  return (
    <fieldset>
      <legend>{say('measures.how.rectangle')}</legend>
      <p className="soft small">{say('measures.rectangle.text')}</p>
      <Metres
        label={say('measures.side', { a: 'A', b: 'B' })}
        value={first}
        onChange={(text) => change([text, second])}
      />
      <Metres
        label={say('measures.side', { a: 'B', b: 'C' })}
        value={second}
        onChange={(text) => change([first, text])}
      />
    </fieldset>
  );
}

function Distances(props: { readonly draft: Undoable<MeasuresDraft> }) {
  const { say, number } = useWords();
  const { draft } = props;
  const { points, distances } = draft.value;
  const least = leastDistances(points.length);
  const free = freePair(draft.value);
  return (
    <fieldset>
      <legend>{say('measures.how.distances')}</legend>
      <p className="soft small">{say('measures.distances.text', { count: number(least) })}</p>
      {distances.map((each, index) => (
        <div key={`${each.from} ${each.to}`} className="distance-row">
          <Metres
            label={say('measures.between', { a: pointName(each.from), b: pointName(each.to) })}
            value={each.metres}
            onChange={(metres) =>
              draft.change({ ...draft.value, distances: distances.with(index, { ...each, metres }) })
            }
          />
          {distances.length > least ? (
            <button
              type="button"
              className="link"
              onClick={() => draft.change({ ...draft.value, distances: distances.toSpliced(index, 1) })}
            >
              {say('measures.remove')}
            </button>
          ) : null}
        </div>
      ))}
      <div className="toolbar">
        <PointButtons draft={draft} />
        <button
          type="button"
          className="button-quiet"
          disabled={free === null}
          onClick={() =>
            free !== null &&
            draft.change({ ...draft.value, distances: [...distances, { ...free, metres: '' }] })
          }
        >
          {say('measures.addDistance')}
        </button>
      </div>
    </fieldset>
  );
}

function Points(props: { readonly draft: Undoable<MeasuresDraft> }) {
  const { say } = useWords();
  const { draft } = props;
  const { points } = draft.value;
  return (
    <fieldset>
      <legend>{say('measures.how.points')}</legend>
      <p className="soft small">{say('measures.points.text')}</p>
      {points.map((point, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a point has no other name than its place.
        <div key={index} className="distance-row">
          <strong>{pointName(index)}</strong>
          {(['right', 'up'] as const).map((axis) => (
            <Metres
              key={axis}
              label={say(`measures.${axis}`)}
              value={point[axis]}
              onChange={(text) =>
                draft.change({ ...draft.value, points: points.with(index, { ...point, [axis]: text }) })
              }
            />
          ))}
        </div>
      ))}
      <div className="toolbar">
        <PointButtons draft={draft} />
      </div>
    </fieldset>
  );
}

function PointButtons(props: { readonly draft: Undoable<MeasuresDraft> }) {
  const { say } = useWords();
  const { draft } = props;
  const count = draft.value.points.length;
  return (
    <>
      <button
        type="button"
        className="button-quiet"
        disabled={count >= pointsMax}
        onClick={() => draft.change(addPoint(draft.value))}
      >
        {say('measures.addPoint')}
      </button>
      <button
        type="button"
        className="button-quiet"
        disabled={count <= pointsMin}
        onClick={() => draft.change(removePoint(draft.value))}
      >
        {say('measures.removePoint')}
      </button>
    </>
  );
}

function Metres(props: {
  readonly label: string;
  readonly isLabelHidden?: boolean;
  readonly value: string;
  readonly onChange: (text: string) => void;
}) {
  const { say } = useWords();
  return (
    <label className="metres">
      <span className={props.isLabelHidden === true ? 'hidden' : ''}>{props.label}</span>
      <input
        inputMode="decimal"
        autoComplete="off"
        value={props.value}
        onChange={(event) => props.onChange(event.target.value)}
      />
      <span>{say('measures.metres')}</span>
    </label>
  );
}

/** Two points that no distance ties together yet. */
function freePair({ points, distances }: MeasuresDraft): { from: number; to: number } | null {
  for (let from = 0; from < points.length; from++)
    for (let to = from + 1; to < points.length; to++)
      if (
        !distances.some(
          (each) => (each.from === from && each.to === to) || (each.from === to && each.to === from),
        )
      )
        return { from, to };
  return null;
}

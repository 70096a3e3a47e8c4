import { type Direction, directions, type RoadUserClass, roadUserClasses } from '@outis/core';
import { classKey } from '../messages/messages.ts';
import { useWords } from '../messages/words.tsx';
import { PictogramIcon } from '../scene/pictogram-icon.tsx';

/** How many went each way, large, and per class. Null: nothing released yet. */
export function Totals(props: {
  readonly totals: Readonly<Record<Direction, Readonly<Partial<Record<RoadUserClass, number | null>>>>>;
}) {
  return (
    <div className="totals">
      {directions.map((direction) => (
        <DirectionTotal key={direction} direction={direction} counts={props.totals[direction]} />
      ))}
    </div>
  );
}

function DirectionTotal(props: {
  readonly direction: Direction;
  readonly counts: Readonly<Partial<Record<RoadUserClass, number | null>>>;
}) {
  const { say, number } = useWords();
  const known = Object.values(props.counts).filter((count) => count !== null);
  const sum = known.reduce((total, count) => total + count, 0);
  return (
    <section className="total">
      <h3>{say(`direction.${props.direction}`)}</h3>
      <p className="total-number">{known.length === 0 ? '–' : number(sum)}</p>
      <ul className="total-classes">
        {roadUserClasses.map((each) => {
          const count = props.counts[each] ?? null;
          return (
            <li key={each} className={count === 0 || count === null ? 'none' : ''}>
              <PictogramIcon class={each} />
              <span className="total-class">{say(classKey(each))}</span>
              <span className="total-count">{count === null ? say('counts.pending') : number(count)}</span>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

import { type Direction, directions, type RoadUserClass, roadUserClasses } from '@outis/core';
import { classKey } from '../messages/messages.ts';
import { useWords } from '../messages/words.tsx';
import { Noised } from '../part/noised.tsx';
import { PictogramIcon } from '../scene/pictogram-icon.tsx';
import { type Amount, isHidden, noAmount, together } from './amount.ts';
import type { Totals } from './cover.ts';

/** How many went each way, large, and per class, each with its ±. */
export function TotalsPanel(props: { readonly totals: Totals }) {
  return (
    <div className="totals">
      {directions.map((direction) => (
        <DirectionTotal key={direction} direction={direction} amounts={props.totals[direction]} />
      ))}
    </div>
  );
}

function DirectionTotal(props: {
  readonly direction: Direction;
  readonly amounts: Readonly<Partial<Record<RoadUserClass, Amount>>>;
}) {
  const { say } = useWords();
  const all = together(Object.values(props.amounts));
  return (
    <section className="total">
      <h3>{say(`direction.${props.direction}`)}</h3>
      <p className="total-number">
        <Noised amount={all} isLarge />
      </p>
      <ul className="total-classes">
        {roadUserClasses.map((each) => {
          const amount = props.amounts[each] ?? noAmount;
          return (
            <li key={each} className={amount.parts === 0 || isHidden(amount) ? 'none' : ''}>
              <PictogramIcon class={each} />
              <span className="total-class">{say(classKey(each))}</span>
              <span className="total-count">
                {amount.parts === 0 ? say('counts.pending') : <Noised amount={amount} />}
              </span>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

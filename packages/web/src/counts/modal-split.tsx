import { directions, type RoadUserClass, roadUserClasses } from '@outis/core';
import { classKey } from '../messages/messages.ts';
import { useWords } from '../messages/words.tsx';
import { Noised } from '../part/noised.tsx';
import { PictogramIcon } from '../scene/pictogram-icon.tsx';
import { type Amount, isHidden, together } from './amount.ts';
import type { Totals } from './cover.ts';

/** The part of a class in all, with half the width of its interval of 95 %. */
export interface Share {
  readonly name: RoadUserClass;
  readonly amount: Amount;
  readonly share: number;
  readonly error95: number;
}

/** Shares of what is shown. First order: an error of one class moves its own share by (1 - share), another's by share. */
export function sharesOf(totals: Totals): Share[] {
  const amounts = roadUserClasses.flatMap((name) => {
    const both = directions.flatMap((direction) => totals[direction][name] ?? []);
    return both.length === 0 ? [] : [{ name, amount: together(both) }];
  });
  const shown = amounts.filter(({ amount }) => !isHidden(amount) && amount.sum > 0);
  const all = shown.reduce((sum, { amount }) => sum + amount.sum, 0);
  return amounts.map(({ name, amount }) => {
    const share = all === 0 || isHidden(amount) ? 0 : Math.max(0, amount.sum) / all;
    const squares = shown.reduce(
      (sum, other) => sum + (other.amount.error95 * (other.name === name ? 1 - share : share)) ** 2,
      0,
    );
    return { name, amount, share, error95: all === 0 ? 0 : Math.sqrt(squares) / all };
  });
}

/** How the traffic is made up: one bar, its parts in per cent with their ±. */
export function ModalSplit(props: { readonly totals: Totals }) {
  const { say, percent } = useWords();
  const shares = sharesOf(props.totals);
  if (shares.every(({ share }) => share === 0)) return null;
  return (
    <section className="card stat-panel modal-split">
      <h3>{say('split.title')}</h3>
      <div className="split-bar" aria-hidden="true">
        {shares
          .filter(({ share }) => share > 0)
          .map(({ name, share }) => (
            <i key={name} className={`class-${name}`} style={{ flexGrow: share }}>
              {share > 0.07 ? <PictogramIcon class={name} size={20} /> : null}
            </i>
          ))}
      </div>
      <ul className="split-list">
        {shares.map(({ name, amount, share, error95 }) => (
          <li key={name}>
            <i className={`split-dot class-${name}`} aria-hidden="true" />
            <span>{say(classKey(name))}</span>
            <strong>
              {isHidden(amount) ? null : (
                <>
                  {percent(share)} <span className="plus-minus">±{percent(error95, 1)}</span>
                </>
              )}
            </strong>
            <Noised amount={amount} />
          </li>
        ))}
      </ul>
      <p className="soft small">{say('split.note')}</p>
    </section>
  );
}

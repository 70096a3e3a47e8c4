import { type Amount, isHidden, shownError } from '../counts/amount.ts';
import { useWords } from '../messages/words.tsx';

/** A released number with its ±; hatched where it is hidden. Nothing released is a dash: neither is a zero. */
export function Noised(props: { readonly amount: Amount | null; readonly isLarge?: boolean }) {
  const { say, number } = useWords();
  const { amount } = props;
  if (amount === null || amount.parts === 0) return <span className="noised noised-none">–</span>;
  if (isHidden(amount)) return <HiddenNumber />;
  return (
    <span className={props.isLarge === true ? 'noised noised-large' : 'noised'}>
      {number(amount.sum)} <span className="plus-minus">±{number(shownError(amount.error95))}</span>
      {amount.hidden === 0 ? null : (
        <>
          {' '}
          <span className="hidden-parts" title={say('numbers.hiddenParts', { count: number(amount.hidden) })}>
            <i className="swatch swatch-hidden" aria-hidden="true" />
            <span className="hidden">{say('numbers.hiddenParts', { count: number(amount.hidden) })}</span>
          </span>
        </>
      )}
    </span>
  );
}

/** Stands where a number is too small to be shown, or would give one away that is. */
export function HiddenNumber() {
  const { say } = useWords();
  return (
    <span className="noised-hidden" title={say('numbers.hidden.long')}>
      {say('numbers.hidden')}
    </span>
  );
}

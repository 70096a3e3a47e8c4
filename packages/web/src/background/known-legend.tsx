import { useWords } from '../messages/words.tsx';

/** What the quiet parts of the scene are, and how much of it is known. */
export function KnownLegend(props: { readonly share: number }) {
  const { say, percent } = useWords();
  // Rounded down: all is known only when all is known.
  const known = Math.floor(props.share * 100) / 100;
  return (
    <p className="known-legend">
      <strong>{say('known.share', { percent: percent(known) })}</strong>
      {known === 1 ? null : (
        <span className="known-unknown">
          <i aria-hidden="true" /> {say('known.unknown')}
        </span>
      )}
    </p>
  );
}

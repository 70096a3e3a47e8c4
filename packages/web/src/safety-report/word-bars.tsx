import { useWords } from '../messages/words.tsx';

/** Words with how often each was given, as bars. */
export function WordBars(props: {
  readonly title: string;
  readonly words: readonly { readonly name: string; readonly count: number }[];
}) {
  const { number } = useWords();
  const max = Math.max(1, ...props.words.map(({ count }) => count));
  return (
    <section className="word-bars">
      <h4>{props.title}</h4>
      <ul>
        {props.words.map(({ name, count }) => (
          <li key={name}>
            <span>{name}</span>
            <i aria-hidden="true">
              <i style={{ width: `${(100 * count) / max}%` }} />
            </i>
            <b>{number(count)}</b>
          </li>
        ))}
      </ul>
    </section>
  );
}

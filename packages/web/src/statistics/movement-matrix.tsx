import type { ReactElement } from 'react';
import { useWords } from '../messages/words.tsx';

/** From where down, to where across; `children` is the cell of one way. */
export function MovementMatrix(props: {
  readonly froms: readonly string[];
  readonly tos: readonly string[];
  readonly children: (from: string, to: string) => ReactElement;
}) {
  const { say } = useWords();
  const { froms, tos } = props;
  return (
    <table className="matrix">
      <thead>
        <tr>
          <td className="soft small">{say('move.fromTo')}</td>
          {tos.map((to) => (
            <th key={to} scope="col">
              {to}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {froms.map((from) => (
          <tr key={from}>
            <th scope="row">{from}</th>
            {tos.map((to) => props.children(from, to))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

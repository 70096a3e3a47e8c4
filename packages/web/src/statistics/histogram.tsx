import type { NumberJson } from '@outis/core';
import { addUp } from '../counts/amount.ts';
import { useWords } from '../messages/words.tsx';
import { Noised } from '../part/noised.tsx';

/** One bar: its name, and its number. */
export interface Bar extends NumberJson {
  readonly name: string;
}

/** Bars with a whisker for the ±; hatched stumps where a number is hidden. Its numbers stand in a table below. */
export function Histogram(props: {
  readonly bars: readonly Bar[];
  readonly label: string;
  readonly className?: string;
  /** Every so many bars have their name written below. */
  readonly nameEach?: number;
  /** What the names are of. */
  readonly unit: string;
}) {
  const { say } = useWords();
  const { bars, nameEach = 1 } = props;
  const max = Math.max(20, ...bars.map(({ count, error95 }) => (count === null ? 0 : count + error95)));
  const percent = (value: number) => `${(100 * Math.max(0, value)) / max}%`;
  return (
    <div className={`histogram ${props.className ?? ''}`}>
      <div className="histogram-bars" role="img" aria-label={props.label}>
        {bars.map(({ name, count, error95 }, index) => (
          <div key={name} className="histogram-bar" title={name}>
            {count === null ? (
              <i className="bar-hidden" style={{ height: percent(10) }} />
            ) : (
              <>
                <i className="bar" style={{ height: percent(count) }} />
                <i
                  className="whisker"
                  style={{
                    bottom: percent(count - error95),
                    height: percent(Math.min(2 * error95, count + error95)),
                  }}
                />
              </>
            )}
            {index % nameEach === 0 ? <span>{name}</span> : null}
          </div>
        ))}
      </div>
      <details className="counts-table">
        <summary>{say('table.show')}</summary>
        <table className="small-table">
          <thead>
            <tr>
              <th scope="col">{props.unit}</th>
              <th scope="col" className="figure">
                {say('stat.number')}
              </th>
            </tr>
          </thead>
          <tbody>
            {bars.map((bar) => (
              <tr key={bar.name}>
                <th scope="row">{bar.name}</th>
                <td className="figure">
                  <Noised amount={addUp([bar])} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </div>
  );
}

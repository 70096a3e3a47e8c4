import { type Direction, directions, type RoadUserClass } from '@outis/core';
import { useState } from 'react';
import { useTimeZone } from '../app/site.ts';
import { classKey } from '../messages/messages.ts';
import { useWords } from '../messages/words.tsx';
import { FigureTable } from '../part/figure-table.tsx';
import { Noised } from '../part/noised.tsx';
import { addUp } from './amount.ts';
import type { Series } from './series.ts';

/** The numbers of a chart as a table, newest first; made only when it is opened. */
export function CountsTable(props: { readonly series: Series; readonly caption: string }) {
  const { say } = useWords();
  const [isOpen, setIsOpen] = useState(false);
  return (
    <details className="counts-table" onToggle={(event) => setIsOpen(event.currentTarget.open)}>
      <summary>{say('table.show')}</summary>
      {isOpen ? <Table series={props.series} caption={props.caption} /> : null}
    </details>
  );
}

function Table(props: { readonly series: Series; readonly caption: string }) {
  const { say, time, percent } = useWords();
  const timeZone = useTimeZone();
  const { series } = props;
  const rows = series.starts.map((startMs, index) => ({ startMs, index })).toReversed();
  return (
    <FigureTable
      caption={props.caption}
      names={[say('table.time'), say('table.direction')]}
      figures={[...series.group.classes.map((each) => say(classKey(each))), say('table.watched')]}
    >
      {rows.flatMap(({ startMs, index }) =>
        directions.map((direction) => (
          <tr key={`${startMs} ${direction}`}>
            <th scope="row">{time(startMs, 'day-time', timeZone)}</th>
            <td>{say(`direction.${direction}`)}</td>
            {series.group.classes.map((each) => (
              <td key={each} className="figure">
                <Noised amount={amountAt(series, direction, each, index)} />
              </td>
            ))}
            <td className="figure">
              {series.states[index] === 'open'
                ? say('bucket.open')
                : percent(Math.min(1, series.watched[index] ?? 0))}
            </td>
          </tr>
        )),
      )}
    </FigureTable>
  );
}

function amountAt(series: Series, direction: Direction, name: RoadUserClass, index: number) {
  const number = series.counts[direction][name]?.[index] ?? null;
  return number === null ? null : addUp([number]);
}

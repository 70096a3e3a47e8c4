import type { CertificateJson, CertificateRowJson } from '@outis/core';
import { classKey } from '../messages/messages.ts';
import { useWords, type Words } from '../messages/words.tsx';
import { certificatePath } from './api.ts';
import { letterOf } from './line-sketch.tsx';

/** One certificate: both counts, the error and its interval, row by row. */
export function CertificateTable(props: { readonly certificate: CertificateJson }) {
  const words = useWords();
  const { say, time, number, percent, list } = words;
  const { id, cameraId, startMs, endMs, state, reason, rows, light, coverage, epsilon } = props.certificate;
  const when = time(startMs, 'day-time');
  if (state === 'void' || reason !== null)
    return (
      <article className="certificate">
        <h3>{when}</h3>
        <p className="soft">
          {say('certify.void', { reason: reason === null ? '–' : say(`certify.void.${reason}`) })}
        </p>
      </article>
    );
  return (
    <article className="certificate">
      <h3>{when}</h3>
      <p className="soft">
        {say('certify.facts', {
          minutes: number((endMs - startMs) / 60_000),
          light: light.length === 0 ? '–' : list(light.map((each) => say(`light.${each}`))),
          coverage: percent(coverage ?? 0),
          epsilon: number(epsilon, 1),
        })}
      </p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what can be scrolled must be reached by keyboard. */}
      <section className="table-scroll" tabIndex={0} aria-label={when}>
        <table>
          <thead>
            <tr>
              <th scope="col">{say('certify.table.what')}</th>
              <th scope="col">{say('certify.table.tapped')}</th>
              <th scope="col">{say('certify.table.counted')}</th>
              <th scope="col">{say('certify.table.error')}</th>
              <th scope="col">{say('certify.table.interval')}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={`${row.lineId} ${row.direction} ${row.group}`}>
                <th scope="row">{nameOf(row, words)}</th>
                <Cells row={row} />
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <p>
        <a className="button-quiet" href={certificatePath(cameraId, id)} download>
          {say('certify.file')}
        </a>
      </p>
    </article>
  );
}

function Cells(props: { readonly row: CertificateRowJson }) {
  const { say, time, number, percent } = useWords();
  const { state, tapped, counted, error, low, high, dueMs } = props.row;
  const signed = (value: number): string => `${value > 0 ? '+' : ''}${percent(value)}`;
  if (state !== 'shown' || tapped === null || counted === null || error === null || low === null)
    return (
      <td colSpan={4} className="soft">
        {state === 'later' ? say('certify.later', { time: time(dueMs, 'day-time') }) : say('certify.few')}
      </td>
    );
  return (
    <>
      <td className="figure">{number(tapped)}</td>
      <td className="figure">{number(counted)}</td>
      <td className="figure">
        <strong>{signed(error)}</strong>
      </td>
      <td className="figure">
        {high === null
          ? say('certify.interval.open', { low: signed(low) })
          : say('certify.interval', { low: signed(low), high: signed(high) })}
      </td>
    </>
  );
}

function nameOf({ lineId, direction, group }: CertificateRowJson, { say }: Words): string {
  const name = group === 'vehicle' || group === 'two-wheeler' ? say(`group.${group}`) : say(classKey(group));
  return lineId === null || direction === null ? name : `${lineId} · ${letterOf[direction]} · ${name}`;
}

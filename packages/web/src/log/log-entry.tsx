import type { AuditEntryJson } from '@outis/core';
import { useTimeZone } from '../app/site.ts';
import { useWords } from '../messages/words.tsx';
import { type DetailLine, detailLines, sentenceOf } from './sentence.ts';

/** One entry: when, a sentence, and on request everything that the log holds of it. */
export function LogEntry(props: { readonly entry: AuditEntryJson }) {
  const { say, time, number } = useWords();
  const timeZone = useTimeZone();
  const { entry } = props;
  const lines = detailLines(entry.detail);
  return (
    <li>
      <time dateTime={new Date(entry.tMs).toISOString()}>{time(entry.tMs, 'second', timeZone)}</time>
      <details>
        <summary>
          {sentenceOf(entry, say)}
          <span className="hidden"> – {say('log.details')}</span>
        </summary>
        <dl className="log-detail">
          {lines.map((line) => (
            <div key={line.path}>
              <dt className="mono">{line.path}</dt>
              <dd>
                <Value line={line} />
              </dd>
            </div>
          ))}
          <div>
            <dt>{say('log.number')}</dt>
            <dd>{number(entry.seq)}</dd>
          </div>
          <div>
            <dt>{say('log.actor')}</dt>
            <dd className="mono">{entry.actor}</dd>
          </div>
          <div>
            <dt>{say('log.hash')}</dt>
            <dd className="mono">{entry.hash}</dd>
          </div>
          <div>
            <dt>{say('log.previous')}</dt>
            <dd className="mono">{entry.previous}</dd>
          </div>
        </dl>
      </details>
    </li>
  );
}

/** Moments are shown as such: the log names their unit. */
function Value(props: { readonly line: DetailLine }) {
  const { say, time } = useWords();
  const timeZone = useTimeZone();
  const { path, value } = props.line;
  if (value === null) return '–';
  if (typeof value === 'boolean') return say(value ? 'log.yes' : 'log.no');
  if (typeof value === 'number' && path.endsWith('Ms') && value > 1e12)
    return time(value, 'second', timeZone);
  return String(value);
}

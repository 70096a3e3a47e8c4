import type { AuditPageJson } from '@outis/core';
import { useState } from 'react';
import { logCsvPath, logHeadPath } from '../api/access.ts';
import { useTimeZone } from '../app/site.ts';
import { useWords } from '../messages/words.tsx';
import { FailureNotice } from '../part/notice.tsx';
import { everything, type LogFilter, queryOf } from './filter.ts';
import { LogEntry } from './log-entry.tsx';
import { LogFilters } from './log-filters.tsx';
import { useLog } from './use-log.ts';

/** Everything that was done with Outis here, for the data protection officer. */
export function LogPage() {
  const { say } = useWords();
  const timeZone = useTimeZone();
  const [filter, setFilter] = useState<LogFilter>(everything);
  const query = queryOf(filter, timeZone);
  const log = useLog(query);
  const show = (next: LogFilter) => {
    if (queryOf(next, timeZone) === query) log.again();
    setFilter(next);
  };
  const actors = [...new Set(log.entries?.map((entry) => entry.actor) ?? [])];
  return (
    <>
      <h1>{say('log.title')}</h1>
      <p className="lead log-lead">{say('log.lead')}</p>
      <LogFilters onShow={show} actors={actors} />
      <div className="section-title log-title">
        <h2>{say('log.entries')}</h2>
        <a className="button-quiet" href={logCsvPath(query)} download>
          {say('log.csv')}
        </a>
      </div>
      {log.failure === null ? null : <FailureNotice failure={log.failure} />}
      {log.entries === null ? (
        log.failure === null && <p className="soft">{say('loading')}</p>
      ) : log.entries.length === 0 ? (
        <p className="soft">{say('log.none')}</p>
      ) : (
        <ol className="log card">
          {log.entries.map((entry) => (
            <LogEntry key={entry.seq} entry={entry} />
          ))}
        </ol>
      )}
      {log.hasMore ? (
        <button type="button" className="button-quiet log-more" disabled={log.isLoading} onClick={log.more}>
          {say('log.more')}
        </button>
      ) : null}
      {log.head === null ? null : <LogHead head={log.head} />}
    </>
  );
}

function LogHead(props: { readonly head: AuditPageJson['head'] }) {
  const { say, number } = useWords();
  const { seq, hash } = props.head;
  return (
    <section className="part">
      <h2>{say('log.head')}</h2>
      <p className="lead">{say('log.head.text')}</p>
      <dl className="facts">
        <div>
          <dt>{say('log.number')}</dt>
          <dd>{number(seq)}</dd>
        </div>
        <div>
          <dt>{say('log.hash')}</dt>
          <dd className="mono">{hash}</dd>
        </div>
      </dl>
      <a className="button-quiet" href={logHeadPath} download="outis-log-head.json">
        {say('log.head.download')}
      </a>
    </section>
  );
}

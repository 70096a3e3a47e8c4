import { listChanges } from '../api/access.ts';
import { usePolled } from '../api/use-polled.ts';
import { useSite } from '../app/site.ts';
import { useWords } from '../messages/words.tsx';
import { FailureNotice } from '../part/notice.tsx';
import { ChangeItem } from './change-item.tsx';
import { sortChanges } from './change-words.ts';

/** Changes that widen what a camera does: those that wait, and those that are over. */
export function ChangesPage() {
  const { say } = useWords();
  const site = useSite();
  const { data, failure, refresh } = usePolled('changes', 10_000, listChanges);
  const { pending, past } = sortChanges(data?.changes ?? []);
  const onDone = () => {
    refresh();
    site.refresh();
  };
  return (
    <>
      <h1>{say('changes.title')}</h1>
      <p className="lead log-lead">{say('changes.lead')}</p>
      {failure === null || failure.problem === null ? null : <FailureNotice failure={failure} />}
      {data === null ? (
        failure === null && <p className="soft">{say('loading')}</p>
      ) : (
        <>
          <section className="changes">
            <h2>{say('changes.pending')}</h2>
            {pending.length === 0 ? <p className="soft">{say('changes.pending.none')}</p> : null}
            <ul className="rows">
              {pending.map((change) => (
                <ChangeItem key={change.id} change={change} onDone={onDone} />
              ))}
            </ul>
          </section>
          <section className="changes">
            <h2>{say('changes.past')}</h2>
            {past.length === 0 ? <p className="soft">{say('changes.past.none')}</p> : null}
            <ul className="rows">
              {past.map((change) => (
                <ChangeItem key={change.id} change={change} onDone={onDone} />
              ))}
            </ul>
          </section>
        </>
      )}
    </>
  );
}

import type { PublicJson } from '@outis/core';
import { readPublicSheet } from '../api/client.ts';
import { usePolled } from '../api/use-polled.ts';
import { useWords } from '../messages/words.tsx';
import { FailureNotice } from '../part/notice.tsx';
import { dateMs } from './day.ts';

/** What anybody in front of the camera may know, in plain sentences. */
export function SheetPage(props: { readonly cameraId: string }) {
  const { say } = useWords();
  const { data, failure } = usePolled(`sheet ${props.cameraId}`, 60_000, () =>
    readPublicSheet(props.cameraId),
  );
  if (data === null)
    return failure === null ? <p className="soft">{say('loading')}</p> : <FailureNotice failure={failure} />;
  return <Sheet sheet={data} />;
}

function Sheet(props: { readonly sheet: PublicJson }) {
  const { say, number, time } = useWords();
  const { sheet } = props;
  const isSite = sheet.purpose === 'site-safety';
  return (
    <article className="sheet">
      <p className="eyebrow">{say('sheet.eyebrow')}</p>
      <h1>{say('sheet.title', { id: sheet.id })}</h1>
      {sheet.simulated ? <p className="badge">{say('sheet.simulated')}</p> : null}
      <p className="lead">{say(isSite ? 'sheet.lead.site' : 'sheet.lead.street')}</p>

      <h2>{say('sheet.why')}</h2>
      <blockquote>{sheet.reason}</blockquote>
      <p>{say('sheet.owner', { owner: sheet.owner })}</p>
      {sheet.until === null ? null : (
        <p>{say('sheet.until', { date: time(dateMs(sheet.until), 'date', 'UTC') })}</p>
      )}

      <h2>{say('sheet.sees')}</h2>
      <p>{say('sheet.process')}</p>
      <p>{say(isSite ? 'sheet.scene.site' : 'sheet.scene.street')}</p>
      {isSite ? (
        <p className="watched">
          <strong>{number(sheet.minutesWatched)}</strong> {say('sheet.minutes')}
        </p>
      ) : null}

      <h2>{say('sheet.keeps')}</h2>
      <p lang="en">{sheet.keeps}</p>

      <h2>{say('sheet.never')}</h2>
      <ul className="never" lang="en">
        {sheet.never.map((each) => (
          <li key={each}>{each}</li>
        ))}
      </ul>
      <p className="soft">{say('sheet.deidentified')}</p>
    </article>
  );
}

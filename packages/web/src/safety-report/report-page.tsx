import { purposesWith } from '@outis/core';
import { useState } from 'react';
import { type ReportAsked, readReport, reportPdfPath } from '../alerts/alert-api.ts';
import { usePolled } from '../api/use-polled.ts';
import { useMe } from '../app/me.ts';
import { refusalOf } from '../app/rights.ts';
import { hrefOf } from '../app/route.ts';
import { useSite, useTimeZone } from '../app/site.ts';
import { useWords } from '../messages/words.tsx';
import { FailureNotice } from '../part/notice.tsx';
import { useNow } from '../part/use-now.ts';
import { weekEndMs, weeksShown, weeksUpTo } from './report.ts';
import { ReportSheet } from './report-sheet.tsx';

/** Weeks that can be chosen. */
const weeksOffered = 26;
const everyMs = 300_000;
const hourMs = 3_600_000;

/** The weekly safety report of the site or of one camera: on the screen, on paper, and as a file. */
export function ReportPage(props: { readonly cameraId: string | null }) {
  const { say, language } = useWords();
  const timeZone = useTimeZone();
  const hourly = Math.floor(useNow(60_000) / hourMs) * hourMs;
  const offered = useOffered(hourly);
  const [chosen, setChosen] = useState<number | null>(null);
  const weekMs = chosen ?? offered.lastMs;
  const weeks = weeksUpTo(weekMs, weeksShown, timeZone);
  const asked: ReportAsked = {
    fromMs: weeks[0] ?? weekMs,
    toMs: weekEndMs(weekMs, timeZone),
    cameraId: props.cameraId,
  };
  const { data, failure } = usePolled(JSON.stringify(asked), everyMs, () => readReport(asked));
  return (
    <div className="report">
      <div className="page-title report-title">
        <h1>
          {props.cameraId === null ? say('report.title') : say('report.title.of', { camera: props.cameraId })}
        </h1>
        <div className="report-ways no-print">
          <button type="button" className="button-quiet" onClick={() => window.print()}>
            {say('report.print')}
          </button>
          <a className="button-quiet" href={reportPdfPath(asked, language)} download>
            {say('report.pdf')}
          </a>
        </div>
      </div>
      <p className="print-only">
        <WeekName weekMs={weekMs} runningMs={offered.runningMs} />
      </p>
      <div className="report-choices no-print">
        <label className="select">
          <span>{say('report.week')}</span>
          <select value={weekMs} onChange={({ target }) => setChosen(Number(target.value))}>
            {offered.weeks.map((each) => (
              <option key={each} value={each}>
                <WeekName weekMs={each} runningMs={offered.runningMs} />
              </option>
            ))}
          </select>
        </label>
        <CameraChoice cameraId={props.cameraId} />
      </div>
      {failure === null ? null : <FailureNotice failure={failure} />}
      {data === null ? (
        failure === null && <p className="soft">{say('loading')}</p>
      ) : (
        <>
          <ReportSheet report={data} weeks={weeks} />
          {data.weeks.length === 0 &&
          offered.weeks.includes(offered.runningMs) &&
          weekMs !== offered.runningMs ? (
            <button
              type="button"
              className="button-quiet no-print"
              onClick={() => setChosen(offered.runningMs)}
            >
              {say('report.none.running')}
            </button>
          ) : null}
        </>
      )}
    </div>
  );
}

/** The weeks that can be chosen, the newest first. The one that goes on is for those who see the alerts anyway. */
function useOffered(nowMs: number) {
  const timeZone = useTimeZone();
  const { me } = useMe();
  const all = weeksUpTo(nowMs, weeksOffered, timeZone).toReversed();
  const [runningMs, lastMs] = all;
  const weeks = refusalOf(me, 'alerts') === null ? all : all.slice(1);
  return { weeks, runningMs: runningMs ?? nowMs, lastMs: lastMs ?? nowMs };
}

function WeekName(props: { readonly weekMs: number; readonly runningMs: number }) {
  const { say, time } = useWords();
  const timeZone = useTimeZone();
  const { weekMs } = props;
  // Sunday: some hours before the Monday after.
  const sundayMs = weekEndMs(weekMs, timeZone) - 6 * hourMs;
  return say(weekMs === props.runningMs ? 'report.week.running' : 'report.week.name', {
    from: time(weekMs, 'short', timeZone),
    to: time(sundayMs, 'short-year', timeZone),
  });
}

function CameraChoice(props: { readonly cameraId: string | null }) {
  const { say } = useWords();
  const cameras = (useSite().cameras?.cameras ?? []).filter(({ purpose }) =>
    purposesWith('alerts').includes(purpose),
  );
  if (cameras.length < 2 && props.cameraId === null) return null;
  return (
    <label className="select">
      <span>{say('report.camera')}</span>
      <select
        value={props.cameraId ?? ''}
        onChange={({ target }) => {
          window.location.hash = hrefOf({ page: 'safety-report', of: target.value || null });
        }}
      >
        <option value="">{say('report.camera.all')}</option>
        {cameras.map(({ id }) => (
          <option key={id} value={id}>
            {id}
          </option>
        ))}
      </select>
    </label>
  );
}

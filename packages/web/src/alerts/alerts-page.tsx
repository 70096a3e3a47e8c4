import { type AlertJson, alertKeptMsMax } from '@outis/core';
import { useEffect, useRef, useState } from 'react';
import { hrefOf } from '../app/route.ts';
import { useWords } from '../messages/words.tsx';
import { FailureNotice, Notice } from '../part/notice.tsx';
import { useNow } from '../part/use-now.ts';
import { AlertDays } from './alert-days.tsx';
import { AlertDetail } from './alert-detail.tsx';
import { AlertFilters } from './alert-filters.tsx';
import { allAlerts, filterAlerts, placeOf, stepFrom } from './alert-list.ts';
import { rowIdOf } from './alert-row.tsx';
import { AlertStrip } from './alert-strip.tsx';
import { Attention } from './attention.tsx';
import { KeysHelp } from './keys-help.tsx';
import { NoAlerts } from './no-alerts.tsx';
import { ruleKey } from './rule-words.ts';
import { TellChoice } from './tell-choice.tsx';
import { type KnownAlerts, useAlerts } from './use-alerts.ts';
import { useKeys } from './use-keys.ts';

/** Alerts by place and time; one of them opened. On a phone either the list is seen or the alert. */
export function AlertsPage(props: { readonly alertId: string | null }) {
  const { say } = useWords();
  const known = useAlerts();
  const keys = useRef<HTMLDialogElement>(null);
  return (
    <div className={props.alertId === null ? 'alerts' : 'alerts alerts-opened'}>
      <div className="page-title alerts-title">
        <h1>{say('alert.title')}</h1>
        <a className="button-quiet" href={hrefOf({ page: 'safety-report', of: null })}>
          {say('nav.report')}
        </a>
        <button type="button" className="button-quiet keys-button" onClick={() => keys.current?.showModal()}>
          {say('alert.keys')}
        </button>
      </div>
      <KeysHelp dialog={keys} />
      <p className="soft alerts-lead">{say('alert.lead')}</p>
      {known.failure === null ? null : <FailureNotice failure={known.failure} />}
      {known.isLost && known.failure === null ? <Notice tone="warn">{say('alert.lost')}</Notice> : null}
      <Newest known={known} />
      {known.all === null ? (
        known.failure === null && <p className="soft">{say('loading')}</p>
      ) : (
        <Body known={known} alertId={props.alertId} onHelp={() => keys.current?.showModal()} />
      )}
    </div>
  );
}

/** Says what has come, for those who do not see it come. */
function Newest(props: { readonly known: KnownAlerts }) {
  const { say } = useWords();
  const { newest } = props.known;
  const words =
    newest === null
      ? ''
      : newest.alert.state === 'closed'
        ? say('alert.announce.closed')
        : say('alert.announce', {
            rule: say(ruleKey(newest.alert.rule)),
            zone: newest.alert.zoneId,
            camera: newest.alert.cameraId,
          });
  return (
    <p className="hidden" aria-live="polite" data-newest={newest?.alert.id}>
      {words}
    </p>
  );
}

function Body(props: {
  readonly known: KnownAlerts;
  readonly alertId: string | null;
  readonly onHelp: () => void;
}) {
  const { known, alertId } = props;
  const nowMs = useNow(15_000);
  const [filter, setFilter] = useState(allAlerts);
  /** The alert that was closed here last: it is not in the list any more. */
  const [closedId, setClosedId] = useState<string | null>(null);
  const title = useRef<HTMLHeadingElement>(null);
  const alerts = (known.all?.alerts ?? []).filter(({ tMs }) => tMs > nowMs - alertKeptMsMax);
  const shown = filterAlerts(alerts, filter);
  const open = alerts.find(({ id }) => id === alertId) ?? null;
  useOpened(open?.id ?? null, alertId === null, title);
  const go = (next: AlertJson | null) => {
    window.location.hash = hrefOf({ page: 'alerts', alertId: next?.id ?? null });
  };
  const move = (step: 1 | -1) => {
    const focused = shown.find(({ id }) => document.activeElement?.id === rowIdOf(id));
    const next = stepFrom(shown, focused?.id ?? alertId, step);
    if (next !== null) document.getElementById(rowIdOf(next.id))?.focus();
    // On a phone the list is not seen: there the next alert itself comes.
    if (next !== null && alertId !== null && document.activeElement?.id !== rowIdOf(next.id)) go(next);
  };
  useKeys({
    j: () => move(1),
    k: () => move(-1),
    '?': props.onHelp,
    Escape: () => {
      if (alertId !== null) go(null);
    },
  });
  return (
    <>
      <div className="alerts-look">
        {known.all === null ? null : <Attention alerts={known.all} />}
        <AlertStrip
          alerts={shown}
          nowMs={nowMs}
          openId={alertId}
          onOpen={go}
          chosen={placeOf(filter)}
          onChoose={(place) =>
            setFilter({ ...filter, cameraId: place?.cameraId ?? null, zoneId: place?.zoneId ?? null })
          }
        />
      </div>
      <div
        className={
          alerts.length === 0 && alertId === null ? 'alerts-columns alerts-columns-empty' : 'alerts-columns'
        }
      >
        <div className="alerts-list">
          {alerts.length === 0 ? (
            <NoAlerts />
          ) : (
            <>
              <AlertFilters alerts={alerts} filter={filter} onChange={setFilter} />
              <AlertDays alerts={shown} all={alerts.length} nowMs={nowMs} openId={alertId} onMove={move} />
            </>
          )}
          <TellChoice />
        </div>
        <div className="alerts-open">
          {open === null ? (
            <Unopened
              alertId={alertId}
              isClosedHere={alertId !== null && alertId === closedId}
              next={alertId === null ? null : (shown[0] ?? null)}
              hasAlerts={alerts.length > 0}
            />
          ) : (
            <>
              <BackLink />
              <AlertDetail
                key={open.id}
                alert={open}
                nowMs={nowMs}
                title={title}
                onChanged={known.take}
                onClosed={() => {
                  setClosedId(open.id);
                  known.take({ ...open, state: 'closed' });
                }}
              />
            </>
          )}
        </div>
      </div>
    </>
  );
}

/** The keyboard goes to an alert that is opened; and back to its row when it is left. */
function useOpened(
  openId: string | null,
  isList: boolean,
  title: { readonly current: HTMLHeadingElement | null },
): void {
  const before = useRef<string | null>(null);
  useEffect(() => {
    if (openId !== null && openId !== before.current) {
      title.current?.focus({ preventScroll: true });
      title.current?.scrollIntoView({ block: 'nearest' });
      if (window.matchMedia('(max-width: 820px)').matches) window.scrollTo(0, 0);
    }
    if (openId === null && isList && before.current !== null)
      document.getElementById(rowIdOf(before.current))?.focus();
    before.current = openId;
  }, [openId, isList, title]);
}

function BackLink() {
  const { say } = useWords();
  return (
    <a className="alerts-back" href="#/alerts">
      ← {say('alert.back')}
    </a>
  );
}

/** Where an alert would be: none is chosen, it was closed just now, or it is gone. */
function Unopened(props: {
  readonly alertId: string | null;
  readonly isClosedHere: boolean;
  readonly next: AlertJson | null;
  readonly hasAlerts: boolean;
}) {
  const { say } = useWords();
  const said = useRef<HTMLDivElement>(null);
  const { alertId, isClosedHere, next } = props;
  useEffect(() => {
    if (isClosedHere) said.current?.focus();
  }, [isClosedHere]);
  if (alertId === null)
    return props.hasAlerts ? <p className="soft alerts-choose">{say('alert.choose')}</p> : null;
  return (
    <div ref={said} tabIndex={-1} className="alerts-gone">
      <BackLink />
      <Notice tone="info">
        <p role="status">{say(isClosedHere ? 'alert.closed' : 'alert.gone')}</p>
        <p className="alerts-gone-ways">
          {next === null ? null : (
            <a className="button" href={hrefOf({ page: 'alerts', alertId: next.id })}>
              {say('alert.next')}
            </a>
          )}
          <a className="button-quiet" href={hrefOf({ page: 'safety-report', of: null })}>
            {say('alert.gone.report')}
          </a>
        </p>
      </Notice>
    </div>
  );
}

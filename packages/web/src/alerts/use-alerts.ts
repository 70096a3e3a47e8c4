import type { AlertEventJson, AlertJson, AlertsJson } from '@outis/core';
import { useCallback, useMemo, useState } from 'react';
import type { ApiFailure } from '../api/ask.ts';
import { usePolled } from '../api/use-polled.ts';
import { readAlerts } from './alert-api.ts';
import { withAlert } from './alert-list.ts';
import { useAlertFeed } from './use-alert-feed.ts';

/** What is asked again even where the stream says nothing: what was not delivered, and what is too old by now. */
const everyMs = 60_000;
/** Changes that the last answer may not have yet. */
const newsMax = 500;

/** The alerts as the page knows them. */
export interface KnownAlerts {
  /** Null until the first answer. */
  readonly all: AlertsJson | null;
  readonly failure: ApiFailure | null;
  /** True while new alerts would not arrive. */
  readonly isLost: boolean;
  /** The newest that came while the page was open, to be said aloud. */
  readonly newest: AlertEventJson | null;
  /** Takes in what the edge answered to something done here. */
  readonly take: (alert: AlertJson) => void;
}

/** The alerts, newest first, with those that come while the page is open. */
export function useAlerts(): KnownAlerts {
  const { data, failure, refresh } = usePolled('alerts', everyMs, readAlerts);
  const [news, setNews] = useState<readonly AlertJson[]>([]);
  const [newest, setNewest] = useState<AlertEventJson | null>(null);
  const [isLost, setIsLost] = useState(false);
  const take = useCallback(
    (alert: AlertJson) =>
      setNews((old) => [...old.filter((each) => each.id !== alert.id), alert].slice(-newsMax)),
    [],
  );
  useAlertFeed({
    onAlert: (event) => {
      if (event.isRecorded || event.alert.state === 'closed') take(event.alert);
      // Only tallied: then what needs attention has changed.
      else refresh();
      if (event.alert.state !== 'seen') setNewest(event);
    },
    onOpen: () => {
      setIsLost(false);
      // What came before the stream was open is in no event. Of what came before a loss nobody knows what became.
      if (isLost) setNews([]);
      if (isLost || data !== null) refresh();
    },
    onLost: () => setIsLost(true),
  });
  const all = useMemo(
    () => (data === null ? null : { ...data, alerts: merged(data.alerts, news) }),
    [data, news],
  );
  return { all, failure, isLost, newest, take };
}

/** The answer with what has happened since; an alert never goes back from closed or seen. */
function merged(alerts: readonly AlertJson[], news: readonly AlertJson[]): readonly AlertJson[] {
  return news.reduce((list, alert) => {
    const known = list.find((each) => each.id === alert.id);
    return known?.state === 'seen' && alert.state === 'new' ? list : withAlert(list, alert);
  }, alerts);
}

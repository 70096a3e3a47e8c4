import type { AlertEventJson } from '@outis/core';
import { createContext, use, useState } from 'react';
import { hrefOf } from '../app/route.ts';
import { useWords } from '../messages/words.tsx';
import { ruleKey } from './rule-words.ts';
import { Beeper, keepTelling, notify, permission, readTelling, type Telling } from './tell.ts';
import { useAlertFeed } from './use-alert-feed.ts';

/** The choice of how to be told, and what changes it. */
export interface TellingChoice {
  readonly telling: Telling;
  /** Asks the browser where it must be asked; answers with what it allows then. */
  readonly setNotifications: (isOn: boolean) => Promise<void>;
  readonly setSound: (isOn: boolean) => void;
  /** Why there are no notifications: the browser refuses, or has none for pages. */
  readonly trouble: 'refused' | 'missing' | null;
}

/** Holds {@link TellingChoice} for every page. */
export const TellingContext = createContext<TellingChoice | null>(null);

/** How to be told of alerts on every page of this visit; null where nobody may be. */
export function useTellingChoice(): TellingChoice | null {
  return use(TellingContext);
}

/** Tells of alerts on every page, as far as it was asked for; without a wish nothing is even listened to. */
export function useTelling(mayHear: boolean): TellingChoice {
  const { say } = useWords();
  const [telling, setTelling] = useState(readTelling);
  const [trouble, setTrouble] = useState<TellingChoice['trouble']>(null);
  const [beeper] = useState(() => new Beeper());
  const change = (part: Partial<Telling>) => {
    const next = { ...telling, ...part };
    setTelling(next);
    keepTelling(next);
  };
  const onAlert = ({ alert, isRecorded }: AlertEventJson) => {
    if (alert.state !== 'new') return;
    if (telling.sound) beeper.beep();
    if (!telling.notifications) return;
    const isShown = notify(
      {
        title: say('alert.tell.title', { rule: say(ruleKey(alert.rule)), zone: alert.zoneId }),
        body: alert.cameraId,
        tag: alert.id,
      },
      () => {
        window.location.hash = hrefOf({ page: 'alerts', alertId: isRecorded ? alert.id : null });
      },
    );
    if (!isShown) setTrouble(permission() === 'denied' ? 'refused' : 'missing');
  };
  useAlertFeed({ onAlert }, mayHear && (telling.sound || telling.notifications));
  return {
    telling,
    trouble,
    setSound: (sound) => {
      if (sound) {
        beeper.unlock();
        beeper.beep();
      }
      change({ sound });
    },
    setNotifications: async (isOn) => {
      if (!isOn) return change({ notifications: false });
      if (permission() === 'missing') return setTrouble('missing');
      const allowed = await Notification.requestPermission();
      setTrouble(allowed === 'granted' ? null : 'refused');
      change({ notifications: allowed === 'granted' });
    },
  };
}

import type { AlertEventJson } from '@outis/core';
import { createContext, use, useEffect, useEffectEvent } from 'react';
import { AlertFeed, type FeedListener } from './alert-feed.ts';

const FeedContext = createContext(new AlertFeed());

/** Listens to alerts while `isOn`. */
export function useAlertFeed(listener: FeedListener, isOn = true): void {
  const feed = use(FeedContext);
  const onAlert = useEffectEvent((event: AlertEventJson) => listener.onAlert?.(event));
  const onOpen = useEffectEvent(() => listener.onOpen?.());
  const onLost = useEffectEvent(() => listener.onLost?.());
  useEffect(() => {
    if (!isOn) return;
    return feed.listen({
      onAlert: (event) => onAlert(event),
      onOpen: () => onOpen(),
      onLost: () => onLost(),
    });
  }, [feed, isOn]);
}

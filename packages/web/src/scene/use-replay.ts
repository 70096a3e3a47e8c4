import type { RoadUserClass } from '@outis/core';
import { useCallback, useEffect, useState } from 'react';
import type { Place } from './motion.ts';
import { replayMs } from './replay.ts';
import { type LiveScene, presentIn } from './use-scene.ts';

/** The scene as it is now, or as it was some seconds ago. */
export interface Replaying {
  /** 0 is live. */
  readonly agoS: number;
  /** How far back there is something, whole seconds. */
  readonly heldS: number;
  readonly goTo: (agoS: number) => void;
  /** What to draw at a time of the local clock. */
  readonly placesAt: (nowMs: number, isStill: boolean) => readonly Place[];
  /** What was there; null while nothing is known of that moment. */
  readonly present: Readonly<Record<RoadUserClass, number>> | null;
  readonly personsHidden: boolean;
}

/** Lets the last 20 seconds be looked at again; they play on from there. Only while the scene is live. */
export function useReplay(scene: LiveScene): Replaying {
  const { motion, replay } = scene;
  const isLive = scene.state === 'live';
  const [wishedS, setWishedS] = useState(0);
  const [heldS, setHeldS] = useState(0);
  const [nowMs, setNowMs] = useState(0);
  const agoS = isLive ? Math.min(wishedS, heldS) : 0;

  useEffect(() => {
    if (!isLive) setWishedS(0);
    const look = () => {
      const now = performance.now();
      replay.forget(now);
      setHeldS(Math.floor(replay.heldMs(now) / 1000));
      setNowMs(now);
    };
    look();
    // What was there changes while it plays; how far back one can go changes slowly.
    const timer = setInterval(look, agoS > 0 ? 200 : 500);
    return () => clearInterval(timer);
  }, [replay, isLive, agoS]);

  const placesAt = useCallback(
    (now: number, isStill: boolean) => {
      if (agoS > 0) return replay.placesAgo(now, agoS * 1000, isStill);
      return isStill ? motion.placesStill(now) : motion.placesAt(now);
    },
    [motion, replay, agoS],
  );
  const then = agoS > 0 ? replay.messageAgo(nowMs, agoS * 1000) : null;
  return {
    agoS,
    heldS: isLive ? heldS : 0,
    goTo: (next) => setWishedS(Math.min(replayMs / 1000, Math.max(0, Math.round(next)))),
    placesAt,
    present: agoS === 0 ? scene.present : then === null ? null : presentIn(then),
    personsHidden: agoS === 0 ? scene.personsHidden : (then?.personsHidden ?? false),
  };
}

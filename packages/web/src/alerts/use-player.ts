import type { ReplayJson } from '@outis/core';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { Place } from '../scene/motion.ts';
import { lengthOf, placesAt, ReplayClock } from './replay-steps.ts';

/** A replay that plays, stands and is set. */
export interface Player {
  /** Where it is, ms since its first moment; renewed ten times a second. */
  readonly atMs: number;
  readonly lengthMs: number;
  readonly isPlaying: boolean;
  readonly toggle: () => void;
  readonly seek: (atMs: number) => void;
  /** What to draw at a time of the local clock, ms. */
  readonly placesAt: (nowMs: number, isStill: boolean) => readonly Place[];
}

const shownEveryMs = 100;

/** So long before the alert a replay begins at first: what led to it, without waiting for it. */
const leadMs = 5000;

/**
 * Plays a replay, first from shortly before its alert; for readers who ask for less movement it stands at the alert.
 * Where the same replay grows, it goes on where it is.
 */
export function usePlayer({ steps, alertAtMs }: ReplayJson): Player {
  const lengthMs = lengthOf(steps);
  const lastMs = useRef<number | null>(null);
  const clock = useMemo(() => {
    const fresh = new ReplayClock(lengthMs);
    const isStill = window.matchMedia('(prefers-reduced-motion: reduce)').matches;
    fresh.seek(lastMs.current ?? alertAtMs - (isStill ? 0 : leadMs), performance.now());
    if (!isStill) fresh.play(performance.now());
    return fresh;
  }, [lengthMs, alertAtMs]);
  const [atMs, setAtMs] = useState(0);
  const [isPlaying, setIsPlaying] = useState(false);
  /** Changes with each jump, so that a drawing that stands is drawn anew. */
  const [turn, setTurn] = useState(0);
  const look = useCallback(() => {
    const nowMs = performance.now();
    setAtMs(clock.at(nowMs));
    if (lengthMs > 0) lastMs.current = clock.at(nowMs);
    setIsPlaying(clock.isPlaying(nowMs));
  }, [clock, lengthMs]);
  useEffect(() => {
    look();
    const timer = setInterval(look, shownEveryMs);
    return () => clearInterval(timer);
  }, [look]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `turn` is there so that a jump is drawn at once.
  const places = useCallback(
    (nowMs: number, isStill: boolean) => placesAt(steps, clock.at(nowMs), isStill),
    [steps, clock, turn],
  );
  const jump = (change: (nowMs: number) => void) => {
    change(performance.now());
    look();
    setTurn((old) => old + 1);
  };
  return {
    atMs,
    lengthMs,
    isPlaying,
    toggle: () => jump((nowMs) => (clock.isPlaying(nowMs) ? clock.pause(nowMs) : clock.play(nowMs))),
    seek: (to) => jump((nowMs) => clock.seek(to, nowMs)),
    placesAt: places,
  };
}

import type { SafetyPreviewJson, SafetyRequestJson } from '@outis/core';
import { useCallback, useEffect, useRef, useState } from 'react';
import type { ApiFailure } from '../api/ask.ts';
import { openEventStream } from '../api/event-stream.ts';
import { asFailure } from '../api/use-polled.ts';
import { previewPath, trySafety } from './safety-api.ts';

const retryAfterMs = 3000;
/** Rules that are tried out are tried again this often, and this soon after a change. */
const againAfterMs = 5000;
const changedAfterMs = 400;

/** What the editor may try its rules on. */
export interface Preview {
  /** How long the camera has been watched for this editor, ms; null while nothing is kept. */
  readonly watchedMs: number | null;
  readonly isLost: boolean;
  /** What the rules would have said, and for which request; null before they were tried. */
  readonly tried: { readonly asked: string; readonly answer: SafetyPreviewJson } | null;
  readonly isTrying: boolean;
  readonly failure: ApiFailure | null;
  /** Whether it is tried again and again. */
  readonly isOn: boolean;
  readonly setOn: (isOn: boolean) => void;
}

/** Has the edge keep what the camera detects, in memory, while this page is open, and tries rules on it. */
export function usePreview(cameraId: string, request: SafetyRequestJson | null): Preview {
  const { watchedMs, isLost } = useWatched(cameraId);
  const [tried, setTried] = useState<Preview['tried']>(null);
  const [isTrying, setIsTrying] = useState(false);
  const [failure, setFailure] = useState<ApiFailure | null>(null);
  const [isOn, setIsOn] = useState(false);
  const isBusy = useRef(false);
  const asked = request === null ? null : JSON.stringify(request);
  const isReady = watchedMs !== null && !isLost;
  const tryNow = useCallback(async () => {
    if (asked === null || isBusy.current) return;
    isBusy.current = true;
    setIsTrying(true);
    try {
      setTried({ asked, answer: await trySafety(cameraId, JSON.parse(asked) as SafetyRequestJson) });
      setFailure(null);
    } catch (error) {
      setFailure(asFailure(error));
    } finally {
      isBusy.current = false;
      setIsTrying(false);
    }
  }, [cameraId, asked]);
  useEffect(() => {
    if (!isOn || !isReady || asked === null) return;
    const soon = setTimeout(() => void tryNow(), changedAfterMs);
    const timer = setInterval(() => void tryNow(), againAfterMs);
    return () => {
      clearTimeout(soon);
      clearInterval(timer);
    };
  }, [isOn, isReady, asked, tryNow]);
  return { watchedMs, isLost, tried, isTrying, failure, isOn, setOn: setIsOn };
}

/** Keeps the stream open that makes the edge keep anything; after its ten minutes another is opened. */
function useWatched(cameraId: string): Pick<Preview, 'watchedMs' | 'isLost'> {
  const [watchedMs, setWatchedMs] = useState<number | null>(null);
  const [isLost, setIsLost] = useState(false);
  const [round, setRound] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new round opens a new stream.
  useEffect(
    () =>
      openEventStream(previewPath(cameraId), {
        on: {
          watched: (data) => {
            const ms = readWatched(data);
            if (ms !== null) setWatchedMs(ms);
            setIsLost(false);
          },
        },
        ends: { ended: () => setRound((before) => before + 1) },
        onLost: () => {
          setIsLost(true);
          setWatchedMs(null);
        },
        retryAfterMs,
      }),
    [cameraId, round],
  );
  return { watchedMs, isLost };
}

/** The time in an event `watched`, ms; null where it is not one. */
export function readWatched(data: unknown): number | null {
  if (typeof data !== 'string') return null;
  try {
    const { watchedMs } = JSON.parse(data) as { readonly watchedMs?: unknown };
    return typeof watchedMs === 'number' && watchedMs >= 0 ? watchedMs : null;
  } catch {
    return null;
  }
}

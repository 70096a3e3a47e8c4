import type { MeasuresCheckJson, MeasuresRequestJson } from '@outis/core';
import { useEffect, useState } from 'react';
import type { ApiFailure } from '../api/ask.ts';
import { asFailure } from '../api/use-polled.ts';

const checkAfterMs = 250;

/** What the edge says to the measures as they are edited. */
export interface Checked {
  /** The newest answer; it stays while the next one is asked for. Null before the first, and while a length is missing. */
  readonly check: MeasuresCheckJson | null;
  readonly isChecking: boolean;
  readonly failure: ApiFailure | null;
}

/** Asks how good measures would be, shortly after each change. `askEdge` stays the same while the page is open. */
export function useCheck<T = MeasuresRequestJson>(
  cameraId: string,
  request: T | null,
  askEdge: (cameraId: string, request: T) => Promise<MeasuresCheckJson>,
): Checked {
  const asked = request === null ? null : JSON.stringify(request);
  const [answer, setAnswer] = useState<{
    asked: string | null;
    check: MeasuresCheckJson | null;
    failure: ApiFailure | null;
  }>({ asked: null, check: null, failure: null });
  useEffect(() => {
    if (asked === null) return;
    let isOver = false;
    const timer = setTimeout(async () => {
      try {
        const check = await askEdge(cameraId, JSON.parse(asked) as T);
        if (!isOver) setAnswer({ asked, check, failure: null });
      } catch (error) {
        if (!isOver) setAnswer({ asked, check: null, failure: asFailure(error) });
      }
    }, checkAfterMs);
    return () => {
      isOver = true;
      clearTimeout(timer);
    };
  }, [cameraId, asked, askEdge]);
  if (asked === null) return { check: null, isChecking: false, failure: null };
  return { check: answer.check, isChecking: answer.asked !== asked, failure: answer.failure };
}

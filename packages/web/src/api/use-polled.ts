import { useCallback, useEffect, useEffectEvent, useState } from 'react';
import { ApiFailure } from './ask.ts';
import { startPolling } from './polling.ts';

/** What a repeated request knows: the newest answer, and the failure since then, if any. */
export interface Polled<T> {
  readonly data: T | null;
  readonly failure: ApiFailure | null;
  /** Asks again now. */
  readonly refresh: () => void;
}

/**
 * Asks again every `everyMs` while the page is visible. `key` names what is asked for: a new key forgets the old answer.
 * After a failure the last answer stays, with the failure beside it.
 */
export function usePolled<T>(key: string, everyMs: number, load: () => Promise<T>): Polled<T> {
  const [answer, setAnswer] = useState<{ key: string; data: T | null; failure: ApiFailure | null }>(() =>
    empty(key),
  );
  const [turn, setTurn] = useState(0);
  const loadNow = useEffectEvent(load);

  // biome-ignore lint/correctness/useExhaustiveDependencies: `turn` is there so that refresh() asks again.
  useEffect(() => {
    let isOver = false;
    const polling = startPolling(everyMs, async () => {
      if (document.hidden) return;
      try {
        const data = await loadNow();
        if (!isOver) setAnswer({ key, data, failure: null });
      } catch (error) {
        if (!isOver) setAnswer((old) => ({ ...keep(old, key), failure: asFailure(error) }));
      }
    });
    const wake = () => {
      if (!document.hidden) polling.wake();
    };
    document.addEventListener('visibilitychange', wake);
    return () => {
      isOver = true;
      polling.stop();
      document.removeEventListener('visibilitychange', wake);
    };
  }, [key, everyMs, turn]);

  const refresh = useCallback(() => setTurn((old) => old + 1), []);
  const current = keep(answer, key);
  return { data: current.data, failure: current.failure, refresh };
}

/** A failure to show, whatever was thrown. */
export function asFailure(error: unknown): ApiFailure {
  return error instanceof ApiFailure ? error : new ApiFailure(null, { cause: error });
}

function empty<T>(key: string): { key: string; data: T | null; failure: ApiFailure | null } {
  return { key, data: null, failure: null };
}

function keep<T>(answer: { key: string; data: T | null; failure: ApiFailure | null }, key: string) {
  return answer.key === key ? answer : empty<T>(key);
}

import type { AuditEntryJson, AuditPageJson } from '@outis/core';
import { useCallback, useEffect, useRef, useState } from 'react';
import { readLog } from '../api/access.ts';
import type { ApiFailure } from '../api/ask.ts';
import { asFailure } from '../api/use-polled.ts';

const perPage = 50;

/** The part of the log that is shown, newest first; it grows downwards. */
export interface ShownLog {
  readonly entries: readonly AuditEntryJson[] | null;
  readonly head: AuditPageJson['head'] | null;
  readonly hasMore: boolean;
  readonly isLoading: boolean;
  readonly failure: ApiFailure | null;
  readonly more: () => void;
  readonly again: () => void;
}

interface State {
  readonly query: string;
  readonly entries: readonly AuditEntryJson[] | null;
  readonly head: AuditPageJson['head'] | null;
  readonly next: number | null;
  readonly isLoading: boolean;
  readonly failure: ApiFailure | null;
}

const nothing = { entries: null, head: null, next: null, isLoading: true, failure: null };

/** Reads the log once for each query, and further down on request. It is not asked for again by itself. */
export function useLog(query: string): ShownLog {
  const [state, setState] = useState<State>({ query, ...nothing });
  const newest = useRef(0);
  const load = useCallback(
    async (before: number | null) => {
      newest.current += 1;
      const turn = newest.current;
      setState((old) =>
        before === null ? { query, ...nothing } : { ...old, isLoading: true, failure: null },
      );
      try {
        const parts = [query, `limit=${perPage}`, before === null ? '' : `before=${before}`];
        const page = await readLog(parts.filter((part) => part !== '').join('&'));
        if (turn !== newest.current) return;
        setState((old) => ({
          query,
          entries: before === null ? page.entries : [...(old.entries ?? []), ...page.entries],
          head: page.head,
          next: page.next,
          isLoading: false,
          failure: null,
        }));
      } catch (error) {
        if (turn === newest.current)
          setState((old) => ({ ...old, isLoading: false, failure: asFailure(error) }));
      }
    },
    [query],
  );
  useEffect(() => {
    void load(null);
    return () => {
      newest.current += 1;
    };
  }, [load]);
  const { entries, head, next, isLoading, failure } = state;
  return {
    entries: state.query === query ? entries : null,
    head,
    hasMore: next !== null,
    isLoading,
    failure,
    more: () => void load(next),
    again: () => void load(null),
  };
}

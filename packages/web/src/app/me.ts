import type { MeJson, Role } from '@outis/core';
import { createContext, use, useCallback, useEffect, useMemo, useState } from 'react';
import { readMe, signOut } from '../api/access.ts';
import { type ApiFailure, onRefusal } from '../api/ask.ts';
import { asFailure } from '../api/use-polled.ts';
import { hasRole } from './rights.ts';

/** Who is signed in, and what changes that. */
export interface Me {
  readonly me: MeJson;
  /** True when a session ended by itself: the page asked for comes back after signing in. */
  readonly hasEnded: boolean;
  /** Takes over what the edge answered to signing in or to a change of oneself. */
  readonly setMe: (next: MeJson) => void;
  /** Asks the edge anew. */
  readonly reload: () => Promise<void>;
  readonly leave: () => Promise<void>;
  readonly has: (role: Role) => boolean;
}

/** Holds {@link Me} for every page. */
export const MeContext = createContext<Me | null>(null);

/** Who is signed in. Only inside of a `MeContext`. */
export function useMe(): Me {
  const me = use(MeContext);
  if (me === null) throw new Error('useMe needs a MeContext around it.');
  return me;
}

const retryAfterMs = 3000;

/** Asks the edge who this is, until it answers; later again when the page is looked at anew, or when something is refused. */
export function useMeState(): { readonly value: Me | null; readonly failure: ApiFailure | null } {
  const [me, setState] = useState<MeJson | null>(null);
  const [failure, setFailure] = useState<ApiFailure | null>(null);
  const [hasEnded, setHasEnded] = useState(false);

  const setMe = useCallback((next: MeJson) => {
    setState((old) => (JSON.stringify(old) === JSON.stringify(next) ? old : next));
    setFailure(null);
    if (next.state === 'signed-in') setHasEnded(false);
  }, []);
  const reload = useCallback(async () => setMe(await readMe()), [setMe]);
  useFirstAnswer(me === null, reload, setFailure);

  useEffect(
    () =>
      onRefusal((code) => {
        if (code === 'role-refused') {
          reload().catch(() => {});
          return;
        }
        setState((old) => {
          if (old?.state !== 'signed-in') return old;
          setHasEnded(true);
          return { ...old, state: 'signed-out', user: null, by: null };
        });
      }),
    [reload],
  );
  useEffect(() => {
    const look = () => {
      if (!document.hidden) reload().catch(() => {});
    };
    document.addEventListener('visibilitychange', look);
    return () => document.removeEventListener('visibilitychange', look);
  }, [reload]);

  const value = useMemo<Me | null>(
    () =>
      me === null
        ? null
        : {
            me,
            hasEnded,
            setMe,
            reload,
            leave: async () => {
              await signOut();
              await reload();
            },
            has: (role) => hasRole(me, role),
          },
    [me, hasEnded, setMe, reload],
  );
  return { value, failure };
}

/** Asks again until there is an answer. */
function useFirstAnswer(
  isMissing: boolean,
  reload: () => Promise<void>,
  onFailure: (failure: ApiFailure) => void,
): void {
  useEffect(() => {
    if (!isMissing) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let isOver = false;
    const ask = () =>
      reload().catch((error: unknown) => {
        if (isOver) return;
        onFailure(asFailure(error));
        timer = setTimeout(ask, retryAfterMs);
      });
    void ask();
    return () => {
      isOver = true;
      clearTimeout(timer);
    };
  }, [isMissing, reload, onFailure]);
}

import type { AimSessionJson, CameraJson } from '@outis/core';
import { useCallback, useEffect, useState } from 'react';
import { aimPath, beginAim, endAim } from '../api/client.ts';
import { useMe } from '../app/me.ts';
import { useSite } from '../app/site.ts';
import { nameOf } from '../log/sentence.ts';
import { useWords } from '../messages/words.tsx';
import { type Action, useAction } from '../part/use-action.ts';
import { useNow } from '../part/use-now.ts';
import type { AimPicture } from './aim-picture.ts';
import { openAimStream } from './aim-stream.ts';

/** Aiming as this user does it. */
export interface Aiming {
  /** Null while this user does not aim this camera. */
  readonly session: AimSessionJson | null;
  readonly restMs: number;
  /** The newest picture; null before the first, and as soon as it is over. */
  readonly picture: AimPicture | null;
  readonly isLost: boolean;
  /** Since the newest picture came, ms; 0 before the first. */
  readonly quietMs: number;
  /** True after a session of this page. */
  readonly hasEnded: boolean;
  readonly action: Action;
  readonly begin: () => void;
  readonly end: () => void;
}

/** Follows the aim view while the page is looked at. Coming back within its time goes on with the same use. */
export function useAim(camera: CameraJson): Aiming {
  const { refresh } = useSite();
  const action = useAction();
  const [own, setOwn] = useState<AimSessionJson | null>(null);
  /** The session that was ended here: the list of cameras may still have it for some seconds. */
  const [overFromMs, setOverFromMs] = useState<number | null>(null);
  const [view, setView] = useState<View>(nothing);
  /** How far the clock here is ahead of that of the edge, ms: they need not agree. */
  const [aheadMs, setAheadMs] = useState(0);
  const nowMs = useNow(1000);
  const listed = useListed(camera);
  const isListed = own !== null && own.fromMs === listed?.fromMs;
  // Once the list of cameras has the session, the list alone says how long it goes on: it may be ended elsewhere.
  useEffect(() => {
    if (isListed) setOwn(null);
  }, [isListed]);
  const known = own ?? listed;
  const session = known?.fromMs === overFromMs ? null : known;

  const over = useCallback(
    (overMs: number) => {
      setOverFromMs(overMs);
      setOwn(null);
      setView(nothing);
      refresh();
    },
    [refresh],
  );
  const fromMs = session?.fromMs ?? null;
  useEffect(() => {
    if (fromMs === null) return;
    let close: (() => void) | null = null;
    const follow = () => {
      close?.();
      close = document.hidden
        ? null
        : openAimStream(aimPath(camera.id), {
            onPicture: (picture) => {
              setView({ picture, atMs: Date.now(), isLost: false });
              setAheadMs(Date.now() - picture.tMs);
            },
            onEnded: () => over(fromMs),
            onLost: () => setView((old) => ({ ...old, isLost: true })),
          });
    };
    follow();
    document.addEventListener('visibilitychange', follow);
    return () => {
      close?.();
      setView(nothing);
      document.removeEventListener('visibilitychange', follow);
    };
  }, [camera.id, fromMs, over]);

  return {
    session,
    restMs: session === null ? 0 : Math.max(0, session.endsMs - (nowMs - aheadMs)),
    picture: session === null ? null : view.picture,
    isLost: view.isLost,
    quietMs: view.picture === null ? 0 : Math.max(0, nowMs - view.atMs),
    hasEnded: session === null && overFromMs !== null,
    action,
    begin: () =>
      void action.run(async () => {
        try {
          const begun = await beginAim(camera.id);
          setAheadMs(Date.now() - begun.fromMs);
          setOwn(begun);
        } finally {
          // What is left, and who aims, is not what the page had thought.
          refresh();
        }
      }),
    end: () =>
      void action.run(async () => {
        await endAim(camera.id);
        if (fromMs !== null) over(fromMs);
      }),
  };
}

interface View {
  readonly picture: AimPicture | null;
  /** When it came, by the clock here. */
  readonly atMs: number;
  readonly isLost: boolean;
}

const nothing: View = { picture: null, atMs: 0, isLost: false };

/** The session of this user as the list of cameras has it. Where nobody signs in, as in the demo, all are one user. */
function useListed(camera: CameraJson): AimSessionJson | null {
  const { say } = useWords();
  const { me } = useMe();
  const current = camera.aim?.current ?? null;
  if (current === null) return null;
  const isOwn = me.state === 'open' ? current.user === 'open' : nameOf(current.user, say) === me.user?.name;
  return isOwn ? current : null;
}

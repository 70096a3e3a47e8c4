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
  const [view, setView] = useState<{ picture: AimPicture | null; isLost: boolean }>(nothing);
  const nowMs = useNow(1000);
  const session = useSession(camera, own, overFromMs, nowMs);

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
            onPicture: (picture) => setView({ picture, isLost: false }),
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
    restMs: session === null ? 0 : Math.max(0, session.endsMs - nowMs),
    picture: session === null ? null : view.picture,
    isLost: view.isLost,
    hasEnded: session === null && overFromMs !== null,
    action,
    begin: () =>
      void action.run(async () => {
        try {
          setOwn(await beginAim(camera.id));
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

const nothing = { picture: null, isLost: false };

/** The session of this user: the one begun here, or one that the edge still has. Null when it is over. */
function useSession(
  camera: CameraJson,
  own: AimSessionJson | null,
  overFromMs: number | null,
  nowMs: number,
): AimSessionJson | null {
  const { say } = useWords();
  const { me } = useMe();
  const current = camera.aim?.current ?? null;
  const isOwn = current !== null && nameOf(current.user, say) === me.user?.name;
  const session = own ?? (isOwn ? current : null);
  return session === null || session.fromMs === overFromMs || session.endsMs <= nowMs ? null : session;
}

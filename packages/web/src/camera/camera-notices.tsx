import type { CameraJson } from '@outis/core';
import { isJustAdded } from '../add/just-added.ts';
import { useMe } from '../app/me.ts';
import { hrefOf } from '../app/route.ts';
import { useTimeZone } from '../app/site.ts';
import { useWords } from '../messages/words.tsx';
import { Notice } from '../part/notice.tsx';
import { useNow } from '../part/use-now.ts';

/** For so long after a camera was found to have been moved its page says so, ms. */
const movedIsNewsMs = 24 * 3_600_000;

/** Says that the camera was moved: its lines may lie elsewhere now, and its background begins anew. */
export function MovedNotice(props: { readonly camera: CameraJson }) {
  const { say, time } = useWords();
  const timeZone = useTimeZone();
  const nowMs = useNow(60_000);
  const movedMs = props.camera.background?.movedMs ?? null;
  if (movedMs === null || nowMs - movedMs > movedIsNewsMs) return null;
  return (
    <Notice tone="warn" title={say('moved.title')}>
      {say('moved.text', { time: time(movedMs, 'day-time', timeZone) })}
    </Notice>
  );
}

/** After a camera was added: the way to see whether it looks where it should. */
export function AimNotice(props: { readonly camera: CameraJson }) {
  const { say } = useWords();
  const { has } = useMe();
  const { id, aim } = props.camera;
  if (aim === null || !has('installer') || !isJustAdded(id)) return null;
  return (
    <Notice tone="info" title={say('aim.hint.title')}>
      <a href={hrefOf({ page: 'aim', cameraId: id })}>{say('aim.hint.link')}</a>
    </Notice>
  );
}

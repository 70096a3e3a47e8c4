import type { CameraJson } from '@outis/core';
import { useTimeZone } from '../app/site.ts';
import { useWords } from '../messages/words.tsx';

/** In a line whether nothing looks, since when and until when; or what pausing does. */
export function usePauseText({ pause, source }: Pick<CameraJson, 'pause' | 'source'>): string {
  const { say, time } = useWords();
  const timeZone = useTimeZone();
  const { isPaused, isScheduled, by, sinceMs, nextMs } = pause;
  // What another system does is not ours to say.
  const isOther = source === 'mqtt';
  const now = isPaused
    ? say(isOther ? 'pause.since.other' : 'pause.since', {
        time: time(sinceMs ?? 0, 'day-time', timeZone),
      })
    : say(isOther ? 'pause.what.other' : 'pause.what');
  const next = nextMs === null ? null : time(nextMs, 'day-time', timeZone);
  if (isScheduled) {
    const held = by === 'schedule' ? 'pause.scheduled' : 'pause.both';
    return `${now} ${next === null ? say(`${held}.always`) : say(held, { time: next })}`;
  }
  return next === null ? now : `${now} ${say('pause.next', { time: next })}`;
}

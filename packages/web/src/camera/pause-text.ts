import type { CameraPauseJson } from '@outis/core';
import { useTimeZone } from '../app/site.ts';
import { useWords } from '../messages/words.tsx';

/** In a line whether nothing looks, since when and until when; or what pausing does. */
export function usePauseText(pause: CameraPauseJson): string {
  const { say, time } = useWords();
  const timeZone = useTimeZone();
  const { isPaused, isScheduled, by, sinceMs, nextMs } = pause;
  const next = nextMs === null ? null : time(nextMs, 'day-time', timeZone);
  if (isScheduled) {
    const held = by === 'schedule' ? 'pause.scheduled' : 'pause.both';
    return next === null ? say(`${held}.always`) : say(held, { time: next });
  }
  const now = isPaused
    ? say('pause.since', { time: time(sinceMs ?? 0, 'day-time', timeZone) })
    : say('pause.what');
  return next === null ? now : `${now} ${say('pause.next', { time: next })}`;
}

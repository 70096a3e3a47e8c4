import type { SafetyRequestJson } from '@outis/core';
import { useWords } from '../messages/words.tsx';
import { clockOf } from './preview-bar.tsx';
import { firedOf } from './preview-fired.ts';
import { Refusal } from './refusal.tsx';
import type { Preview } from './use-preview.ts';

/** How often a rule would have warned of what was seen since the page was opened. */
export function PreviewResult(props: {
  readonly preview: Preview;
  readonly request: SafetyRequestJson | null;
  readonly index: number;
}) {
  const { say } = useWords();
  const { preview, index } = props;
  if (!preview.isOn) return null;
  const fired = preview.tried === null ? [] : firedOf(preview.tried, index);
  if (fired.length === 0 || preview.tried === null)
    return <p className="soft small preview-result">{say('safety.preview.notYet')}</p>;
  const problem = fired.find((one) => one.problem !== null)?.problem ?? null;
  if (problem !== null) return <Refusal text={problem} />;
  const time = clockOf(preview.tried.answer.watchedMs);
  return (
    <ul className="preview-result" aria-live="polite">
      {fired.map(({ zoneId, times }) => (
        <li key={zoneId} className={times > 0 ? 'preview-fired' : ''}>
          {say(
            times === 0
              ? 'safety.preview.fired.none'
              : times === 1
                ? 'safety.preview.fired.one'
                : 'safety.preview.fired',
            { time, count: times, zone: zoneId },
          )}
        </li>
      ))}
    </ul>
  );
}

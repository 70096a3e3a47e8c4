import { backgroundSettings, type ChangeJson, isPurpose, isSafetyRule, withDaysIn } from '@outis/core';
import type { Words } from '../messages/words.tsx';
import { dateMs } from '../part/day.ts';

/** What a change is from or to, in the language of the page where its words are known; else as the edge wrote it. */
export function changeValue(
  field: ChangeJson['field'],
  value: string,
  words: Pick<Words, 'language' | 'say' | 'time' | 'number' | 'percent'>,
): string {
  const text = value.trim();
  if (text === '' || text === '–') return words.say('change.none');
  if (field === 'purpose' && isPurpose(text)) return words.say(`purpose.${text}`);
  if (field === 'until' && Number.isFinite(dateMs(text))) return words.time(dateMs(text), 'date', 'UTC');
  const background = backgroundSettings.find((each) => each === text);
  if (field === 'background' && background !== undefined) return words.say(`background.${background}`);
  if (field === 'rules')
    return text
      .split(', ')
      .map((rule) => (isSafetyRule(rule) ? words.say(`alert.rule.${rule}`) : rule))
      .join(', ');
  if (field === 'pauses') return withDaysIn(text, words.language);
  const model = field === 'model' ? /^(.*) \(unreviewed model\)$/.exec(text)?.[1] : undefined;
  if (model !== undefined) return `${model} (${words.say('overview.unreviewed')})`;
  const area = /^(\d+) areas? \((\d+) %\)$/.exec(text);
  if (area !== null) {
    const percent = words.percent(Number(area[2]) / 100);
    return field === 'boundary'
      ? words.say('change.share', { percent })
      : words.say('change.areas', { count: words.number(Number(area[1])), percent });
  }
  return text;
}

/** Changes in the order in which they matter: those that take effect soonest, then those that are over, newest first. */
export function sortChanges(changes: readonly ChangeJson[]): {
  readonly pending: readonly ChangeJson[];
  readonly past: readonly ChangeJson[];
} {
  return {
    pending: changes
      .filter((change) => change.state === 'pending')
      .sort((a, b) => a.effectiveMs - b.effectiveMs),
    past: changes
      .filter((change) => change.state !== 'pending')
      .sort((a, b) => b.effectiveMs - a.effectiveMs),
  };
}

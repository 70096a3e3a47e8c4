import { ladders } from '@outis/core';
import { lengthOf } from '../measures/measures-draft.ts';
import type { Words } from '../messages/words.tsx';
import type { RuleDraft } from './safety-draft.ts';

/** A step of a rule's ladder in words: how sure it is of a head, seconds of danger, or minutes of standing. */
export function stepWords(
  { rule, minutes }: Pick<RuleDraft, 'rule' | 'minutes'>,
  step: number,
  { say, number, percent }: Pick<Words, 'say' | 'number' | 'percent'>,
): string {
  const value = ladders[rule][step] ?? 0;
  switch (rule) {
    case 'helmet':
    case 'vest':
      // Log-odds, as a probability.
      return say('safety.step.sure', { share: percent(1 / (1 + Math.exp(-value)), 1) });
    case 'exclusion':
    case 'proximity':
      return say('safety.step.seconds', { seconds: number(value, 1) });
    default: {
      const known = lengthOf(minutes);
      return known === null
        ? say('safety.step.times', { times: number(value, 1) })
        : say('safety.step.minutes', { minutes: number(value * known, 1) });
    }
  }
}

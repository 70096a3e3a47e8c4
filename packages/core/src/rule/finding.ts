import { type RoadUserClass, roadUserClasses } from '../detection/object-class.ts';
import type { Track } from '../track/track.ts';

/** The rules that may warn of a danger on a site. */
export const safetyRules = ['helmet', 'vest', 'exclusion', 'proximity', 'blocked'] as const;
export type SafetyRule = (typeof safetyRules)[number];

/** True when the text names a safety rule. */
export function isSafetyRule(text: unknown): text is SafetyRule {
  return (safetyRules as readonly unknown[]).includes(text);
}

/**
 * How sure a rule may be asked to be, from the least to the most, in units of its own: `helmet` and `vest` the capped
 * log-odds that it is missing (3.2 is 96 %, 4 is 98 %); `exclusion` and `proximity` seconds of danger; `blocked` multiples
 * of the minutes it was set to. The first is the rule's own bound; learning proposes that or one of the others. That of
 * `vest` ends where half of its warnings would come after 5 s: later ones are no help, and the place needs another look.
 */
export const ladders: Readonly<Record<SafetyRule, readonly number[]>> = {
  helmet: [3.2, 3.3, 3.4, 3.5, 3.6, 3.7, 3.8, 4, 4.2, 4.5],
  vest: [3.6, 3.7, 3.8, 3.9, 4],
  exclusion: [2, 2.5, 3, 3.5, 4, 5],
  proximity: [0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1, 1.2, 1.5, 2],
  blocked: [1, 1.5, 2, 3],
};

/**
 * A danger that a rule sees now: it is said in every step for as long as it lasts. It is no alarm yet (see `AlarmGate`)
 * and carries no track.
 */
export interface Finding {
  readonly rule: SafetyRule;
  readonly zoneId: string;
  readonly tMs: number;
  /** What is in it, each class once, in the order of the vocabulary. */
  readonly classes: readonly RoadUserClass[];
  /** For each step of the ladder that it has reached, from the first: for how long already, in ms. Never empty. */
  readonly agesMs: readonly number[];
}

/** The longest time between two steps that counts as watched: longer ones are gaps in which anything may have been. */
export const stepMsMax = 1000;

/** The time from one step to the next as far as it was watched; 0 for the first, and when the clock was set back. */
export function watchedMs(beforeMs: number | null, tMs: number): number {
  return beforeMs === null ? 0 : Math.max(0, Math.min(stepMsMax, tMs - beforeMs));
}

/** The ages after `elapsedMs` more, with the steps of the ladder that `strength` has now reached too. */
export function climb(
  agesMs: readonly number[],
  elapsedMs: number,
  strength: number,
  ladder: readonly number[],
): readonly number[] {
  const ages = agesMs.map((ageMs) => ageMs + elapsedMs);
  while (ages.length < ladder.length && strength >= ladder[ages.length]!) ages.push(0);
  return ages;
}

/**
 * The dangers in one zone as one finding, without the tracks (`ids`) that are in them; none where no danger has reached
 * the first step of its ladder.
 */
export function findingOf(
  at: Pick<Finding, 'rule' | 'zoneId' | 'tMs'>,
  tracks: readonly Track[],
  dangers: readonly { readonly ids: readonly number[]; readonly agesMs: readonly number[] }[],
): readonly Finding[] {
  const raised = dangers.filter(({ agesMs }) => agesMs.length > 0);
  if (raised.length === 0) return [];
  const ids = new Set(raised.flatMap((danger) => danger.ids));
  const named = new Set(tracks.filter(({ id }) => ids.has(id)).map((track) => track.class));
  const classes = roadUserClasses.filter((name) => named.has(name));
  return [{ ...at, classes, agesMs: newest(raised.map(({ agesMs }) => agesMs)) }];
}

/**
 * One list of ages for several dangers: for each step of the ladder that of the latest to reach it, since an alarm asks
 * whether anything is new.
 */
function newest(all: readonly (readonly number[])[]): readonly number[] {
  const length = Math.max(...all.map((ages) => ages.length));
  return Array.from({ length }, (_, step) => Math.min(...all.map((ages) => ages[step] ?? Infinity)));
}

/** True where an alarm is due: the cooldown is over, and the danger is new or is one to be reminded of. */
export function isDue(
  ageMs: number | undefined,
  sinceMs: number | null,
  cooldownMs: number,
  isRepeated: boolean,
): boolean {
  if (ageMs === undefined) return false;
  return sinceMs === null || (sinceMs >= cooldownMs && (isRepeated || ageMs < sinceMs));
}

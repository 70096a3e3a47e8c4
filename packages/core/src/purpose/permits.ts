import { type SafetyRule, safetyRules } from '../rule/finding.ts';
import { type Purpose, purposes } from './purpose.ts';

/**
 * Kinds of numbers that leave, each a release of its own with noise of its own. `count`: passages over a line.
 * `movement`: over one line and later another. `speed`: passages per 5 km/h. `dwell`: stays in a zone per length.
 * `conflict`: near misses per class pair and closeness. `conflict-place`: where they were, on a coarse grid.
 */
export const families = ['count', 'movement', 'speed', 'dwell', 'conflict', 'conflict-place'] as const;
export type Family = (typeof families)[number];

/**
 * What a browser may be sent as it happens. `scene`: what is there now. `background`: the ground behind it. `aim`: a
 * coarse picture with everybody filled, for an installer on site, a few times a month.
 */
export const liveMessages = ['scene', 'background', 'aim'] as const;
export type LiveMessage = (typeof liveMessages)[number];

/**
 * What may be done with a camera besides adding up: `approve-background` shortens how a background is learned;
 * `measures` sets up movements, zones and the ground, and `statistics` answers what was released of them; `safety` sets up
 * what is warned of, and `alerts` answers the warnings.
 */
export const deeds = ['approve-background', 'measures', 'statistics', 'safety', 'alerts'] as const;
export type Deed = (typeof deeds)[number];

/** What a purpose permits; what is not named here is not built, not sent and not answered. */
export interface Permits {
  readonly families: readonly Family[];
  readonly messages: readonly LiveMessage[];
  readonly deeds: readonly Deed[];
  /** What it may warn of. */
  readonly rules: readonly SafetyRule[];
}

/**
 * The one table of what a purpose permits: the pipeline builds from it, the routes ask it. Neither purpose has a
 * threshold, a webhook or a subscription on counts, so none has a name here; warnings are of dangers, on a site alone.
 */
export const permits: Readonly<Record<Purpose, Permits>> = {
  'site-safety': {
    families: ['count'],
    messages: ['scene', 'background', 'aim'],
    deeds: ['approve-background', 'safety', 'alerts'],
    rules: safetyRules,
  },
  'street-statistics': {
    families: ['count', 'movement', 'speed', 'dwell', 'conflict', 'conflict-place'],
    messages: ['aim'],
    deeds: ['measures', 'statistics'],
    rules: [],
  },
};

/** True when numbers of a family may be measured and released. */
export function permitsFamily(purpose: Purpose, family: Family): boolean {
  return permits[purpose].families.includes(family);
}

/** True when a camera with this purpose may warn by a rule. */
export function permitsRule(purpose: Purpose, rule: SafetyRule): boolean {
  return permits[purpose].rules.includes(rule);
}

/** True when a camera with this purpose may send a live scene to a browser. */
export function permitsLiveScene(purpose: Purpose): boolean {
  return permits[purpose].messages.includes('scene');
}

/** The purposes whose cameras may be asked for a message or a deed: for the table of routes. */
export function purposesWith(name: LiveMessage | Deed): readonly Purpose[] {
  return purposes.filter((purpose) => {
    const { messages, deeds: allowed } = permits[purpose];
    return [...messages, ...allowed].includes(name);
  });
}

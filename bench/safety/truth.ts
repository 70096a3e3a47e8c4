import type { SafetyRule } from '@outis/core';
import { isInside } from '@outis/core';
import type { Place } from '../../packages/edge/src/demo/scenes.ts';
import { type Actor, type Present, type SiteView, size } from './scene.ts';

/** A danger that is really there, from the moment it can be seen. */
export interface TrueEvent {
  readonly rule: SafetyRule;
  readonly actor: Actor;
  readonly beginMs: number;
  endMs: number;
  /** For how long it was visible in all. */
  visibleMs: number;
  /** When it was first warned of. */
  foundMs: number | null;
  /** True when another alarm of that zone had been given within the cooldown: nobody warns twice. */
  readonly isCovered: boolean;
}

/** A danger must be visible for so long to be counted as one to find, ms. */
export const visibleMsMin: Readonly<Record<SafetyRule, number>> = {
  helmet: 8000,
  vest: 8000,
  exclusion: 1500,
  proximity: 1000,
  blocked: 5000,
};
/** The same danger goes on when it was not seen for up to this long. */
const gapMs = 5000;
/** An alarm may come this much after the danger. */
const lateMs = 2000;
const headPxMin = 24;
const [halfLongM, halfWideM] = [4, 1.25];

/** What is dangerous now, strictly, and what may be warned of without being wrong. */
export interface Danger {
  readonly strict: readonly Actor[];
  readonly loose: readonly Actor[];
}

/** What is dangerous at each moment. */
export class Dangers {
  readonly #site: SiteView;
  readonly #rules: readonly SafetyRule[];
  readonly #standing = new Map<Actor, number>();
  readonly #blockedMs: number;
  readonly #isWide: boolean;

  /**
   * A lorry may stand in the exit for `blockedMinutes`. `isWide`: `proximity` is to be found from 1.5 m on, and from 2.5 s
   * before a lorry is within 1 m.
   */
  constructor(site: SiteView, rules: readonly SafetyRule[], blockedMinutes: number, isWide = false) {
    this.#site = site;
    this.#isWide = isWide;
    this.#rules = rules;
    this.#blockedMs = blockedMinutes * 60_000;
  }

  at(elapsedMs: number, present: readonly Present[]): ReadonlyMap<SafetyRule, Danger> {
    for (const { actor, velocity, place } of present) {
      if (actor.class !== 'truck') continue;
      const isBlocking = Math.hypot(...velocity) === 0 && this.#isIn('exit', place, halfLongM);
      if (isBlocking) this.#standing.set(actor, (this.#standing.get(actor) ?? 0) + elapsedMs);
      else this.#standing.delete(actor);
    }
    return new Map(this.#rules.map((rule) => [rule, this.#of(rule, present)]));
  }

  #of(rule: SafetyRule, present: readonly Present[]): Danger {
    if (rule === 'helmet' || rule === 'vest') {
      const without = present.filter(
        ({ actor, place }) => actor.class === 'person' && !actor[rule] && this.#isIn('gate', place, 0.6),
      );
      const visible = without.filter(
        ({ place, head, headHidden }) =>
          head !== null &&
          head.height * size.heightPx >= headPxMin &&
          headHidden < 0.15 &&
          this.#isIn('gate', place),
      );
      return { strict: visible.map(actorOf), loose: without.map(actorOf) };
    }
    if (rule === 'exclusion') {
      const inside = present.filter(
        ({ actor, place }) => actor.class === 'person' && this.#isIn('crane', place),
      );
      return { strict: inside.filter(({ hidden }) => hidden < 0.5).map(actorOf), loose: inside.map(actorOf) };
    }
    if (rule === 'blocked') {
      const longer = (ms: number): Actor[] =>
        [...this.#standing].flatMap(([actor, standingMs]) => (standingMs >= ms ? [actor] : []));
      return { strict: longer(this.#blockedMs), loose: longer(this.#blockedMs - 3000) };
    }
    const trucks = present.filter(({ actor }) => actor.class === 'truck');
    const people = present.filter(
      ({ actor, place }) => actor.class === 'person' && this.#isIn('road', place, 0.5),
    );
    const whole = trucks.filter(({ box }) => box !== null && box.left > 0 && box.left + box.width < 1);
    const near = (
      of: readonly Present[],
      withinS: number,
      nearM: number,
      clearM: number,
    ): readonly Present[] =>
      people.filter((person) => of.some((truck) => isNear(person, truck, withinS, nearM, clearM)));
    return {
      strict: (this.#isWide ? near(whole, 2.5, 1.5, 1) : near(whole, 2, 1, 0.5))
        .filter(({ hidden, place }) => hidden < 0.5 && this.#isIn('road', place))
        .map(actorOf),
      loose: near(trucks, 4, 3, 2).map(actorOf),
    };
  }

  #isIn(zone: string, { x, z }: Place, reachM = 0): boolean {
    const polygon = (this.#site.zones[zone] ?? []).map(([px, pz]) => ({ x: px, y: pz }));
    const around = [
      [0, 0],
      [reachM, 0],
      [-reachM, 0],
      [0, Math.min(reachM, 0.6)],
      [0, -Math.min(reachM, 0.6)],
    ] as const;
    return around.some(([dx, dz]) => isInside({ x: x + dx, y: z + dz }, polygon));
  }
}

/** Follows what is true of one camera, and judges the alarms that are given. */
export class Truth {
  readonly #cooldownMs: (rule: SafetyRule) => number;
  readonly #open = new Map<string, TrueEvent>();
  /** When each danger was last there, loosely. */
  readonly #loose = new Map<SafetyRule, Map<Actor, number>>();
  readonly #rightMs = new Map<SafetyRule, number>();
  /** Whom the last right alarm of each rule was about. */
  readonly #warnedOf = new Map<SafetyRule, ReadonlySet<Actor>>();
  readonly #done: TrueEvent[] = [];
  /** When each false alarm was given. */
  readonly falseAlarms = new Map<SafetyRule, readonly number[]>();
  readonly rightAlarms = new Map<SafetyRule, number>();

  /** After a right alarm nobody has to warn of that zone again for `cooldownMs`. */
  constructor(rules: readonly SafetyRule[], cooldownMs: (rule: SafetyRule) => number) {
    this.#cooldownMs = cooldownMs;
    for (const rule of rules) this.#loose.set(rule, new Map());
  }

  /** What is true now. To be told before the alarms of that moment are. */
  step(tMs: number, elapsedMs: number, dangers: ReadonlyMap<SafetyRule, Danger>): void {
    for (const [rule, { strict, loose }] of dangers) {
      for (const actor of loose) this.#loose.get(rule)!.set(actor, tMs);
      for (const actor of strict) this.#see(rule, actor, tMs, elapsedMs);
    }
    for (const [key, event] of this.#open) if (tMs - event.endMs > gapMs) this.#close(key, event);
    for (const seen of this.#loose.values())
      for (const [actor, atMs] of seen) if (tMs - atMs > gapMs) seen.delete(actor);
  }

  /** An alarm was given. Returns whether it was right. */
  alarm(rule: SafetyRule, tMs: number): boolean {
    const isRight = [...this.#loose.get(rule)!.values()].some((atMs) => tMs - atMs <= lateMs);
    if (!isRight) {
      this.falseAlarms.set(rule, [...(this.falseAlarms.get(rule) ?? []), tMs]);
      return false;
    }
    this.rightAlarms.set(rule, (this.rightAlarms.get(rule) ?? 0) + 1);
    this.#rightMs.set(rule, tMs);
    const near = [...this.#loose.get(rule)!].filter(([, atMs]) => tMs - atMs <= lateMs);
    this.#warnedOf.set(rule, new Set(near.map(([actor]) => actor)));
    for (const event of this.#open.values())
      if (event.rule === rule && tMs - event.endMs <= lateMs) event.foundMs ??= tMs;
    return true;
  }

  /** The events that were to be found; those too short, and those just warned of, are left out. */
  events(): readonly TrueEvent[] {
    for (const [key, event] of this.#open) this.#close(key, event);
    return this.#done.filter(
      ({ rule, visibleMs, isCovered }) => !isCovered && visibleMs >= visibleMsMin[rule],
    );
  }

  #see(rule: SafetyRule, actor: Actor, tMs: number, elapsedMs: number): void {
    const key = `${rule} ${actor.look}`;
    const event = this.#open.get(key);
    if (event !== undefined) {
      event.endMs = tMs;
      event.visibleMs += elapsedMs;
      return;
    }
    const rightMs = this.#rightMs.get(rule) ?? Number.NEGATIVE_INFINITY;
    // Warned of a moment before it could be called a danger: that is found, at once.
    const isEarly = tMs - rightMs <= gapMs && this.#warnedOf.get(rule)?.has(actor) === true;
    const isCovered = !isEarly && tMs - rightMs < this.#cooldownMs(rule);
    const foundMs = isEarly ? tMs : null;
    this.#open.set(key, { rule, actor, beginMs: tMs, endMs: tMs, visibleMs: 0, foundMs, isCovered });
  }

  #close(key: string, event: TrueEvent): void {
    this.#open.delete(key);
    this.#done.push(event);
  }
}

/** Whether a lorry that moves is `nearM` to somebody, or comes within `clearM` in `withinS` as both go on. */
function isNear(person: Present, truck: Present, withinS: number, nearM: number, clearM: number): boolean {
  if (Math.hypot(...truck.velocity) < 0.4) return false;
  const [cos, sin] = [Math.cos(truck.heading), Math.sin(truck.heading)];
  const distanceAt = (s: number): number => {
    const x = person.place.x - truck.place.x + s * (person.velocity[0] - truck.velocity[0]);
    const z = person.place.z - truck.place.z + s * (person.velocity[1] - truck.velocity[1]);
    const along = Math.max(0, Math.abs(x * cos + z * sin) - halfLongM);
    const aside = Math.max(0, Math.abs(z * cos - x * sin) - halfWideM);
    return Math.hypot(along, aside);
  };
  if (distanceAt(0) <= nearM) return true;
  for (let s = 0.25; s <= withinS; s += 0.25) if (distanceAt(s) <= clearM) return true;
  return false;
}

function actorOf({ actor }: Present): Actor {
  return actor;
}

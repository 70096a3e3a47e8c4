import type { Pose, Wear } from './figure.ts';
import { type Presence, type Scenario, sampleMs } from './scenario.ts';
import { isStill, placeAt, type Sighting, viewAt } from './sightings.ts';

/** After somebody is detected, what stands there is not looked at for so long. The bound counts on no more than this. */
const holdSamples = 20_000 / sampleMs;
const boundSamples = (60 * 60_000) / sampleMs;
const boundShare = 0.6;
/** After a step of the light nothing is learned for a while. */
const settlingSamples = 90_000 / sampleMs;
/** People who only walk past are looked for at so many of their places. */
const passingPlacesMax = 6;

/** Somebody at one place in one pose, over the whole scenario. */
export interface Place {
  readonly wear: Wear;
  readonly pose: Pose;
  /** Left and top corner, px of the frame (a bump makes it another place). */
  readonly x: number;
  readonly y: number;
  /** The view of the scene in which they were there. */
  readonly view: { readonly x: number; readonly y: number };
  readonly firstSample: number;
  /** Samples in which they were there and no detection of theirs was held: what a blind learner could count. */
  readonly unseenSamples: number;
  /**
   * True inside the stated bound: less than 60 minutes in total since they first came, or at every moment less than
   * 60 % of the time in which this place could be looked at.
   */
  readonly isInside: boolean;
}

/**
 * Where people were, and whether that is inside the bound; from the schedule and the detector's answers alone. In doubt
 * a place is outside: time in which somebody else is about does not count as absence.
 */
export function placesOf(scenario: Scenario, sightings: readonly (readonly Sighting[] | null)[]): Place[] {
  const visits = new Map<string, Visit>();
  let passing = 0;
  scenario.presences.forEach((presence, index) => {
    if (!isStill(presence) && ++passing > passingPlacesMax) return;
    const hold = holdOf(index, sightings);
    const to = isStill(presence) ? presence.to : presence.from + 1;
    for (let sample = presence.from; sample < to; sample++) visit(visits, scenario, presence, sample, hold);
  });
  const isQuiet = quietSamples(scenario);
  return [...visits.values()].map((one) => ({
    wear: one.wear,
    pose: one.pose,
    x: one.x,
    y: one.y,
    view: one.view,
    firstSample: one.firstSample,
    unseenSamples: one.unseen.size,
    isInside: isInside(one, isQuiet, scenario.samples),
  }));
}

interface Visit {
  readonly wear: Wear;
  readonly pose: Pose;
  readonly x: number;
  readonly y: number;
  readonly view: { readonly x: number; readonly y: number };
  readonly firstSample: number;
  readonly there: Set<number>;
  readonly unseen: Set<number>;
}

function visit(
  visits: Map<string, Visit>,
  scenario: Scenario,
  presence: Presence,
  sample: number,
  isHeld: (sample: number) => boolean,
): void {
  const at = placeAt({ ...presence, doesSway: false }, sample);
  const view = viewAt(scenario, sample);
  const [x, y] = [at.x - view.x, at.y - view.y];
  const { wear, pose } = presence;
  const key = `${wear.seed} ${pose} ${x} ${y}`;
  const found = visits.get(key) ?? {
    wear,
    pose,
    x,
    y,
    view,
    firstSample: sample,
    there: new Set<number>(),
    unseen: new Set<number>(),
  };
  visits.set(key, found);
  found.there.add(sample);
  if (!isHeld(sample)) found.unseen.add(sample);
}

/** Whether somebody was detected in a sample or shortly before. */
function holdOf(
  presence: number,
  sightings: readonly (readonly Sighting[] | null)[],
): (sample: number) => boolean {
  const isSeen = sightings.map((found) => found === null || found.some((each) => each.presence === presence));
  return (sample) => isSeen.slice(Math.max(0, sample - holdSamples), sample + 1).includes(true);
}

/** Samples in which nobody is about and the light holds still: absence that counts. */
function quietSamples(scenario: Scenario): boolean[] {
  const isEver = scenario.detectorFails === 0 && scenario.bump === null;
  const quiet = Array.from({ length: scenario.samples }, (_, sample) => isEver && isSteady(scenario, sample));
  for (const { from, to } of scenario.presences) quiet.fill(false, from, Math.min(scenario.samples, to + 6));
  for (const restart of scenario.restarts) quiet.fill(false, restart, restart + 6);
  return quiet;
}

/** Steps of the light count as still when the last one is long ago; everything that moves slowly does not. */
function isSteady({ light }: Scenario, sample: number): boolean {
  return (
    light.kind === 'steady' || (light.kind === 'steps' && sample % light.periodSamples >= settlingSamples)
  );
}

function isInside(
  { there, unseen, firstSample }: Visit,
  isQuiet: readonly boolean[],
  samples: number,
): boolean {
  if (unseen.size < boundSamples) return true;
  let [unseenSoFar, absentSoFar] = [0, 0];
  for (let sample = firstSample; sample < samples; sample++) {
    if (unseen.has(sample)) unseenSoFar++;
    else if (isQuiet[sample] === true && !there.has(sample)) absentSoFar++;
    if (unseenSoFar >= boundSamples && unseenSoFar >= boundShare * (unseenSoFar + absentSoFar)) return false;
  }
  return true;
}

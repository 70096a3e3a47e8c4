import type { Box, FrameSize } from '@outis/core';
import type { Place, View } from '../../packages/edge/src/demo/scenes.ts';
import { boxOf, project } from '../../packages/edge/src/demo/simulation.ts';

/** The size at which the detector that ships looks at pictures; all boxes are fractions of it. */
export const size: FrameSize = { widthPx: 512, heightPx: 288 };
const aspect = size.widthPx / size.heightPx;

/** A rectangle on the ground, m: `x` to the right, `z` ahead. */
export interface Ground {
  readonly x: readonly [number, number];
  readonly z: readonly [number, number];
}

/** Something that stands there always and hides what is behind it. */
export interface Pile extends Ground {
  readonly heightM: number;
}

/** A camera of the site, its zones on the ground, and what is always there. */
export interface SiteView {
  readonly name: 'gate' | 'yard';
  readonly view: View;
  /** In the order from left near, going round, as the zones are drawn. */
  readonly zones: Readonly<Record<string, readonly (readonly [number, number])[]>>;
  readonly piles: readonly Pile[];
  /** Where no sun comes, to be drawn darker. */
  readonly shade: Ground;
}

/** Where people get ready: near enough for heads of 24 px, and a way far behind it that is not. */
export const gate: SiteView = {
  name: 'gate',
  view: { heightM: 2.6, pitchRad: 0.3, focal: 1.1 },
  zones: {
    gate: [
      [-2.1, 4.3],
      [2.1, 4.3],
      [2.9, 6.3],
      [-2.9, 6.3],
    ],
  },
  piles: [{ x: [1.1, 2], z: [4.95, 5.4], heightM: 1 }],
  shade: { x: [-4, -0.9], z: [4.2, 7] },
};

/** A wide view: a slewing zone, the way of the lorries, an exit at its end; heads are too small for helmets. */
export const yard: SiteView = {
  name: 'yard',
  view: { heightM: 7, pitchRad: 0.36, focal: 0.85 },
  zones: {
    crane: [
      [2, 12],
      [6.5, 12],
      [7.5, 16],
      [2, 16],
    ],
    road: [
      [-9, 17.5],
      [9, 17.5],
      [11, 27],
      [-11, 27],
    ],
    exit: [
      [-11, 19.5],
      [-5, 19.5],
      [-6, 25],
      [-13, 25],
    ],
    everywhere: [
      [-4.5, 9],
      [4.5, 9],
      [11, 27],
      [-11, 27],
    ],
  },
  piles: [{ x: [-6, -3.4], z: [12.4, 14], heightM: 2.4 }],
  shade: { x: [-14, -1], z: [9, 18] },
};

/** A zone as it is drawn in the picture, fractions. */
export function zoneOf({ view, zones }: SiteView, id: string): (readonly [number, number])[] {
  return zones[id]!.map(([x, z]) => {
    const at = project({ x, z }, 0, view)!;
    return [at.x, at.y] as const;
  });
}

/** Where somebody is at a time; between two of these they go straight on. */
export interface Mark extends Place {
  readonly tS: number;
}

/** Somebody or something of a day. A truth: no detector and no rule sees it. */
export interface Actor {
  readonly class: 'person' | 'truck';
  readonly marks: readonly Mark[];
  readonly helmet: boolean;
  readonly vest: boolean;
  /** What they look like. */
  readonly look: number;
}

/** Somebody at one moment. Boxes are fractions of the picture, cut at its edges; null where nothing is in it. */
export interface Present {
  readonly actor: Actor;
  readonly place: Place;
  readonly heading: number;
  /** m/s along x and z. */
  readonly velocity: readonly [number, number];
  readonly box: Box | null;
  readonly head: Box | null;
  readonly torso: Box | null;
  /** Share of the box, of the head and of the upper body that something nearer hides: 0 to 1. */
  readonly hidden: number;
  readonly headHidden: number;
  readonly torsoHidden: number;
}

/** Who is there, farthest first. */
export function presentAt(site: SiteView, actors: readonly Actor[], tS: number): readonly Present[] {
  const near = actors
    .filter(({ marks }) => tS >= marks[0]!.tS && tS < marks.at(-1)!.tS)
    .map((actor) => ({ actor, ...moving(actor.marks, tS) }))
    .toSorted((a, b) => a.place.z - b.place.z);
  const before = site.piles.map((pile) => ({ z: pile.z[0], box: pileBox(pile, site.view) }));
  const present = near.map(({ actor, place, heading, velocity }): Present => {
    const box = boxOf(actor.class, place, heading, site.view);
    const isPerson = actor.class === 'person' && box !== null;
    const head = isPerson ? part(place, site.view, 1.695, 0.285, 0.24) : null;
    const torso = isPerson ? part(place, site.view, 1.2, 0.56, 0.48) : null;
    const covers = before.filter(({ z }) => z < place.z).map((one) => one.box);
    if (box !== null) before.push({ z: place.z, box });
    const covered = (of: Box | null): number =>
      of === null ? 1 : Math.max(0, ...covers.map((by) => coveredShare(of, by)));
    return {
      ...{ actor, place, heading, velocity, box, head, torso },
      hidden: covered(box),
      headHidden: covered(head),
      torsoHidden: covered(torso),
    };
  });
  return present.toReversed();
}

function moving(
  marks: readonly Mark[],
  tS: number,
): { readonly place: Place; readonly heading: number; readonly velocity: readonly [number, number] } {
  const next = Math.max(
    1,
    marks.findIndex((mark) => mark.tS > tS),
  );
  const [a, b] = [marks[next - 1]!, marks[next]!];
  const share = (tS - a.tS) / (b.tS - a.tS);
  const velocity = [(b.x - a.x) / (b.tS - a.tS), (b.z - a.z) / (b.tS - a.tS)] as const;
  // Who stands looks where they went.
  let [from, to] = [a, b];
  for (let i = next; i > 1 && from.x === to.x && from.z === to.z; i--)
    [from, to] = [marks[i - 2]!, marks[i - 1]!];
  const heading = Math.atan2(to.z - from.z, to.x - from.x);
  return { place: { x: a.x + share * (b.x - a.x), z: a.z + share * (b.z - a.z) }, heading, velocity };
}

function part(place: Place, view: View, upM: number, tallM: number, wideM: number): Box | null {
  const at = project(place, upM, view);
  if (at === null) return null;
  const [width, height] = [wideM * at.metre, tallM * at.metre * aspect];
  const box = { left: at.x - width / 2, top: at.y - height / 2, width, height };
  const isIn = box.left >= 0 && box.top >= 0 && box.left + width <= 1 && box.top + height <= 1;
  return isIn ? box : null;
}

function pileBox({ x, z, heightM }: Pile, view: View): Box {
  const feet = x.map((one) => project({ x: one, z: z[0] }, 0, view)!);
  const top = project({ x: x[0], z: z[0] }, heightM, view)!;
  return {
    left: feet[0]!.x,
    top: top.y,
    width: feet[1]!.x - feet[0]!.x,
    height: feet[0]!.y - top.y,
  };
}

function coveredShare(box: Box, by: Box): number {
  const width = Math.min(box.left + box.width, by.left + by.width) - Math.max(box.left, by.left);
  const height = Math.min(box.top + box.height, by.top + by.height) - Math.max(box.top, by.top);
  return width <= 0 || height <= 0 ? 0 : (width * height) / (box.width * box.height);
}

import type { FrameSize, Point } from '../geometry/box.ts';
import { type Fraction2, isInside } from '../geometry/polygon.ts';
import type { Track } from '../track/track.ts';
import type { Zone } from './zone.ts';

/** The dangers that a zone may be drawn for. A danger that is not here is none: "the canteen" has no name to give it. */
export const hazards = [
  'slewing-zone',
  'lifting-zone',
  'excavation',
  'fall-edge',
  'vehicle-route',
  'loading-bay',
  'machine',
  'rail-track',
  'high-voltage',
  'stored-load',
  'hot-work',
  'demolition',
] as const;
export type Hazard = (typeof hazards)[number];

/** True when the text names a hazard. */
export function isHazard(text: unknown): text is Hazard {
  return (hazards as readonly unknown[]).includes(text);
}

/** A zone that nobody on foot may be in, and why. */
export interface HazardZone extends Zone {
  readonly hazard: Hazard;
  /** True where it is a danger only while a vehicle moves in it. Default false. */
  readonly onlyWhileVehicleMoves?: boolean;
}

/** Why hazard zones are refused. */
export const hazardRefusals = [
  'fewer-than-three-points',
  'repeated-id',
  'outside-the-view',
  'most-of-the-view',
] as const;
export type HazardRefusal = (typeof hazardRefusals)[number];

/** What {@link checkHazardZones} found; `share` is that of the walkable view, 0 to 1, of this zone or of all together. */
export type HazardCheck =
  | { readonly kind: 'accepted'; readonly share: number }
  | {
      readonly kind: 'refused';
      readonly reason: HazardRefusal;
      readonly zoneId: string;
      readonly share: number;
    };

/** Where somebody could walk. Without anything given it is the whole picture. */
export interface WalkableView {
  /** The own ground; outside nothing is seen. */
  readonly boundary?: readonly Fraction2[] | undefined;
  /** Areas that are never seen. */
  readonly masks?: readonly (readonly Fraction2[])[];
  /** Whether a point of the picture (fractions) is ground; sky and walls are not walked on. */
  readonly isGround?: (point: Point) => boolean;
}

/** Zones over more of the walkable view than this warn of people being there, not of a danger. */
export const hazardShareMax = 0.6;

/** Points looked at across and down: coarse beside a drawing, fine beside a rule of thumb. */
const columns = 100;
const rows = 50;

/**
 * Accepts the hazard zones of a camera or says why not. All together they may cover {@link hazardShareMax} of the
 * walkable view, exactly that too: one large zone, cut into three, is still one. Each must cover something of it.
 */
export function checkHazardZones(zones: readonly HazardZone[], view: WalkableView = {}): HazardCheck {
  const refuse = (reason: HazardRefusal, zoneId: string, share = 0): HazardCheck => {
    return { kind: 'refused', reason, zoneId, share };
  };
  for (const [index, { id, points }] of zones.entries()) {
    if (points.length < 3) return refuse('fewer-than-three-points', id);
    if (zones.findIndex((other) => other.id === id) < index) return refuse('repeated-id', id);
  }
  const polygons = zones.map(({ points }) => toPoints(points));
  const covered = zones.map(() => 0);
  let [walkable, inAny] = [0, 0];
  for (const point of gridPoints()) {
    if (!isWalkable(point, view)) continue;
    walkable++;
    let isIn = false;
    polygons.forEach((polygon, index) => {
      if (!isInside(point, polygon)) return;
      isIn = true;
      covered[index]!++;
    });
    if (isIn) inAny++;
  }
  const empty = covered.indexOf(0);
  if (empty >= 0) return refuse('outside-the-view', zones[empty]!.id);
  const share = walkable === 0 ? 0 : inAny / walkable;
  if (share <= hazardShareMax) return { kind: 'accepted', share };
  const largest = zones[covered.indexOf(Math.max(...covered))]!;
  return refuse('most-of-the-view', largest.id, share);
}

/** A zone in px, for the rules. Throws `TypeError` for fewer than three points or a repeated id. */
export function zonesInPx(
  zones: readonly Zone[],
  { widthPx, heightPx }: FrameSize,
): readonly (readonly Point[])[] {
  if (new Set(zones.map(({ id }) => id)).size < zones.length)
    throw new TypeError('Two zones have the same id.');
  if (zones.length > zonesMax) throw new TypeError(`A rule takes at most ${zonesMax} zones.`);
  return zones.map(({ id, points }) => {
    if (points.length < 3) throw new TypeError(`The zone "${id}" has fewer than three points.`);
    return points.map(([x, y]) => ({ x: x * widthPx, y: y * heightPx }));
  });
}

/** True when any of five points along the lower edge of the box is in the zone: a vehicle is wider than a point. */
export function touches({ box }: Track, polygon: readonly Point[]): boolean {
  const y = box.top + box.height;
  return [0, 0.25, 0.5, 0.75, 1].some((share) => isInside({ x: box.left + share * box.width, y }, polygon));
}

/** The most zones that one rule takes. */
export const zonesMax = 64;

function isWalkable(point: Point, { boundary, masks = [], isGround }: WalkableView): boolean {
  if (boundary !== undefined && !isInside(point, toPoints(boundary))) return false;
  if (masks.some((mask) => isInside(point, toPoints(mask)))) return false;
  return isGround === undefined || isGround(point);
}

function gridPoints(): readonly Point[] {
  return Array.from({ length: columns * rows }, (_, index) => ({
    x: ((index % columns) + 0.5) / columns,
    y: (Math.floor(index / columns) + 0.5) / rows,
  }));
}

function toPoints(polygon: readonly Fraction2[]): readonly Point[] {
  return polygon.map(([x, y]) => ({ x, y }));
}

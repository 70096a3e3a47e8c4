import type { Point } from './box.ts';

/** Why points cannot be those of a plane seen from above. */
export interface OrderProblem {
  readonly reason: 'points-on-one-line' | 'mirrored' | 'mixed-up';
  readonly index: number | null;
}

/** A triangle is taken for a line when its height is below this share of its longest side. */
const flatShare = 0.02;

/**
 * What is wrong with the order of points clicked in a picture (y down) and given on the ground (y left of x),
 * or null. Whoever looks at the ground from above sees every three points turn the way they turn on the ground:
 * if all turn the other way the ground is mirrored, if some do points were mixed up (or stand on both sides of
 * the horizon). Triangles too flat for the errors of clicking are not judged. Four points, no three of them on
 * a line, must be among them.
 */
export function orderProblem(
  px: readonly Point[],
  ground: readonly Point[],
  clickSdPx: number,
): OrderProblem | null {
  const flat = onOneLine(px) ?? onOneLine(ground);
  if (flat !== null) return { reason: 'points-on-one-line', index: flat.index };
  let [right, wrong] = [0, 0];
  const blame = px.map(() => 0);
  forTriples(px.length, (i, j, k) => {
    const seen = triangle(px[i]!, px[j]!, px[k]!);
    const stood = triangle(ground[i]!, ground[j]!, ground[k]!);
    if (seen.height < Math.max(4 * clickSdPx, flatShare * seen.side)) return;
    if (stood.height < flatShare * stood.side) return;
    if (seen.turn === -stood.turn) right++;
    else {
      wrong++;
      for (const index of [i, j, k]) blame[index]!++;
    }
  });
  if (wrong === 0) return null;
  if (right === 0) return { reason: 'mirrored', index: null };
  return { reason: 'mixed-up', index: blame.indexOf(Math.max(...blame)) };
}

/** Which way three points turn: 1 from x towards y, -1 the other way, 0 on a line. */
export function turnOf(a: Point, b: Point, c: Point): -1 | 0 | 1 {
  return Math.sign((b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x)) as -1 | 0 | 1;
}

/** Null where four of the points have no three on a line; of exactly four it names one of the three. */
function onOneLine(points: readonly Point[]): { readonly index: number | null } | null {
  const flat = new Set<string>();
  let blamed: number | null = null;
  forTriples(points.length, (i, j, k) => {
    const { height, side } = triangle(points[i]!, points[j]!, points[k]!);
    if (height >= flatShare * side && side > 0) return;
    flat.add(`${i} ${j} ${k}`);
    blamed ??= j;
  });
  if (flat.size === 0) return null;
  const isFlat = (...triple: readonly number[]): boolean => flat.has(triple.join(' '));
  const n = points.length;
  for (let i = 0; i < n; i++) {
    for (let j = i + 1; j < n; j++) {
      for (let k = j + 1; k < n; k++) {
        if (isFlat(i, j, k)) continue;
        for (let l = k + 1; l < n; l++) {
          if (!isFlat(i, j, l) && !isFlat(i, k, l) && !isFlat(j, k, l)) return null;
        }
      }
    }
  }
  return { index: n === 4 ? blamed : null };
}

function triangle(
  a: Point,
  b: Point,
  c: Point,
): { readonly turn: -1 | 0 | 1; readonly height: number; readonly side: number } {
  const lengths = [
    Math.hypot(b.x - a.x, b.y - a.y),
    Math.hypot(c.x - b.x, c.y - b.y),
    Math.hypot(a.x - c.x, a.y - c.y),
  ];
  const side = Math.max(...lengths);
  const doubled = Math.abs((b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x));
  return { turn: turnOf(a, b, c), height: side > 0 ? doubled / side : 0, side };
}

function forTriples(count: number, visit: (i: number, j: number, k: number) => void): void {
  for (let i = 0; i < count; i++) {
    for (let j = i + 1; j < count; j++) for (let k = j + 1; k < count; k++) visit(i, j, k);
  }
}

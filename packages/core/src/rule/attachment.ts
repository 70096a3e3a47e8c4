import type { Detection } from '../detection/detection.ts';
import type { RoadUserClass } from '../detection/object-class.ts';
import type { Box, FrameSize } from '../geometry/box.ts';
import { Assignment } from '../track/assignment.ts';
import { classGroup } from '../track/class-group.ts';

/** Somebody who may wear something: the box of a person or of a two-wheeler in one frame, px. */
export interface Wearer {
  readonly class: RoadUserClass;
  readonly box: Box;
}

/** What one frame says of one worn part. `unknown` is an answer: it is no evidence for either of the others. */
export interface WornVote {
  readonly is: 'worn' | 'missing' | 'unknown';
  /** How much surer the answer is than its opposite, 0 to 1; 0 where it is unknown. */
  readonly margin: number;
}

/** What is worn by one wearer in one frame. It is made for each frame and kept by nobody. */
export interface WornParts {
  /** Height of the head that belongs to this wearer alone, px; null where none was found or two wearers overlap. */
  readonly headPx: number | null;
  readonly helmet: WornVote;
  readonly vest: WornVote;
}

/** What {@link attachParts} may be told. */
export interface AttachmentOptions {
  readonly frame: FrameSize;
  /** Smaller heads say nothing, px of the analysed picture. Default 24. */
  readonly headPxMin?: number;
  /** Helmet and bare head must differ by this much in score. Default .2. */
  readonly marginMin?: number;
}

/** The evidence of all boxes that name one head or one vest. */
interface Part {
  readonly box: Box;
  readonly forWorn: number;
  readonly forMissing: number;
}

const unknown: WornVote = { is: 'unknown', margin: 0 };
/** Parts farther from where they are worn than this belong to nobody. The unit is that of {@link headCost}. */
const costLimit = 1;
/** A part that fits somebody else nearly as well belongs to nobody for sure. */
const costMargin = 0.25;
/** Two boxes that share this much (IoU) name one head. */
const sameHeadIou = 0.35;
/** This share of a head in somebody else's box, and it may be theirs. */
const hiddenShareMax = 0.15;

/**
 * Says for each wearer, in the order given, what it wears in this frame: by geometry alone, each part at one wearer at
 * most. The order of wearers and of detections changes nothing. Boxes of detections are fractions of the picture.
 *
 * A head says something when it is at least `headPxMin` high, lies whole in the picture and in the head's part of one
 * box only, the box reaches down over the upper body, and helmet and bare head differ by `marginMin` at least. That a
 * vest is missing is said only where such a head shows that the upper body is in view and no vest at all was found.
 */
export function attachParts(
  wearers: readonly Wearer[],
  detections: readonly Detection[],
  { frame, headPxMin = 24, marginMin = 0.2 }: AttachmentOptions,
): readonly WornParts[] {
  const heads = headsOf(detections, frame);
  const headOf = assign(heads, wearers, headCost);
  const vests = vestsOf(detections, frame);
  const vestOf = assign(vests, wearers, vestCost);
  return wearers.map((wearer, index): WornParts => {
    const head = headOf[index]!;
    const isClear = head !== null && !isDoubtful(head, wearer, wearers, frame);
    const headPx = isClear ? head.box.height : null;
    if (headPx === null || headPx < headPxMin) return { headPx, helmet: unknown, vest: unknown };
    const helmet = vote(head!, marginMin);
    const vest = vestOf[index]!;
    // A vest that fits here but not surely is no proof that none is worn.
    const mayWear = vest !== null || vests.some((one) => vestCost(one, wearer) < costLimit);
    if (!mayWear) return { headPx, helmet, vest: { is: 'missing', margin: vestMissingMargin } };
    return { headPx, helmet, vest: vest === null ? unknown : vote(vest, marginMin) };
  });
}

/** Taken anew for each question: its tables are large, and a frame asks twice. */
const assignment = new Assignment();

/** A part that a detector did not find weighs less than one that it found. */
const vestMissingMargin = 0.6;

function vote({ forWorn, forMissing }: Part, marginMin: number): WornVote {
  const margin = Math.abs(forWorn - forMissing);
  // Scores are decimals: a difference that is .2 on paper must not fall below it in binary.
  if (margin < marginMin - 1e-9) return unknown;
  return { is: forWorn > forMissing ? 'worn' : 'missing', margin };
}

/** One part for all boxes that name one head: the best helmet score and the best bare-head score. */
function headsOf(detections: readonly Detection[], frame: FrameSize): readonly Part[] {
  const heads: Part[] = [];
  for (const { class: name, score, box } of inOrder(detections, frame)) {
    if (name !== 'helmet' && name !== 'bare-head') continue;
    const named = { box, forWorn: name === 'helmet' ? score : 0, forMissing: name === 'helmet' ? 0 : score };
    const known = heads.findIndex((other) => isSameHead(other.box, box));
    if (known < 0) heads.push(named);
    else {
      const { box: best, forWorn, forMissing } = heads[known]!;
      heads[known] = {
        box: best,
        forWorn: Math.max(forWorn, named.forWorn),
        forMissing: Math.max(forMissing, named.forMissing),
      };
    }
  }
  return heads;
}

function vestsOf(detections: readonly Detection[], frame: FrameSize): readonly Part[] {
  return inOrder(detections, frame)
    .filter(({ class: name }) => name === 'vest')
    .map(({ score, box }) => ({ box, forWorn: score, forMissing: 0 }));
}

/** In px, without what has no area, in an order that depends on the boxes alone. */
function inOrder(detections: readonly Detection[], { widthPx, heightPx }: FrameSize): readonly Detection[] {
  return detections
    .map((detection) => {
      const { left, top, width, height } = detection.box;
      const box = {
        left: left * widthPx,
        top: top * heightPx,
        width: width * widthPx,
        height: height * heightPx,
      };
      return { ...detection, box };
    })
    .filter(({ box, score }) => {
      const isReal = Number.isFinite(box.left + box.top + box.width + box.height + score);
      return isReal && box.width > 0 && box.height > 0;
    })
    .sort((a, b) => b.score - a.score || (a.class < b.class ? -1 : +(a.class > b.class)) || order(a, b));
}

function order({ box: a }: { readonly box: Box }, { box: b }: { readonly box: Box }): number {
  return a.left - b.left || a.top - b.top || a.width - b.width || a.height - b.height;
}

function isSameHead(a: Box, b: Box): boolean {
  const shared = sharedArea(a, b);
  return shared / (a.width * a.height + b.width * b.height - shared) >= sameHeadIou;
}

/** Each wearer's part or null: the assignment of least cost, each part at one wearer, none where two fit alike. */
function assign(
  parts: readonly Part[],
  wearers: readonly Wearer[],
  costOf: (part: Part, wearer: Wearer) => number,
): readonly (Part | null)[] {
  const mine: (Part | null)[] = wearers.map(() => null);
  if (parts.length === 0 || wearers.length === 0) return mine;
  const sorted = wearers.map((wearer, index) => ({ box: wearer.box, wearer, index })).sort(order);
  assignment.reset(parts.length, wearers.length);
  parts.forEach((part, row) => {
    sorted.forEach(({ wearer }, column) => {
      assignment.cost[row * wearers.length + column] = costOf(part, wearer);
    });
  });
  assignment.solve(costLimit);
  parts.forEach((part, row) => {
    const column = assignment.columnOf[row]!;
    if (column < 0) return;
    const cost = (of: number): number => assignment.cost[row * wearers.length + of]!;
    const isTied = sorted.some((_, other) => other !== column && cost(other) < cost(column) + costMargin);
    if (!isTied) mine[sorted[column]!.index] = part;
  });
  return mine;
}

/**
 * How far a head is from where this wearer's head is, 0 to 1, or `Infinity` where it cannot be theirs. A person's head
 * is at the top of the box, whose middle it may leave when somebody bends down; a box that is wide for its height is
 * somebody bent, sitting or cut off. The box of a two-wheeler may hold the rider or leave the rider out.
 */
function headCost({ box: head }: Part, { class: name, box }: Wearer): number {
  const aside = Math.abs(head.left + head.width / 2 - box.left - box.width / 2) / (box.width / 2);
  const middle = (head.top + head.height / 2 - box.top) / box.height;
  if (classGroup(name) === 'two-wheeler') {
    const fits = aside <= 1.1 && middle >= -0.7 && middle <= 0.4 && head.height <= 0.5 * box.height;
    return fits ? 0.3 + 0.5 * aside : Number.POSITIVE_INFINITY;
  }
  const isUpright = box.height >= 1.6 * box.width;
  if (name !== 'person' || aside > 1.1 || middle < -0.05 || middle > (isUpright ? 0.32 : 0.5))
    return Number.POSITIVE_INFINITY;
  const share = head.height / box.height;
  if (share < 0.06 || share > 0.6) return Number.POSITIVE_INFINITY;
  return 0.5 * aside + (0.5 * Math.abs(head.top - box.top)) / head.height;
}

/** The same for a vest, which is on the upper body: below the head and above the knees. */
function vestCost({ box: vest }: Part, { class: name, box }: Wearer): number {
  const aside = Math.abs(vest.left + vest.width / 2 - box.left - box.width / 2) / (box.width / 2);
  const middle = (vest.top + vest.height / 2 - box.top) / box.height;
  const share = (vest.width * vest.height) / (box.width * box.height);
  const above = classGroup(name) === 'two-wheeler' ? 0.5 : 0;
  const fits = aside <= 1 && middle >= 0.1 - above && middle <= 0.75 && share >= 0.03 && share <= 0.9;
  return fits ? 0.5 * aside + Math.abs(middle - 0.38 + above / 2) : Number.POSITIVE_INFINITY;
}

/** True for a head cut off by the picture, on a box without an upper body, or partly in somebody else's box. */
function isDoubtful({ box: head }: Part, own: Wearer, wearers: readonly Wearer[], frame: FrameSize): boolean {
  const right = frame.widthPx - head.left - head.width;
  if (Math.min(head.left, head.top, right, frame.heightPx - head.top - head.height) < 1) return true;
  if (own.class === 'person' && own.box.height < 2.2 * head.height) return true;
  const area = head.width * head.height;
  return wearers.some((other) => other !== own && sharedArea(head, other.box) > hiddenShareMax * area);
}

function sharedArea(a: Box, b: Box): number {
  const width = Math.min(a.left + a.width, b.left + b.width) - Math.max(a.left, b.left);
  const height = Math.min(a.top + a.height, b.top + b.height) - Math.max(a.top, b.top);
  return width > 0 && height > 0 ? width * height : 0;
}

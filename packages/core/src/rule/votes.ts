import type { Point } from '../geometry/box.ts';
import type { GroundPoint } from '../geometry/calibration.ts';
import type { Track } from '../track/track.ts';
import type { WornVote } from './attachment.ts';
import { climb, ladders, watchedMs } from './finding.ts';

/** What the frames so far say of one track. It ends with the track and never leaves the rule. */
export interface Votes {
  /** Last seen; last usable vote; and the first one of this evidence, ms. */
  readonly seenMs: number;
  readonly votedMs: number | null;
  readonly sinceMs: number | null;
  /** Usable votes of this evidence, and the forgetting sums of those that say worn and missing. */
  readonly usable: number;
  readonly worn: number;
  readonly missing: number;
  /** Log-odds that it is missing, capped. */
  readonly logOdds: number;
  /** Where the track was first seen, or this evidence began; and whether it has moved enough since. */
  readonly start: { readonly foot: Point; readonly ground: GroundPoint | null } | null;
  readonly hasMoved: boolean;
  /** Smoothed head height, its least and most since it last changed, px, and how often it changed. */
  readonly headPx: number;
  readonly headLowPx: number;
  readonly headHighPx: number;
  readonly headChanges: number;
  /** See `Finding.agesMs`; empty while nothing is raised. */
  readonly agesMs: readonly number[];
}

/** How the frame saw who votes. */
export interface VoteSight {
  readonly part: 'helmet' | 'vest';
  readonly track: Track;
  /** Where on the ground it stands, and where it was first seen. */
  readonly ground: GroundPoint | null;
  readonly firstGround: GroundPoint | null;
  readonly headPx: number | null;
}

/** Evidence fades to 1/e in this time; so long without a usable vote, and it begins anew. */
const forgetMs = 4000;
/**
 * What a raise needs beside its log-odds (see `ladders`): votes, time, and this share of them. A vest is said to be
 * missing because none was found, and that by a detector which is no less sure when it is wrong: so more of it is asked.
 */
const usableMin = 24;
const evidenceMsMin = 4000;
const shareMin = { helmet: 0.8, vest: 0.92 } as const;
/** One lucky minute may not outweigh what comes after it: log-odds that it is worn, and that it is missing. */
const wornCap = 4;
const missingCap = 5;
/** Log-odds per second of votes with a margin of .5: what frames say a moment apart is nearly the same thing. */
const logOddsPerS = 1.25;
/** Margins above this say no more. */
const marginMax = 0.75;
/** A share below this clears. */
const clearShare = 0.3;
/** Movement that shows the head from elsewhere: metres, or changes of the height of the head by this factor. */
const movedM = 0.5;
const personM = 1.7;
/**
 * A box farther than this beside the place where its track was expected, in heights of it, is likely to be that of
 * somebody else whom the tracker took for the first: a box that shakes is not, nor is somebody who begins to walk.
 */
const jumpHeights = 0.09;
const headFactor = 1.15;
const headChangesMin = 2;
/** The head's height is smoothed over this time, so that a box that shakes is no change. */
const headSmoothMs = 800;

/** The votes of a track that is new. */
export function beginVotes(tMs: number): Votes {
  const none = { votedMs: null, sinceMs: null, usable: 0, worn: 0, missing: 0, logOdds: 0, start: null };
  const head = { hasMoved: false, headPx: 0, headLowPx: 0, headHighPx: 0, headChanges: 0 };
  return { seenMs: tMs, ...none, ...head, agesMs: [] };
}

/**
 * The votes after one more frame. It raises where at least 80 % (of a vest 92 %) of at least 24 usable votes over at
 * least 4 s say missing, weighted by how recent they are (1/e in 4 s), the capped log-odds reach the ladder, and the
 * track has moved by half a metre since it was first seen or its head has changed size twice: an error that hangs on one
 * spot or one pose does not get that far. It clears below 30 %, and with it ends the evidence. `unknown` is no vote, but
 * the head may be seen from elsewhere in it. Where the box jumps, what said that it is worn may be of somebody else.
 */
export function vote(before: Votes, tMs: number, { is, margin }: WornVote, sight: VoteSight): Votes {
  const elapsedMs = watchedMs(before.seenMs, tMs);
  const isOfAnother = before.logOdds < 0 && jumps(sight.track);
  const isStale = isOfAnother || (before.votedMs !== null && tMs - before.votedMs > forgetMs);
  const votes = { ...(isStale ? beginVotes(tMs) : before), seenMs: tMs };
  const agesMs = climb(votes.agesMs, elapsedMs, Number.NEGATIVE_INFINITY, []);
  if (is === 'unknown') {
    // A head too small to vote still shows that it is seen from elsewhere now.
    const isSeen = votes.start !== null && sight.headPx !== null;
    return { ...votes, ...(isSeen ? moved(votes, elapsedMs, sight) : {}), agesMs };
  }
  const kept = Math.exp(-(votes.votedMs === null ? 0 : tMs - votes.votedMs) / forgetMs);
  // A vote stands for the time since the last, as far as it was watched.
  const countedMs = watchedMs(votes.votedMs, tMs);
  const isMissing = is === 'missing';
  const stepBy = (logOddsPerS * countedMs * (Math.min(marginMax, margin) / 0.5)) / 1000;
  const logOdds = votes.logOdds * kept + (isMissing ? stepBy : -stepBy);
  const after: Votes = {
    ...votes,
    ...moved(votes, elapsedMs, sight),
    votedMs: tMs,
    sinceMs: votes.sinceMs ?? tMs,
    usable: votes.usable + 1,
    worn: votes.worn * kept + (isMissing ? 0 : 1),
    missing: votes.missing * kept + (isMissing ? 1 : 0),
    logOdds: Math.max(-wornCap, Math.min(missingCap, logOdds)),
  };
  const share = after.missing / (after.worn + after.missing);
  if (share < clearShare && agesMs.length > 0) return beginVotes(tMs);
  const isEvidence = after.usable >= usableMin && tMs - after.sinceMs! >= evidenceMsMin;
  const isRaised = isEvidence && share >= shareMin[sight.part] && isSeenFromElsewhere(after);
  return { ...after, agesMs: isRaised ? climb(agesMs, 0, after.logOdds, ladders[sight.part]) : agesMs };
}

function jumps({ box, foot }: Track): boolean {
  return Math.abs(box.left + box.width / 2 - foot.x) > jumpHeights * box.height;
}

function moved(
  votes: Votes,
  elapsedMs: number,
  { track, ground, firstGround, headPx }: VoteSight,
): Partial<Votes> {
  const { foot, firstFoot, box } = track;
  const px = headPx ?? votes.headPx;
  const head = { headPx: px, headLowPx: px, headHighPx: px };
  const from =
    votes.start ?? (firstFoot === undefined ? { foot, ground } : { foot: firstFoot, ground: firstGround });
  const metres =
    ground !== null && from.ground !== null
      ? Math.hypot(ground.xM - from.ground.xM, ground.yM - from.ground.yM)
      : (Math.hypot(foot.x - from.foot.x, foot.y - from.foot.y) / Math.max(box.height, 1)) * personM;
  const hasMoved = votes.hasMoved || metres >= movedM;
  if (votes.start === null)
    return { start: { foot: { ...from.foot }, ground: from.ground }, hasMoved, ...head };
  const smooth = votes.headPx + (px - votes.headPx) * (1 - Math.exp(-elapsedMs / headSmoothMs));
  const hasChanged = smooth >= votes.headLowPx * headFactor || smooth * headFactor <= votes.headHighPx;
  return {
    hasMoved,
    headPx: smooth,
    headLowPx: hasChanged ? smooth : Math.min(smooth, votes.headLowPx),
    headHighPx: hasChanged ? smooth : Math.max(smooth, votes.headHighPx),
    headChanges: Math.min(headChangesMin, votes.headChanges + (hasChanged ? 1 : 0)),
  };
}

function isSeenFromElsewhere({ hasMoved, headChanges }: Votes): boolean {
  return hasMoved || headChanges >= headChangesMin;
}

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
  /** Where this evidence began, and whether it has moved enough since. */
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
  readonly track: Track;
  readonly ground: GroundPoint | null;
  readonly headPx: number | null;
}

/** Evidence fades to 1/e in this time; so long without a usable vote, and it begins anew. */
const forgetMs = 4000;
/** What a raise needs beside its share: votes, time, and log-odds (3 is 95 %): heads that are wrong are less sure. */
const usableMin = 24;
const evidenceMsMin = 4000;
const logOddsMin = 3;
/** One lucky minute may not outweigh what comes after it. */
const logOddsCap = 4;
/** Log-odds per second of votes with a margin of .5: what frames say a moment apart is nearly the same thing. */
const logOddsPerS = 1.25;
/** Margins above this say no more. */
const marginMax = 0.75;
/** A vote stands for the time since the last, but for no longer than this. */
const voteMsMax = 400;
/** A share below this clears. */
const clearShare = 0.3;
/** Movement that shows the head from elsewhere: metres, or changes of the height of the head by this factor. */
const movedM = 1;
const personM = 1.7;
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
 * The votes after one more frame. It raises where at least 80 % of at least 24 usable votes over at least 4 s say
 * missing, weighted by how recent they are (1/e in 4 s), the capped log-odds are 3 or more, and the track has moved by
 * 1 m or its head has changed size twice since: an error that hangs on one spot or one pose does not get that far. It
 * clears below 30 %, and with it ends the evidence. `unknown` is no vote, but the head may be seen from elsewhere in it.
 */
export function vote(before: Votes, tMs: number, { is, margin }: WornVote, sight: VoteSight): Votes {
  const elapsedMs = watchedMs(before.seenMs, tMs);
  const isStale = before.votedMs !== null && tMs - before.votedMs > forgetMs;
  const votes = { ...(isStale ? beginVotes(tMs) : before), seenMs: tMs };
  const agesMs = climb(votes.agesMs, elapsedMs, Number.NEGATIVE_INFINITY, []);
  if (is === 'unknown') {
    // A head too small to vote still shows that it is seen from elsewhere now.
    const isSeen = votes.start !== null && sight.headPx !== null;
    return { ...votes, ...(isSeen ? moved(votes, elapsedMs, sight) : {}), agesMs };
  }
  const kept = Math.exp(-(votes.votedMs === null ? 0 : tMs - votes.votedMs) / forgetMs);
  const countedMs = votes.votedMs === null ? 0 : Math.min(voteMsMax, tMs - votes.votedMs);
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
    logOdds: Math.max(-logOddsCap, Math.min(logOddsCap, logOdds)),
  };
  const share = after.missing / (after.worn + after.missing);
  if (share < clearShare && agesMs.length > 0) return beginVotes(tMs);
  const isEvidence = after.usable >= usableMin && tMs - after.sinceMs! >= evidenceMsMin;
  const isRaised = isEvidence && after.logOdds >= logOddsMin && isSeenFromElsewhere(after);
  return { ...after, agesMs: isRaised ? climb(agesMs, 0, share, ladders.helmet) : agesMs };
}

function moved(votes: Votes, elapsedMs: number, { track, ground, headPx }: VoteSight): Partial<Votes> {
  const { foot, box } = track;
  const px = headPx ?? votes.headPx;
  if (votes.start === null)
    return { start: { foot: { ...foot }, ground }, headPx: px, headLowPx: px, headHighPx: px };
  const from = votes.start;
  const metres =
    ground !== null && from.ground !== null
      ? Math.hypot(ground.xM - from.ground.xM, ground.yM - from.ground.yM)
      : (Math.hypot(foot.x - from.foot.x, foot.y - from.foot.y) / Math.max(box.height, 1)) * personM;
  const smooth = votes.headPx + (px - votes.headPx) * (1 - Math.exp(-elapsedMs / headSmoothMs));
  const hasChanged = smooth >= votes.headLowPx * headFactor || smooth * headFactor <= votes.headHighPx;
  return {
    hasMoved: votes.hasMoved || metres >= movedM,
    headPx: smooth,
    headLowPx: hasChanged ? smooth : Math.min(smooth, votes.headLowPx),
    headHighPx: hasChanged ? smooth : Math.max(smooth, votes.headHighPx),
    headChanges: Math.min(headChangesMin, votes.headChanges + (hasChanged ? 1 : 0)),
  };
}

function isSeenFromElsewhere({ hasMoved, headChanges }: Votes): boolean {
  return hasMoved || headChanges >= headChangesMin;
}

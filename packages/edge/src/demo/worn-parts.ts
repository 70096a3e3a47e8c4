import type { Box, Detection, WornPartClass } from '@outis/core';
import type { SeededRandom } from './random.ts';

/** What somebody simulated wears. */
export interface Wears {
  readonly helmet: boolean;
  readonly vest: boolean;
}

/** Of those on foot: the share without a helmet and the share without a vest, each 0 to 1. */
export interface WornShares {
  readonly bareHeads: number;
  readonly withoutVest: number;
}

/** The height of the picture in px for which sizes are meant. */
const heightPx = 360;
/** A head of this height and less is never found, and one of the other is found as well as any. */
const headPxNever = 6;
const headPxAlways = 20;
/** The share of a person's height that is head, and the part of it that is upper body. */
const headShare = 0.145;
const vestTop = 0.17;
const vestBottom = 0.5;

/** Draws by lot what somebody wears. */
export function wearsByLot({ bareHeads, withoutVest }: WornShares, random: SeededRandom): Wears {
  return { helmet: random.next() >= bareHeads, vest: random.next() >= withoutVest };
}

/**
 * What a detector makes of the parts that somebody in this box wears, in fractions of the picture: small ones it seldom
 * finds, one in twenty it misses anyhow, and now and then it takes a helmet for a bare head or the other way round.
 */
export function observeParts(person: Box, { helmet, vest }: Wears, random: SeededRandom): Detection[] {
  const headPx = headShare * person.height * heightPx;
  const chance = 0.95 * Math.min(1, Math.max(0, (headPx - headPxNever) / (headPxAlways - headPxNever)));
  // As many draws for whoever is looked at: what one wears changes nothing for the others.
  const [isHeadFound, isVestFound, isConfused] = [
    random.next() < chance,
    random.next() < chance,
    random.next() < 0.02,
  ];
  const [head, body] = [headOf(person, random), bodyOf(person, random)];
  const scores = [scoreOf(chance, random), scoreOf(chance, random)] as const;
  const found: Detection[] = [];
  const headClass: WornPartClass = helmet === isConfused ? 'bare-head' : 'helmet';
  if (isHeadFound) found.push({ class: headClass, score: scores[0], box: head });
  if (isVestFound && vest) found.push({ class: 'vest', score: scores[1], box: body });
  return found;
}

function headOf({ left, top, width, height }: Box, random: SeededRandom): Box {
  const side = headShare * height * (1 + 0.04 * random.normal());
  // The picture is wider than it is high, and so a square in it is narrower.
  const across = (side * 9) / 16;
  return {
    left: Math.max(0, left + width / 2 - across / 2 + 0.04 * width * random.normal()),
    top: Math.max(0, top + 0.01 * height * random.normal()),
    width: across,
    height: side,
  };
}

function bodyOf({ left, top, width, height }: Box, random: SeededRandom): Box {
  return {
    left: left + width * (0.14 + 0.03 * random.normal()),
    top: top + height * (vestTop + 0.01 * random.normal()),
    width: width * 0.72,
    height: height * (vestBottom - vestTop),
  };
}

function scoreOf(chance: number, random: SeededRandom): number {
  return Math.min(0.95, Math.max(0.15, 0.35 + 0.45 * chance + 0.08 * random.normal()));
}

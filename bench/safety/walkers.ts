import type { Detection, Track } from '@outis/core';

/** How a detector errs, and how its errors hang together. Shares of variance; what is left of 1 is new in each frame. */
export interface ErrorModel {
  readonly name: string;
  /** Share of usable frames in which a helmet is called a bare head, and a bare head a helmet. */
  readonly wrongOnHelmet: number;
  readonly wrongOnBareHead: number;
  /** Errors that fade over 2 s; that hang on the spot (1.5 m); that belong to the person (a hood, a white cap). */
  readonly overTime: number;
  readonly overPlace: number;
  readonly overPerson: number;
  /** Share of frames in which no head is found, hanging together over 2 s. */
  readonly unknown: number;
  /** Scores of right and of wrong heads: drawn evenly from these. */
  readonly rightScores: readonly number[];
  readonly wrongScores: readonly number[];
  /** Share of people who work on one spot, bending down now and then; the others walk. */
  readonly onOneSpot: number;
  /** Height of the head as they come into view and as they leave it, px. */
  readonly headPx: readonly [number, number];
}

/** One frame of a person: what the rule gets, and what a frame-by-frame rule would say of it. */
export interface Look {
  readonly tMs: number;
  readonly tracks: readonly Track[];
  readonly detections: readonly Detection[];
  readonly saysMissing: boolean | null;
}

export type Random = () => number;

/** The picture that all are in; positions do not matter to the rule but for the metre walked. */
export const frame = { widthPx: 4000, heightPx: 1000 } as const;
const correlationS = 2;
const correlationM = 1.5;
const walkMps = 1.2;

/** A sequence from a seed: mulberry32. */
export function randomFrom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** The frames of one person in view for `seconds`, with or without a helmet. */
export function* lookAt(
  random: Random,
  model: ErrorModel,
  options: {
    readonly hasHelmet: boolean;
    readonly id: number;
    readonly startMs: number;
    readonly seconds: number;
    readonly fps: number;
  },
): Generator<Look> {
  const { hasHelmet, id, startMs, seconds, fps } = options;
  const { overTime, overPlace, overPerson } = model;
  const wrongAbove = quantile(1 - (hasHelmet ? model.wrongOnHelmet : model.wrongOnBareHead));
  const unknownAbove = quantile(1 - model.unknown);
  const isOnSpot = random() < model.onOneSpot;
  const person = normal(random);
  const time = fading(random, 1 / fps / correlationS);
  const place = fading(random, (isOnSpot ? 0.05 : walkMps) / fps / correlationM);
  const hidden = fading(random, 1 / fps / correlationS);
  const alone = 1 - overTime - overPlace - overPerson;
  const [from, to] = model.headPx;
  let xM = 0;
  for (let i = 0; i < seconds * fps; i++) {
    if (!isOnSpot) xM += walkMps / fps;
    const bend = isOnSpot && Math.floor(i / fps / 4) % 2 === 1 ? 0.8 : 1;
    const headPx = (from + ((to - from) * i) / (seconds * fps)) * bend * (1 + 0.04 * normal(random));
    const error =
      Math.sqrt(overTime) * time() +
      Math.sqrt(overPlace) * place() +
      Math.sqrt(overPerson) * person +
      Math.sqrt(alone) * normal(random);
    const isWrong = error > wrongAbove;
    const isHidden = hidden() > unknownAbove;
    const scores = isWrong ? model.wrongScores : model.rightScores;
    const score = scores[Math.floor(random() * scores.length)]!;
    const saysMissing = isWrong === hasHelmet;
    const tMs = startMs + Math.round((i * 1000) / fps);
    const heightPx = headPx * 7;
    const footX = 200 + (xM * ((from + to) / 2) * 7) / 1.7;
    const box = { left: footX - heightPx / 6, top: 900 - heightPx, width: heightPx / 3, height: heightPx };
    const head = {
      left: (footX - headPx / 2) / frame.widthPx,
      top: (box.top + 1) / frame.heightPx,
      width: headPx / frame.widthPx,
      height: headPx / frame.heightPx,
    };
    const rest = { seen: true, confirmed: true, bornMs: startMs, lastSeenMs: tMs, score: 0.9 };
    yield {
      tMs,
      tracks: [{ id, class: 'person', box, foot: { x: footX, y: 900 }, ...rest }],
      detections: isHidden ? [] : [{ class: saysMissing ? 'bare-head' : 'helmet', score, box: head }],
      saysMissing: isHidden || headPx < 24 ? null : saysMissing,
    };
  }
}

/** A normal value that fades by `exp(-rate)` a step. */
function fading(random: Random, rate: number): () => number {
  const kept = Math.exp(-rate);
  const fresh = Math.sqrt(1 - kept * kept);
  let value = normal(random);
  let isFirst = true;
  return () => {
    if (isFirst) isFirst = false;
    else value = kept * value + fresh * normal(random);
    return value;
  };
}

function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/** The quantile of the normal distribution, by bisection of a series: it is asked a few times a person. */
export function quantile(share: number): number {
  const known = quantiles.get(share);
  if (known !== undefined) return known;
  let [low, high] = [-9, 9];
  for (let i = 0; i < 80; i++) {
    const middle = (low + high) / 2;
    if (cumulative(middle) < share) low = middle;
    else high = middle;
  }
  quantiles.set(share, low);
  return low;
}

const quantiles = new Map<number, number>();

/** Simpson's rule over the density: exact to ten digits between -9 and 9. */
function cumulative(z: number): number {
  const steps = 600;
  const width = Math.abs(z) / steps;
  const density = (x: number): number => Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI);
  let sum = density(0) + density(z);
  for (let i = 1; i < steps; i++) sum += density(i * width) * (i % 2 === 0 ? 2 : 4);
  return 0.5 + (Math.sign(z) * sum * width) / 3;
}

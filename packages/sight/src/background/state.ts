import {
  type BackgroundState,
  type BlockState,
  blocksPerMessageMax,
  type CodeWord,
  signatureLength,
} from '@outis/core';
import { type Contest, newWord, type Word } from './contest.ts';
import { type Grid, isWhole } from './grid.ts';
import { type LightBin, lightBins } from './light.ts';
import type { Scale } from './scale.ts';
import type { AcceptedBlock, Shown } from './shown.ts';

/** Bytes of the blocks of one message; what is around them is small, and a message may have 256 KiB. */
const messageBytesMax = 240_000;

/** What of a background is kept: looks, and the reduced pictures that everybody has been shown. */
export interface Kept {
  readonly grid: Grid;
  readonly contest: Contest;
  readonly shown: Shown;
  readonly scale: Scale;
}

/** The state as messages, each short enough. There is always one. */
export function toMessages({ grid, contest, shown, scale }: Kept): BackgroundState[] {
  const head = {
    kind: 'background-state',
    columns: grid.columns,
    rows: grid.rows,
    tallestPx: [...scale.tallestPx],
  } as const;
  const messages: BackgroundState[] = [];
  let blocks: BlockState[] = [];
  let bytes = 0;
  for (const bin of lightBins) {
    for (let block = 0; block < grid.blocks; block++) {
      const state = blockState(contest, shown, bin, block);
      if (state === null) continue;
      const length = JSON.stringify(state).length + 1;
      if (blocks.length === blocksPerMessageMax || bytes + length > messageBytesMax) {
        messages.push({ ...head, blocks, isLast: false });
        [blocks, bytes] = [[], 0];
      }
      blocks.push(state);
      bytes += length;
    }
  }
  return [...messages, { ...head, blocks, isLast: true }];
}

function blockState(contest: Contest, shown: Shown, bin: LightBin, block: number): BlockState | null {
  const words = contest.words(bin, block).map(toCodeWord);
  const banned = contest
    .bans(bin, block)
    .map(({ signature, untilMs }) => ({ signature: [...signature], untilMs }));
  const accepted = shown.get(bin, block);
  if (words.length === 0 && banned.length === 0 && accepted === null) return null;
  return {
    block,
    bin,
    words,
    banned,
    accepted: accepted && {
      signature: [...accepted.signature],
      side: accepted.side,
      pixels: Buffer.from(accepted.pixels).toString('base64'),
      copiedMs: accepted.copiedMs,
      matchedMs: accepted.matchedMs,
    },
  };
}

function toCodeWord({ signature, wins, firstMs, wonMs, lastMs, hits, samples }: Word): CodeWord {
  return { signature: [...signature], wins, firstMs, wonMs, lastMs, hits, samples };
}

/**
 * Puts a state back, as it is at `tMs`. One of another grid is left out, and so is everything that claims to be from
 * later than now: it is from another clock, and its times would mean nothing.
 */
export function fromMessages(messages: readonly BackgroundState[], into: Kept, tMs: number): void {
  const { grid, contest, shown, scale } = into;
  for (const message of messages) {
    if (message.columns !== grid.columns || message.rows !== grid.rows) continue;
    message.tallestPx.forEach((px, row) => {
      scale.tallestPx[row] = Math.max(scale.tallestPx[row]!, px);
    });
    for (const { block, bin, words, banned, accepted } of message.blocks) {
      const light = lightBins[bin];
      if (light === undefined || !isWhole(grid, block)) continue;
      contest.restore(
        light,
        block,
        words.filter(({ firstMs, wonMs, lastMs }) => Math.max(firstMs, wonMs, lastMs) <= tMs).map(toWord),
        banned.map(({ signature, untilMs }) => ({ signature: Uint8Array.from(signature), untilMs })),
      );
      if (accepted !== null && Math.max(accepted.copiedMs, accepted.matchedMs) <= tMs)
        shown.set(light, block, toAccepted(accepted));
    }
  }
  shown.coarsen((block) => scale.sideOf(block));
}

function toWord({ signature, ...rest }: CodeWord): Word {
  if (signature.length !== signatureLength) throw new TypeError('A signature has 16 numbers.');
  return { ...newWord(Uint8Array.from(signature), 0), ...rest };
}

function toAccepted(accepted: NonNullable<BlockState['accepted']>): AcceptedBlock {
  return {
    ...accepted,
    signature: Uint8Array.from(accepted.signature),
    pixels: Uint8Array.from(Buffer.from(accepted.pixels, 'base64')),
  };
}

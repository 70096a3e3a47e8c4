import {
  type BackgroundProfile,
  type BackgroundState,
  type BackgroundUpdate,
  type BlockSide,
  type Detection,
  type FrameSize,
  signatureLength,
} from '@outis/core';
import { type Frame, frameBytes } from '../frame/frame.ts';
import { CameraMoved } from './camera-moved.ts';
import { Contest, type Word } from './contest.ts';
import { areDifferent, Copies, reduced } from './copies.ts';
import { type Candidate, Gate } from './gate.ts';
import { type Grid, gridOf, isWhole } from './grid.ts';
import type { Kernels } from './kernels/kernels.ts';
import { plainKernels } from './kernels/plain-kernels.ts';
import { Light, type LightBin, lightBins } from './light.ts';
import { Motion } from './motion.ts';
import { Scale } from './scale.ts';
import { Shown } from './shown.ts';
import { exactLength, matches, Signatures, tolerance } from './signature.ts';
import { fromMessages, toMessages } from './state.ts';
import { Taint } from './taint.ts';
import { type Times, timesOf } from './times.ts';

export interface BackgroundOptions {
  readonly frame: FrameSize;
  readonly profile: BackgroundProfile;
  /** What to add to UTC for local time, ms. */
  readonly utcOffsetMs: number;
  /** `plainKernels(frame)` when absent; `wasmKernels(frame)` gives the same faster. */
  readonly kernels?: Kernels;
  /** No published block is finer than this; 16 when absent. */
  readonly sideMax?: BlockSide;
}

/** Samples in a row with one look, before somebody who aims may approve it. */
const approveStreakMin = 6;
/** Samples in a row with one look, before the block may say how bright the frame is. */
const usualStreakMin = 12;

/**
 * The picture of a place that nobody is in: agree first, copy later. Looks of blocks (16 numbers, no pixels) compete
 * for hours; only of a look that has won are pixels copied, and only what the detector finds nobody in is given out.
 * Pure: time, frames and detections come in, nothing is read or drawn by lot. Fails closed: what it does not know is
 * missing from the picture.
 */
export class Background {
  readonly columns: number;
  readonly rows: number;
  readonly #grid: Grid;
  readonly #times: Times;
  readonly #options: BackgroundOptions;
  readonly #kernels: Kernels;
  readonly #motion: Motion;
  readonly #signatures: Signatures;
  readonly #taint: Taint;
  readonly #light: Light;
  readonly #copies: Copies;
  readonly #gate: Gate;
  readonly #shown: Shown;
  readonly #cameraMoved: CameraMoved;
  #contest: Contest;
  #scale: Scale;
  /** Blocks that wait for the detector, and the look that every block has now. */
  readonly #waiting = new Map<number, Candidate>();
  readonly #now: (Word | null)[];
  /** In each light the look that a block has mostly had of late. */
  #usual: Record<LightBin, (Word | null)[]> = { 0: [], 1: [], 2: [] };
  #restored: readonly BackgroundState[] = [];
  #tMs: number | null = null;
  #sampleMs = Number.NEGATIVE_INFINITY;
  #windowMs: number | null = null;
  #gateMs = Number.NEGATIVE_INFINITY;
  #isStateDue = false;

  constructor(options: BackgroundOptions) {
    this.#options = options;
    this.#grid = gridOf(options.frame);
    this.columns = this.#grid.columns;
    this.rows = this.#grid.rows;
    this.#times = timesOf[options.profile];
    this.#kernels = options.kernels ?? plainKernels(options.frame);
    this.#motion = new Motion(this.#grid, this.#kernels);
    this.#signatures = new Signatures(this.#grid);
    this.#taint = new Taint(this.#grid, this.#times.holdMs);
    this.#light = new Light(this.#times.windowMs / 10);
    this.#copies = new Copies(this.#grid, this.#times);
    this.#gate = new Gate(this.#grid);
    this.#shown = new Shown(this.#grid);
    this.#cameraMoved = new CameraMoved(this.#grid);
    this.#contest = this.#newContest();
    this.#scale = this.#newScale();
    this.#now = new Array<Word | null>(this.#grid.blocks).fill(null);
  }

  /** True when there is news to keep: after a window, a refusal or a move, until `stateMessages` is called. */
  get isStateDue(): boolean {
    return this.#isStateDue;
  }

  /**
   * Takes an analysed frame, yuv420p; its bytes are not kept. `detections` are all of score .05 and more, of any
   * class; null when the detector failed or was late, and then everything is tainted. Nothing is learned or copied
   * inside a box, grown, that one sample in the last 25 s saw at .1 or any analysed frame at .2.
   */
  observe(
    frame: { readonly tMs: number; readonly bytes: Uint8Array },
    detections: readonly Detection[] | null,
  ): void {
    const { tMs, bytes } = frame;
    if (bytes.length !== frameBytes(this.#grid.frame)) throw new TypeError('The frame has another size.');
    const beforeMs = this.#tMs;
    this.#tMs = tMs;
    this.#kernels.put(bytes);
    if (beforeMs === null) this.#begin(tMs);
    else if (tMs < beforeMs) this.#clockWentBack(tMs);
    else if (tMs - beforeMs > this.#times.gapMsMax) this.#taint.addAll(tMs);
    if (beforeMs !== null) {
      this.#motion.measure();
      for (let i = 0; i < this.#motion.length; i++) this.#taint.addAround(tMs, this.#motion.moved[i]!);
    }
    if (detections === null) this.#taint.addAll(tMs);
    else {
      this.#taint.addDetections(tMs, detections, this.#isSampleDue(tMs));
      if (this.#scale.see(detections)) this.#shown.coarsen((block) => this.#scale.sideOf(block));
    }
    if (!this.#isSampleDue(tMs)) return;
    this.#sampleMs = tMs;
    this.#sample(tMs, bytes);
    this.#kernels.keep();
  }

  /** The next picture that the detector must look at, or null. Answer it with `check` before asking again. */
  pictureToCheck(): Frame | null {
    const tMs = this.#tMs;
    if (tMs === null) return null;
    if (!this.#gate.isBusy && this.#waiting.size > 0 && tMs - this.#gateMs >= this.#times.gateEveryMs) {
      this.#gateMs = tMs;
      const pixels = new Map([...this.#waiting].map(([block, candidate]) => [block, candidate.pixels]));
      this.#gate.begin(this.#waiting, this.#shown.compose(this.#light.bin, pixels));
    }
    return this.#gate.view();
  }

  /** What the detector found in it, down to .05; null when it failed, and then nothing of this round is shown. */
  check(detections: readonly Detection[] | null): void {
    if (!this.#gate.isBusy) return;
    if (detections === null) this.#gate.abort();
    else if (this.#gate.answer(detections)) this.#endGate();
  }

  /** What has changed in the picture since it was last asked. The first message of a run says that all is new. */
  takeUpdates(): BackgroundUpdate[] {
    return this.#tMs === null ? [] : this.#shown.takeUpdates(this.#light.bin);
  }

  /** Everything that may be kept over a restart, in messages that are short enough. */
  stateMessages(): BackgroundState[] {
    this.#isStateDue = false;
    return toMessages(this.#kept());
  }

  /** Puts back what was kept; before the first frame. */
  restore(states: readonly BackgroundState[]): void {
    if (this.#tMs !== null) throw new TypeError('A state is put back before the first frame.');
    this.#restored = states;
  }

  /** Blocks that wait, in which nothing is seen now and that have looked alike for some time. */
  aimCandidates(): number[] {
    return Array.from(this.#now.keys()).filter((block) => this.#mayBeApproved(block));
  }

  /** Somebody has looked: in these blocks there is nobody. Gives those whose look is accepted by that. */
  approve(blocks: readonly number[]): number[] {
    const approved = blocks.filter((block) => this.#mayBeApproved(block));
    for (const block of approved) this.#now[block]!.approvedMs = this.#tMs;
    return approved;
  }

  #isSampleDue(tMs: number): boolean {
    return tMs - this.#sampleMs >= this.#times.sampleEveryMs;
  }

  #begin(tMs: number): void {
    fromMessages(this.#restored, this.#kept(), tMs);
    this.#restored = [];
    this.#shown.dropUnmatched(tMs - this.#times.unmatchedMsMax);
    // Who may have come before the first frame is as unknown as who is seen.
    this.#taint.addAll(tMs);
  }

  /** Times of before mean nothing any more, so nothing of before is kept but the picture. */
  #clockWentBack(tMs: number): void {
    this.#taint.reset();
    this.#taint.addAll(tMs);
    this.#contest = this.#newContest();
    this.#usual = { 0: [], 1: [], 2: [] };
    this.#light.reset();
    this.#giveUpWaiting();
    this.#windowMs = null;
    this.#sampleMs = Number.NEGATIVE_INFINITY;
    this.#gateMs = Number.NEGATIVE_INFINITY;
  }

  #sample(tMs: number, bytes: Uint8Array): void {
    this.#endWindows(tMs);
    this.#now.fill(null);
    const usual = this.#usual[this.#light.bin];
    this.#signatures.measure(this.#kernels, (block) =>
      this.#taint.isTainted(block, tMs) ? null : (usual[block]?.signature ?? null),
    );
    const { brightness, colourfulness } = this.#signatures;
    const before = this.#light.bin;
    this.#light.observe(tMs, brightness, colourfulness);
    const { bin, isSteady } = this.#light;
    if (bin !== before) {
      this.#giveUpWaiting();
      this.#shown.refresh();
      this.#cameraMoved.reset();
    }
    if (!isSteady) return;
    this.#contest.measureDrift(bin, tMs);
    let [known, different] = [0, 0];
    for (let block = 0; block < this.#grid.blocks; block++) {
      if (this.#signatures.isUsable[block] === 0 || this.#taint.isTainted(block, tMs)) continue;
      this.#look(bin, block, tMs, bytes);
      const accepted = this.#shown.get(bin, block);
      if (accepted === null) continue;
      known++;
      const { values } = this.#signatures;
      if (matches(values, block * signatureLength, accepted.signature, tolerance)) accepted.matchedMs = tMs;
      else if (!matches(values, block * signatureLength, accepted.signature, 2 * tolerance)) different++;
    }
    if (this.#cameraMoved.observe(bytes, known, different)) this.#forgetEverything(tMs);
  }

  /** An untainted block: its look gets a hit, and when it has won, the frame is offered to be copied. */
  #look(bin: LightBin, block: number, tMs: number, bytes: Uint8Array): void {
    const { values, exact } = this.#signatures;
    const look = exact.subarray(block * exactLength, (block + 1) * exactLength);
    const word = this.#contest.see(bin, block, tMs, values, block * signatureLength, look);
    this.#now[block] = word;
    if (word !== null && word.streak >= usualStreakMin) this.#remember(bin, block, word, tMs);
    if (word === null || this.#waiting.has(block) || !this.#mayBeCopied(word, tMs)) return;
    const picture = this.#copies.offer(block, word, tMs, bytes, () => this.#contest.isClose(word));
    if (picture === null) return;
    const pixels = reduced(picture, this.#scale.sideOf(block));
    const before = this.#shown.get(bin, block);
    const isRefresh = before !== null && matches(before.signature, 0, word.signature, tolerance);
    // The look is the same and the pixels are not: somebody's sleeve may be in it. What is shown stays.
    if (isRefresh && areDifferent(before.pixels, pixels)) return this.#contest.restart(word, tMs);
    this.#waiting.set(block, { bin, word, signature: word.signature.slice(), pixels, copiedMs: tMs });
  }

  #remember(bin: LightBin, block: number, word: Word, tMs: number): void {
    const before = this.#usual[bin][block];
    const isLost = before === null || before === undefined || tMs - before.lastMs > 6 * this.#times.windowMs;
    if (isLost || before === word || word.wins > before.wins) this.#usual[bin][block] = word;
  }

  #mayBeCopied(word: Word, tMs: number): boolean {
    const isApproved = word.approvedMs !== null && tMs - word.approvedMs <= this.#times.copySpanMsMax;
    return isApproved || this.#contest.isAgreed(word);
  }

  #mayBeApproved(block: number): boolean {
    const word = this.#now[block];
    const tMs = this.#tMs;
    if (word === null || word === undefined || tMs === null || word.streak < approveStreakMin) return false;
    if (this.#taint.isTainted(block, tMs) || this.#waiting.has(block) || word.approvedMs !== null)
      return false;
    const accepted = this.#shown.get(this.#light.bin, block);
    return accepted === null || !matches(accepted.signature, 0, word.signature, tolerance);
  }

  #endWindows(tMs: number): void {
    const { windowMs, unmatchedMsMax } = this.#times;
    this.#windowMs ??= tMs;
    const windows = Math.floor((tMs - this.#windowMs) / windowMs);
    if (windows < 1) return;
    this.#contest.endWindow(this.#windowMs, tMs, (bin, block, word) => {
      // The light of an afternoon takes the look of what is shown along with the word's.
      const accepted = this.#shown.get(bin, block);
      if (accepted !== null && matches(accepted.signature, 0, word.signature, tolerance))
        accepted.signature.set(word.signature);
    });
    this.#windowMs += windows * windowMs;
    this.#shown.dropUnmatched(tMs - unmatchedMsMax);
    this.#cameraMoved.renew();
    this.#isStateDue = true;
  }

  #endGate(): void {
    const { passed, hits } = this.#gate.end();
    const tMs = this.#tMs!;
    for (const block of hits) this.#refuse(block, tMs);
    for (const [block, candidate] of passed) {
      // While the detector looked, the block may have been given up.
      if (this.#waiting.get(block) !== candidate) continue;
      this.#waiting.delete(block);
      this.#accept(block, candidate, tMs);
    }
    this.#isStateDue ||= hits.size > 0;
  }

  #accept(block: number, { bin, word, signature, pixels, copiedMs }: Candidate, tMs: number): void {
    const side = this.#scale.sideOf(block);
    const isFiner = pixels.length > side * side * 3;
    this.#shown.set(bin, block, {
      signature,
      side: Math.min(side, Math.sqrt(pixels.length / 3)) as BlockSide,
      pixels: isFiner ? reduced(pixels, side) : pixels,
      copiedMs,
      matchedMs: tMs,
    });
    this.#contest.restart(word, tMs);
  }

  /** The detector saw somebody in the picture: the block is unknown again, in every light, and its look is banned. */
  #refuse(block: number, tMs: number): void {
    if (!isWhole(this.#grid, block)) return;
    const candidate = this.#waiting.get(block);
    if (candidate !== undefined) this.#contest.ban(candidate.bin, block, candidate.signature, tMs);
    this.#waiting.delete(block);
    this.#copies.forget(block);
    for (const bin of lightBins) {
      const accepted = this.#shown.get(bin, block);
      if (accepted === null) continue;
      this.#contest.ban(bin, block, accepted.signature, tMs);
      this.#shown.set(bin, block, null);
    }
  }

  /** The camera looks elsewhere. Nothing of before is true any more. */
  #forgetEverything(tMs: number): void {
    this.#contest = this.#newContest();
    this.#usual = { 0: [], 1: [], 2: [] };
    this.#scale = this.#newScale();
    this.#giveUpWaiting();
    this.#now.fill(null);
    this.#shown.reset(true);
    this.#cameraMoved.reset();
    this.#taint.addAll(tMs);
    this.#windowMs = null;
    this.#isStateDue = true;
  }

  #giveUpWaiting(): void {
    this.#gate.abort();
    this.#waiting.clear();
    this.#copies.forgetAll();
  }

  #kept(): Parameters<typeof toMessages>[0] {
    return { grid: this.#grid, contest: this.#contest, shown: this.#shown, scale: this.#scale };
  }

  #newContest(): Contest {
    return new Contest(this.#grid.blocks, this.#times, this.#options.utcOffsetMs);
  }

  #newScale(): Scale {
    return new Scale(this.#grid, this.#options.sideMax ?? 16);
  }
}

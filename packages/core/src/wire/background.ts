import type { FrameSize } from '../geometry/box.ts';
import { bytes, count, flag, list, number, record, WireError } from './parse.ts';

/** Side of a block of the background, px of the analysed picture. */
export const backgroundBlockPx = 16;
/** Blocks of the largest analysed picture. */
export const backgroundBlocksMax: number = (2048 / backgroundBlockPx) ** 2;
/** Blocks in one message: 200 of the largest are within the longest message. */
export const blocksPerMessageMax = 200;
/** Numbers of one signature. */
export const signatureLength = 16;
/** Code words of one block that compete, and that are banned, at most. */
export const codeWordsMax = 4;
/** Width of the aim view, px, at most. */
export const aimWidthPxMax = 160;

/**
 * How long things must agree before they are background. `usual`: four windows 20 minutes apart, more than 60 minutes.
 * `strict`: windows 3 hours apart, more than 9 hours, on two calendar days. `drawn`: seconds, for films that were drawn
 * and show nobody; the edge asks for it for no other source.
 */
export const backgroundProfiles = ['usual', 'strict', 'drawn'] as const;
export type BackgroundProfile = (typeof backgroundProfiles)[number];

/** Columns and rows of the blocks of one picture. */
export interface BackgroundGrid {
  readonly columns: number;
  readonly rows: number;
}

/** The blocks of an analysed picture; the last ones may stand out to the right and below. */
export function backgroundGrid({ widthPx, heightPx }: FrameSize): BackgroundGrid {
  return {
    columns: Math.ceil(widthPx / backgroundBlockPx),
    rows: Math.ceil(heightPx / backgroundBlockPx),
  };
}

/** Part of `SightStart`: learn the background. Sight then waits for `background-state` before it takes frames. */
export interface BackgroundStart {
  readonly profile: BackgroundProfile;
  /** What to add to UTC for local time, ms: calendar days are local. */
  readonly utcOffsetMs: number;
}

/** Sides of a published block, px: 16 is full analysis size, the others are coarser. */
export const blockSides = [2, 4, 8, 16] as const;
export type BlockSide = (typeof blockSides)[number];

/** One block of the picture, for everybody who may see the live scene. */
export interface PublishedBlock {
  /** Row by row from the top left. */
  readonly block: number;
  /** 0 when the block is not known any more; else its side, px. */
  readonly side: BlockSide | 0;
  /** `side * side * 3` bytes red green blue, row by row, in base64; empty with side 0. */
  readonly pixels: string;
}

/** sight → edge: accepted blocks that are new, or are not known any more. */
export interface BackgroundUpdate {
  readonly kind: 'background';
  readonly columns: number;
  readonly rows: number;
  /** True when everything before is forgotten: the first message of a run, or the camera was moved. */
  readonly isReset: boolean;
  /** True when the reason is that the camera was moved. */
  readonly hasMoved: boolean;
  readonly blocks: readonly PublishedBlock[];
}

/** One candidate for what a block looks like: no picture, 16 small numbers. */
export interface CodeWord {
  /** Each 0 to 255. */
  readonly signature: readonly number[];
  /** Winning windows that count, 0 to 4. */
  readonly wins: number;
  /** Of its first hit, of the last hit in its last winning window, and of its last hit at all. */
  readonly firstMs: number;
  readonly wonMs: number;
  readonly lastMs: number;
  /** Hits, and untainted samples of the block, since its first hit. */
  readonly hits: number;
  readonly samples: number;
}

/** What is kept of one block in one light over a restart. */
export interface BlockState {
  readonly block: number;
  /** 0 night, 1 dusk, 2 day. */
  readonly bin: number;
  readonly words: readonly CodeWord[];
  readonly banned: readonly { readonly signature: readonly number[]; readonly untilMs: number }[];
  /** Null until the block is accepted and has passed the detector. */
  readonly accepted: {
    readonly signature: readonly number[];
    readonly side: BlockSide;
    readonly pixels: string;
    readonly copiedMs: number;
    /** When the scene last looked like this. */
    readonly matchedMs: number;
  } | null;
}

/** Both ways: edge keeps it, encrypted, and hands it back after `start`. Several messages make one state. */
export interface BackgroundState {
  readonly kind: 'background-state';
  readonly columns: number;
  readonly rows: number;
  /** For every row of blocks the tallest person seen over it, px; 0 where none was. */
  readonly tallestPx: readonly number[];
  readonly blocks: readonly BlockState[];
  readonly isLast: boolean;
}

/** sight → edge, only while somebody aims, at most one in 2 s: everything that was detected or moves is filled. */
export interface AimView {
  readonly kind: 'aim';
  readonly tMs: number;
  /** At most 160. */
  readonly widthPx: number;
  readonly heightPx: number;
  /** `widthPx * heightPx * 3` bytes red green blue, row by row, in base64. */
  readonly pixels: string;
  readonly columns: number;
  readonly rows: number;
  /** Blocks that wait, are untainted now and could be approved by somebody who looks; empty for a street camera. */
  readonly candidates: readonly number[];
}

/** edge → sight: an installer begins or ends aiming. */
export interface AimCommand {
  readonly kind: 'aim';
  readonly isOn: boolean;
}

/** edge → sight, only while somebody aims: in these blocks there is nobody. */
export interface ApproveCommand {
  readonly kind: 'approve';
  readonly blocks: readonly number[];
}

/** Parses the part of `start` about the background. Throws {@link WireError}. */
export function parseBackgroundStart(value: unknown): BackgroundStart | null {
  if (value === null) return null;
  const fields = record(value, ['profile', 'utcOffsetMs']);
  const profile = backgroundProfiles.find((each) => each === fields['profile']);
  if (profile === undefined) throw new WireError('profile is not known');
  return { profile, utcOffsetMs: number(fields['utcOffsetMs'], 'utcOffsetMs', -86_400_000, 86_400_000) };
}

/** Parses sight's news of the background. Throws {@link WireError}. */
export function parseBackgroundUpdate(value: unknown): BackgroundUpdate {
  const fields = record(value, ['kind', 'columns', 'rows', 'isReset', 'hasMoved', 'blocks']);
  const grid = parseGrid(fields);
  return {
    kind: 'background',
    ...grid,
    isReset: flag(fields['isReset'], 'isReset'),
    hasMoved: flag(fields['hasMoved'], 'hasMoved'),
    blocks: list(fields['blocks'], 'blocks', blocksPerMessageMax, (each) => {
      const part = record(each, ['block', 'side', 'pixels']);
      const block = parseBlock(part['block'], grid);
      if (part['side'] === 0) return { block, side: 0, pixels: bytes(part['pixels'], 'pixels', 0) };
      return { block, ...parsePixels(part) };
    }),
  };
}

/** Parses what is kept of a background, both ways. Throws {@link WireError}. */
export function parseBackgroundState(value: unknown): BackgroundState {
  const fields = record(value, ['kind', 'columns', 'rows', 'tallestPx', 'blocks', 'isLast']);
  const grid = parseGrid(fields);
  const tallestPx = list(fields['tallestPx'], 'tallestPx', grid.rows, (each) =>
    count(each, 'tallestPx', 2048),
  );
  if (tallestPx.length !== grid.rows) throw new WireError('tallestPx must have one number per row');
  return {
    kind: 'background-state',
    ...grid,
    tallestPx,
    blocks: list(fields['blocks'], 'blocks', blocksPerMessageMax, (each) => parseBlockState(each, grid)),
    isLast: flag(fields['isLast'], 'isLast'),
  };
}

/** Parses one picture of the aim view. Throws {@link WireError}. */
export function parseAimView(value: unknown): AimView {
  const fields = record(value, [
    'kind',
    'tMs',
    'widthPx',
    'heightPx',
    'pixels',
    'columns',
    'rows',
    'candidates',
  ]);
  const grid = parseGrid(fields);
  const widthPx = count(fields['widthPx'], 'widthPx', aimWidthPxMax);
  const heightPx = count(fields['heightPx'], 'heightPx', 2 * aimWidthPxMax);
  if (widthPx === 0 || heightPx === 0) throw new WireError('the aim view has no size');
  return {
    kind: 'aim',
    tMs: parseTime(fields['tMs'], 'tMs'),
    widthPx,
    heightPx,
    pixels: bytes(fields['pixels'], 'pixels', widthPx * heightPx * 3),
    ...grid,
    candidates: list(fields['candidates'], 'candidates', grid.columns * grid.rows, (each) =>
      parseBlock(each, grid),
    ),
  };
}

/** Parses the command that begins or ends aiming. Throws {@link WireError}. */
export function parseAimCommand(value: unknown): AimCommand {
  const fields = record(value, ['kind', 'isOn']);
  return { kind: 'aim', isOn: flag(fields['isOn'], 'isOn') };
}

/** Parses the command that approves blocks. Throws {@link WireError}. */
export function parseApproveCommand(value: unknown): ApproveCommand {
  const fields = record(value, ['kind', 'blocks']);
  return {
    kind: 'approve',
    blocks: list(fields['blocks'], 'blocks', blocksPerMessageMax, (each) =>
      count(each, 'block', backgroundBlocksMax - 1),
    ),
  };
}

function parseGrid(fields: Record<string, unknown>): BackgroundGrid {
  const columns = count(fields['columns'], 'columns', 128);
  const rows = count(fields['rows'], 'rows', 128);
  if (columns === 0 || rows === 0) throw new WireError('the grid has no blocks');
  return { columns, rows };
}

function parseBlock(value: unknown, { columns, rows }: BackgroundGrid): number {
  return count(value, 'block', columns * rows - 1);
}

function parsePixels(fields: Record<string, unknown>): { side: BlockSide; pixels: string } {
  const side = blockSides.find((each) => each === fields['side']);
  if (side === undefined) throw new WireError('side must be 2, 4, 8 or 16');
  return { side, pixels: bytes(fields['pixels'], 'pixels', side * side * 3) };
}

function parseBlockState(value: unknown, grid: BackgroundGrid): BlockState {
  const fields = record(value, ['block', 'bin', 'words', 'banned', 'accepted']);
  const accepted = fields['accepted'];
  return {
    block: parseBlock(fields['block'], grid),
    bin: count(fields['bin'], 'bin', 2),
    words: list(fields['words'], 'words', codeWordsMax, parseWord),
    banned: list(fields['banned'], 'banned', codeWordsMax, (each) => {
      const part = record(each, ['signature', 'untilMs']);
      return {
        signature: parseSignature(part['signature']),
        untilMs: parseTime(part['untilMs'], 'untilMs'),
      };
    }),
    accepted: accepted === null ? null : parseAccepted(accepted),
  };
}

function parseAccepted(value: unknown): NonNullable<BlockState['accepted']> {
  const fields = record(value, ['signature', 'side', 'pixels', 'copiedMs', 'matchedMs']);
  return {
    signature: parseSignature(fields['signature']),
    ...parsePixels(fields),
    copiedMs: parseTime(fields['copiedMs'], 'copiedMs'),
    matchedMs: parseTime(fields['matchedMs'], 'matchedMs'),
  };
}

function parseWord(value: unknown): CodeWord {
  const fields = record(value, ['signature', 'wins', 'firstMs', 'wonMs', 'lastMs', 'hits', 'samples']);
  return {
    signature: parseSignature(fields['signature']),
    wins: count(fields['wins'], 'wins', 4),
    firstMs: parseTime(fields['firstMs'], 'firstMs'),
    wonMs: parseTime(fields['wonMs'], 'wonMs'),
    lastMs: parseTime(fields['lastMs'], 'lastMs'),
    hits: count(fields['hits'], 'hits'),
    samples: count(fields['samples'], 'samples'),
  };
}

function parseSignature(value: unknown): readonly number[] {
  const signature = list(value, 'signature', signatureLength, (each) => count(each, 'signature', 255));
  if (signature.length !== signatureLength)
    throw new WireError(`signature must have ${signatureLength} numbers`);
  return signature;
}

function parseTime(value: unknown, name: string): number {
  return number(value, name, 0, Number.MAX_SAFE_INTEGER);
}

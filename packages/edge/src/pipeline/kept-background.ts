import { createHash } from 'node:crypto';
import {
  type BackgroundGrid,
  type BackgroundProfile,
  type BackgroundState,
  type BackgroundUpdate,
  type BlockState,
  backgroundSettingOf,
  blocksPerMessageMax,
  parseSightMessage,
  sightMessageBytesMax,
} from '@outis/core';
import { hasPictures, parseSource } from '../camera/source.ts';
import type { CameraConfig } from '../config/config-schema.ts';
import type { KeptBackgrounds } from './kept-backgrounds.ts';

/** What of a message is not blocks: kind, grid, the tallest persons of 128 rows. */
const headBytesMax = 4_096;
/** Lights of a block that are kept: night, dusk and day. */
const binsMax = 3;

/** What is kept of one camera, as JSON before it is encrypted. */
interface Kept extends BackgroundGrid {
  /** Of the settings under which it was learned: under others it is another view. */
  readonly view: string;
  readonly movedMs: number | null;
  readonly tallestPx: readonly number[];
  readonly blocks: readonly BlockState[];
}

/**
 * How a camera learns its background; null where it learns none: a street, one that is told not to, one without pictures.
 * A film that was drawn shows nobody, so it learns within minutes; for no other source is that to be had.
 */
export function backgroundProfileOf({
  source,
  purpose,
  background,
}: Pick<CameraConfig, 'source' | 'purpose' | 'background'>): BackgroundProfile | null {
  const parsed = parseSource(source);
  const setting = backgroundSettingOf(purpose, background);
  if (setting === 'off' || !hasPictures(parsed)) return null;
  return parsed.kind === 'drawn' ? 'drawn' : setting;
}

/** What one camera has learned of its background: collected from sight, kept, and handed back after a restart. */
export class KeptBackground {
  readonly profile: BackgroundProfile;
  readonly #backgrounds: KeptBackgrounds;
  readonly #cameraId: string;
  readonly #view: string;
  readonly #nowMs: () => number;
  /** The parts of a state that is not complete yet, by block and bin: as many as there are blocks, and no more. */
  readonly #parts = new Map<number, BlockState>();
  #movedMs: number | null = null;

  constructor(
    backgrounds: KeptBackgrounds,
    config: CameraConfig,
    profile: BackgroundProfile,
    nowMs: () => number,
  ) {
    this.profile = profile;
    this.#backgrounds = backgrounds;
    this.#cameraId = config.id;
    this.#view = viewOf(config, profile);
    this.#nowMs = nowMs;
  }

  /** When the camera was last found to have been moved, epoch ms. */
  get movedMs(): number | null {
    return this.#movedMs;
  }

  /** Drops what was learned of another view. */
  open(): void {
    this.#movedMs = this.#read()?.movedMs ?? null;
  }

  /** What is kept, as messages for sight; none where nothing is, or where it is of pictures of another size. */
  messages(grid: BackgroundGrid): readonly BackgroundState[] {
    // A run that failed half-way has left parts that nobody completes.
    this.#parts.clear();
    const kept = this.#read();
    if (kept === null) return [];
    if (kept.columns === grid.columns && kept.rows === grid.rows) {
      try {
        return messagesOf(kept).map((message) => parseSightMessage(message) as BackgroundState);
      } catch {
        this.#backgrounds.forget(this.#cameraId, 'unreadable');
        return [];
      }
    }
    this.#backgrounds.forget(this.#cameraId, 'other-view');
    return [];
  }

  /** Collects one part of a state; the last one is kept with all before it. */
  collect({ columns, rows, tallestPx, blocks, isLast }: BackgroundState): void {
    for (const block of blocks) this.#parts.set(block.block * binsMax + block.bin, block);
    if (!isLast) return;
    this.#write({ columns, rows, tallestPx, blocks: [...this.#parts.values()] });
    this.#parts.clear();
  }

  /** Forgets everything where the camera was moved: what was learned is of another place. */
  update({ hasMoved }: Pick<BackgroundUpdate, 'hasMoved'>): void {
    if (!hasMoved) return;
    this.#parts.clear();
    this.#movedMs = this.#nowMs();
    // What was never kept is forgotten too.
    if (this.#read() === null) this.#backgrounds.noteReset(this.#cameraId, 'moved');
    else this.#backgrounds.forget(this.#cameraId, 'moved');
  }

  #write(state: BackgroundGrid & Pick<Kept, 'tallestPx' | 'blocks'>): void {
    const kept: Kept = { view: this.#view, movedMs: this.#movedMs, ...state };
    this.#backgrounds.write(this.#cameraId, Buffer.from(JSON.stringify(kept), 'utf8'));
  }

  #read(): Kept | null {
    const bytes = this.#backgrounds.read(this.#cameraId);
    if (bytes === null) return null;
    // It was sealed by this very edge under its key: it is what #write made.
    const kept = JSON.parse(bytes.toString('utf8')) as Kept;
    if (kept.view === this.#view) return kept;
    this.#backgrounds.forget(this.#cameraId, 'other-view');
    return null;
  }
}

/** Names what a camera looks at: with another source, size, mask, boundary or purpose, what was learned is of another view. */
function viewOf(config: CameraConfig, profile: BackgroundProfile): string {
  const { source, size = null, masks, boundary = null, purpose } = config;
  return createHash('sha256')
    .update(JSON.stringify([source, size, masks, boundary, purpose, profile]))
    .digest('hex');
}

/** A state in as many messages as it needs: each short enough for the channel, the last one marked as such. */
function messagesOf({ columns, rows, tallestPx, blocks }: Kept): BackgroundState[] {
  const parts: BlockState[][] = [[]];
  let bytes = headBytesMax;
  for (const block of blocks) {
    const length = JSON.stringify(block).length + 1;
    const part = parts.at(-1)!;
    if (part.length === blocksPerMessageMax || bytes + length > sightMessageBytesMax) {
      parts.push([block]);
      bytes = headBytesMax + length;
    } else {
      part.push(block);
      bytes += length;
    }
  }
  return parts.map((part, index) => ({
    kind: 'background-state',
    ...{ columns, rows, tallestPx },
    blocks: part,
    isLast: index === parts.length - 1,
  }));
}

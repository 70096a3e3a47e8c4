import {
  type AimPictureJson,
  type AimSessionJson,
  type AimUseJson,
  type CameraAimJson,
  OutisError,
} from '@outis/core';
import type { Note } from '../audit/log-entry.ts';
import type { AimStore } from '../store/aim-store.ts';

const dayMs = 86_400_000;
/** A camera may be aimed this often in `countedMs`; each grant of the dpo adds one. */
export const aimUsesMax = 3;
export const aimCountedMs: number = 30 * dayMs;
/** One use ends by itself after this time. */
export const aimLengthMsMax = 600_000;
/** A use at which nobody looks ends after this time. */
const goneMsMax = 20_000;

/** Why a use has ended, as the log holds it. */
export type AimEndReason =
  | 'ended'
  | 'time'
  | 'nobody-looks'
  | 'camera-changed'
  | 'camera-paused'
  | 'edge-stopped'
  | 'edge-killed';

/** What the aim view needs of a camera. */
export interface Aimed {
  /** Null when it can be aimed now, else why not. */
  readonly aimProblem: string | null;
  /** True while nothing may look. */
  readonly isPaused?: boolean;
  /** False where none is learned: there is nothing to approve. */
  readonly learnsBackground: boolean;
  /** Calls `onPicture` with every picture until it is called with null. */
  aim(onPicture: ((picture: AimPictureJson) => void) | null): void;
  approve(blocks: readonly number[]): void;
}

/** Who looks at the aim view. */
export interface AimViewer {
  onPicture(picture: AimPictureJson): void;
  /** The use is over, or another page of the same user looks now. */
  onEnd(): void;
}

interface Use {
  readonly id: number;
  readonly camera: Aimed;
  readonly user: string;
  readonly actor: string;
  readonly fromMs: number;
  readonly endsMs: number;
  /** Blocks that were offered in a picture of this use: only at these can somebody have looked. */
  readonly offered: Set<number>;
  viewer: AimViewer | null;
  lengthTimer: NodeJS.Timeout;
  goneTimer: NodeJS.Timeout | null;
}

export interface AimsOptions {
  readonly store: AimStore;
  readonly note: Note;
  readonly nowMs: () => number;
  /** For tests that cannot wait so long. */
  readonly lengthMs?: number;
  readonly goneMs?: number;
}

/** Somebody who aims: the name as the public page tells it, and as the log holds it. */
export interface AimUser {
  readonly name: string;
  readonly actor: string;
}

/**
 * The uses of the aim view on one site: who, from when to when, how many are left. A use is written down before the first
 * picture is asked for, and pictures stop before its end is written down.
 */
export class Aims {
  readonly #options: Required<AimsOptions>;
  readonly #uses = new Map<string, Use>();

  /** Ends on the record what an edge that was killed has left open: by the latest moment at which it can have ended. */
  constructor(options: AimsOptions) {
    this.#options = { lengthMs: aimLengthMsMax, goneMs: goneMsMax, ...options };
    const { store, nowMs } = options;
    for (const { id, cameraId, user, fromMs } of store.openUses()) {
      const toMs = Math.max(fromMs, Math.min(nowMs(), fromMs + aimLengthMsMax));
      this.#write(() => store.endUse(id, toMs));
      this.#noteEnd(cameraId, 'system', { user, fromMs, toMs, reason: 'edge-killed' });
    }
  }

  /**
   * Begins a use: counted, logged, and only then are pictures asked for. Throws `camera-paused`, `aim-unavailable`,
   * `aim-busy` and `aim-spent`.
   */
  begin(cameraId: string, camera: Aimed, { name, actor }: AimUser): AimSessionJson {
    const { store, note, nowMs, lengthMs } = this.#options;
    if (camera.isPaused === true) throw new OutisError('camera-paused', cameraId);
    if (camera.aimProblem !== null) throw new OutisError('aim-unavailable', camera.aimProblem);
    const other = this.#uses.get(cameraId);
    if (other !== undefined) throw new OutisError('aim-busy', other.user);
    if (this.#left(cameraId) <= 0) throw new OutisError('aim-spent', cameraId);
    const fromMs = nowMs();
    const endsMs = fromMs + lengthMs;
    note({ actor, action: 'aim.opened', subject: cameraId, detail: { fromMs, endsMs } });
    const { id } = store.addUse({ cameraId, user: name, fromMs });
    const lengthTimer = setTimeout(() => this.#end(cameraId, 'time', 'system'), lengthMs);
    const use: Use = {
      ...{ id, camera, user: name, actor, fromMs, endsMs, lengthTimer },
      offered: new Set(),
      viewer: null,
      goneTimer: null,
    };
    this.#uses.set(cameraId, use);
    this.#awaitViewer(cameraId, use);
    camera.aim((picture) => {
      for (const block of picture.candidates) use.offered.add(block);
      use.viewer?.onPicture(picture);
    });
    return { fromMs, endsMs };
  }

  /**
   * Lets the user who began it look, on one page: a page before is ended. The returned function is called when the page
   * has gone. Throws `aim-unavailable` where nobody has begun, and `aim-busy` for anybody else.
   */
  watch(cameraId: string, name: string, viewer: AimViewer): () => void {
    const use = this.#useOf(cameraId, name);
    use.viewer?.onEnd();
    use.viewer = viewer;
    if (use.goneTimer !== null) clearTimeout(use.goneTimer);
    return () => {
      if (use.viewer !== viewer) return;
      use.viewer = null;
      this.#awaitViewer(cameraId, use);
    };
  }

  /** Ends a use: of the user who began it, or of anybody where `mayEndOthers`. Throws as `watch` does. */
  end(cameraId: string, { name, actor }: AimUser, mayEndOthers: boolean): void {
    if (!mayEndOthers || this.#uses.get(cameraId) === undefined) this.#useOf(cameraId, name);
    this.#end(cameraId, 'ended', actor);
  }

  /**
   * Somebody has looked: in these blocks there is nobody. Only of those that were offered in this use, and noted before
   * sight is told. Throws as `watch` does, and `request-invalid`.
   */
  approve(cameraId: string, { name, actor }: AimUser, blocks: readonly number[]): void {
    const { camera, offered } = this.#useOf(cameraId, name);
    if (!camera.learnsBackground) throw new OutisError('aim-unavailable', `${cameraId} learns no background`);
    const strange = blocks.find((block) => !offered.has(block));
    if (strange !== undefined) throw new OutisError('request-invalid', `block ${strange} was not offered`);
    const detail = { blocks: [...new Set(blocks)].sort((a, b) => a - b) };
    this.#options.note({ actor, action: 'background.approved', subject: cameraId, detail });
    camera.approve(detail.blocks);
  }

  /** The dpo grants one more use. Throws `request-invalid` while all are left. */
  grant(cameraId: string, by: string): void {
    const { store, note, nowMs } = this.#options;
    const left = this.#left(cameraId);
    if (left >= aimUsesMax)
      throw new OutisError('request-invalid', `${cameraId} may be aimed ${left} times as it is`);
    const grantedMs = nowMs();
    note({ actor: by, action: 'aim.granted', subject: cameraId, detail: { left: left + 1 } });
    store.addGrant({ cameraId, by, grantedMs });
  }

  /** What the API tells of a camera. */
  json(cameraId: string): CameraAimJson {
    const uses = this.#counted(cameraId);
    const current = this.#uses.get(cameraId);
    const oldestMs = uses.at(-1)?.fromMs;
    return {
      left: Math.max(0, this.#left(cameraId)),
      nextMs: oldestMs === undefined ? null : oldestMs + aimCountedMs,
      current:
        current === undefined ? null : { user: current.user, fromMs: current.fromMs, endsMs: current.endsMs },
    };
  }

  /** The uses of the last 30 days, newest first, for everybody. */
  uses(cameraId: string): AimUseJson[] {
    return this.#counted(cameraId).map(({ user, fromMs, toMs }) => ({ user, fromMs, toMs }));
  }

  /** Ends the use of a camera that goes on with other settings, is paused or removed, or ends with the edge. */
  cameraEnded(cameraId: string, reason: 'camera-changed' | 'camera-paused' | 'edge-stopped'): void {
    this.#end(cameraId, reason, 'system');
  }

  #useOf(cameraId: string, name: string): Use {
    const use = this.#uses.get(cameraId);
    if (use === undefined) throw new OutisError('aim-unavailable', 'nobody has begun');
    if (use.user !== name) throw new OutisError('aim-busy', use.user);
    return use;
  }

  #awaitViewer(cameraId: string, use: Use): void {
    // A viewer who leaves because the use has ended would keep the edge from ending.
    if (this.#uses.get(cameraId) !== use) return;
    use.goneTimer = setTimeout(() => {
      if (this.#uses.get(cameraId) === use) this.#end(cameraId, 'nobody-looks', 'system');
    }, this.#options.goneMs);
  }

  #end(cameraId: string, reason: AimEndReason, by: string): void {
    const use = this.#uses.get(cameraId);
    if (use === undefined) return;
    // No picture comes from here on, whatever fails below.
    this.#uses.delete(cameraId);
    use.camera.aim(null);
    clearTimeout(use.lengthTimer);
    if (use.goneTimer !== null) clearTimeout(use.goneTimer);
    const { user, fromMs, endsMs } = use;
    const toMs = Math.max(fromMs, Math.min(this.#options.nowMs(), endsMs));
    this.#noteEnd(cameraId, by, { user, fromMs, toMs, reason });
    this.#write(() => this.#options.store.endUse(use.id, toMs));
    use.viewer?.onEnd();
  }

  #noteEnd(
    cameraId: string,
    actor: string,
    detail: {
      readonly user: string;
      readonly fromMs: number;
      readonly toMs: number;
      readonly reason: AimEndReason;
    },
  ): void {
    this.#write(() =>
      this.#options.note({ actor, action: 'aim.closed', subject: cameraId, detail: { ...detail } }),
    );
  }

  /** An end is an end also when a full disk takes no word of it: the next start ends on the record what is open. */
  #write(work: () => void): void {
    try {
      work();
    } catch (error) {
      if (!(error instanceof OutisError)) throw error;
    }
  }

  #counted(cameraId: string) {
    return this.#options.store.uses(cameraId, this.#options.nowMs() - aimCountedMs);
  }

  #left(cameraId: string): number {
    const granted = this.#options.store.grants(cameraId, this.#options.nowMs() - aimCountedMs).length;
    return aimUsesMax + granted - this.#counted(cameraId).length;
  }
}

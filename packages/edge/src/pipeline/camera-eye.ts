import type { CameraHealth, OutisError } from '@outis/core';
import { type FrameTotals, firstHealth, noFrames } from '../camera/health.ts';

/** What runs behind a camera: a decoder with sight, or a simulation. */
export interface Eye {
  readonly health: CameraHealth;
  readonly frames: FrameTotals;
  start(): void;
  stop(): Promise<void>;
  aim?(isOn: boolean): void;
  approve?(blocks: readonly number[]): void;
}

/** A camera that cannot see: it tells why. */
export class StoppedEye implements Eye {
  readonly health: CameraHealth;
  readonly frames: FrameTotals = noFrames;

  constructor(problem: OutisError) {
    this.health = firstHealth('stopped', problem);
  }

  start(): void {}

  async stop(): Promise<void> {}
}

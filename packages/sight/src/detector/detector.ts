import type { Detection, ObjectClass } from '@outis/core';
import type { Frame } from '../frame/frame.ts';
import type { ModelManifest } from './manifest.ts';

/** What was detected in one frame: what `detect` gives, and all that may be something. */
export interface DetectionsDown {
  readonly usual: Detection[];
  readonly all: Detection[];
}

/** Looks at one frame and says what is in it: boxes in fractions of the picture, best score first. */
export interface Detector {
  readonly manifest: ModelManifest;
  /** The classes it can report. */
  readonly classes: readonly ObjectClass[];
  detect(frame: Frame): Promise<Detection[]>;
  /**
   * Looks once and says it twice: as `detect` does, and with everything down to `scoreMin` on the common scale, which
   * is what may be somebody and not what is worth following.
   */
  detectDown(frame: Frame, scoreMin: number): Promise<DetectionsDown>;
}

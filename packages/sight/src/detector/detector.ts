import type { Detection, ObjectClass } from '@outis/core';
import type { Frame } from '../frame/frame.ts';
import type { ModelManifest } from './manifest.ts';

/** Looks at one frame and says what is in it: boxes in fractions of the picture, best score first. */
export interface Detector {
  readonly manifest: ModelManifest;
  /** The classes it can report. */
  readonly classes: readonly ObjectClass[];
  detect(frame: Frame): Promise<Detection[]>;
}

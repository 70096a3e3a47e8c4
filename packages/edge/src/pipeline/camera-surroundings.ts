import type { ClockMode, FrameSize, OutisError } from '@outis/core';
import type { AlertSink } from '../alert/notice.ts';
import type { ModelFacts } from '../camera/model-facts.ts';
import type { ModelFiles } from '../camera/sight-command.ts';
import type { Broker } from '../mqtt/broker.ts';
import type { CellCounter } from './cell-counter.ts';
import type { KeptBackgrounds } from './kept-backgrounds.ts';

/**
 * How the proof runs a site on films: hours of scene time in seconds, with another sight where it tests itself.
 * It is handed from function to function; no flag, file or variable of the environment leads here.
 */
export interface Trial {
  readonly clock: ClockMode;
  readonly decodeFps: number;
  readonly analyseFps: number;
  readonly sightEntry?: string;
}

/** What a camera needs of its site. */
export interface CameraSurroundings {
  readonly counter: CellCounter;
  /** The series that its numbers go to. */
  readonly series: number;
  readonly backgrounds: KeptBackgrounds;
  /** Where warnings go. */
  readonly alerts: AlertSink;
  /** IANA name: days of the background are days of the place. */
  readonly timeZone: string;
  /** The detector, or why there is none; simulated cameras need none. */
  readonly model: (ModelFiles & Partial<Pick<ModelFacts, 'classes'>>) | OutisError;
  /** The connection to the broker, for cameras that detect by themselves; null or missing where none is configured. */
  readonly broker?: Pick<Broker, 'isConnected' | 'subscribe'> | null;
  /** Why this camera may not run at all (its end date has passed); null when it may. */
  readonly refusal: OutisError | null;
  /** True for a camera that is paused from the start: nothing of it runs before `resume`. */
  readonly isPaused?: boolean;
  /** Called when the size of its pictures is known: some zones need fine ones. */
  readonly onSize?: (size: FrameSize) => void;
  /** Where the picture of the masks is written. */
  readonly maskPath: string;
  readonly nowMs: () => number;
  readonly trial?: Trial | undefined;
}

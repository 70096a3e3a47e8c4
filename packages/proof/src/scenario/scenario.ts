import type { Pose, Wear } from './figure.ts';
import type { SceneKind } from './scene.ts';

/** Every analysed frame of a scenario is a sample: the algorithm's own step. */
export const sampleMs = 5000;
export const scenarioSize = { widthPx: 160, heightPx: 96 } as const;
/** How far outside the picture the scene goes on, px: shake and bumps show it. */
export const marginPx = 12;

/** Somebody who is in the picture for a while; straight from one place to the other, or still. */
export interface Presence {
  readonly wear: Wear;
  readonly pose: Pose;
  /** Left and top corner, px of the picture as first aimed; from and to. */
  readonly x: number;
  readonly y: number;
  readonly toX: number;
  readonly toY: number;
  /** First sample, and the first one after. */
  readonly from: number;
  readonly to: number;
  /** How opaque they are at most: a reflection in a window is less than 1. */
  readonly opacity: number;
  /** Samples over which they fade in and out (fog, a reflection, a detector's attacker). */
  readonly fadeSamples: number;
  /** True when they sway by a pixel now and then instead of standing like a doll. */
  readonly doesSway: boolean;
}

/** What the light does. */
export type Light =
  | { readonly kind: 'steady'; readonly gain: number }
  | { readonly kind: 'drift'; readonly gain: number; readonly swing: number; readonly periodSamples: number }
  | { readonly kind: 'steps'; readonly gain: number; readonly other: number; readonly periodSamples: number }
  | {
      readonly kind: 'dusk';
      readonly gain: number;
      readonly to: number;
      readonly from: number;
      readonly until: number;
    };

/** One scenario: everything that happens, decided before its first frame. */
export interface Scenario {
  readonly seed: number;
  readonly kind: ScenarioKind;
  readonly scene: SceneKind;
  readonly sceneSeed: number;
  readonly samples: number;
  /** Machine time of the first sample, ms since 1970. */
  readonly startMs: number;
  readonly presences: readonly Presence[];
  readonly light: Light;
  /** Standard deviation of the camera's noise, luma units. */
  readonly noise: number;
  /** Streaks of rain in a frame. */
  readonly rainStreaks: number;
  /** The most that the camera shakes, px. */
  readonly shakePx: number;
  /** Rain and shake come in spells: so many samples of every so many. */
  readonly spells: { readonly every: number; readonly length: number };
  /** A soft shadow that wanders over the picture: its depth 0 to 1 and its speed, px a sample. */
  readonly shadow: { readonly depth: number; readonly pxPerSample: number; readonly widthPx: number } | null;
  /** The camera is knocked: from this sample on everything is shifted. */
  readonly bump: { readonly at: number; readonly x: number; readonly y: number } | null;
  /** The process is killed before these samples and starts again with the state that was handed over last. */
  readonly restarts: readonly number[];
  /** Samples between two states that are handed over. */
  readonly saveEvery: number;
  /** Share of the samples in which somebody is detected. */
  readonly recall: number;
  /** Share of samples in which the detector fails or is late. */
  readonly detectorFails: number;
  readonly detectionSeed: number;
}

/** What the scenario is about; all else is drawn by chance. */
export const scenarioKinds = [
  'stand',
  'sit',
  'crawl',
  'walk',
  'queue',
  'hourly',
  'boot',
  'rain',
  'dark',
  'shake',
  'shadow',
  'bump',
  'fade',
  'light',
  'dusk',
  'restart',
  'half-detected',
  'detector-fails',
  'camouflage',
  'mimic',
  'reflection',
  'slow-fade',
  'lamp',
  'beyond-still',
  'beyond-hourly',
] as const;
export type ScenarioKind = (typeof scenarioKinds)[number];

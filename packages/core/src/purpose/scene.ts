import type { RoadUserClass } from '../detection/object-class.ts';

/** One pictogram of a live scene: class and foot point, nothing else. */
export interface SceneObject {
  /** Drawn anew every minute; joins two messages of one scene so that a pictogram can move smoothly. */
  readonly id: number;
  readonly class: RoadUserClass;
  /** Foot point as a fraction of the view, rounded to 0.01. */
  readonly x: number;
  readonly y: number;
}

/** What a browser receives of a site-safety camera, at most five times a second. A street camera has none. */
export interface SceneMessage {
  readonly tMs: number;
  readonly objects: readonly SceneObject[];
  /** True while more than 20 persons are in view: persons are then left out. */
  readonly personsHidden: boolean;
}

import { type RoadUserClass, roadUserClasses } from '@outis/core';

/** The colours of a drawing, taken from the style sheet so that light and dark stay in one place. */
export interface SceneTheme {
  readonly sky: string;
  readonly haze: string;
  readonly ground: string;
  readonly grid: string;
  readonly grain: string;
  readonly halo: string;
  readonly shadow: string;
  /** Where nothing is known yet, and the dots on it. */
  readonly unknown: string;
  readonly unknownDot: string;
  readonly classes: Readonly<Record<RoadUserClass, string>>;
}

/** Reads the colours that hold for this element now. */
export function readTheme(element: Element): SceneTheme {
  const style = getComputedStyle(element);
  const read = (name: string) => style.getPropertyValue(name).trim();
  const classes = Object.fromEntries(roadUserClasses.map((each) => [each, read(`--class-${each}`)]));
  return {
    sky: read('--scene-sky'),
    haze: read('--scene-haze'),
    ground: read('--scene-ground'),
    grid: read('--scene-grid'),
    grain: read('--scene-grain'),
    halo: read('--scene-halo'),
    shadow: read('--scene-shadow'),
    unknown: read('--scene-unknown'),
    unknownDot: read('--scene-unknown-dot'),
    classes: classes as Record<RoadUserClass, string>,
  };
}

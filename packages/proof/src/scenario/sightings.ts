import type { Box } from '@outis/core';
import { Random } from '../random.ts';
import { figureSize } from './figure.ts';
import { type Presence, type Scenario, scenarioSize } from './scenario.ts';

/** A presence that the detector finds in one sample. */
export interface Sighting {
  /** Which of the scenario's presences. */
  readonly presence: number;
  readonly score: number;
  /** Fractions of the frame. */
  readonly box: Box;
}

/** Where somebody stands in a sample, px of the picture as first aimed. */
export function placeAt(presence: Presence, sample: number): { readonly x: number; readonly y: number } {
  const { x, y, toX, toY, from, to, doesSway } = presence;
  const part = to - from <= 1 ? 0 : (sample - from) / (to - from - 1);
  const sway = doesSway && sample % 7 === 0 ? 1 : 0;
  return { x: Math.round(x + (toX - x) * part) + sway, y: Math.round(y + (toY - y) * part) };
}

/** True when somebody does not go from one place to another. */
export function isStill({ x, y, toX, toY }: Presence): boolean {
  return x === toX && y === toY;
}

/** By how much the view is shifted in a sample, after a bump. */
export function viewAt({ bump }: Scenario, sample: number): { readonly x: number; readonly y: number } {
  return bump !== null && sample >= bump.at ? bump : { x: 0, y: 0 };
}

/**
 * What the detector says in every sample; null where it failed. Decided before the first frame, so that the bound can be
 * computed from it.
 */
export function sightingsOf(scenario: Scenario): (readonly Sighting[] | null)[] {
  const random = new Random(scenario.detectionSeed);
  return Array.from({ length: scenario.samples }, (_, sample) => {
    if (random.chance(scenario.detectorFails)) return null;
    const found: Sighting[] = [];
    const view = viewAt(scenario, sample);
    scenario.presences.forEach((presence, index) => {
      if (sample < presence.from || sample >= presence.to || !random.chance(scenario.recall)) return;
      const { x, y } = placeAt(presence, sample);
      const size = figureSize(presence.pose);
      const jitter = (): number => random.between(-0.04, 0.04);
      const left = Math.max(0, x - view.x + jitter() * size.widthPx);
      const top = Math.max(0, y - view.y + jitter() * size.heightPx);
      const width = Math.min(scenarioSize.widthPx - left, size.widthPx * (1 + jitter()));
      const height = Math.min(scenarioSize.heightPx - top, size.heightPx * (1 + jitter()));
      if (width < 4 || height < 4) return;
      const box = {
        left: left / scenarioSize.widthPx,
        top: top / scenarioSize.heightPx,
        width: width / scenarioSize.widthPx,
        height: height / scenarioSize.heightPx,
      };
      found.push({ presence: index, score: random.between(0.1, 0.95), box });
    });
    return found;
  });
}

import { scoreFloor } from './calibration.ts';
import type { Candidates } from './candidates.ts';
import type { ModelManifest } from './manifest.ts';

/**
 * Reads a raw YOLOX head, [1, cells, 5 + labels]: centre = (p + grid) × stride, side = exp(p) × stride,
 * score = objectness × class, both already sigmoid (Ge et al. 2021, arXiv:2107.08430).
 * `wanted` lists the label indices that map into the vocabulary; of these the best is taken per cell.
 * `low` is the least raw score that is read.
 */
export function readYolox(
  values: Float32Array,
  manifest: ModelManifest,
  wanted: readonly number[],
  into: Candidates,
  low: number = scoreFloor(manifest.thresholds),
): void {
  const row = 5 + manifest.labels.length;
  let at = 0;
  for (const stride of manifest.strides) {
    const columns = Math.ceil(manifest.input.widthPx / stride);
    const rows = Math.ceil(manifest.input.heightPx / stride);
    for (let y = 0; y < rows; y++) {
      for (let x = 0; x < columns; x++, at += row) {
        const objectness = values[at + 4]!;
        if (objectness < low) continue;
        let best = -1;
        let bestScore = 0;
        for (const label of wanted) {
          const score = values[at + 5 + label]!;
          if (score > bestScore) [best, bestScore] = [label, score];
        }
        const score = objectness * bestScore;
        if (best < 0 || !(score >= low)) continue;
        const centreX = (values[at]! + x) * stride;
        const centreY = (values[at + 1]! + y) * stride;
        const halfWidth = (Math.exp(values[at + 2]!) * stride) / 2;
        const halfHeight = (Math.exp(values[at + 3]!) * stride) / 2;
        into.add(
          centreX - halfWidth,
          centreY - halfHeight,
          centreX + halfWidth,
          centreY + halfHeight,
          score,
          best,
        );
      }
    }
  }
}

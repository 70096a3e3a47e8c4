import { scoreFloor } from './calibration.ts';
import type { Candidates } from './candidates.ts';
import type { ModelManifest } from './manifest.ts';

/**
 * Reads a PicoDet head: per stride a score map [1, cells, labels] (already sigmoid) and a box map [1, cells, 4 × bins].
 * Each side's distance from the cell's centre is the expectation of a softmax over the bins, times the stride
 * (Generalized Focal Loss, Li et al. 2020, arXiv:2006.04388).
 * `low` is the least raw score that is read.
 */
export function readPicodet(
  scores: readonly Float32Array[],
  boxes: readonly Float32Array[],
  bins: number,
  manifest: ModelManifest,
  wanted: readonly number[],
  into: Candidates,
  low: number = scoreFloor(manifest.thresholds),
): void {
  const labels = manifest.labels.length;
  manifest.strides.forEach((stride, level) => {
    const score = scores[level]!;
    const box = boxes[level]!;
    const columns = Math.ceil(manifest.input.widthPx / stride);
    const cells = score.length / labels;
    for (let cell = 0; cell < cells; cell++) {
      let best = -1;
      let bestScore = low;
      for (const label of wanted) {
        const value = score[cell * labels + label]!;
        if (value >= bestScore) [best, bestScore] = [label, value];
      }
      if (best < 0) continue;
      const centreX = ((cell % columns) + 0.5) * stride;
      const centreY = (Math.floor(cell / columns) + 0.5) * stride;
      const side = (index: number): number => expectation(box, (cell * 4 + index) * bins, bins) * stride;
      into.add(centreX - side(0), centreY - side(1), centreX + side(2), centreY + side(3), bestScore, best);
    }
  });
}

function expectation(values: Float32Array, from: number, bins: number): number {
  let highest = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < bins; i++) highest = Math.max(highest, values[from + i]!);
  let sum = 0;
  let weighted = 0;
  for (let i = 0; i < bins; i++) {
    const weight = Math.exp(values[from + i]! - highest);
    sum += weight;
    weighted += weight * i;
  }
  return weighted / sum;
}

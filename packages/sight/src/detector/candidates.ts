/**
 * Boxes that a head proposes, before suppression: px of the model's input, one label index each.
 * A list of limited length, reused from frame to frame.
 */
export class Candidates {
  /** More than this many boxes in one frame are noise; those beyond it are not looked at. */
  static readonly lengthMax = 4096;
  readonly left: Float32Array = new Float32Array(Candidates.lengthMax);
  readonly top: Float32Array = new Float32Array(Candidates.lengthMax);
  readonly right: Float32Array = new Float32Array(Candidates.lengthMax);
  readonly bottom: Float32Array = new Float32Array(Candidates.lengthMax);
  readonly score: Float32Array = new Float32Array(Candidates.lengthMax);
  readonly label: Int32Array = new Int32Array(Candidates.lengthMax);
  length = 0;

  clear(): void {
    this.length = 0;
  }

  add(left: number, top: number, right: number, bottom: number, score: number, label: number): void {
    if (this.length === Candidates.lengthMax) return;
    const i = this.length++;
    this.left[i] = left;
    this.top[i] = top;
    this.right[i] = right;
    this.bottom[i] = bottom;
    this.score[i] = score;
    this.label[i] = label;
  }

  /** Gives every candidate another score, of its score and label; those that fall below `scoreMin` are dropped. */
  rescore(scoreOf: (score: number, label: number) => number, scoreMin: number): void {
    let kept = 0;
    for (let i = 0; i < this.length; i++) {
      const score = scoreOf(this.score[i]!, this.label[i]!);
      if (!(score >= scoreMin)) continue;
      this.score[kept] = score;
      for (const side of [this.left, this.top, this.right, this.bottom, this.label]) side[kept] = side[i]!;
      kept++;
    }
    this.length = kept;
  }
}

/**
 * Non-maximum suppression within each group of labels: of boxes that overlap by more than `iouMax` the best stays.
 * `groupOf` says which labels stand for the same thing. Returns indices, best score first, at most `keepMax`.
 */
export function suppress(
  candidates: Candidates,
  groupOf: (label: number) => number,
  iouMax: number,
  keepMax: number,
): number[] {
  const order = Array.from({ length: candidates.length }, (_, index) => index);
  order.sort((a, b) => candidates.score[b]! - candidates.score[a]! || a - b);
  const kept: number[] = [];
  for (const index of order) {
    if (kept.length === keepMax) break;
    const group = groupOf(candidates.label[index]!);
    if (
      kept.every(
        (other) => groupOf(candidates.label[other]!) !== group || overlap(candidates, index, other) <= iouMax,
      )
    )
      kept.push(index);
  }
  return kept;
}

function overlap(c: Candidates, a: number, b: number): number {
  const width = Math.min(c.right[a]!, c.right[b]!) - Math.max(c.left[a]!, c.left[b]!);
  const height = Math.min(c.bottom[a]!, c.bottom[b]!) - Math.max(c.top[a]!, c.top[b]!);
  if (width <= 0 || height <= 0) return 0;
  const shared = width * height;
  const areaA = (c.right[a]! - c.left[a]!) * (c.bottom[a]! - c.top[a]!);
  const areaB = (c.right[b]! - c.left[b]!) * (c.bottom[b]! - c.top[b]!);
  return shared / (areaA + areaB - shared);
}

/** A picture of one channel. */
export interface Plane {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly values: Float32Array;
}

/** A pattern to look for, with the px that belong to it. */
export interface Template {
  readonly widthPx: number;
  readonly heightPx: number;
  /** Mean 0 over the mask and 0 outside. */
  readonly values: Float32Array;
  /** Runs of px that belong to it: row, first column, column after the last; three numbers each. */
  readonly runs: Int32Array;
  readonly maskedPx: number;
  /** Root of the sum of squares. */
  readonly length: number;
  /** Where its left and top corner is to be expected, px of the plane. */
  readonly left: number;
  readonly top: number;
}

/** A person is looked for at their size, a little smaller and a little larger. */
export const searchScales = [0.9, 1, 1.1] as const;

/**
 * Makes the templates of a pattern at the three scales, for planes in which a px covers `pxPerCell` px of the pattern.
 * `left` and `top`: where the pattern was, in px of its own. The centre stays where it is.
 */
export function templatesOf(
  pattern: {
    readonly widthPx: number;
    readonly heightPx: number;
    readonly values: ArrayLike<number>;
    readonly mask: Uint8Array;
  },
  left: number,
  top: number,
  pxPerCell: number,
): Template[] {
  return searchScales.map((scale) => {
    const [width, height] = [pattern.widthPx * scale, pattern.heightPx * scale];
    const fromX = left + (pattern.widthPx - width) / 2;
    const fromY = top + (pattern.heightPx - height) / 2;
    const [leftCell, topCell] = [Math.floor(fromX / pxPerCell), Math.floor(fromY / pxPerCell)];
    const widthPx = Math.ceil((fromX + width) / pxPerCell) - leftCell;
    const heightPx = Math.ceil((fromY + height) / pxPerCell) - topCell;
    const values = new Float32Array(widthPx * heightPx);
    const mask = new Uint8Array(widthPx * heightPx);
    const steps = Math.max(2, Math.ceil(pxPerCell));
    for (let at = 0; at < values.length; at++) {
      let [sum, hits] = [0, 0];
      for (let step = 0; step < steps * steps; step++) {
        const x = (leftCell + (at % widthPx) + ((step % steps) + 0.5) / steps) * pxPerCell - fromX;
        const y =
          (topCell + Math.floor(at / widthPx) + (Math.floor(step / steps) + 0.5) / steps) * pxPerCell - fromY;
        const [column, row] = [Math.floor(x / scale), Math.floor(y / scale)];
        if (column < 0 || row < 0 || column >= pattern.widthPx || row >= pattern.heightPx) continue;
        const from = row * pattern.widthPx + column;
        if (pattern.mask[from] === 0) continue;
        sum += pattern.values[from]!;
        hits++;
      }
      if (2 * hits < steps * steps) continue;
      mask[at] = 1;
      values[at] = sum / hits;
    }
    const runs = runsOf(mask, widthPx);
    return { ...centre(values, mask), widthPx, heightPx, runs, left: leftCell, top: topCell };
  });
}

function runsOf(mask: Uint8Array, widthPx: number): Int32Array {
  const runs: number[] = [];
  for (let at = 0; at < mask.length; at++) {
    const column = at % widthPx;
    if (mask[at] === 0) continue;
    if (column === 0 || mask[at - 1] === 0) runs.push(Math.floor(at / widthPx), column, column + 1);
    else runs[runs.length - 1] = column + 1;
  }
  return Int32Array.from(runs);
}

function centre(
  values: Float32Array,
  mask: Uint8Array,
): { readonly values: Float32Array; readonly maskedPx: number; readonly length: number } {
  let [sum, maskedPx, squares] = [0, 0, 0];
  for (let at = 0; at < values.length; at++) {
    if (mask[at] === 0) continue;
    sum += values[at]!;
    maskedPx++;
  }
  for (let at = 0; at < values.length; at++) {
    values[at] = mask[at] === 0 ? 0 : values[at]! - sum / maskedPx;
    squares += values[at]! ** 2;
  }
  return { values, maskedPx, length: Math.sqrt(squares) };
}

/** Normalised correlation of a template with a plane at one position: -1 to 1, and 0 where it does not fit in. */
export function correlationAt(plane: Plane, template: Template, left: number, top: number): number {
  let [product, sum, squares] = [0, 0, 0];
  if (left < 0 || top < 0 || left + template.widthPx > plane.widthPx) return 0;
  if (top + template.heightPx > plane.heightPx) return 0;
  const { runs, values } = template;
  for (let run = 0; run < runs.length; run += 3) {
    const [row, start, end] = [runs[run]!, runs[run + 1]!, runs[run + 2]!];
    let from = (top + row) * plane.widthPx + left + start;
    for (let at = row * template.widthPx + start; at < row * template.widthPx + end; at++, from++) {
      const value = plane.values[from]!;
      product += value * values[at]!;
      sum += value;
      squares += value * value;
    }
  }
  const spread = squares - (sum * sum) / template.maskedPx;
  // A spread of nothing but rounding is no picture.
  if (spread < 1e-3 * template.maskedPx || template.length === 0) return 0;
  return product / (Math.sqrt(spread) * template.length);
}

/** The highest correlation, of either sign, over the templates and all positions within `reach` of the expected one. */
export function searchCorrelation(plane: Plane, templates: readonly Template[], reach: number): number {
  let highest = 0;
  for (const template of templates) {
    for (let y = -reach; y <= reach; y++)
      for (let x = -reach; x <= reach; x++)
        highest = Math.max(
          highest,
          Math.abs(correlationAt(plane, template, template.left + x, template.top + y)),
        );
  }
  return highest;
}

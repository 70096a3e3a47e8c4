/** A 3×3 matrix, row by row. */
export type Matrix3 = readonly number[];

/** The product of two 3×3 matrices. */
export function multiply3(a: Matrix3, b: Matrix3): number[] {
  const product = new Array<number>(9).fill(0);
  for (let row = 0; row < 3; row++) {
    for (let column = 0; column < 3; column++) {
      for (let k = 0; k < 3; k++) product[row * 3 + column]! += a[row * 3 + k]! * b[k * 3 + column]!;
    }
  }
  return product;
}

/** The determinant of a 3×3 matrix. */
export function determinant3([a, b, c, d, e, f, g, h, i]: Matrix3): number {
  return a! * (e! * i! - f! * h!) - b! * (d! * i! - f! * g!) + c! * (d! * h! - e! * g!);
}

/** The inverse of a 3×3 matrix; numbers that are not finite where it has none. */
export function invert3(matrix: Matrix3): number[] {
  const [a, b, c, d, e, f, g, h, i] = matrix as [
    ...[number, number, number],
    ...[number, number, number],
    ...[number, number, number],
  ];
  const by = 1 / determinant3(matrix);
  return [
    ...[(e * i - f * h) * by, (c * h - b * i) * by, (b * f - c * e) * by],
    ...[(f * g - d * i) * by, (a * i - c * g) * by, (c * d - a * f) * by],
    ...[(d * h - e * g) * by, (b * g - a * h) * by, (a * e - b * d) * by],
  ];
}

/**
 * Solves `matrix · x = right` for several right sides at once by Gaussian elimination with pivots. The matrix
 * is `size` × `size`, `right` is `size` × `columns`, both row by row; neither is changed. Null where the matrix
 * is singular within rounding.
 */
export function solve(
  matrix: readonly number[],
  right: readonly number[],
  size: number,
  columns: number,
): number[] | null {
  const a = [...matrix];
  const x = [...right];
  const largest = Math.max(...a.map(Math.abs));
  for (let at = 0; at < size; at++) {
    let pivot = at;
    for (let row = at + 1; row < size; row++) {
      if (Math.abs(a[row * size + at]!) > Math.abs(a[pivot * size + at]!)) pivot = row;
    }
    if (!(Math.abs(a[pivot * size + at]!) > largest * 1e-15)) return null;
    swapRows(a, at, pivot, size);
    swapRows(x, at, pivot, columns);
    for (let row = 0; row < size; row++) {
      const share = a[row * size + at]! / a[at * size + at]!;
      if (row === at || share === 0) continue;
      for (let column = at; column < size; column++)
        a[row * size + column]! -= share * a[at * size + column]!;
      for (let column = 0; column < columns; column++) {
        x[row * columns + column]! -= share * x[at * columns + column]!;
      }
    }
  }
  return x.map((value, index) => {
    const row = Math.floor(index / columns);
    return value / a[row * size + row]!;
  });
}

/** The eigenvector of the smallest eigenvalue of a symmetric matrix (row by row), by Jacobi's rotations. */
export function leastEigenvector(symmetric: readonly number[], size: number): number[] {
  const a = [...symmetric];
  const vectors = a.map((_, index) => (index % (size + 1) === 0 ? 1 : 0));
  // Six sweeps are enough for 9 × 9 in practice; forty bound the work.
  for (let sweep = 0; sweep < 40; sweep++) {
    let off = 0;
    for (let p = 0; p < size; p++) {
      for (let q = p + 1; q < size; q++) {
        off += a[p * size + q]! ** 2;
        rotate(a, vectors, size, p, q);
      }
    }
    if (off < 1e-300) break;
  }
  let least = 0;
  for (let k = 1; k < size; k++) if (a[k * size + k]! < a[least * size + least]!) least = k;
  return Array.from({ length: size }, (_, row) => vectors[row * size + least]!);
}

/** Turns the plane of the axes p and q so that their off-diagonal element becomes 0. */
function rotate(a: number[], vectors: number[], size: number, p: number, q: number): void {
  const between = a[p * size + q]!;
  if (between === 0) return;
  const theta = (a[q * size + q]! - a[p * size + p]!) / (2 * between);
  const tangent = (theta < 0 ? -1 : 1) / (Math.abs(theta) + Math.hypot(theta, 1));
  const cosine = 1 / Math.hypot(tangent, 1);
  const sine = tangent * cosine;
  const turn = (of: number[], i: number, j: number): void => {
    const [one, other] = [of[i]!, of[j]!];
    of[i] = cosine * one - sine * other;
    of[j] = sine * one + cosine * other;
  };
  for (let k = 0; k < size; k++) turn(a, k * size + p, k * size + q);
  for (let k = 0; k < size; k++) turn(a, p * size + k, q * size + k);
  for (let k = 0; k < size; k++) turn(vectors, k * size + p, k * size + q);
}

function swapRows(of: number[], one: number, other: number, width: number): void {
  if (one === other) return;
  for (let k = 0; k < width; k++) {
    [of[one * width + k], of[other * width + k]] = [of[other * width + k]!, of[one * width + k]!];
  }
}

import type { FrameSize } from '@outis/core';
import type { ModelInput } from './manifest.ts';

/** How model px and frame px hang together: frame = model / scale. */
export interface InputScale {
  readonly x: number;
  readonly y: number;
}

/**
 * Turns yuv420p pictures of one size into the input tensor of one model (BT.601 limited range, bilinear).
 * All tables are made once; `convert` allocates nothing and returns the same array each time.
 */
export class PictureToTensor {
  readonly scale: InputScale;
  readonly #frame: FrameSize;
  readonly #input: ModelInput;
  readonly #tensor: Float32Array;
  readonly #columns: Taps;
  readonly #rows: Taps;
  readonly #chromaColumns: Taps;
  readonly #chromaRows: Taps;

  constructor(frame: FrameSize, input: ModelInput) {
    this.#frame = frame;
    this.#input = input;
    const x = input.widthPx / frame.widthPx;
    const y = input.heightPx / frame.heightPx;
    this.scale = input.fit === 'stretch' ? { x, y } : { x: Math.min(x, y), y: Math.min(x, y) };
    const width = Math.min(input.widthPx, Math.round(frame.widthPx * this.scale.x));
    const height = Math.min(input.heightPx, Math.round(frame.heightPx * this.scale.y));
    this.#columns = taps(width, frame.widthPx, this.scale.x);
    this.#rows = taps(height, frame.heightPx, this.scale.y);
    this.#chromaColumns = taps(width, frame.widthPx / 2, this.scale.x * 2);
    this.#chromaRows = taps(height, frame.heightPx / 2, this.scale.y * 2);
    this.#tensor = new Float32Array(3 * input.widthPx * input.heightPx);
    for (let channel = 0; channel < 3; channel++) {
      const pad = (input.pad / 255 - input.mean[channel]!) / input.std[channel]!;
      this.#tensor.fill(
        pad,
        channel * input.widthPx * input.heightPx,
        (channel + 1) * input.widthPx * input.heightPx,
      );
    }
  }

  /** Fills and returns the tensor, planar, in the manifest's colour order. */
  convert(bytes: Uint8Array): Float32Array {
    const { widthPx, heightPx } = this.#frame;
    const luma = bytes.subarray(0, widthPx * heightPx);
    const chromaLength = (widthPx * heightPx) / 4;
    const blueDifference = bytes.subarray(luma.length, luma.length + chromaLength);
    const redDifference = bytes.subarray(luma.length + chromaLength, luma.length + 2 * chromaLength);
    const { mean, std, colourOrder, widthPx: stride } = this.#input;
    const plane = stride * this.#input.heightPx;
    const red = colourOrder === 'rgb' ? 0 : 2;
    const blue = 2 - red;
    const [redGain, redShift] = [1 / (255 * std[red]!), mean[red]! / std[red]!];
    const [greenGain, greenShift] = [1 / (255 * std[1]), mean[1] / std[1]];
    const [blueGain, blueShift] = [1 / (255 * std[blue]!), mean[blue]! / std[blue]!];
    const rows = this.#rows;
    const columns = this.#columns;
    const chromaRows = this.#chromaRows;
    const chromaColumns = this.#chromaColumns;
    const tensor = this.#tensor;
    for (let row = 0; row < rows.length; row++) {
      const y0 = rows.first[row]! * widthPx;
      const y1 = rows.second[row]! * widthPx;
      const yWeight = rows.weight[row]!;
      const c0 = chromaRows.first[row]! * (widthPx / 2);
      const c1 = chromaRows.second[row]! * (widthPx / 2);
      const cWeight = chromaRows.weight[row]!;
      for (let column = 0; column < columns.length; column++) {
        const y =
          1.164384 *
          (bilinear(
            luma,
            y0,
            y1,
            columns.first[column]!,
            columns.second[column]!,
            columns.weight[column]!,
            yWeight,
          ) -
            16);
        const left = chromaColumns.first[column]!;
        const right = chromaColumns.second[column]!;
        const weight = chromaColumns.weight[column]!;
        const u = bilinear(blueDifference, c0, c1, left, right, weight, cWeight) - 128;
        const v = bilinear(redDifference, c0, c1, left, right, weight, cWeight) - 128;
        const at = row * stride + column;
        tensor[red * plane + at] = clamp(y + 1.596027 * v) * redGain - redShift;
        tensor[plane + at] = clamp(y - 0.391762 * u - 0.812968 * v) * greenGain - greenShift;
        tensor[blue * plane + at] = clamp(y + 2.017232 * u) * blueGain - blueShift;
      }
    }
    return tensor;
  }
}

/** For every output position the two input positions beside it and the weight of the second. */
interface Taps {
  readonly length: number;
  readonly first: Int32Array;
  readonly second: Int32Array;
  readonly weight: Float32Array;
}

function taps(length: number, inputLength: number, scale: number): Taps {
  const result: Taps = {
    length,
    first: new Int32Array(length),
    second: new Int32Array(length),
    weight: new Float32Array(length),
  };
  for (let i = 0; i < length; i++) {
    const at = Math.min(inputLength - 1, Math.max(0, (i + 0.5) / scale - 0.5));
    const first = Math.floor(at);
    result.first[i] = first;
    result.second[i] = Math.min(inputLength - 1, first + 1);
    result.weight[i] = at - first;
  }
  return result;
}

function bilinear(
  plane: Uint8Array,
  row0: number,
  row1: number,
  left: number,
  right: number,
  weightX: number,
  weightY: number,
): number {
  const above = plane[row0 + left]! + (plane[row0 + right]! - plane[row0 + left]!) * weightX;
  const below = plane[row1 + left]! + (plane[row1 + right]! - plane[row1 + left]!) * weightX;
  return above + (below - above) * weightY;
}

function clamp(value: number): number {
  return value < 0 ? 0 : value > 255 ? 255 : value;
}

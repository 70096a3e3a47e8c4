import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { ModelInput } from './manifest.ts';
import { PictureToTensor } from './picture-to-tensor.ts';

/** 0 to 255 in the tensor, as the colours are. */
const plain: ModelInput = {
  widthPx: 32,
  heightPx: 32,
  colourOrder: 'rgb',
  fit: 'stretch',
  pad: 114,
  mean: [0, 0, 0],
  std: [1 / 255, 1 / 255, 1 / 255],
};

/** A picture whose pixels are drawn by `yuv`, chroma at every second one. */
function picture(
  width: number,
  height: number,
  yuv: (x: number, y: number) => readonly [number, number, number],
): Uint8Array {
  const bytes = new Uint8Array((width * height * 3) / 2);
  for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) bytes[y * width + x] = yuv(x, y)[0];
  const chroma = (width * height) / 4;
  for (let y = 0; y < height / 2; y++) {
    for (let x = 0; x < width / 2; x++) {
      const [, u, v] = yuv(2 * x, 2 * y);
      bytes[width * height + y * (width / 2) + x] = u;
      bytes[width * height + chroma + y * (width / 2) + x] = v;
    }
  }
  return bytes;
}

function flat(width: number, height: number, yuv: readonly [number, number, number]): Uint8Array {
  return picture(width, height, () => yuv);
}

/** The three values of a pixel, in the order of the tensor. */
function pixel(tensor: Float32Array, input: ModelInput, x: number, y: number): number[] {
  const plane = input.widthPx * input.heightPx;
  return [0, 1, 2].map((channel) => tensor[channel * plane + y * input.widthPx + x]!);
}

function near(actual: readonly number[], expected: readonly number[], tolerance: number, what: string): void {
  for (const [index, value] of actual.entries())
    assert.ok(Math.abs(value - expected[index]!) <= tolerance, `${what}: ${actual} instead of ${expected}`);
}

/** BT.601 limited range (Rec. ITU-R BT.601-7, table 4 and the colour bars of 100 %). */
const colours: readonly (readonly [
  string,
  readonly [number, number, number],
  readonly [number, number, number],
])[] = [
  ['black', [16, 128, 128], [0, 0, 0]],
  ['white', [235, 128, 128], [255, 255, 255]],
  ['grey', [126, 128, 128], [128, 128, 128]],
  ['red', [81, 90, 240], [255, 0, 0]],
  ['green', [145, 54, 34], [0, 255, 0]],
  ['blue', [41, 240, 110], [0, 0, 255]],
  ['yellow', [210, 16, 146], [255, 255, 0]],
  ['cyan', [170, 166, 16], [0, 255, 255]],
  ['magenta', [106, 202, 222], [255, 0, 255]],
  ['blacker than black', [0, 128, 128], [0, 0, 0]],
  ['whiter than white', [255, 128, 128], [255, 255, 255]],
];

for (const [name, yuv, rgb] of colours) {
  test(`${name} is the same colour within 2 of 255, in both colour orders`, () => {
    const size = { widthPx: 64, heightPx: 64 };
    for (const colourOrder of ['rgb', 'bgr'] as const) {
      const input: ModelInput = { ...plain, colourOrder };
      const tensor = new PictureToTensor(size, input).convert(flat(64, 64, yuv));
      const expected = colourOrder === 'rgb' ? rgb : [...rgb].reverse();
      for (const at of [0, 15, 31]) near(pixel(tensor, input, at, 31 - at), expected, 2, colourOrder);
    }
  });
}

test('mean and deviation are those of the channel, in the manifest’s colour order', () => {
  const input: ModelInput = { ...plain, colourOrder: 'bgr', mean: [0.1, 0.2, 0.3], std: [0.5, 0.25, 0.125] };
  const red = flat(64, 64, [81, 90, 240]);
  const tensor = new PictureToTensor({ widthPx: 64, heightPx: 64 }, input).convert(red);
  near(pixel(tensor, input, 5, 5), [(0 - 0.1) / 0.5, (0 - 0.2) / 0.25, (1 - 0.3) / 0.125], 0.08, 'bgr');
});

test('a letterboxed picture lies top left, and the rest is padding', () => {
  const input: ModelInput = { ...plain, fit: 'letterbox', pad: 50 };
  // 64 × 32 into 32 × 32: half as large, 32 × 16.
  const convert = new PictureToTensor({ widthPx: 64, heightPx: 32 }, input);
  assert.deepEqual(convert.scale, { x: 0.5, y: 0.5 });
  const tensor = convert.convert(flat(64, 32, [235, 128, 128]));
  for (let y = 0; y < 32; y++) {
    const expected = y < 16 ? 255 : 50;
    near(pixel(tensor, input, 0, y), [expected, expected, expected], 2, `row ${y}`);
    near(pixel(tensor, input, 31, y), [expected, expected, expected], 2, `row ${y}`);
  }
  // A second picture leaves the padding as it is.
  near(pixel(convert.convert(flat(64, 32, [16, 128, 128])), input, 8, 20), [50, 50, 50], 0.01, 'again');
  const high = new PictureToTensor({ widthPx: 32, heightPx: 64 }, input);
  assert.deepEqual(high.scale, { x: 0.5, y: 0.5 });
  const tall = high.convert(flat(32, 64, [235, 128, 128]));
  near(pixel(tall, input, 15, 31), [255, 255, 255], 2, 'picture');
  near(pixel(tall, input, 16, 0), [50, 50, 50], 0.01, 'padding');
});

test('a stretched picture fills the input, each side scaled on its own', () => {
  const convert = new PictureToTensor({ widthPx: 64, heightPx: 16 }, plain);
  assert.deepEqual(convert.scale, { x: 0.5, y: 2 });
  const tensor = convert.convert(flat(64, 16, [235, 128, 128]));
  for (const at of [0, 31]) near(pixel(tensor, plain, at, at), [255, 255, 255], 2, `${at}`);
});

test('at its own size a picture is not moved: every luma stands where it stood', () => {
  const grey = (x: number, y: number): number => 16 + ((x * 7 + y * 13) % 220);
  const tensor = new PictureToTensor({ widthPx: 32, heightPx: 32 }, plain).convert(
    picture(32, 32, (x, y) => [grey(x, y), 128, 128]),
  );
  for (let y = 0; y < 32; y++)
    for (let x = 0; x < 32; x++) {
      const value = (grey(x, y) - 16) * 1.164384;
      near(pixel(tensor, plain, x, y), [value, value, value], 0.01, `${x},${y}`);
    }
});

test('halved, a pixel is the mean of the four that it covers', () => {
  const grey = (x: number, y: number): number => 16 + ((x * 31 + y * 17) % 200);
  const tensor = new PictureToTensor({ widthPx: 64, heightPx: 64 }, plain).convert(
    picture(64, 64, (x, y) => [grey(x, y), 128, 128]),
  );
  for (const [x, y] of [
    [0, 0],
    [3, 9],
    [31, 31],
  ] as const) {
    const sum =
      grey(2 * x, 2 * y) + grey(2 * x + 1, 2 * y) + grey(2 * x, 2 * y + 1) + grey(2 * x + 1, 2 * y + 1);
    const value = (sum / 4 - 16) * 1.164384;
    near(pixel(tensor, plain, x, y), [value, value, value], 0.01, `${x},${y}`);
  }
});

test('property: any picture of any even size gives values from 0 to 255 and nothing else', () => {
  const side = fc.integer({ min: 8, max: 48 }).map((half) => half * 2);
  fc.assert(
    fc.property(
      side,
      side,
      fc.constantFrom('letterbox', 'stretch'),
      fc.nat(1e6),
      (width, height, fit, seed) => {
        const bytes = new Uint8Array((width * height * 3) / 2).map(
          (_, index) => (index * 2654435761 + seed) >>> 8,
        );
        const convert = new PictureToTensor({ widthPx: width, heightPx: height }, { ...plain, fit });
        for (const value of convert.convert(bytes)) assert.ok(value >= -0.01 && value <= 255.01, `${value}`);
      },
    ),
    { seed: 2, numRuns: 60 },
  );
});

/** Side of a cell of {@link colourModel}, px. */
export const cellPx = 8;

/** Part of {@link ModelSpec}: a tensor by its name and sides. */
export interface TensorSpec {
  readonly name: string;
  readonly dims: readonly number[];
  /** What an input or output is declared to hold: 1 for float32 (so by default), 7 for int64. */
  readonly type?: 1 | 7;
}

/** A model as {@link onnxModel} writes it. */
export interface ModelSpec {
  readonly inputs: readonly TensorSpec[];
  readonly outputs: readonly TensorSpec[];
  readonly initializers: readonly (TensorSpec & { readonly values: Float32Array | BigInt64Array })[];
  readonly nodes: readonly NodeSpec[];
}

/** One operation of a model. */
export interface NodeSpec {
  readonly op: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly ints?: Readonly<Record<string, readonly number[]>>;
  readonly int?: Readonly<Record<string, number>>;
}

/** A detector of colours as {@link colourModel} writes it. */
export interface ColourSpec {
  /** Size of the picture; multiples of 8. */
  readonly input: { readonly widthPx: number; readonly heightPx: number };
  /** Height and width over which the colour is averaged around each cell of 8 px. */
  readonly window: readonly [number, number];
  /** Per class: factors of red, green and blue (0 to 1), and what is added; 1 and more is sure, 0 and less is none. */
  readonly colours: readonly { readonly factors: readonly [number, number, number]; readonly bias: number }[];
  /** Centre x, y, log of width and height in cells, objectness: each a factor per class, and what is added. */
  readonly shape: readonly { readonly factors: readonly number[]; readonly bias: number }[];
}

/** The bytes of a detector with a YOLOX head that sees nothing but colours. Output `boxes`: one row for each cell of 8 px. */
export function colourModel({ input, window, colours, shape }: ColourSpec): Buffer {
  const cells = (input.widthPx / cellPx) * (input.heightPx / cellPx);
  const pad = window.map((side) => (side - cellPx) / 2);
  const floats = (values: readonly number[]): Float32Array => new Float32Array(values);
  return onnxModel({
    inputs: [{ name: 'images', dims: [1, 3, input.heightPx, input.widthPx] }],
    outputs: [{ name: 'boxes', dims: [1, cells, 5 + colours.length] }],
    initializers: [
      {
        name: 'colour',
        dims: [colours.length, 3, 1, 1],
        values: floats(colours.flatMap(({ factors }) => factors)),
      },
      { name: 'colourBias', dims: [colours.length], values: floats(colours.map(({ bias }) => bias)) },
      {
        name: 'shape',
        dims: [5, colours.length, 1, 1],
        values: floats(shape.flatMap(({ factors }) => factors)),
      },
      { name: 'shapeBias', dims: [5], values: floats(shape.map(({ bias }) => bias)) },
      { name: 'zero', dims: [], values: floats([0]) },
      { name: 'one', dims: [], values: floats([1]) },
      { name: 'flat', dims: [3], values: new BigInt64Array([1n, BigInt(5 + colours.length), BigInt(cells)]) },
    ],
    nodes: [
      {
        op: 'AveragePool',
        inputs: ['images'],
        outputs: ['mean'],
        ints: { kernel_shape: window, strides: [cellPx, cellPx], pads: [...pad, ...pad] },
        int: { count_include_pad: 1 },
      },
      conv('mean', 'colour', 'colourBias', 'difference'),
      { op: 'Clip', inputs: ['difference', 'zero', 'one'], outputs: ['classes'] },
      conv('classes', 'shape', 'shapeBias', 'shapes'),
      { op: 'Concat', inputs: ['shapes', 'classes'], outputs: ['head'], int: { axis: 1 } },
      { op: 'Reshape', inputs: ['head', 'flat'], outputs: ['flatHead'] },
      { op: 'Transpose', inputs: ['flatHead'], outputs: ['boxes'], ints: { perm: [0, 2, 1] } },
    ],
  });
}

/** A factor per channel of each cell, without its neighbours. */
function conv(input: string, factors: string, bias: string, output: string): NodeSpec {
  return {
    op: 'Conv',
    inputs: [input, factors, bias],
    outputs: [output],
    ints: { kernel_shape: [1, 1] },
  };
}

/**
 * The bytes of a small ONNX model: decoder, wall, gate and detector can so be tried without weights from anywhere.
 * Only what the proof and the tests need of the format (onnx.proto3, IR version 8, opset 13).
 */
export function onnxModel({ inputs, outputs, initializers, nodes }: ModelSpec): Buffer {
  const graph = [
    ...nodes.map((node) => bytes(1, nodeProto(node))),
    bytes(2, Buffer.from('test')),
    ...initializers.map((tensor) => bytes(5, tensorProto(tensor))),
    ...inputs.map((tensor) => bytes(11, valueInfo(tensor))),
    ...outputs.map((tensor) => bytes(12, valueInfo(tensor))),
  ];
  return Buffer.concat([varintField(1, 8), bytes(7, Buffer.concat(graph)), bytes(8, varintField(2, 13))]);
}

function nodeProto({ op, inputs, outputs, ints = {}, int = {} }: NodeSpec): Buffer {
  return Buffer.concat([
    ...inputs.map((name) => bytes(1, Buffer.from(name))),
    ...outputs.map((name) => bytes(2, Buffer.from(name))),
    bytes(4, Buffer.from(op)),
    ...Object.entries(ints).map(([name, values]) =>
      bytes(
        5,
        Buffer.concat([
          bytes(1, Buffer.from(name)),
          ...values.map((value) => varintField(8, value)),
          varintField(20, 7),
        ]),
      ),
    ),
    ...Object.entries(int).map(([name, value]) =>
      bytes(5, Buffer.concat([bytes(1, Buffer.from(name)), varintField(3, value), varintField(20, 2)])),
    ),
  ]);
}

function tensorProto({ name, dims, values }: ModelSpec['initializers'][number]): Buffer {
  const type = values instanceof Float32Array ? 1 : 7;
  const raw = Buffer.from(values.buffer, values.byteOffset, values.byteLength);
  return Buffer.concat([
    ...dims.map((side) => varintField(1, side)),
    varintField(2, type),
    bytes(8, Buffer.from(name)),
    bytes(9, raw),
  ]);
}

function valueInfo({ name, dims, type: elementType = 1 }: TensorSpec): Buffer {
  const shape = Buffer.concat(dims.map((side) => bytes(1, varintField(1, side))));
  const type = bytes(1, Buffer.concat([varintField(1, elementType), bytes(2, shape)]));
  return Buffer.concat([bytes(1, Buffer.from(name)), bytes(2, type)]);
}

function bytes(field: number, value: Uint8Array): Buffer {
  return Buffer.concat([varint(field * 8 + 2), varint(value.length), value]);
}

function varintField(field: number, value: number): Buffer {
  return Buffer.concat([varint(field * 8), varint(value)]);
}

function varint(value: number): Buffer {
  const result: number[] = [];
  let rest = value;
  for (; rest > 127; rest = Math.floor(rest / 128)) result.push((rest % 128) + 128);
  return Buffer.from([...result, rest]);
}

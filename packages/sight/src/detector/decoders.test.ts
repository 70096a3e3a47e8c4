import assert from 'node:assert/strict';
import { test } from 'node:test';
import { colourManifest } from '../../../../test/fixtures/test-model.ts';
import { Candidates } from './candidates.ts';
import { type ModelManifest, parseManifest } from './manifest.ts';
import { readPicodet } from './picodet.ts';
import { readYolox } from './yolox.ts';

/** 70 × 40 px: partly covered cells count, so stride 8 has 9 × 5 cells and stride 16 has 5 × 3. */
function manifest(change: Record<string, unknown>): ModelManifest {
  const base = colourManifest(Buffer.from(''));
  const input = { ...(base['input'] as object), widthPx: 70, heightPx: 40 };
  const labels = ['orange', 'blue', 'green'];
  return parseManifest(JSON.stringify({ ...base, input, labels, strides: [8, 16], ...change }));
}

/** The candidates as plain rows, rounded to what float32 holds of them. */
function rows(list: Candidates): number[][] {
  return Array.from({ length: list.length }, (_, i) =>
    [list.left[i]!, list.top[i]!, list.right[i]!, list.bottom[i]!, list.score[i]!, list.label[i]!].map(
      (value) => Math.round(value * 1e4) / 1e4,
    ),
  );
}

const wanted = [0, 1];

test('YOLOX: centre, side and score of a row, at both strides', () => {
  const values = new Float32Array((45 + 15) * 8);
  // Stride 8, column 3, row 2: centre (3.5, 2.25) × 8 = (28, 18), sides 8 × e^ln2 = 16 and 8 × e^0 = 8.
  values.set([0.5, 0.25, Math.log(2), 0, 0.5, 0.5, 1, 0], (2 * 9 + 3) * 8);
  // Stride 16, column 4, row 1: centre (4, 1.5) × 16 = (64, 24), sides 32 and 64.
  values.set([0, 0.5, Math.log(2), Math.log(4), 1, 0.75, 0.25, 0], (45 + 5 + 4) * 8);
  const list = new Candidates();
  readYolox(values, manifest({}), wanted, list);
  assert.deepEqual(rows(list), [
    [20, 14, 36, 22, 0.5, 1],
    [48, -8, 80, 56, 0.75, 0],
  ]);
});

test('YOLOX: below the low score nothing is reported, exactly on it something is', () => {
  const values = new Float32Array(60 * 8);
  values.set([0, 0, 0, 0, 0.5, 0.5, 0, 0], 0);
  values.set([0, 0, 0, 0, 0.5, 0.46875, 0, 0], 8);
  values.set([0, 0, 0, 0, 0.125, 1, 0, 0], 16);
  const list = new Candidates();
  readYolox(values, manifest({ thresholds: { low: 0.25, high: 0.5, nmsIou: 0.5 } }), wanted, list);
  assert.deepEqual(rows(list), [[-4, -4, 4, 4, 0.25, 0]]);
});

test('YOLOX: a label that maps to nothing is not looked at, however sure it is', () => {
  const values = new Float32Array(60 * 8);
  values.set([0, 0, 0, 0, 1, 0.5, 0.25, 1], 0);
  values.set([0, 0, 0, 0, 1, 0, 0, 1], 8);
  const list = new Candidates();
  readYolox(values, manifest({}), wanted, list);
  assert.deepEqual(rows(list), [[-4, -4, 4, 4, 0.5, 0]]);
});

test('PicoDet: each side is the expectation over its bins, times the stride', () => {
  const bins = 4;
  const scores = [new Float32Array(45 * 3), new Float32Array(15 * 3)];
  const boxes = [new Float32Array(45 * 4 * bins), new Float32Array(15 * 4 * bins)];
  /** A side that is surely `bin` strides long. */
  const sure = (bin: number): number[] =>
    Array.from({ length: bins }, (_, index) => (index === bin ? 100 : 0));
  // Stride 8, column 3, row 2: centre (28, 20); sides 1, 2, 3 strides, and evenly spread 0 to 3, that is 1.5.
  scores[0]!.set([0.25, 0.5, 1], (2 * 9 + 3) * 3);
  boxes[0]!.set([...sure(1), ...sure(2), ...sure(3), ...[7, 7, 7, 7]], (2 * 9 + 3) * 4 * bins);
  // Stride 16, column 4, row 1: centre (72, 24); each side one stride.
  scores[1]!.set([0.75, 0, 0], (5 + 4) * 3);
  boxes[1]!.set([...sure(1), ...sure(1), ...sure(1), ...sure(1)], (5 + 4) * 4 * bins);
  const list = new Candidates();
  readPicodet(scores, boxes, bins, manifest({ decoder: 'picodet' }), wanted, list);
  assert.deepEqual(rows(list), [
    [20, 4, 52, 32, 0.5, 1],
    [56, 8, 88, 40, 0.75, 0],
  ]);
});

test('PicoDet: exactly the low score is enough, less is not, and unmapped labels do not count', () => {
  const scores = [new Float32Array(45 * 3), new Float32Array(15 * 3)];
  scores[0]!.set([0.25, 0, 0], 0);
  scores[0]!.set([0.2499, 0, 0], 3);
  scores[0]!.set([0, 0, 1], 6);
  const boxes = [new Float32Array(45 * 8), new Float32Array(15 * 8)];
  const list = new Candidates();
  const thresholds = { low: 0.25, high: 0.5, nmsIou: 0.5 };
  readPicodet(scores, boxes, 2, manifest({ decoder: 'picodet', thresholds }), wanted, list);
  assert.deepEqual(rows(list), [[0, 0, 8, 8, 0.25, 0]]);
});

test('a class with a lower bound of its own is read down to it', () => {
  const thresholds = {
    low: 0.25,
    high: 0.5,
    nmsIou: 0.5,
    perClass: { person: { low: 0.125, high: 0.25 }, car: { low: 0.5, high: 0.75 } },
  };
  const values = new Float32Array(60 * 8);
  values.set([0, 0, 0, 0, 1, 0.125, 0, 0], 0);
  values.set([0, 0, 0, 0, 1, 0.0625, 0, 0], 8);
  const list = new Candidates();
  readYolox(values, manifest({ thresholds }), wanted, list);
  assert.deepEqual(rows(list), [[-4, -4, 4, 4, 0.125, 0]]);
});

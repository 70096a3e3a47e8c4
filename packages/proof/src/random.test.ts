import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Random } from './random.ts';

test('the same seed gives the same numbers, another seed others', () => {
  const draw = (seed: number): number[] => {
    const random = new Random(seed);
    return Array.from({ length: 20 }, () => random.next());
  };
  assert.deepEqual(draw(7), draw(7));
  assert.notDeepEqual(draw(7), draw(8));
  // Neighbours begin far from each other.
  const firsts = Array.from({ length: 1000 }, (_, seed) => new Random(seed).next());
  assert.ok(Math.abs(firsts.reduce((sum, each) => sum + each, 0) / 1000 - 0.5) < 0.05);
  assert.equal(new Set(firsts).size, 1000);
});

test('numbers are spread as they are said to be', () => {
  const random = new Random(1);
  const normals = Array.from({ length: 20_000 }, () => random.normal());
  const mean = normals.reduce((sum, each) => sum + each, 0) / normals.length;
  const variance = normals.reduce((sum, each) => sum + (each - mean) ** 2, 0) / normals.length;
  assert.ok(Math.abs(mean) < 0.03 && Math.abs(variance - 1) < 0.04, `${mean} ${variance}`);
  const wholes = new Set(Array.from({ length: 500 }, () => random.whole(-2, 2)));
  assert.deepEqual(
    [...wholes].sort((a, b) => a - b),
    [-2, -1, 0, 1, 2],
  );
  assert.throws(() => random.pick([]), TypeError);
});

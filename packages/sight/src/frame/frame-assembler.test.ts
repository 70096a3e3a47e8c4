import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { FrameAssembler } from './frame-assembler.ts';

function assemble(
  stream: Uint8Array,
  cuts: readonly number[],
  lengthBytes: number,
): FrameAssembler & { seen: number[][] } {
  const assembler = Object.assign(new FrameAssembler(lengthBytes), { seen: [] as number[][] });
  let from = 0;
  for (const to of [...[...cuts].sort((a, b) => a - b), stream.length]) {
    assembler.push(stream.subarray(from, to), (bytes, index) => {
      assert.equal(index, assembler.seen.length);
      assembler.seen.push([...bytes]);
    });
    from = to;
  }
  return assembler;
}

test('property: however the stream is cut, the frames are the same and nothing is lost', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 40 }),
      fc.uint8Array({ maxLength: 300 }),
      fc.array(fc.nat(300), { maxLength: 20 }),
      (lengthBytes, stream, places) => {
        const cuts = places.map((place) => Math.min(place, stream.length));
        const { seen, frames, bytesLeft } = assemble(stream, cuts, lengthBytes);
        const whole = Math.floor(stream.length / lengthBytes);
        assert.equal(frames, whole);
        assert.equal(bytesLeft, stream.length - whole * lengthBytes);
        assert.deepEqual(
          seen,
          Array.from({ length: whole }, (_, n) => [
            ...stream.subarray(n * lengthBytes, (n + 1) * lengthBytes),
          ]),
        );
      },
    ),
    { seed: 3, numRuns: 500 },
  );
});

test('a frame stays untouched until the one after the next is complete', () => {
  const assembler = new FrameAssembler(4);
  const kept: Uint8Array[] = [];
  const keep = (bytes: Uint8Array): void => void kept.push(bytes);
  assembler.push(new Uint8Array([1, 1, 1, 1, 2, 2, 2, 2]), keep);
  assert.deepEqual(
    kept.map((bytes) => [...bytes]),
    [
      [1, 1, 1, 1],
      [2, 2, 2, 2],
    ],
  );
});

test('a frame must have at least one byte', () => {
  for (const length of [0, -1, 1.5, Number.NaN]) assert.throws(() => new FrameAssembler(length), TypeError);
});

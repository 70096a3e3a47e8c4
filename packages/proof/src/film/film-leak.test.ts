import assert from 'node:assert/strict';
import { test } from 'node:test';
import { applied } from './film-leak.ts';

test('a reset begins another picture, and the one before stays to be searched and shown', () => {
  const grey = { block: 1, side: 2 as const, pixels: Buffer.alloc(12, 7).toString('base64') };
  const update = { columns: 2, rows: 1, isReset: false, blocks: [grey] };
  const first = applied(null, update);
  assert.equal(applied(first, { ...update, blocks: [{ ...grey, block: 0 }] }), first);
  assert.equal(first.knownShare, 1);
  const second = applied(first, { ...update, isReset: true, blocks: [] });
  assert.deepEqual([first.knownShare, second.knownShare], [1, 0]);
});

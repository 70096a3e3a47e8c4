import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { PacketGuard } from './packet-guard.ts';
import { isFilter, isTopic, matchesFilter } from './topic-filter.ts';

/** Cuts bytes into pieces of these lengths, repeated. */
function pieces(bytes: Buffer, lengths: readonly number[]): Buffer[] {
  const cut: Buffer[] = [];
  for (let at = 0, index = 0; at < bytes.length; index++) {
    const length = lengths[index % lengths.length]!;
    cut.push(bytes.subarray(at, at + length));
    at += length;
  }
  return cut;
}

/** A PUBLISH to `a` at QoS 0 with so many bytes behind its fixed header. */
function packet(length: number): Buffer {
  const head = length < 0x80 ? [length] : [(length & 0x7f) | 0x80, length >> 7];
  return Buffer.concat([Buffer.from([0x30, ...head, 0, 1, 0x61]), Buffer.alloc(length - 3)]);
}

test('packets within the limit pass, however they are cut; one more byte does not', () => {
  const limit = 300;
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 3, max: limit }), { minLength: 1, maxLength: 8 }),
      fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1, maxLength: 5 }),
      (lengths, cuts) => {
        const good = new PacketGuard(limit);
        const stream = Buffer.concat(lengths.map(packet));
        assert.ok(pieces(stream, cuts).every((piece) => good.accepts(piece)));
        const bad = Buffer.concat([stream, packet(limit + 1)]);
        assert.ok(!pieces(bad, cuts).every((piece) => good.accepts(piece)));
      },
    ),
  );
});

test('a length of more than four bytes is none', () => {
  assert.equal(new PacketGuard(1 << 30).accepts(Buffer.from([0x30, 0xff, 0xff, 0xff, 0xff])), false);
  assert.equal(new PacketGuard(1 << 30).accepts(Buffer.from([0x30, 0xff, 0xff, 0xff, 0x7f])), true);
});

test('topic filters match as the standard says', () => {
  for (const [topic, filter] of [
    ['a/b', 'a/b'],
    ['a/b', 'a/+'],
    ['a/b', '#'],
    ['a', 'a/#'],
    ['a/b/c', 'a/#'],
    ['a/', 'a/+'],
    ['$SYS/a', '$SYS/#'],
  ] as const)
    assert.ok(matchesFilter(topic, filter), `${topic} ${filter}`);
  for (const [topic, filter] of [
    ['a/b', 'a'],
    ['a', 'a/+'],
    ['a/b/c', 'a/+'],
    ['$SYS/a', '#'],
    ['$SYS/a', '+/a'],
    ['ab', 'a'],
  ] as const)
    assert.ok(!matchesFilter(topic, filter), `${topic} ${filter}`);
  for (const text of ['outis', 'a/b', 'frigate/events']) assert.ok(isTopic(text), text);
  for (const text of ['', '+', 'a/#', '$SYS/a', 'a\u0000', 'x'.repeat(201)]) assert.ok(!isTopic(text), text);
  for (const text of ['+/a', 'a/#', '#']) assert.ok(isFilter(text), text);
  for (const text of ['a#', 'a/#/b', 'a+/b']) assert.ok(!isFilter(text), text);
});

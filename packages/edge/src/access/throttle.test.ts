import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { RetryLater, Throttle } from './throttle.ts';

function clockedThrottle() {
  const clock = { nowMs: 1_000_000_000 };
  const throttle = new Throttle(() => clock.nowMs);
  /** Seconds that this account or address has to wait; 0 for none. */
  const waits = (account: string | null, address: string): number => {
    try {
      throttle.check(account, address);
      return 0;
    } catch (error) {
      assert.ok(error instanceof RetryLater);
      assert.equal(error.code, 'too-many-attempts');
      return error.seconds;
    }
  };
  return { clock, throttle, waits };
}

test('three failures are free, then each costs twice as long; an account never waits longer than a minute', () => {
  const { clock, throttle, waits } = clockedThrottle();
  const found: number[] = [];
  for (let failure = 0; failure < 14; failure++) {
    // Each from another house: only the account counts.
    const address = `198.51.100.${failure}`;
    found.push(waits('anna', address));
    clock.nowMs += found.at(-1)! * 1000;
    assert.equal(waits('anna', address), 0, 'the time that was told is enough');
    throttle.failed('anna', address);
  }
  assert.deepEqual(found, [0, 0, 0, 1, 2, 4, 8, 16, 32, 60, 60, 60, 60, 60]);
  assert.ok(waits('ANNA', '203.0.113.1') > 0, 'a name in other letters is the same account');
  assert.equal(waits('berta', '203.0.113.1'), 0);
});

test('an address waits up to a quarter of an hour, whichever accounts it tries', () => {
  const { clock, throttle, waits } = clockedThrottle();
  const found: number[] = [];
  for (let failure = 0; failure < 16; failure++) {
    found.push(waits(`user${failure}`, '192.0.2.1'));
    clock.nowMs += found.at(-1)! * 1000;
    throttle.failed(`user${failure}`, '192.0.2.1');
  }
  assert.deepEqual(found, [0, 0, 0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900, 900]);
  assert.equal(waits('user1', '192.0.2.2'), 0);
  assert.ok(waits(null, '::ffff:192.0.2.1') > 0, 'IPv4 written as IPv6 is the same');
});

test('a whole /64 of IPv6 is one address, in every spelling, and the next network is another', () => {
  const group = fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 0xffff }));
  const half = fc.tuple(group, group, group, group);
  const spelt = (groups: readonly number[], isShort: boolean): string => {
    const long = groups.map((value) => value.toString(16)).join(':');
    // The parser of addresses writes the shortest form, with `::` for the longest run of zeros.
    return isShort ? new URL(`http://[${long}]/`).hostname.slice(1, -1) : long;
  };
  fc.assert(
    fc.property(half, half, half, fc.boolean(), fc.boolean(), (network, one, other, isShort, isShortToo) => {
      // `::ffff:0:0/96` is IPv4, and the loopback has no network.
      fc.pre(network.some((value) => value !== 0));
      const { throttle, waits } = clockedThrottle();
      for (let failure = 0; failure < 4; failure++)
        throttle.failed(null, spelt([...network, ...one], isShort));
      assert.ok(waits(null, spelt([...network, ...other], isShortToo)) > 0);
      const [first, second, third, fourth] = network;
      assert.equal(waits(null, spelt([first, second, third, fourth ^ 1, ...one], isShort)), 0);
    }),
  );
});

test('a success forgets what the account failed, but not what the address tried elsewhere', () => {
  const { throttle, waits } = clockedThrottle();
  for (let failure = 0; failure < 5; failure++) throttle.failed('anna', `198.51.100.${failure}`);
  throttle.failed('anna', '192.0.2.1');
  throttle.succeeded('anna', '192.0.2.1');
  assert.equal(waits('anna', '192.0.2.1'), 0);
  // Guessing at others between own logins: the own ones change nothing.
  for (let failure = 0; failure < 4; failure++) {
    throttle.failed('berta', '192.0.2.9');
    throttle.failed('mallory', '192.0.2.9');
    throttle.succeeded('mallory', '192.0.2.9');
  }
  assert.ok(waits('berta', '198.51.100.77') > 0);
  assert.ok(waits(null, '192.0.2.9') > 0);
});

test('any number of own logins never buys a guess: the address waits as if it had only guessed', () => {
  fc.assert(
    fc.property(fc.array(fc.boolean(), { maxLength: 40 }), (steps) => {
      const mixed = clockedThrottle();
      const plain = clockedThrottle();
      for (const isGuess of steps) {
        mixed.throttle.failed(isGuess ? 'berta' : 'mallory', '192.0.2.9');
        if (isGuess) plain.throttle.failed('berta', '192.0.2.9');
        else mixed.throttle.succeeded('mallory', '192.0.2.9');
      }
      assert.equal(mixed.waits(null, '192.0.2.9'), plain.waits(null, '192.0.2.9'));
    }),
  );
});

test('an hour without a failure is forgotten, and a clock that was set back locks nobody out', () => {
  const { clock, throttle, waits } = clockedThrottle();
  for (let failure = 0; failure < 30; failure++) throttle.failed('anna', '192.0.2.1');
  assert.equal(waits('anna', '192.0.2.2'), 60);
  assert.equal(waits(null, '192.0.2.1'), 900);
  clock.nowMs += 3_600_000;
  assert.equal(waits('anna', '192.0.2.1'), 0);
  throttle.failed('anna', '192.0.2.1');
  assert.equal(waits('anna', '192.0.2.1'), 0, 'it begins anew');
  for (let failure = 0; failure < 30; failure++) throttle.failed('anna', '192.0.2.1');
  clock.nowMs -= 86_400_000;
  assert.equal(waits('anna', '192.0.2.1'), 0);
});

test('it remembers so many and no more: the oldest failure is forgotten first', () => {
  const { throttle, waits } = clockedThrottle();
  const addressOf = (index: number): string => `10.${index >> 16}.${(index >> 8) & 255}.${index & 255}`;
  for (let failure = 0; failure < 9; failure++) throttle.failed(null, '192.0.2.1');
  for (let failure = 0; failure < 9; failure++) throttle.failed(null, '192.0.2.2');
  for (let index = 0; index < 9_998; index++) throttle.failed(null, addressOf(index));
  assert.ok(waits(null, '192.0.2.1') > 0, 'there is room for 10,000');
  throttle.failed(null, addressOf(9_998));
  assert.equal(waits(null, '192.0.2.1'), 0, 'the oldest goes');
  assert.ok(waits(null, '192.0.2.2') > 0, 'and only that one');
});

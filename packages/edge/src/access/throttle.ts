import { OutisError } from '@outis/core';

/** Failures that cost nothing: everybody mistypes. */
const freeFailures = 3;
/** An account never waits longer than this, so that nobody can lock somebody else out for long. */
const accountWaitMsMax = 60_000;
const addressWaitMsMax = 15 * 60_000;
const forgottenAfterMs = 60 * 60_000;
const keysMax = 10_000;

interface Failures {
  count: number;
  lastMs: number;
}

/**
 * Makes whoever guesses wait: after three failures one second, then twice as long each time, per account (to a minute)
 * and per address (to a quarter of an hour). An hour without a failure is forgotten. Beyond 10,000 accounts and
 * addresses the one whose failure is oldest is forgotten first.
 */
export class Throttle {
  readonly #nowMs: () => number;
  readonly #failures = new Map<string, Failures>();

  constructor(nowMs: () => number) {
    this.#nowMs = nowMs;
  }

  /** Throws `RetryLater` (code `too-many-attempts`) while this account, if there is one, or this address has to wait. */
  check(account: string | null, address: string): void {
    const waitMs = Math.max(
      account === null ? 0 : this.#waitMs(accountKey(account), accountWaitMsMax),
      this.#waitMs(addressKey(address), addressWaitMsMax),
    );
    if (waitMs > 0) throw new RetryLater(Math.ceil(waitMs / 1000));
  }

  failed(account: string | null, address: string): void {
    const keys = account === null ? [] : [accountKey(account)];
    for (const key of [...keys, addressKey(address)]) {
      const count = this.#current(key)?.count ?? 0;
      this.#failures.delete(key);
      this.#failures.set(key, { count: count + 1, lastMs: this.#nowMs() });
    }
    for (const key of this.#failures.keys()) {
      if (this.#failures.size <= keysMax) break;
      this.#failures.delete(key);
    }
  }

  /**
   * A success forgets the failures of the account, and takes back the one that `failed` counted for the address in advance;
   * the others of the address stay, or guessing could hide behind an own account.
   */
  succeeded(account: string, address: string): void {
    this.#failures.delete(accountKey(account));
    const failures = this.#current(addressKey(address));
    if (failures !== null) failures.count--;
  }

  #waitMs(key: string, waitMsMax: number): number {
    const failures = this.#current(key);
    if (failures === null || failures.count < freeFailures) return 0;
    const waitMs = Math.min(waitMsMax, 1000 * 2 ** Math.min(20, failures.count - freeFailures));
    return failures.lastMs + waitMs - this.#nowMs();
  }

  #current(key: string): Failures | null {
    const failures = this.#failures.get(key);
    if (failures === undefined) return null;
    const sinceMs = this.#nowMs() - failures.lastMs;
    return sinceMs >= forgottenAfterMs || sinceMs < 0 ? null : failures;
  }
}

/** `too-many-attempts`, with the seconds to wait for the header Retry-After. */
export class RetryLater extends OutisError {
  readonly seconds: number;

  constructor(seconds: number) {
    super('too-many-attempts', `wait ${seconds} s`);
    this.seconds = seconds;
  }
}

function accountKey(name: string): string {
  return `account ${name.toLowerCase().slice(0, 100)}`;
}

function addressKey(address: string): string {
  return `address ${networkOf(address)}`;
}

/** A house gets a whole /64 of IPv6: counting single addresses would not slow it down. */
export function networkOf(address: string): string {
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, '');
  if (!plain.includes(':')) return plain;
  // `::` stands for as many groups of zeros as are missing: without them the first four would not be the network.
  const [head = '', tail] = plain.split('::').map((part) => part.replace(/%.*$/, ''));
  const before = head === '' ? [] : head.split(':');
  const after = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = Array.from({ length: Math.max(0, 8 - before.length - after.length) }, () => '0');
  return [...before, ...zeros, ...after]
    .slice(0, 4)
    .map((group) => group.toLowerCase().replace(/^0+(?=.)/, ''))
    .join(':');
}

import { createHash } from 'node:crypto';
import type { PublicFacts } from './facts.ts';
import { siteAddress } from './sign-address.ts';
import { signStatements } from './statements.ts';
import { publicMessages } from './words.ts';

/** What the stamp is made of: the facts without the stamps themselves. */
export type SignFacts = Omit<PublicFacts, 'sign'>;

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const lettersCount = 6;

/**
 * A short code of everything that the sign says: six letters of base 32 (RFC 4648) from its SHA-256. It changes when a
 * fact on the sign, a sentence of it (the English one stands for its translations) or the address changes, and at nothing
 * else: not with the day, not with the language, not with what the camera does. `address` is the one that is configured,
 * without the path; it must not depend on who asks.
 */
export function signStamp(facts: SignFacts, address: string): string {
  const { site, camera, otherSystem } = facts;
  const said = [
    siteAddress(address),
    camera.id,
    site.name,
    site.dpoContact,
    camera.purpose,
    camera.owner,
    camera.contact,
    camera.reason,
    camera.until,
    camera.simulated,
    otherSystem,
    ...[`sign.headline.${camera.purpose}` as const, ...signStatements(facts)].map(
      (key) => publicMessages.en[key],
    ),
  ];
  const digest = createHash('sha256').update(JSON.stringify(said)).digest();
  return [...digest.subarray(0, lettersCount)].map((byte) => letters[byte % letters.length]).join('');
}

/** True when the text has the shape of a stamp. */
export function isSignStamp(text: unknown): text is string {
  return typeof text === 'string' && /^[A-Z2-7]{6}$/.test(text);
}

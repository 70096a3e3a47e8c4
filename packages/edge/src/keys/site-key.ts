import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  sign,
  verify,
} from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { OutisError } from '@outis/core';
import { makePrivateFile, readPrivateFile } from './private-file.ts';

/** A PEM of an Ed25519 key has about 120 bytes. */
const keyBytesMax = 4_096;
const shortPairs = 8;

/** The file of the site key in a data folder. */
export function siteKeyPath(dataFolder: string): string {
  return join(dataFolder, 'keys', 'site.pem');
}

/**
 * The one key of a site (Ed25519). It signs whatever Outis signs. Its private half stays in this object and in
 * `<data>/keys/site.pem`, which only the user of Outis may read.
 */
export class SiteKey {
  /** The public half: base64 of its SubjectPublicKeyInfo in DER, as in RFC 8410. */
  readonly publicKey: string;
  /** SHA-256 of the public half in DER, as 32 hexadecimal pairs with colons. */
  readonly fingerprint: string;
  readonly #privateKey: KeyObject;

  private constructor(privateKey: KeyObject) {
    this.#privateKey = privateKey;
    this.publicKey = createPublicKey(privateKey).export({ type: 'spki', format: 'der' }).toString('base64');
    this.fingerprint = fingerprintOf(this.publicKey);
  }

  /** The first eight pairs: enough to compare by eye, and to print on a sign. */
  get shortFingerprint(): string {
    return shortFingerprint(this.fingerprint);
  }

  /**
   * Reads the key of a data folder, or makes one. Two processes that make one at the same time end with the same key.
   * Throws `OutisError` `key-unreadable` for a file that others may read or that holds no Ed25519 key; such a file is
   * never replaced, because everything signed with it would no longer be told from a forgery.
   */
  static open(dataFolder: string): SiteKey {
    const path = siteKeyPath(dataFolder);
    makePrivateFile(path, () =>
      generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }),
    );
    return SiteKey.#read(path);
  }

  /** The key of a data folder, or null where there is none yet; makes nothing. Throws as `open` does. */
  static openExisting(dataFolder: string): SiteKey | null {
    const path = siteKeyPath(dataFolder);
    return existsSync(path) ? SiteKey.#read(path) : null;
  }

  /** A key that is kept nowhere, for the demo and for tests. */
  static temporary(): SiteKey {
    return new SiteKey(generateKeyPairSync('ed25519').privateKey);
  }

  /** The signature of exactly these bytes: 64 bytes. */
  sign(bytes: Uint8Array): Buffer {
    return sign(null, bytes, this.#privateKey);
  }

  static #read(path: string): SiteKey {
    const bytes = readPrivateFile({ path, bytesMax: keyBytesMax });
    let privateKey: KeyObject;
    try {
      privateKey = createPrivateKey(bytes);
    } catch {
      // What OpenSSL says may repeat a part of the file.
      const why = 'it holds no private key';
      throw new OutisError('key-unreadable', `${path}: ${why}`, { cause: new Error(why) });
    }
    if (privateKey.asymmetricKeyType !== 'ed25519')
      throw new OutisError('key-unreadable', `${path} holds a key of another kind than Ed25519`);
    return new SiteKey(privateKey);
  }
}

/** The fingerprint of a public key as `SiteKey.publicKey` writes it. */
export function fingerprintOf(publicKey: string): string {
  const hex = createHash('sha256').update(Buffer.from(publicKey, 'base64')).digest('hex');
  return hex.toUpperCase().match(/../g)!.join(':');
}

/** The first eight pairs of a fingerprint. */
export function shortFingerprint(fingerprint: string): string {
  return fingerprint.split(':').slice(0, shortPairs).join(':');
}

/** True when a person's copy, whole or its first eight pairs or more, names this fingerprint. */
export function matchesFingerprint(fingerprint: string, copy: string): boolean {
  const wanted = copy.replaceAll(/[\s:]/g, '').toUpperCase();
  return (
    wanted.length >= shortPairs * 2 &&
    /^[0-9A-F]+$/.test(wanted) &&
    fingerprint.replaceAll(':', '').startsWith(wanted)
  );
}

/** True when the signature over exactly these bytes was made by the owner of the public key. False for any other key type. */
export function isSignedBy(publicKey: string, bytes: Uint8Array, signature: Uint8Array): boolean {
  try {
    const der = Buffer.from(publicKey, 'base64');
    if (der.toString('base64') !== publicKey) return false;
    const key = createPublicKey({ key: der, format: 'der', type: 'spki' });
    if (key.asymmetricKeyType !== 'ed25519') return false;
    if (!key.export({ type: 'spki', format: 'der' }).equals(der)) return false;
    return signature.length === 64 && verify(null, bytes, key, signature);
  } catch {
    return false;
  }
}

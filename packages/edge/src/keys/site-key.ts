import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  randomBytes,
  sign,
  verify,
} from 'node:crypto';
import {
  chmodSync,
  closeSync,
  existsSync,
  fstatSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { OutisError } from '@outis/core';

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
    try {
      mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
      chmodSync(dirname(path), 0o700);
      if (!existsSync(path)) createKeyFile(path);
    } catch (cause) {
      throw new OutisError('key-unreadable', `${path}: ${(cause as NodeJS.ErrnoException).code}`, { cause });
    }
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
    try {
      const file = openSync(path, 'r');
      try {
        const { mode, size } = fstatSync(file);
        if ((mode & 0o077) !== 0)
          throw new OutisError('key-unreadable', `others may read ${path}; run: chmod 600 ${path}`);
        if (size > keyBytesMax) throw new OutisError('key-unreadable', `${path} is no key: it is too large`);
        const privateKey = createPrivateKey(readFileSync(file));
        if (privateKey.asymmetricKeyType !== 'ed25519')
          throw new OutisError('key-unreadable', `${path} holds a key of another kind than Ed25519`);
        return new SiteKey(privateKey);
      } finally {
        closeSync(file);
      }
    } catch (cause) {
      if (cause instanceof OutisError) throw cause;
      // What OpenSSL says may repeat a part of the file.
      const { code } = cause as NodeJS.ErrnoException;
      const why = code !== undefined && /^E[A-Z]+$/.test(code) ? code : 'it holds no private key';
      throw new OutisError('key-unreadable', `${path}: ${why}`, { cause: new Error(why) });
    }
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

/** The key appears under its name whole and all at once; when another process was faster, its key stays. */
function createKeyFile(path: string): void {
  const { privateKey } = generateKeyPairSync('ed25519');
  const written = `${path}.${randomBytes(6).toString('hex')}`;
  const file = openSync(written, 'wx', 0o600);
  try {
    writeFileSync(file, privateKey.export({ type: 'pkcs8', format: 'pem' }));
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  try {
    linkSync(written, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    rmSync(written, { force: true });
  }
  const folder = openSync(dirname(path), 'r');
  fsyncSync(folder);
  closeSync(folder);
}

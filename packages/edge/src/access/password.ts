import { argon2, randomBytes, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { OutisError, passwordLengthMax, passwordLengthMin } from '@outis/core';

const derive = promisify(argon2);

/** Argon2id of OpenSSL: 64 MiB, three passes, one lane (RFC 9106, section 4, second recommended option, but for one lane). */
const current = { memory: 65_536, passes: 3, parallelism: 1 } as const;
/** A stored text that asks for more, in KiB, was not written here. */
const memoryKibMax = 262_144;
const saltBytes = 16;
const tagBytes = 32;
/** Each takes 64 MiB and a core for a tenth of a second: more at once would be a way to bring the machine down. */
const atOnceMax = 2;
const waitingMax = 20;

let running = 0;
const waiting: (() => void)[] = [];

/** Throws `password-weak` for a password that is too short, too long, or the user's name. */
export function checkPassword(password: string, name: string): void {
  const length = [...password].length;
  if (length < passwordLengthMin) throw new OutisError('password-weak', `it has ${length} characters`);
  if (length > passwordLengthMax)
    throw new OutisError('password-weak', `it has more than ${passwordLengthMax} characters`);
  if (new Set(password).size < 5) throw new OutisError('password-weak', 'it repeats a few characters');
  if (password.toLowerCase().includes(name.toLowerCase()) && length < name.length + passwordLengthMin)
    throw new OutisError('password-weak', 'it is the name with little else');
}

/** The text that is stored instead of a password: algorithm, costs, salt and tag. Throws `too-many-attempts` when too many wait. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(saltBytes);
  const tag = await tagOf(password, salt, current);
  const { memory, passes, parallelism } = current;
  return `argon2id$m=${memory},t=${passes},p=${parallelism}$${salt.toString('base64url')}$${tag.toString('base64url')}`;
}

/**
 * True when the password belongs to the stored text. Without a stored text it takes as long and is false, so that nobody
 * can tell by the time whether a user exists.
 */
export async function isPassword(password: string, stored: string | null): Promise<boolean> {
  const kept = parseStored(stored ?? '');
  const { salt, expected, costs } = kept ?? {
    salt: Buffer.alloc(saltBytes),
    expected: Buffer.alloc(tagBytes),
    costs: current,
  };
  const tag = await tagOf(password, salt, costs);
  return timingSafeEqual(tag, expected) && kept !== null;
}

/** Null for what was not written here, or was altered: it fits no password. */
function parseStored(stored: string) {
  const parts = /^argon2id\$m=(\d{1,7}),t=(\d{1,2}),p=(\d{1,2})\$([\w-]+)\$([\w-]+)$/.exec(stored);
  if (parts === null) return null;
  const [memory, passes, parallelism] = parts.slice(1, 4).map(Number) as [number, number, number];
  const salt = Buffer.from(parts[4]!, 'base64url');
  const expected = Buffer.from(parts[5]!, 'base64url');
  if (salt.length !== saltBytes || expected.length !== tagBytes) return null;
  // What Argon2 permits, and not more memory than a small machine has.
  if (passes < 1 || parallelism < 1 || memory < 8 * parallelism || memory > memoryKibMax) return null;
  return { salt, expected, costs: { memory, passes, parallelism } };
}

async function tagOf(
  password: string,
  salt: Buffer,
  costs: { readonly memory: number; readonly passes: number; readonly parallelism: number },
): Promise<Buffer> {
  if (running >= atOnceMax) {
    if (waiting.length >= waitingMax)
      throw new OutisError('too-many-attempts', 'too many sign in at the same time');
    await new Promise<void>((resolve) => waiting.push(resolve));
  } else running++;
  try {
    // One spelling for characters that can be typed in two ways.
    const message = Buffer.from(password.normalize('NFC'), 'utf8');
    return await derive('argon2id', { message, nonce: salt, tagLength: tagBytes, ...costs });
  } finally {
    const next = waiting.shift();
    if (next === undefined) running--;
    else next();
  }
}

import { OutisError } from '@outis/core';
import { canonicalJson, parseStrictJson } from './canonical-json.ts';
import { fingerprintOf, isSignedBy, type SiteKey } from './site-key.ts';

/** Largest signed JSON file, in bytes; larger ones are refused, signing and reading. */
export const signedJsonBytesMax = 4 * 2 ** 20;
/** Largest signed text file (a sign, a table), in bytes. */
export const signedTextBytesMax = 64 * 2 ** 20;

/** What a signature says besides the content: what the file is, and when it was signed. */
export interface SignedAs {
  /** A few words in lower case with hyphens, such as `log-head` or `camera-sign`; at most 60 characters. */
  readonly kind: string;
  readonly signedMs: number;
}

export interface VerifiedDocument extends SignedAs {
  /** Who signed it: worth something only when it is compared with a copy from elsewhere. */
  readonly publicKey: string;
  readonly fingerprint: string;
  /** What a signed JSON file holds, `kind` and `signedMs` with it; null for a text file. */
  readonly document: Readonly<Record<string, unknown>> | null;
}

/** The files whose comments can carry a signature in their last line. */
export type TextFormat = 'svg' | 'pdf' | 'csv';

const comments: Readonly<Record<TextFormat, readonly [before: string, after: string]>> = {
  svg: ['<!-- ', ' -->'],
  pdf: ['% ', ''],
  csv: ['# ', ''],
};
const word = 'outis-signature ';
const kindPattern = /^[a-z]+(-[a-z]+)*$/;
const base64Pattern = /^[A-Za-z0-9+/]+={0,2}$/;
const newline = 0x0a;

/**
 * A signed JSON file: `{"document":{…},"signature":{"algorithm":"ed25519","publicKey":"…","value":"…"}}`. The signature is
 * over the canonical JSON of `document` (`canonicalJson`: sorted keys, no white space), so that the file may be
 * indented anew without harm. Every other change, to a value, a key or their number, is found.
 */
export function signJson(key: SiteKey, document: SignedAs & Readonly<Record<string, unknown>>): string {
  checkSignedAs(document);
  const bytes = Buffer.from(canonicalJson(document));
  const signature = { algorithm: 'ed25519', publicKey: key.publicKey, value: base64(key.sign(bytes)) };
  const text = `${JSON.stringify({ document, signature }, null, 2)}\n`;
  if (Buffer.byteLength(text) > signedJsonBytesMax)
    throw new TypeError(`A signed JSON file has at most ${signedJsonBytesMax} bytes.`);
  return text;
}

/**
 * A signed text file: the content, and as its last line a comment of the format,
 * `outis-signature ed25519 <kind> <signedMs> <publicKey> <value>`. The signature is over every byte of the file before
 * `<value>`: the content and also what the line says. The content is not changed, but for a newline where it had none at its end.
 * It can never be taken for a signed JSON file: what is signed here ends with a space, there with a brace.
 */
export function signText(
  key: SiteKey,
  format: TextFormat,
  { kind, signedMs }: SignedAs,
  content: string | Uint8Array,
): Buffer {
  checkSignedAs({ kind, signedMs });
  const body = Buffer.from(content);
  if (body.length > signedTextBytesMax - 1_000)
    throw new TypeError(`A signed text file has at most ${signedTextBytesMax} bytes.`);
  if (signatureLines(body).length > 0)
    throw new TypeError('The content already holds a line with a signature.');
  const [before, after] = comments[format];
  const gap = body.length === 0 || body.at(-1) === newline ? '' : '\n';
  const line = `${gap}${before}${word}ed25519 ${kind} ${signedMs} ${key.publicKey} `;
  const signed = Buffer.concat([body, Buffer.from(line)]);
  return Buffer.concat([signed, Buffer.from(`${base64(key.sign(signed))}${after}\n`)]);
}

/**
 * Checks a file that Outis signed, in either way. It says who signed it, not that this is the right one: that the
 * reader compares. Throws `OutisError` `signature-missing`, or `signature-invalid` with what is wrong.
 */
export function verifyDocument(bytes: Uint8Array): VerifiedDocument {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const isJson = /^\s*\{/.test(file.subarray(0, 100).toString('latin1'));
  const bytesMax = isJson ? signedJsonBytesMax : signedTextBytesMax;
  if (file.length > bytesMax) throw invalid(`it has more than ${bytesMax} bytes`);
  return isJson ? verifyJson(file) : verifyText(file);
}

function verifyJson(file: Buffer): VerifiedDocument {
  let value: unknown;
  try {
    value = parseStrictJson(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(file));
  } catch (cause) {
    throw invalid(cause instanceof SyntaxError ? cause.message : 'it is no text in UTF-8', cause);
  }
  if (!isRecord(value) || !('signature' in value)) throw new OutisError('signature-missing');
  const { document, signature } = value;
  if (!hasExactly(value, ['document', 'signature']) || !isRecord(document))
    throw invalid('it holds something else than a document and its signature');
  if (!isRecord(signature) || !hasExactly(signature, ['algorithm', 'publicKey', 'value']))
    throw invalid('its signature is not as Outis writes it');
  const { algorithm, publicKey, value: signed } = signature;
  if (algorithm !== 'ed25519') throw invalid('its signature is by another algorithm than ed25519');
  const { kind, signedMs } = document;
  if (!isKind(kind) || !isTime(signedMs)) throw invalid('it does not say what it is and when it was signed');
  checkSignature(publicKey, Buffer.from(canonicalJson(document)), signed);
  return {
    kind,
    signedMs,
    publicKey: String(publicKey),
    fingerprint: fingerprintOf(String(publicKey)),
    document,
  };
}

function verifyText(file: Buffer): VerifiedDocument {
  const lines = signatureLines(file);
  if (lines.length === 0) throw new OutisError('signature-missing');
  if (lines.length > 1) throw invalid('it has two lines with a signature');
  const start = lines[0]!;
  const end = file.indexOf(newline, start);
  if (end === -1) throw invalid('its last line is cut off');
  if (end !== file.length - 1) throw invalid('something stands after the line with the signature');
  const line = file.subarray(start, end).toString('latin1');
  const [before, after] = Object.values(comments).find(([opening]) => line.startsWith(opening + word))!;
  if (!line.endsWith(after)) throw invalid('its signature is not as Outis writes it');
  const words = line.slice(before.length + word.length, line.length - after.length).split(' ');
  const [algorithm, kind, time, publicKey, signed] = words;
  if (algorithm !== 'ed25519') throw invalid('its signature is by another algorithm than ed25519');
  const signedMs = Number(time);
  if (words.length !== 5 || !isKind(kind) || !isTime(signedMs) || String(signedMs) !== time)
    throw invalid('its signature is not as Outis writes it');
  checkSignature(publicKey, file.subarray(0, end - after.length - signed!.length), signed);
  return { kind, signedMs, publicKey: publicKey!, fingerprint: fingerprintOf(publicKey!), document: null };
}

function checkSignature(publicKey: unknown, bytes: Uint8Array, signed: unknown): void {
  if (!isBase64(publicKey) || !isBase64(signed)) throw invalid('its signature is not as Outis writes it');
  if (!isSignedBy(publicKey, bytes, Buffer.from(signed, 'base64')))
    throw invalid('its content and its signature do not belong together');
}

/** Where the lines that carry a signature begin, in bytes; two are enough. */
function signatureLines(file: Buffer): readonly number[] {
  const found: number[] = [];
  for (const [before] of Object.values(comments)) {
    const opening = before + word;
    for (let at = file.indexOf(opening); at !== -1 && found.length < 2; at = file.indexOf(opening, at + 1))
      if (at === 0 || file[at - 1] === newline) found.push(at);
  }
  return found;
}

function checkSignedAs({ kind, signedMs }: SignedAs): void {
  if (!isKind(kind))
    throw new TypeError(`The kind of a signed file is a few words with hyphens, not ${kind}.`);
  if (!isTime(signedMs)) throw new TypeError(`The time of a signature is in whole ms, not ${signedMs}.`);
}

function isKind(kind: unknown): kind is string {
  return typeof kind === 'string' && kind.length <= 60 && kindPattern.test(kind);
}

function isTime(signedMs: unknown): signedMs is number {
  return Number.isSafeInteger(signedMs) && Number(signedMs) >= 0;
}

/** Base64 in the one way in which `Buffer` writes it. */
function isBase64(text: unknown): text is string {
  return typeof text === 'string' && base64Pattern.test(text) && base64(Buffer.from(text, 'base64')) === text;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}

function hasExactly(record: Readonly<Record<string, unknown>>, keys: readonly string[]): boolean {
  return Object.keys(record).sort().join() === keys.join();
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64');
}

function invalid(why: string, cause?: unknown): OutisError {
  return new OutisError('signature-invalid', why, { cause });
}

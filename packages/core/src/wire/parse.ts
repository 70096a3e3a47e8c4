/** Thrown by the parsers of messages; one that does not fit is a bug or an attack, and the pair is restarted. */
export class WireError extends TypeError {
  override readonly name = 'WireError';
}

/** An object with no other keys than these. Throws {@link WireError}. */
export function record(value: unknown, keys: readonly string[]): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new WireError('must be an object');
  for (const key of Object.keys(value)) if (!keys.includes(key)) throw new WireError('unknown key');
  return value as Record<string, unknown>;
}

/** A number within bounds, both allowed. Throws {@link WireError}. */
export function number(value: unknown, name: string, min: number, max: number): number {
  if (typeof value !== 'number' || !(value >= min && value <= max))
    throw new WireError(`${name} must be a number from ${min} to ${max}`);
  return value;
}

/** A whole number from 0 to `max`. Throws {@link WireError}. */
export function count(value: unknown, name: string, max: number = Number.MAX_SAFE_INTEGER): number {
  const result = number(value, name, 0, max);
  if (!Number.isInteger(result)) throw new WireError(`${name} must be a whole number`);
  return result;
}

/** A list of at most `lengthMax` parts. Throws {@link WireError}. */
export function list<T>(
  value: unknown,
  name: string,
  lengthMax: number,
  parse: (part: unknown) => T,
): readonly T[] {
  if (!Array.isArray(value) || value.length > lengthMax)
    throw new WireError(`${name} must be a list of at most ${lengthMax}`);
  return value.map((part) => parse(part));
}

/** A text of at most `lengthMax` characters. Throws {@link WireError}. */
export function text(value: unknown, name: string, lengthMax: number): string {
  if (typeof value !== 'string' || value.length > lengthMax)
    throw new WireError(`${name} must be a short text`);
  return value;
}

/** `true` or `false`. Throws {@link WireError}. */
export function flag(value: unknown, name: string): boolean {
  if (typeof value !== 'boolean') throw new WireError(`${name} must be true or false`);
  return value;
}

/** Exactly so many bytes as base64, with padding and nothing that decodes to nothing. Throws {@link WireError}. */
export function bytes(value: unknown, name: string, length: number): string {
  const characters = Math.ceil(length / 3) * 4;
  const padding = (3 - (length % 3)) % 3;
  const body = characters - padding;
  if (
    typeof value !== 'string' ||
    value.length !== characters ||
    !/^[A-Za-z0-9+/]*$/.test(value.slice(0, body)) ||
    value.slice(body) !== '='.repeat(padding)
  )
    throw new WireError(`${name} must be ${length} bytes in base64`);
  return value;
}

/** Deepest nesting that is written or read; nothing that Outis signs comes near it. */
const depthMax = 64;

/**
 * A value as JSON in one way only, as RFC 8785 has it: keys sorted by their UTF-16 code units, no white space, numbers
 * as JavaScript writes them. Two texts with the same content have the same bytes, so that a signature or a hash
 * over them says the same on every machine. Throws `TypeError` for what JSON cannot hold (NaN, undefined, functions).
 */
export function canonicalJson(value: unknown, depth = 0): string {
  if (depth > depthMax) throw new TypeError(`JSON is nested deeper than ${depthMax}.`);
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new TypeError(`${value} is no number that JSON can hold.`);
    return JSON.stringify(value);
  }
  if (Array.isArray(value)) return `[${value.map((each) => canonicalJson(each, depth + 1)).join(',')}]`;
  if (typeof value !== 'object') throw new TypeError(`JSON cannot hold a value of type ${typeof value}.`);
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== null && prototype !== Object.prototype)
    throw new TypeError('JSON holds plain objects only.');
  const record = value as Readonly<Record<string, unknown>>;
  const members = Object.keys(record)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${canonicalJson(record[key], depth + 1)}`);
  return `{${members.join(',')}}`;
}

/**
 * Reads JSON that can be understood in one way only. Throws `SyntaxError` with a reason for a key that stands twice in an
 * object (readers differ in which one they take) and for a number that would be read as another one.
 */
export function parseStrictJson(text: string): unknown {
  let value: unknown;
  let numbersAreExact = true;
  const noteNumber = (_key: string, each: unknown, context?: { readonly source?: string }): unknown => {
    if (typeof each === 'number' && context?.source !== JSON.stringify(each)) numbersAreExact = false;
    return each;
  };
  try {
    value = JSON.parse(text, noteNumber);
  } catch (cause) {
    throw new SyntaxError('it is no JSON', { cause });
  }
  if (!numbersAreExact) throw new SyntaxError('a number is not written as Outis writes it');
  // After JSON.parse has accepted the text, every string with a colon behind it is a key.
  let written = 0;
  for (const [, colon] of text.matchAll(/"(?:[^"\\]|\\.)*"(\s*:)?/g)) if (colon !== undefined) written++;
  if (written !== countKeys(value, 0)) throw new SyntaxError('a key stands twice in the same object');
  return value;
}

function countKeys(value: unknown, depth: number): number {
  if (depth > depthMax) throw new SyntaxError(`it is nested deeper than ${depthMax}`);
  if (value === null || typeof value !== 'object') return 0;
  const values = Object.values(value);
  const own = Array.isArray(value) ? 0 : values.length;
  return values.reduce<number>((sum, each) => sum + countKeys(each, depth + 1), own);
}

import { readFileSync, statSync } from 'node:fs';
import { dirname, isAbsolute, join, resolve } from 'node:path';
import { OutisError } from '@outis/core';
import { isMap, isNode, isScalar, LineCounter, parseDocument } from 'yaml';
import type { z } from 'zod';
import { parseSource } from '../camera/source.ts';
import { type Config, configSchema } from './config-schema.ts';
import { withoutAddresses } from './without-addresses.ts';

/** Larger than any sensible configuration; a video given by mistake is refused. */
const configBytesMax = 1_000_000;
/** A file that repeats itself more often than this is meant to fill the memory. */
const aliasesMax = 20;

/**
 * Reads a configuration file. Throws `config-missing`, or `config-invalid` with file, line, value and what is allowed;
 * relative paths in it are made absolute, from the file's folder.
 */
export function readConfig(path: string): Config {
  let text: string;
  let bytes: number;
  try {
    bytes = statSync(path).size;
    text = bytes > configBytesMax ? '' : readFileSync(path, 'utf8');
  } catch (cause) {
    throw new OutisError('config-missing', path, { cause });
  }
  if (bytes > configBytesMax)
    throw new OutisError('config-invalid', `${path} is larger than ${configBytesMax} bytes`);
  const config = parseConfig(text, path);
  const absolute = (relative: string): string =>
    isAbsolute(relative) ? relative : join(dirname(resolve(path)), relative);
  return {
    ...config,
    ...(config.model === undefined ? {} : { model: absolute(config.model) }),
    store: { folder: absolute(config.store.folder) },
    http: withAbsoluteFiles(config.http, absolute),
    ...(config.mail === undefined ? {} : { mail: withAbsoluteFiles(config.mail, absolute) }),
    ...(config.mqtt === undefined ? {} : { mqtt: withAbsoluteFiles(config.mqtt, absolute) }),
    ...(config.alerts === undefined ? {} : { alerts: withAbsoluteFiles(config.alerts, absolute) }),
  };
}

const fileKeys = new Set(['certificate', 'key', 'clientSecretFile', 'passwordFile', 'caFile', 'secretFile']);

/** The same settings with every path in them made absolute. */
function withAbsoluteFiles<T extends object>(settings: T, absolute: (relative: string) => string): T {
  const entries = Object.entries(settings).map(([key, value]: [string, unknown]) => {
    if (fileKeys.has(key) && typeof value === 'string') return [key, absolute(value)];
    if (Array.isArray(value))
      return [key, value.map((one: unknown) => (isObject(one) ? withAbsoluteFiles(one, absolute) : one))];
    return [key, isObject(value) ? withAbsoluteFiles(value, absolute) : value];
  });
  return Object.fromEntries(entries) as T;
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Parses the text of a configuration; `path` is for messages only. */
export function parseConfig(text: string, path: string): Config {
  const lineCounter = new LineCounter();
  const document = parseDocument(text, { lineCounter, uniqueKeys: true });
  const broken = document.errors[0];
  if (broken !== undefined) {
    const { line } = lineCounter.linePos(broken.pos[0]);
    // Its own "at line 3, column 5:" is said in front.
    const message = broken.message.split('\n')[0]!.replace(/ at line \d+, column \d+:$/, '');
    throw new OutisError('config-invalid', `${path}:${line}: ${withoutAddresses(message)}`);
  }
  const lineOf = (keys: readonly PropertyKey[]): number => {
    // A missing key has no place of its own: the nearest thing around it has.
    for (let length = keys.length; length > 0; length--) {
      const outer: unknown = document.getIn(keys.slice(0, length - 1), true);
      const key = keys[length - 1];
      // A value may begin on the line below its key.
      const pair = isMap(outer)
        ? outer.items.find((item) => isScalar(item.key) && item.key.value === key)
        : null;
      const node: unknown = pair?.key ?? document.getIn(keys.slice(0, length), true);
      if (isNode(node) && node.range) return lineCounter.linePos(node.range[0]).line;
    }
    return 1;
  };
  let value: unknown;
  try {
    value = document.toJS({ maxAliasCount: aliasesMax }) ?? {};
  } catch (cause) {
    // What it says holds the text behind the * (a password, where a value begins with one).
    throw new OutisError(
      'config-invalid',
      `${path}: an alias (*name) is unknown or used too often; quote a value that begins with *`,
      { cause },
    );
  }
  const result = configSchema.safeParse(value);
  if (!result.success) throw new OutisError('config-invalid', explain(result.error, value, path, lineOf));
  result.data.cameras.forEach((camera, index) => {
    try {
      parseSource(camera.source);
    } catch (error) {
      const detail = error instanceof OutisError ? error.detail : '';
      throw new OutisError(
        'config-invalid',
        `${path}:${lineOf(['cameras', index, 'source'])}: cameras.${index}.source: ${detail}`,
        { cause: error },
      );
    }
  });
  return result.data;
}

/** The first problem in one sentence; the rest are counted. A camera address is never repeated: it may hold a password. */
function explain(
  error: z.ZodError,
  value: unknown,
  path: string,
  lineOf: (keys: readonly PropertyKey[]) => number,
): string {
  const issue = error.issues[0]!;
  const keys = issue.code === 'unrecognized_keys' ? [...issue.path, issue.keys[0]!] : issue.path;
  const where = withoutAddresses(keys.map(String).join('.')) || 'the file';
  const given = mayBeAddress(keys) || issue.code === 'unrecognized_keys' ? '' : shown(valueAt(value, keys));
  const what =
    issue.code === 'unrecognized_keys'
      ? 'is not a key here; see docs/reference/outis.schema.json'
      : issue.message;
  const more = error.issues.length > 1 ? ` (and ${error.issues.length - 1} more)` : '';
  return `${path}:${lineOf(keys)}: ${where}${given}: ${what}${more}`;
}

/** Where an address stands, or would stand with one indent or one key more or less. */
function mayBeAddress(keys: readonly PropertyKey[]): boolean {
  return keys.length === 0 || keys.includes('source') || (keys[0] === 'cameras' && keys.length <= 2);
}

function valueAt(value: unknown, keys: readonly PropertyKey[]): unknown {
  return keys.reduce<unknown>(
    (inner, key) =>
      typeof inner === 'object' && inner !== null ? (inner as Record<PropertyKey, unknown>)[key] : undefined,
    value,
  );
}

function shown(value: unknown): string {
  return value === undefined || (typeof value === 'object' && value !== null)
    ? ''
    : ` = ${withoutAddresses(JSON.stringify(value)).slice(0, 80)}`;
}

import type { AuditEntryJson, AuditValue } from '@outis/core';
import type { MessageKey, MessageValues } from '../messages/messages.ts';

type Say = (key: MessageKey, values?: MessageValues) => string;

/** Somebody as the log names them, for a person to read: `user:anna` is `anna`, `system` is Outis itself. */
export function nameOf(actor: string, say: Say): string {
  const [kind, ...rest] = actor.split(':');
  const name = rest.join(':');
  switch (kind) {
    case 'user':
      return name;
    case 'token':
      return say('actor.token', { name });
    case 'system':
    case 'file':
    case 'terminal':
    case 'nobody':
    case 'open':
    case 'schedule':
    case 'mqtt':
      return say(`actor.${kind}`);
    default:
      return actor;
  }
}

/** An entry of the log as one sentence. What has nothing to name gets a dash. */
export function sentenceOf(entry: AuditEntryJson, say: Say): string {
  return say(`log.${entry.action}`, {
    actor: nameOf(entry.actor, say),
    subject: entry.subject ?? '–',
  });
}

/** One line of the detail: where it stands, and its value as the log has it. */
export interface DetailLine {
  readonly path: string;
  readonly value: string | number | boolean | null;
}

/** The most lines that are shown of one entry. */
const linesMax = 60;

/**
 * The detail of an entry, line by line. Where it has `before` and `after`, only what differs between them is shown.
 * A list of plain values is one line.
 */
export function detailLines(detail: AuditEntryJson['detail']): readonly DetailLine[] {
  const lines = flatten(detail, '');
  const valueAt = new Map(lines.map((line) => [line.path, line.value]));
  const other = (path: string) =>
    path.startsWith('before.')
      ? path.replace('before.', 'after.')
      : path.startsWith('after.')
        ? path.replace('after.', 'before.')
        : null;
  return lines
    .filter(({ path, value }) => {
      const twin = other(path);
      return twin === null || !valueAt.has(twin) || valueAt.get(twin) !== value;
    })
    .slice(0, linesMax);
}

function flatten(value: AuditValue, path: string): DetailLine[] {
  if (Array.isArray(value)) {
    const list = value as readonly AuditValue[];
    return [{ path, value: list.length === 0 ? '–' : list.map(written).join(', ') }];
  }
  if (typeof value !== 'object' || value === null) return [{ path, value: value as DetailLine['value'] }];
  return Object.entries(value as Readonly<Record<string, AuditValue>>).flatMap(([key, inner]) =>
    flatten(inner, path === '' ? key : `${path}.${key}`),
  );
}

function written(value: AuditValue): string {
  if (Array.isArray(value)) return `[${(value as readonly AuditValue[]).map(written).join(', ')}]`;
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value);
}

import { type AuditAction, dayEndMs } from '@outis/core';

/** What of the log is asked for. An empty text asks for everything. */
export interface LogFilter {
  /** First and last day, `YYYY-MM-DD`, as the clocks of the site count. */
  readonly from: string;
  readonly to: string;
  readonly action: AuditAction | '';
  /** A name as a person types it. */
  readonly actor: string;
  readonly subject: string;
}

/** Asks for everything. */
export const everything: LogFilter = { from: '', to: '', action: '', actor: '', subject: '' };

const dayMs = 86_400_000;
const kinds = ['system', 'file', 'terminal', 'nobody', 'open'];

/** The actor as the log names it: `anna` is the user of that name, `token:grafana` and `system` stay as they are. */
export function actorOf(typed: string): string {
  const name = typed.trim();
  if (name === '' || name.includes(':') || kinds.includes(name)) return name;
  return `user:${name}`;
}

/** The query for a filter, without the question mark. A day that is none is left out. */
export function queryOf(filter: LogFilter, timeZone: string): string {
  const query = new URLSearchParams();
  const from = Date.parse(`${filter.from}T00:00:00Z`);
  // The first moment of a day is the end of the day before it, also where the clocks change.
  if (Number.isFinite(from))
    query.set('fromMs', String(dayEndMs(new Date(from - dayMs).toISOString().slice(0, 10), timeZone)));
  if (Number.isFinite(Date.parse(`${filter.to}T00:00:00Z`)))
    query.set('toMs', String(dayEndMs(filter.to, timeZone)));
  if (filter.action !== '') query.set('action', filter.action);
  if (filter.actor.trim() !== '') query.set('actor', actorOf(filter.actor));
  if (filter.subject.trim() !== '') query.set('subject', filter.subject.trim());
  return query.toString();
}

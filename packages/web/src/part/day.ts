/** The start of a day written `YYYY-MM-DD`, epoch ms in UTC: to be shown with time zone UTC, so that the day stays the day. */
export function dateMs(day: string): number {
  return Date.parse(`${day}T00:00:00Z`);
}

/** The day of a moment as `YYYY-MM-DD`, in UTC. */
export function dayOf(tMs: number): string {
  return new Date(tMs).toISOString().slice(0, 10);
}

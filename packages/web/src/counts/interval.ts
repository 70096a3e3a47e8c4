/** The words for an interval: whole days, hours or minutes. */
export function intervalKey(intervalMs: number): {
  readonly key: 'every.days' | 'every.hours' | 'every.minutes';
  readonly count: number;
} {
  const minutes = intervalMs / 60_000;
  if (minutes % 1440 === 0) return { key: 'every.days', count: minutes / 1440 };
  if (minutes % 60 === 0) return { key: 'every.hours', count: minutes / 60 };
  return { key: 'every.minutes', count: minutes };
}

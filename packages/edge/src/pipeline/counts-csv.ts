import type { CountsJson } from '@outis/core';

const head = 'start_utc,interval_minutes,line,direction,class,count,error_95,watched_percent';

/**
 * Released counts as a table (RFC 4180): one row a cell, oldest first. `count` is empty where it is too small to be shown;
 * `error_95` is half the width of the interval that holds the true count in 95 of 100 cases. `watched_percent` is the share of the interval for
 * which the camera watched, empty where that is not known: a low count in an interval that was hardly watched is no low count.
 */
export function countsCsv({ releases, coverage }: Pick<CountsJson, 'releases' | 'coverage'>): string {
  const rows = releases.map(
    ({ startMs, intervalMs, lineId, direction, class: objectClass, count, error95 }) => {
      const watched = watchedPercent(coverage, startMs, startMs + intervalMs);
      const start = new Date(startMs).toISOString();
      return [start, intervalMs / 60_000, lineId, direction, objectClass, count ?? '', error95, watched].join(
        ',',
      );
    },
  );
  return `${[head, ...rows].join('\r\n')}\r\n`;
}

function watchedPercent(coverage: CountsJson['coverage'], fromMs: number, toMs: number): string {
  // Oldest first: the first one that can lie inside is found by halving.
  let low = 0;
  let high = coverage.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (coverage[middle]!.startMs < fromMs) low = middle + 1;
    else high = middle;
  }
  let observedMs = 0;
  let found = false;
  for (let i = low; i < coverage.length && coverage[i]!.startMs < toMs; i++) {
    const { startMs, intervalMs, observedMs: observed } = coverage[i]!;
    // Coverage may be kept in longer intervals than counts: then there is no telling.
    if (startMs + intervalMs > toMs) return '';
    observedMs += observed;
    found = true;
  }
  return found ? `${Math.round((100 * observedMs) / (toMs - fromMs))}` : '0';
}

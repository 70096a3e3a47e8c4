/** The local hour at which yesterday's street counts of persons may leave. */
export const morningHour = 6;

/**
 * The next morning, `morningHour` o'clock local time on the calendar day after the one that contains `tMs`, in epoch ms.
 * Correct on days with 23 or 25 hours. Throws `RangeError` when the time zone is unknown.
 */
export function nextMorningMs(tMs: number, timeZone: string): number {
  const { year, month, day } = localDate(tMs, timeZone);
  return fromLocal(Date.UTC(year, month - 1, day + 1, morningHour), timeZone);
}

/**
 * The end of a calendar day `YYYY-MM-DD` at a place, in epoch ms: the first moment of the day after it.
 * Throws `RangeError` when the date or the time zone is not valid.
 */
export function dayEndMs(date: string, timeZone: string): number {
  const startMs = Date.parse(`${date}T00:00:00Z`);
  if (Number.isNaN(startMs)) throw new RangeError(`"${date}" is not a date.`);
  return fromLocal(startMs + 86_400_000, timeZone);
}

/** The first moment of the calendar day at a place that contains `tMs`, in epoch ms. Throws `RangeError` for an unknown time zone. */
export function dayStartMs(tMs: number, timeZone: string): number {
  const { year, month, day } = localDate(tMs, timeZone);
  return fromLocal(Date.UTC(year, month - 1, day), timeZone);
}

/** The first moment of the week at a place that contains `tMs`, Monday 0 o'clock, in epoch ms. */
export function weekStartMs(tMs: number, timeZone: string): number {
  const { year, month, day } = localDate(tMs, timeZone);
  const sinceMonday = (new Date(Date.UTC(year, month - 1, day)).getUTCDay() + 6) % 7;
  return fromLocal(Date.UTC(year, month - 1, day - sinceMonday), timeZone);
}

/** What to add to UTC for the clocks of a place at `tMs`, ms. Throws `RangeError` for an unknown time zone. */
export function utcOffsetMs(tMs: number, timeZone: string): number {
  return offsetMs(tMs, timeZone);
}

/**
 * The whole minute of the week that the clocks of a place show at `tMs`: 0 is Monday 0 o'clock, the last one 10 079. In the
 * hour that comes twice in autumn it comes twice, in the one that spring leaves out it does not come. Throws `RangeError`
 * for an unknown time zone.
 */
export function minuteOfWeek(tMs: number, timeZone: string): number {
  const { year, month, day, hour, minute } = localDate(tMs, timeZone);
  const sinceMonday = (new Date(Date.UTC(year, month - 1, day)).getUTCDay() + 6) % 7;
  return (sinceMonday * 24 + hour) * 60 + minute;
}

/** The moment at which clocks of the place show what clocks in UTC show at `asIfUtcMs`. */
function fromLocal(asIfUtcMs: number, timeZone: string): number {
  // The offset at the guess is right unless the clocks change between the guess and the result: one more look settles it.
  const first = asIfUtcMs - offsetMs(asIfUtcMs, timeZone);
  return asIfUtcMs - offsetMs(first, timeZone);
}

function offsetMs(tMs: number, timeZone: string): number {
  const local = localDate(tMs, timeZone);
  const asIfUtcMs = Date.UTC(local.year, local.month - 1, local.day, local.hour, local.minute, local.second);
  return asIfUtcMs - Math.floor(tMs / 1000) * 1000;
}

interface LocalDate {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
}

const formatters = new Map<string, Intl.DateTimeFormat>();

function localDate(tMs: number, timeZone: string): LocalDate {
  let formatter = formatters.get(timeZone);
  if (formatter === undefined) {
    formatter = new Intl.DateTimeFormat('en-u-ca-gregory-nu-latn', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
    // One site has one time zone; the bound only keeps a caller's mistake from growing memory.
    if (formatters.size >= 16) formatters.clear();
    formatters.set(timeZone, formatter);
  }
  const parts: Record<string, number> = {};
  for (const part of formatter.formatToParts(tMs)) parts[part.type] = Number(part.value);
  const { year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0 } = parts;
  return { year, month, day, hour, minute, second };
}

const units = [
  { unit: 'day', ms: 86_400_000 },
  { unit: 'hour', ms: 3_600_000 },
  { unit: 'minute', ms: 60_000 },
  { unit: 'second', ms: 1000 },
] as const;

/** One part of a duration. */
export interface DurationPart {
  readonly unit: (typeof units)[number]['unit'];
  readonly count: number;
}

/**
 * A duration as a person says it: the two largest units, the smaller of them rounded up, so that nobody comes too early.
 * Below a minute only seconds; what is over already is 0 seconds.
 */
export function durationParts(ms: number): readonly DurationPart[] {
  const large = units.findIndex((each) => ms >= each.ms);
  if (large < 0) return [{ unit: 'second', count: ms > 0 ? 1 : 0 }];
  const small = units[large + 1];
  const { unit, ms: unitMs } = units[large]!;
  // Seconds beside minutes would only flicker.
  if (small === undefined || unit === 'minute') return carry(Math.ceil(ms / unitMs), unit);
  const total = Math.ceil(ms / small.ms);
  const perUnit = unitMs / small.ms;
  const parts: DurationPart[] = [{ unit, count: Math.floor(total / perUnit) }];
  if (total % perUnit > 0) parts.push({ unit: small.unit, count: total % perUnit });
  return parts[0]!.count * unitMs >= (units[large - 1]?.ms ?? Number.POSITIVE_INFINITY)
    ? [{ unit: units[large - 1]!.unit, count: 1 }]
    : parts;
}

function carry(count: number, unit: DurationPart['unit']): readonly DurationPart[] {
  return count === 60 ? [{ unit: unit === 'second' ? 'minute' : 'hour', count: 1 }] : [{ unit, count }];
}

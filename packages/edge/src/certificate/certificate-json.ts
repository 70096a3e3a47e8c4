import { type CertificateJson, certificateEpsilon, shownRows } from '@outis/core';
import type { CertificateRecord } from '../store/certificate-store.ts';

/** A window that is over, as anybody may see it at `nowMs`; null for one that is not, or that was called off before it began. */
export function certificateJson(
  record: CertificateRecord,
  nowMs: number,
  timeZone: string,
): CertificateJson | null {
  const { id, cameraId, startMs, endMs, state, reason, light, coverage, lines, certified } = record;
  if (state === 'cancelled' || state === 'open') return null;
  const scale = certified?.record.scale ?? 2;
  return {
    ...{ id, cameraId, startMs, endMs, state, reason, light, coverage, lines, scale },
    epsilon: certified === null ? 0 : certificateEpsilon(scale),
    rows: certified === null ? [] : shownRows(certified, nowMs, timeZone),
  };
}

/** Of many the newest that was made; null where there is none. */
export function latestCertificate(
  records: readonly CertificateRecord[],
  nowMs: number,
  timeZone: string,
): CertificateJson | null {
  const made = records.find(({ state }) => state === 'made');
  return made === undefined ? null : certificateJson(made, nowMs, timeZone);
}

/** What a signed certificate says of how it was made, so that a reader needs nothing else. */
export const certificateMethod = {
  tapped: 'Somebody on site tapped what crossed; taken as right. Totals only, with noise.',
  counted: 'Outis counted the same window over the same lines, with noise of its own.',
  noise: 'discrete Laplace of the given scale on every number, one draw',
  error: 'counted / tapped - 1',
  interval:
    '95 %: passages are seen independently with one chance; false counts come in proportion, at most 1 for 10 passages or what the counts themselves show; noise included. It says nothing about a person who tapped wrongly, about other light or another hour.',
  pooled: 'On a street all lines and directions are added up; missed and false passages cancel in totals.',
} as const;

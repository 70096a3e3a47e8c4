import {
  type CameraJson,
  type CountsJson,
  cellOf,
  countIntervalMs,
  directions,
  type ReleaseRecord,
  type RoadUserClass,
  releaseDueMs,
  roadUserClasses,
} from '@outis/core';

const timeZone = 'Europe/Berlin';
const hourMs = 3_600_000;
/** How many pass in an hour of the middle of the day. */
const perHour: Readonly<Record<RoadUserClass, number>> = {
  person: 42,
  bicycle: 30,
  motorcycle: 4,
  car: 90,
  bus: 8,
  truck: 26,
};

/** Made-up counts with a daily course, a camera that slept one night, and everything that is not due left out. */
export function mockCounts(
  camera: CameraJson,
  range: { fromMs: number; toMs: number },
  nowMs: number,
): CountsJson {
  if (
    camera.health.state !== 'running' ||
    camera.lines.length === 0 ||
    nowMs - camera.health.sinceMs < 3_600_000
  ) {
    return { releases: [], coverage: [], next: nextOf(camera, nowMs) };
  }
  const releases: ReleaseRecord[] = [];
  for (const objectClass of roadUserClasses) {
    const intervalMs = countIntervalMs(camera.purpose, objectClass);
    for (
      let startMs = Math.floor(range.fromMs / intervalMs) * intervalMs;
      startMs < range.toMs;
      startMs += intervalMs
    ) {
      if (releaseDueMs(camera.purpose, objectClass, startMs, timeZone) > nowMs) continue;
      camera.lines.forEach((line, index) => {
        for (const direction of directions) {
          const mean =
            (perHour[objectClass] * course(startMs + intervalMs / 2, nowMs) * intervalMs) /
            hourMs /
            (index + 1);
          const count = drawn(
            mean * (direction === 'left_to_right' ? 0.6 : 0.4),
            `${startMs} ${line.id} ${direction} ${objectClass}`,
          );
          releases.push({
            cameraId: camera.id,
            lineId: line.id,
            direction,
            class: objectClass,
            startMs,
            intervalMs,
            count,
            noise: 'none',
          });
        }
      });
    }
  }
  return { releases, coverage: coverageOf(camera, range, nowMs), next: nextOf(camera, nowMs) };
}

function nextOf(camera: CameraJson, nowMs: number): CountsJson['next'] {
  return roadUserClasses.map((each) => {
    const cell = cellOf(camera.purpose, {
      cameraId: camera.id,
      lineId: '',
      direction: 'left_to_right',
      class: each,
      tMs: nowMs,
    });
    return {
      class: each,
      dueMs: releaseDueMs(camera.purpose, each, cell.startMs, timeZone),
      intervalMs: cell.intervalMs,
    };
  });
}

function coverageOf(
  camera: CameraJson,
  range: { fromMs: number; toMs: number },
  nowMs: number,
): CountsJson['coverage'] {
  const intervalMs = camera.purpose === 'site-safety' ? 60_000 : 900_000;
  const coverage: { startMs: number; intervalMs: number; observedMs: number }[] = [];
  for (
    let startMs = Math.floor(range.fromMs / intervalMs) * intervalMs;
    startMs < range.toMs;
    startMs += intervalMs
  ) {
    const observedMs = Math.min(intervalMs, Math.max(0, nowMs - startMs)) * watched(startMs, nowMs);
    coverage.push({ startMs, intervalMs, observedMs });
  }
  return coverage;
}

/** The camera was off for 70 minutes two hours and a half ago, and stuttered for some time yesterday. */
function watched(tMs: number, nowMs: number): number {
  const agoMs = nowMs - tMs - 1;
  if (agoMs > 2.5 * hourMs && agoMs < 2.5 * hourMs + 42 * 60_000) return 0;
  if (agoMs > 26 * hourMs && agoMs < 30 * hourMs) return 0.6;
  return 1;
}

function course(tMs: number, nowMs: number): number {
  const hour = (new Date(tMs).getUTCHours() + 1 + new Date(tMs).getUTCMinutes() / 60) % 24;
  const peak = (at: number, width: number) => Math.exp(-(((hour - at) / width) ** 2));
  return (0.08 + peak(8, 1.6) + 0.7 * peak(12.5, 2.5) + peak(17, 2)) * watched(tMs, nowMs);
}

/** A number around the mean, always the same for the same cell. */
function drawn(mean: number, key: string): number {
  let hash = 2_166_136_261;
  for (const sign of key) hash = Math.imul(hash ^ (sign.codePointAt(0) ?? 0), 16_777_619) >>> 0;
  const share = hash / 2 ** 32;
  return Math.max(0, Math.floor(mean + Math.sqrt(mean) * (share * 2.4 - 1.2) + ((hash >>> 7) % 100) / 100));
}

import {
  type CameraJson,
  type CountJson,
  type CountsJson,
  countIntervalMs,
  directions,
  error95,
  type RoadUserClass,
  releaseDueMs,
  roadUserClasses,
  sumSpanMs,
} from '@outis/core';

const timeZone = 'Europe/Berlin';
const hourMs = 3_600_000;
/** How many pass in an hour of the middle of the day. */
const perHour: Readonly<Record<RoadUserClass, number>> = {
  person: 142,
  bicycle: 130,
  motorcycle: 8,
  car: 420,
  bus: 14,
  truck: 36,
};

/** Made-up counts with a daily course, a camera that slept one night, and everything that is not due left out. */
export function mockCounts(
  camera: CameraJson,
  range: { fromMs: number; toMs: number; bucketMs: number },
  nowMs: number,
): CountsJson {
  const { purpose } = camera;
  const facts = { series: 1, purpose, startedMs: nowMs - 90 * 86_400_000, scale: 2, shownFrom: 10 } as const;
  const next = nextOf(camera, nowMs);
  if (
    camera.health.state !== 'running' ||
    camera.lines.length === 0 ||
    nowMs - camera.health.sinceMs < 3_600_000
  ) {
    return { facts, releases: [], coverage: [], next };
  }
  const spanMs = sumSpanMs(range.bucketMs);
  const releases = roadUserClasses.flatMap((name) => releasesOf(camera, name, range, spanMs, nowMs));
  const coverageMs = Math.max(spanMs, countIntervalMs(purpose, 'car'));
  return { facts, releases, coverage: coverageOf(coverageMs, range, nowMs), next };
}

function releasesOf(
  camera: CameraJson,
  name: RoadUserClass,
  range: { fromMs: number; toMs: number },
  spanMs: number,
  nowMs: number,
): CountJson[] {
  const cellMs = countIntervalMs(camera.purpose, name);
  const intervalMs = Math.max(spanMs, cellMs);
  const releases: CountJson[] = [];
  for (
    let startMs = Math.floor(range.fromMs / intervalMs) * intervalMs;
    startMs < range.toMs;
    startMs += intervalMs
  ) {
    const lastCellMs = startMs + intervalMs - cellMs;
    if (releaseDueMs(camera.purpose, name, lastCellMs, timeZone) > nowMs) continue;
    camera.lines.forEach((line, index) => {
      for (const direction of directions) {
        let sum = 0;
        for (let tMs = startMs; tMs < startMs + intervalMs; tMs += cellMs) {
          const mean = (perHour[name] * course(tMs + cellMs / 2, nowMs) * cellMs) / hourMs / (index + 1);
          const share = direction === 'left_to_right' ? 0.6 : 0.4;
          sum += drawn(mean * share, `${tMs} ${line.id} ${direction} ${name}`);
        }
        releases.push({
          lineId: line.id,
          direction,
          class: name,
          startMs,
          intervalMs,
          count: sum < 10 ? null : sum,
          error95: error95(2, intervalMs / cellMs),
        });
      }
    });
  }
  return releases;
}

function nextOf(camera: CameraJson, nowMs: number): CountsJson['next'] {
  return roadUserClasses.map((each) => {
    const intervalMs = countIntervalMs(camera.purpose, each);
    const startMs = Math.floor(nowMs / intervalMs) * intervalMs;
    return { class: each, dueMs: releaseDueMs(camera.purpose, each, startMs, timeZone), intervalMs };
  });
}

function coverageOf(
  intervalMs: number,
  range: { fromMs: number; toMs: number },
  nowMs: number,
): CountsJson['coverage'] {
  const coverage: { startMs: number; intervalMs: number; observedMs: number }[] = [];
  const stepMs = 900_000;
  for (
    let startMs = Math.floor(range.fromMs / intervalMs) * intervalMs;
    startMs < range.toMs;
    startMs += intervalMs
  ) {
    let observedMs = 0;
    for (let tMs = startMs; tMs < startMs + intervalMs; tMs += stepMs)
      observedMs += Math.min(stepMs, Math.max(0, nowMs - tMs)) * watched(tMs, nowMs);
    coverage.push({ startMs, intervalMs, observedMs });
  }
  return coverage;
}

/** The camera was off for 70 minutes two hours and a half ago, and stuttered for some time yesterday. */
function watched(tMs: number, nowMs: number): number {
  const agoMs = nowMs - tMs - 1;
  if (agoMs > 2.5 * hourMs && agoMs < 2.5 * hourMs + 70 * 60_000) return 0;
  if (agoMs > 26 * hourMs && agoMs < 30 * hourMs) return 0.6;
  return 1;
}

function course(tMs: number, nowMs: number): number {
  const hour = (new Date(tMs).getUTCHours() + 1 + new Date(tMs).getUTCMinutes() / 60) % 24;
  const peak = (at: number, width: number) => Math.exp(-(((hour - at) / width) ** 2));
  const weekday = new Date(tMs).getUTCDay() % 6 === 0 ? 0.55 : 1;
  return (0.03 + peak(8, 1.6) + 0.7 * peak(12.5, 2.5) + peak(17, 2)) * weekday * watched(tMs, nowMs);
}

/** A number around the mean with noise, always the same for the same cell. */
export function drawn(mean: number, key: string): number {
  let hash = 2_166_136_261;
  for (const sign of key) hash = Math.imul(hash ^ (sign.codePointAt(0) ?? 0), 16_777_619) >>> 0;
  const share = hash / 2 ** 32 - 0.5;
  const noise = -2 * Math.sign(share) * Math.log(1 - 2 * Math.abs(share) + 1e-9);
  return Math.round(mean + Math.sqrt(mean) * ((((hash >>> 7) % 100) / 100) * 2 - 1) + noise);
}

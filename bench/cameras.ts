import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { headCommit, writeMeasured } from '../scripts/measurements.ts';
import { siteCamera, writeConfig } from '../test/fixtures/site.ts';
import { cameraClip, cameraModel, hasData } from './camera-clip.ts';
import {
  childrenOf,
  type Edge,
  endAll,
  quantile,
  startEdge,
  startRtsp,
  totalOf,
  usageOf,
} from './processes.ts';

/**
 * Cameras per box: N RTSP cameras of 640x360, 10 fps decoded and 5 fps analysed, for some minutes.
 * Measures CPU per camera, the time from a frame's arrival to the page, the lag of decoding and memory.
 *
 *   ./outis node bench/cameras.ts [--cameras 4] [--minutes 10] [--write]
 *
 * With the data folder it uses a real street and the detector that ships, without it drawn passages and the colour detector.
 */
const cameras = option('--cameras', 4);
const minutes = option('--minutes', 10);

interface Sample {
  readonly minute: number;
  readonly cpuPerCamera: { readonly decoder: number; readonly sight: number };
  readonly edgeCpu: number;
  readonly residentMb: { readonly decoder: number; readonly sight: number; readonly edge: number };
  readonly latencyMs: { readonly median: number; readonly p95: number };
  /** Pictures that should have been decoded since the first sample and were not yet: grows when delay grows. */
  readonly framesBehind: number;
  readonly dropped: number;
}

const folder = mkdtempSync(join(tmpdir(), 'outis-bench-'));
let measuring = true;
try {
  const samples = await measure();
  const text = report(samples);
  console.log(text);
  if (process.argv.includes('--write')) {
    writeMeasured('cameras', text);
  }
} finally {
  measuring = false;
  await endAll();
  rmSync(folder, { recursive: true, force: true });
}

async function measure(): Promise<Sample[]> {
  const rtspPort = await startRtsp(cameraClip(folder, (minutes + 2) * 60));
  const list = Array.from({ length: cameras }, (_, index) =>
    siteCamera(`camera${index + 1}`, `rtsp://127.0.0.1:${rtspPort}/cam`, { decodeFps: 10, analyseFps: 5 }),
  );
  const edge = await startEdge(writeConfig(folder, list, cameraModel()));
  const latencies: number[] = [];
  for (let index = 1; index <= cameras; index++) void follow(edge, `camera${index}`, latencies);
  // The first seconds belong to starting; measuring begins when all have settled.
  await wait(15_000);
  return sample(edge, latencies);
}

async function sample(edge: Edge, latencies: number[]): Promise<Sample[]> {
  const samples: Sample[] = [];
  const edgePid = edge.edge.pid!;
  const beganMs = performance.now();
  const began = await totals(edge);
  for (let minute = 1; minute <= minutes; minute++) {
    const before = usage(edgePid);
    latencies.length = 0;
    const fromMs = performance.now();
    await wait(60_000);
    const after = usage(edgePid);
    const seconds = (performance.now() - fromMs) / 1000;
    const now = await totals(edge);
    const expected = ((performance.now() - beganMs) / 1000) * 10 * cameras;
    samples.push({
      minute,
      cpuPerCamera: {
        decoder: (after.decoder.cpu - before.decoder.cpu) / seconds / cameras,
        sight: (after.sight.cpu - before.sight.cpu) / seconds / cameras,
      },
      edgeCpu: (after.edge.cpu - before.edge.cpu) / seconds,
      residentMb: {
        decoder: after.decoder.mb / cameras,
        sight: after.sight.mb / cameras,
        edge: after.edge.mb,
      },
      latencyMs: { median: quantile(latencies, 0.5), p95: quantile(latencies, 0.95) },
      framesBehind: Math.round((expected - (now.decoded - began.decoded)) / cameras),
      dropped: now.dropped - began.dropped,
    });
    console.error(JSON.stringify(samples.at(-1)));
  }
  return samples;
}

function usage(edgePid: number): Record<'decoder' | 'sight' | 'edge', { cpu: number; mb: number }> {
  const sums = { decoder: { cpu: 0, mb: 0 }, sight: { cpu: 0, mb: 0 }, edge: { cpu: 0, mb: 0 } };
  const processes = [{ pid: edgePid, part: 'edge' as const }];
  for (const { pid, command } of childrenOf(edgePid)) {
    const part = command.includes('rawvideo')
      ? ('decoder' as const)
      : command.includes('sight/src')
        ? ('sight' as const)
        : null;
    if (part !== null) processes.push({ pid, part: part as 'edge' });
  }
  for (const { pid, part } of processes) {
    const found = usageOf(pid);
    sums[part].cpu += found?.cpuSeconds ?? 0;
    sums[part].mb += found?.residentMb ?? 0;
  }
  return sums;
}

async function totals(edge: Edge): Promise<{ readonly decoded: number; readonly dropped: number }> {
  return {
    decoded: await totalOf(edge, 'outis_camera_frames_decoded_total'),
    dropped: await totalOf(edge, 'outis_camera_frames_dropped_total'),
  };
}

/** Reads a live scene as a page does and notes how old each message is on arrival; opens it again when it pauses. */
async function follow({ url, cookie }: Edge, cameraId: string, latencies: number[]): Promise<void> {
  while (measuring) {
    try {
      const response = await fetch(`${url}/api/cameras/${cameraId}/scene`, { headers: { cookie } });
      const reader = response.body!.pipeThrough(new TextDecoderStream());
      for await (const chunk of reader) {
        for (const match of chunk.matchAll(/"tMs":(\d+)/g)) latencies.push(Date.now() - Number(match[1]));
      }
    } catch {
      if (!measuring) return;
    }
    await wait(500);
  }
}

function report(samples: readonly Sample[]): string {
  const commit = headCommit();
  const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;
  const mb = (value: number): string => value.toFixed(0);
  return [
    `Commit ${commit}, two shared cores, Debian 12. ${cameras} RTSP cameras 640x360, 10 fps decoded, 5 fps analysed, ${hasData ? 'the detector that ships on a real street' : 'colour detector on drawn passages'}, ${minutes} min. Latency is from a frame's arrival in sight to the browser's socket. "Behind" is what should have been decoded since the start and was not, in frames a camera: it would grow with delay.`,
    '',
    '| minute | CPU decoder / camera | CPU sight / camera | CPU edge | latency median | p95 | behind | dropped | MB decoder | MB sight | MB edge |',
    '|---|---|---|---|---|---|---|---|---|---|---|',
    ...samples.map(
      ({ minute, cpuPerCamera, edgeCpu, latencyMs, framesBehind, dropped, residentMb }) =>
        `| ${minute} | ${percent(cpuPerCamera.decoder)} | ${percent(cpuPerCamera.sight)} | ${percent(edgeCpu)} | ${latencyMs.median} ms | ${latencyMs.p95} ms | ${framesBehind} | ${dropped} | ${mb(residentMb.decoder)} | ${mb(residentMb.sight)} | ${mb(residentMb.edge)} |`,
    ),
  ].join('\n');
}

function option(name: string, otherwise: number): number {
  const at = process.argv.indexOf(name);
  return at < 0 ? otherwise : Number(process.argv[at + 1]);
}

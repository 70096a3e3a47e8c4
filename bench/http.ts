import { mkdtempSync, rmSync } from 'node:fs';
import { Agent, get } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { headCommit, writeMeasured } from '../scripts/measurements.ts';
import { siteCamera, writeConfig } from '../test/fixtures/site.ts';
import { cameraClip, cameraModel, hasData } from './camera-clip.ts';
import { type Edge, endAll, quantile, signIn, startEdge, startRtsp, totalOf, usageOf } from './processes.ts';

/**
 * Load beside two running cameras: 50 viewers of one live scene and 200 requests a second for the public page, compared
 * with the same cameras alone. Ends with 1 when a frame was dropped, a viewer missed a message or a page failed.
 *
 *   ./outis node bench/http.ts [--seconds 60] [--viewers 50] [--pages 200] [--write]
 */
const seconds = option('--seconds', 60);
const viewers = option('--viewers', 50);
const pagesPerSecond = option('--pages', 200);
const sessions = 5;
const settleMs = 15_000;
const decodeFps = 10;

/** One who watches: the times of the messages that came, and how old each was on arrival. */
interface Viewer {
  readonly tMs: number[];
  readonly lagMs: number[];
  stop(): void;
}

interface Measured {
  readonly decoded: number;
  readonly analysed: number;
  readonly dropped: number;
  readonly edgeCpu: number;
  readonly lagMs: number[];
  /** Messages in the window that somebody saw, and those that somebody else did not, over all viewers. */
  readonly messages: number;
  readonly missed: number;
  readonly pageMs: number[];
  readonly pageErrors: number;
}

const folder = mkdtempSync(join(tmpdir(), 'outis-bench-'));
try {
  const rtspPort = await startRtsp(cameraClip(folder, 4 * seconds + 120));
  const source = `rtsp://127.0.0.1:${rtspPort}/cam`;
  const cameras = ['one', 'two'].map((id) => siteCamera(id, source, { decodeFps, analyseFps: 5 }));
  const edge = await startEdge(writeConfig(folder, cameras, cameraModel()));
  const cookies = [edge.cookie];
  while (cookies.length < sessions) cookies.push(await signIn(edge.url));
  // The first seconds belong to starting; measuring begins when all have settled.
  await wait(settleMs);
  const alone = await measure(edge, cookies, 1, 0);
  await wait(2_000);
  const loaded = await measure(edge, cookies, viewers, pagesPerSecond);
  const text = report(alone, loaded);
  console.log(text);
  const faults = faultsOf(loaded);
  for (const fault of faults) console.error(`FAILED: ${fault}`);
  if (faults.length > 0) process.exitCode = 1;
  else if (process.argv.includes('--write')) {
    writeMeasured('http', text);
  }
} finally {
  await endAll();
  rmSync(folder, { recursive: true, force: true });
}

async function measure(
  edge: Edge,
  cookies: readonly string[],
  watching: number,
  pages: number,
): Promise<Measured> {
  const watched = await Promise.all(
    Array.from({ length: watching }, (_, index) => watch(edge.url, cookies[index % cookies.length]!)),
  );
  await wait(2_000);
  const counters = ['decoded', 'analysed', 'dropped'] as const;
  const read = (): Promise<number[]> =>
    Promise.all(counters.map((name) => totalOf(edge, `outis_camera_frames_${name}_total`)));
  const before = await read();
  const cpuBefore = usageOf(edge.edge.pid!)!.cpuSeconds;
  const [fromMs, beganMs] = [Date.now(), performance.now()];
  const asked = await askPages(`${edge.url}/c/one`, pages);
  const [toMs, endedMs] = [Date.now(), performance.now()];
  const cpu = usageOf(edge.edge.pid!)!.cpuSeconds - cpuBefore;
  const after = await read();
  // What was sent before the end has arrived by then.
  await wait(2_000);
  for (const { stop } of watched) stop();
  const [decoded, analysed, dropped] = after.map((value, index) => value - before[index]!) as [
    number,
    number,
    number,
  ];
  return {
    ...{ decoded, analysed, dropped },
    edgeCpu: cpu / ((endedMs - beganMs) / 1000),
    lagMs: watched.flatMap(({ tMs, lagMs }) =>
      lagMs.filter((_, index) => tMs[index]! >= fromMs && tMs[index]! < toMs),
    ),
    ...missedBy(watched, fromMs, toMs),
    ...asked,
  };
}

/** Every viewer of one camera gets the same messages: whoever lacks one that another got has lost it. */
function missedBy(
  watched: readonly Viewer[],
  fromMs: number,
  toMs: number,
): { messages: number; missed: number } {
  const seen = watched.map(({ tMs }) => new Set(tMs.filter((each) => each >= fromMs && each < toMs)));
  const all = new Set(seen.flatMap((each) => [...each]));
  const missed = seen.reduce((sum, each) => sum + all.size - each.size, 0);
  return { messages: all.size, missed };
}

/** Opens the live scene of the first camera; resolves with its first message. */
async function watch(url: string, cookie: string): Promise<Viewer> {
  const stopping = new AbortController();
  const headers = { cookie };
  const response = await fetch(`${url}/api/cameras/one/scene`, { headers, signal: stopping.signal });
  if (!response.ok) throw new Error(`Nobody may watch: ${await response.text()}`);
  const viewer: Viewer = { tMs: [], lagMs: [], stop: () => stopping.abort() };
  await new Promise<void>((resolve, reject) => {
    void (async () => {
      let rest = '';
      try {
        for await (const chunk of response.body!.pipeThrough(new TextDecoderStream())) {
          const parts = (rest + chunk).split('\n\n');
          rest = parts.pop()!;
          for (const part of parts) {
            const found = /"tMs":(\d+)/.exec(part);
            if (found === null) continue;
            viewer.tMs.push(Number(found[1]));
            viewer.lagMs.push(Date.now() - Number(found[1]));
            resolve();
          }
        }
      } catch (error) {
        reject(error);
      }
    })();
  });
  return viewer;
}

/** Asks at even times, whether or not the answers before have come; the time counts from when it should have been asked. */
async function askPages(url: string, perSecond: number): Promise<{ pageMs: number[]; pageErrors: number }> {
  if (perSecond === 0) {
    await wait(seconds * 1000);
    return { pageMs: [], pageErrors: 0 };
  }
  const agent = new Agent({ keepAlive: true, maxSockets: 50 });
  const pageMs: number[] = [];
  let pageErrors = 0;
  const pending: Promise<void>[] = [];
  const beganMs = performance.now();
  for (let index = 0; index < seconds * perSecond; index++) {
    const dueMs = beganMs + (index * 1000) / perSecond;
    const early = dueMs - performance.now();
    if (early > 1) await wait(early);
    pending.push(
      new Promise((resolve) => {
        const failed = (): void => {
          pageErrors++;
          resolve();
        };
        get(url, { agent }, (answer) => {
          if (answer.statusCode !== 200) pageErrors++;
          answer.on('error', failed).resume();
          answer.on('end', () => {
            pageMs.push(performance.now() - dueMs);
            resolve();
          });
        }).on('error', failed);
      }),
    );
  }
  await Promise.all(pending);
  agent.destroy();
  return { pageMs, pageErrors };
}

function faultsOf({ decoded, dropped, messages, missed, pageMs, pageErrors }: Measured): string[] {
  const faults: string[] = [];
  const expected = 2 * decodeFps * seconds;
  if (decoded < 0.98 * expected) faults.push(`${decoded} frames were decoded of ${expected}`);
  if (dropped > 0) faults.push(`${dropped} frames were dropped`);
  if (messages < seconds) faults.push(`only ${messages} messages of the scene in ${seconds} s`);
  if (missed > 0) faults.push(`viewers missed ${missed} messages`);
  if (pageErrors > 0) faults.push(`${pageErrors} pages failed`);
  if (pageMs.length < pagesPerSecond * seconds - pageErrors)
    faults.push(`${pageMs.length} pages were answered`);
  return faults;
}

function report(alone: Measured, loaded: Measured): string {
  const commit = headCommit();
  const ms = (numbers: readonly number[], p: number): string =>
    numbers.length === 0 ? '' : `${quantile(numbers, p).toFixed(p === 0.5 ? 1 : 0)} ms`;
  const row = (what: string, { edgeCpu, ...of }: Measured): string =>
    [
      `| ${what} | ${of.decoded} | ${of.analysed} | ${of.dropped} | ${of.messages} | ${of.missed}`,
      `${ms(of.lagMs, 0.5)} | ${ms(of.lagMs, 0.95)} | ${ms(of.lagMs, 0.99)}`,
      `${of.pageMs.length} | ${of.pageErrors} | ${ms(of.pageMs, 0.5)} | ${ms(of.pageMs, 0.95)} | ${ms(of.pageMs, 0.99)}`,
      `${(edgeCpu * 100).toFixed(1)} % |`,
    ].join(' | ');
  return [
    `Commit ${commit}, two shared cores, Debian 12. Two RTSP cameras 640x360, ${decodeFps} fps decoded, 5 fps analysed, ${hasData ? 'the detector that ships on a real street' : 'colour detector on drawn passages'}; ${seconds} s alone with one viewer, then ${seconds} s with ${viewers} viewers of one live scene and ${pagesPerSecond} requests a second for its public page. Lag is from a frame's arrival in sight to the viewer; a message is missed when another viewer got it. The load comes from the same machine.`,
    '',
    '| | decoded | analysed | dropped | messages | missed | lag median | p95 | p99 | pages | errors | page median | p95 | p99 | CPU edge |',
    '|---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|',
    row('alone', alone),
    row('with load', loaded),
  ].join('\n');
}

function option(name: string, otherwise: number): number {
  const at = process.argv.indexOf(name);
  return at < 0 ? otherwise : Number(process.argv[at + 1]);
}

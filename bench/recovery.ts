import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { headCommit, writeMeasured } from '../scripts/measurements.ts';
import { passageClip } from '../test/fixtures/clips.ts';
import { siteCamera, writeConfig } from '../test/fixtures/site.ts';
import { childrenOf, type Edge, endAll, quantile, startEdge, startRtsp } from './processes.ts';

/**
 * How long after `kill -9` of ffmpeg, sight or edge does the live scene move again? The edge is started again at once,
 * as systemd would; for it the time until both children are gone is told, too.
 *
 *   ./outis node bench/recovery.ts [--runs 5] [--write]
 */
const at = process.argv.indexOf('--runs');
const runs = at < 0 ? 5 : Number(process.argv[at + 1]);
const folder = mkdtempSync(join(tmpdir(), 'outis-bench-'));
try {
  const clip = passageClip(folder, 'passages.mp4', { seconds: 600 });
  const rtspPort = await startRtsp(clip);
  const config = writeConfig(folder, [siteCamera('gate', `rtsp://127.0.0.1:${rtspPort}/cam`)]);
  const times: Record<string, number[]> = { ffmpeg: [], sight: [], edge: [], 'edge: children gone': [] };
  let running = await startEdge(config);
  await sceneMoves(running);
  for (let run = 0; run < runs; run++) {
    for (const [name, text] of [
      ['ffmpeg', 'rawvideo'],
      ['sight', 'sight/src'],
    ] as const) {
      const { pid } = childrenOf(running.edge.pid!).find(({ command }) => command.includes(text))!;
      const killedMs = performance.now();
      process.kill(pid, 'SIGKILL');
      // What was on its way may still arrive; the new decoder cannot have started within this time.
      await wait(300);
      await sceneMoves(running);
      times[name]!.push(performance.now() - killedMs);
      await wait(3_000);
    }
    const children = childrenOf(running.edge.pid!);
    const killedMs = performance.now();
    running.edge.kill('SIGKILL');
    while (children.some(({ pid }) => isThere(pid))) await wait(5);
    times['edge: children gone']!.push(performance.now() - killedMs);
    running = await startEdge(config);
    await sceneMoves(running);
    times['edge']!.push(performance.now() - killedMs);
    await wait(3_000);
  }
  const commit = headCommit();
  const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;
  const text = [
    `Commit ${commit}, two shared cores, Debian 12, RTSP 640x360, ${runs} runs each: from kill -9 to the next message of the live scene.`,
    '',
    '| killed | median | slowest |',
    '|---|---|---|',
    ...Object.entries(times).map(
      ([name, list]) => `| ${name} | ${seconds(quantile(list, 0.5))} | ${seconds(Math.max(...list))} |`,
    ),
  ].join('\n');
  console.log(text);
  if (process.argv.includes('--write')) {
    writeMeasured('recovery', text);
  }
} finally {
  await endAll();
  rmSync(folder, { recursive: true, force: true });
}

/** Waits for one message of the live scene. */
async function sceneMoves({ url, cookie }: Edge): Promise<void> {
  const stop = new AbortController();
  const response = await fetch(`${url}/api/cameras/gate/scene`, { signal: stop.signal, headers: { cookie } });
  try {
    for await (const chunk of response.body!.pipeThrough(new TextDecoderStream()))
      if (chunk.includes('event: scene')) return;
  } finally {
    stop.abort();
  }
}

function isThere(pid: number): boolean {
  try {
    return !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}

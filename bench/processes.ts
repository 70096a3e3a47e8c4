import { type ChildProcess, spawn } from 'node:child_process';
import { setTimeout as wait } from 'node:timers/promises';
import { commandOf, childrenOf as idsOfChildren, statOf } from '../test/fixtures/processes.ts';

/** CPU seconds used so far, and memory in use, of one process; null when it is gone. */
export function usageOf(pid: number): { readonly cpuSeconds: number; readonly residentMb: number } | null {
  const fields = statOf(pid);
  if (fields === null) return null;
  // Fields 14 and 15 of proc(5) are user and system time in ticks of 1/100 s; 24 is resident pages of 4 KiB.
  const [user, system, pages] = [fields[11], fields[12], fields[21]].map(Number);
  return { cpuSeconds: (user! + system!) / 100, residentMb: (pages! * 4096) / 1e6 };
}

/** The children of a process with their command lines. */
export function childrenOf(pid: number): { readonly pid: number; readonly command: string }[] {
  return idsOfChildren(pid).map((child) => ({ pid: child, command: commandOf(child) }));
}

/** The value below which the share `p` of the numbers lies; NaN of none. */
export function quantile(numbers: readonly number[], p: number): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(p * sorted.length))] ?? Number.NaN;
}

const started = new Set<ChildProcess>();

/** Starts a program; {@link endAll} ends it. */
export function start(command: string, commandArguments: readonly string[]): ChildProcess {
  const child = spawn(command, [...commandArguments], { stdio: ['ignore', 'pipe', 'inherit'] });
  started.add(child);
  child.on('exit', () => started.delete(child));
  return child;
}

/** Waits until the program prints something that fits. */
function matchOf(child: ChildProcess, expression: RegExp): Promise<RegExpExecArray> {
  return new Promise((resolve, reject) => {
    let output = '';
    child.stdout?.setEncoding('utf8').on('data', (chunk: string) => {
      output = (output + chunk).slice(-10_000);
      const found = expression.exec(output);
      if (found !== null) resolve(found);
    });
    child.on('exit', () => reject(new Error(`It ended: ${output}`)));
  });
}

/** The first admin of every edge that is started here. */
const who = { name: 'admin', password: 'an old ship on dry land' };

/** A running edge with its address. */
export interface Edge {
  readonly edge: ChildProcess;
  readonly url: string;
  /** The session of whoever may do all but what the dpo does. */
  readonly cookie: string;
}

/** Starts the edge with a configuration and signs in: by the code that it prints, later by name and password. */
export async function startEdge(config: string): Promise<Edge> {
  const edge = start(process.execPath, [
    '--disable-sigusr1',
    'packages/edge/src/main.ts',
    'serve',
    '--config',
    config,
  ]);
  const printed = /Outis is running: (http:\/\/[^/]+)\/[\s\S]*Stop with Ctrl\+C/;
  const [text, url] = (await matchOf(edge, printed)) as unknown as [string, string];
  const code = /#\/enrol\/(\S+)/.exec(text)?.[1];
  return { edge, url, cookie: await signIn(url, code) };
}

/** Signs in and returns the cookie; `code` is that of the first run. */
export async function signIn(url: string, code?: string): Promise<string> {
  const response = await fetch(`${url}/api/${code === undefined ? 'session' : 'enrol'}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(code === undefined ? who : { code, ...who }),
  });
  if (!response.ok) throw new Error(`Nobody could sign in: ${await response.text()}`);
  return response.headers.getSetCookie()[0]!.split(';')[0]!;
}

/** The sum over all cameras of a value in /metrics. */
export async function totalOf({ url, cookie }: Edge, name: string): Promise<number> {
  const text = await (await fetch(`${url}/metrics`, { headers: { cookie } })).text();
  const found = [...text.matchAll(new RegExp(`^${name}\\{.*\\} (\\d+)`, 'gm'))];
  if (found.length === 0) throw new Error(`/metrics has no ${name}`);
  return found.reduce((total, match) => total + Number(match[1]), 0);
}

/** Starts the RTSP server of the tests with one clip and returns its port. */
export async function startRtsp(clip: string): Promise<number> {
  const server = start('/usr/bin/python3', ['test/fixtures/rtsp-server.py', '0', `cam=${clip}`]);
  return Number((await matchOf(server, /"port": (\d+)/))[1]);
}

/** Ends what was started here. */
export async function endAll(): Promise<void> {
  for (const child of started) child.kill('SIGTERM');
  await wait(2_000);
}

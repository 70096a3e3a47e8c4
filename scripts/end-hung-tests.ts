import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';

/**
 * Ends test files that hang. `--test-timeout` ends a test that waits, and cannot end one that blocks its process, nor a
 * hook: such a file would keep the whole run, and nobody would see what it waits for. This watches the children of the
 * runner, says what an overdue one is doing, with all it has started, and ends them; the runner then reports the file.
 */

const lookEveryMs = 5_000;

interface Process {
  readonly pid: number;
  readonly parent: number;
  /** Since the machine started, in ticks of the kernel. */
  readonly started: number;
  readonly state: string;
}

/** Watches the children of `runner` until it ends; `limitMs` is what a file may take. */
export async function endHungTests(
  runner: number,
  limitMs: number,
  say: (text: string) => void,
): Promise<void> {
  const since = new Map<string, number>();
  for (;;) {
    const all = processes();
    if (!all.some(({ pid }) => pid === runner)) return;
    for (const child of all.filter(({ parent }) => parent === runner)) {
      // A number is used again after a while: with the time of its start it is one process.
      const key = `${child.pid} ${child.started}`;
      const firstMs = since.get(key) ?? performance.now();
      since.set(key, firstMs);
      if (performance.now() - firstMs < limitMs) continue;
      const family = [child, ...descendants(child.pid, all)];
      say(`A test file is ended after ${Math.round(limitMs / 1000)} s:\n${family.map(described).join('\n')}`);
      for (const { pid } of family) end(pid);
    }
    await wait(Math.min(lookEveryMs, limitMs));
  }
}

function processes(): Process[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      // After the name in brackets: state, parent, and as the twentieth the start.
      const fields = read(`/proc/${name}/stat`).split(') ').at(-1)!.split(' ');
      if (fields.length < 20 || fields[0] === 'Z') return [];
      return [
        { pid: Number(name), parent: Number(fields[1]), started: Number(fields[19]), state: fields[0]! },
      ];
    });
}

function descendants(pid: number, all: readonly Process[]): Process[] {
  return all
    .filter(({ parent }) => parent === pid)
    .flatMap((child) => [child, ...descendants(child.pid, all)]);
}

function described({ pid, state }: Process): string {
  const command = read(`/proc/${pid}/cmdline`).replaceAll('\0', ' ').trim();
  return `  ${pid} ${state} ${read(`/proc/${pid}/wchan`)} ${command.slice(-300)}`;
}

function read(path: string): string {
  try {
    return existsSync(path) ? readFileSync(path, 'utf8') : '';
  } catch {
    return '';
  }
}

function end(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
}

if (import.meta.main) {
  const { values } = parseArgs({ options: { runner: { type: 'string' }, seconds: { type: 'string' } } });
  await endHungTests(Number(values.runner), Number(values.seconds) * 1000, (text) => console.error(text));
}

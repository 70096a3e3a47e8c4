import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { commandOf, descendantsOf, processes, procText, statOf } from '../test/fixtures/processes.ts';

/**
 * Ends test files that hang. `--test-timeout` ends a test that waits, and cannot end one that blocks its process, nor a
 * hook: such a file would keep the whole run, and nobody would see what it waits for. This watches the children of the
 * runner, says what an overdue one is doing, with all it has started, and ends them; the runner then reports the file.
 */

const lookEveryMs = 5_000;

/** Watches the children of `runner` until it ends; `limitMs` is what a file may take. */
export async function endHungTests(
  runner: number,
  limitMs: number,
  say: (text: string) => void,
): Promise<void> {
  const since = new Map<string, number>();
  for (;;) {
    const all = processes().filter(({ state }) => state !== 'Z');
    if (!all.some(({ pid }) => pid === runner)) return;
    // What watches is a child of the runner too, where a shell started it and then became the runner.
    for (const child of all.filter(({ pid, parent }) => parent === runner && pid !== process.pid)) {
      // A number is used again after a while: with the time of its start it is one process.
      const key = `${child.pid} ${child.startedTicks}`;
      const firstMs = since.get(key) ?? performance.now();
      since.set(key, firstMs);
      if (performance.now() - firstMs < limitMs) continue;
      const family = [child.pid, ...descendantsOf(child.pid, all)];
      say(`A test file is ended after ${Math.round(limitMs / 1000)} s:\n${family.map(described).join('\n')}`);
      for (const pid of family) end(pid);
    }
    await wait(Math.min(lookEveryMs, limitMs));
  }
}

function described(pid: number): string {
  return `  ${pid} ${statOf(pid)?.[0] ?? ''} ${procText(pid, 'wchan')} ${commandOf(pid).slice(-300)}`;
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

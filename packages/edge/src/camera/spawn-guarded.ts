import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';

/**
 * Starts a child that dies with us (even when we are killed with SIGKILL) and leaves no core dump, as its memory holds pictures.
 * `setpriv` and `prlimit` are part of Debian's essential util-linux; both replace themselves by the command, so the pid is its own.
 */
export function spawnGuarded(
  command: string,
  commandArguments: readonly string[],
  options: SpawnOptions,
): ChildProcess {
  return spawn(
    'setpriv',
    ['--pdeathsig', 'KILL', 'prlimit', '--core=0:0', '--', command, ...commandArguments],
    options,
  );
}

/** The environment of a child: what it needs and nothing of ours. */
export function bareEnvironment(): Record<string, string> {
  return { PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin', LC_ALL: 'C.UTF-8' };
}

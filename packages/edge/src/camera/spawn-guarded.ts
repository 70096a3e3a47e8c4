import { type ChildProcess, type SpawnOptions, spawn, spawnSync } from 'node:child_process';

/**
 * Starts a child that dies with us (even when we are killed with SIGKILL) and leaves no core dump, as its memory holds pictures.
 * `setpriv` and `prlimit` are part of Debian's essential util-linux; both replace themselves by the command, so the pid is its own.
 */
export function spawnGuarded(
  command: string,
  commandArguments: readonly string[],
  options: SpawnOptions,
): ChildProcess {
  return spawnVia([], command, commandArguments, options);
}

/**
 * Like {@link spawnGuarded}, and without any network where the machine permits it: the child gets a network namespace
 * of its own with nothing in it. Node's permission model does not hold native code; this does.
 */
export function spawnWithoutNetwork(
  command: string,
  commandArguments: readonly string[],
  options: SpawnOptions,
): ChildProcess {
  return spawnVia(networkNamespace(), command, commandArguments, options);
}

function spawnVia(
  before: readonly string[],
  command: string,
  commandArguments: readonly string[],
  options: SpawnOptions,
): ChildProcess {
  const guard = ['setpriv', '--pdeathsig', 'KILL', 'prlimit', '--core=0:0', '--'];
  const [first, ...rest] = [...before, ...guard, command, ...commandArguments];
  return spawn(first!, rest, options);
}

let namespaceCommand: readonly string[] | null = null;

/** The command that runs another without a network; empty where the machine permits none. */
export function networkNamespace(): readonly string[] {
  namespaceCommand ??=
    [
      ['unshare', '--net'],
      ['unshare', '--user', '--net'],
    ].find(
      ([command, ...flags]) => spawnSync(command!, [...flags, 'true'], { stdio: 'ignore' }).status === 0,
    ) ?? [];
  return namespaceCommand;
}

/** The environment of a child: what it needs and nothing of ours. */
export function bareEnvironment(): Record<string, string> {
  return { PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin', LC_ALL: 'C.UTF-8' };
}

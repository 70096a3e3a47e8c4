import { type ChildProcess, type SpawnOptions, spawn, spawnSync } from 'node:child_process';
import { confinedCommand, decoderConfinement, sightConfinement } from './sandbox.ts';

/**
 * Starts a child that dies with us (even when we are killed with SIGKILL), leaves no core dump, as its memory holds pictures,
 * and gains no privilege. Decoders (`ffmpeg`, `ffprobe`) get every layer that the machine permits, see sandbox.ts.
 */
export function spawnGuarded(
  command: string,
  commandArguments: readonly string[],
  options: SpawnOptions,
): ChildProcess {
  const isDecoder = command === 'ffmpeg' || command === 'ffprobe';
  const confined = isDecoder
    ? confinedCommand(command, commandArguments, decoderConfinement(commandArguments))
    : null;
  return spawnVia(confined ?? [...guard(), command, ...commandArguments], options);
}

/**
 * Starts sight: like {@link spawnGuarded}, and without any network where the machine permits it. Node's permission model does not
 * hold native code; the layers of sandbox.ts do.
 */
export function spawnWithoutNetwork(
  command: string,
  commandArguments: readonly string[],
  options: SpawnOptions,
): ChildProcess {
  const confined = confinedCommand(command, commandArguments, sightConfinement(commandArguments));
  const plain = (): string[] => [...networkNamespace(), ...guard(), command, ...commandArguments];
  return spawnVia(confined ?? plain(), options);
}

function spawnVia(words: readonly string[], options: SpawnOptions): ChildProcess {
  const [first, ...rest] = words;
  return spawn(first!, rest, options);
}

/** `setpriv` and `prlimit` are part of Debian's essential util-linux; both become the command, so the pid is its own. */
function guard(): string[] {
  return ['setpriv', '--no-new-privs', '--pdeathsig', 'KILL', 'prlimit', '--core=0:0', '--'];
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

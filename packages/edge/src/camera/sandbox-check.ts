import { type ChildProcess, spawnSync } from 'node:child_process';
import { readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { confinedCommand } from './sandbox.ts';
import { type Layer, layersOf } from './sandbox-layers.ts';
import { projectRoot, sightArguments } from './sight-command.ts';
import { bareEnvironment, spawnGuarded, spawnWithoutNetwork } from './spawn-guarded.ts';

export interface CheckedProcess {
  readonly name: string;
  readonly layers: readonly Layer[];
}

const startMsMax = 5_000;

/**
 * Starts sight, a decoder as for a file and one as for a network camera, in the way in which cameras start them, and looks into `/proc`
 * what each is left with. None of them gets a picture. `hidden` are the places of ours that they must not see.
 */
export async function checkLayers(hidden: readonly string[]): Promise<CheckedProcess[]> {
  const nowhere = join(projectRoot, 'packages/sight/models/none.onnx');
  const decoder = (input: readonly string[]): ChildProcess =>
    spawnGuarded('ffmpeg', ['-hide_banner', '-loglevel', 'quiet', ...input, '-f', 'null', '-'], {
      stdio: ['pipe', 'ignore', 'ignore'],
      env: bareEnvironment(),
    });
  // It waits for its model's answer in vain and says so; until then, some 100 ms, it is what a camera's sight is.
  const sight = (): ChildProcess =>
    spawnWithoutNetwork(process.execPath, sightArguments({ modelPath: nowhere, manifestPath: nowhere }), {
      stdio: ['pipe', 'ignore', 'ignore', 'ipc'],
      env: bareEnvironment(),
    });
  const size = ['-f', 'rawvideo', '-video_size', '16x16', '-pix_fmt', 'yuv420p'];
  return [
    { name: 'sight', layers: await look(sight(), false, hidden) },
    {
      name: 'decoder of a file or device',
      layers: await look(decoder([...size, '-i', 'pipe:']), false, hidden),
    },
    {
      name: 'decoder of a network camera',
      layers: await look(decoder([...size, '-i', 'pipe:0']), true, hidden),
    },
  ];
}

async function look(child: ChildProcess, network: boolean, hidden: readonly string[]): Promise<Layer[]> {
  child.on('error', () => {});
  child.stdin?.on('error', () => {});
  try {
    const endMs = performance.now() + startMsMax;
    while (!isItself(child.pid)) {
      if (child.exitCode !== null || performance.now() > endMs) throw new Error('it does not start');
      await wait(2);
    }
    return layersOf(child.pid!, network, hidden, landlockHolds());
  } finally {
    child.kill('SIGKILL');
  }
}

/** True once the launcher has become the program: all that it does is done by then. */
function isItself(pid: number | undefined): boolean {
  try {
    return /\/(ffmpeg|node)$/.test(readlinkSync(`/proc/${pid}/exe`));
  } catch {
    return false;
  }
}

let landlock: boolean | null = null;

/** `/proc` does not tell of Landlock, so it is tried: a confined `cat` may read one file and not the one beside it. */
function landlockHolds(): boolean {
  const [own, other] = [join(projectRoot, 'package.json'), join(projectRoot, 'package-lock.json')];
  const reads = (path: string): boolean => {
    const confinement = { network: false, readable: [own], devices: [] };
    const [command, ...words] = confinedCommand('cat', [path], confinement) ?? ['false'];
    return spawnSync(command!, words, { stdio: 'ignore', env: bareEnvironment() }).status === 0;
  };
  landlock ??= reads(own) && !reads(other);
  return landlock;
}

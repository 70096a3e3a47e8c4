import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync, realpathSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { systemCallFilter } from './sandbox-filter.ts';

/** What a process is left with; everything else is taken from it where the machine permits that. */
export interface Confinement {
  readonly network: boolean;
  /** Files and folders that it may see, beside the libraries of the system. */
  readonly readable: readonly string[];
  /** Devices that it may use. */
  readonly devices: readonly string[];
}

/** Which of the launcher's steps that can keep a program from running are taken. */
interface Steps {
  readonly view: boolean;
  readonly filter: boolean;
}

const launcher = fileURLToPath(new URL('confine.pl', import.meta.url));
const searchPath = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/** Libraries, and what a runtime looks up of the machine. Nothing of it is of a person or of ours. */
const system = [
  ...['/lib', '/lib32', '/lib64', '/libx32', '/usr/lib', '/usr/lib32', '/usr/lib64', '/usr/libx32'],
  ...['/usr/local/lib', '/etc/ld.so.cache', '/etc/alternatives'],
  ...['/dev/null', '/dev/zero', '/dev/random', '/dev/urandom'],
  ...['/proc/cpuinfo', '/proc/meminfo', '/proc/stat', '/sys/devices/system/cpu', '/sys/fs/cgroup'],
];
/** What it takes to find the name of a camera and to speak TLS with it. */
const forNetwork = [
  ...['/etc/resolv.conf', '/etc/hosts', '/etc/nsswitch.conf', '/etc/host.conf', '/etc/gai.conf'],
  ...['/etc/services', '/etc/protocols', '/etc/ssl', '/etc/gnutls', '/etc/ca-certificates'],
  ...['/usr/share/ca-certificates', '/usr/local/share/ca-certificates', '/usr/share/p11-kit'],
  ...['/run/systemd/resolve', '/run/avahi-daemon'],
];

/**
 * The command that runs `command` locked in: `perl confine.pl …`, which takes every layer that the machine gives and then
 * becomes the program, under the same process id. Null where the machine has no Perl, or none of it runs.
 */
export function confinedCommand(
  command: string,
  commandArguments: readonly string[],
  confinement: Confinement,
): readonly string[] | null {
  const path = programPath(command);
  if (path === null) return null;
  const steps = stepsFor(path);
  return steps === null ? null : launch(path, [command, ...commandArguments], confinement, steps);
}

/** What sight may see is what Node's permission model lets it read: one list, so that the two cannot differ. */
export function sightConfinement(commandArguments: readonly string[]): Confinement {
  const permission = '--allow-fs-read=';
  const readable = commandArguments
    .filter((argument) => argument.startsWith(permission))
    .map((argument) => argument.slice(permission.length));
  return { network: false, readable, devices: [] };
}

/**
 * What a decoder may see is what its arguments name: the file or device, and the picture of the masks. It gets the network only
 * when an address comes by its stdin, as those of network cameras do.
 */
export function decoderConfinement(commandArguments: readonly string[]): Confinement {
  const inputs = commandArguments.filter((_, index) => commandArguments[index - 1] === '-i');
  return {
    network: inputs.includes('pipe:0'),
    readable: inputs.filter((input) => input.startsWith('file:')).map((input) => input.slice('file:'.length)),
    devices: inputs.filter((input) => input.startsWith('/dev/')),
  };
}

function launch(
  path: string,
  command: readonly string[],
  { network, readable, devices }: Confinement,
  { view, filter }: Steps,
): string[] {
  const machine = process.arch === 'x64' || process.arch === 'arm64' ? process.arch : null;
  const program =
    filter && machine !== null ? systemCallFilter(machine, { network, device: devices.length > 0 }) : null;
  // A folder before what lies in it (node's own program is in node_modules): what is there already is not shown again.
  const own = [path, ...readable].map((each) => resolve(each)).sort();
  const see = [...system, ...(network ? forNetwork : []), ...own];
  return [
    'perl',
    launcher,
    `arm64=${machine === 'arm64' ? 1 : 0}`,
    `net=${network ? 1 : 0}`,
    `view=${view ? 1 : 0}`,
    `keep=${[...own, ...devices].every(isReadableByRights) ? '-' : readCapability}`,
    `cwd=${process.cwd()}`,
    ...(program === null ? [] : [`filter=${Buffer.from(program).toString('hex')}`]),
    ...see.map((each) => `see=${each}`),
    ...devices.map((each) => `use=${each}`),
    '--',
    path,
    ...command,
  ];
}

/** `CAP_DAC_READ_SEARCH`: reading what belongs to others. */
const readCapability = 2;

/**
 * True unless only root's privilege opens the file: root without capabilities is an ordinary owner of files. Somebody who runs
 * Outis as root on a file of their own must not be turned away, so the one capability that reads it is left then.
 */
function isReadableByRights(path: string): boolean {
  if (process.getuid?.() !== 0) return true;
  const file = statSync(path, { throwIfNoEntry: false });
  if (file === undefined) return true;
  const groups = process.getgroups?.() ?? [];
  const open = (mode: number, uid: number, gid: number, bit: number): boolean =>
    (mode & (uid === 0 ? bit << 6 : groups.includes(gid) ? bit << 3 : bit)) !== 0;
  if (!open(file.mode, file.uid, file.gid, 4)) return false;
  for (let folder = dirname(realpathSync(path)); folder !== '/'; folder = dirname(folder)) {
    const { mode, uid, gid } = statSync(folder);
    if (!open(mode, uid, gid, 1)) return false;
  }
  return true;
}

const found = new Map<string, Steps | null>();

/**
 * What of the launcher a program runs with, found out by running it once (some 50 ms): a program whose libraries
 * lie in an unusual place does not start in the narrow view, and a camera must not stop for that.
 */
function stepsFor(path: string): Steps | null {
  const isDecoder = /\/ff[a-z]+$/.test(path);
  // ffmpeg and ffprobe have the same libraries.
  const key = isDecoder ? dirname(path) : path;
  const known = found.get(key);
  if (known !== undefined) return known;
  const choices: Steps[] = [
    { view: true, filter: true },
    { view: false, filter: true },
    { view: true, filter: false },
    { view: false, filter: false },
  ];
  // `--version` of Node ends before it reads anything; with `--eval=0` it starts as it does for sight.
  const flag = isDecoder ? '-version' : path === process.execPath ? '--eval=0' : '--version';
  const runs = (steps: Steps): boolean => {
    const confinement = { network: false, readable: [], devices: [] };
    const [first, ...rest] = launch(path, [path, flag], confinement, steps);
    const options = { stdio: 'ignore', timeout: 5_000, env: { PATH: searchPath } } as const;
    return spawnSync(first!, rest, options).status === 0;
  };
  const steps = choices.find(runs) ?? null;
  found.set(key, steps);
  return steps;
}

/** Where a program lies, found as the system finds it; null where it is not. */
function programPath(command: string): string | null {
  const places = command.includes('/')
    ? [command]
    : searchPath.split(':').map((folder) => join(folder, command));
  return places.find((place) => existsSync(place) && isExecutable(place)) ?? null;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

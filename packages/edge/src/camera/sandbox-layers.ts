import { existsSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** One layer around a process: what it takes away, and whether it is there. */
export interface Layer {
  readonly name: string;
  readonly active: boolean;
  /** What was found in `/proc`, or why the layer is missing and how to get it. */
  readonly finding: string;
}

/** What a running process has of its surroundings, as the kernel tells it. */
export interface ProcessFacts {
  readonly noNewPrivileges: boolean;
  readonly filtersSystemCalls: boolean;
  readonly capabilities: bigint;
  readonly canGainCapabilities: bigint;
  readonly coreBytesMax: string;
  readonly fileBytesMax: string;
  /** Of its namespaces those that are not ours. */
  readonly ownNamespaces: readonly string[];
  /** Network devices beside the loopback; null where they cannot be read. */
  readonly devices: readonly string[] | null;
  /** True when every mount it sees is read-only. */
  readonly isReadOnly: boolean;
}

/** Places of this machine that neither sight nor a decoder has a use for. */
const foreignPlaces = ['/root', '/home', '/var', '/usr/bin/env', '/bin/sh', '/etc/passwd'];
const namespaces = ['net', 'ipc', 'uts', 'mnt', 'user', 'cgroup', 'pid'] as const;

/** Reads from `/proc` what process `pid` is left with. Throws when the process is gone. */
export function processFacts(pid: number): ProcessFacts {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const limits = readFileSync(`/proc/${pid}/limits`, 'utf8');
  const field = (name: string): string => new RegExp(`^${name}:\\s*(\\S+)`, 'm').exec(status)?.[1] ?? '';
  const limit = (name: string): string => new RegExp(`^${name} +\\S+ +(\\S+)`, 'm').exec(limits)?.[1] ?? '';
  const capabilities = ['CapPrm', 'CapEff', 'CapInh', 'CapAmb'].reduce(
    (all, name) => all | BigInt(`0x${field(name) || 'f'}`),
    0n,
  );
  const mounts = readFileSync(`/proc/${pid}/mountinfo`, 'utf8').trim().split('\n');
  return {
    noNewPrivileges: field('NoNewPrivs') === '1',
    filtersSystemCalls: field('Seccomp') === '2',
    capabilities,
    canGainCapabilities: BigInt(`0x${field('CapBnd') || 'f'}`),
    coreBytesMax: limit('Max core file size'),
    fileBytesMax: limit('Max file size'),
    ownNamespaces: namespaces.filter(
      (name) => readlinkSync(`/proc/${pid}/ns/${name}`) !== readlinkSync(`/proc/self/ns/${name}`),
    ),
    devices: readFileSync(`/proc/${pid}/net/dev`, 'utf8')
      .trim()
      .split('\n')
      .slice(2)
      .map((line) => line.split(':')[0]!.trim())
      .filter((name) => name !== 'lo'),
    isReadOnly: mounts.every((mount) => /^(\S+ ){5}ro(,|\s)/.test(mount)),
  };
}

/** Of `paths` those that exist here and that process `pid` can see at the same place. Throws where we may not look. */
export function visiblePlaces(pid: number, paths: readonly string[]): string[] {
  // Without this a place that we may not look into would count as one that is not there.
  readdirSync(`/proc/${pid}/root/`);
  return paths.filter((path) => existsSync(path) && existsSync(`/proc/${pid}/root${path}`));
}

/**
 * The layers around a process that runs, as `/proc` shows them and not as they were asked for. `network` says whether it is meant to
 * have one; `hidden` are the places of ours that it must not see.
 */
export function layersOf(
  pid: number,
  network: boolean,
  hidden: readonly string[],
  landlockHolds: boolean,
): Layer[] {
  const facts = processFacts(pid);
  const seen = visiblePlaces(pid, [...hidden, ...foreignPlaces]);
  const own = (name: string): boolean => facts.ownNamespaces.includes(name);
  const layer = (name: string, active: boolean, found: string, missing: string): Layer => ({
    name,
    active,
    finding: active ? found : missing,
  });
  const noNamespace = 'this machine or its container gives no namespaces; see docs/guide/hardening.md';
  const noLauncher = 'the launcher does not run; apt-get install perl-base';
  return [
    layer('no new privileges', facts.noNewPrivileges, 'NoNewPrivs 1', noLauncher),
    layer(
      'no capabilities',
      facts.capabilities === 0n && (facts.canGainCapabilities === 0n || facts.noNewPrivileges),
      facts.canGainCapabilities === 0n
        ? 'none, and none to gain'
        : 'none; what could be gained needs privileges',
      `it has ${facts.capabilities.toString(16)}: a file needs root to be read, or Outis runs as root without Perl`,
    ),
    layer(
      'system call filter',
      facts.filtersSystemCalls,
      `no ${network ? 'server' : 'socket'}, child, writing to files or look into others`,
      'the kernel has no seccomp filter, or the processor is neither x86_64 nor aarch64',
    ),
    network
      ? layer('network', false, '', 'shared with this machine: it has to reach the camera')
      : layer(
          'no network',
          own('net') && facts.devices?.length === 0,
          'a namespace of its own without a device',
          noNamespace,
        ),
    layer('own IPC and host name', own('ipc') && own('uts'), 'namespaces of its own', noNamespace),
    viewLayer(facts, seen, landlockHolds),
    layer('no core dump', facts.coreBytesMax === '0', 'limit 0', noLauncher),
    layer('no file grows', facts.fileBytesMax === '0', 'limit 0', noLauncher),
  ];
}

/** By mounts, which `/proc` shows; else by Landlock, which was tried. */
function viewLayer(
  { ownNamespaces, isReadOnly }: ProcessFacts,
  seen: readonly string[],
  landlockHolds: boolean,
): Layer {
  const name = 'read-only view';
  if (ownNamespaces.includes('mnt') && isReadOnly) {
    if (seen.length > 0) return { name, active: false, finding: `it sees ${seen.join(', ')}` };
    return {
      name,
      active: true,
      finding: 'every mount is read-only; data folder, homes and programs are not there',
    };
  }
  const finding = landlockHolds
    ? 'by Landlock: what is not on its list does not open'
    : 'this machine or its container gives neither mount namespaces nor Landlock; see docs/guide/hardening.md';
  return { name, active: landlockHolds, finding };
}

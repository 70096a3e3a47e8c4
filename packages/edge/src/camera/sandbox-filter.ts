/** What of the filter depends on the process: see {@link Confinement} of sandbox.ts. */
export interface FilterNeeds {
  readonly network: boolean;
  /** True where a device has to be opened for writing too, as video4linux asks for. */
  readonly device: boolean;
}

/** The processors for which the numbers below are known. */
export type Machine = 'x64' | 'arm64';

/**
 * Stands in the filter where the process id of whoever is filtered belongs; confine.pl knows it and puts it there.
 * Its bytes spell OUTI.
 */
const ownProcessId = 0x4f555449;

const [permitted, killed] = [0x7fff_0000, 0x8000_0000];
const refusedWith = (errorNumber: number): number => 0x0005_0000 | errorNumber;
/** `EPERM`: not permitted. `ENOSYS`: as if the kernel did not know it, so that the C library takes the older call. */
const [refused, absent] = [refusedWith(1), refusedWith(38)];

/** System calls that neither sight nor a decoder needs: name, number on x64, on arm64 (-1: there is none). */
const alwaysRefused: readonly (readonly [string, number, number])[] = [
  // Other processes: looking into them, signalling them, starting them.
  ...row('ptrace 101 117, process_vm_readv 310 270, process_vm_writev 311 271, pidfd_getfd 438 438'),
  ...row('pidfd_open 434 434, process_madvise 440 440, kcmp 312 272, perf_event_open 298 241, kill 62 129'),
  ...row('tkill 200 130, rt_sigqueueinfo 129 138, rt_tgsigqueueinfo 297 240, pidfd_send_signal 424 424'),
  ...row('fork 57 -1, vfork 58 -1, execveat 322 281'),
  // The machine: mounts, namespaces, kernel, clock, keys.
  ...row('mount 165 40, umount2 166 39, pivot_root 155 41, chroot 161 51, unshare 272 97, setns 308 268'),
  ...row('fsopen 430 430, fsconfig 431 431, fsmount 432 432, fspick 433 433, move_mount 429 429'),
  ...row('open_tree 428 428, mount_setattr 442 442, bpf 321 280, userfaultfd 323 282, keyctl 250 219'),
  ...row('add_key 248 217, request_key 249 218, init_module 175 105, finit_module 313 273'),
  ...row('delete_module 176 106, kexec_load 246 104, kexec_file_load 320 294, reboot 169 142'),
  ...row('swapon 167 224, swapoff 168 225, acct 163 89, quotactl 179 60, syslog 103 116, iopl 172 -1'),
  ...row(
    'ioperm 173 -1, settimeofday 164 170, clock_settime 227 112, adjtimex 159 171, clock_adjtime 305 266',
  ),
  ...row('sethostname 170 161, setdomainname 171 162, personality 135 92, name_to_handle_at 303 264'),
  ...row('open_by_handle_at 304 265, lookup_dcookie 212 18, vhangup 153 58, modify_ldt 154 -1'),
  ...row('fanotify_init 300 262'),
  // Memory and queues that others could read.
  ...row('shmget 29 194, shmat 30 196, msgget 68 186, semget 64 190, mq_open 240 180'),
  // Files: making, renaming, removing, and everything that would leave a trace in a name, mode or time.
  ...row('creat 85 -1, truncate 76 45, rename 82 -1, renameat 264 38, renameat2 316 276, link 86 -1'),
  ...row('linkat 265 37, symlink 88 -1, symlinkat 266 36, unlink 87 -1, unlinkat 263 35, mkdir 83 -1'),
  ...row('mkdirat 258 34, rmdir 84 -1, mknod 133 -1, mknodat 259 33, chmod 90 -1, fchmod 91 52'),
  ...row('fchmodat 268 53, chown 92 -1, fchown 93 55, lchown 94 -1, fchownat 260 54, setxattr 188 5'),
  ...row('lsetxattr 189 6, fsetxattr 190 7, removexattr 197 14, utime 132 -1, utimes 235 -1'),
  ...row('utimensat 280 88, futimesat 261 -1'),
];

/** Refused to whoever needs no network; the pipe of pictures and the control channel are open already. */
const networkCalls = row(
  'socket 41 198, socketpair 53 199, connect 42 203, bind 49 200, listen 50 201, accept 43 202, accept4 288 242',
);
/** Refused to whoever needs a network to ask a camera: nobody has to call a decoder. */
const serverCalls = row('listen 50 201, accept 43 202, accept4 288 242');
/** Their arguments lie in memory, where a filter cannot look; or they make other calls unseen. */
const unseenCalls = row(
  'clone3 435 435, openat2 437 437, io_uring_setup 425 425, io_uring_enter 426 426, io_uring_register 427 427',
);
/** What the kernel learned after `set_mempolicy_home_node` (450) is not known here, so it is absent. */
const firstUnknown = 451;

const looked = {
  clone: { x64: 56, arm64: 220 },
  open: { x64: 2, arm64: -1 },
  openat: { x64: 257, arm64: 56 },
  tgkill: { x64: 234, arm64: 131 },
  socket: { x64: 41, arm64: 198 },
} as const;
/** `CLONE_THREAD`: what is started is a thread of this process and no other process. */
const threadFlag = 0x10000;
/** `O_WRONLY | O_RDWR | O_CREAT | O_TRUNC`, and without `O_RDWR` and `O_WRONLY` for devices. The same on both machines. */
const [writeFlags, createFlags] = [0x243, 0x240];
/** Unix (for asking names), IPv4, IPv6, and netlink (how the C library learns of its addresses). */
const addressFamilies = [1, 2, 10, 16];
const auditArchitecture: Readonly<Record<Machine, number>> = { x64: 0xc000_003e, arm64: 0xc000_00b7 };

/**
 * The program by which the kernel refuses system calls (seccomp), as it is loaded: 8 bytes an instruction
 * (`struct sock_filter` of linux/filter.h, little endian). Calls made in another processor's way kill the process.
 */
export function systemCallFilter(machine: Machine, needs: FilterNeeds): Uint8Array {
  const number = ([, x64, arm64]: readonly [string, number, number]): number =>
    machine === 'x64' ? x64 : arm64;
  const calls = [...alwaysRefused, ...(needs.network ? serverCalls : networkCalls)].map(number);
  const open = needs.device ? createFlags : writeFlags;
  return encode([
    load(4),
    ...unless('equal', auditArchitecture[machine], killed),
    load(0),
    ...when('atLeast', firstUnknown, absent),
    ...calls.filter((call) => call >= 0).flatMap((call) => when('equal', call, refused)),
    ...unseenCalls.flatMap((each) => when('equal', number(each), absent)),
    ...argument(looked.clone[machine], 0, unless('hasAny', threadFlag, refused)),
    ...argument(looked.open[machine], 1, when('hasAny', open, refused)),
    ...argument(looked.openat[machine], 2, when('hasAny', open, refused)),
    ...argument(looked.tgkill[machine], 0, unless('equal', ownProcessId, refused)),
    ...(needs.network ? argument(looked.socket[machine], 0, familyCheck()) : []),
    give(permitted),
  ]);
}

/** One instruction: code, how many to skip when true, when false, and a constant. */
type Instruction = readonly [code: number, whenTrue: number, whenFalse: number, constant: number];

const jump = { equal: 0x15, atLeast: 0x35, hasAny: 0x45 } as const;
type Test = keyof typeof jump;

/** Loads four bytes of `struct seccomp_data`: 0 the call, 4 the architecture, 16 + 8 n the lower half of argument n. */
function load(offset: number): Instruction {
  return [0x20, 0, 0, offset];
}

function give(result: number): Instruction {
  return [0x06, 0, 0, result];
}

function when(test: Test, constant: number, result: number): Instruction[] {
  return [[jump[test], 0, 1, constant], give(result)];
}

function unless(test: Test, constant: number, result: number): Instruction[] {
  return [[jump[test], 1, 0, constant], give(result)];
}

/** Runs `checks` on an argument of one call; for another call it goes on behind them, with the call loaded as before. */
function argument(call: number, index: number, checks: readonly Instruction[]): Instruction[] {
  if (call < 0) return [];
  const inner = [load(16 + 8 * index), ...checks, give(permitted)];
  return [[jump.equal, 0, inner.length, call], ...inner];
}

/** Permits the families of the list; the last instruction of `argument` never runs. */
function familyCheck(): Instruction[] {
  return [...addressFamilies.flatMap((family) => when('equal', family, permitted)), give(refused)];
}

function encode(program: readonly Instruction[]): Uint8Array {
  const bytes = Buffer.alloc(8 * program.length);
  for (const [index, [code, whenTrue, whenFalse, constant]] of program.entries()) {
    bytes.writeUInt16LE(code, 8 * index);
    bytes.writeUInt8(whenTrue, 8 * index + 2);
    bytes.writeUInt8(whenFalse, 8 * index + 3);
    bytes.writeUInt32LE(constant >>> 0, 8 * index + 4);
  }
  return bytes;
}

/** `name number number, …` as a list. */
function row(text: string): (readonly [string, number, number])[] {
  return text.split(', ').map((each) => {
    const [name, x64, arm64] = each.split(' ');
    return [name!, Number(x64), Number(arm64)];
  });
}

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { findModel, SightPair } from '@outis/edge';
import { decoderConfinement, sightConfinement } from '../../packages/edge/src/camera/sandbox.ts';
import { checkLayers } from '../../packages/edge/src/camera/sandbox-check.ts';
import { systemCallFilter } from '../../packages/edge/src/camera/sandbox-filter.ts';
import { processFacts, visiblePlaces } from '../../packages/edge/src/camera/sandbox-layers.ts';
import { sightArguments } from '../../packages/edge/src/camera/sight-command.ts';
import { counterClip } from '../fixtures/clips.ts';
import { root, temporaryFolder, until } from '../fixtures/support.ts';
import { writeColourModel } from '../fixtures/test-model.ts';

const isRoot = process.getuid?.() === 0;
const asNobody = ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups'];
/** A machine that gives no namespace, as most containers: none may be made in it, and its root has no capability. */
const withoutNamespaces = [
  ...['unshare', '--user', '--map-root-user', 'sh', '-c'],
  'echo 0 > /proc/sys/user/max_user_namespaces && exec setpriv --bounding-set=-all --inh-caps=-all "$@"',
  'sh',
];
const hasNamespaces =
  spawnSync('unshare', ['--user', '--net', '--mount', 'true'], { stdio: 'ignore' }).status === 0;

const canTakeNamespaces =
  spawnSync(withoutNamespaces[0]!, [...withoutNamespaces.slice(1), 'true']).status === 0;

test('decoder and sight gain no privilege, have no capability, are filtered, and see no file of ours', async (context) => {
  const folder = temporaryFolder(context);
  const path = counterClip(folder, 'counter.mp4', 250, 25);
  let seen = 0;
  const pair = new SightPair(
    {
      source: { kind: 'file', path },
      model: findModel(writeColourModel(folder)),
      clock: 'live',
      decodeFps: 25,
      analyseFps: 5,
      shape: { masks: [], boundary: null },
      sizeMax: null,
      maskPath: join(folder, 'mask.png'),
      sightEntry: join(root, 'test/fixtures/sight-probe.ts'),
    },
    {
      onReady: () => {},
      onObservation: () => seen++,
      onHealth: () => {},
      onWaiting: () => {},
      onStopped: () => {},
    },
  );
  context.after(() => pair.stop());
  pair.start();
  await until('an observation', () => seen > 0);
  for (const pid of [pair.pids.decoder!, pair.pids.sight!]) {
    const facts = processFacts(pid);
    assert.ok(facts.noNewPrivileges && facts.filtersSystemCalls);
    assert.deepEqual([facts.capabilities, facts.coreBytesMax, facts.fileBytesMax], [0n, '0', '0']);
    if (!hasNamespaces) continue;
    for (const name of ['net', 'ipc', 'uts', 'mnt']) assert.ok(facts.ownNamespaces.includes(name), name);
    assert.deepEqual(facts.devices, []);
    assert.ok(facts.isReadOnly);
    const ours = [join(root, 'data'), join(root, 'packages/edge/src'), join(folder, 'nothing'), '/bin/sh'];
    assert.deepEqual(visiblePlaces(pid, ours), []);
  }
  // What is looked at here is different without the layers: the checks above can fail.
  const own = processFacts(process.pid);
  assert.ok(!own.isReadOnly && !own.filtersSystemCalls && own.fileBytesMax !== '0');
  assert.ok(visiblePlaces(process.pid, ['/bin/sh']).length === 1);
});

test('native code inside sight: no file, socket, child, signal or other program', (context) => {
  assert.deepEqual(probe(context, [], 'sight'), allShut);
});

test('native code inside a decoder of a network camera: a socket to call, none to be called, and no file', (context) => {
  assert.deepEqual(probe(context, [], 'network'), { ...allShut, socket: 'open' });
});

test('the same attempts succeed without the layers, so the tests above can fail', (context) => {
  const free = probe(context, [], 'free');
  const shut = Object.keys(free).filter((name) => free[name] === 'shut' && name !== 'rawSocket');
  assert.deepEqual(shut, []);
});

/** Somebody else can start what lies in this folder; below a folder of root's own nobody can. */
const isOpenToOthers = (): boolean =>
  spawnSync(asNobody[0]!, [...asNobody.slice(1), 'test', '-r', join(root, 'package.json')]).status === 0;

test('the layers hold for an ordinary user too', {
  skip: !isRoot ? 'needs root' : isOpenToOthers() ? false : 'this folder is closed to others',
}, (context) => {
  assert.deepEqual(probe(context, asNobody, 'sight'), allShut);
});

test('where no namespace is to be had, filter and Landlock still keep files, network and children from it', {
  skip: canTakeNamespaces ? false : 'cannot be made here',
}, (context) => {
  const held = probe(context, withoutNamespaces, 'sight');
  // Landlock came with Linux 5.13; the filter is older.
  const byFilter = [
    'write',
    'make',
    'makeShared',
    'remove',
    'socket',
    'rawSocket',
    'listen',
    'signal',
    'fork',
  ];
  for (const name of byFilter) assert.equal(held[name], 'shut', name);
  assert.equal(held['readOwn'], 'open');
  if (!hasLandlock()) return context.diagnostic('no Landlock on this machine');
  assert.deepEqual([held['readForeign'], held['readMemoryOfEdge']], ['shut', 'shut']);
});

test('where no namespace is to be had, sight and decoder run all the same', {
  skip: canTakeNamespaces ? false : 'cannot be made here',
}, (context) => {
  const folder = temporaryFolder(context);
  const path = counterClip(folder, 'counter.mp4', 250, 25);
  const owner = [join(root, 'test/fixtures/pair-owner.ts'), path, writeColourModel(folder), folder];
  const [command, ...words] = [...withoutNamespaces, process.execPath, ...owner];
  // The owner prints the process ids after the first picture was analysed, and goes on until it is ended.
  const started = spawnSync(command!, words, { encoding: 'utf8', timeout: 8_000, killSignal: 'SIGKILL' });
  assert.match(started.stdout, /\{"sight":\d+,"decoder":\d+\}/, started.stderr);
});

test('what doctor says is what /proc says, and it says what is missing', async () => {
  const checked = await checkLayers([join(root, 'data'), join(root, 'packages/edge')]);
  assert.deepEqual(
    checked.map(({ name }) => name),
    ['sight', 'decoder of a file or device', 'decoder of a network camera'],
  );
  for (const { name, layers } of checked) {
    assert.equal(layers.length, 8, name);
    for (const layer of layers) {
      const shared = name.includes('network camera') && layer.name === 'network';
      if (shared || hasNamespaces)
        assert.equal(layer.active, !shared, `${name}: ${layer.name}: ${layer.finding}`);
      assert.notEqual(layer.finding, '');
    }
  }
});

test('what a process may see is what its arguments name, and nothing else', () => {
  const model = { modelPath: '/models/a.onnx', manifestPath: '/models/a.manifest.json' };
  const sight = sightConfinement(sightArguments(model));
  assert.ok(sight.readable.includes('/models/a.onnx') && !sight.network);
  for (const path of [root, join(root, 'data'), join(root, 'packages/edge'), '/'])
    assert.ok(!sight.readable.includes(path), path);
  const file = decoderConfinement(['-i', 'file:/films/a.mp4', '-i', 'file:/data/masks/a.png', 'pipe:1']);
  assert.deepEqual(file, { network: false, readable: ['/films/a.mp4', '/data/masks/a.png'], devices: [] });
  assert.deepEqual(decoderConfinement(['-f', 'v4l2', '-i', '/dev/video0', 'pipe:1']).devices, [
    '/dev/video0',
  ]);
  assert.deepEqual(decoderConfinement(['-f', 'concat', '-i', 'pipe:0', 'pipe:1']), {
    network: true,
    readable: [],
    devices: [],
  });
});

test('the filter of both processors refuses and permits the same, call by call', () => {
  const calls = {
    x64: { openat: 257, clone: 56, socket: 41, ptrace: 101, read: 0, tgkill: 234, clone3: 435 },
    arm64: { openat: 56, clone: 220, socket: 198, ptrace: 117, read: 63, tgkill: 131, clone3: 435 },
  } as const;
  const [permitted, refused, absent] = [0x7fff0000, 0x00050001, 0x00050026];
  for (const machine of ['x64', 'arm64'] as const) {
    const architecture = machine === 'x64' ? 0xc000003e : 0xc00000b7;
    const result = (network: boolean, device: boolean, call: number, ...values: number[]): number =>
      runFilter(systemCallFilter(machine, { network, device }), architecture, call, values);
    const { openat, clone, socket, ptrace, read, tgkill, clone3 } = calls[machine];
    assert.equal(result(false, false, read, 0, 0, 1), permitted);
    assert.equal(result(false, false, openat, 0, 0, 0), permitted);
    for (const flags of [1, 2, 0x40, 0x200, 0x241])
      assert.equal(result(false, false, openat, 0, 0, flags), refused);
    assert.equal(result(false, true, openat, 0, 0, 2), permitted);
    assert.equal(result(false, true, openat, 0, 0, 0x42), refused);
    assert.equal(result(false, false, clone, 0x3d0f00), permitted);
    assert.equal(result(false, false, clone, 0x1200011), refused);
    assert.equal(result(false, false, clone3), absent);
    assert.equal(result(false, false, 470), absent);
    assert.equal(result(false, false, socket, 2), refused);
    assert.equal(result(true, false, socket, 2), permitted);
    assert.equal(result(true, false, socket, 17), refused);
    assert.equal(result(true, false, ptrace, 16), refused);
    assert.equal(result(false, false, tgkill, 1), refused);
    assert.equal(result(false, false, tgkill, 0x4f555449), permitted);
    assert.equal(
      runFilter(systemCallFilter(machine, { network: true, device: true }), 0x40000003, read, []),
      0x80000000,
    );
  }
});

const allShut = {
  readOwn: 'open',
  ...Object.fromEntries(
    [
      ...['readForeign', 'readMemoryOfEdge', 'write', 'make', 'makeShared', 'remove', 'socket', 'rawSocket'],
      ...['listen', 'signal', 'fork', 'program'],
    ].map((name) => [name, 'shut']),
  ),
};

/** Lets `test/fixtures/layers-probe.ts` try, started by the command `before` where there is one. */
function probe(context: TestContext, before: readonly string[], how: string): Record<string, string> {
  const folder = temporaryFolder(context);
  chmodSync(folder, 0o777);
  const [own, foreign] = [join(folder, 'own'), join(folder, 'foreign')];
  for (const path of [own, foreign]) {
    writeFileSync(path, 'x');
    chmodSync(path, 0o666);
  }
  const script = join(root, 'test/fixtures/layers-probe.ts');
  const [command, ...words] = [...before, process.execPath, script, how, own, foreign];
  const { stdout, stderr, status } = spawnSync(command!, words, { encoding: 'utf8', cwd: root });
  assert.equal(status, 0, stderr);
  assert.equal(existsSync(foreign), how !== 'free');
  return JSON.parse(stdout) as Record<string, string>;
}

/** True where the kernel answers `landlock_create_ruleset` with a version. */
function hasLandlock(): boolean {
  return spawnSync('perl', ['-e', 'exit(syscall(444, 0, 0, 1) < 1)']).status === 0;
}

/** Runs a filter as the kernel would: see networking/filter of the kernel's documentation. */
function runFilter(
  program: Uint8Array,
  architecture: number,
  call: number,
  values: readonly number[],
): number {
  const view = new DataView(program.buffer, program.byteOffset, program.byteLength);
  const data = (offset: number): number =>
    offset === 0 ? call : offset === 4 ? architecture : (values[(offset - 16) / 8] ?? 0);
  let loaded = 0;
  for (let at = 0; at < program.length / 8; at++) {
    const code = view.getUint16(8 * at, true);
    const constant = view.getUint32(8 * at + 4, true);
    if (code === 0x06) return constant;
    if (code === 0x20) loaded = data(constant);
    else {
      const isTrue =
        code === 0x15 ? loaded === constant : code === 0x35 ? loaded >= constant : (loaded & constant) !== 0;
      at += view.getUint8(8 * at + (isTrue ? 2 : 3));
    }
  }
  throw new Error('The filter ran out of its end.');
}

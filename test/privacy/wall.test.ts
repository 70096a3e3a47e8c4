import assert from 'node:assert/strict';
import { fork } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { type Observation, OutisError, type SightEnded } from '@outis/core';
import {
  findModel,
  holdsFileOf,
  networkNamespace,
  SightPair,
  type SightPairOptions,
  sightArguments,
} from '@outis/edge';
import { counterClip, passageClip } from '../fixtures/clips.ts';
import { isAlive, root, startProgram, temporaryFolder, until } from '../fixtures/support.ts';
import { writeColourModel } from '../fixtures/test-model.ts';

const fps = 25;
const probeEntry = join(root, 'test/fixtures/sight-probe.ts');

interface Watched {
  readonly pair: SightPair;
  readonly observations: Observation[];
  stopped(): { readonly problem: OutisError | null; readonly ended: SightEnded | null } | null;
}

function watch(
  context: TestContext,
  options: Partial<SightPairOptions> & Pick<SightPairOptions, 'source'>,
): Watched {
  const folder = temporaryFolder(context);
  const observations: Observation[] = [];
  let stopped: ReturnType<Watched['stopped']> = null;
  const pair = new SightPair(
    {
      model: findModel(writeColourModel(folder)),
      clock: 'file',
      decodeFps: fps,
      analyseFps: fps,
      shape: { masks: [], boundary: null },
      sizeMax: null,
      maskPath: join(folder, 'mask.png'),
      sightEntry: probeEntry,
      ...options,
    },
    {
      onReady: () => {},
      onObservation: (observation) => observations.push(observation),
      onHealth: () => {},
      onWaiting: () => {},
      onStopped: (problem, ended) => {
        stopped = { problem, ended };
      },
    },
  );
  context.after(async () => {
    pair.stop();
    await until('the end of the pair', () => stopped !== null);
  });
  pair.start();
  return { pair, observations, stopped: () => stopped };
}

test('no frame is lost, doubled or misaligned: painted numbers arrive one after the other from 0', async (context) => {
  const frames = 300;
  const path = counterClip(temporaryFolder(context), 'counter.mp4', frames, fps);
  const { observations, stopped } = watch(context, { source: { kind: 'file', path } });
  const { problem, ended } = await until('the end of the file', stopped);
  assert.equal(problem, null);
  assert.deepEqual(
    observations.map(({ frameIndex }) => frameIndex),
    Array.from({ length: frames }, (_, index) => index),
  );
  assert.deepEqual(
    observations.map(({ tMs }) => tMs),
    observations.map((_, index) => (index * 1000) / fps),
  );
  assert.deepEqual(ended, { kind: 'ended', framesDecoded: frames, framesAnalysed: frames, bytesLeft: 0 });
});

test('live: the first painted number is 0, and what is skipped is whole frames', async (context) => {
  const path = counterClip(temporaryFolder(context), 'counter.mp4', 150, fps);
  const { observations } = watch(context, { source: { kind: 'file', path }, clock: 'live', analyseFps: 5 });
  await until('12 observations', () => observations.length >= 12);
  const numbers = observations.slice(0, 12).map(({ frameIndex }) => frameIndex);
  assert.ok(numbers[0]! <= 2, `the first number is ${numbers[0]}`);
  // A frame out of line would shift the painted squares and read as anything up to 65535.
  for (const [index, number] of numbers.entries()) {
    const before = numbers[index - 1] ?? -1;
    assert.ok(number > before && number - before <= 15, `${numbers}`);
  }
});

test('the edge does not hold the pipe of pictures: it runs from ffmpeg to sight alone', async (context) => {
  const path = counterClip(temporaryFolder(context), 'counter.mp4', 250, fps);
  const { pair, observations } = watch(context, { source: { kind: 'file', path }, clock: 'live' });
  await until('an observation', () => observations.length > 0);
  const { decoder, sight } = pair.pids;
  const link = readlinkSync(`/proc/${decoder}/fd/1`);
  assert.match(link, /^(socket|pipe):/);
  assert.equal(holdsFileOf(decoder!), false);
  const own = readdirSync('/proc/self/fd').map((fd) => safeLink(`/proc/self/fd/${fd}`));
  assert.ok(!own.includes(link) && !own.includes(readlinkSync(`/proc/${sight}/fd/0`)));
  // The same question finds a file that we do hold, so it can say yes: the decoder's log is ours.
  assert.ok(own.some((target) => target?.startsWith('socket:')));
});

test('decoder and sight leave no core dump', async (context) => {
  const path = counterClip(temporaryFolder(context), 'counter.mp4', 250, fps);
  const { pair, observations } = watch(context, { source: { kind: 'file', path }, clock: 'live' });
  await until('an observation', () => observations.length > 0);
  for (const pid of [pair.pids.decoder, pair.pids.sight]) {
    assert.match(readFileSync(`/proc/${pid}/limits`, 'utf8'), /Max core file size +0 +0 /);
  }
});

test('what lies under a mask or outside the boundary never reaches sight', async (context) => {
  const path = counterClip(temporaryFolder(context), 'secret.mp4', 50, fps, true);
  const source = { kind: 'file', path } as const;
  const brightest = async (shape: SightPairOptions['shape']): Promise<number> => {
    const { observations, stopped } = watch(context, { source, shape });
    assert.equal((await until('the end of the file', stopped)).problem, null);
    assert.equal(observations.length, 50);
    return Math.max(...observations.map(({ detections }) => detections[0]!.score)) * 255;
  };
  // Without a mask the white pattern is seen: the test could fail.
  assert.ok((await brightest({ masks: [], boundary: null })) > 220);
  const secret = [
    [0.5, 0.5],
    [0.75, 0.5],
    [0.75, 0.8334],
    [0.5, 0.8334],
  ] as const;
  assert.ok((await brightest({ masks: [secret], boundary: null })) < 140);
  const left = [
    [0, 0],
    [0.45, 0],
    [0.45, 1],
    [0, 1],
  ] as const;
  assert.ok((await brightest({ masks: [], boundary: left })) < 140);
});

test('from inside sight: no file, network, child, worker, inspector', async (context) => {
  const nowhere = join(root, 'packages/sight/models/none.onnx');
  const entry = join(root, 'test/fixtures/escape-probe.ts');
  const attempts = await firstMessage(
    context,
    sightArguments({ modelPath: nowhere, manifestPath: nowhere }, entry),
  );
  const entries = Object.entries(attempts);
  assert.ok(entries.length >= 20);
  assert.deepEqual(
    entries.filter(([, result]) => result !== 'ERR_ACCESS_DENIED'),
    [],
  );
});

test('the attempts succeed without the wall, so the test above can fail', async (context) => {
  const attempts = await firstMessage(context, [join(root, 'test/fixtures/escape-probe.ts')]);
  const open = Object.entries(attempts).filter(([, result]) => result === 'open');
  assert.ok(open.length >= 12, JSON.stringify(attempts));
});

test('the detector runtime sends and writes nothing of its own: no telemetry, no socket, no network', async (context) => {
  const folder = temporaryFolder(context);
  const path = passageClip(folder, 'passages.mp4', { seconds: 8 });
  const model = findModel(writeColourModel(folder));
  const { pair, observations } = watch(context, {
    source: { kind: 'file', path },
    clock: 'live',
    model,
    sightEntry: join(root, 'packages/sight/src/main.ts'),
  });
  await until('five observations', () => observations.length > 5);
  const pid = pair.pids.sight!;
  assert.match(readFileSync(`/proc/${pid}/environ`, 'utf8'), /(^|\0)ORT_DISABLE_TELEMETRY=1\0/);
  assert.equal(existsSync(`/tmp/mat-debug-${pid}.log`), false);
  const files = readdirSync(`/proc/${pid}/fd`).map((fd) => safeLink(`/proc/${pid}/fd/${fd}`) ?? '');
  assert.deepEqual(
    files.filter((file) => file.startsWith('/') && !file.startsWith('/dev/')),
    [],
  );
  // Pictures in, control, and its muted stderr are socket pairs without an address: no other socket is there.
  assert.ok(files.filter((file) => file.startsWith('socket:')).length <= 3, files.join(' '));
  if (networkNamespace().length === 0) return context.diagnostic('no network namespace on this machine');
  assert.notEqual(readlinkSync(`/proc/${pid}/ns/net`), readlinkSync('/proc/self/ns/net'));
  const devices = readFileSync(`/proc/${pid}/net/dev`, 'utf8').split('\n').slice(2);
  assert.deepEqual(
    devices.filter((line) => line !== '' && !line.trimStart().startsWith('lo:')),
    [],
  );
});

test('sight refuses to run where a door is open, and names it', async (context) => {
  const message = await firstMessage(context, [
    join(root, 'packages/sight/src/main.ts'),
    'model',
    'manifest',
  ]);
  assert.deepEqual([message['kind'], message['code']], ['failed', 'wall-open']);
  assert.match(String(message['detail']), /write.*listen.*spawn.*worker/);
});

for (const victim of ['decoder', 'sight'] as const) {
  test(`kill -9 of ${victim} ends both, and the problem is told`, async (context) => {
    const path = counterClip(temporaryFolder(context), 'counter.mp4', 250, fps);
    const { pair, observations, stopped } = watch(context, { source: { kind: 'file', path }, clock: 'live' });
    await until('an observation', () => observations.length > 0);
    const pids = pair.pids;
    process.kill(pids[victim]!, 'SIGKILL');
    const { problem } = await until('the end of the pair', stopped);
    assert.ok(problem instanceof OutisError);
    assert.ok(!isAlive(pids.decoder!) && !isAlive(pids.sight!));
  });
}

test('kill -9 of the edge leaves neither decoder nor sight', async (context) => {
  const folder = temporaryFolder(context);
  const path = counterClip(folder, 'counter.mp4', 250, fps);
  const model = writeColourModel(folder);
  const started = startProgram(context, process.execPath, [
    join(root, 'test/fixtures/pair-owner.ts'),
    path,
    model,
    folder,
  ]);
  const pids = JSON.parse(await until('the process ids', () => /\{.*\}/.exec(started.output())?.[0])) as {
    decoder: number;
    sight: number;
  };
  assert.ok(isAlive(pids.decoder) && isAlive(pids.sight));
  started.child.kill('SIGKILL');
  await until('both children gone', () => !isAlive(pids.decoder) && !isAlive(pids.sight));
});

function firstMessage(
  context: TestContext,
  commandArguments: readonly string[],
): Promise<Record<string, unknown>> {
  const at = commandArguments.findIndex((argument) => argument.endsWith('.ts'));
  return new Promise((resolve, reject) => {
    const child = fork(commandArguments[at]!, commandArguments.slice(at + 1), {
      execArgv: commandArguments.slice(0, at),
      env: { ...process.env, TMPDIR: temporaryFolder(context) },
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    child.once('message', (message) => {
      resolve(message as Record<string, unknown>);
      // Without the wall it now listens on several doors and would stay.
      child.kill('SIGKILL');
    });
    child.once('exit', (code) => reject(new Error(`It ended with ${code} before it said anything.`)));
  });
}

function safeLink(path: string): string | null {
  try {
    return readlinkSync(path);
  } catch {
    return null;
  }
}

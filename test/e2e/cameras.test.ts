import assert from 'node:assert/strict';
import { createServer as createHttpServer } from 'node:http';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import type { CountsJson } from '@outis/core';
import { jpegFrames, passageClip } from '../fixtures/clips.ts';
import { commandOf, childrenOf as idsOfChildren } from '../fixtures/processes.ts';
import {
  camera,
  countBefore,
  countsOnDisk,
  intervalsOnDisk,
  quarterWithRoom,
  siteCamera,
  startStreet,
  writeConfig,
} from '../fixtures/site.ts';
import { ask, getJson, isAlive, startEdge, startRtsp, temporaryFolder, until } from '../fixtures/support.ts';

const secret = 'Pa55-w0rd';

/** Children of a process: the decoder and sight of its cameras. */
function childrenOf(pid: number): {
  readonly decoder: number | undefined;
  readonly sight: number | undefined;
} {
  const children = idsOfChildren(pid);
  const find = (text: string): number | undefined =>
    children.find((child) => commandOf(child).includes(text));
  return { decoder: find('rawvideo'), sight: find('packages/sight/src/main.ts') };
}

async function rtspSite(context: TestContext, seconds: number, audio = false) {
  const folder = temporaryFolder(context);
  const clip = passageClip(folder, 'passages.mp4', { seconds, audio });
  const server = await startRtsp(context, { cam: audio ? `${clip}+audio` : clip });
  const source = `rtsp://admin:${secret}@127.0.0.1:${server.port}/cam`;
  const config = writeConfig(folder, [siteCamera('gate', source)]);
  return { folder, clip, server, source, config, data: join(folder, 'data') };
}

test('RTSP: counts leave with noise when their quarter has ended; no audio is set up; the password is nowhere', async (context) => {
  const { server, config, data } = await rtspSite(context, 150, true);
  countBefore(data, 'gate', 500);
  await quarterWithRoom(90_000);
  const edge = await startEdge(context, 'serve', '--config', config);
  await until('pictures', async () => (await camera(edge.url, 'gate')).health.state === 'running');
  const { decoder, sight } = childrenOf(edge.child.pid!);
  const shown = [
    commandOf(decoder!),
    commandOf(sight!),
    await (await ask(`${edge.url}/api/cameras`)).text(),
    await (await ask(`${edge.url}/api/cameras/gate`)).text(),
    await (await ask(`${edge.url}/c/gate`)).text(),
    await (await ask(`${edge.url}/metrics`)).text(),
    edge.output(),
  ];
  assert.ok(shown.every((text) => text.length > 20));
  assert.equal(commandOf(edge.child.pid!), 'outis');
  for (const text of shown) assert.ok(!text.includes(secret) && !text.includes('admin:'), text);
  const setups = server.requests().filter(({ request }) => request === 'SETUP');
  assert.ok(
    setups.length > 0 && setups.every(({ path }) => path.endsWith('stream=0')),
    JSON.stringify(setups),
  );
  const { releases: left, coverage } = await until('what has left', async () => {
    const counts = await getJson<CountsJson>(
      `${edge.url}/api/cameras/gate/counts?fromMs=${Date.now() - 1e7}&toMs=${Date.now() + 1e6}`,
    );
    return counts.releases.length > 0 && counts;
  });
  // Both directions of the quarter before, with noise: 500 and nothing. After a full hour buses and lorries leave as well.
  const releases = left.filter((each) => each.class === 'car');
  assert.deepEqual(releases.map((each) => [each.class, each.direction, each.intervalMs]).sort(), [
    ['car', 'left_to_right', 900_000],
    ['car', 'right_to_left', 900_000],
  ]);
  const [cars] = releases.filter(({ count }) => (count ?? 0) > 100);
  assert.ok(cars?.direction === 'right_to_left' && Math.abs(cars.count! - 500) < 60);
  assert.equal(coverage[0]?.observedMs, 600_000);
  // What passes now is counted and does not leave yet.
  await until('an open count on disk', () => countsOnDisk(data) > 0);
});

for (const victim of ['decoder', 'sight'] as const) {
  test(`kill -9 of ${victim}: both come back and counting goes on`, async (context) => {
    const { config, data } = await rtspSite(context, 120);
    await quarterWithRoom(100_000);
    const edge = await startEdge(context, 'serve', '--config', config);
    await until('a count on disk', () => countsOnDisk(data) > 0);
    const before = childrenOf(edge.child.pid!);
    process.kill(before[victim]!, 'SIGKILL');
    await until('both gone', () => !isAlive(before.decoder!) && !isAlive(before.sight!));
    const counted = countsOnDisk(data);
    await until('running again', async () => {
      const { health } = await camera(edge.url, 'gate');
      return health.state === 'running' && health.restarts > 0;
    });
    await until('another count on disk', () => countsOnDisk(data) > counted);
  });
}

test('kill -9 of the edge: no child is left, and no acknowledged count is lost', async (context) => {
  const { config, data } = await rtspSite(context, 120);
  await quarterWithRoom(100_000);
  const first = await startEdge(context, 'serve', '--config', config);
  const acknowledged = await until('two counts on disk', () => {
    const total = countsOnDisk(data);
    return total >= 2 && total;
  });
  const children = childrenOf(first.child.pid!);
  first.child.kill('SIGKILL');
  await until('both children gone', () => !isAlive(children.decoder!) && !isAlive(children.sight!));
  const kept = countsOnDisk(data);
  assert.ok(kept >= acknowledged);
  const second = await startEdge(context, 'serve', '--config', config);
  assert.ok(countsOnDisk(data) >= kept);
  await until('running again', async () => (await camera(second.url, 'gate')).health.state === 'running');
  await until('another count on disk', () => countsOnDisk(data) > kept);
});

test('a stream that stalls is reported as stalled, and comes back', async (context) => {
  const { server, config } = await rtspSite(context, 120);
  const edge = await startEdge(context, 'serve', '--config', config);
  await until('pictures', async () => (await camera(edge.url, 'gate')).health.state === 'running');
  server.child.kill('SIGSTOP');
  context.after(() => server.child.kill('SIGCONT'));
  const { health } = await until('the report', async () => {
    const found = await camera(edge.url, 'gate');
    return found.health.state !== 'running' && found;
  });
  assert.equal(health.problem?.code, 'source-stalled');
  server.child.kill('SIGCONT');
  await until(
    'pictures again',
    async () => (await camera(edge.url, 'gate')).health.state === 'running',
    60_000,
  );
});

test('a stream that ends is opened again; a server that is gone is reported, and found when it is back', async (context) => {
  const { server, config, clip } = await rtspSite(context, 8);
  const edge = await startEdge(context, 'serve', '--config', config);
  await until('the end of the clip', async () => {
    const { health } = await camera(edge.url, 'gate');
    return health.problem?.code === 'source-ended';
  });
  await until('the second run', async () => (await camera(edge.url, 'gate')).health.state === 'running');
  server.child.kill('SIGKILL');
  await until(
    'the report',
    async () => (await camera(edge.url, 'gate')).health.problem?.code === 'source-unreachable',
  );
  await startRtsp(context, { cam: clip }, server.port);
  await until(
    'pictures again',
    async () => (await camera(edge.url, 'gate')).health.state === 'running',
    60_000,
  );
});

test('a camera that never answers is reported and tried again, later and later', async (context) => {
  const folder = temporaryFolder(context);
  const sockets = new Set<Socket>();
  const silent = createServer((socket) => sockets.add(socket.on('error', () => {})));
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
  context.after(() => {
    silent.close();
    for (const socket of sockets) socket.destroy();
  });
  const { port } = silent.address() as AddressInfo;
  const edge = await startEdge(
    context,
    'serve',
    '--config',
    writeConfig(folder, [siteCamera('gate', `rtsp://127.0.0.1:${port}/cam`)]),
  );
  // The page is told within 5 s that no picture has come, and after the first try that nobody answers.
  await until('the first report', async () => (await camera(edge.url, 'gate')).health.state === 'stalled');
  await until(
    'the report',
    async () => (await camera(edge.url, 'gate')).health.problem?.code === 'source-unreachable',
  );
  await until('a second try', async () => (await camera(edge.url, 'gate')).health.restarts >= 2);
  assert.ok(sockets.size >= 2);
});

test('a wrong password is reported as such', async (context) => {
  const folder = temporaryFolder(context);
  const refusing = createServer((socket) => {
    socket.on('error', () => {});
    socket.on('data', (data) => {
      const sequence = /CSeq: (\d+)/i.exec(data.toString())?.[1] ?? '1';
      socket.write(
        `RTSP/1.0 401 Unauthorized\r\nCSeq: ${sequence}\r\nWWW-Authenticate: Basic realm="cam"\r\n\r\n`,
      );
    });
  });
  await new Promise<void>((resolve) => refusing.listen(0, '127.0.0.1', resolve));
  context.after(() => void refusing.close());
  const { port } = refusing.address() as AddressInfo;
  const edge = await startEdge(
    context,
    'serve',
    '--config',
    writeConfig(folder, [siteCamera('gate', `rtsp://admin:${secret}@127.0.0.1:${port}/cam`)]),
  );
  const { health } = await until('the report', async () => {
    const found = await camera(edge.url, 'gate');
    return found.health.problem !== null && found;
  });
  assert.equal(health.problem?.code, 'source-unauthorised');
  assert.ok(!JSON.stringify(health).includes(secret));
});

test('HTTP MJPEG: pictures flow, and a change of size is noticed and followed', async (context) => {
  const folder = temporaryFolder(context);
  const small = jpegFrames(folder, 'small', '640x360');
  const large = jpegFrames(folder, 'large', '800x600');
  let frames = small;
  const server = createHttpServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'multipart/x-mixed-replace; boundary=frame' });
    let index = 0;
    const timer = setInterval(() => {
      const picture = frames[index++ % frames.length]!;
      response.write(`--frame\r\nContent-Type: image/jpeg\r\nContent-Length: ${picture.length}\r\n\r\n`);
      response.write(picture);
      response.write('\r\n');
    }, 100);
    response.on('close', () => clearInterval(timer));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  context.after(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  const data = join(folder, 'data');
  const edge = await startEdge(
    context,
    'serve',
    '--config',
    writeConfig(folder, [siteCamera('gate', `http://admin:${secret}@127.0.0.1:${port}/video`)]),
  );
  const { size } = await until('pictures', async () => {
    const found = await camera(edge.url, 'gate');
    return found.health.state === 'running' && found;
  });
  assert.deepEqual(size, { widthPx: 320, heightPx: 180 });
  await until('a count on disk', () => countsOnDisk(data) > 0);
  frames = large;
  await until(
    'the report',
    async () => (await camera(edge.url, 'gate')).health.problem?.code === 'source-size-changed',
  );
  const after = await until('the new size', async () => {
    const found = await camera(edge.url, 'gate');
    return found.health.state === 'running' && found;
  });
  assert.deepEqual(after.size, { widthPx: 256, heightPx: 192 });
});

test('a street camera: no scene, and on disk nothing finer than 15 minutes', async (context) => {
  const edge = await startStreet(context);
  await until('counts on disk', () => countsOnDisk(edge.data) >= 2);
  const scene = await ask(`${edge.url}/api/cameras/street/scene`);
  assert.equal(scene.status, 403);
  assert.equal(((await scene.json()) as { code: string }).code, 'purpose-refused');
  const counts = await getJson<CountsJson>(
    `${edge.url}/api/cameras/street/counts?fromMs=${Date.now() - 1e7}&toMs=${Date.now() + 1e6}`,
  );
  assert.deepEqual(counts.releases, []);
  assert.deepEqual(intervalsOnDisk(edge.data), [900_000]);
  for (const { intervalMs } of counts.coverage) assert.equal(intervalMs, 900_000);
  for (const { intervalMs } of counts.next) assert.ok(intervalMs >= 900_000);
});

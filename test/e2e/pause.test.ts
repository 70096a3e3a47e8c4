import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import type { CameraJson, CountsJson } from '@outis/core';
import { joinBroker, noBroker, startBroker } from '../fixtures/broker.ts';
import { passageClip } from '../fixtures/clips.ts';
import { descendantsOf } from '../fixtures/processes.ts';
import { camera, quarterWithRoom, siteCamera, streetCamera, writeConfig } from '../fixtures/site.ts';
import {
  ask,
  getJson,
  isAlive,
  type StartedEdge,
  startEdge,
  startRtsp,
  temporaryFolder,
  until,
} from '../fixtures/support.ts';

/** The ids of the processes below an edge that still run. */
function startedBy({ child }: StartedEdge): number[] {
  return descendantsOf(child.pid!).filter(isAlive);
}

/** Connections of this machine to a port of itself that are open, as the kernel lists them. */
function connectionsTo(port: number): number {
  const hex = port.toString(16).toUpperCase().padStart(4, '0');
  const lines = readFileSync('/proc/net/tcp', 'utf8').split('\n');
  return lines.filter((line) => new RegExp(`^ *\\d+: \\S+ [0-9A-F]{8}:${hex} 01 `).test(line)).length;
}

async function setPaused(edge: StartedEdge, id: string, paused: boolean): Promise<Response> {
  return ask(`${edge.url}/api/cameras/${id}/pause`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ paused }),
  });
}

async function observedMs(edge: StartedEdge, id: string): Promise<number> {
  const range = `fromMs=${Date.now() - 3_600_000}&toMs=${Date.now() + 900_000}`;
  const { coverage } = await getJson<CountsJson>(`${edge.url}/api/cameras/${id}/counts?${range}`);
  return coverage.reduce((sum, each) => sum + each.observedMs, 0);
}

test('a pause closes the stream: no process, no connection, also after kill -9', async (context) => {
  const folder = temporaryFolder(context);
  const clip = passageClip(folder, 'passages.mp4', { seconds: 150 });
  const server = await startRtsp(context, { cam: clip });
  const source = `rtsp://127.0.0.1:${server.port}/cam`;
  const config = writeConfig(folder, [siteCamera('gate', source)]);
  await quarterWithRoom(120_000);
  const first = await startEdge(context, 'serve', '--config', config);
  await until('pictures', async () => (await camera(first.url, 'gate')).health.state === 'running');
  assert.ok(startedBy(first).length >= 2);
  assert.ok(connectionsTo(server.port) >= 1);
  await until('camera time', async () => (await observedMs(first, 'gate')) > 0);
  const scene = await ask(`${first.url}/api/cameras/gate/scene`);
  const watched = scene.text();
  assert.equal((await ask(`${first.url}/api/cameras/gate/aim`, { method: 'POST' })).status, 201);

  const beganMs = performance.now();
  const answer = await setPaused(first, 'gate', true);
  assert.equal(answer.status, 200);
  const paused = (await answer.json()) as CameraJson;
  // The answer comes when nothing looks any more.
  assert.deepEqual(startedBy(first), []);
  assert.equal(connectionsTo(server.port), 0);
  assert.deepEqual([paused.health.state, paused.pause.isPaused, paused.pause.by], ['paused', true, 'person']);
  await until('the server to see the end', () =>
    server.requests().some(({ request }) => request === 'CLOSED'),
  );
  assert.ok(performance.now() - beganMs < 5_000, `${performance.now() - beganMs} ms`);
  assert.match(await watched, /event: camera-paused\ndata: \{\}\n\n$/);
  const refused = await ask(`${first.url}/api/cameras/gate/scene`);
  assert.deepEqual(
    [refused.status, ((await refused.json()) as { code: string }).code],
    [409, 'camera-paused'],
  );
  const aimed = await ask(`${first.url}/api/cameras/gate/aim`, { method: 'POST' });
  assert.deepEqual([aimed.status, ((await aimed.json()) as { code: string }).code], [409, 'camera-paused']);
  const page = await (await fetch(`${first.url}/c/gate?lang=en`)).text();
  assert.ok(page.includes('<strong>Paused</strong>') && page.includes('Nothing looks at its pictures now.'));
  const statement = await (await fetch(`${first.url}/c/gate/statement.json`)).text();
  assert.ok(/"state": ?"paused"/.test(statement), statement);

  // No camera time is added, and nobody tries to connect.
  await wait(6_000);
  const seen = server.requests().length;
  const covered = await observedMs(first, 'gate');
  await wait(6_000);
  assert.deepEqual([await observedMs(first, 'gate'), server.requests().length], [covered, seen]);

  first.child.kill('SIGKILL');
  const second = await startEdge(context, 'serve', '--config', config);
  await wait(3_000);
  const still = await camera(second.url, 'gate');
  assert.deepEqual([still.health.state, still.pause.sinceMs], ['paused', paused.pause.sinceMs]);
  assert.deepEqual(startedBy(second), []);
  assert.equal(server.requests().length, seen);

  assert.equal((await setPaused(second, 'gate', false)).status, 200);
  await until('pictures again', async () => (await camera(second.url, 'gate')).health.state === 'running');
  await until('camera time again', async () => (await observedMs(second, 'gate')) > covered);
  const log = readFileSync(
    join(folder, 'data', 'audit', readdirSync(join(folder, 'data', 'audit'))[0]!),
    'utf8',
  );
  assert.equal(log.match(/"action":"camera\.paused","actor":"user:admin"/g)?.length, 1);
  // Aiming ended with the pause, and not later.
  assert.match(log, /"action":"aim\.closed"[^\n]*"reason":"camera-paused"/);
  assert.equal(log.match(/"action":"camera\.resumed","actor":"user:admin"/g)?.length, 1);
});

test('a camera that just starts, fails or is scheduled is closed as well', async (context) => {
  const folder = temporaryFolder(context);
  const clip = passageClip(folder, 'passages.mp4', { seconds: 60 });
  const server = await startRtsp(context, { cam: clip });
  const always = [{ days: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'], from: '00:00', to: '24:00' }];
  const config = writeConfig(folder, [
    siteCamera('starting', `rtsp://127.0.0.1:${server.port}/cam`),
    streetCamera('failing', 'rtsp://127.0.0.1:9/cam'),
    { ...streetCamera('scheduled', `rtsp://127.0.0.1:${server.port}/cam`), pauses: always },
  ]);
  const edge = await startEdge(context, 'serve', '--config', config);
  for (const id of ['starting', 'failing']) assert.equal((await setPaused(edge, id, true)).status, 200);
  await wait(2_000);
  for (const id of ['starting', 'failing', 'scheduled'])
    assert.equal((await camera(edge.url, id)).health.state, 'paused', id);
  assert.deepEqual(startedBy(edge), []);
  assert.equal(connectionsTo(server.port), 0);
  const { pause } = await camera(edge.url, 'scheduled');
  assert.deepEqual([pause.by, pause.isScheduled, pause.nextMs], ['schedule', true, null]);
  const refused = await setPaused(edge, 'scheduled', false);
  assert.deepEqual(
    [refused.status, ((await refused.json()) as { code: string }).code],
    [409, 'camera-paused'],
  );
  // Closed and opened in one breath: it comes back, once.
  await Promise.all([true, false, true, false].map((paused) => setPaused(edge, 'starting', paused)));
  await setPaused(edge, 'starting', false);
  await until('pictures', async () => (await camera(edge.url, 'starting')).health.state === 'running');
  await wait(2_000);
  assert.equal(connectionsTo(server.port), 1);
});

test('a command over MQTT closes the stream, and the state says so; a person’s pause it does not end', {
  skip: noBroker,
}, async (context) => {
  const folder = temporaryFolder(context);
  const clip = passageClip(folder, 'passages.mp4', { seconds: 120 });
  const server = await startRtsp(context, { cam: clip });
  const broker = await startBroker(context);
  const cameras = [
    siteCamera('gate', `rtsp://127.0.0.1:${server.port}/cam`),
    streetCamera('street', 'simulated:street'),
  ];
  const config = writeConfig(folder, cameras, { mqtt: { url: broker.url, topic: 'outis' } });
  const edge = await startEdge(context, 'serve', '--config', config);
  const { client, seen } = await joinBroker(context, broker, 'outis/+/pause');
  const says = (id: string, text: string): Promise<true> =>
    until(
      `${id} is ${text}`,
      () => seen.findLast(({ topic }) => topic === `outis/${id}/pause`)?.text === text,
    ) as Promise<true>;
  const command = (id: string, text: string): Promise<unknown> =>
    client.publishAsync(`outis/${id}/pause/set`, text, { qos: 1 });
  await until('pictures', async () => (await camera(edge.url, 'gate')).health.state === 'running');
  await Promise.all([says('gate', 'OFF'), says('street', 'OFF')]);
  const beganMs = performance.now();
  await Promise.all([command('gate', 'ON'), command('street', 'ON')]);
  await until('no process', () => startedBy(edge).length === 0);
  assert.equal(connectionsTo(server.port), 0);
  await Promise.all([says('gate', 'ON'), says('street', 'ON')]);
  assert.ok(performance.now() - beganMs < 5_000, `${performance.now() - beganMs} ms`);
  const { pause } = await camera(edge.url, 'gate');
  assert.deepEqual([pause.isPaused, pause.by], [true, 'mqtt']);
  // Whoever joins later is told at once.
  const later = await joinBroker(context, broker, 'outis/gate/pause');
  await until(
    'the state that is kept',
    () => later.seen[0]?.isRetained === true && later.seen[0].text === 'ON',
  );
  await command('gate', 'OFF');
  await until('pictures again', async () => (await camera(edge.url, 'gate')).health.state === 'running');
  await says('gate', 'OFF');
  // A person pauses: the state follows, and MQTT does not end it.
  await setPaused(edge, 'gate', true);
  await says('gate', 'ON');
  await command('gate', 'OFF');
  // MQTT opens a camera once in ten seconds at most.
  await wait(11_000);
  assert.equal((await camera(edge.url, 'gate')).pause.by, 'person');
  assert.deepEqual(startedBy(edge), []);
  await says('gate', 'ON');
});

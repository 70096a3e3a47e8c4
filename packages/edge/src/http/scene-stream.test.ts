import assert from 'node:assert/strict';
import { createServer, type ServerResponse } from 'node:http';
import { Writable } from 'node:stream';
import { type TestContext, test } from 'node:test';
import { OutisError, roadUserClasses, type SceneMessage } from '@outis/core';
import { httpSite } from '../../../../test/fixtures/http-site.ts';
import { until } from '../../../../test/fixtures/support.ts';
import { viewersMax } from '../pipeline/camera.ts';
import { SceneBackground } from '../pipeline/scene-background.ts';
import type { Site } from '../pipeline/site.ts';
import { safeHeaders } from './guard.ts';
import { streamScene } from './scene-stream.ts';

/** Serves the scene of the yard over a real connection, with a pause of its own. */
async function serveScene(context: TestContext, site: Site, pauseAfterMs: number): Promise<string> {
  const server = createServer((_request, response) => watch(site, 'yard', response, pauseAfterMs));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  context.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as { port: number }).port}/`;
}

/** Lets anna watch. */
function watch(site: Site, cameraId: string, response: ServerResponse, pauseAfterMs = 600_000): void {
  streamScene({
    site,
    cameraId,
    response,
    actor: 'user:anna',
    note: () => {},
    mayWatch: () => true,
    pauseAfterMs,
  });
}

function scenes(text: string): SceneMessage[] {
  return text
    .split('\n\n')
    .filter((part) => part.startsWith('event: scene\n'))
    .map((part) => JSON.parse(part.slice(part.indexOf('data: ') + 6)) as SceneMessage);
}

test('a scene pauses by itself: it says so and ends, and the minutes are added to those watched', async (context) => {
  const { site, store } = await httpSite(context);
  site.start();
  const url = await serveScene(context, site, 1500);
  const answer = await fetch(url);
  const text = await answer.text();
  assert.equal(answer.status, 200);
  assert.equal(answer.headers.get('content-type'), 'text/event-stream');
  assert.equal(answer.headers.get('cache-control'), 'no-store');
  for (const [name, value] of Object.entries(safeHeaders)) assert.equal(answer.headers.get(name), value);
  assert.ok(text.startsWith(': outis\n\n'));
  assert.ok(text.endsWith('event: paused\ndata: {}\n\n'), text.slice(-100));
  assert.equal(text.match(/event: paused/g)?.length, 1);
  await until('the watched time', () => store.watchedMs('yard', 0) > 0);
  assert.equal(store.watchedMs('street', 0), 0);
});

test('what a browser receives of a running site is class and rounded foot point, and nothing else', async (context) => {
  const { site } = await httpSite(context);
  site.start();
  const found = scenes(await (await fetch(await serveScene(context, site, 2000))).text());
  assert.ok(found.length >= 2, `${found.length} scenes`);
  for (const [index, message] of found.entries()) {
    assert.deepEqual(Object.keys(message), ['tMs', 'objects', 'personsHidden']);
    if (index > 1) assert.ok(message.tMs - found[index - 2]!.tMs >= 2 * 200 - 41, `${message.tMs}`);
    for (const object of message.objects) {
      assert.deepEqual(Object.keys(object), ['id', 'class', 'x', 'y']);
      assert.ok(roadUserClasses.includes(object.class));
      for (const value of [object.x, object.y]) assert.equal(Number(value.toFixed(2)), value);
    }
  }
});

test('a reader who leaves is forgotten, and the time until then is added', async (context) => {
  const { site, store } = await httpSite(context);
  site.start();
  const url = await serveScene(context, site, 600_000);
  const abort = new AbortController();
  const { body } = await fetch(url, { signal: abort.signal });
  await body!.getReader().read();
  abort.abort();
  await until('the watched time', () => store.watchedMs('yard', 0) > 0);
});

test('so many may watch at the same time; one more is told, and a place that is left is free', async (context) => {
  const { site } = await httpSite(context);
  const leave = Array.from({ length: viewersMax }, () => site.camera('yard').onScene(() => {}));
  const response = new SlowResponse();
  assert.throws(() => watch(site, 'yard', response.asResponse()), { code: 'camera-busy' });
  assert.equal(response.status, null);
  leave[0]!();
  watch(site, 'yard', response.asResponse());
  assert.equal(response.status, 200);
  response.destroy();
  await until('the place', () => {
    try {
      site.camera('yard').onScene(() => {})();
      return true;
    } catch {
      return false;
    }
  });
});

test('a street has none: it is refused before a byte is sent', async (context) => {
  const { site } = await httpSite(context);
  const response = new SlowResponse();
  assert.throws(() => watch(site, 'street', response.asResponse()), { code: 'purpose-refused' });
  assert.deepEqual([response.status, response.writableLength], [null, 0]);
});

test('what cannot be written down is not shown', async (context) => {
  const { site } = await httpSite(context);
  const response = new SlowResponse();
  const full = (): never => {
    throw new OutisError('store-full');
  };
  const options = {
    site,
    cameraId: 'yard',
    response: response.asResponse(),
    actor: 'user:anna',
    mayWatch: () => true,
  };
  assert.throws(() => streamScene({ ...options, note: full }), { code: 'store-full' });
  assert.deepEqual([response.status, response.writableLength], [null, 0]);
  // Its place is free again.
  for (let i = 0; i < viewersMax; i++) site.camera('yard').onScene(() => {});
});

/** A response whose reader takes nothing. */
class SlowResponse extends Writable {
  status: number | null = null;

  constructor() {
    super({ highWaterMark: 1, write: () => {} });
  }

  writeHead(status: number): this {
    this.status = status;
    return this;
  }

  asResponse(): ServerResponse {
    return this as unknown as ServerResponse;
  }
}

test('a reader that is too slow is dropped, and what waits for it is bounded', async (context) => {
  let send: ((message: SceneMessage) => void) | null = null;
  let left = 0;
  let watchedMs = -1;
  const site = {
    camera: () => ({
      background: new SceneBackground(),
      onScene: (listener: (message: SceneMessage) => void) => {
        send = listener;
        return () => left++;
      },
    }),
    nowMs: () => 0,
    onPauseChange: () => () => {},
    addWatched: (_id: string, ms: number) => {
      watchedMs = ms;
    },
  } as unknown as Site;
  const response = new SlowResponse();
  context.after(() => response.destroy());
  watch(site, 'yard', response.asResponse());
  const closed = new Promise<void>((resolve) => response.once('close', resolve));
  const message: SceneMessage = {
    tMs: 0,
    personsHidden: false,
    objects: Array.from({ length: 20 }, (_, id) => ({ id, class: 'car', x: 0.5, y: 0.5 })),
  };
  const bytes = JSON.stringify(message).length;
  let most = 0;
  for (let i = 0; i < 10_000 && !response.destroyed; i++) {
    send!(message);
    most = Math.max(most, response.writableLength);
  }
  assert.equal(response.destroyed, true);
  assert.ok(most <= 64 * 1024 + 2 * bytes, `${most} bytes waited`);
  await closed;
  assert.equal(left, 1);
  assert.ok(watchedMs >= 0);
});

test('the picture of the ground may wait for a slow reader, once, and then it is dropped as any other', async (context) => {
  const { site } = await httpSite(context);
  const { background } = site.camera('yard');
  const grid = { columns: 40, rows: 23 };
  const blocks = Array.from(
    { length: 920 },
    (_, block) => ({ block, side: 16, pixels: 'A'.repeat(1024) }) as const,
  );
  const update = { kind: 'background', ...grid, isReset: true, hasMoved: false } as const;
  background.update({ ...update, blocks });
  const response = new SlowResponse();
  context.after(() => response.destroy());
  watch(site, 'yard', response.asResponse());
  assert.equal(response.destroyed, false);
  assert.ok(response.writableLength > 920 * 1024, `${response.writableLength}`);
  const second = new SlowResponse();
  context.after(() => second.destroy());
  second.write(Buffer.alloc(background.bytesMax + 64 * 1024 + 1));
  watch(site, 'yard', second.asResponse());
  assert.equal(second.destroyed, true);
});

test('a store that cannot note the watched time does not harm the stream’s end', async () => {
  let asked = 0;
  const site = {
    camera: () => ({ background: new SceneBackground(), onScene: () => () => {} }),
    nowMs: () => 0,
    onPauseChange: () => () => {},
    addWatched: () => {
      asked++;
      throw new Error('full');
    },
  } as unknown as Site;
  const response = new SlowResponse();
  watch(site, 'yard', response.asResponse());
  const closed = new Promise<void>((resolve) => response.once('close', resolve));
  response.destroy();
  await closed;
  assert.equal(asked, 1);
});

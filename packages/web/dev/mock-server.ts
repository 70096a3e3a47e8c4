import { createReadStream, existsSync, statSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { extname, join, normalize } from 'node:path';
import type { CameraJson, CamerasJson, LineConfig, NewCameraJson, ProblemJson } from '@outis/core';
import { errorTable, isErrorCode, permitsLiveScene } from '@outis/core';
import { cameraOf, mockCameras } from './mock-cameras.ts';
import { mockCounts } from './mock-counts.ts';
import { MockScene } from './mock-scene.ts';

/**
 * A stand-in for the edge, for working on the page: serves `dist` and a made-up site with moving objects.
 * `node packages/web/dev/mock-server.ts [--port 8787] [--empty] [--store-full] [--no-model] [--crowd] [--pause-after-s 600]`
 */
const options = readOptions(process.argv.slice(2));
const dist = join(import.meta.dirname, '../dist');
let cameras: CameraJson[] = options.has('empty') ? [] : mockCameras(Date.now());
const minutesWatched = new Map<string, number>();
const policy =
  "default-src 'self'; style-src 'self' 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'";

const server = createServer((request, response) => {
  answer(request, response).catch((error: unknown) => {
    process.stderr.write(`${String(error)}\n`);
    if (!response.headersSent) fail(response, 'internal');
  });
});
const port = Number(options.get('port') ?? 8787);
server.listen(port, '127.0.0.1', () => process.stdout.write(`http://127.0.0.1:${port}\n`));

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://localhost');
  if (!url.pathname.startsWith('/api/')) return serveFile(url.pathname, response);
  const [, , , id, part] = url.pathname.split('/').map(decodeURIComponent);
  const route =
    `${request.method} ${id === undefined ? '' : id === 'test' ? 'test' : (part ?? 'camera')}`.trim();
  const camera = cameras.find((each) => each.id === id);
  switch (route) {
    case 'GET':
      return send(response, 200, listed());
    case 'POST':
      return add(response, (await readBody(request)) as NewCameraJson);
    case 'POST test':
      return trySource(response, ((await readBody(request)) as { source: string }).source);
  }
  if (camera === undefined) return fail(response, 'camera-unknown');
  switch (route) {
    case 'DELETE camera':
      cameras = cameras.filter((each) => each !== camera);
      return send(response, 204);
    case 'PUT lines': {
      const { lines } = (await readBody(request)) as { lines: readonly LineConfig[] };
      if (lines.some((line) => line.id === 'refuse')) return fail(response, 'lines-invalid');
      const next = { ...camera, lines, editedInBrowser: true };
      cameras = cameras.map((each) => (each === camera ? next : each));
      return send(response, 200, next);
    }
    case 'GET counts': {
      const range = {
        fromMs: Number(url.searchParams.get('fromMs')),
        toMs: Number(url.searchParams.get('toMs')),
      };
      return send(response, 200, mockCounts(camera, range, Date.now()));
    }
    case 'GET public':
      return send(response, 200, publicSheet(camera));
    case 'GET scene':
      return permitsLiveScene(camera.purpose)
        ? stream(camera, request, response)
        : fail(response, 'purpose-refused');
    default:
      return fail(response, 'route-unknown');
  }
}

function listed(): CamerasJson {
  return {
    site: { name: 'Harbour North', timeZone: 'Europe/Berlin' },
    storeProblem: options.has('store-full') ? problem('store-full') : null,
    model: options.has('no-model') ? problem('model-missing') : { name: 'outis-nano', licence: 'Apache-2.0' },
    cameras,
  };
}

function add(response: ServerResponse, body: NewCameraJson): void {
  if (cameras.some((each) => each.id === body.id)) return fail(response, 'camera-exists');
  const camera = cameraOf(
    { ...body, until: body.until ?? null, boundary: body.boundary ?? null },
    Date.now(),
  );
  cameras = [...cameras, camera];
  send(response, 201, camera);
  setTimeout(() => {
    const health = {
      ...camera.health,
      state: 'running',
      decodedFps: 10,
      analysedFps: 9.8,
      detectMs: 31,
    } as const;
    cameras = cameras.map((each) => (each.id === camera.id ? { ...each, health } : each));
  }, 4000);
}

function trySource(response: ServerResponse, source: string): void {
  setTimeout(() => {
    if (!/^((rtsps?|https?):\/\/|simulated:)/.test(source) && !source.startsWith('/'))
      return fail(response, 'source-invalid');
    if (source.includes('wrong')) return fail(response, 'source-unauthorised');
    const isLarge = source.includes('stream1');
    send(response, 200, {
      widthPx: isLarge ? 2560 : 640,
      heightPx: isLarge ? 1440 : 360,
      fps: isLarge ? 25 : 10,
      codec: isLarge ? 'hevc' : 'h264',
      advice: isLarge
        ? 'This is the main stream. The substream (often stream2) is enough and needs a tenth of the work.'
        : null,
    });
  }, 1200);
}

function publicSheet(camera: CameraJson) {
  return {
    id: camera.id,
    purpose: camera.purpose,
    owner: camera.owner,
    reason: camera.reason,
    until: camera.until,
    simulated: camera.simulated,
    minutesWatched: 214 + (minutesWatched.get(camera.id) ?? 0),
    keeps: 'Released counts per line, direction and class, for two years. Nothing else.',
    never: [
      'No picture is stored or shown.',
      'No face, number plate or way of walking is looked at.',
      'Nobody is recognised again, neither at another camera nor on another day.',
      'There is no list, record or score of any person.',
      'Sound is never opened.',
    ],
  };
}

function stream(camera: CameraJson, request: IncomingMessage, response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
  response.write(': hello\n\n');
  const scene = new MockScene(options.has('crowd') ? 24 : 5);
  const startMs = Date.now();
  const pauseAfterMs = Number(options.get('pause-after-s') ?? 600) * 1000;
  const timer = setInterval(() => {
    const nowMs = Date.now();
    if (nowMs - startMs > pauseAfterMs) {
      response.end('event: paused\ndata: {}\n\n');
      return;
    }
    const now = cameras.find((each) => each.id === camera.id);
    if (now?.health.state !== 'running') response.write(': heartbeat\n\n');
    else response.write(`event: scene\ndata: ${JSON.stringify(scene.at(nowMs))}\n\n`);
  }, 200);
  request.on('close', () => {
    clearInterval(timer);
    const minutes = Math.ceil((Date.now() - startMs) / 60_000);
    minutesWatched.set(camera.id, (minutesWatched.get(camera.id) ?? 0) + minutes);
  });
}

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
};

function serveFile(path: string, response: ServerResponse): void {
  const file = join(dist, normalize(path === '/' ? '/index.html' : path));
  if (!file.startsWith(dist) || !existsSync(file) || !statSync(file).isFile())
    return fail(response, 'route-unknown');
  response.writeHead(200, {
    'content-type': types[extname(file)] ?? 'application/octet-stream',
    'content-security-policy': policy,
    'x-content-type-options': 'nosniff',
  });
  createReadStream(file).pipe(response);
}

function send(response: ServerResponse, status: number, body?: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' });
  response.end(body === undefined ? undefined : JSON.stringify(body));
}

function fail(response: ServerResponse, code: string): void {
  const known = isErrorCode(code) ? code : 'internal';
  send(response, errorTable[known].httpStatus, problem(known));
}

function problem(code: keyof typeof errorTable): ProblemJson {
  return { code, message: errorTable[code].message, hint: errorTable[code].hint };
}

async function readBody(request: IncomingMessage): Promise<unknown> {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  return JSON.parse(text);
}

function readOptions(words: readonly string[]): Map<string, string> {
  const found = new Map<string, string>();
  words.forEach((word, index) => {
    if (word.startsWith('--')) found.set(word.slice(2), words[index + 1] ?? '');
  });
  return found;
}

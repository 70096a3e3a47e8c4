import { createReadStream, existsSync, statSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { extname, join, normalize } from 'node:path';
import type {
  ApprovalJson,
  CameraJson,
  CameraSettingsJson,
  CamerasJson,
  LineConfig,
  MeasuresRequestJson,
  NewCameraJson,
  PauseRequestJson,
  ProblemJson,
  Role,
} from '@outis/core';
import { errorTable, isErrorCode, permitsLiveScene } from '@outis/core';
import { MockAccess, type MockAnswer } from './mock-access.ts';
import { MockAlerts } from './mock-alerts.ts';
import { cameraOf, mockCameras, pausedOrNot } from './mock-cameras.ts';
import { mockCounts } from './mock-counts.ts';
import { mockAsked, mockCheck, withMeasures } from './mock-measures.ts';
import { mockChanges, mockLog, mockLogPage, mockSettings } from './mock-oversight.ts';
import { mockStatistics } from './mock-statistics.ts';
import { MockStreams } from './mock-streams.ts';

/**
 * A stand-in for the edge, for working on the page: serves `dist` and a made-up site with moving objects.
 * `node packages/web/dev/mock-server.ts [--port 8787] [--empty] [--store-full] [--no-model] [--crowd] [--pause-after-s 600]
 * [--learn-s 120] [--aim-s 600] [--aim-left 3] [--alert-every-s 20] [--no-alerts] [--moved] [--open] [--first-run] [--oidc] [--tls]`; users and codes as `mock-access.ts` says.
 */
const options = readOptions(process.argv.slice(2));
const dist = join(import.meta.dirname, '../dist');
let cameras: CameraJson[] = options.has('empty')
  ? []
  : mockCameras(Date.now(), options.has('moved') ? Date.now() - 2_400_000 : null).map((camera) =>
      camera.id === 'main-street' && !options.has('not-calibrated')
        ? withMeasures(camera, mockAsked)
        : camera,
    );
const access = new MockAccess(options, Date.now());
const log = mockLog(Date.now());
let changes = mockChanges(Date.now());
const streams = new MockStreams({
  persons: options.has('crowd') ? 24 : 5,
  pauseAfterMs: Number(options.get('pause-after-s') ?? 600) * 1000,
  learnMs: Number(options.get('learn-s') ?? 120) * 1000,
  aimMs: Number(options.get('aim-s') ?? 600) * 1000,
  aimLeft: Number(options.get('aim-left') ?? 3),
});
const alerts = new MockAlerts(Date.now(), {
  isEmpty: options.has('no-alerts'),
  everyMs: options.has('alert-every-s') ? Number(options.get('alert-every-s')) * 1000 : null,
});
const policy = "default-src 'self'; base-uri 'none'; frame-ancestors 'none'";

const server = createServer((request, response) => {
  answer(request, response).catch((error: unknown) => {
    process.stderr.write(`${String(error)}\n`);
    if (!response.headersSent) fail(response, 'internal');
  });
});
const port = Number(options.get('port') ?? 8787);
server.listen(port, '127.0.0.1', () => {
  const address = server.address();
  const own = typeof address === 'object' && address !== null ? address.port : port;
  process.stdout.write(`http://127.0.0.1:${own}\n`);
});

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://localhost');
  const path = url.pathname.split('/').slice(1).map(decodeURIComponent);
  if (path[0] === 'c') return sendText(response, 'text/html', '<!doctype html><title>Public page</title>');
  if (path[0] !== 'api') return serveFile(url.pathname, response);
  const body = request.method === 'POST' || request.method === 'PUT' ? await readBody(request) : undefined;
  const early = await access.answer(request, path, body);
  if (early !== null) return give(response, early);
  const me = access.me(request);
  if (me.state === 'signed-out' || me.state === 'first-run') return fail(response, 'login-required');
  const may = (...needed: Role[]) =>
    me.state === 'open' || needed.some((role) => me.user?.roles.includes(role));
  if (path[1] === 'cameras')
    return answerCameras({ request, response, url, path, body, may, by: `user:${me.user?.name ?? 'open'}` });
  if (path[1] === 'changes') {
    if (!may('dpo', 'installer')) return fail(response, 'role-refused');
    return answerChanges(request, response, path, `user:${me.user?.name ?? 'open'}`);
  }
  if (path[1] === 'alerts' || path[1] === 'safety') {
    if (path[1] === 'alerts' && !may('operator')) return fail(response, 'role-refused');
    const answer = alerts.answer(request, response, path, url.searchParams, body);
    if (answer?.status === 404) return fail(response, 'alert-unknown');
    return answer === null ? undefined : send(response, answer.status, answer.body);
  }
  if (path[1]?.startsWith('audit') !== true) return fail(response, 'route-unknown');
  if (!may('dpo')) return fail(response, 'role-refused');
  if (path[1] === 'audit.csv') return sendText(response, 'text/csv', 'seq,time,actor,action,subject\n');
  const page = mockLogPage(log, url.searchParams);
  return send(response, 200, path[2] === 'head' ? { ...page.head, signature: 'made-up' } : page);
}

interface CameraRequest {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly url: URL;
  readonly path: readonly string[];
  readonly body: unknown;
  readonly may: (...needed: Role[]) => boolean;
  readonly by: string;
}

function answerCameras({ request, response, url, path, body, may, by }: CameraRequest): void {
  const [, , id, part] = path;
  const route =
    `${request.method} ${id === undefined ? '' : id === 'test' ? 'test' : (part ?? 'camera')}`.trim();
  if (!may(...(needed[route] ?? (request.method === 'GET' ? readers : (['installer'] as const)))))
    return fail(response, 'role-refused');
  const camera = cameras.find((each) => each.id === id);
  switch (route) {
    case 'GET':
      return send(response, 200, listed());
    case 'POST':
      return add(response, body as NewCameraJson);
    case 'POST test':
      return trySource(response, (body as { source: string }).source);
  }
  if (camera === undefined) return fail(response, 'camera-unknown');
  const replace = (next: CameraJson) => {
    cameras = cameras.map((each) => (each === camera ? next : each));
    send(response, 200, withPending(next));
  };
  switch (route) {
    case 'DELETE camera':
      cameras = cameras.filter((each) => each !== camera);
      return send(response, 204);
    case 'PUT lines': {
      const { lines } = body as { lines: readonly LineConfig[] };
      if (lines.some((line) => line.id === 'refuse')) return fail(response, 'lines-invalid');
      return replace({ ...camera, lines, editedInBrowser: true });
    }
    case 'PUT settings': {
      const next = mockSettings(camera, body as CameraSettingsJson, by, Date.now());
      changes = [...next.changes, ...changes];
      return replace({ ...next.camera, editedInBrowser: true });
    }
    case 'GET counts': {
      const range = {
        fromMs: Number(url.searchParams.get('fromMs')),
        toMs: Number(url.searchParams.get('toMs')),
        bucketMs: Number(url.searchParams.get('bucketMs') ?? 0),
      };
      return send(response, 200, mockCounts(camera, range, Date.now()));
    }
    case 'GET statistics':
      return send(response, 200, mockStatistics(camera, statisticsAsked(url.searchParams), Date.now()));
    case 'POST measures':
      return send(response, 200, mockCheck(camera, body as MeasuresRequestJson));
    case 'PUT measures':
      return replace({ ...withMeasures(camera, body as MeasuresRequestJson), editedInBrowser: true });
    case 'GET counts.csv':
      return sendText(response, 'text/csv', 'start,line,direction,class,count\n');
    case 'GET sign.svg':
    case 'GET sign.pdf': {
      const sign = { ...camera.sign, printedStamp: camera.sign.stamp };
      cameras = cameras.map((each) => (each === camera ? { ...each, sign } : each));
      return sendText(response, 'image/svg+xml', '<svg xmlns="http://www.w3.org/2000/svg"/>');
    }
    case 'PUT pause':
      return replace(pausedOrNot(camera, (body as PauseRequestJson).paused, Date.now()));
    case 'GET scene': {
      const isRunning = () => cameras.find((each) => each.id === camera.id)?.health.state === 'running';
      return permitsLiveScene(camera.purpose)
        ? streams.scene(camera, isRunning, request, response)
        : fail(response, 'purpose-refused');
    }
    default:
      return part === 'aim'
        ? answerAim(camera, { request, response, url, path, body, may, by })
        : fail(response, 'route-unknown');
  }
}

function statisticsAsked(query: URLSearchParams): Parameters<typeof mockStatistics>[1] {
  return {
    fromMs: Number(query.get('fromMs')),
    toMs: Number(query.get('toMs')),
    bucketMs: Number(query.get('bucketMs') ?? 0),
    byMonth: query.get('sum') === 'month',
    family: query.get('family'),
  };
}

function answerAim(camera: CameraJson, { request, response, path, body, by }: CameraRequest): void {
  const user = by.replace('user:', '');
  switch (`${request.method} ${path[4] ?? ''}`.trim()) {
    case 'POST': {
      const session = streams.beginAim(camera, user);
      if (typeof session === 'string') return fail(response, session);
      return send(response, 200, { fromMs: session.fromMs, endsMs: session.endsMs });
    }
    case 'GET':
      if (!streams.aim(camera, user, request, response)) fail(response, 'aim-unavailable');
      return;
    case 'DELETE':
      streams.endAim(camera.id);
      return send(response, 204);
    case 'POST approval':
      streams.approve(camera, (body as ApprovalJson).blocks);
      return send(response, 204);
    case 'POST grant':
      streams.grantAim(camera.id);
      return send(response, 200, withPending(camera));
    default:
      return fail(response, 'route-unknown');
  }
}

/** Who may read what of a camera; the rest is for everybody who is signed in. */
const readers: readonly Role[] = ['viewer', 'operator', 'installer', 'dpo', 'admin'];
const needed: Readonly<Record<string, readonly Role[]>> = {
  'GET scene': ['operator'],
  'PUT pause': ['operator', 'installer', 'dpo'],
  'GET sign.svg': ['installer'],
  'GET sign.pdf': ['installer'],
  'GET aim': ['installer'],
  'POST aim': ['installer', 'dpo'],
};

function answerChanges(
  request: IncomingMessage,
  response: ServerResponse,
  path: readonly string[],
  by: string,
): void {
  if (request.method === 'GET') return send(response, 200, { changes });
  const change = changes.find((each) => each.id === Number(path[2]) && each.state === 'pending');
  if (change === undefined) return fail(response, 'change-unknown');
  const state = request.method === 'POST' ? 'effective' : by === 'user:dpo' ? 'refused' : 'withdrawn';
  const next = { ...change, state, effectiveMs: Date.now(), decidedBy: by } as const;
  changes = changes.map((each) => (each === change ? next : each));
  send(response, 200, next);
}

function withPending(camera: CameraJson): CameraJson {
  const pending = changes.filter((each) => each.cameraId === camera.id && each.state === 'pending');
  return { ...camera, pending, aim: streams.aimOf(camera) };
}

function listed(): CamerasJson {
  return {
    site: { name: 'Harbour North', timeZone: 'Europe/Berlin' },
    storeProblem: options.has('store-full') ? problem('store-full') : null,
    model: options.has('no-model')
      ? problem('model-missing')
      : { name: 'outis-nano', licence: 'Apache-2.0', reviewed: true },
    cameras: cameras.map(withPending),
  };
}

function add(response: ServerResponse, body: NewCameraJson): void {
  if (cameras.some((each) => each.id === body.id)) return fail(response, 'camera-exists');
  const { background: _, ...rest } = body;
  const camera = cameraOf(
    { ...rest, until: body.until ?? null, boundary: body.boundary ?? null },
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

function sendText(response: ServerResponse, type: string, text: string): void {
  response.writeHead(200, { 'content-type': `${type}; charset=utf-8` });
  response.end(text);
}

function give(response: ServerResponse, answer: MockAnswer): void {
  if (answer.retryAfterS !== undefined) response.setHeader('retry-after', String(answer.retryAfterS));
  if ('problem' in answer) return fail(response, answer.problem);
  if (answer.cookie !== undefined) response.setHeader('set-cookie', answer.cookie);
  send(response, answer.status, answer.body);
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
  return text === '' ? undefined : JSON.parse(text);
}

function readOptions(words: readonly string[]): Map<string, string> {
  const found = new Map<string, string>();
  words.forEach((word, index) => {
    if (word.startsWith('--')) found.set(word.slice(2), words[index + 1] ?? '');
  });
  return found;
}

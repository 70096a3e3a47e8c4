import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import type { AimPictureJson, AimSessionJson, CameraJson, Role, SceneBackgroundJson } from '@outis/core';
import type { ModelFacts } from '../../packages/edge/src/camera/model-facts.ts';
import { backgroundFolder, KeptBackgrounds } from '../../packages/edge/src/pipeline/kept-backgrounds.ts';
import { EventReader, shownBlocks } from '../fixtures/event-reader.ts';
import { type HttpSite, httpSite, problemSchema, range, routesOf } from '../fixtures/http-site.ts';
import {
  paintedAim,
  paintedBlock,
  paintedBlocks,
  paintedCandidates,
  paintedSignature,
} from '../fixtures/painted.ts';
import { siteCamera, streetCamera } from '../fixtures/site.ts';
import { root, temporaryFolder, until } from '../fixtures/support.ts';

/** A site whose sight publishes blocks and aim views of known bytes, with a server that can be asked over a connection. */
interface Painted extends HttpSite {
  readonly url: string;
  /** As a user with these roles; the stream ends with the test. */
  open(path: string, roles: readonly Role[]): Promise<EventReader>;
}

const yard = siteCamera('yard', 'drawn:yard');
const street = streetCamera('street', 'drawn:street');

async function paintedSite(
  context: TestContext,
  cameras: readonly Record<string, unknown>[],
  { model = 'painter', data = null }: { readonly model?: string; readonly data?: string | null } = {},
): Promise<Painted> {
  const made = await httpSite(context, cameras, Date.now, {}, (note) => ({
    model: modelNamed(context, model),
    backgrounds: KeptBackgrounds.open(data, note),
    trial: {
      clock: 'live',
      decodeFps: 10,
      analyseFps: 5,
      sightEntry: join(root, 'test/fixtures/sight-painter.ts'),
    },
  }));
  made.site.start();
  await made.server.listen({ host: '127.0.0.1', port: 0 });
  const url = `http://127.0.0.1:${(made.server.server.address() as AddressInfo).port}`;
  const open = async (path: string, roles: readonly Role[]): Promise<EventReader> => {
    const stream = new EventReader();
    context.after(() => stream.leave());
    await stream.open(`${url}${path}`, made.cookieOf(roles.join('-'), roles));
    return stream;
  };
  return { ...made, cookie: made.cookie, url, open };
}

function modelNamed(context: TestContext, name: string): ModelFacts {
  const modelPath = join(temporaryFolder(context), `${name}.onnx`);
  writeFileSync(modelPath, '');
  const facts = { licence: 'none', sha256: '0'.repeat(64), reviewed: false, classes: [], ap50: null };
  return { name, ...facts, modelPath, manifestPath: modelPath };
}

/** What must stand nowhere but in its stream: as bytes, as base64, as base64url and as hexadecimal. */
function forms(bytes: Buffer): Buffer[] {
  const part = bytes.subarray(0, 24);
  return [part, ...(['base64', 'base64url', 'hex'] as const).map((form) => Buffer.from(part.toString(form)))];
}

const blockForms = [...paintedBlocks, ...paintedCandidates].flatMap((block) => [
  ...forms(paintedBlock(block)),
  ...forms(Buffer.from(paintedSignature(block))),
  Buffer.from(paintedSignature(block).join(',')),
]);
const aimForms = forms(paintedAim());

function holds(bytes: Buffer, wanted: readonly Buffer[]): boolean {
  return wanted.some((form) => bytes.includes(form));
}

async function running(site: HttpSite, ...ids: readonly string[]): Promise<void> {
  for (const id of ids)
    await until(`${id} runs`, () => site.site.camera(id).health.state === 'running', 60_000);
}

test('blocks of the ground leave by the live scene alone, the aim view by its own stream', async (context) => {
  const site = await paintedSite(context, [yard, street]);
  await running(site, 'yard', 'street');
  const installer = site.as('ina', ['installer']);
  for (const id of ['yard', 'street'])
    assert.equal((await installer('POST', `/api/cameras/${id}/aim`)).statusCode, 201, id);
  const scene = await site.open('/api/cameras/yard/scene', ['operator']);
  const aims = new EventReader();
  context.after(() => aims.leave());
  await aims.open(`${site.url}/api/cameras/yard/aim`, site.cookieOf('ina', ['installer']));
  await until('an aim view', () => aims.events('aim').length > 0);

  // Here they are: the search below can find something.
  await until('the blocks', () => shownBlocks(scene).size === paintedBlocks.length);
  for (const block of paintedBlocks)
    assert.equal(shownBlocks(scene).get(block), paintedBlock(block).toString('base64'));
  assert.ok(holds(Buffer.from(scene.text), blockForms) && holds(Buffer.from(aims.text), aimForms));
  // And each stream has its own alone.
  assert.ok(!holds(Buffer.from(scene.text), aimForms));
  assert.ok(!holds(Buffer.from(aims.text), blockForms));

  // Streams of other things have neither.
  const alerts = await site.open('/api/alerts/stream', ['operator']);
  const preview = await site.open('/api/cameras/yard/safety/preview', ['installer']);
  await until('what was watched', () => preview.events('watched').length > 0);
  for (const stream of [alerts, preview])
    assert.ok(!holds(Buffer.from(stream.text), [...blockForms, ...aimForms]));

  let asked = 0;
  const everybody = [installer, site.ask, site.as('dora', ['dpo']), site.nobody];
  const routes = routesOf(site).filter((route) => /^(GET|HEAD|POST|PUT) /.test(route));
  for (const route of routes)
    for (const id of ['yard', 'street'])
      for (const ask of everybody) {
        const [method, path] = route.split(' ') as ['GET', string];
        if (/\/(scene|stream|preview)$/.test(path) || (path.endsWith('/aim') && ask === installer)) continue;
        const url = path.replace('/cameras/:id', `/cameras/${id}`).replace('/c/:id', `/c/${id}`);
        const filled = url.replace(':id', '1').replace(':name', 'ina').replace('*', '');
        const asks = filled.includes('/counts') ? `${filled}?${range}` : filled;
        const { rawPayload, headers } = await ask(method, asks, method === 'GET' ? undefined : {});
        const whole = Buffer.concat([rawPayload, Buffer.from(JSON.stringify(headers))]);
        assert.ok(!holds(whole, [...blockForms, ...aimForms]), route);
        asked++;
      }
  assert.ok(asked > 300, `${asked} requests`);
  const log = await site.as('dora', ['dpo'])('GET', '/api/audit.csv');
  assert.match(log.body, /aim\.opened/);
});

test('a street has no background for anybody, and its aim view nothing to approve', async (context) => {
  const site = await paintedSite(context, [street]);
  await running(site, 'street');
  const json = (await site.ask('GET', '/api/cameras/street')).json<CameraJson>();
  assert.deepEqual([json.background, json.liveScene], [null, false]);
  assert.equal((await site.open('/api/cameras/street/scene', ['operator'])).status, 403);
  assert.deepEqual(site.site.camera('street').background.whole(), []);
  await site.as('installer', ['installer'])('POST', '/api/cameras/street/aim');
  const aims = await site.open('/api/cameras/street/aim', ['installer']);
  await until('an aim view', () => aims.events('aim').length > 0);
  for (const { candidates } of aims.events<AimPictureJson>('aim')) assert.deepEqual(candidates, []);
});

test('a site that is told to learn none has none, whatever sight would publish', async (context) => {
  const site = await paintedSite(context, [{ ...yard, background: 'off' }]);
  await running(site, 'yard');
  const scene = await site.open('/api/cameras/yard/scene', ['operator']);
  await until('a scene', () => scene.events('scene').length > 3);
  assert.equal(scene.events('background').length, 0);
  assert.equal((await site.ask('GET', '/api/cameras/yard')).json<CameraJson>().background, null);
});

test('the aim view from its beginning to its end: one user, pictures, approval, the log and the public page', async (context) => {
  const site = await paintedSite(context, [yard]);
  await running(site, 'yard');
  const ina = site.as('ina', ['installer']);
  const path = '/api/cameras/yard/aim';
  const code = (answer: { json(): unknown }): string => problemSchema.parse(answer.json()).code;
  assert.equal(code(await ina('GET', path)), 'aim-unavailable');
  assert.equal(code(await ina('POST', `${path}/approval`, { blocks: [20] })), 'aim-unavailable');
  const began = await ina('POST', path);
  assert.equal(began.statusCode, 201);
  const { fromMs, endsMs } = began.json<AimSessionJson>();
  assert.equal(endsMs - fromMs, 600_000);
  const other = site.as('igor', ['installer']);
  for (const answer of [await other('POST', path), await other('GET', path), await other('DELETE', path)])
    assert.equal(code(answer), 'aim-busy');

  const aims = new EventReader();
  context.after(() => aims.leave());
  await aims.open(`${site.url}${path}`, site.cookieOf('ina', ['installer']));
  await until('two pictures', () => aims.events('aim').length >= 2);
  const [picture] = aims.events<AimPictureJson>('aim');
  assert.deepEqual(Object.keys(picture!), [
    'tMs',
    'widthPx',
    'heightPx',
    'pixels',
    'columns',
    'rows',
    'candidates',
  ]);
  assert.equal(picture?.pixels, paintedAim().toString('base64'));
  assert.ok(picture!.widthPx <= 160 && Math.abs(picture!.tMs - Date.now()) < 20_000);

  const scene = await site.open('/api/cameras/yard/scene', ['operator']);
  assert.equal(code(await ina('POST', `${path}/approval`, { blocks: [20, 22] })), 'request-invalid');
  assert.equal((await ina('POST', `${path}/approval`, { blocks: [20] })).statusCode, 204);
  await until('the approved block', () => shownBlocks(scene).has(20));

  const json = (await site.ask('GET', '/api/cameras/yard')).json<CameraJson>();
  assert.deepEqual(json.aim, {
    left: 2,
    nextMs: fromMs + 30 * 86_400_000,
    current: { user: 'ina', fromMs, endsMs },
  });
  assert.match((await site.nobody('GET', '/c/yard?lang=en')).body, /since [^<]*: ina</);
  assert.equal((await ina('DELETE', path)).statusCode, 204);
  await until('its end', () => aims.isOver);
  assert.equal(aims.events('ended').length, 1);
  const pictures = aims.events('aim').length;
  assert.equal(code(await ina('DELETE', path)), 'aim-unavailable');
  assert.match((await site.nobody('GET', '/c/yard?lang=en')).body, / to [^<]*: ina</);
  const statement = (await site.nobody('GET', '/c/yard/statement.json')).body;
  assert.match(statement, /"aimUses": \[\s*\{\s*"user": "ina"/);
  assert.equal(aims.events('aim').length, pictures);

  const noted = site.audit
    .query({ limit: 100 })
    .entries.filter(({ action }) => /^(aim|background)\./.test(action))
    .map(({ action, actor, subject }) => `${action} ${actor} ${subject}`)
    .reverse();
  assert.deepEqual(noted, [
    'aim.opened user:ina yard',
    'background.approved user:ina yard',
    'aim.closed user:ina yard',
  ]);
  // The camera has gone through all of it without a restart.
  assert.equal(site.site.camera('yard').health.restarts, 0);
});

test('three times and no more, until the dpo grants another', async (context) => {
  const site = await paintedSite(context, [yard]);
  await running(site, 'yard');
  const ina = site.as('ina', ['installer']);
  const path = '/api/cameras/yard/aim';
  for (let i = 0; i < 3; i++) {
    assert.equal((await ina('POST', path)).statusCode, 201);
    assert.equal((await ina('DELETE', path)).statusCode, 204);
  }
  const spent = await ina('POST', path);
  assert.deepEqual([spent.statusCode, spent.json<{ code: string }>().code], [403, 'aim-spent']);
  assert.match(spent.json<{ hint: string }>().hint, /dpo may grant/);
  const granted = await site.as('dora', ['dpo'])('POST', `${path}/grant`);
  assert.deepEqual([granted.statusCode, granted.json<{ left: number }>().left], [201, 1]);
  assert.equal((await ina('POST', path)).statusCode, 201);
  assert.equal((await site.as('dora', ['dpo'])('DELETE', path)).statusCode, 204);
});

test('on disk is what was learned, sealed; a restart publishes it, and another view forgets it', async (context) => {
  const data = temporaryFolder(context);
  const path = join(backgroundFolder(data), 'yard.bin');
  const first = await paintedSite(context, [yard], { data });
  await running(first, 'yard');
  await until('the file', () => existsSync(path));
  await first.site.camera('yard').stop();
  const again = await paintedSite(context, [yard], { data });
  await running(again, 'yard');
  await until('what was kept', () => again.site.camera('yard').background.whole()[0]?.blocks.length === 10);
  for (const name of readdirSync(data, { recursive: true, encoding: 'utf8' })) {
    const bytes = existsSync(join(data, name)) && !name.endsWith('s') ? readFileSync(join(data, name)) : null;
    if (bytes !== null) assert.ok(!holds(bytes, [...blockForms, ...aimForms]), name);
  }
  await again.site.setSettings(
    'yard',
    {
      ...settingsOf(again),
      masks: [
        [
          [0, 0],
          [0.2, 0],
          [0.2, 0.2],
        ],
      ],
    },
    'user:ina',
  );
  const reset = again.audit.query({ action: 'background.reset', limit: 10 }).entries;
  assert.deepEqual(
    reset.map(({ actor, subject, detail }) => [actor, subject, detail['reason']]),
    [['system', 'yard', 'other-view']],
  );
});

function settingsOf({ site }: HttpSite) {
  const { purpose, owner, reason, until: day, boundary, masks } = site.cameraJson('yard');
  return { purpose, owner, reason, until: day!, boundary: boundary!, masks };
}

test('a camera that was moved says so, and its readers forget what they saw', async (context) => {
  const site = await paintedSite(context, [yard], { model: 'moved' });
  await running(site, 'yard');
  const scene = await site.open('/api/cameras/yard/scene', ['operator']);
  await until('the move', () => site.site.cameraJson('yard').background?.movedMs !== null);
  await until(
    'an empty ground',
    () =>
      scene.events<SceneBackgroundJson>('background').at(-1)?.isReset === true &&
      shownBlocks(scene).size === 0,
  );
  const reset = site.audit.query({ action: 'background.reset', limit: 10 }).entries;
  assert.deepEqual(
    reset.map(({ detail }) => detail['reason']),
    ['moved'],
  );
});

test('the end of the edge ends the aim view, on the record', async (context) => {
  const site = await paintedSite(context, [yard]);
  await running(site, 'yard');
  await site.as('installer', ['installer'])('POST', '/api/cameras/yard/aim');
  // The fixture closes the store once more.
  context.mock.method(site.store, 'close', () => {});
  await site.site.stop();
  const [closed] = site.audit.query({ action: 'aim.closed', limit: 1 }).entries;
  assert.equal(closed?.detail['reason'], 'edge-stopped');
});

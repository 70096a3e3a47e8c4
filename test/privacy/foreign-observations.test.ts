import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { foreignBytesMax, OutisError } from '@outis/core';
import type { MqttClient } from 'mqtt';
import { Access } from '../../packages/edge/src/access/access.ts';
import { AccessStore } from '../../packages/edge/src/access/access-store.ts';
import { routeRules } from '../../packages/edge/src/access/route-rules.ts';
import { AuditLog } from '../../packages/edge/src/audit/audit-log.ts';
import { configSchema } from '../../packages/edge/src/config/config-schema.ts';
import { sourceOf } from '../../packages/edge/src/export/export-rows.ts';
import { makeServer } from '../../packages/edge/src/http/server.ts';
import { SiteKey } from '../../packages/edge/src/keys/site-key.ts';
import { MqttLink } from '../../packages/edge/src/mqtt/mqtt-link.ts';
import { Site } from '../../packages/edge/src/pipeline/site.ts';
import { SqliteStore } from '../../packages/edge/src/store/sqlite-store.ts';
import { joinBroker, noBroker, startBroker, type TestBroker } from '../fixtures/broker.ts';
import { sessionCookie, setterRoles } from '../fixtures/http-site.ts';
import { siteCamera } from '../fixtures/site.ts';
import { root, until } from '../fixtures/support.ts';

const mark = `planted${randomBytes(4).toString('hex')}`;
let planted = 0;
/** A text that stands nowhere else; all of them begin alike, so that one search finds any. */
const canary = (): string => `${mark}x${planted++}`;

const frigate = {
  ...{ from: 'frigate', camera: 'gate', topic: 'frigate/events' },
  ...{ widthPx: 1280, heightPx: 720, system: 'Frigate 4711' },
};
const onvif = {
  ...{ from: 'onvif', topic: 'yard/onvif-mj/VideoAnalytics/1/Classifier' },
  ...{ widthPx: 1280, heightPx: 720, system: 'Yard camera' },
};

/** An object as Frigate sends it (docs.frigate.video/integrations/mqtt), with a canary wherever a text may stand. */
function frigateObject(x: number, changes: object = {}): object {
  return {
    id: canary(),
    camera: 'gate',
    frame_time: Date.now() / 1000,
    snapshot: {
      frame_time: Date.now() / 1000,
      box: [1, 2, 3, 4],
      attributes: [canary()],
      path_data: [canary()],
    },
    label: 'person',
    sub_label: [canary(), 0.79],
    top_score: 0.95,
    false_positive: false,
    score: 0.9,
    box: [x, 200, x + 120, 560],
    region: [canary()],
    current_zones: [canary()],
    entered_zones: [canary()],
    thumbnail: Buffer.from(canary()).toString('base64'),
    attributes: { [canary()]: 0.9 },
    current_attributes: [{ label: canary(), box: [1, 2, 3, 4], score: 0.6 }],
    path_data: [[[0.1, 0.2], canary()]],
    recognized_license_plate: [canary(), 0.95],
    current_estimated_speed: canary(),
    data: { description: canary() },
    [canary()]: canary(),
    ['__proto__']: { label: canary(), camera: canary() },
    ...changes,
  };
}

const frigateEvent = (x: number, changes: object = {}): string =>
  JSON.stringify({
    type: 'update',
    before: frigateObject(x),
    after: frigateObject(x, changes),
    [canary()]: canary(),
  });

function onvifFrame(x: number, word = 'Human'): string {
  const side = (value: number): string => String(value);
  return JSON.stringify({
    Frame: [
      {
        '@UtcTime': new Date().toISOString(),
        '@Source': canary(),
        '@context': { acme: canary() },
        Object: [
          {
            '@ObjectId': canary(),
            Appearance: {
              Shape: {
                BoundingBox: { '@left': side(x), '@top': '0.4', '@right': side(x + 0.2), '@bottom': '-0.5' },
              },
              Class: { Type: [{ '#text': word, '@Likelihood': '0.9' }, { '#text': canary() }] },
              HumanFace: { Gender: canary(), Age: { '@Min': canary() } },
              LicensePlateInfo: { PlateNumber: { '#text': canary() } },
              ImageRef: canary(),
              Image: Buffer.from(canary()).toString('base64'),
              'acme:Name': canary(),
            },
            Behaviour: { Speed: canary() },
          },
        ],
      },
    ],
  });
}

/** What no parser takes, with a canary where an error might repeat it. */
const broken = (): (string | Buffer)[] => [
  canary(),
  `{"type":"${canary()}`,
  `{"type":"new","after":{"camera":"gate","label":"${canary()}","box":"${canary()}"}}`,
  `{"type":"${canary()}","after":{"camera":"gate"}}`,
  `{"${canary()}":${'['.repeat(50)}${']'.repeat(50)}}`,
  Buffer.concat([Buffer.from(`{"a":"${canary()}`), Buffer.from([0xc3, 0x28]), Buffer.from('"}')]),
  `{"after":${canary()}}`,
  `[${canary()}]`,
  JSON.stringify({ type: 'new', after: frigateObject(1, { box: [canary(), null, {}, []] }) }),
  frigateEvent(1, { label: canary() }),
  frigateEvent(1, { camera: canary() }),
  frigateEvent(1, { score: canary(), frame_time: canary() }),
  JSON.stringify({ Frame: [{ Object: [{ Appearance: canary() }], Transformation: canary() }] }),
];

interface Edge {
  readonly folder: string;
  readonly site: Site;
  readonly link: MqttLink;
  readonly url: string;
  readonly cookie: string;
  /** What was written to the output and error streams. */
  readonly said: string[];
}

/** A whole site with its files, log, server and link, whose two cameras are another system's. */
async function startEdge(context: TestContext, broker: TestBroker): Promise<Edge> {
  const folder = mkdtempSync(join(tmpdir(), 'outis-test-'));
  const said: string[] = [];
  for (const stream of [process.stdout, process.stderr]) {
    const write = stream.write.bind(stream);
    context.mock.method(stream, 'write', (chunk: string | Uint8Array, ...rest: never[]) => {
      said.push(Buffer.from(chunk as string).toString('latin1'));
      return write(chunk, ...rest);
    });
  }
  const config = configSchema.parse({
    site: { name: 'Test', timeZone: 'UTC' },
    mqtt: { url: broker.url },
    cameras: [
      siteCamera('gate', 'mqtt', { observations: frigate }),
      siteCamera('yard', 'mqtt', { observations: onvif }),
    ],
    store: { folder },
  });
  const key = SiteKey.open(folder);
  const audit = AuditLog.open({ folder, key, nowMs: Date.now });
  const note = (entry: Parameters<typeof audit.append>[0]): void => void audit.append(entry);
  const store = new SqliteStore({ folder });
  const link = new MqttLink({ url: broker.url, topic: 'outis', clientId: 'outis-test' });
  const site = new Site({
    ...{ config, store, note, keyFingerprint: key.fingerprint, nowMs: Date.now, broker: link },
    model: new OutisError('model-missing'),
    publicAddress: () => 'http://127.0.0.1:8080',
  });
  const accessStore = new AccessStore(folder);
  const access = new Access({ store: accessStore, note, nowMs: Date.now });
  const server = await makeServer({
    ...{ site, access, audit, note, key, http: config.http, certificate: null, oidc: null },
    released: sourceOf(store, 'UTC'),
    publicAddress: () => 'http://127.0.0.1:8080',
    requestsPerSecond: 100_000,
  });
  const url = await server.listen({ host: '127.0.0.1', port: 0 });
  link.start();
  site.start();
  context.after(async () => {
    await server.close();
    await site.stop();
    await link.end();
    audit.close();
    accessStore.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const cookie = sessionCookie(accessStore, 'setter', setterRoles, Date.now());
  return { folder, site, link, url, cookie, said };
}

/** Everything that a route answers, a stream for as long as `ms`. */
async function answerOf({ url, cookie }: Edge, path: string, ms: number): Promise<string> {
  let text = '';
  try {
    const signal = AbortSignal.timeout(ms);
    const answer = await fetch(url + path, { headers: { cookie }, signal });
    const decoder = new TextDecoder();
    for await (const chunk of answer.body ?? [])
      text += decoder.decode(chunk as Uint8Array, { stream: true });
  } catch {
    // A stream ends when its time is over.
  }
  return text;
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

async function send(client: MqttClient, topic: string, payload: string | Buffer): Promise<void> {
  await client.publishAsync(topic, payload, { qos: 1 });
}

test('what another system says beside class, box, score and time is nowhere: files, log, streams, answers, live scene', {
  skip: noBroker,
}, async (context) => {
  const broker = await startBroker(context);
  const edge = await startEdge(context, broker);
  const { client } = await joinBroker(context, broker, 'nothing');
  await client.publishAsync('frigate/available', 'online', { qos: 1, retain: true });
  await until('Frigate is there', () => edge.site.camera('gate').health.state === 'running', 10_000);
  const paths = Object.keys(routeRules)
    .filter((route) => route.startsWith('GET /'))
    .map((route) =>
      route
        .slice(4)
        .replace(':id', 'gate')
        .replaceAll(/:[a-zA-Z]+/g, '1')
        .replace('*', 'x'),
    );
  const streams = ['/api/cameras/gate/scene', '/api/cameras/yard/scene'];
  const answers = [...paths, ...streams, '/c/yard', '/c/yard/statement.json'].map(
    async (path) => [path, await answerOf(edge, path, 7_000)] as const,
  );
  for (let i = 0; i < 16; i++) {
    await send(client, 'frigate/events', frigateEvent(200 + 50 * i));
    await send(client, onvif.topic, onvifFrame(-0.8 + i * 0.1));
    for (const payload of i % 4 === 3 ? broken() : [])
      for (const topic of ['frigate/events', onvif.topic, 'frigate/available'])
        await send(client, topic, payload);
    await new Promise((resolve) => setTimeout(resolve, 360));
  }
  const answered = new Map(await Promise.all(answers));
  edge.site.counter.tick(Date.now());
  const health = JSON.stringify(edge.site.camerasJson());
  const found: string[] = [];
  const search = (where: string, text: string | Buffer): void => {
    if (text.includes(mark)) found.push(where);
    if (text.includes(Buffer.from(mark.slice(0, 6)).toString('base64'))) found.push(`${where} as base64`);
  };
  for (const [path, text] of answered) search(path, text);
  for (const file of filesBelow(edge.folder)) search(file, readFileSync(file));
  search('output and errors', edge.said.join(''));
  search('cameras', health);
  assert.deepEqual(found, []);
  // It was not searched in vain: what may be told was told.
  assert.ok(planted > 500, `${planted}`);
  for (const path of streams) {
    const scene = answered.get(path)!;
    assert.ok(scene.includes('person'), `${path}: ${scene.slice(0, 200)}`);
  }
  assert.ok(answered.get('/c/gate')!.includes('Frigate 4711'));
  assert.ok(answered.get('/c/yard/statement.json')!.includes('Yard camera'));
  assert.ok(filesBelow(edge.folder).length >= 3);
  assert.ok(
    filesBelow(edge.folder).some((file) => readFileSync(file).includes('middle')),
    'a passage of the line stands in the open counts',
  );
});

/** Publishes from a process of its own, so that its memory is not ours. */
async function publishElsewhere(url: string, script: string): Promise<void> {
  const code = `import { connectAsync } from 'mqtt';
    const client = await connectAsync(${JSON.stringify(url)}, { protocolVersion: 5 });
    ${script}
    await client.endAsync();`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', code], { cwd: root, stdio: 'ignore' });
  const [exitCode] = (await once(child, 'exit')) as [number];
  assert.equal(exitCode, 0, 'it was published');
}

test('a message of 100 MB and a flood leave the site running and its memory bounded', {
  skip: noBroker,
}, async (context) => {
  const broker = await startBroker(context, { lines: ['max_queued_messages 2000'] });
  const edge = await startEdge(context, broker);
  const { client } = await joinBroker(context, broker, 'nothing');
  await client.publishAsync('frigate/available', 'online', { qos: 1, retain: true });
  const gate = edge.site.camera('gate');
  await until('Frigate is there', () => gate.health.state === 'running', 10_000);
  const beforeBytes = process.memoryUsage().rss;
  let mostBytes = 0;
  const timer = setInterval(() => {
    mostBytes = Math.max(mostBytes, process.memoryUsage().rss);
  }, 50);
  context.after(() => clearInterval(timer));
  await publishElsewhere(
    broker.url,
    `await client.publishAsync('frigate/events', Buffer.alloc(100e6, 91), { qos: 1 });
       await client.publishAsync('frigate/events', Buffer.alloc(${foreignBytesMax} - 100, 91), { qos: 1 });`,
  );
  await publishElsewhere(
    broker.url,
    `const text = ${JSON.stringify(frigateEvent(300))};
       for (let i = 0; i < 20; i++) {
         for (let j = 0; j < 500; j++) client.publish('frigate/events', text, { qos: 0 });
         await new Promise((resolve) => setTimeout(resolve, 50));
       }`,
  );
  await send(client, 'frigate/events', frigateEvent(300));
  await until('it goes on', () => gate.health.state === 'running', 20_000);
  clearInterval(timer);
  const moreMb = (mostBytes - beforeBytes) / 1e6;
  assert.ok(moreMb < 90, `${moreMb.toFixed(0)} MB more`);
  context.diagnostic(`at most ${moreMb.toFixed(0)} MB more`);
});

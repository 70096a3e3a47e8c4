import assert from 'node:assert/strict';
import { type ChildProcess, fork } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { stringify } from 'yaml';
import type { RaiserAnswer, RaiserRequest, UndeliveredAnswer } from '../fixtures/alert-raiser.ts';
import { type Bystander, joinBroker, noBroker, startBroker, type TestBroker } from '../fixtures/broker.ts';
import { type MailSink, startMailSink } from '../fixtures/mail-sink.ts';
import { root, temporaryFolder, until } from '../fixtures/support.ts';
import { startWebhookServer, type WebhookServer } from '../fixtures/webhook-server.ts';

/** An edge that gives alerts, and all who are told of them. */
interface Scene {
  readonly broker: TestBroker;
  readonly reader: Bystander;
  readonly hooks: WebhookServer;
  readonly other: WebhookServer;
  readonly mails: MailSink;
  /** Ids of alerts that were written. */
  readonly raised: string[];
  start(): Promise<void>;
  kill(): Promise<void>;
  ask(request: RaiserRequest): void;
  undelivered(): Promise<readonly UndeliveredAnswer[]>;
}

async function scene(context: TestContext): Promise<Scene> {
  const broker = await startBroker(context);
  const hooks = await startWebhookServer(context);
  const other = await startWebhookServer(context);
  const mails = await startMailSink(context);
  const reader = await joinBroker(context, broker, '#', { reconnectPeriod: 50 });
  const folder = temporaryFolder(context);
  const config = join(folder, 'outis.yaml');
  writeFileSync(join(folder, 'secret'), 'a secret of 16 bytes or more\n');
  writeFileSync(config, stringify(configFor(broker, hooks, other, mails)));
  let child: ChildProcess | null = null;
  let listed: readonly UndeliveredAnswer[] | null = null;
  const raised: string[] = [];
  const kill = async (): Promise<void> => {
    const running = child;
    child = null;
    if (running === null || running.exitCode !== null || running.signalCode !== null) return;
    const gone = new Promise((resolve) => running.once('exit', resolve));
    running.kill('SIGKILL');
    await gone;
  };
  context.after(kill);
  return {
    ...{ broker, reader, hooks, other, mails, raised, kill },
    ask: (request) => void child?.send(request, () => {}),
    start: async () => {
      const begun = fork(join(root, 'test/fixtures/alert-raiser.ts'), [config], { stdio: 'inherit' });
      let isReady = false;
      begun.on('message', (answer: RaiserAnswer) => {
        if (answer.kind === 'ready') isReady = true;
        else if (answer.kind === 'raised') raised.push(answer.id);
        else listed = answer.outlets;
      });
      child = begun;
      await until('the edge', () => isReady || null);
    },
    undelivered: async () => {
      listed = null;
      child?.send({ kind: 'undelivered' } satisfies RaiserRequest);
      return until('the list', () => listed);
    },
  };
}

function configFor(broker: TestBroker, hooks: WebhookServer, other: WebhookServer, mails: MailSink): object {
  return {
    site: { name: 'Harbour yard' },
    store: { folder: 'data' },
    cameras: [
      {
        ...{ id: 'yard', source: 'simulated:yard', purpose: 'site-safety' },
        ...{ owner: 'Harbour, yard', reason: 'Lorries reverse beside the footway' },
        until: new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10),
        boundary: [
          [0, 0],
          [1, 0],
          [1, 1],
          [0, 1],
        ],
        zones: [
          {
            id: 'crane',
            points: [
              [0.4, 0.4],
              [0.6, 0.4],
              [0.5, 0.6],
            ],
            hazard: 'slewing-zone',
          },
        ],
      },
    ],
    mail: {
      host: '127.0.0.1',
      port: mails.port,
      secure: false,
      from: 'outis@example.org',
      to: 'dpo@example.org',
    },
    mqtt: { url: broker.url, discovery: 'homeassistant' },
    alerts: {
      webhooks: [
        { name: 'room', url: hooks.url, secretFile: 'secret', rules: ['exclusion'] },
        { name: 'gone', url: other.url, secretFile: 'secret', rules: ['vest'], cameras: ['yard'] },
      ],
      mail: { to: ['safety@example.org'], rules: ['exclusion'] },
      sirens: [{ name: 'horn', topic: 'site/horn/set', seconds: 1, rules: ['exclusion'] }],
    },
  };
}

/** The ids that each receiver got, with repeats. */
function arrived({ reader, hooks, mails }: Scene): Record<'mqtt' | 'webhook' | 'mail', string[]> {
  return {
    mqtt: reader.seen
      .filter(({ topic }) => topic === 'outis/yard/alert')
      .map(({ text }) => (JSON.parse(text) as { readonly id: string }).id),
    webhook: hooks.received.map(({ headers }) => String(headers['idempotency-key'])),
    mail: mails.mails.map((mail) => /^Message-ID: <([\w-]+)@example\.org>\r$/m.exec(mail)![1]!),
  };
}

test('receivers and the edge are killed while alerts are given: each alert arrives at least once', {
  skip: noBroker,
}, async (context) => {
  const all = await scene(context);
  const { broker, hooks, mails } = all;
  await all.start();
  const raise = (everyMs: number | null): void => all.ask({ kind: 'raise', everyMs });
  raise(100);
  await wait(1_000);
  await broker.stop();
  await wait(1_500);
  await broker.start();
  await hooks.stop();
  await wait(1_000);
  await mails.stop();
  await hooks.start();
  // Somebody stands in for the receiver who is not it.
  hooks.answer = (response) => void response.writeHead(302, { location: `${all.other.url}` }).end();
  await wait(700);
  hooks.answer = (response) => void response.writeHead(500).end();
  await wait(700);
  await all.kill();
  await all.start();
  raise(100);
  await broker.stop();
  await wait(700);
  // Nobody is there at all, and the edge dies once more.
  await hooks.stop();
  await wait(500);
  await all.kill();
  const whileDown = all.raised.length;
  await all.start();
  raise(100);
  await wait(500);
  hooks.answer = (response) => void response.writeHead(204).end();
  await Promise.all([hooks.start(), mails.start(), broker.start()]);
  await wait(1_000);
  raise(null);
  const read = ['mqtt', 'webhook:room', 'mail'];
  const left = await until(
    'all of it has gone',
    async () => {
      const outlets = (await all.undelivered()).filter(({ outlet }) => read.includes(outlet));
      return outlets.every(({ waiting }) => waiting === 0) ? outlets : null;
    },
    100_000,
  );
  assert.ok(all.raised.length > 20 && all.raised.length > whileDown, String(all.raised.length));
  assert.deepEqual(
    left.map(({ givenUp, problem }) => [givenUp, problem]),
    read.map(() => [0, null]),
  );
  await until('the last has been read', () => all.raised.every((id) => arrived(all).mqtt.includes(id)));
  for (const [receiver, ids] of Object.entries(arrived(all))) {
    const missing = all.raised.filter((id) => !ids.includes(id));
    assert.deepEqual(missing, [], receiver);
    context.diagnostic(`${receiver}: ${all.raised.length} alerts arrived ${ids.length} times`);
  }
  assert.equal(all.other.received.length, 0, 'no redirect was followed');
  await sameAtEachAttempt(context, all);
});

/** Repeats are equal, and somebody who comes now learns nothing of alerts that were. */
async function sameAtEachAttempt(
  context: TestContext,
  { hooks, reader, broker, ...all }: Scene,
): Promise<void> {
  const bodies = new Map<string, Set<string>>();
  for (const { headers, body } of hooks.received) {
    const id = String(headers['idempotency-key']);
    bodies.set(id, (bodies.get(id) ?? new Set()).add(body));
  }
  assert.ok([...bodies.values()].every(({ size }) => size === 1));
  assert.ok(reader.seen.some(({ topic, text }) => topic === 'site/horn/set' && text === 'ON'));
  await until(
    'the siren is off',
    () => reader.seen.findLast(({ topic }) => topic === 'site/horn/set')?.text === 'OFF',
  );
  const late = await joinBroker(context, broker);
  all.ask({ kind: 'one', rule: 'blocked' });
  await until('an alert that is new', () => late.seen.some(({ topic }) => topic === 'outis/yard/alert'));
  assert.deepEqual(
    late.seen
      .filter(({ isRetained }) => isRetained)
      .map(({ topic }) => topic)
      .sort(),
    [
      'homeassistant/binary_sensor/outis/yard_problem/config',
      'homeassistant/event/outis/yard_alert/config',
      'homeassistant/switch/outis/yard_pause/config',
      'outis/status',
      'outis/yard/pause',
      'outis/yard/problem',
    ],
  );
}

test('what never arrives is listed with the reason', {
  skip: noBroker,
}, async (context) => {
  const all = await scene(context);
  await all.start();
  await until('the status', () => all.reader.seen.some(({ text }) => text === 'online'));
  all.other.answer = (response) => void response.writeHead(410).end();
  for (let index = 0; index < 3; index++) all.ask({ kind: 'one', rule: 'vest' });
  await until('the alerts', () => arrived(all).mqtt.length === 3);
  const gone = await until('it is listed', async () =>
    (await all.undelivered()).find(({ outlet, givenUp }) => outlet === 'webhook:gone' && givenUp === 3),
  );
  assert.match(gone.problem!, /410/);
  await all.hooks.stop();
  await all.mails.stop();
  all.ask({ kind: 'one', rule: 'exclusion' });
  const waiting = await until('they wait', async () => {
    const outlets = await all.undelivered();
    const down = outlets.filter(({ outlet }) => ['webhook:room', 'mail'].includes(outlet));
    return down.every(({ problem }) => problem !== null) ? outlets : null;
  });
  const of = (name: string): UndeliveredAnswer => waiting.find(({ outlet }) => outlet === name)!;
  assert.equal(of('webhook:room').waiting, 1);
  assert.match(of('webhook:room').problem!, /ECONNREFUSED/);
  assert.equal(of('mail').waiting, 1);
  assert.match(of('mail').problem!, /ECONNREFUSED|ESOCKET/);
  assert.deepEqual([of('mqtt').waiting, of('mqtt').givenUp], [0, 0]);
  // A camera that MQTT pauses is paused, and a person may see that.
  await all.reader.client.publishAsync('outis/yard/pause/set', 'ON', { qos: 1 });
  await until(
    'it is paused',
    () => all.reader.seen.findLast(({ topic }) => topic === 'outis/yard/pause')?.text === 'ON',
  );
  all.ask({ kind: 'end' });
  await until(
    'offline',
    () => all.reader.seen.findLast(({ topic }) => topic === 'outis/status')?.text === 'offline',
  );
});

import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { OutisError } from '@outis/core';
import fc from 'fast-check';
import {
  type Bystander,
  joinBroker,
  noBroker,
  startBroker,
  type TestBroker,
} from '../../../../test/fixtures/broker.ts';
import { until } from '../../../../test/fixtures/support.ts';
import { announcedClasses, announcedKinds, discoveryMessages, nodeId } from './home-assistant.ts';
import { MqttLink } from './mqtt-link.ts';
import type { CameraSwitch } from './pause-switch.ts';
import { SiteTopics } from './site-topics.ts';

const yard: CameraSwitch = { id: 'yard', purpose: 'site-safety', isPaused: false, hasProblem: false };
const street: CameraSwitch = {
  id: 'street',
  purpose: 'street-statistics',
  isPaused: false,
  hasProblem: true,
};

interface TestSite {
  readonly link: MqttLink;
  readonly topics: SiteTopics;
  readonly asked: string[];
  cameras: readonly CameraSwitch[];
  isRefusing: boolean;
}

/** A site with these cameras at a broker; it ends with the test. */
async function site(
  context: TestContext,
  broker: TestBroker,
  cameras: readonly CameraSwitch[],
  discovery: string | undefined = 'homeassistant',
): Promise<TestSite> {
  const link = new MqttLink({
    ...broker,
    topic: 'outis',
    clientId: 'outis-a',
    random: () => 0,
    say: () => {},
  });
  const asked: string[] = [];
  const topics = new SiteTopics(
    link,
    {
      cameras: () => made.cameras,
      setPaused: async (cameraId, isPaused) => {
        asked.push(`${cameraId} ${isPaused}`);
        if (made.isRefusing) throw new OutisError('camera-paused', cameraId);
        made.cameras = made.cameras.map((one) => (one.id === cameraId ? { ...one, isPaused } : one));
      },
    },
    discovery,
  );
  const made: TestSite = { link, topics, asked, cameras, isRefusing: false };
  context.after(async () => {
    topics.end();
    await link.end();
  });
  topics.start();
  link.start();
  await until('a connection', () => link.isConnected || null);
  return made;
}

/** What somebody gets who subscribes now: what the broker keeps, by topic. */
async function kept(context: TestContext, broker: TestBroker, link: MqttLink): Promise<Map<string, string>> {
  // What was published before is there before this is acknowledged.
  await link.publish('probe', '1');
  const { seen, client } = await joinBroker(context, broker);
  await link.publish('probe', '2');
  await until('the probe', () => seen.some(({ topic }) => topic === 'probe'));
  client.end(true);
  return new Map(seen.filter(({ isRetained }) => isRetained).map(({ topic, text }) => [topic, text]));
}

const said = ({ seen }: Bystander, topic: string): string[] =>
  seen.filter((one) => one.topic === topic).map(({ text }) => text);

test('two sites on one broker are two sites for Home Assistant, however alike their topics are', () => {
  const topic = fc.stringMatching(/^[a-u_-]{1,4}(\/[a-u_-]{1,4}){0,2}$/);
  fc.assert(
    fc.property(topic, topic, (one, other) => {
      assert.match(nodeId(one), /^[A-Za-z0-9_-]+$/);
      assert.equal(nodeId(one) === nodeId(other), one === other);
    }),
    {
      seed: 12,
      numRuns: 2_000,
      examples: [
        ['a/b', 'a_b'],
        ['a/_b', 'a_/b'],
        ['a__b', 'a/b'],
      ],
    },
  );
});

test('Home Assistant learns of alerts, a pause switch and trouble, and of nothing else', () => {
  const place = { prefix: 'homeassistant', topic: 'north/outis' };
  const messages = discoveryMessages(place, [yard, street]);
  assert.deepEqual(
    [...messages.keys()],
    [
      'homeassistant/event/north__outis/yard_alert/config',
      'homeassistant/switch/north__outis/yard_pause/config',
      'homeassistant/binary_sensor/north__outis/yard_problem/config',
      'homeassistant/switch/north__outis/street_pause/config',
      'homeassistant/binary_sensor/north__outis/street_problem/config',
    ],
  );
  // The closed lists themselves: no occupancy, motion, presence, count, image or camera.
  assert.deepEqual([...announcedKinds], ['event', 'switch', 'binary_sensor']);
  assert.deepEqual([...announcedClasses], ['problem']);
  const ids = new Set<string>();
  for (const [topic, text] of messages) {
    const message = JSON.parse(text) as Record<string, unknown>;
    assert.ok((announcedKinds as readonly string[]).includes(topic.split('/')[1]!), topic);
    const { device_class: deviceClass = 'problem' } = message;
    assert.ok((announcedClasses as readonly unknown[]).includes(deviceClass), topic);
    assert.equal(message['availability_topic'], 'north/outis/status');
    for (const key of Object.keys(message))
      assert.doesNotMatch(key, /image|json_attributes|value_template|unit_of|state_class/, topic);
    ids.add(String(message['unique_id']));
  }
  assert.equal(ids.size, messages.size);
  const alert = JSON.parse(messages.get('homeassistant/event/north__outis/yard_alert/config')!);
  assert.deepEqual(
    [alert.state_topic, alert.event_types],
    ['north/outis/yard/alert', ['helmet', 'vest', 'exclusion', 'proximity', 'blocked']],
  );
  const pause = JSON.parse(messages.get('homeassistant/switch/north__outis/street_pause/config')!);
  assert.deepEqual(
    [pause.state_topic, pause.command_topic, pause.retain],
    ['north/outis/street/pause', 'north/outis/street/pause/set', false],
  );
});

test('states are kept by the broker, follow what happens and survive its death', {
  skip: noBroker,
}, async (context) => {
  const broker = await startBroker(context);
  const made = await site(context, broker, [yard, street]);
  const { link, topics } = made;
  const first = await kept(context, broker, link);
  const states = (map: Map<string, string>): string[][] =>
    [...map].filter(([topic]) => topic.startsWith('outis/')).sort();
  assert.deepEqual(states(first), [
    ['outis/status', 'online'],
    ['outis/street/pause', 'OFF'],
    ['outis/street/problem', 'ON'],
    ['outis/yard/pause', 'OFF'],
    ['outis/yard/problem', 'OFF'],
  ]);
  assert.equal([...first.keys()].filter((topic) => topic.startsWith('homeassistant/')).length, 5);
  made.cameras = [{ ...yard, isPaused: true, hasProblem: true }];
  topics.look();
  const second = await kept(context, broker, link);
  assert.deepEqual(states(second), [
    ['outis/status', 'online'],
    ['outis/yard/pause', 'ON'],
    ['outis/yard/problem', 'ON'],
  ]);
  assert.equal([...second.keys()].filter((topic) => topic.includes('street')).length, 0);
  let connections = 0;
  link.onConnected(() => void connections++);
  await broker.stop();
  await broker.start();
  await until('it is back', () => connections === 2);
  assert.deepEqual(await kept(context, broker, link), second);
});

test('what an earlier process had announced of a camera that is gone is cleared, and nothing of others', {
  skip: noBroker,
}, async (context) => {
  const broker = await startBroker(context);
  const earlier = await site(context, broker, [yard, street]);
  await kept(context, broker, earlier.link);
  earlier.topics.end();
  await earlier.link.end();
  const other = await joinBroker(context, broker, 'nothing');
  const foreign = ['homeassistant/sensor/zigbee/door/config', 'outis2/street/pause', 'outis/street/note'];
  for (const topic of foreign) await other.client.publishAsync(topic, 'theirs', { qos: 1, retain: true });
  const made = await site(context, broker, [yard]);
  const left = await until('it is cleared', async () => {
    const map = await kept(context, broker, made.link);
    return [...map.keys()].some((topic) => /street_|^outis\/street\/p/.test(topic)) ? null : map;
  });
  for (const topic of foreign) assert.equal(left.get(topic), 'theirs');
  assert.ok(left.has('homeassistant/event/outis/yard_alert/config'));
});

test('a command pauses and lets go on; a kept, strange or refused one does not', {
  skip: noBroker,
}, async (context) => {
  const broker = await startBroker(context);
  const other = await joinBroker(context, broker, 'outis/#');
  // A command of last week that somebody had kept.
  await other.client.publishAsync('outis/yard/pause/set', 'ON', { qos: 1, retain: true });
  const made = await site(context, broker, [yard, street]);
  const command = (topic: string, text: string | Buffer): Promise<unknown> =>
    other.client.publishAsync(topic, text, { qos: 1 });
  await until('the state', () => said(other, 'outis/yard/pause').includes('OFF'));
  for (const [topic, text] of [
    ['outis/yard/pause/set', 'on'],
    ['outis/yard/pause/set', ''],
    ['outis/yard/pause/set', 'ON\u0000'],
    ['outis/yard/pause/set', Buffer.alloc(200_000, 79)],
    ['outis/yard/pause/set', Buffer.from([0xff, 0xfe])],
    ['outis/nobody/pause/set', 'ON'],
    ['outis/yard/pause', 'ON'],
  ] as const)
    await command(topic, text);
  assert.deepEqual(made.asked, []);
  await command('outis/yard/pause/set', 'ON');
  await until('it is paused', () => said(other, 'outis/yard/pause').at(-1) === 'ON');
  assert.deepEqual(made.asked, ['yard true']);
  await command('outis/yard/pause/set', 'OFF');
  await until('it goes on', () => said(other, 'outis/yard/pause').at(-1) === 'OFF');
  made.isRefusing = true;
  await command('outis/street/pause/set', 'OFF');
  await until('it was asked', () => made.asked.at(-1) === 'street false');
  made.isRefusing = false;
  await command('outis/street/pause/set', 'ON');
  await until('it is paused', () => said(other, 'outis/street/pause').at(-1) === 'ON');
  // A flood ends in what was said last.
  for (let index = 0; index < 200; index++)
    void other.client.publish('outis/yard/pause/set', index % 2 === 0 ? 'ON' : 'OFF', { qos: 0 });
  await command('outis/yard/pause/set', 'ON');
  await until('it is paused', () => made.cameras[0]!.isPaused && made.asked.at(-1) === 'yard true');
});

test('a state that somebody else gives out is put right: nobody reads of a pause that there is not', {
  skip: noBroker,
}, async (context) => {
  const broker = await startBroker(context);
  const made = await site(context, broker, [yard]);
  const other = await joinBroker(context, broker, 'outis/#');
  for (const [topic, right, texts] of [
    ['outis/yard/pause', 'OFF', ['ON', '', 'x'.repeat(10_000)]],
    // Home Assistant would take no alert of one that is not there.
    ['outis/status', 'online', ['offline']],
  ] as const)
    for (const text of texts) {
      await until('the state', () => said(other, topic).at(-1) === right);
      const before = said(other, topic).length;
      await other.client.publishAsync(topic, text, { qos: 1, retain: true });
      await until('it is put right', () => said(other, topic).length > before + 1);
      assert.equal((await kept(context, broker, made.link)).get(topic), right, text);
    }
  assert.deepEqual(made.asked, []);
});

test('without Home Assistant nothing is announced', { skip: noBroker }, async (context) => {
  const broker = await startBroker(context);
  const link = new MqttLink({ ...broker, topic: 'outis', clientId: 'outis-b', say: () => {} });
  const topics = new SiteTopics(link, { cameras: () => [yard], setPaused: async () => {} }, undefined);
  context.after(async () => {
    topics.end();
    await link.end();
  });
  topics.start();
  link.start();
  await until('a connection', () => link.isConnected || null);
  const map = await kept(context, broker, link);
  assert.deepEqual([...map.keys()].sort(), ['outis/status', 'outis/yard/pause', 'outis/yard/problem']);
});

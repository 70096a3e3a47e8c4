import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { OutisError } from '@outis/core';
import { stringify } from 'yaml';
import { temporaryFolder } from '../../../../test/fixtures/support.ts';
import { parseConfig, readConfig } from './read-config.ts';

type Json = Record<string, unknown>;

const street = {
  ...{ id: 'bridge', source: 'rtsp://10.0.0.5/stream', purpose: 'street-statistics' },
  ...{ owner: 'City of Ithaca', reason: 'How many cyclists use the bridge' },
};
const yard = {
  ...{ ...street, id: 'yard', purpose: 'site-safety', until: '2027-06-30' },
  boundary: [
    [0, 0],
    [1, 0],
    [1, 1],
  ],
};
const mqtt = { url: 'mqtts://broker.example.org:8883', user: 'outis', passwordFile: 'password' };
const hook = { name: 'room', url: 'https://room.example.org/alerts', secretFile: 'secret' };
const siren = { name: 'horn', topic: 'site/horn/set' };
const mail = { host: 'mail.example.org', from: 'a@example.org', to: 'b@example.org' };

function parsed(parts: Json): ReturnType<typeof parseConfig> {
  return parseConfig(stringify({ cameras: [street, yard], ...parts }), 'outis.yaml');
}

function refusal(parts: Json): string {
  try {
    parsed(parts);
  } catch (error) {
    assert.ok(error instanceof OutisError, String(error));
    assert.equal(error.code, 'config-invalid');
    return error.detail;
  }
  throw new assert.AssertionError({ message: `Accepted: ${JSON.stringify(parts)}` });
}

test('a broker and outlets with their defaults; paths are relative to the file, also within lists', (context) => {
  const { mqtt: broker, alerts } = parsed({
    ...{ mqtt, mail },
    alerts: { webhooks: [hook], sirens: [siren], mail: { to: ['c@example.org'], rules: ['helmet'] } },
  });
  assert.deepEqual(broker, { ...mqtt, topic: 'outis', alerts: true });
  assert.deepEqual(alerts!.sirens[0], { ...siren, on: 'ON', off: 'OFF', seconds: 10 });
  assert.deepEqual(parsed({}).alerts, undefined);
  const folder = temporaryFolder(context);
  const path = join(folder, 'outis.yaml');
  writeFileSync(path, stringify({ mqtt, mail, alerts: { webhooks: [hook, { ...hook, name: 'b' }] } }));
  const read = readConfig(path);
  assert.equal(read.mqtt!.passwordFile, join(folder, 'password'));
  assert.deepEqual(
    read.alerts!.webhooks.map(({ secretFile }) => secretFile),
    [join(folder, 'secret'), join(folder, 'secret')],
  );
});

test('nothing goes through a network for all to read, and no address holds a password', () => {
  for (const url of ['mqtt://127.0.0.1', 'mqtt://localhost:1884', 'mqtt://[::1]:1', 'mqtts://a'])
    assert.equal(parsed({ mqtt: { url } }).mqtt!.url, url);
  for (const [url, why] of [
    ['mqtt://broker.example.org', /must be mqtts:\/\/ outside this machine/],
    ['mqtt://127.0.0.1.example.org', /outside this machine/],
    ['mqtt://localhost@broker.example.org', /end behind the name/],
    ['mqtts://outis:hunter2@broker', /passwordFile/],
    ['mqtts://broker/path', /end behind the name/],
    ['mqtts://broker?a=b', /end behind the name/],
    ['http://broker', /must be mqtts/],
    ['wss://broker', /must be mqtts/],
    ['broker', /must be mqtts/],
    ['mqtts://', /end behind the name/],
  ] as const)
    assert.match(refusal({ mqtt: { url } }), why, url);
  assert.doesNotMatch(refusal({ mqtt: { url: 'mqtts://outis:hunter2@broker' } }), /hunter2/);
  for (const url of ['http://127.0.0.1:8000/a', 'https://room.example.org/a?b=c'])
    assert.equal(parsed({ alerts: { webhooks: [{ ...hook, url }] } }).alerts!.webhooks[0]!.url, url);
  for (const [url, why] of [
    ['http://room.example.org', /must be https:\/\/ outside this machine/],
    ['https://a:hunter2@room.example.org', /user name/],
    ['ftp://room', /must be https/],
    ['room', /must be https/],
  ] as const) {
    const detail = refusal({ alerts: { webhooks: [{ ...hook, url }] } });
    assert.match(detail, why, url);
    assert.doesNotMatch(detail, /hunter2/);
  }
});

test('what hangs on something that is missing is refused with line and reason', () => {
  for (const [parts, why] of [
    [{ alerts: { sirens: [siren] } }, /alerts\.sirens: need mqtt/],
    [{ alerts: { mail: { to: ['c@example.org'] } } }, /alerts\.mail: needs mail/],
    [{ alerts: { webhooks: [{ ...hook, secretFile: undefined }] } }, /secretFile/],
    [{ alerts: { webhooks: [hook, hook] } }, /alerts\.webhooks: two have the same name/],
    [{ mqtt, alerts: { sirens: [siren, siren] } }, /alerts\.sirens: two have the same name/],
    [{ alerts: { webhooks: [{ ...hook, rules: ['loitering'] }] } }, /rules\.0 = "loitering"/],
    [
      { alerts: { webhooks: [{ ...hook, cameras: ['yrad'] }] } },
      /cameras\.0 = "yrad": is no camera of this file/,
    ],
    [
      { alerts: { webhooks: [{ ...hook, cameras: ['bridge'] }] } },
      /cameras\.0 = "bridge": is no site-safety camera/,
    ],
    [{ mail, alerts: { mail: { to: ['c@example.org'], cameras: ['a'] } } }, /alerts\.mail\.cameras\.0 = "a"/],
    [{ mqtt, alerts: { sirens: [{ ...siren, cameras: ['a'] }] } }, /sirens\.0\.cameras\.0 = "a"/],
    [{ mqtt, alerts: { sirens: [{ ...siren, topic: 'site/#' }] } }, /must be a topic/],
    [{ mqtt, alerts: { sirens: [{ ...siren, seconds: 0 }] } }, /seconds/],
    [{ mqtt: { ...mqtt, user: undefined } }, /mqtt\.user: is required with passwordFile/],
    [{ mqtt: { ...mqtt, topic: 'a b' } }, /mqtt\.topic/],
    [{ mqtt: { ...mqtt, discovery: 'a/b' } }, /mqtt\.discovery/],
    [{ mqtt: { ...mqtt, password: 'hunter2' } }, /mqtt\.password: is not a key here/],
    [{ alerts: { threshold: 3 } }, /alerts\.threshold: is not a key here/],
  ] as const)
    assert.match(refusal(JSON.parse(JSON.stringify(parts)) as Json), why);
  const foreign = {
    ...{ ...street, source: 'mqtt' },
    observations: {
      ...{ from: 'frigate', camera: 'a', topic: 'frigate/events', widthPx: 1280, heightPx: 720 },
      system: 'Frigate',
    },
  };
  assert.match(refusal({ cameras: [foreign] }), /cameras\.0\.source.*needs mqtt/);
  assert.equal(parsed({ cameras: [foreign], mqtt }).cameras.length, 1);
});

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import {
  type Cell,
  countIntervalMs,
  detectionsPerFrameMax,
  isErrorCode,
  nextMorningMs,
  OutisError,
  parseSightMessage,
  purposes,
  Release,
  releaseCell,
  roadUserClasses,
  WireError,
} from '@outis/core';
import fc from 'fast-check';
import { decoderCommand, probeCommand } from '../../packages/edge/src/camera/decoder-arguments.ts';
import { DecoderLog } from '../../packages/edge/src/camera/decoder-log.ts';
import { sightArguments } from '../../packages/edge/src/camera/sight-command.ts';
import { parseSource, shownAddress } from '../../packages/edge/src/camera/source.ts';
import { cameraSchema, configSchema } from '../../packages/edge/src/config/config-schema.ts';
import { findCertificate } from '../../packages/edge/src/http/certificate.ts';
import { seededDraws } from '../fixtures/seeded-draws.ts';
import { root, temporaryFolder } from '../fixtures/support.ts';

/** What a release depends on, besides what each test is about. */
const context = { timeZone: 'UTC', scale: 2, uniformBelow: seededDraws() } as const;
const secret = 'pass-word-7';
const addresses = [
  `rtsp://admin:${secret}@192.168.1.20/stream2`,
  `rtsps://admin:${secret}@192.168.1.20/stream2?token=${secret}`,
  `http://admin:${secret}@192.168.1.20/mjpg?key=${secret}`,
  `https://192.168.1.20/${secret}/mjpg`,
  '/dev/video0',
  'street.mp4',
];

function commands(address: string): { readonly decoder: string[]; readonly all: string[]; script: string } {
  const source = parseSource(address);
  if (source.kind === 'simulated' || source.kind === 'mqtt') throw new Error('It has no decoder.');
  const size = { widthPx: 640, heightPx: 360 };
  const options = { source, size, decodeFps: 10, maskPath: '/data/masks/a.png', realTimeLoop: false };
  const decoder = decoderCommand(options);
  const probe = probeCommand(source);
  return {
    decoder: [...decoder.arguments],
    all: [...decoder.arguments, ...probe.arguments],
    script: decoder.script ?? '',
  };
}

test('outside this machine it listens with TLS only, and there is no setting to leave it out', (context) => {
  const folder = temporaryFolder(context);
  const certificateOf = (host: string) =>
    findCertificate(configSchema.parse({ http: { host } }).http, folder);
  for (const host of ['0.0.0.0', '::', '192.168.1.2']) assert.notEqual(certificateOf(host), null, host);
  for (const host of ['127.0.0.1', '::1', 'localhost']) assert.equal(certificateOf(host), null, host);
  for (const host of ['outis.example.org', ''])
    assert.equal(configSchema.safeParse({ http: { host } }).success, false, host);
  for (const off of [{ tls: false }, { tls: null }, { login: false }])
    assert.equal(configSchema.safeParse({ http: { host: '0.0.0.0', ...off } }).success, false);
  assert.equal(configSchema.parse({}).http.host, '127.0.0.1');
});

test('a camera without purpose, owner or a specific reason is refused', () => {
  const camera = {
    id: 'gate',
    source: '/dev/video0',
    purpose: 'street-statistics',
    owner: 'City of Ithaca',
    reason: 'How many people cycle through Harbour Street',
  };
  assert.equal(cameraSchema.safeParse(camera).success, true);
  for (const key of ['purpose', 'owner', 'reason'] as const)
    assert.equal(cameraSchema.safeParse({ ...camera, [key]: undefined }).success, false, key);
  for (const reason of ['For safety.', 'surveillance', 'monitoring', '            ', 'security'])
    assert.equal(cameraSchema.safeParse({ ...camera, reason }).success, false, reason);
  assert.equal(cameraSchema.safeParse({ ...camera, purpose: 'marketing' }).success, false);
});

test('no address and no password is among the arguments of decoder and probe', () => {
  for (const address of addresses) {
    const { all, script } = commands(address);
    assert.ok(!all.some((argument) => argument.includes(secret)), address);
    if (address.includes(secret)) assert.ok(script.includes(secret), 'the script has it');
    assert.ok(!shownAddress(parseSource(address)).includes(secret));
  }
});

test('an address cannot end its line of the script or begin an option', () => {
  for (const address of [
    "rtsp://a/b'\nfile '/etc/passwd",
    'rtsp://a/b\noption x y',
    'rtsp://a/\\b',
    'concat:/etc/passwd|/etc/shadow',
    'data:text/plain,x',
    '/proc/self/environ',
    '/dev/sda',
  ])
    assert.throws(
      () => parseSource(address),
      (error) => error instanceof OutisError && error.code === 'source-invalid',
      address,
    );
  assert.equal(parseSource('rtsp://a/b%27%0Afile').kind, 'rtsp');
  assert.equal(
    commands('rtsp://a/b%27%0Afile')
      .script.split('\n')
      .filter((line) => line.startsWith('file')).length,
    1,
  );
  assert.deepEqual(parseSource('-y'), { kind: 'file', path: './-y' });
});

test('the decoder gives pictures only, and opens no protocol or container beyond a fixed list', () => {
  for (const address of addresses) {
    const { decoder, all, script } = commands(address);
    assert.ok(
      ['-an', '-sn', '-dn'].every((flag) => decoder.includes(flag)),
      address,
    );
    const lists = all.filter((_, index) => all[index - 1] === '-protocol_whitelist');
    if (address.startsWith('/dev/'))
      assert.deepEqual(all.slice(all.indexOf('v4l2') - 1).slice(0, 4), ['-f', 'v4l2', '-i', '/dev/video0']);
    else assert.ok(lists.length > 0);
    // The mask is a file of ours and comes last; before it the network never goes with local files.
    const input = address.includes('://') ? lists[0]! : 'file';
    assert.equal(input.split(',').includes('file') && input !== 'file', false, input);
    assert.doesNotMatch(input, /concat|subfile|data|async|unix|udp/);
    if (script.includes('rtsp')) assert.match(script, /^option allowed_media_types video$/m);
  }
  const formats = commands('street.mp4').all.find((_, index, all) => all[index - 1] === '-format_whitelist');
  assert.doesNotMatch(formats!, /concat|hls|dash|sdp|lavfi|image2|applehttp/);
});

test("of the decoder's log nothing is kept but a code of the error table", () => {
  const log = new DecoderLog(null, () => {});
  log.push(
    `[rtsp @ 0x1] method DESCRIBE failed: 401 Unauthorized rtsp://admin:${secret}@host/${'x'.repeat(9000)}\n`,
  );
  log.push(`${'y'.repeat(100_000)}`);
  log.push(`\n${secret}: Connection refused\n`);
  assert.ok(isErrorCode(log.problem));
  const error = new OutisError(log.problem);
  assert.ok(!`${error.message} ${error.hint} ${JSON.stringify(log)}`.includes(secret));
});

test('a message from sight is numbers and classes of the vocabulary, or it is refused', () => {
  const box = { left: 0.1, top: 0.1, width: 0.1, height: 0.1 };
  const detection = { class: 'person', score: 0.9, box };
  const observation = { kind: 'observation', tMs: 1, frameIndex: 0, detections: [detection] };
  assert.deepEqual(parseSightMessage(observation), observation);
  const bad: unknown[] = [
    { ...observation, pixels: 'AAAA' },
    { ...observation, detections: [{ ...detection, crop: [1, 2, 3] }] },
    { ...observation, detections: [{ ...detection, trackId: 7 }] },
    { ...observation, detections: [{ ...detection, class: 'face' }] },
    { ...observation, detections: [{ ...detection, box: { ...box, left: 2 } }] },
    { ...observation, detections: [{ ...detection, score: 'AAAA' }] },
    { ...observation, detections: Array(detectionsPerFrameMax + 1).fill(detection) },
    { ...observation, tMs: Number.NaN },
    { kind: 'picture', bytes: 'AAAA' },
    { kind: 'failed', code: 'sight-failed', detail: 'x'.repeat(501) },
    { kind: 'failed', code: 'AAAA', detail: '' },
    null,
    'AAAA',
  ];
  for (const message of bad)
    assert.throws(() => parseSightMessage(message), WireError, JSON.stringify(message)?.slice(0, 100));
});

test('sight is started with every door shut, and no signal opens an inspector in sight or edge', () => {
  const started = sightArguments({ modelPath: '/models/a.onnx', manifestPath: '/models/a.manifest.json' });
  const allowed = started.filter((argument) => argument.startsWith('--allow'));
  assert.ok(started.includes('--permission') && started.includes('--disable-sigusr1'));
  assert.ok(
    allowed.every((argument) => argument === '--allow-addons' || /^--allow-fs-read=\//.test(argument)),
  );
  for (const path of ['/', '/home', '/tmp', root, join(root, 'data'), join(root, 'packages/edge')])
    assert.ok(!allowed.includes(`--allow-fs-read=${path}`), path);
  const launcher = readFileSync(join(root, 'outis'), 'utf8');
  assert.match(launcher, /^exec "\$node" --disable-sigusr1 "\$root\/packages\/edge\/src\/main\.ts"/m);
  assert.match(readFileSync(join(root, 'scripts/setup.sh'), 'utf8'), /^unset NODE_OPTIONS$/m);
});

test('no purpose permits a finer count than its table', () => {
  const minutes = purposes.map((purpose) =>
    roadUserClasses.map((each) => countIntervalMs(purpose, each) / 60_000),
  );
  //                         person bicycle motorcycle car bus truck
  assert.deepEqual(minutes, [
    [60, 60, 60, 15, 60, 60],
    [15, 15, 15, 15, 60, 60],
  ]);
  for (const purpose of purposes) {
    for (const objectClass of roadUserClasses) {
      const intervalMs = countIntervalMs(purpose, objectClass) / 3;
      const finer = cell(objectClass, 0, intervalMs);
      assert.throws(() => releaseCell(finer, 1, { ...context, purpose, nowMs: 1e12 }), RangeError);
    }
  }
});

test('persons on a street leave the next morning at six, and nothing leaves before its interval has ended', () => {
  const zones = ['UTC', 'Europe/Athens', 'America/St_Johns', 'Pacific/Kiritimati', 'Australia/Lord_Howe'];
  fc.assert(
    fc.property(
      fc.constantFrom(...purposes),
      fc.constantFrom(...roadUserClasses),
      fc.integer({ min: 0, max: 4e6 }),
      fc.integer({ min: -2, max: 60 * 24 * 3 }),
      fc.constantFrom(...zones),
      (purpose, objectClass, quarter, laterMinutes, timeZone) => {
        const intervalMs = countIntervalMs(purpose, objectClass);
        const startMs = Math.floor((quarter * 900_000) / intervalMs) * intervalMs;
        const nowMs = startMs + laterMinutes * 60_000;
        const result = releaseCell(cell(objectClass, startMs, intervalMs), 1, {
          ...{ ...context, purpose, timeZone, nowMs },
        });
        if (result instanceof Release) {
          assert.ok(nowMs >= startMs + intervalMs);
          if (purpose !== 'street-statistics' || objectClass !== 'person') return;
          assert.ok(nowMs >= nextMorningMs(startMs, timeZone));
          const hour = { timeZone, hour: 'numeric', hourCycle: 'h23' } as const;
          assert.equal(new Intl.DateTimeFormat('en', hour).format(nextMorningMs(startMs, timeZone)), '06');
        } else assert.ok(result.dueMs > nowMs);
      },
    ),
  );
});

test('a release can be made by no literal, no `new` and no copy', () => {
  const record = { ...cell('car', 0, 900_000), value: 1, scale: 2, cells: 1 } as const;
  const take = (release: Release): Release => release;
  // @ts-expect-error A record is no release.
  take(record);
  // @ts-expect-error Its constructor is private.
  take(new Release(record));
  // @ts-expect-error A copy has no private field.
  take({ ...Release.of(record) });
  assert.throws(() => {
    (Release.of(record).record as { value: number }).value = 7;
  }, TypeError);
});

function cell(objectClass: Cell['class'], startMs: number, intervalMs: number): Cell {
  const key = { cameraId: 'a', series: 1, family: 'count', place: 'b', part: 'left_to_right' } as const;
  return { ...key, class: objectClass, startMs, intervalMs };
}

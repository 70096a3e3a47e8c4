import assert from 'node:assert/strict';
import { test } from 'node:test';
import { OutisError } from '@outis/core';
import fc from 'fast-check';
import { decoderCommand, probeCommand } from './decoder-arguments.ts';
import { parseSource, type Source, shownAddress } from './source.ts';

/** The detail with which an address is refused. */
function refusal(address: string): string {
  try {
    parseSource(address);
  } catch (error) {
    assert.ok(error instanceof OutisError, String(error));
    assert.equal(error.code, 'source-invalid');
    return error.detail;
  }
  throw new assert.AssertionError({ message: `Accepted: ${address}` });
}

test('every kind of source', () => {
  const table: readonly (readonly [string, Source])[] = [
    ['rtsp://10.0.0.5/stream', { kind: 'rtsp', url: 'rtsp://10.0.0.5/stream' }],
    ['RTSP://cam.local:8554/a?b=c', { kind: 'rtsp', url: 'rtsp://cam.local:8554/a?b=c' }],
    ['rtsps://u:p@[fd00::5]:322/', { kind: 'rtsp', url: 'rtsps://u:p@[fd00::5]:322/' }],
    ['http://10.0.0.5/video.mjpg', { kind: 'http', url: 'http://10.0.0.5/video.mjpg' }],
    ['https://cam/v', { kind: 'http', url: 'https://cam/v' }],
    ['/dev/video0', { kind: 'device', path: '/dev/video0' }],
    ['/dev/video42', { kind: 'device', path: '/dev/video42' }],
    ['simulated:yard', { kind: 'simulated', scene: 'yard' }],
    ['simulated:entrance', { kind: 'simulated', scene: 'entrance' }],
    ['simulated:street', { kind: 'simulated', scene: 'street' }],
    ['/videos/a b.mp4', { kind: 'file', path: '/videos/a b.mp4' }],
    ['clip.mp4', { kind: 'file', path: 'clip.mp4' }],
    ['  clip.mp4  ', { kind: 'file', path: 'clip.mp4' }],
    ['file:///videos/a%20b.mp4', { kind: 'file', path: '/videos/a b.mp4' }],
    ['file://localhost/videos/a.mp4', { kind: 'file', path: '/videos/a.mp4' }],
    ['file:clip.mp4', { kind: 'file', path: 'clip.mp4' }],
    ['FILE:/a.mp4', { kind: 'file', path: '/a.mp4' }],
    ['file:///o%27brien.mp4', { kind: 'file', path: "/o'brien.mp4" }],
  ];
  for (const [address, source] of table) assert.deepEqual(parseSource(address), source, address);
});

test('a path that reads as an option is a path', () => {
  for (const path of ['-i', '-vf', '--help', '-protocol_whitelist'])
    assert.deepEqual(parseSource(path), { kind: 'file', path: `./${path}` });
});

test('quotes, backslashes and control characters are refused, also where they are escaped in a file address', () => {
  for (const address of [
    "rtsp://cam/a'b",
    'rtsp://cam/a\\b',
    'rtsp://cam/a\nfile /etc/passwd',
    'rtsp://cam/\u0000',
    'rtsp://cam/\u0085',
    "it's.mp4",
    'a\tb.mp4',
    'file:///a%00.mp4',
    'file:///a%0Ab.mp4',
  ])
    refusal(address);
  assert.match(refusal('file:///a%zz'), /%/);
});

test('devices other than cameras, /proc and /sys are refused, by whatever way they are named', () => {
  for (const path of [
    '/dev/sda',
    '/dev/stdin',
    '/dev/video',
    '/dev/video0/../sda',
    '/dev',
    '//dev/sda',
    '/tmp/../dev/sda',
    '/./proc/self/fd/0',
    '/proc/self/fd/0',
    '/sys/kernel',
    'file:///dev/video0',
    'file:/dev/../proc/1/environ',
    'file:',
    'file://',
  ])
    refusal(path);
  // But not what only begins alike.
  assert.equal(parseSource('/devices/a.mp4').kind, 'file');
});

test('schemes that could name anything else, and what is no address, are refused', () => {
  for (const address of [
    'concat:a|b',
    'pipe:0',
    'tcp://10.0.0.5:9',
    'udp://239.0.0.1:1234',
    'ftp://cam/a',
    'data:video/mp4;base64,AA',
    'lavfi:testsrc',
    'crypto:a',
    'simulated:park',
    'drawn:entrance',
    'rtsp:cam',
    'rtsp://',
    'rtsp:///stream',
    'http://',
    'rtsp://cam:99999/',
    '',
    '   ',
    'x'.repeat(1001),
  ])
    refusal(address);
  // This would be a protocol to ffmpeg; here it is the name of a file, and reaches ffmpeg behind `file:`.
  assert.equal(parseSource('subfile,,start,0,end,0,,:a').kind, 'file');
});

test('a user name and password without a scheme are not repeated', () => {
  const detail = refusal('hunter2:swordfish@10.0.0.5/stream');
  assert.doesNotMatch(detail, /hunter2|swordfish/);
  assert.equal(refusal('tcp://a:b@c'), '"tcp:" is not among them');
});

test('an address without its beginning is refused and not taken for a file, whose path is shown', () => {
  for (const address of [
    'hunter2@10.0.0.5/stream',
    ':hunter2@10.0.0.5/',
    '10.0.0.5/user=admin&password=hunter2',
    '10.0.0.5:554/hunter2',
    'cam.local/video?pwd=hunter2',
    '//admin:hunter2@10.0.0.5/',
  ])
    assert.doesNotMatch(refusal(address), /hunter2/);
  for (const path of [
    '10.0.0.5.mp4',
    '2026-06-10T09:00:00.mp4',
    'day=1/a.mp4',
    '/v/a@b.mp4',
    './a@b.mp4',
    'file:a@b.mp4',
    'what?.mp4',
  ])
    assert.equal(parseSource(path).kind, 'file', path);
});

test('what is shown of an address holds its host and nothing else', () => {
  for (const [address, shown] of [
    ['rtsp://admin:hunter2@10.0.0.5:8554/h264?user=admin&password=hunter2#hunter2', 'rtsp://10.0.0.5:8554/…'],
    ['rtsp://10.0.0.5/user=admin&password=hunter2/', 'rtsp://10.0.0.5/…'],
    ['rtsps://hunter2@cam/', 'rtsps://cam/…'],
    ['https://:hunter2@cam/', 'https://cam/…'],
    ['http://admin:hunter%402@cam/', 'http://cam/…'],
    ['rtsp://admin:hun@ter2@cam/', 'rtsp://cam/…'],
    // A slash, ? or # in the password that is not escaped: what parses as the host is the user name.
    ['rtsp://admin:12/hunter2@10.0.0.5/stream', 'rtsp://…'],
    ['rtsp://admin:12?hunter2@10.0.0.5/stream', 'rtsp://…'],
    ['rtsp://admin:12#hunter2@10.0.0.5/stream', 'rtsp://…'],
    ['/videos/a.mp4', '/videos/a.mp4'],
    ['/dev/video0', '/dev/video0'],
    ['simulated:yard', 'simulated:yard'],
  ] as const)
    assert.equal(shownAddress(parseSource(address)), shown, address);
});

const secret = 'S3cr3tW0rd';

test('property: a secret in any place but the host is neither shown, nor in arguments, nor in a refusal', () => {
  const noise = fc.string({ maxLength: 12 }).map((text) => text.replace(/[/?#@:[\]\\]/g, ''));
  fc.assert(
    fc.property(
      fc.constantFrom('rtsp', 'rtsps', 'http', 'https', 'tcp', 'RTSP'),
      fc.constantFrom('user', 'password', 'path', 'query', 'fragment'),
      noise,
      noise,
      (scheme, place, before, after) => {
        const word = `${before}${secret}${after}`;
        const userinfo = place === 'user' ? `${word}:x@` : place === 'password' ? `admin:${word}@` : '';
        const tail =
          { path: `/${word}`, query: `/a?p=${word}`, fragment: `/a#${word}` }[place as 'path'] ?? '/';
        const address = `${scheme}://${userinfo}10.0.0.5:554${tail}`;
        let source: Source;
        try {
          source = parseSource(address);
        } catch (error) {
          assert.ok(error instanceof OutisError);
          assert.ok(!`${error.message} ${error.detail} ${error.hint}`.includes(secret), error.message);
          return;
        }
        assert.ok(!shownAddress(source).includes(secret), shownAddress(source));
        assert.ok(source.kind === 'rtsp' || source.kind === 'http');
        const options = {
          source,
          size: { widthPx: 64, heightPx: 64 },
          decodeFps: 5,
          maskPath: null,
          realTimeLoop: false,
        };
        for (const command of [decoderCommand(options), probeCommand(source)]) {
          assert.ok(!command.arguments.join('\n').includes(secret));
          // It goes in by the script alone, in one quoted word of one line.
          assert.ok(command.script?.includes(secret));
          assert.match(
            command.script ?? '',
            /^ffconcat version 1\.0\nfile '[^'\\\n]*'\n(option [a-z_]+ [a-z0-9]+\n)+$/,
          );
        }
      },
    ),
    { seed: 14, numRuns: 500 },
  );
});

test('property: any text is a source or refused, and never another kind of error', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.webUrl(),
        fc.string().map((text) => `file:${text}`),
      ),
      (address) => {
        try {
          const source = parseSource(address);
          assert.ok(!('path' in source) || !source.path.startsWith('-'));
        } catch (error) {
          assert.ok(error instanceof OutisError && error.code === 'source-invalid', String(error));
        }
      },
    ),
    { seed: 15, numRuns: 1000 },
  );
});

import assert from 'node:assert/strict';
import { truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { OutisError } from '@outis/core';
import fc from 'fast-check';
import { stringify } from 'yaml';
import { temporaryFolder } from '../../../../test/fixtures/support.ts';
import { parseConfig, readConfig } from './read-config.ts';

type Json = Record<string, unknown>;

const street = `site:
  name: Harbour Street
  timeZone: Europe/Berlin
cameras:
  - id: bridge
    source: rtsp://admin:hunter2@10.0.0.5/stream
    purpose: street-statistics
    owner: City of Ithaca
    reason: How many cyclists use the bridge
    lines:
      - id: in
        a: [0.1, 0.5]
        b: [0.9, 0.5]
`;

/** The detail with which a text is refused. */
function refusal(text: string): string {
  try {
    parseConfig(text, 'outis.yaml');
  } catch (error) {
    assert.ok(error instanceof OutisError, String(error));
    assert.equal(error.code, 'config-invalid');
    return error.detail;
  }
  throw new assert.AssertionError({ message: `Accepted:\n${text}` });
}

/** `street` with one line of it replaced; the number of that line is what the refusal must name. */
function replaced(line: number, by: string): string {
  return street
    .split('\n')
    .map((text, index) => (index + 1 === line ? by : text))
    .join('\n');
}

test('a configuration, with every default filled in', () => {
  const { site, cameras, http, store, model } = parseConfig(street, 'outis.yaml');
  assert.deepEqual(
    [site, http, store, model],
    [
      { name: 'Harbour Street', timeZone: 'Europe/Berlin', noise: 'usual' },
      { host: '127.0.0.1', port: 8080, trustedProxies: [] },
      { folder: 'data' },
      undefined,
    ],
  );
  const [camera] = cameras;
  assert.deepEqual(camera, {
    id: 'bridge',
    source: 'rtsp://admin:hunter2@10.0.0.5/stream',
    purpose: 'street-statistics',
    owner: 'City of Ithaca',
    reason: 'How many cyclists use the bridge',
    decodeFps: 10,
    analyseFps: 5,
    masks: [],
    lines: [{ id: 'in', a: [0.1, 0.5], b: [0.9, 0.5] }],
    zones: [],
    movements: [],
    rules: [],
  });
  assert.deepEqual(parseConfig('', 'outis.yaml').cameras, []);
});

/** A line of `street`, what stands there instead, and the refusal. */
const wrong: readonly (readonly [number, string, string | RegExp])[] = [
  [1, 'sites:', 'outis.yaml:1: sites: is not a key here; see docs/reference/outis.schema.json'],
  [2, '  name: 5', 'outis.yaml:2: site.name = 5: Invalid input: expected string, received number'],
  [
    3,
    '  timeZone: Berlin',
    'outis.yaml:3: site.timeZone = "Berlin": must be an IANA time zone such as Europe/Berlin',
  ],
  [5, '  - id: a/b', 'outis.yaml:5: cameras.0.id = "a/b": must be 1 to 40 letters, digits, - or _'],
  [
    5,
    '  - name: bridge',
    /^outis\.yaml:5: cameras\.0\.id: Invalid input: expected string, received undefined/,
  ],
  [6, '    source: 5', 'outis.yaml:6: cameras.0.source: Invalid input: expected string, received number'],
  [6, '    source: pipe:0', 'outis.yaml:6: cameras.0.source: it has no known beginning'],
  [6, '    source: udp://10.0.0.5:1', 'outis.yaml:6: cameras.0.source: "udp:" is not among them'],
  [
    7,
    '    purpose: surveillance',
    'outis.yaml:7: cameras.0.purpose = "surveillance": Invalid option: expected one of "site-safety"|"street-statistics"',
  ],
  [
    8,
    '    owner: ""',
    /^outis\.yaml:8: cameras\.0\.owner = "": Too small: expected string to have >=2 characters/,
  ],
  [9, '    reason: safety', /^outis\.yaml:9: cameras\.0\.reason = "safety": must say in words what for/],
  [9, '    reason: For Surveillance.', /^outis\.yaml:9: cameras\.0\.reason = "For Surveillance\.": /],
  [
    9,
    '    reason: General security and monitoring',
    /^outis\.yaml:9: cameras\.0\.reason = .*: must be specific/,
  ],
  [9, '    reason: ............', /^outis\.yaml:9: cameras\.0\.reason = .*: must be specific/],
  [11, '      - id: ""', /^outis\.yaml:11: cameras\.0\.lines\.0\.id = "": must be 1 to 40 letters/],
  [
    12,
    '        a: [1.5, 0.5]',
    'outis.yaml:12: cameras.0.lines.0.a.0 = 1.5: Too big: expected number to be <=1',
  ],
  [12, '        a: [0.5]', /^outis\.yaml:12: cameras\.0\.lines\.0\.a/],
  [12, '        a: [.nan, 0.5]', /^outis\.yaml:12: cameras\.0\.lines\.0\.a\.0/],
  [12, '        a: [0.9, 0.5]', /^outis\.yaml:\d+: cameras\.0\.lines: a line has no length$/],
  [13, '        c: [0.9, 0.5]', /cameras\.0\.lines\.0\./],
];

for (const [line, text, expected] of wrong) {
  test(`line ${line}: ${text.trim()}`, () => {
    const detail = refusal(replaced(line, text));
    if (typeof expected === 'string') assert.equal(detail, expected);
    else assert.match(detail, expected);
  });
}

/** One more line below the camera, and the refusal. */
const more: readonly (readonly [string, RegExp])[] = [
  [
    '    boundary: [[0, 0], [1, 0], [1, 1]]',
    /^outis\.yaml:14: cameras\.0\.boundary: is for site-safety only; use masks$/,
  ],
  ['    until: 2026-12-01', /^outis\.yaml:14: cameras\.0\.until = "2026-12-01": is for site-safety only$/],
  [
    '    zones: [{id: z, points: [[0,0],[1,0],[1,1]]}]',
    /^outis\.yaml:14: cameras\.0\.zones\.0\.use: is required on a street: speed, dwell, conflict, or several$/,
  ],
  [
    '    background: usual',
    /^outis\.yaml:14: cameras\.0\.background = "usual": is learned for site-safety only; a street may say off/,
  ],
  [
    '    background: strict',
    /^outis\.yaml:14: cameras\.0\.background = "strict": is learned for site-safety/,
  ],
  ['    background: drawn', /^outis\.yaml:14: cameras\.0\.background = "drawn": Invalid option/],
  ['    background: false', /^outis\.yaml:14: cameras\.0\.background = false: Invalid option/],
  [
    '    decodeFps: 0',
    /^outis\.yaml:14: cameras\.0\.decodeFps = 0: Too small: expected number to be >=0\.5 \(and 1 more\)$/,
  ],
  ['    decodeFps: 61', /cameras\.0\.decodeFps = 61/],
  ['    decodeFps: "10"', /cameras\.0\.decodeFps = "10"/],
  [
    '    analyseFps: 11',
    /^outis\.yaml:14: cameras\.0\.analyseFps = 11: must not be more than decodeFps \(10\)$/,
  ],
  ['    size: {widthPx: 64.5, heightPx: 64}', /cameras\.0\.size\.widthPx = 64\.5/],
  ['    size: {widthPx: 4000, heightPx: 64}', /cameras\.0\.size\.widthPx = 4000/],
  ['    size: {width: 640}', /cameras\.0\.size\./],
  [
    '    masks: [[[0, 0], [1, 1]]]',
    /^outis\.yaml:14: cameras\.0\.masks\.0: Too small: expected array to have >=3 items$/,
  ],
  ['    rules: [helmet]', /cameras\.0\.rules/],
  ['    movements: [{}]', /cameras\.0\.movements/],
  [
    '    movements: [{id: m, from: in, to: out}]',
    /^outis\.yaml:14: cameras\.0\.movements\.0\.to = "out": names the line out, which does not exist$/,
  ],
  ['    movements: some', /^outis\.yaml:14: cameras\.0\.movements = "some": must be all, or a list/],
  [
    '    zones: [{id: z, points: [[0,0],[1,0],[1,1]], use: speed}]',
    /^outis\.yaml:14: cameras\.0\.zones\.0\.use = "speed": speed needs a calibration of this camera$/,
  ],
  [
    '    calibration: {heldOut: {a: [0, 1], b: [1, 1], metres: 5}}',
    /^outis\.yaml:14: cameras\.0\.calibration: must have exactly one of points, rectangle and distances/,
  ],
  ['    audio: true', /^outis\.yaml:14: cameras\.0\.audio: is not a key here/],
  [
    'http: {host: example.org}',
    /^outis\.yaml:14: http\.host = "example\.org": must be localhost or an IP address/,
  ],
  [
    'http: {publicUrl: "http://example.org"}',
    /^outis\.yaml:14: http\.publicUrl = "…": must be https:\/\/name or https:\/\/name:port/,
  ],
  [
    'http: {trustedProxies: [example.org]}',
    /^outis\.yaml:14: http\.trustedProxies\.0 = "example\.org": must be an IP address/,
  ],
  ['http: {port: 70000}', /^outis\.yaml:14: http\.port = 70000: /],
  ['http: {token: x}', /^outis\.yaml:14: http\.token: is not a key here/],
  ['store: {folder: ""}', /^outis\.yaml:14: store\.folder = ""/],
  ['model: ""', /^outis\.yaml:14: model = ""/],
  ['site: {}', /^outis\.yaml:14: Map keys must be unique$/],
  ['  - [1', /^outis\.yaml:1[45]: /],
];

for (const [text, expected] of more) {
  test(`one more line: ${text.trim()}`, () => {
    assert.match(refusal(`${street}${text}\n`), expected);
  });
}

test('a street may say that it learns no background', () => {
  const [camera] = parseConfig(`${street}    background: off\n`, 'outis.yaml').cameras;
  assert.equal(camera?.background, 'off');
});

const site: Json = {
  id: 'yard',
  source: 'yard.mp4',
  purpose: 'site-safety',
  owner: 'Builder',
  reason: 'Lorries reverse beside the footway',
  boundary: [
    [0, 0],
    [1, 0],
    [1, 1],
  ],
  until: '2026-12-01',
};

function refusalOf(...cameras: readonly Json[]): string {
  return refusal(stringify({ cameras }));
}

test('site-safety needs its own ground and an end', () => {
  parseConfig(stringify({ cameras: [site] }), 'outis.yaml');
  const { boundary: _boundary, ...open } = site;
  assert.match(refusalOf(open), /cameras\.0\.boundary: is required for site-safety/);
  const { until: _until, ...endless } = site;
  assert.match(refusalOf(endless), /cameras\.0\.until: is required for site-safety/);
  for (const until of ['2026-13-01', 'tomorrow', '2026-02-30', '01.12.2026'])
    assert.match(refusalOf({ ...site, until }), /cameras\.0\.until = /, until);
});

test('a boundary that encloses nothing would hide everything, and is refused', () => {
  const flat = [
    [0, 0],
    [0.5, 0.5],
    [1, 1],
  ];
  assert.match(refusalOf({ ...site, boundary: flat }), /cameras\.0\.boundary: encloses nothing/);
});

test('two cameras, or two lines, with the same id are refused', () => {
  assert.match(refusalOf(site, { ...site, source: 'other.mp4' }), /cameras: two cameras have the same id/);
  const line = { id: 'in', a: [0, 0], b: [1, 1] };
  assert.match(refusalOf({ ...site, lines: [line, line] }), /cameras\.0\.lines: two lines have the same id/);
});

test('of several problems the first is told and the others are counted', () => {
  assert.match(refusalOf({ ...site, id: '', owner: '' }), /cameras\.0\.id = "": .* \(and 1 more\)$/);
});

test('an alias that is unknown, or that repeats itself into the memory, is refused', () => {
  assert.match(refusal('cameras: *hunter2'), /an alias .* quote a value that begins with \*/);
  const bomb = ['a: &a [x,x,x,x,x,x,x,x]']
    .concat(
      Array.from(
        { length: 8 },
        (_, i) =>
          `k${i}: &k${i} [${Array(8)
            .fill(i === 0 ? '*a' : `*k${i - 1}`)
            .join(',')}]`,
      ),
    )
    .join('\n');
  assert.match(refusal(bomb), /an alias/);
});

/** Ways to get an address wrong, each with the password in another place. */
const leaks: readonly string[] = [
  'cameras: rtsp://admin:hunter2@10.0.0.1/s',
  'cameras:\n  - rtsp://admin:hunter2@10.0.0.1/s',
  'cameras:\n  rtsp://admin:hunter2@10.0.0.1/s:\n    purpose: street-statistics',
  'rtsp://admin:hunter2@10.0.0.1/s',
  '? rtsp://admin:hunter2@10.0.0.1/s\n: 1',
  'model: [rtsp://admin:hunter2@10.0.0.1/s]',
  'site: {timeZone: "rtsp://admin:hunter2@10.0.0.1/s"}',
  'site: {timeZone: "admin:hunter2@10.0.0.1"}',
  replaced(5, '  - id: rtsp://admin:hunter2@10.0.0.1/s'),
  replaced(6, '    sorce: rtsp://admin:hunter2@10.0.0.1/s'),
  replaced(6, '    source: {url: "rtsp://admin:hunter2@10.0.0.1/s"}'),
  replaced(6, '    source: [rtsp://admin:hunter2@10.0.0.1/s]'),
  replaced(6, '    source: admin:hunter2@10.0.0.1/s'),
  replaced(6, '    source: hunter2:x@10.0.0.1/s'),
  replaced(6, '    source: "rtsp://admin:hunter2\\q@10.0.0.1/s"'),
  replaced(6, '    source: "rtsp://admin:hunter2\'@10.0.0.1/s"'),
  replaced(6, '    source: rtmp://admin:hunter2@10.0.0.1/s'),
  replaced(6, '    source: rtsp://admin:hunter2@10.0.0.1:99999/s'),
  replaced(6, '    source: *hunter2@10.0.0.1'),
  replaced(6, '    source: @hunter2'),
  replaced(6, '    source: "rtsp://admin" hunter2'),
  replaced(6, '    source: {rtsp://admin:hunter2@10.0.0.1/s'),
  replaced(6, `    source: "${'x'.repeat(1000)}hunter2"`),
  replaced(6, '    source rtsp://admin:hunter2@10.0.0.1/s'),
  replaced(7, '    purpose: rtsp://admin:hunter2@10.0.0.1/s'),
];

for (const text of leaks) {
  test(`no credential is repeated: ${text
    .split('\n')
    .find((line) => line.includes('hunter2'))
    ?.trim()
    .slice(0, 60)}`, () => {
    assert.doesNotMatch(refusal(text), /hunter2/);
  });
}

test('property: whatever stands in place of any value, the answer is a configuration or a refusal with file and line', () => {
  const good = {
    site: { name: 'x', timeZone: 'UTC' },
    cameras: [site],
    http: { port: 1 },
    store: { folder: 'd' },
  };
  const paths: readonly (readonly (string | number)[])[] = [
    ...Object.keys(good).map((key) => [key]),
    ['cameras', 0],
    ...Object.keys(site).map((key) => ['cameras', 0, key]),
    ['cameras', 0, 'boundary', 1],
    ['cameras', 0, 'boundary', 1, 0],
  ];
  fc.assert(
    fc.property(fc.constantFrom(...paths), fc.jsonValue({ maxDepth: 2 }), (path, value) => {
      const config = structuredClone(good) as unknown;
      const outer = path
        .slice(0, -1)
        .reduce<Json>((inner, key) => inner[key as string] as Json, config as Json);
      outer[path.at(-1) as string] = value;
      try {
        parseConfig(stringify(config), 'outis.yaml');
      } catch (error) {
        assert.ok(error instanceof OutisError && error.code === 'config-invalid', String(error));
        assert.match(error.detail, /^outis\.yaml:\d+: /);
      }
    }),
    { seed: 19, numRuns: 400 },
  );
});

test('a file: paths in it are taken from its folder, and a missing or huge one is told', (context) => {
  const folder = temporaryFolder(context);
  const path = join(folder, 'outis.yaml');
  writeFileSync(path, `${street}model: models/a.onnx\nstore: {folder: data}\n`);
  const { model, store } = readConfig(path);
  assert.deepEqual([model, store.folder], [join(folder, 'models/a.onnx'), join(folder, 'data')]);
  writeFileSync(path, `${street}model: /models/a.onnx\nstore: {folder: /data}\n`);
  assert.deepEqual([readConfig(path).model, readConfig(path).store.folder], ['/models/a.onnx', '/data']);
  writeFileSync(path, 'cameras: 5\n');
  assert.throws(() => readConfig(path), {
    code: 'config-invalid',
    detail: new RegExp(`^${path}:1: cameras: `),
  });
  assert.throws(() => readConfig(join(folder, 'none.yaml')), { code: 'config-missing' });
  assert.throws(() => readConfig(folder), { code: 'config-missing' });
  // A video given by mistake; the file has a hole and takes no room.
  truncateSync(path, 3_000_000_000);
  assert.throws(() => readConfig(path), {
    code: 'config-invalid',
    detail: `${path} is larger than 1000000 bytes`,
  });
});

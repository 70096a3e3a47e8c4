import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { detectionsPerFrameMax } from '../detection/detection.ts';
import { objectClasses } from '../detection/object-class.ts';
import { errorCodes } from '../error/error-codes.ts';
import {
  aimWidthPxMax,
  backgroundProfiles,
  blockSides,
  blocksPerMessageMax,
  signatureLength,
} from './background.ts';
import { WireError } from './parse.ts';
import { parseSightCommand, parseSightMessage, parseSightStart, sightMessageBytesMax } from './sight.ts';

const fraction = fc.double({ min: 0, max: 1, noNaN: true }).map((value) => value + 0);
const count = fc.nat(1e9);
const objectClass = fc.constantFrom(...objectClasses);
const detection = fc.record({
  class: objectClass,
  score: fraction,
  box: fc.record({ left: fraction, top: fraction, width: fraction, height: fraction }),
});
const text = fc.string({ maxLength: 200 });

const timeMs = fc.double({ min: 0, max: 2 ** 50, noNaN: true }).map((value) => value + 0);
const grid = { columns: 3, rows: 2 } as const;
const block = fc.nat(grid.columns * grid.rows - 1);
const pixelsOf = (length: number) =>
  fc
    .uint8Array({ minLength: length, maxLength: length })
    .map((values) => Buffer.from(values).toString('base64'));
const picture = fc
  .constantFrom(...blockSides)
  .chain((side) => fc.record({ side: fc.constant(side), pixels: pixelsOf(side * side * 3) }));
const signature = fc.array(fc.nat(255), { minLength: signatureLength, maxLength: signatureLength });
const blockState = fc.record({
  block,
  bin: fc.nat(2),
  words: fc.array(
    fc.record({
      signature,
      wins: fc.nat(4),
      firstMs: timeMs,
      wonMs: timeMs,
      lastMs: timeMs,
      hits: count,
      samples: count,
    }),
    { maxLength: 2 },
  ),
  banned: fc.array(fc.record({ signature, untilMs: timeMs }), { maxLength: 2 }),
  accepted: fc.option(
    fc
      .record({ signature, copiedMs: timeMs, matchedMs: timeMs, picture })
      .map(({ picture: copied, ...rest }) => ({ ...rest, ...copied })),
  ),
});
const backgroundState = fc.record({
  kind: fc.constant('background-state'),
  columns: fc.constant(grid.columns),
  rows: fc.constant(grid.rows),
  tallestPx: fc.array(fc.nat(2048), { minLength: grid.rows, maxLength: grid.rows }),
  blocks: fc.array(blockState, { maxLength: 2 }),
  isLast: fc.boolean(),
});

const messages = {
  background: fc.record({
    kind: fc.constant('background'),
    columns: fc.constant(grid.columns),
    rows: fc.constant(grid.rows),
    isReset: fc.boolean(),
    hasMoved: fc.boolean(),
    blocks: fc.array(
      fc.oneof(
        fc.tuple(block, picture).map(([at, copied]) => ({ block: at, ...copied })),
        fc.record({ block, side: fc.constant(0), pixels: fc.constant('') }),
      ),
      { maxLength: 3 },
    ),
  }),
  'background-state': backgroundState,
  aim: fc.record({
    kind: fc.constant('aim'),
    tMs: timeMs,
    widthPx: fc.constant(4),
    heightPx: fc.constant(3),
    pixels: pixelsOf(4 * 3 * 3),
    columns: fc.constant(grid.columns),
    rows: fc.constant(grid.rows),
    candidates: fc.array(block, { maxLength: 4 }),
  }),
  observation: fc.record({
    kind: fc.constant('observation'),
    tMs: fc.double({ min: 0, max: 2 ** 50, noNaN: true }).map((value) => value + 0),
    frameIndex: count,
    detections: fc.array(detection, { maxLength: 5 }),
  }),
  health: fc.record({
    kind: fc.constant('health'),
    framesDecoded: count,
    framesAnalysed: count,
    framesDropped: count,
    detectMs: fc.option(fc.nat(1000)),
  }),
  ready: fc.tuple(fraction, fraction).chain(([a, b]) =>
    fc.record({
      kind: fc.constant('ready'),
      modelName: text,
      modelLicence: text,
      classes: fc.uniqueArray(objectClass),
      thresholds: fc.constant({ low: Math.min(a, b), high: Math.max(a, b) }),
      input: fc.record({
        widthPx: fc.integer({ min: 32, max: 2048 }),
        heightPx: fc.integer({ min: 32, max: 2048 }),
        fit: fc.constantFrom('letterbox', 'stretch'),
      }),
    }),
  ),
  ended: fc.record({
    kind: fc.constant('ended'),
    framesDecoded: count,
    framesAnalysed: count,
    bytesLeft: count,
  }),
  failed: fc.record({
    kind: fc.constant('failed'),
    code: fc.constantFrom(...errorCodes),
    detail: fc.string({ maxLength: 500 }),
  }),
} as const;

const even = fc.integer({ min: 8, max: 1024 }).map((half) => 2 * half);
const start = fc.integer({ min: 1, max: 1200 }).chain((tenths) =>
  fc.record({
    kind: fc.constant('start'),
    clock: fc.constantFrom('file', 'live'),
    frame: fc.record({ widthPx: even, heightPx: even }),
    decodeFps: fc.constant(tenths / 10),
    analyseFps: fc.integer({ min: 1, max: tenths }).map((value) => value / 10),
    background: fc.option(
      fc.record({
        profile: fc.constantFrom(...backgroundProfiles),
        utcOffsetMs: fc.integer({ min: -43_200_000, max: 50_400_000 }),
      }),
    ),
  }),
);
const commands = {
  'background-state': backgroundState,
  aim: fc.record({ kind: fc.constant('aim'), isOn: fc.boolean() }),
  approve: fc.record({ kind: fc.constant('approve'), blocks: fc.array(fc.nat(16_383), { maxLength: 4 }) }),
} as const;

const cases: readonly (readonly [string, fc.Arbitrary<object>, (value: unknown) => unknown])[] = [
  ['start', start, parseSightStart],
  ['start as a command', start, parseSightCommand],
  ...Object.entries(commands).map(
    ([kind, arbitrary]) =>
      [`${kind} as a command`, arbitrary as fc.Arbitrary<object>, parseSightCommand] as const,
  ),
  ...Object.entries(messages).map(
    ([kind, arbitrary]) => [kind, arbitrary as fc.Arbitrary<object>, parseSightMessage] as const,
  ),
];

type Path = readonly (string | number)[];

/** Every place in a message: the message itself, each object, each value. */
function paths(value: unknown, path: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return [path];
  return [path, ...Object.entries(value).flatMap(([key, inner]) => paths(inner, [...path, key]))];
}

function at(value: unknown, path: Path): unknown {
  return path.reduce<unknown>((inner, key) => (inner as Record<string | number, unknown>)[key], value);
}

function replaced(value: unknown, path: Path, by: unknown): unknown {
  if (path.length === 0) return by;
  const copy = structuredClone(value);
  (at(copy, path.slice(0, -1)) as Record<string | number, unknown>)[path.at(-1)!] = by;
  return copy;
}

const wrongTypes: readonly unknown[] = [undefined, true, {}, [[]], 'no such', -1, 1e300, Number.NaN, () => 1];

/** True for the few of `wrongTypes` that are right in their place: what is tested is that all others are refused. */
function isRight(wrong: unknown, before: unknown, key: string): boolean {
  // Any text will do where a text is asked for, either flag where a flag is.
  if (typeof wrong === 'string') return ['modelName', 'modelLicence', 'detail'].includes(key);
  if (typeof wrong === 'boolean') return typeof before === 'boolean';
  // The one number that may be below 0: local time west of Greenwich.
  return wrong === -1 && key === 'utcOffsetMs';
}

for (const [kind, arbitrary, parse] of cases) {
  test(`${kind}: property: what it is made of comes back, over JSON and back`, () => {
    fc.assert(
      fc.property(arbitrary, (message) => {
        const sent: unknown = JSON.parse(JSON.stringify(message));
        assert.deepEqual(parse(sent), sent);
        assert.equal(JSON.stringify(parse(sent)).length, JSON.stringify(message).length);
      }),
      { seed: 11 },
    );
  });

  test(`${kind}: property: an unknown key anywhere is refused`, () => {
    fc.assert(
      fc.property(
        arbitrary,
        fc.constantFrom('trackId', 'embedding', 'image', '__proto__', 'x'),
        fc.nat(),
        (message, key, n) => {
          const objects = paths(message).filter((path) => {
            const value = at(message, path);
            return typeof value === 'object' && value !== null && !Array.isArray(value);
          });
          const path = objects[n % objects.length]!;
          const inner = JSON.stringify(at(message, path));
          const more = JSON.parse(
            `${inner.slice(0, -1)}${inner === '{}' ? '' : ','}${JSON.stringify(key)}:1}`,
          ) as unknown;
          assert.throws(() => parse(replaced(message, path, more)), WireError);
        },
      ),
      { seed: 12 },
    );
  });

  test(`${kind}: property: a missing key, or a value of another type, is refused`, () => {
    fc.assert(
      fc.property(arbitrary, fc.nat(), fc.constantFrom(...wrongTypes), (message, n, wrong) => {
        const places = paths(message);
        const path = places[n % places.length]!;
        if (isRight(wrong, at(message, path), String(path.at(-1)))) return;
        // An empty list would be another message; a list in a list is none.
        assert.throws(
          () => parse(replaced(message, path, wrong)),
          WireError,
          `${path.join('.')} = ${String(wrong)}`,
        );
      }),
      { seed: 13, numRuns: 400 },
    );
  });
}

test('what is no message at all is refused', () => {
  for (const value of [undefined, null, 5, 'observation', [], {}, { kind: 'picture' }, { kind: 5 }]) {
    assert.throws(() => parseSightMessage(value), WireError);
    assert.throws(() => parseSightStart(value), WireError);
  }
});

test('the limits: detections, texts, sides, rates', () => {
  const box = { left: 0, top: 0, width: 1, height: 1 };
  const list = (length: number): unknown =>
    parseSightMessage({
      kind: 'observation',
      tMs: 0,
      frameIndex: 0,
      detections: Array.from({ length }, () => ({ class: 'car', score: 1, box })),
    });
  list(detectionsPerFrameMax);
  assert.throws(() => list(detectionsPerFrameMax + 1), WireError);
  const failed = (length: number): unknown =>
    parseSightMessage({ kind: 'failed', code: 'wall-open', detail: 'x'.repeat(length) });
  failed(500);
  assert.throws(() => failed(501), WireError);
  const good = {
    kind: 'start',
    clock: 'live',
    frame: { widthPx: 16, heightPx: 2048 },
    decodeFps: 10,
    analyseFps: 10,
    background: null,
  };
  parseSightStart(good);
  assert.equal(parseSightStart({ ...good, wornParts: true }).wornParts, true);
  assert.equal('wornParts' in parseSightStart(good), false);
  for (const wornParts of [false, null, 1, 'true', undefined])
    assert.throws(() => parseSightStart({ ...good, wornParts }), WireError);
  for (const frame of [
    { widthPx: 15, heightPx: 16 },
    { widthPx: 17, heightPx: 16 },
    { widthPx: 16, heightPx: 2050 },
  ])
    assert.throws(() => parseSightStart({ ...good, frame }), WireError);
  for (const rates of [{ analyseFps: 10.1 }, { analyseFps: 0 }, { decodeFps: 121 }])
    assert.throws(() => parseSightStart({ ...good, ...rates }), WireError);
});

test('the limits of the background: local time, flags, sizes, the number of blocks', () => {
  const started = (background: unknown): unknown =>
    parseSightStart({
      kind: 'start',
      clock: 'live',
      frame: { widthPx: 64, heightPx: 64 },
      decodeFps: 10,
      analyseFps: 10,
      background,
    });
  for (const utcOffsetMs of [-86_400_000, -1, 86_400_000]) started({ profile: 'usual', utcOffsetMs });
  for (const wrong of [-86_400_001, 86_400_001, Number.NaN, '0', null, true])
    assert.throws(() => started({ profile: 'usual', utcOffsetMs: wrong }), WireError);
  for (const profile of ['off', 'USUAL', '', null, true])
    assert.throws(() => started({ profile, utcOffsetMs: 0 }), WireError);
  for (const background of [undefined, false, 'usual', []])
    assert.throws(() => started(background), WireError);
  for (const isOn of [0, 1, 'true', null])
    assert.throws(() => parseSightCommand({ kind: 'aim', isOn }), WireError);

  const aim = (widthPx: number, heightPx: number, length = widthPx * heightPx * 3): unknown =>
    parseSightMessage({
      kind: 'aim',
      tMs: 0,
      widthPx,
      heightPx,
      pixels: Buffer.alloc(length).toString('base64'),
      columns: 1,
      rows: 1,
      candidates: [0],
    });
  aim(aimWidthPxMax, 90);
  for (const [width, height] of [
    [aimWidthPxMax + 1, 90],
    [0, 90],
    [90, 0],
    [160, 321],
  ] as const)
    assert.throws(() => aim(width, height), WireError);
  assert.throws(() => aim(4, 3, 35), WireError);
  assert.throws(() => aim(4, 3, 37), WireError);

  const unknown = { block: 0, side: 0, pixels: '' };
  const update = (blocks: readonly object[]): unknown =>
    parseSightMessage({ kind: 'background', columns: 2, rows: 1, isReset: false, hasMoved: false, blocks });
  update(Array.from({ length: blocksPerMessageMax }, () => unknown));
  assert.throws(() => update(Array.from({ length: blocksPerMessageMax + 1 }, () => unknown)), WireError);
  for (const wrong of [
    { ...unknown, block: 2 },
    { ...unknown, pixels: 'AAAA' },
    { ...unknown, side: 3 },
    { block: 0, side: 2, pixels: '' },
  ])
    assert.throws(() => update([wrong]), WireError);
});

test('the thresholds of a model are in order, and its classes are in the vocabulary, each at most once over', () => {
  const ready = (change: object): unknown =>
    parseSightMessage({
      kind: 'ready',
      modelName: 'm',
      modelLicence: 'l',
      classes: ['car'],
      thresholds: { low: 0.1, high: 0.3 },
      input: { widthPx: 416, heightPx: 416, fit: 'letterbox' },
      ...change,
    });
  ready({});
  assert.throws(() => ready({ thresholds: { low: 0.5, high: 0.3 } }), WireError);
  assert.throws(() => ready({ classes: ['face'] }), WireError);
  assert.throws(() => ready({ classes: Array.from({ length: 1000 }, () => 'car') }), WireError);
});

test('the longest observation fits into a message', () => {
  const box = {
    left: 0.123456789012345,
    top: 0.123456789012345,
    width: 0.123456789012345,
    height: 0.123456789012345,
  };
  const detections = Array.from({ length: detectionsPerFrameMax }, () => ({
    class: 'motorcycle',
    score: 0.123456789012345,
    box,
  }));
  const message = { kind: 'observation', tMs: 1e15 + 0.5, frameIndex: 1e15, detections };
  parseSightMessage(message);
  assert.ok(JSON.stringify(message).length < sightMessageBytesMax);
});

test('a refusal repeats nothing of the message', () => {
  const secret = 'rtsp://admin:hunter2@10.0.0.1';
  for (const value of [
    { kind: secret },
    { kind: 'failed', code: secret, detail: '' },
    { kind: 'ended', [secret]: 1 },
  ]) {
    assert.throws(
      () => parseSightMessage(value),
      (error: Error) => !error.message.includes('hunter2'),
    );
  }
});

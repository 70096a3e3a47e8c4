import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { ForeignClock, foreignLagMsMax, foreignObservation, inView } from './external.ts';
import { epochMsOf, foreignBytesMax, foreignDepthMax } from './external-json.ts';
import { parseFrigateEvent } from './frigate.ts';
import { parseAxisFrame, parseOnvifMetadata } from './onvif.ts';

const decode = (bytes: Uint8Array): string => new TextDecoder('utf-8', { fatal: true }).decode(bytes);
const gate = { camera: 'gate', frame: { widthPx: 1280, heightPx: 720 } };
const bytesOf = (value: unknown): Uint8Array =>
  new TextEncoder().encode(typeof value === 'string' ? value : JSON.stringify(value));
const parse = (value: unknown) => parseFrigateEvent(bytesOf(value), decode, gate);

/** After the example of docs.frigate.video/integrations/mqtt, shortened. */
const after = {
  id: '1607123955.475377-mxklsc',
  camera: 'gate',
  frame_time: 1_607_123_962.082_975,
  snapshot: { frame_time: 1_607_123_961.837_752, box: [424, 500, 536, 712], attributes: [] },
  label: 'person',
  sub_label: ['John Smith', 0.79],
  false_positive: false,
  end_time: null,
  score: 0.875,
  box: [320, 180, 640, 720],
  current_zones: ['driveway'],
  current_attributes: [{ label: 'face', box: [442, 506, 534, 524], score: 0.64 }],
  recognized_license_plate: ['ABC12345', 0.95],
  path_data: [[[0.5, 0.5], 1.5]],
};
const event = { type: 'update', before: after, after };

test('an event of Frigate is one class, one box, one score and one time', () => {
  assert.deepEqual(parse(event), {
    kind: 'frame',
    ownMs: 1_607_123_962.082_975 * 1000,
    detections: [
      { class: 'person', score: 0.875, box: { left: 0.25, top: 0.25, width: 0.25, height: 0.75 } },
    ],
    replaces: { left: 0.25, top: 0.25, width: 0.25, height: 0.75 },
    dropped: 0,
  });
});

test('an end has no detection, and tells by the box of before what no longer holds', () => {
  const before = { ...after, box: [0, 0, 640, 360] };
  assert.deepEqual(parse({ type: 'end', before, after }), {
    ...{ kind: 'frame', ownMs: null, detections: [], dropped: 0 },
    replaces: { left: 0, top: 0, width: 0.5, height: 0.5 },
  });
  for (const unknown of [undefined, null, { box: 'x' }, { box: [1, 2] }, 7]) {
    const message = parse({ type: 'new', before: unknown, after });
    assert.ok(message.kind === 'frame' && message.replaces === null && message.detections.length === 1);
  }
});

test('another camera and a false positive are nothing; a label without a class is only counted', () => {
  const changed = (changes: object, type = 'update') => parse({ type, after: { ...after, ...changes } });
  assert.deepEqual(changed({ camera: 'door' }), { kind: 'other' });
  assert.deepEqual(changed({ false_positive: true }), { kind: 'other' });
  const classOf = (label: unknown): unknown => {
    const message = changed({ label });
    return message.kind === 'frame' ? (message.detections[0]?.class ?? message.dropped) : message.kind;
  };
  assert.deepEqual(
    ['school_bus', 'Garbage Truck', 'face', 'license_plate', 'dog', 'constructor', '__proto__', 7].map(
      classOf,
    ),
    ['bus', 'truck', 1, 1, 1, 1, 1, 1],
  );
});

test('a box is cut off at the edges of the picture, and one outside is dropped', () => {
  const boxOf = (box: unknown): unknown => {
    const message = parse({ type: 'new', after: { ...after, box } });
    return message.kind === 'frame' ? (message.detections[0]?.box ?? 'dropped') : message.kind;
  };
  assert.deepEqual(boxOf([-64, -72, 640, 800]), { left: 0, top: 0, width: 0.5, height: 1 });
  assert.equal(boxOf([1300, 0, 1400, 50]), 'dropped');
  assert.equal(boxOf([64, 64, 64, 64]), 'dropped');
  for (const broken of [[1, 2, 3], ['1', '2', '3', '4'], null, {}, [1, 2, 3, null], 'box'])
    assert.equal(boxOf(broken), 'refused');
  assert.equal(parse(JSON.stringify({ type: 'new', after }).replace('[320', '[1e999')).kind, 'refused');
});

test('size, text and nesting are measured before anything is parsed', () => {
  const why = (bytes: Uint8Array): string => {
    const message = parseFrigateEvent(bytes, decode, gate);
    return message.kind === 'refused' ? message.why : message.kind;
  };
  const nested = (depth: number): Uint8Array => bytesOf(`${'['.repeat(depth)}${']'.repeat(depth)}`);
  assert.equal(why(new Uint8Array(foreignBytesMax + 1)), 'too-large');
  assert.equal(why(nested(100_000)), 'too-deep');
  assert.equal(why(nested(foreignDepthMax + 1)), 'too-deep');
  assert.equal(why(nested(foreignDepthMax)), 'not-its-format');
  assert.equal(why(bytesOf(`"${'['.repeat(1000)}\\"${'{'.repeat(1000)}"`)), 'not-its-format');
  assert.equal(why(Uint8Array.from([0x22, 0xc3, 0x28, 0x22])), 'not-utf8');
  for (const text of ['', '{', 'NaN', '{"a":NaN}', 'nul', '{"after"'])
    assert.equal(why(bytesOf(text)), 'not-json');
  for (const text of ['null', '7', '"a"', '[]', '{}', '{"type":"new"}', '{"__proto__":{"type":"new"}}'])
    assert.equal(why(bytesOf(text)), 'not-its-format');
});

test('of keys that are there twice the last holds, and a prototype lends nothing', () => {
  const twice = `{"type":"new","after":{"camera":"door"},"after":${JSON.stringify(after)}}`;
  assert.equal(parse(twice).kind, 'frame');
  const inherited = `{"type":"new","after":{"__proto__":${JSON.stringify(after)}}}`;
  assert.deepEqual(parse(inherited), { kind: 'refused', why: 'not-its-format' });
  assert.equal(({} as Record<string, unknown>)['camera'], undefined);
});

/** Values of every type in the places of a real message. */
const anything = fc.oneof(
  fc.jsonValue({ maxDepth: 3 }),
  fc.constantFrom('person', 'gate', 'new', 'Human', [0, 0, 9, 9], 0.5, '0.5', -1e308, 1e308),
);
const messages = fc.oneof(
  fc.uint8Array({ maxLength: 200 }),
  fc.string().map(bytesOf),
  fc
    .dictionary(fc.constantFrom(...Object.keys(after)), anything)
    .map((changes) => bytesOf({ type: 'new', after: { ...after, ...changes } })),
  fc
    .record({ type: anything, box: anything, likelihood: anything, scale: anything, time: anything })
    .map(({ type, box, likelihood, scale, time }) =>
      bytesOf({
        Frame: [
          {
            '@UtcTime': time,
            Transformation: { Scale: { '@x': scale, '@y': scale } },
            Object: [
              {
                Appearance: {
                  Shape: { BoundingBox: { '@left': box, '@top': '0.9', '@right': 0.5, '@bottom': -0.5 } },
                  Class: { Type: [{ '#text': type, '@Likelihood': likelihood }, type] },
                },
              },
            ],
          },
        ],
        frame: {
          timestamp: time,
          observations: [
            {
              bounding_box: { left: box, top: 0.1, right: 0.9, bottom: scale },
              class: { type, score: likelihood },
            },
          ],
        },
      }),
    ),
);

test('property: no bytes throw, and what comes out has the keys of an observation and no others', () => {
  let detections = 0;
  fc.assert(
    fc.property(messages, (bytes) => {
      for (const message of [
        parseFrigateEvent(bytes, decode, gate),
        parseOnvifMetadata(bytes, decode),
        parseAxisFrame(bytes, decode),
      ]) {
        if (message.kind !== 'frame') continue;
        assert.ok(message.ownMs === null || Number.isFinite(message.ownMs));
        const observation = foreignObservation(1, 0, message.detections);
        assert.deepEqual(Object.keys(observation), ['kind', 'tMs', 'frameIndex', 'detections']);
        for (const one of observation.detections) {
          detections++;
          assert.deepEqual(Object.keys(one), ['class', 'score', 'box']);
          assert.deepEqual(Object.keys(one.box), ['left', 'top', 'width', 'height']);
          const { left, top, width, height } = one.box;
          for (const side of [
            left,
            top,
            width,
            height,
            left + width - 1e-12,
            top + height - 1e-12,
            one.score,
          ])
            assert.ok(side >= 0 && side <= 1, `${side}`);
        }
      }
    }),
    { numRuns: 2000 },
  );
  assert.ok(detections > 50, `${detections}`);
});

test('who stands outside the boundary or in a mask is forgotten', () => {
  const at = (left: number) => ({
    class: 'person' as const,
    score: 0.9,
    box: { left, top: 0.3, width: 0.1, height: 0.3 },
  });
  const left = [at(0.1), at(0.45), at(0.8)];
  const half: [number, number][] = [
    [0, 0],
    [0.6, 0],
    [0.6, 1],
    [0, 1],
  ];
  const mask: [number, number][] = [
    [0.4, 0.5],
    [0.6, 0.5],
    [0.6, 0.7],
    [0.4, 0.7],
  ];
  assert.deepEqual(inView(left, { boundary: half, masks: [] }), left.slice(0, 2));
  assert.deepEqual(inView(left, { boundary: half, masks: [mask] }), left.slice(0, 1));
  assert.deepEqual(inView(left, { boundary: null, masks: [] }), left);
});

test('a time of its own holds within ten seconds, and time never goes back', () => {
  const clock = new ForeignClock();
  const wall = 1_700_000_000_000;
  assert.equal(clock.ofMessage(wall - 400, wall, 5_000), 4_600);
  assert.equal(clock.ofSilence(5_200), 4_800, 'silence lies as far behind as the message did');
  assert.equal(clock.ofMessage(wall - 9_000, wall, 5_300), 4_801, 'an older one comes right after');
  assert.equal(clock.ofMessage(wall - foreignLagMsMax - 1, wall, 20_000), 20_000);
  assert.equal(clock.ofMessage(wall + 86_400_000, wall, 21_000), 21_000);
  assert.equal(clock.ofMessage(null, wall, 22_000), 22_000);
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.option(fc.double()), fc.integer({ min: 0, max: 1e6 }))), (steps) => {
      const any = new ForeignClock();
      let last = Number.NEGATIVE_INFINITY;
      let arrivalMs = 0;
      for (const [ownMs, passedMs] of steps) {
        arrivalMs += passedMs;
        const tMs = any.ofMessage(Number.isFinite(ownMs ?? 0) ? ownMs : null, wall, arrivalMs);
        assert.ok(tMs > last);
        last = tMs;
      }
    }),
  );
});

test('times are read as ISO 8601 and XML Schema write them', () => {
  assert.equal(epochMsOf('2021-10-05T15:13:27.321'), Date.UTC(2021, 9, 5, 15, 13, 27, 321));
  assert.equal(epochMsOf('2023-03-08T09:00:19.320111Z'), Date.UTC(2023, 2, 8, 9, 0, 19) + 320.111);
  assert.equal(epochMsOf('2021-10-05T17:13:27+02:00'), Date.UTC(2021, 9, 5, 15, 13, 27));
  for (const broken of ['yesterday', '2021-13-05T15:13:27', 7, null, '2021-10-05', '2021-10-05T15:13:27+2'])
    assert.equal(epochMsOf(broken), null);
});

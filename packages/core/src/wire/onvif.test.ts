import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseAxisFrame, parseOnvifMetadata } from './onvif.ts';

const decode = (bytes: Uint8Array): string => new TextDecoder('utf-8', { fatal: true }).decode(bytes);
const bytesOf = (value: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(value));
const parse = (value: unknown) => parseOnvifMetadata(bytesOf(value), decode);

/** The transformation of the specification's examples: px of 640 x 480, counted from the bottom left. */
const Transformation = {
  Translate: { '@x': '-1.0', '@y': '-1.0' },
  Scale: { '@x': '0.003125', '@y': '0.00416667' },
};
/** A box 80 px wide and 120 px high that stands 48 px above the bottom, 64 px from the left. */
const BoundingBox = { '@left': '64.0', '@top': '168.0', '@right': '144.0', '@bottom': '48.0' };

function about(actual: unknown, expected: readonly number[]): void {
  const sides = Object.values(actual as Record<string, number>);
  assert.ok(
    sides.every((side, i) => Math.abs(side - expected[i]!) < 1e-5),
    `${sides}`,
  );
}

test('the example of the specification: numbers as text, y up, the type in the class itself', () => {
  const message = parse({
    Frame: [
      {
        '@UtcTime': '2021-10-05T15:13:27.321',
        '@Source': 'MyClassifier',
        '@context': { acme: 'http://www.acme.com/schema' },
        Transformation,
        Object: [
          {
            '@ObjectId': '15',
            Appearance: {
              Shape: { BoundingBox, CenterOfGravity: { '@x': '60.0', '@y': '50.0' } },
              Color: { ColorCluster: [{ Weight: 0.9, 'acme:ColorName': 'White' }] },
              Class: { '@Likelihood': '0.8', '#text': 'Human' },
              HumanFace: { Gender: 'Male', Age: { '@Min': '20', '@Max': '30' } },
            },
          },
        ],
      },
    ],
  });
  assert.ok(message.kind === 'frame');
  assert.equal(message.ownMs, Date.UTC(2021, 9, 5, 15, 13, 27, 321));
  assert.equal(message.dropped, 0);
  const [detection] = message.detections;
  assert.deepEqual({ ...detection, box: null }, { class: 'person', score: 0.8, box: null });
  about(detection?.box, [0.1, 0.65, 0.125, 0.25]);
});

const objectOf = (Class: unknown, rest: object = {}) => ({
  Appearance: {
    Shape: { BoundingBox: { '@left': -0.5, '@top': 0.5, '@right': 0, '@bottom': -0.5 } },
    Class,
    ...rest,
  },
});

function classesOf(...objects: readonly unknown[]): unknown {
  const message = parse({ Frame: [{ Object: objects }] });
  return message.kind === 'frame'
    ? message.detections.map(({ class: name, score }) => [name, score])
    : message;
}

test('the likeliest type that has a class holds; a vehicle without a finer type is a car', () => {
  const types = (...list: readonly (readonly [string, number])[]) => ({
    Type: list.map(([text, likelihood]) => ({ '#text': text, '@Likelihood': likelihood })),
  });
  assert.deepEqual(
    classesOf(
      objectOf(types(['Vehicle', 0.8], ['Car', 0.75], ['Truck', 0.3])),
      objectOf(types(['Vehicle', 0.9])),
      objectOf({ Type: 'Bicycle' }),
      objectOf(
        { Type: [{ '#text': 'Vehicle', '@Likelihood': 0.7 }] },
        {
          VehicleInfo: { Type: { '#text': 'Bus', '@Likelihood': '0.5' } },
        },
      ),
      objectOf(types(['LicensePlate', 0.9])),
      objectOf(types(['HumanFace', 0.9])),
      objectOf(undefined),
    ),
    [
      ['car', 0.75],
      ['car', 0.9],
      ['bicycle', 0.6],
      ['bus', 0.5],
    ],
  );
});

test('without a transformation the view is -1 to 1, and an appearance may have one of its own', () => {
  const message = parse({
    Frame: {
      Object: [
        objectOf({ Type: 'Human' }),
        objectOf({ Type: 'Human' }, { Transformation: { Scale: { '@x': 0.5, '@y': 0.5 } } }),
      ],
    },
  });
  assert.ok(message.kind === 'frame');
  about(message.detections[0]?.box, [0.25, 0.25, 0.25, 0.5]);
  about(message.detections[1]?.box, [0.375, 0.375, 0.125, 0.25]);
});

test('an empty frame says that nothing was seen; a frame that is none is refused; 301 objects are too many', () => {
  assert.deepEqual(parse({ Frame: [{ '@UtcTime': 'x' }] }), {
    ...{ kind: 'frame', ownMs: null, detections: [], dropped: 0 },
  });
  for (const broken of [{}, { Frame: [] }, { Frame: 'x' }, { Frame: [[]] }, [], null])
    assert.deepEqual(parse(broken), { kind: 'refused', why: 'not-its-format' });
  const many = Array.from({ length: 301 }, () => 1);
  assert.deepEqual(parse({ Frame: [{ Object: many }] }), { kind: 'refused', why: 'too-many' });
  const twisted = {
    Transformation: { Scale: { '@x': 'a', '@y': 1 } },
    Object: [objectOf({ Type: 'Human' })],
  };
  assert.deepEqual(parse({ Frame: [twisted] }), { kind: 'frame', ownMs: null, detections: [], dropped: 1 });
});

test('a frame of Axis: fractions, y down, with or without the older wrapping', () => {
  const frame = {
    timestamp: '2023-03-08T09:00:19.320111Z',
    observations: [
      {
        track_id: '1',
        bounding_box: { bottom: 0.75, left: 0.125, right: 0.25, top: 0.5 },
        class: { type: 'Human', score: 0.6, upper_clothing_colors: [{ name: 'White', score: 0.78 }] },
        image: { data: '/9j/4AAQSkZJRgABAQAAAQABAAD/2wBD' },
      },
      { bounding_box: { bottom: 1, left: 0, right: 1, top: 0 }, class: { type: 'Face', score: 1 } },
      { bounding_box: { bottom: 1, left: 0, right: 1, top: 0 } },
    ],
    operations: [{ type: 'DeleteOperation', id: '3' }],
  };
  const expected = {
    kind: 'frame',
    ownMs: Date.UTC(2023, 2, 8, 9, 0, 19) + 320.111,
    detections: [{ class: 'person', score: 0.6, box: { left: 0.125, top: 0.5, width: 0.125, height: 0.25 } }],
    dropped: 2,
  };
  assert.deepEqual(parseAxisFrame(bytesOf({ frame }), decode), expected);
  assert.deepEqual(parseAxisFrame(bytesOf({ data: { frame } }), decode), expected);
  // The stable format of AXIS OS 12.8 (`detections`) is another one and not read yet.
  assert.equal(parseAxisFrame(bytesOf({ channel_id: 1, detections: [] }), decode).kind, 'refused');
});

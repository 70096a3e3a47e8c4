import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { OutisError, objectClasses } from '@outis/core';
import { colourManifest } from '../../../../test/fixtures/test-model.ts';
import { parseManifest } from './manifest.ts';

const modelFolder = join(import.meta.dirname, '../../models');
const shipped = readdirSync(modelFolder).filter((name) => name.endsWith('.manifest.json'));

type Json = Record<string, unknown>;

function good(): Json {
  return colourManifest(Buffer.from('model'));
}

/** The error that a changed manifest gives. */
function refusal(change: (manifest: Json) => void): OutisError {
  const manifest = structuredClone(good());
  change(manifest);
  try {
    parseManifest(JSON.stringify(manifest));
  } catch (error) {
    assert.ok(error instanceof OutisError, String(error));
    return error;
  }
  throw new assert.AssertionError({ message: `Accepted: ${JSON.stringify(manifest)}` });
}

function sub(manifest: Json, key: string): Json {
  return manifest[key] as Json;
}

test('the manifest that the refusals below start from is accepted', () => {
  const { labels, classes, strides } = parseManifest(JSON.stringify(good()));
  assert.deepEqual(
    [labels, { ...classes }, strides],
    [['orange', 'blue'], { orange: 'person', blue: 'car' }, [8]],
  );
});

test('every key is required, and refused with a value that it cannot have', () => {
  const wrong: Readonly<Record<string, readonly unknown[]>> = {
    name: ['', 5, 'x'.repeat(201)],
    licence: ['', null],
    source: ['', []],
    sha256: ['', 'ABC', 'g'.repeat(64), 'a'.repeat(63)],
    decoder: ['yolov8', '', 1],
    strides: [[], [0], [8.5], [8, 8], [16, 8], ['8'], [512], '8'],
    input: [null, [], 'x'],
    labels: [[], [''], [5], 'orange', ['orange', 'blue', 'blue']],
    classes: [null, [], 'orange', {}],
    thresholds: [null, [], 5],
  };
  assert.deepEqual(Object.keys(wrong).sort(), Object.keys(good()).sort());
  for (const [key, values] of Object.entries(wrong)) {
    for (const value of [undefined, ...values]) {
      const error = refusal((manifest) => {
        manifest[key] = value;
      });
      assert.equal(
        error.code,
        'model-manifest-invalid',
        `${key} = ${JSON.stringify(value)}: ${error.message}`,
      );
      assert.match(error.detail, new RegExp(`\\b${key}\\b`), JSON.stringify(value));
    }
  }
});

test('every key of input and thresholds is required and bounded', () => {
  const wrong: Readonly<Record<string, Readonly<Record<string, readonly unknown[]>>>> = {
    input: {
      widthPx: [16, 2049, 416.5, '416'],
      heightPx: [0, -1, 100.25],
      colourOrder: ['grey'],
      fit: ['crop'],
      pad: [-1, 256, '114'],
      mean: [
        [0, 0],
        [0, 0, 0, 0],
        [0, 0, '0'],
        [-1, 0, 0],
      ],
      std: [
        [1, 1],
        [0, 1, 1],
        [1, -1, 1],
      ],
    },
    thresholds: { low: [0, 1.1, '0.1'], high: [0.1, 1.1], nmsIou: [0, 1] },
  };
  for (const [outer, keys] of Object.entries(wrong)) {
    assert.deepEqual(Object.keys(keys).sort(), Object.keys(sub(good(), outer)).sort());
    for (const [key, values] of Object.entries(keys)) {
      for (const value of [undefined, ...values]) {
        const error = refusal((manifest) => {
          sub(manifest, outer)[key] = value;
        });
        assert.equal(error.code, 'model-manifest-invalid');
        assert.ok(error.detail.startsWith(`${outer}.${key} `), `${JSON.stringify(value)}: ${error.detail}`);
      }
    }
  }
});

test('classes may have thresholds of their own, which are bounded like the common ones; none is no change', () => {
  const own = good();
  sub(own, 'thresholds')['perClass'] = { car: { low: 0.2, high: 0.6 } };
  assert.deepEqual(parseManifest(JSON.stringify(own)).thresholds.perClass, { car: { low: 0.2, high: 0.6 } });
  assert.deepEqual(parseManifest(JSON.stringify(good())).thresholds.perClass, {});
  const wrong: readonly (readonly [unknown, RegExp])[] = [
    [5, /^thresholds\.perClass must be an object/],
    [[], /^thresholds\.perClass must be an object/],
    // Neither a label nor a class that nothing maps to.
    [{ blue: { low: 0.2, high: 0.6 } }, /^thresholds\.perClass has an unknown key "blue"/],
    [{ truck: { low: 0.2, high: 0.6 } }, /^thresholds\.perClass has an unknown key "truck"/],
    [{ car: 0.5 }, /^thresholds\.perClass\.car must be an object/],
    [{ car: { low: 0.2 } }, /^thresholds\.perClass\.car\.high must be/],
    [{ car: { low: 0, high: 0.6 } }, /^thresholds\.perClass\.car\.low must be/],
    [{ car: { low: 0.6, high: 0.2 } }, /^thresholds\.perClass\.car\.high must be/],
    [{ car: { low: 0.2, high: 0.6, nmsIou: 0.5 } }, /^thresholds\.perClass\.car has an unknown key "nmsIou"/],
  ];
  for (const [value, expected] of wrong) {
    const error = refusal((manifest) => {
      sub(manifest, 'thresholds')['perClass'] = value;
    });
    assert.equal(error.code, 'model-manifest-invalid');
    assert.match(error.detail, expected);
  }
});

test('an unknown key is refused and named, at the top and below', () => {
  for (const outer of [null, 'input', 'thresholds']) {
    const { code, detail } = refusal((manifest) => {
      (outer === null ? manifest : sub(manifest, outer))['embedding'] = 128;
    });
    assert.equal(code, 'model-manifest-invalid');
    assert.equal(detail, `${outer ?? 'manifest'} has an unknown key "embedding"`);
  }
});

test('what is not JSON, or not an object, is refused', () => {
  for (const text of ['', '{', 'null', '[]', '"x"']) {
    assert.throws(() => parseManifest(text), { code: 'model-manifest-invalid' }, text);
  }
});

test('a class outside the vocabulary is refused and named', () => {
  for (const target of ['dog', 'face', 'Person', '', 5, null]) {
    const { code, detail } = refusal((manifest) => {
      manifest['classes'] = { orange: target };
    });
    assert.deepEqual([code, detail], ['model-class-unknown', `"orange" → ${JSON.stringify(target)}`]);
  }
});

test('a class that maps a label the model does not have is refused', () => {
  const { code, detail } = refusal((manifest) => {
    manifest['classes'] = { green: 'person' };
  });
  assert.deepEqual(
    [code, detail],
    ['model-manifest-invalid', 'classes maps "green", which is not among labels'],
  );
});

test('a label that Outis never detects is refused, even where it is mapped to nothing', () => {
  for (const label of ['face', 'license plate', 'woman', 'emotion_happy']) {
    const { code, detail } = refusal((manifest) => {
      manifest['labels'] = ['orange', 'blue', label];
    });
    assert.equal(code, 'model-class-denied');
    assert.ok(detail.startsWith(`"${label}" (`), detail);
  }
});

test('a label that has the name of something every object has is mapped to nothing', () => {
  const manifest = parseManifest(
    JSON.stringify({ ...good(), labels: ['orange', 'blue', 'constructor', 'toString'] }),
  );
  assert.equal(manifest.classes['constructor'], undefined);
  assert.equal(manifest.classes['toString'], undefined);
});

test('the manifests that ship parse: those of others map all six road users, ours the whole vocabulary', () => {
  assert.ok(shipped.length >= 4);
  for (const name of shipped) {
    const manifest = parseManifest(readFileSync(join(modelFolder, name), 'utf8'));
    const ours = name === 'outis.manifest.json';
    const known = ours ? objectClasses : objectClasses.slice(0, 6);
    assert.equal(manifest.labels.length, ours ? objectClasses.length : 80, name);
    assert.deepEqual(Object.values(manifest.classes).sort(), [...known].sort(), name);
    assert.notEqual(manifest.licence, '', name);
  }
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { canonicalJson, parseStrictJson } from './canonical-json.ts';
import {
  signedJsonBytesMax,
  signedTextBytesMax,
  signJson,
  signText,
  type TextFormat,
  verifyDocument,
} from './signed-document.ts';
import { SiteKey } from './site-key.ts';

const key = SiteKey.temporary();
const signedMs = Date.UTC(2026, 10, 5);
const texts: Readonly<Record<TextFormat, string>> = {
  svg: '<svg xmlns="http://www.w3.org/2000/svg"><!-- drawn --><text>Grüße</text></svg>',
  pdf: '%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n',
  csv: 'start,count\r\n2026-11-05,12\r\n',
};
const formats = Object.keys(texts) as TextFormat[];
const signedFiles: readonly (readonly [name: string, file: Buffer])[] = [
  ['json', Buffer.from(signJson(key, { kind: 'camera-public', signedMs, camera: 'yard', list: [1, 'ü'] }))],
  ...formats.map(
    (format) => [format, signText(key, format, { kind: 'camera-sign', signedMs }, texts[format])] as const,
  ),
];

function refused(file: Uint8Array | string, code: string, why?: RegExp): void {
  assert.throws(
    () => verifyDocument(Buffer.from(file)),
    (error: Error & { code?: string }) => {
      assert.equal(error.code, code, error.message);
      if (why !== undefined) assert.match(error.message, why);
      return true;
    },
  );
}

for (const [name, file] of signedFiles) {
  test(`a signed ${name} says what it is, when and by whom it was signed`, () => {
    const { kind, signedMs: foundMs, publicKey, fingerprint } = verifyDocument(file);
    assert.equal(kind, name === 'json' ? 'camera-public' : 'camera-sign');
    assert.equal(foundMs, signedMs);
    assert.equal(publicKey, key.publicKey);
    assert.equal(fingerprint, key.fingerprint);
  });

  test(`no bit of a signed ${name} can be turned`, () => {
    fc.assert(
      fc.property(fc.nat(file.length - 1), fc.nat(7), (at, bit) => {
        const changed = Buffer.from(file);
        changed[at]! ^= 1 << bit;
        assert.throws(() => verifyDocument(changed), /signed|signature/);
      }),
      { numRuns: 400 },
    );
  });

  test(`a signed ${name} cannot be cut or have something added`, () => {
    fc.assert(
      fc.property(fc.nat(file.length - 1), (length) => {
        // A JSON file without its last newline is the same JSON.
        fc.pre(name !== 'json' || length < file.length - 1);
        assert.throws(() => verifyDocument(file.subarray(0, length)), /signed|signature/);
      }),
    );
    for (const added of ['x', '\nx\n', '{}', '\0', '# a comment\n'])
      refused(Buffer.concat([file, Buffer.from(added)]), 'signature-invalid');
    if (name !== 'json')
      for (const added of ['\n', ' '])
        refused(Buffer.concat([file, Buffer.from(added)]), 'signature-invalid');
  });
}

for (const format of formats) {
  test(`what a ${format} held is in the signed one, unchanged and first`, () => {
    const file = signText(key, format, { kind: 'camera-sign', signedMs }, texts[format]);
    assert.ok(file.toString('utf8').startsWith(texts[format]));
    const last = file.toString('utf8').trimEnd().split('\n').at(-1)!;
    const comment = {
      svg: /^<!-- outis-signature \S+ .* -->$/,
      pdf: /^% outis-signature /,
      csv: /^# outis-signature /,
    };
    assert.match(last, comment[format]);
    assert.doesNotMatch(last.slice(4, -3), /--/, 'no XML comment holds two hyphens');
  });
}

test('a file with two lines of signature is refused, and is not made', () => {
  const once = signText(key, 'csv', { kind: 'export', signedMs }, texts.csv);
  assert.throws(() => signText(key, 'csv', { kind: 'export', signedMs }, once), TypeError);
  assert.throws(() => signText(key, 'pdf', { kind: 'export', signedMs }, once), TypeError);
  refused(Buffer.concat([once, once]), 'signature-invalid', /two lines/);
});

test('a signature of one file does not fit another', () => {
  const [one, other] = ['a\n', 'b\n'].map((text) =>
    signText(key, 'csv', { kind: 'export', signedMs }, text).toString(),
  ) as [string, string];
  refused(`b\n${one.slice(2)}`, 'signature-invalid', /do not belong together/);
  refused(one.replace('export', 'camera-sign'), 'signature-invalid', /do not belong together/);
  refused(one.replace(String(signedMs), String(signedMs + 1)), 'signature-invalid', /do not belong together/);
  refused(
    one.replace(key.publicKey, SiteKey.temporary().publicKey),
    'signature-invalid',
    /do not belong together/,
  );
  refused(one.replace('# outis', '% outis'), 'signature-invalid', /do not belong together/);
  assert.notEqual(one, other);
});

test('other algorithms and other layouts are refused', () => {
  const csv = signText(key, 'csv', { kind: 'export', signedMs }, texts.csv).toString();
  refused(csv.replace('ed25519', 'none'), 'signature-invalid', /algorithm/);
  refused(
    csv.replace('# outis-signature ed25519', '# outis-signature ed25519 '),
    'signature-invalid',
    /as Outis writes/,
  );
  refused(csv.replace(/\n$/, '\r\n'), 'signature-invalid');
  refused(csv.replace(/\n$/, ''), 'signature-invalid', /cut off/);
  const json = signJson(key, { kind: 'export', signedMs, a: 1 });
  refused(json.replace('ed25519', 'none'), 'signature-invalid', /algorithm/);
  refused(json.replace('"algorithm"', '"more": 1, "algorithm"'), 'signature-invalid', /as Outis writes/);
  refused(json.replace('"document"', '"more": 1, "document"'), 'signature-invalid', /something else/);
});

test('a file without a signature is told from one that was changed', () => {
  for (const text of [
    '',
    'hello',
    texts.svg,
    texts.csv,
    '{"document":{"kind":"a","signedMs":1}}',
    '{}',
    'a # outis-signature ed25519\n',
  ])
    refused(text, 'signature-missing');
  for (const text of ['{', '{"signature":1}{', '{"a":'.repeat(1_000), `{"a":${'['.repeat(50_000)}`])
    refused(text, 'signature-invalid');
});

test('a signed JSON may be indented anew, and a key that stands twice is refused', () => {
  const json = signJson(key, { kind: 'export', signedMs, b: { y: 1, x: [true, null] }, a: 'ü' });
  const again = JSON.stringify(JSON.parse(json));
  assert.deepEqual(verifyDocument(Buffer.from(again)).document, {
    kind: 'export',
    signedMs,
    b: { y: 1, x: [true, null] },
    a: 'ü',
  });
  refused(json.replace('"a": "ü"', '"a": "other", "a": "ü"'), 'signature-invalid', /stands twice/);
  refused(json.replace('"y": 1', '"y": 2, "\\u0079": 1'), 'signature-invalid', /stands twice/);
  refused(json.replace('"y": 1', '"y": 1.0'), 'signature-invalid', /number/);
  refused(json.replace('"y": 1', '"y": 1e999'), 'signature-invalid', /number/);
  refused(
    Buffer.concat([Buffer.from(json.slice(0, -3)), Buffer.from([0xff]), Buffer.from(json.slice(-3))]),
    'signature-invalid',
    /UTF-8/,
  );
});

test('a signed text is never taken for a signed JSON', () => {
  // What is signed as JSON, put before the signature line of a text, and the other way round.
  const document = canonicalJson({ kind: 'export', signedMs });
  const text = signText(key, 'csv', { kind: 'export', signedMs }, document).toString();
  const value = text.trimEnd().split(' ').at(-1)!;
  const signature = { algorithm: 'ed25519', publicKey: key.publicKey, value };
  refused(
    JSON.stringify({ document: JSON.parse(document), signature }),
    'signature-invalid',
    /do not belong/,
  );
});

test('files larger than the limits are refused', () => {
  refused(Buffer.alloc(signedTextBytesMax + 1, 'a'), 'signature-invalid', /more than/);
  refused(
    Buffer.concat([Buffer.from('{'), Buffer.alloc(signedJsonBytesMax, ' ')]),
    'signature-invalid',
    /more than/,
  );
  assert.throws(
    () => signText(key, 'csv', { kind: 'a', signedMs }, Buffer.alloc(signedTextBytesMax)),
    TypeError,
  );
  assert.throws(() => signJson(key, { kind: 'a', signedMs, a: 'a'.repeat(signedJsonBytesMax) }), TypeError);
});

test('what says nothing is not signed', () => {
  for (const kind of ['', 'Sign', 'a b', 'a--b', '-a', 'a'.repeat(61)]) {
    assert.throws(() => signJson(key, { kind, signedMs }), TypeError);
    assert.throws(() => signText(key, 'csv', { kind, signedMs }, ''), TypeError);
  }
  for (const wrong of [Number.NaN, -1, 1.5, Number.POSITIVE_INFINITY])
    assert.throws(() => signText(key, 'csv', { kind: 'a', signedMs: wrong }, ''), TypeError);
  for (const wrong of [undefined, Number.NaN, () => 1, new Date(), new Map(), 1n])
    assert.throws(() => signJson(key, { kind: 'a', signedMs, wrong }), TypeError);
});

test('canonical JSON does not depend on the order of keys and is read back as it was', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const text = canonicalJson(value);
      assert.equal(canonicalJson(reversed(value)), text);
      assert.deepEqual(JSON.parse(text), JSON.parse(JSON.stringify(value)));
      assert.equal(canonicalJson(parseStrictJson(text)), text);
    }),
  );
  // The order of RFC 8785, 3.2.3: UTF-16 code units.
  const keys = ['\u20ac', '\r', '\ufb33', '1', '\u{1f600}', '\u0080', '\u00f6'];
  const sorted = ['\r', '1', '\u0080', '\u00f6', '\u20ac', '\u{1f600}', '\ufb33'];
  const members = canonicalJson(Object.fromEntries(keys.map((each) => [each, 0])));
  assert.deepEqual(
    [...members.matchAll(/("[^"]*"):/g)].map(([, each]) => JSON.parse(each!)),
    sorted,
  );
});

function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([name, each]) => [name, reversed(each)]),
  );
}

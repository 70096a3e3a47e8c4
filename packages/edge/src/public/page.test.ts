import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { changeFacts, siteFacts, streetFacts } from '../../../../test/fixtures/public-facts.ts';
import { root } from '../../../../test/fixtures/support.ts';
import type { PublicFacts } from './facts.ts';
import { escapeText } from './html.ts';
import { publicLanguages } from './language.ts';
import { publicList } from './list.ts';
import { publicPage } from './page.ts';
import { doesStatements, keptStatements, neverStatements } from './statements.ts';
import { publicMessages } from './words.ts';

const pages = publicLanguages.flatMap(({ code }) =>
  [siteFacts, streetFacts].map((facts) => ({
    code,
    facts,
    name: `${code} ${facts.camera.id}`,
    text: publicPage(facts, code),
    list: publicList([siteFacts, streetFacts], code),
  })),
);

test('every part stands on the page of both purposes in all five languages', () => {
  for (const { code, facts, name, text } of pages) {
    const messages = publicMessages[code];
    const isSite = facts.camera.purpose === 'site-safety';
    for (const part of ['who', 'does', 'never', 'kept', 'model', 'changes', 'key'])
      assert.ok(
        text.includes(`<section class="card ${part === 'changes' ? 'past' : part}" id="${part}"`),
        `${name} ${part}`,
      );
    assert.equal(text.includes('id="watched"'), isSite, name);
    assert.ok(text.includes('id="aim"'), name);
    assert.equal(text.includes(messages['aim.none']), !isSite, name);
    for (const user of ['ina', 'igor'])
      assert.equal(new RegExp(`[:：]\\s?${user}<`).test(text), isSite, name);
    for (const { key } of [...doesStatements(facts), ...neverStatements(facts), ...keptStatements(facts)])
      assert.ok(text.includes(escapeText(messages[key])), `${name} ${key}`);
    for (const said of [
      messages[`purpose.${facts.camera.purpose}`],
      messages['state.running'],
      facts.camera.owner,
      facts.camera.reason,
      facts.model!.name,
      facts.model!.licence,
      isSite
        ? messages['model.accuracy.none']
        : `${messages['class.person']} 51 %, ${messages['class.car']} 50 %`,
      facts.keyFingerprint,
    ])
      assert.ok(text.includes(escapeText(said)), `${name} ${said}`);
    assert.equal(text.includes(messages['model.unreviewed']), isSite, name);
    assert.equal(text.includes('>47</strong>'), isSite, name);
  }
});

test('who looked through the camera stands on the page, from when to when; a simulation has nothing of it', () => {
  const text = publicPage(siteFacts, 'en');
  assert.ok(text.includes('<li dir="auto">since 18 November 2026 at 12:05: ina</li>'));
  assert.ok(
    text.includes('<li dir="auto">15 November 2026 at 12:06 to 15 November 2026 at 12:14: igor</li>'),
  );
  const simulated = publicPage({ ...siteFacts, aimUses: null }, 'en');
  assert.ok(!simulated.includes('id="aim"') && !simulated.includes('look through it'));
});

test('how the ground is learned stands on the page, and nothing of it where it is not', () => {
  const page = (background: PublicFacts['camera']['background']): string =>
    publicPage({ ...siteFacts, camera: { ...siteFacts.camera, background } }, 'en');
  assert.ok(page('usual').includes('for more than an hour') && page('usual').includes('could enter it'));
  assert.ok(page('strict').includes('for more than nine hours') && page('drawn').includes('was drawn'));
  assert.ok(!page(null).includes('picture of the ground'));
});

test('a street has nothing live on its page, also when a number came with it', () => {
  const text = publicPage(streetFacts, 'en');
  assert.ok(text.includes('Nobody can watch live, not even the responsible.'));
  assert.ok(!/id="watched"|the drawing|picture of the ground/.test(text));
});

test('nothing runs, nothing is fetched but the styles, and one link leads elsewhere', () => {
  for (const { name, text, list } of pages)
    for (const each of [text, list]) {
      assert.doesNotMatch(
        each,
        /<script|<style|<iframe|<object|<embed|<form|<img|<base|<meta http-equiv/i,
        name,
      );
      assert.doesNotMatch(each, /\s(style|on\w+|src|srcset|action|xlink:href)\s*=/i, name);
      const fetched = [...each.matchAll(/<link[^>]*>/g)].map(([link]) => link);
      assert.deepEqual(fetched, ['<link rel="stylesheet" href="/c/public.css">'], name);
      for (const [, href] of each.matchAll(/href="([^"]*)"/g))
        assert.match(
          href!,
          /^(\/c(\/[\w-]+)?(\?lang=[a-z]{2})?|\/c\/public\.css|\?lang=[a-z]{2}|#[a-z]+|mailto:[\w.@-]+|tel:\+\d+|https:\/\/ithaca\.example\/cameras|https:\/\/www\.openstreetmap\.org\/\?mlat=[\d.]+&amp;mlon=[\d.]+#map=18\/[\d.]+\/[\d.]+)$/,
        );
    }
});

test('a change that waits stands before everything else that is explained, with its time', () => {
  const text = publicPage(siteFacts, 'en');
  assert.ok(text.indexOf('id="pending"') < text.indexOf('id="who"'));
  assert.ok(text.includes('Takes effect on 20 November 2026 at 12:06 at the latest'));
  assert.ok(text.includes('<dd dir="auto">areas: 1</dd>') && text.includes('<dd dir="auto">areas: 2</dd>'));
  const past = text.slice(text.indexOf('id="changes"'));
  for (const said of [
    'In effect since 10 November 2026 at 12:06, approved by a different person, the data protection officer.',
    'Refused on 7 November 2026 at 12:06 by a different person, the data protection officer.',
    'In effect since 1 November 2026 at 12:06, after 72 hours of waiting.',
    'Asked for on 6 November 2026 at 12:06 in the configuration of this installation.',
    '31 March 2027',
    'Street statistics',
  ])
    assert.ok(past.includes(said), said);
  assert.ok(publicPage(streetFacts, 'en').includes('Nothing yet that would let this camera do more.'));
});

test('of many past changes the newest are shown and the others counted', () => {
  const changes = Array.from({ length: 25 }, (_, index) =>
    changeFacts({
      id: index,
      state: 'withdrawn',
      after: `model ${index}`,
      field: 'model',
      effectiveMs: index,
    }),
  );
  const text = publicPage({ ...siteFacts, changes }, 'en');
  assert.ok(text.includes('model 24<') && text.includes('model 5<') && !text.includes('model 4<'));
  assert.ok(text.includes('Older changes that are not shown: 5.') && !text.includes('id="pending"'));
});

test('a change to a model that is not reviewed says so in the language of the page', () => {
  const changes = [
    changeFacts({
      field: 'model',
      before: 'Outis 1',
      after: 'PicoDet-S (unreviewed model)',
      state: 'pending',
    }),
  ];
  for (const [language, expected] of [
    ['en', 'PicoDet-S (Unreviewed model)'],
    ['de', 'PicoDet-S (Ungeprüftes Modell)'],
    ['zh', 'PicoDet-S (未经审查的模型)'],
  ] as const) {
    const text = publicPage({ ...siteFacts, changes }, language);
    assert.ok(text.includes(`>${expected}<`) && text.includes('>Outis 1<'), language);
  }
});

test('no name of a user who asked or decided stands on any page', () => {
  for (const { name, text, list } of pages) assert.doesNotMatch(text + list, /anna|carla|secret|user:/, name);
});

test('a sign that was made before a change is told, and its code only where it is one', () => {
  const old = 'The sign was made before a change';
  const sign = { stamp: 'ABC234', printedStamp: 'ZZZ222' };
  const page = (scannedStamp?: string, facts = streetFacts): string =>
    publicPage(facts, 'en', { scannedStamp });
  assert.ok(!page().includes(old) && !page('ABC234').includes(old));
  assert.ok(page('XYZ777').includes('Code on the sign: XYZ777. Code of a new sign: ABC234.'));
  assert.ok(page('XYZ777').includes('href="?lang=de&amp;s=XYZ777"'));
  assert.ok(page(undefined, { ...streetFacts, sign }).includes(old));
  assert.ok(!page('ABC234', { ...streetFacts, sign }).includes(old));
  const hostile = page('"><script>alert(1)</script>');
  assert.ok(hostile.includes(old) && !/script|alert|Code on the sign/.test(hostile));
});

test('another system, a paused, a stopped and a simulated camera are told', () => {
  const { camera } = streetFacts;
  const page = (facts: Partial<PublicFacts>): string => publicPage({ ...streetFacts, ...facts }, 'en');
  assert.ok(
    page({ otherSystem: 'Frigate' }).includes('Its name is Frigate. This page speaks for Outis alone.'),
  );
  const other = page({ otherSystem: 'Frigate', camera: { ...camera, state: 'paused' } });
  assert.ok(
    other.includes('detects in them: Frigate. Outis receives what it says.') &&
      other.includes('takes nothing from the other system now') &&
      other.includes('which may go on looking'),
  );
  assert.ok(!/Each picture is looked at|othing looks at its pictures/.test(other));
  assert.ok(page({ camera: { ...camera, state: 'paused' } }).includes('<strong>Paused</strong>'));
  assert.ok(page({ camera: { ...camera, state: 'not-running' } }).includes('<strong>Not running</strong>'));
  assert.ok(page({ camera: { ...camera, lines: 0 } }).includes('so it counts nothing'));
  assert.ok(page({ camera: { ...camera, contact: null, place: null } }).includes('No contact is given.'));
  assert.ok(page({ model: null }).includes('No model is loaded.'));
  const simulated = page({ camera: { ...camera, simulated: true }, model: null });
  assert.ok(simulated.includes('there is no lens and nobody') && !simulated.includes('No model is loaded'));
});

test('property: no value can add an element, an attribute or an address', () => {
  const fragment = fc.constantFrom(
    '"><script>alert(1)</script>',
    "' onload='x",
    'javascript:alert(1)',
    '</title><style>*{}</style>',
    '--><!--',
    ']]>',
    '\u202e\0',
    '&lt;b&gt;',
    'https://evil.example',
    'a@evil.example',
  );
  const hostile = fc
    .array(fc.oneof(fragment, fc.string({ unit: 'binary', maxLength: 6 })), { minLength: 1, maxLength: 4 })
    .map((parts) => parts.join(''));
  // With contacts taken out: they alone may become links, of three kinds.
  const frame = (text: string): string[] =>
    [...text.matchAll(/<[^>]*>/g)]
      .map(([tag]) => tag.replace(/"[^"]*"/g, '""'))
      .filter((tag) => !/^<(a |\/a|br)/.test(tag));
  const fill = (text: string): PublicFacts => ({
    ...siteFacts,
    site: { ...siteFacts.site, name: text, contact: text, dpoContact: text },
    camera: { ...siteFacts.camera, id: text, owner: text, contact: text, reason: text },
    model: { name: text, licence: text, reviewed: false, ap50: { person: 0.5 } },
    otherSystem: text,
    changes: siteFacts.changes.map((change) => ({ ...change, before: text, after: text })),
    keyFingerprint: text,
  });
  const plain = fill('x');
  fc.assert(
    fc.property(hostile, (text) => {
      const facts = fill(text);
      for (const make of [
        (each: PublicFacts) => publicPage(each, 'fr'),
        (each: PublicFacts) => publicList([each], 'fr'),
      ]) {
        const made = make(facts);
        const withLabels = (tags: string[]): string[] =>
          tags.filter((tag) => !tag.startsWith('<text') && tag !== '</text>');
        assert.deepEqual(withLabels(frame(made)), withLabels(frame(make(plain))));
        for (const [, href] of made.matchAll(/<a [^>]*href="([^"]*)"/g))
          assert.match(href!, /^(\/c|\?lang=|#|mailto:|tel:|https:\/\/)/);
      }
    }),
    { numRuns: 150 },
  );
});

test('every promise of the page names tests that exist', () => {
  let named = 0;
  for (const facts of [siteFacts, streetFacts, { ...siteFacts, otherSystem: 'Frigate' }])
    for (const { key, heldBy } of [
      ...neverStatements(facts),
      ...doesStatements(facts),
      ...keptStatements(facts),
    ]) {
      assert.notEqual(heldBy.length, 0, key);
      for (const [file, name] of heldBy) {
        named++;
        assert.ok(existsSync(join(root, file)), file);
        assert.ok(readFileSync(join(root, file), 'utf8').includes(name), `${file}: ${name}`);
      }
    }
  assert.ok(named > 20, `${named}`);
});

test('a site says what it warns of and what is on trial, how long that is kept, and a street nothing of it', () => {
  const page = publicPage(siteFacts, 'en');
  assert.ok(page.includes('Warned of: Helmet missing and Person in a danger zone.'), page);
  assert.ok(page.includes('On trial, without a warning: Escape route blocked.'));
  assert.ok(page.includes('for at most 72 hours'));
  const quiet = { ...siteFacts, camera: { ...siteFacts.camera, warns: [], tries: [] } };
  for (const facts of [streetFacts, quiet]) {
    const text = publicPage(facts, 'en');
    assert.ok(!/Warned of|On trial|until it is dealt with/.test(text));
    assert.ok(text.includes('Nothing else of what passes: no picture, no path, not the moment'));
  }
});

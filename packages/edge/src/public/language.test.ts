import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pickLanguage, publicLanguages } from './language.ts';
import { type PublicKey, publicMessages, wordsOf } from './words.ts';

const keys = Object.keys(publicMessages.en) as PublicKey[];
const others = publicLanguages.map(({ code }) => code).filter((code) => code !== 'en');

/** Texts that read the same in English: `language key`. */
const same = new Set([
  'de list.map.north',
  'fr list.map.north',
  'es list.map.north',
  'fr class.bus',
  'fr watched.minute',
  'fr watched.minutes',
  'fr who.contact',
  'fr who.site',
  // Reads the same: an abbreviation, and class and zone.
  'de numbers.minutes',
  'es numbers.minutes',
  'fr numbers.minutes',
  'fr numbers.dwells.of',
  'fr model.licence',
]);

test('every language has every text, none empty, with the same places for values', () => {
  const placesOf = (text: string): string[] =>
    [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name!).sort();
  for (const { code } of publicLanguages) {
    assert.deepEqual(Object.keys(publicMessages[code]).sort(), [...keys].sort(), code);
    for (const key of keys) {
      assert.notEqual(publicMessages[code][key].trim(), '', `${code} ${key}`);
      assert.deepEqual(
        placesOf(publicMessages[code][key]),
        placesOf(publicMessages.en[key]),
        `${code} ${key}`,
      );
    }
  }
});

test('every text is translated, but for those that read the same', () => {
  const found = others.flatMap((code) =>
    keys.filter((key) => publicMessages[code][key] === publicMessages.en[key]).map((key) => `${code} ${key}`),
  );
  assert.deepEqual(new Set(found), same);
});

test('no text promises more than the product does', () => {
  for (const { code } of publicLanguages)
    for (const key of keys)
      assert.doesNotMatch(publicMessages[code][key], /anonym|anónim|匿名/i, `${code} ${key}`);
});

test('?lang= wins, then the browser’s wishes in their order of liking, then English', () => {
  assert.equal(pickLanguage('de', 'fr'), 'de');
  assert.equal(pickLanguage('tlh', 'fr-CH, de;q=0.9'), 'fr');
  assert.equal(pickLanguage(undefined, 'pt-BR,es;q=0.4,de-AT;q=0.8'), 'de');
  assert.equal(pickLanguage(undefined, 'zh-Hans-CN'), 'zh');
  assert.equal(pickLanguage(undefined, 'de;q=0, es;q=0.1'), 'es');
  assert.equal(pickLanguage(['de'], undefined), 'en');
  for (const odd of ['', '*', ';;;,,,', 'de;q=x', 'q=1', `${'x,'.repeat(5000)}de`, 'constructor'])
    assert.equal(pickLanguage(undefined, odd), 'en', odd.slice(0, 20));
});

test('times are those of the place, days stay the day that is written', () => {
  const words = wordsOf('de', 'Pacific/Kiritimati');
  assert.equal(words.time(Date.UTC(2026, 0, 31, 12)), '1. Februar 2026 um 02:00');
  assert.equal(words.date('2026-01-31'), '31. Januar 2026');
  assert.equal(words.date('2026-02-31x'), '2026-02-31x');
  assert.equal(words.say('page.camera', {}), 'Kamera {id}');
});

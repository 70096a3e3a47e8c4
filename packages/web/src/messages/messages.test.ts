import assert from 'node:assert/strict';
import { test } from 'node:test';
import { de } from './de.ts';
import { en } from './en.ts';
import { es } from './es.ts';
import { fr } from './fr.ts';
import { chooseLanguage } from './language.ts';
import { fill, type MessageKey, type Messages } from './messages.ts';
import { zh } from './zh.ts';

const tables: Readonly<Record<string, Messages>> = { en, de, fr, es, zh };
const keys = Object.keys(en) as MessageKey[];

test('every language has the same texts with the same places for values', () => {
  const placesOf = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1]).sort();
  for (const [language, table] of Object.entries(tables)) {
    assert.deepEqual(Object.keys(table).sort(), [...keys].sort(), language);
    for (const key of keys) assert.deepEqual(placesOf(table[key]), placesOf(en[key]), `${language} ${key}`);
  }
});

test('no text is empty, and none promises more than the product does', () => {
  for (const [language, table] of Object.entries(tables)) {
    for (const key of keys) {
      assert.notEqual(table[key].trim(), '', `${language} ${key}`);
      assert.doesNotMatch(table[key], /anonym|anónim|匿名/i, `${language} ${key}`);
    }
  }
});

test('a value that is missing stays visible', () => {
  assert.equal(fill('{a} and {b}', { a: 1 }), '1 and {b}');
});

test('the first language that the page speaks is taken', () => {
  assert.equal(chooseLanguage(['pt-BR', 'de-AT', 'fr']), 'de');
  assert.equal(chooseLanguage(['zh-Hans-CN']), 'zh');
  assert.equal(chooseLanguage([]), 'en');
});

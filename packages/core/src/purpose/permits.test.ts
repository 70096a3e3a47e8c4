import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { families as cellFamilies, isFamily } from '../release/cell.ts';
import { safetyRules } from '../rule/finding.ts';
import { LiveScene } from './live-scene.ts';
import {
  deeds,
  families,
  liveMessages,
  permits,
  permitsFamily,
  permitsLiveScene,
  permitsRule,
  purposesWith,
} from './permits.ts';
import { backgroundSettingOf, backgroundSettings, type Purpose, purposes } from './purpose.ts';

test('the table, a second time and by hand', () => {
  assert.deepEqual(Object.keys(permits), [...purposes]);
  assert.deepEqual(permits['site-safety'].families, ['count']);
  assert.deepEqual(permits['street-statistics'].families, [...families]);
  assert.deepEqual(permits['street-statistics'].messages, ['aim']);
  assert.deepEqual(cellFamilies, families);
  assert.ok(families.every(isFamily));
});

test('every message and deed, for both purposes: what is not in the table is not there', () => {
  const size = { widthPx: 640, heightPx: 360 };
  fc.assert(
    fc.property(
      fc.constantFrom(...purposes),
      fc.constantFrom(...liveMessages, ...deeds),
      fc.constantFrom(...backgroundSettings, undefined),
      (purpose, name, background) => {
        const allowed = purposesWith(name).includes(purpose);
        const { messages, deeds: done } = permits[purpose];
        assert.equal(
          allowed,
          [...messages, ...done].some((one) => one === name),
        );
        const make = (): LiveScene => new LiveScene(purpose, size, () => 1);
        if (messages.includes('scene')) make();
        else assert.throws(make, RangeError);
        assert.equal(permitsLiveScene(purpose), messages.includes('scene'));
        if (!messages.includes('background')) assert.equal(backgroundSettingOf(purpose, background), 'off');
      },
    ),
  );
});

test('a purpose measures a family exactly where the table has it', () => {
  for (const purpose of purposes)
    for (const family of families)
      assert.equal(permitsFamily(purpose, family), permits[purpose].families.includes(family));
});

test('a street has no name for a threshold, a webhook or a subscription; a site has alerts, of dangers alone', () => {
  const pushing = /threshold|hook|subscri|alert|alarm|notif|push/i;
  const names = (purpose: Purpose): string[] =>
    Object.values(permits[purpose])
      .flat()
      .filter((name) => pushing.test(name));
  assert.deepEqual(names('street-statistics'), []);
  assert.deepEqual(permits['street-statistics'].rules, []);
  assert.deepEqual(names('site-safety'), ['alerts']);
  assert.deepEqual(permits['site-safety'].rules, ['helmet', 'vest', 'exclusion', 'proximity', 'blocked']);
  for (const purpose of purposes)
    for (const rule of safetyRules)
      assert.equal(permitsRule(purpose, rule), permits[purpose].rules.includes(rule));
});

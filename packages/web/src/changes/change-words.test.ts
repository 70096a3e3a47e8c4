import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ChangeJson } from '@outis/core';
import { en } from '../messages/en.ts';
import { fill, type MessageKey, type MessageValues } from '../messages/messages.ts';
import { changeValue, sortChanges } from './change-words.ts';

const words = {
  language: 'en' as const,
  say: (key: MessageKey, values?: MessageValues) => fill(en[key], values),
  time: (tMs: number) => new Date(tMs).toISOString().slice(0, 10),
  number: String,
  percent: (fraction: number) => `${Math.round(fraction * 100)}%`,
};

test('what the page has words for is said in them', () => {
  assert.equal(changeValue('purpose', 'site-safety', words), 'Site safety');
  assert.equal(changeValue('until', '2027-03-31', words), '2027-03-31');
  assert.equal(changeValue('masks', '3 areas (12 %)', words), 'areas: 3, together 12% of the view');
  assert.equal(changeValue('boundary', '1 area (45 %)', words), '45% of the view');
  assert.equal(changeValue('background', 'off', words), 'Off');
  assert.equal(changeValue('background', 'usual', words), 'Usual');
  const german = { ...words, language: 'de' as const };
  assert.equal(changeValue('pauses', 'sat sun 00:00–24:00', german), 'Sa So 00:00–24:00');
  assert.equal(changeValue('rules', 'blocked, helmet', words), 'Escape route blocked, Helmet missing');
  assert.equal(changeValue('rules', 'helmet, later', words), 'Helmet missing, later');
  assert.equal(changeValue('until', '–', words), 'none');
  assert.equal(changeValue('model', 'Nano 2 (unreviewed model)', words), 'Nano 2 (unreviewed model)');
});

test('what it has no words for stays as it was written', () => {
  assert.equal(changeValue('model', 'outis-nano 2', words), 'outis-nano 2');
  assert.equal(changeValue('purpose', 'Street statistics', words), 'Street statistics');
});

test('what takes effect soonest stands first, and then what was decided last', () => {
  const change = (id: number, state: ChangeJson['state'], effectiveMs: number): ChangeJson => ({
    id,
    cameraId: 'gate',
    field: 'masks',
    state,
    before: '',
    after: '',
    requestedMs: 0,
    requestedBy: 'file',
    effectiveMs,
    decidedBy: null,
  });
  const { pending, past } = sortChanges([
    change(1, 'pending', 9),
    change(2, 'refused', 3),
    change(3, 'pending', 5),
    change(4, 'effective', 4),
  ]);
  assert.deepEqual(
    pending.map(({ id }) => id),
    [3, 1],
  );
  assert.deepEqual(
    past.map(({ id }) => id),
    [4, 2],
  );
});

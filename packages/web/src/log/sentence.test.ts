import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type AuditEntryJson, auditActions } from '@outis/core';
import { en } from '../messages/en.ts';
import { fill, type MessageKey, type MessageValues } from '../messages/messages.ts';
import { detailLines, nameOf, sentenceOf } from './sentence.ts';

const say = (key: MessageKey, values?: MessageValues) => fill(en[key], values);
const entry = (words: Partial<AuditEntryJson>): AuditEntryJson => ({
  seq: 1,
  tMs: 0,
  actor: 'user:anna',
  action: 'login',
  subject: null,
  detail: {},
  previous: '0'.repeat(64),
  hash: '0'.repeat(64),
  ...words,
});

test('every action has a sentence, and none has a place left empty', () => {
  for (const action of auditActions) {
    const sentence = sentenceOf(entry({ action, subject: 'gate' }), say);
    assert.ok(sentence.length > 5 && !/[{}]/.test(sentence), sentence);
  }
});

test('who did it is named as a person would', () => {
  assert.equal(nameOf('user:a:b', say), 'a:b');
  assert.equal(nameOf('token:grafana', say), 'Token grafana');
  assert.equal(nameOf('system', say), 'Outis');
  assert.equal(nameOf('something:else', say), 'something:else');
  assert.equal(
    sentenceOf(entry({ action: 'scene.opened', subject: 'gate' }), say),
    'anna began to watch the live scene of gate',
  );
});

test('of before and after only the difference is shown', () => {
  const detail = {
    before: { owner: 'Office', until: '2026-09-30', masks: [[0.1, 0.2]] },
    after: { owner: 'Office', until: '2027-03-31', masks: [], place: { lat: 1 } },
  };
  assert.deepEqual(detailLines(detail), [
    { path: 'before.until', value: '2026-09-30' },
    { path: 'before.masks', value: '[0.1, 0.2]' },
    { path: 'after.until', value: '2027-03-31' },
    { path: 'after.masks', value: '–' },
    { path: 'after.place.lat', value: 1 },
  ]);
});

test('a list of roles is one line, and nothing is no line', () => {
  assert.deepEqual(detailLines({ roles: ['viewer', 'admin'], ended: null }), [
    { path: 'roles', value: 'viewer, admin' },
    { path: 'ended', value: null },
  ]);
  assert.deepEqual(detailLines({}), []);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type CameraJson, widenings } from '@outis/core';
import {
  backgroundOf,
  boundaryOf,
  draftOf,
  masksOf,
  type SettingsDraft,
  settingsOf,
  settingsProblem,
} from './settings-draft.ts';

const nowMs = Date.UTC(2026, 10, 22, 12);
const ground = [
  [0, 0.2],
  [1, 0.2],
  [1, 1],
  [0, 1],
] as const;
const camera = {
  id: 'gate',
  source: 'rtsp://10.0.0.5/',
  purpose: 'site-safety',
  owner: 'Site office',
  contact: null,
  reason: 'safety',
  place: { lat: 53.5, lon: -9.9 },
  until: '2026-11-01',
  boundary: ground,
  masks: [],
  pending: [],
  wanted: null,
  background: { profile: 'strict', movedMs: null },
} as unknown as CameraJson;
const problemOf = (part: Partial<SettingsDraft>, field: keyof SettingsDraft) =>
  settingsProblem({ ...draftOf(camera), ...part }, field, { camera, nowMs, boundary: ground });

test('what is not changed is sent as it was, and widens nothing', () => {
  const settings = settingsOf(draftOf(camera), boundaryOf(camera), camera.masks);
  assert.deepEqual(settings, {
    purpose: 'site-safety',
    owner: 'Site office',
    reason: 'safety',
    until: '2026-11-01',
    boundary: ground,
    masks: [],
    place: { lat: 53.5, lon: -9.9 },
  });
  const { boundary, until, background: _, ...rest } = camera;
  assert.deepEqual(widenings({ ...rest, boundary: boundary!, until: until! }, settings), []);
});

test('what was good before stays good, what is new is looked at', () => {
  assert.equal(problemOf({}, 'until'), null, 'an end that has passed');
  assert.equal(problemOf({}, 'reason'), null, 'a reason from a file');
  assert.equal(problemOf({ until: '2026-11-02' }, 'until'), 'add.problem.until');
  assert.equal(problemOf({ reason: 'security' }, 'reason'), 'add.problem.reasonVague');
  assert.equal(problemOf({ owner: ' ' }, 'owner'), 'add.problem.owner');
});

test('of the background is said only what somebody chose', () => {
  const send = (part: Partial<SettingsDraft>, of = camera) =>
    settingsOf({ ...draftOf(of), ...part }, ground, []);
  assert.ok(!('background' in send({})));
  assert.equal(send({ background: 'off' }).background, 'off');
  assert.ok(!('background' in send({ background: 'off', purpose: 'street-statistics' })));
  const { purpose, owner, reason } = camera;
  const wanted = { purpose, owner, reason, masks: [], background: 'usual' } as const;
  assert.equal(send({}, { ...camera, wanted }).background, 'usual', 'what waits is not withdrawn');
  assert.deepEqual(
    [camera, { ...camera, background: null }, { ...camera, purpose: 'street-statistics' as const }].map(
      backgroundOf,
    ),
    ['strict', 'off', 'usual'],
  );
});

test('a place has two numbers or none', () => {
  assert.equal(problemOf({}, 'lat'), null);
  assert.equal(problemOf({ lat: '', lon: '' }, 'lat'), null);
  for (const bad of [{ lat: '' }, { lon: 'east' }, { lat: '91' }, { lon: '-180.5' }])
    assert.equal(problemOf(bad, 'lon'), 'settings.place.bad', JSON.stringify(bad));
  const comma = settingsOf({ ...draftOf(camera), lat: '53,25', lon: '−9,5' }, ground, []);
  assert.deepEqual(comma.place, { lat: 53.25, lon: -9.5 });
});

test('a street has neither an end nor a boundary', () => {
  const street = settingsOf({ ...draftOf(camera), purpose: 'street-statistics' }, ground, []);
  assert.ok(!('until' in street) && !('boundary' in street));
});

test('what waits is shown as it is wished for, so that saving does not withdraw it', () => {
  const { purpose, owner, reason } = camera;
  const wanted = { purpose, owner, reason, until: '2027-05-01', boundary: ground, masks: [ground] };
  const waiting: CameraJson = { ...camera, wanted };
  assert.equal(draftOf(waiting).until, '2027-05-01');
  assert.deepEqual([boundaryOf(waiting), masksOf(waiting)], [ground, [ground]]);
});

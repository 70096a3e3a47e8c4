import assert from 'node:assert/strict';
import { test } from 'node:test';
import { moveCorner, wholeView } from '../lines/polygon-edit.ts';
import { type Draft, draftProblem, emptyDraft, endDays, newCameraOf } from './draft.ts';

const nowMs = Date.UTC(2026, 10, 22, 12);
const context = { takenIds: ['gate'], nowMs, boundary: wholeView };
const good: Draft = {
  source: ' rtsp://10.0.0.5/stream2 ',
  purpose: 'site-safety',
  id: 'crane-2',
  owner: 'Site office, Maria Keller',
  contact: '',
  reason: 'Warn when somebody stands below the slewing crane',
  until: '2027-03-31',
  ownGroundOnly: true,
};

test('a good draft has no problem', () => {
  for (const field of Object.keys(good) as (keyof Draft)[])
    assert.equal(draftProblem(good, field, context), null, field);
});

test('an empty one has a problem in every field that is asked for', () => {
  for (const field of ['source', 'purpose', 'id', 'owner', 'reason'] as const) {
    assert.notEqual(draftProblem(emptyDraft, field, context), null, field);
  }
});

test('a reason must say something', () => {
  const problem = (reason: string) => draftProblem({ ...good, reason }, 'reason', context);
  for (const vague of ['safety', 'For safety', 'for security reasons', 'general surveillance.', '安全']) {
    assert.equal(problem(vague), 'add.problem.reasonVague', vague);
  }
  assert.equal(problem('the gate'), 'add.problem.reasonShort');
  assert.equal(problem('统计通过北门的自行车数量'), null);
});

test('a site camera ends within twelve months, a street camera needs no end', () => {
  const { last } = endDays(nowMs);
  const problem = (until: string) => draftProblem({ ...good, until }, 'until', context);
  assert.equal(problem(last), null);
  for (const bad of ['', '2026-11-22', '2028-01-01', 'soon'])
    assert.equal(problem(bad), 'add.problem.until', bad);
  assert.equal(draftProblem({ ...good, purpose: 'street-statistics', until: '' }, 'until', context), null);
});

test('the whole view is a boundary only where somebody says so', () => {
  const untold = { ...good, ownGroundOnly: false };
  const drawn = { ...context, boundary: moveCorner(wholeView, 0, [0, 0.2]) };
  assert.equal(draftProblem(untold, 'ownGroundOnly', context), 'add.problem.boundary');
  assert.equal(draftProblem(good, 'ownGroundOnly', context), null);
  assert.equal(draftProblem(untold, 'ownGroundOnly', drawn), null);
  assert.equal(
    draftProblem({ ...untold, purpose: 'street-statistics' }, 'ownGroundOnly', context),
    null,
    'a street has no boundary',
  );
});

test('only a site camera has a boundary and an end', () => {
  const boundary = [
    [0, 0],
    [1, 0],
    [1, 1],
  ] as const;
  assert.deepEqual(newCameraOf(good, boundary, []).boundary, boundary);
  const street = newCameraOf({ ...good, purpose: 'street-statistics' }, boundary, []);
  assert.ok(!('boundary' in street) && !('until' in street));
  assert.equal(street.source, 'rtsp://10.0.0.5/stream2');
  assert.ok(!('contact' in street), 'a contact that is not given is not sent');
  assert.equal(newCameraOf({ ...good, contact: ' 112 ' }, boundary, []).contact, '112');
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readAimPicture } from './aim-picture.ts';
import { answerCurrent, askAgain, followCandidates, noApproval, takeBack, waitingOf } from './approval.ts';
import { enlarge } from './enlarge.ts';

const whole = { x: 0, y: 0, width: 1, height: 1 };
const json = (part: object = {}) =>
  JSON.stringify({
    tMs: 1,
    widthPx: 2,
    heightPx: 1,
    pixels: Buffer.from([0, 0, 0, 200, 100, 50]).toString('base64'),
    columns: 4,
    rows: 2,
    candidates: [3, 3, 8, -1, 1.5, 0],
    ...part,
  });

test('a picture is read as it came, and anything else is none', () => {
  const picture = readAimPicture(json());
  assert.deepEqual(picture?.candidates, [3, 0]);
  assert.deepEqual([...picture.rgb], [0, 0, 0, 200, 100, 50]);
  for (const part of [{ widthPx: 161 }, { heightPx: 0 }, { pixels: 'AAAA' }, { pixels: '' }, { rows: 0 }])
    assert.equal(readAimPicture(json(part)), null, JSON.stringify(part));
  for (const data of ['', 'null', '{}', '[]']) assert.equal(readAimPicture(data), null, data);
});

test('enlarged, a dot stays one dot with soft edges, and nothing is added', () => {
  const picture = readAimPicture(json())!;
  const { rgba } = enlarge(picture, whole, 20, 1);
  const red = Array.from({ length: 20 }, (_, x) => rgba[x * 4]!);
  assert.deepEqual([red[0], red[6], red[13], red[19]], [0, 0, 200, 200]);
  assert.ok(red[9]! > 50 && red[9]! < 100 && red[10]! > 100 && red[10]! < 150, `${red}`);
  assert.ok(red.every((value, x) => x === 0 || value >= red[x - 1]!));
  const beyond = enlarge(picture, { x: -1, y: -1, width: 3, height: 3 }, 6, 6);
  assert.deepEqual([beyond.rgba[0], beyond.rgba[5 * 4]], [0, 200]);
});

test('squares are asked about one by one, in the order of the picture, and no answer comes by itself', () => {
  let approval = followCandidates(noApproval, [9, 2, 5]);
  assert.equal(approval.current, 2);
  for (let i = 0; i < 50; i++) approval = followCandidates(approval, [9, 2, 5]);
  assert.deepEqual([approval.current, approval.approved.size], [2, 0]);
  approval = answerCurrent(approval, 'approved', [9, 2, 5]);
  assert.deepEqual([approval.current, [...approval.approved]], [5, [2]]);
  approval = answerCurrent(approval, 'skipped', [9, 2, 5]);
  approval = answerCurrent(approval, 'approved', [9, 2, 5]);
  assert.deepEqual([approval.current, [...approval.approved], [...approval.skipped]], [null, [2, 9], [5]]);
  assert.equal(
    answerCurrent(approval, 'approved', [9, 2, 5]),
    approval,
    'nothing is asked, so nothing is answered',
  );
  assert.equal(askAgain(approval, [9, 2, 5]).current, 5);
  assert.deepEqual(waitingOf(approval, [9, 2, 5, 7]), [7]);
});

test('a square into which something comes is asked about no more', () => {
  let approval = followCandidates(noApproval, [2, 5]);
  approval = followCandidates(approval, [5]);
  assert.deepEqual([approval.current, approval.hasLeft, approval.approved.size], [5, true, 0]);
  approval = followCandidates(approval, []);
  assert.deepEqual([approval.current, approval.hasLeft], [null, true]);
  approval = followCandidates(approval, [2]);
  assert.deepEqual([approval.current, approval.hasLeft], [2, false]);
});

test('an answer that could not be sent is taken back', () => {
  const approval = answerCurrent(followCandidates(noApproval, [2]), 'approved', [2]);
  assert.equal(followCandidates(takeBack(approval, 2), [2]).current, 2);
});

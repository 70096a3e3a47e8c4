import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CameraJson, MeasuresCheckJson, SafetyRequestJson } from '@outis/core';
import { httpSite } from '../../../../test/fixtures/http-site.ts';
import { rectangle } from '../../../../test/fixtures/safety-rig.ts';
import { yardCalibration } from '../demo/site-rules.ts';

const url = '/api/cameras/yard/safety/check';
const asked: SafetyRequestJson = {
  zones: [{ id: 'crossing', points: rectangle(0.4, 0.4, 0.6, 0.6) }],
  rules: [{ rule: 'proximity', zones: ['crossing'] }],
  calibration: yardCalibration(),
};

test('the ground of a site is judged and what would be refused is said, and nothing is kept', async (context) => {
  const { ask, audit } = await httpSite(context);
  const check = async (change: Partial<SafetyRequestJson>): Promise<MeasuresCheckJson> => {
    const answer = await ask('POST', url, { ...asked, ...change });
    assert.equal(answer.statusCode, 200, answer.body);
    return answer.json<MeasuresCheckJson>();
  };
  const good = await check({});
  assert.deepEqual([good.calibration?.kind, good.problem], ['calibrated', null]);
  assert.equal(good.map.squares.length, good.map.columns * good.map.rows);

  assert.match(
    (await check({ calibration: null })).problem ?? '',
    /^rules\.0: proximity needs a calibration/,
  );
  const { heldOut, ...points } = yardCalibration();
  const off = await check({ calibration: { ...points, heldOut: { ...heldOut, metres: 12 } } });
  assert.equal(off.calibration?.kind, 'refused');
  assert.match(off.problem ?? '', /^calibration: is refused/);
  const rules = [{ rule: 'exclusion', zones: ['crossing'] }] as const;
  const everywhere = [{ id: 'crossing', points: rectangle(0, 0, 1, 1), hazard: 'machine' as const }];
  assert.match(
    (await check({ rules, zones: everywhere })).problem ?? '',
    /^zones\.0\.points: the exclusion zones cover 100 % /,
  );

  const { safety, zones } = (await ask('GET', '/api/cameras/yard')).json<CameraJson>();
  assert.ok(safety?.rules.length === 0 && safety.calibration === null);
  assert.ok(zones.every(({ id }) => id !== 'crossing'));
  assert.deepEqual(audit.query({ action: 'safety.changed' }).entries, []);
});

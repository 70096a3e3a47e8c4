import assert from 'node:assert/strict';
import { test } from 'node:test';
import { rectangle } from '../../../../test/fixtures/safety-rig.ts';
import { siteCamera, streetCamera } from '../../../../test/fixtures/site.ts';
import { cameraSchema } from '../config/config-schema.ts';
import { extentOfChange, withStored } from './camera-settings.ts';

const points = rectangle(0.1, 0.1, 0.4, 0.4);
const hazardous = [{ id: 'crane', points, hazard: 'slewing-zone' }];
const rules = [{ rule: 'exclusion', zones: ['crane'] }];
const site = cameraSchema.parse(siteCamera('yard', 'simulated:yard', { zones: hazardous, rules }));
const street = cameraSchema.parse({
  ...streetCamera('yard', 'simulated:yard'),
  zones: [{ id: 'bay', points, use: ['dwell'] }],
});

test('what the browser has set of a street says nothing of a site, nor the other way round', () => {
  const ofStreet = { lines: [], zones: street.zones, movements: [], calibration: null };
  const ofSite = { lines: [], zones: [], rules: [], calibration: null };
  const parsed = (config: typeof site, stored: object) => cameraSchema.parse(withStored(config, stored));
  assert.deepEqual([parsed(site, ofSite).rules, parsed(site, ofSite).zones], [[], []]);
  assert.deepEqual([parsed(site, ofStreet).rules, parsed(site, ofStreet).zones], [site.rules, site.zones]);
  assert.deepEqual(parsed(street, ofSite).zones, street.zones);
  assert.deepEqual(parsed(street, ofStreet).zones, street.zones);
  assert.deepEqual(parsed(street, { ...ofStreet, zones: [] }).zones, []);
  // Lines are set for either.
  for (const config of [site, street])
    for (const stored of [ofSite, ofStreet]) assert.deepEqual(parsed(config, stored).lines, []);
});

test('other lines, zones, ground and rules need no other camera; all else does', () => {
  const before = { config: site, heldModel: null };
  const extent = (change: object): string =>
    extentOfChange(before, { config: { ...site, ...change }, heldModel: null });
  assert.equal(extent({}), 'none');
  for (const change of [
    { lines: [] },
    { zones: [] },
    { rules: [] },
    { movements: 'all' },
    { calibration: {} },
  ])
    assert.equal(extent(change), 'geometry', JSON.stringify(change));
  for (const change of [
    { until: '2030-01-01' },
    { masks: [points] },
    { boundary: points },
    { analyseFps: 2 },
  ])
    assert.equal(extent(change), 'all');
  const heldModel = { name: 'first', sha256: '0'.repeat(64), modelPath: 'a', manifestPath: 'b' };
  assert.equal(extentOfChange(before, { config: site, heldModel }), 'all');
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { siteFacts, streetFacts } from '../../../../test/fixtures/public-facts.ts';
import type { PublicFacts } from './facts.ts';
import { isLoopbackAddress, pageAddress, siteAddress } from './sign-address.ts';
import { isSignStamp, type SignFacts, signStamp } from './sign-stamp.ts';

const address = 'https://outis.ithaca.example';
const stamp = (change: Partial<PublicFacts> = {}, at = address): string =>
  signStamp({ ...siteFacts, ...change }, at);
const { camera, site } = siteFacts;

test('the stamp has six letters and is the same for the same sign', () => {
  assert.match(stamp(), /^[A-Z2-7]{6}$/);
  assert.ok(isSignStamp(stamp()) && !isSignStamp('abc234') && !isSignStamp('ABC2345') && !isSignStamp(null));
  assert.equal(stamp(), stamp());
  assert.equal(stamp({}, `${address}/`), stamp());
});

test('it changes with everything that stands on the sign', () => {
  const stamps = [
    stamp(),
    stamp({ site: { ...site, name: 'Other' } }),
    stamp({ site: { ...site, dpoContact: null } }),
    stamp({ camera: { ...camera, id: 'south-gate' } }),
    stamp({ camera: { ...camera, purpose: 'street-statistics' } }),
    stamp({ camera: { ...camera, owner: 'Other' } }),
    stamp({ camera: { ...camera, contact: null } }),
    stamp({ camera: { ...camera, reason: 'Another reason in words' } }),
    stamp({ camera: { ...camera, until: '2027-04-01' } }),
    stamp({ camera: { ...camera, simulated: true } }),
    stamp({ otherSystem: 'Frigate' }),
    stamp({}, 'https://other.ithaca.example'),
    stamp({}, `${address}/outis`),
  ];
  assert.equal(new Set(stamps).size, stamps.length);
});

test('it changes with nothing else', () => {
  for (const change of [
    { nowMs: 0 },
    { changes: [] },
    { watchedMinutesThisWeek: 999 },
    { model: null },
    { keyFingerprint: 'x' },
    { sign: { stamp: 'AAAAAA', printedStamp: 'BBBBBB' } },
    { site: { ...site, timeZone: 'UTC', contact: null } },
    { camera: { ...camera, lines: 9, place: null, state: 'paused' as const, setUpMs: 0 } },
  ])
    assert.equal(stamp(change), stamp(), JSON.stringify(change).slice(0, 60));
  const facts: SignFacts = streetFacts;
  assert.notEqual(signStamp(facts, address), stamp());
});

test('an address is http or https without more, and loopback is known', () => {
  assert.equal(siteAddress('HTTPS://Outis.example:8443/a/'), 'https://outis.example:8443/a');
  assert.equal(pageAddress('http://box', 'gate 1/2'), 'http://box/c/gate%201%2F2');
  for (const bad of ['outis.example', 'ftp://a', 'https://u:p@a', 'https://a?b', 'https://a#b', ''])
    assert.throws(() => siteAddress(bad), TypeError, bad);
  for (const own of [
    'http://127.0.0.1:80',
    'http://127.9.9.9',
    'http://localhost',
    'http://a.localhost',
    'https://[::1]',
  ])
    assert.equal(isLoopbackAddress(own), true, own);
  for (const other of [
    'http://192.168.1.2',
    'https://localhost.example',
    'https://127.example',
    'http://[::2]',
  ])
    assert.equal(isLoopbackAddress(other), false, other);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { stringify } from 'yaml';
import { rectangle } from '../../../../test/fixtures/safety-rig.ts';
import { siteCamera, streetCamera } from '../../../../test/fixtures/site.ts';
import { trialMeasures } from '../../../../test/fixtures/street-trial.ts';
import { parseConfig } from './read-config.ts';

type Json = Record<string, unknown>;

const zones = [
  { id: 'crane', points: rectangle(0.1, 0.5, 0.4, 0.9), hazard: 'slewing-zone' },
  { id: 'exit', points: rectangle(0.6, 0.5, 0.9, 0.9) },
];
const exclusion: Json = { rule: 'exclusion', zones: ['crane'] };
const { calibration } = trialMeasures;

function parsed(more: Json, camera: Json = siteCamera('yard', 'rtsp://10.0.0.5/live')): Json {
  const text = stringify({ cameras: [{ ...camera, zones, ...more }] });
  return parseConfig(text, 'outis.yaml').cameras[0] as unknown as Json;
}

function refusal(more: Json, camera?: Json): string {
  try {
    parsed(more, camera);
  } catch (error) {
    return String((error as { detail?: string }).detail);
  }
  throw new assert.AssertionError({ message: `Accepted: ${JSON.stringify(more)}` });
}

test('rules of a site, as a file has them', () => {
  const rules = [
    {
      ...exclusion,
      schedule: [{ days: ['mon', 'fri'], from: '06:00', to: '18:00' }],
      onlyWhileVehicleMoves: true,
      mode: 'learning',
      learningDays: 2,
    },
    { rule: 'helmet', zones: ['crane', 'exit'], threshold: 3.4, cooldownS: 60 },
    { rule: 'vest', zones: ['exit'], mode: 'test' },
    { rule: 'blocked', zones: ['exit'], minutes: 5 },
    { rule: 'proximity', zones: ['exit'], contactS: 2, nearM: 1 },
  ];
  const camera = parsed({ rules, calibration });
  assert.deepEqual([camera['rules'], camera['zones']], [rules, zones]);
  assert.deepEqual(parsed({})['rules'], []);
  // Helmets with five pictures a second are worse and not forbidden: the rule says so itself.
  assert.deepEqual(parsed({ rules: [rules[1]], analyseFps: 5 })['rules'], [rules[1]]);
});

/** What is asked of a site, and how it is refused: with the place, the value and the way out. */
const refused: readonly (readonly [string, Json, RegExp])[] = [
  [
    'a rule that is none',
    { rules: [{ rule: 'loitering', zones: ['exit'] }] },
    /outis\.yaml:\d+: cameras\.0\.rules\.0\.rule = "loitering": must be one of helmet, vest,/,
  ],
  ['no zone', { rules: [{ ...exclusion, zones: [] }] }, /rules\.0\.zones: names no zone/],
  [
    'a zone that is not there',
    { rules: [{ ...exclusion, zones: ['canteen'] }] },
    /rules\.0\.zones\.0 = "canteen": names the zone canteen, which does not exist/,
  ],
  ['a zone twice', { rules: [{ ...exclusion, zones: ['crane', 'crane'] }] }, /names a zone twice/],
  [
    'a zone in two rules of a kind',
    { rules: [exclusion, { ...exclusion, mode: 'test' }] },
    /rules\.1\.zones\.0 = "crane": crane is in another rule exclusion already/,
  ],
  [
    'no hazard',
    { rules: [{ ...exclusion, zones: ['exit'] }] },
    /exit has no hazard; say at the zone what is dangerous/,
  ],
  [
    'a hazard that is none',
    { zones: [{ ...zones[1], hazard: 'canteen' }] },
    /zones\.0\.hazard = "canteen": must be one of slewing-zone/,
  ],
  [
    'a zone over most of the view',
    { zones: [{ ...zones[0], points: rectangle(0, 0, 1, 0.8) }], rules: [exclusion] },
    /zones\.0\.points: the exclusion zones cover 80 % of where people can walk, at most 60 % is allowed/,
  ],
  [
    'a zone over most of what is left',
    { boundary: rectangle(0.1, 0.5, 0.5, 0.9), rules: [exclusion] },
    /cover 75 % of where people can walk/,
  ],
  [
    'a zone that is masked',
    { masks: [rectangle(0, 0.4, 0.5, 1)], rules: [exclusion] },
    /crane covers nothing that is seen/,
  ],
  [
    'blocked without minutes',
    { rules: [{ rule: 'blocked', zones: ['exit'] }] },
    /rules\.0\.minutes: is required for blocked/,
  ],
  [
    'proximity without a ground',
    { rules: [{ rule: 'proximity', zones: ['exit'] }] },
    /rules\.0: proximity needs a calibration/,
  ],
  [
    'proximity in the sky',
    {
      rules: [{ rule: 'proximity', zones: ['sky'] }],
      calibration,
      zones: [{ id: 'sky', points: rectangle(0, 0, 1, 0.2) }],
    },
    /the horizon runs through sky/,
  ],
  [
    'minutes of another rule',
    { rules: [{ ...exclusion, minutes: 5 }] },
    /rules\.0\.minutes = 5: is for blocked only; leave it out of exclusion/,
  ],
  [
    'metres of another rule',
    { rules: [{ rule: 'helmet', zones: ['exit'], nearM: 2 }] },
    /nearM = 2: is for proximity only/,
  ],
  [
    'a vehicle of another rule',
    { rules: [{ rule: 'helmet', zones: ['exit'], onlyWhileVehicleMoves: true }] },
    /is for exclusion only/,
  ],
  [
    'a threshold above all',
    { rules: [{ rule: 'helmet', zones: ['exit'], threshold: 5 }] },
    /threshold = 5: is at most 4\.5 for helmet/,
  ],
  ['a cooldown that is none', { rules: [{ ...exclusion, cooldownS: 59 }] }, /cooldownS = 59/],
  [
    'a time that is none',
    { rules: [{ ...exclusion, schedule: [{ days: ['mon'], from: '6', to: '18:00' }] }] },
    /schedule\.0\.from = "6": must be HH:MM/,
  ],
  [
    'a key that is none',
    { rules: [{ ...exclusion, countAtLeast: 5 }] },
    /rules\.0\.countAtLeast: is not a key here/,
  ],
  ['a use', { zones: [{ ...zones[0], use: ['dwell'] }] }, /dwell is for street-statistics only/],
];

for (const [name, more, expected] of refused)
  test(`refused: ${name}`, () => {
    assert.match(refusal(more), expected);
  });

test('sky is not walked on: where the horizon is known, zones are measured against the ground below it', () => {
  const large = [{ ...zones[0]!, points: rectangle(0, 0.45, 1, 1) }];
  const all = { rules: [exclusion], zones: large, boundary: rectangle(0, 0, 1, 1) };
  assert.deepEqual(parsed(all)['rules'], [exclusion], 'nobody has said where the ground ends');
  assert.match(
    refusal({ ...all, calibration }),
    /cover 6\d % of where people can walk, at most 60 % is allowed/,
  );
  assert.match(
    refusal({ ...all, calibration, zones: [{ ...zones[0]!, points: rectangle(0.1, 0, 0.4, 0.1) }] }),
    /covers nothing that is seen/,
  );
});

test('a street has no rules and no hazards', () => {
  const street = streetCamera('street', 'rtsp://10.0.0.5/live');
  const plain = { zones: [{ ...zones[1], use: ['dwell'] }] };
  assert.deepEqual(parsed(plain, street)['rules'], []);
  const rules = [{ rule: 'blocked', zones: ['exit'], minutes: 5 }];
  assert.match(
    refusal({ ...plain, rules }, street),
    /rules\.0: blocked is for site-safety only; leave it out/,
  );
  const hazard = [{ ...zones[0], use: ['dwell'] }];
  assert.match(
    refusal({ zones: hazard }, street),
    /zones\.0\.hazard = "slewing-zone": is for site-safety only/,
  );
});

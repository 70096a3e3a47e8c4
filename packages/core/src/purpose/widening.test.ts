import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type Fraction2, isInside } from '../geometry/polygon.ts';
import { type SafetyRule, safetyRules } from '../rule/finding.ts';
import { heldBack, type Permitted, ruleKinds, widenings } from './widening.ts';

const box = (left: number, top: number, right: number, bottom: number): Fraction2[] => [
  [left, top],
  [right, top],
  [right, bottom],
  [left, bottom],
];

const site: Permitted = {
  purpose: 'site-safety',
  reason: 'Lorries reverse beside the footway',
  masks: [box(0, 0, 0.2, 0.2)],
  boundary: box(0.1, 0.1, 0.9, 0.9),
  until: '2027-03-01',
  background: 'strict',
  rules: [{ rule: 'exclusion' }, { rule: 'blocked' }],
  pauses: [{ days: ['sat', 'sun'], from: '18:00', to: '06:00' }],
};
const street: Permitted = {
  purpose: 'street-statistics',
  reason: 'How many cycle here',
  masks: site.masks,
  pauses: site.pauses,
};

/** [name, change, what it widens] */
const cases: readonly (readonly [string, Partial<Permitted>, string[]])[] = [
  ['nothing', {}, []],
  ['another reason', { reason: 'Cranes swing over the path' }, []],
  ['an earlier last day', { until: '2027-02-28' }, []],
  ['a later last day', { until: '2027-03-02' }, ['until']],
  ['a smaller boundary', { boundary: box(0.2, 0.2, 0.8, 0.8) }, []],
  ['a larger boundary', { boundary: box(0.05, 0.1, 0.9, 0.9) }, ['boundary']],
  ['a boundary moved aside', { boundary: box(0.2, 0.2, 0.95, 0.8) }, ['boundary']],
  [
    'the same boundary from another corner',
    { boundary: [...site.boundary!.slice(2), ...site.boundary!.slice(0, 2)] },
    [],
  ],
  ['one more mask', { masks: [...site.masks, box(0.5, 0.5, 0.6, 0.6)] }, []],
  ['no mask', { masks: [] }, ['masks']],
  ['a smaller mask', { masks: [box(0, 0, 0.2, 0.19)] }, ['masks']],
  ['the mask in two halves', { masks: [box(0, 0, 0.1, 0.2), box(0.1, 0, 0.2, 0.2)] }, []],
  ['a larger mask', { masks: [box(0, 0, 0.3, 0.3)] }, []],
  ['a background that is learned sooner', { background: 'usual' }, ['background']],
  ['no background', { background: 'off' }, []],
  ['no pause', { pauses: undefined }, ['pauses']],
  [
    'a pause that ends sooner',
    { pauses: [{ days: ['sat', 'sun'], from: '18:00', to: '05:59' }] },
    ['pauses'],
  ],
  ['a pause on another day', { pauses: [{ days: ['fri', 'sat'], from: '18:00', to: '06:00' }] }, ['pauses']],
  ['a longer pause', { pauses: [{ days: ['sat', 'sun'], from: '17:00', to: '06:00' }] }, []],
  [
    'the same pause in other windows',
    {
      pauses: [
        { days: ['sun', 'mon'], from: '00:00', to: '06:00' },
        { days: ['sat', 'sun'], from: '18:00', to: '24:00' },
      ],
    },
    [],
  ],
  ['nothing said of the background, which is none', { background: undefined }, []],
  ['a kind of rule that is new', { rules: [{ rule: 'exclusion' }, { rule: 'helmet' }] }, ['rules']],
  ['a second rule of a kind', { rules: [{ rule: 'exclusion' }, { rule: 'exclusion' }] }, []],
  ['fewer rules', { rules: [{ rule: 'blocked' }] }, []],
  ['no rules', { rules: [] }, []],
  ['nothing said of rules', { rules: undefined }, []],
  ['a later last day and no mask', { until: '2027-06-01', masks: [] }, ['masks', 'until']],
];

for (const [name, change, expected] of cases)
  test(`widening: ${name}`, () => assert.deepEqual(widenings(site, { ...site, ...change }), expected));

test('widening: another purpose, either way, is one change with its boundary and last day', () => {
  assert.deepEqual(widenings(site, street), ['purpose']);
  assert.deepEqual(widenings(street, site), ['purpose']);
  assert.deepEqual(widenings(street, { ...site, masks: [] }), ['purpose', 'masks']);
});

test('while another purpose waits, the camera keeps its reason, ground and last day, and takes all else', () => {
  const wanted = { ...street, reason: 'Something else here', masks: [], lines: ['a'] };
  const { lines, ...held } = heldBack(site, wanted, widenings(site, wanted));
  assert.deepEqual(held, site);
  assert.deepEqual(lines, ['a']);
  const back = heldBack(street, site, ['purpose']);
  assert.deepEqual(back, street);
});

test('widening: to learn a background where none was, also where nothing was said of one', () => {
  for (const background of ['off', undefined] as const)
    for (const wanted of ['usual', 'strict'] as const) {
      const before: Permitted = { ...site, background };
      assert.deepEqual(widenings(before, { ...site, background: wanted }), ['background']);
      assert.equal(heldBack(before, { ...site, background: wanted }, ['background']).background, 'off');
    }
  const before: Permitted = { ...site, background: 'usual' };
  assert.deepEqual(widenings(before, site), []);
});

test('a site of a version without background keeps none while its purpose waits', () => {
  const { background: _none, ...before } = site;
  assert.equal(heldBack(before, street, ['purpose']).background, 'off');
  const held = heldBack(street, site, ['purpose']);
  assert.ok(!('background' in held));
});

test('a narrower setting does not wait for a wider one', () => {
  const wanted = { ...site, until: '2027-06-01', masks: [...site.masks, box(0.7, 0.7, 0.8, 0.8)] };
  const held = heldBack(site, wanted, widenings(site, wanted));
  assert.deepEqual(held, { ...wanted, until: site.until });
});

test('a mask that grows on one side and shrinks on another holds on both while it waits', () => {
  const wanted = { ...site, masks: [box(0.1, 0, 0.3, 0.2)] };
  const held = heldBack(site, wanted, widenings(site, wanted));
  assert.deepEqual(held.masks, [...site.masks, ...wanted.masks]);
});

const polygon = fc
  .tuple(
    fc.integer({ min: 0, max: 8 }),
    fc.integer({ min: 0, max: 8 }),
    fc.integer({ min: 1, max: 4 }),
    fc.integer({ min: 1, max: 4 }),
  )
  .map(([x, y, width, height]) => box(x / 12, y / 12, (x + width) / 12, (y + height) / 12));
const permitted: fc.Arbitrary<Permitted> = fc.oneof(
  fc.record({
    purpose: fc.constant('site-safety' as const),
    reason: fc.constantFrom('a', 'b'),
    masks: fc.array(polygon, { maxLength: 3 }),
    boundary: polygon,
    until: fc.constantFrom('2027-01-01', '2027-02-01', '2027-03-01'),
    background: fc.constantFrom('usual', 'strict', 'off', undefined),
  }),
  fc.record({
    purpose: fc.constant('street-statistics' as const),
    reason: fc.constantFrom('a', 'b'),
    masks: fc.array(polygon, { maxLength: 3 }),
  }),
);

test('while a shorter pause waits, the old and the new one hold together, and once each', () => {
  const shorter = { days: ['sun'], from: '20:00', to: '22:00' } as const;
  const wanted = { ...site, pauses: [shorter] };
  const held = heldBack(site, wanted, widenings(site, wanted));
  assert.deepEqual(held.pauses, [...site.pauses!, shorter]);
  assert.deepEqual(heldBack(held, wanted, widenings(held, wanted)).pauses, held.pauses);
  assert.deepEqual(heldBack(street, { ...street, pauses: [shorter] }, []).pauses, [shorter]);
});

test('property: what is held back is never wider than before, and nothing is held back without a widening', () => {
  fc.assert(
    fc.property(permitted, permitted, (before, wanted) => {
      const fields = widenings(before, wanted);
      const held = heldBack(before, wanted, fields);
      assert.deepEqual(widenings(before, held), []);
      if (fields.length === 0) assert.deepEqual(held, { ...wanted });
    }),
    { seed: 11, numRuns: 120 },
  );
});

test('property: no point becomes visible by a change of masks that is said to widen nothing', () => {
  fc.assert(
    fc.property(permitted, fc.array(polygon, { maxLength: 3 }), (before, masks) => {
      const hidden = (list: Permitted['masks'], x: number, y: number): boolean =>
        list.some((mask) =>
          isInside(
            { x, y },
            mask.map(([px, py]) => ({ x: px, y: py })),
          ),
        );
      const widened = widenings(before, { ...before, masks }).includes('masks');
      let shown = false;
      for (let x = 1; x < 48; x += 2)
        for (let y = 1; y < 48; y += 2)
          shown ||= hidden(before.masks, x / 48, y / 48) && !hidden(masks, x / 48, y / 48);
      assert.equal(widened, shown);
    }),
    { seed: 12, numRuns: 100 },
  );
});

test('property: what is held back of rules is of a kind that was in effect, and all else of it is as wanted', () => {
  const some = fc.array(fc.record({ rule: fc.constantFrom(...safetyRules), cooldownS: fc.nat(900) }), {
    maxLength: 6,
  });
  fc.assert(
    fc.property(some, some, (before, wanted) => {
      const asked = { ...site, rules: wanted };
      const fields = widenings({ ...site, rules: before }, asked);
      const held = heldBack({ ...site, rules: before }, asked, fields);
      const known = (rule: SafetyRule): boolean => before.some((one) => one.rule === rule);
      assert.deepEqual(
        held.rules,
        wanted.filter(({ rule }) => known(rule)),
      );
      assert.deepEqual(fields, wanted.every(({ rule }) => known(rule)) ? [] : ['rules']);
      assert.deepEqual(widenings({ ...site, rules: before }, held), []);
    }),
    { seed: 8 },
  );
  assert.deepEqual(ruleKinds({ ...site, rules: [{ rule: 'vest' }, { rule: 'blocked' }, { rule: 'vest' }] }), [
    'blocked',
    'vest',
  ]);
  assert.deepEqual(ruleKinds({ ...street, rules: [{ rule: 'vest' }] }), []);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Machine, modelNamed } from '../../../../test/fixtures/machine.ts';
import { siteCamera, streetCamera } from '../../../../test/fixtures/site.ts';
import { configSchema } from '../config/config-schema.ts';

const hourMs = 3_600_000;
const corner = [
  [0, 0],
  [0.3, 0],
  [0.3, 0.3],
  [0, 0.3],
] as const;

const until = (day: string): Record<string, unknown> => siteCamera('yard', 'simulated:yard', { until: day });

test('the first set-up and its first 24 hours are free, and every change is on the record', async (context) => {
  const machine = new Machine(context);
  machine.start(until('2026-07-01'));
  assert.deepEqual(machine.changes, []);
  machine.later(23);
  const { until: now } = machine.start(until('2026-08-01')).cameraJson('yard');
  assert.equal(now, '2026-08-01');
  assert.deepEqual(
    machine.changes.map(({ field, state, before, after, requestedBy, decidedBy }) => [
      field,
      state,
      before,
      after,
      requestedBy,
      decidedBy,
    ]),
    [['until', 'effective', '2026-07-01', '2026-08-01', 'file', null]],
  );
  assert.deepEqual(machine.noted.map(({ action, subject }) => [action, subject]).reverse(), [
    ['camera.added', 'yard'],
    ['change.requested', 'yard'],
    ['change.effective', 'yard'],
    ['camera.changed', 'yard'],
  ]);
});

test('a background that is learned sooner waits; one that is learned later, or none, does not', async (context) => {
  const machine = new Machine(context);
  const yard = (background?: string): Record<string, unknown> =>
    siteCamera('yard', 'simulated:yard', background === undefined ? {} : { background });
  const running = (): string => machine.site.camera('yard').config.background ?? 'usual';
  machine.start(yard());
  machine.later(25);
  for (const narrower of ['strict', 'off']) {
    machine.start(yard(narrower));
    assert.deepEqual([running(), machine.changes], [narrower, []]);
  }
  for (const wider of ['strict', undefined]) {
    machine.start(yard(wider));
    assert.equal(running(), 'off');
    const [change] = machine.site.publicFacts('yard').changes;
    assert.deepEqual(
      [change?.field, change?.state, change?.before, change?.after],
      ['background', 'pending', 'off', wider ?? 'usual'],
    );
  }
  machine.later(73);
  await machine.tick();
  assert.equal(running(), 'usual');
});

test('a site that was set up by a version without background does not learn one unasked', (context) => {
  const machine = new Machine(context);
  machine.start(siteCamera('yard', 'simulated:yard'));
  const { settingsJson, firstMs } = machine.store.changes.inEffect('yard')!;
  const { background, ...older } = JSON.parse(settingsJson) as Record<string, unknown>;
  assert.equal(background, 'usual');
  machine.store.changes.saveInEffect({ cameraId: 'yard', settingsJson: JSON.stringify(older), firstMs });
  machine.later(1000);
  const site = machine.start(siteCamera('yard', 'simulated:yard'));
  assert.equal(site.camera('yard').config.background, 'off');
  assert.deepEqual(
    machine.changes.map(({ field, state }) => [field, state]),
    [['background', 'pending']],
  );
});

test('settings from a page that says nothing of the background leave it as it is', async (context) => {
  const machine = new Machine(context);
  const site = machine.start(siteCamera('yard', 'simulated:yard', { background: 'off' }));
  const { purpose, owner, reason, until: day, boundary } = site.cameraJson('yard');
  const settings = { purpose, owner, reason, until: day!, boundary: boundary!, masks: [] };
  await site.setSettings('yard', settings, 'user:anna');
  assert.equal(site.camera('yard').config.background, 'off');
  await site.setSettings('yard', { ...settings, background: 'strict' }, 'user:anna');
  assert.equal(site.camera('yard').config.background, 'strict');
  const street = { purpose: 'street-statistics', owner, reason, masks: [] } as const;
  await site.setSettings('yard', street, 'user:anna');
  assert.equal(site.camera('yard').config.background, undefined);
  await assert.rejects(site.setSettings('yard', { ...street, background: 'usual' }, 'user:anna'), {
    code: 'request-invalid',
  });
});

test('after that a change by file waits 72 hours, stands on the public page at once, and then takes effect', async (context) => {
  const machine = new Machine(context);
  machine.start(until('2026-07-01'));
  machine.later(25);
  const site = machine.start(until('2026-08-01'));
  assert.equal(site.cameraJson('yard').until, '2026-07-01');
  const [change] = site.publicFacts('yard').changes;
  assert.deepEqual(
    [change?.field, change?.state, change?.effectiveMs],
    ['until', 'pending', machine.nowMs + 72 * hourMs],
  );
  machine.later(71.9);
  await machine.tick();
  assert.equal(machine.site.cameraJson('yard').until, '2026-07-01');
  machine.later(0.2);
  await machine.tick();
  assert.equal(machine.site.cameraJson('yard').until, '2026-08-01');
  assert.equal(machine.changes[0]?.state, 'effective');
  assert.equal(machine.noted[0]?.action, 'camera.changed');
  assert.equal(machine.noted[1]?.action, 'change.effective');
});

test('restarts do not begin the 72 hours anew, and another change of the same field does', async (context) => {
  const machine = new Machine(context);
  machine.start(until('2026-07-01'));
  machine.later(25);
  machine.start(until('2026-08-01'));
  const { effectiveMs } = machine.changes[0]!;
  machine.later(40);
  machine.start(until('2026-08-01'));
  assert.deepEqual([machine.changes.length, machine.changes[0]!.effectiveMs], [1, effectiveMs]);
  machine.start(until('2026-09-01'));
  assert.deepEqual(
    machine.changes.map(({ state, after }) => [state, after]),
    [
      ['pending', '2026-09-01'],
      ['withdrawn', '2026-08-01'],
    ],
  );
  assert.equal(machine.changes[0]!.effectiveMs, machine.nowMs + 72 * hourMs);
  // What is not wanted any more does not wait any more.
  machine.start(until('2026-07-01'));
  assert.deepEqual(
    machine.changes.map(({ state }) => state),
    ['withdrawn', 'withdrawn'],
  );
});

test('a dpo lets it take effect at once; whoever asked cannot', async (context) => {
  const machine = new Machine(context);
  const site = machine.start(siteCamera('yard', 'simulated:yard', { masks: [corner] }));
  machine.later(25);
  const { until: last, boundary, owner, reason } = site.cameraJson('yard');
  const settings = {
    purpose: 'site-safety',
    owner,
    reason,
    masks: [],
    until: last!,
    boundary: boundary!,
  } as const;
  const asked = await site.setSettings('yard', settings, 'user:anna');
  assert.deepEqual(asked.masks, [corner]);
  const { id } = asked.pending[0]!;
  await assert.rejects(site.approve(id, 'user:anna'), { code: 'change-own' });
  const approved = await site.approve(id, 'user:dora');
  assert.deepEqual([approved.state, approved.decidedBy], ['effective', 'user:dora']);
  assert.deepEqual(site.cameraJson('yard').masks, []);
  await assert.rejects(site.approve(id, 'user:dora'), { code: 'change-unknown' });
  const actors = machine.noted
    .filter(({ action }) => action.startsWith('change.'))
    .map(({ action, actor }) => [action, actor]);
  assert.deepEqual(actors.reverse(), [
    ['change.requested', 'user:anna'],
    ['change.approved', 'user:dora'],
    ['change.effective', 'user:dora'],
  ]);
});

test('what was refused does not come back by a restart, only by being asked for again', async (context) => {
  const machine = new Machine(context);
  machine.start(until('2026-07-01'));
  machine.later(25);
  machine.start(until('2026-08-01'));
  machine.site.endChange(machine.changes[0]!.id, 'user:dora', 'refused');
  machine.later(100);
  await machine.tick();
  machine.start(until('2026-08-01'));
  assert.equal(machine.site.cameraJson('yard').until, '2026-07-01');
  assert.deepEqual(
    machine.changes.map(({ state }) => state),
    ['refused'],
  );
  const { boundary, owner, reason } = machine.site.cameraJson('yard');
  const settings = {
    purpose: 'site-safety',
    owner,
    reason,
    masks: [],
    until: '2026-08-01',
    boundary: boundary!,
  } as const;
  await machine.site.setSettings('yard', settings, 'user:anna');
  assert.deepEqual(
    machine.changes.map(({ state }) => state),
    ['pending', 'refused'],
  );
});

test('another purpose waits as a whole, and what narrows is in effect at once', async (context) => {
  const machine = new Machine(context);
  const site = machine.start(streetCamera('yard', 'simulated:street'));
  machine.later(25);
  const wanted = siteCamera('yard', 'simulated:street', { masks: [corner] });
  const { id: _id, source: _source, lines: _lines, analyseFps: _fps, ...settings } = wanted;
  const json = await site.setSettings('yard', settings as never, 'user:anna');
  assert.deepEqual(
    [json.purpose, json.liveScene, json.boundary, json.until],
    ['street-statistics', false, null, null],
  );
  assert.deepEqual(json.masks, [corner]);
  assert.equal(json.reason, 'How many people walk through Harbour Street');
  assert.throws(() => site.camera('yard').onScene(() => {}), { code: 'purpose-refused' });
  machine.later(73);
  await machine.tick();
  const after = site.cameraJson('yard');
  assert.deepEqual(
    [after.purpose, after.liveScene, after.reason],
    ['site-safety', true, 'Lorries reverse beside the footway'],
  );
});

test('another model waits: until then the camera keeps the one it had, or stands still where that is gone', (context) => {
  const machine = new Machine(context);
  const camera = streetCamera('street', 'rtsp://127.0.0.1:9/');
  machine.start(camera, modelNamed('first'));
  machine.later(25);
  const { health, pending } = machine.start(camera, modelNamed('second')).cameraJson('street');
  assert.deepEqual(
    pending.map(({ field, before, after }) => [field, before, after]),
    [['model', 'first (unreviewed model)', 'second (unreviewed model)']],
  );
  assert.deepEqual([health.state, health.problem?.code], ['stopped', 'change-pending']);
  // Going back needs nobody.
  const back = machine.start(camera, modelNamed('first')).cameraJson('street');
  assert.deepEqual([back.pending, back.health.problem], [[], null]);
});

test('a camera that is removed and added again under its name is no first set-up', async (context) => {
  const machine = new Machine(context);
  const site = machine.start(siteCamera('other', 'simulated:yard'));
  const added = configSchema.parse({ cameras: [until('2026-07-01')] }).cameras[0]!;
  site.addCamera(added, 'user:anna');
  machine.later(25);
  await site.removeCamera('yard', 'user:anna');
  const again = site.addCamera({ ...added, until: '2026-12-01' }, 'user:anna');
  assert.deepEqual([again.until, again.pending.length], ['2026-07-01', 1]);
});

test('lines change at once, and the log holds before and after', (context) => {
  const machine = new Machine(context);
  const site = machine.start(siteCamera('yard', 'simulated:yard'));
  machine.later(1000);
  const lines = [{ id: 'new', a: [0, 0.25], b: [1, 0.75] }] as const;
  assert.deepEqual(site.setLines('yard', lines, 'user:anna').lines, lines);
  const { action, actor, detail } = machine.noted[0]!;
  assert.deepEqual([action, actor], ['lines.changed', 'user:anna']);
  assert.deepEqual(detail, {
    before: { lines: [{ id: 'middle', a: [0.5, 1], b: [0.5, 0] }] },
    after: { lines },
  });
});

test('the log never holds the address of a camera with its password', (context) => {
  const machine = new Machine(context);
  const secret = 'S3cr3tW0rd';
  machine.start(streetCamera('street', `rtsp://admin:${secret}@127.0.0.1:9/`));
  machine.later(25);
  machine.start(streetCamera('street', `rtsp://admin:${secret}2@10.0.0.1:9/`));
  const text = JSON.stringify(machine.noted);
  assert.match(text, /10\.0\.0\.1/);
  assert.ok(!text.includes(secret) && !text.includes('admin'), text);
});

test('what cannot be written down does not happen', async (context) => {
  const machine = new Machine(context);
  const site = machine.start(siteCamera('yard', 'simulated:yard'));
  machine.later(25);
  context.mock.method(machine.audit, 'append', () => {
    throw new Error('full');
  });
  const before = site.cameraJson('yard');
  assert.throws(() => site.setLines('yard', [], 'user:anna'), /full/);
  const { until: last, boundary, owner, reason } = before;
  const settings = {
    purpose: 'site-safety',
    owner,
    reason,
    masks: [corner],
    until: last!,
    boundary: boundary!,
  } as const;
  await assert.rejects(site.setSettings('yard', settings, 'user:anna'), /full/);
  assert.deepEqual(site.cameraJson('yard'), before);
  assert.deepEqual(machine.store.cameras(), []);
});

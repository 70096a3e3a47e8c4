import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import {
  type AlertEventJson,
  type AlertsJson,
  OutisError,
  type ReplayJson,
  type SafetyReportJson,
  weekStartMs,
} from '@outis/core';
import { EventReader } from '../../../../test/fixtures/event-reader.ts';
import {
  type Ask,
  type HttpSite,
  httpSite,
  problemSchema,
  twoCameras,
} from '../../../../test/fixtures/http-site.ts';
import { siteCamera, streetCamera } from '../../../../test/fixtures/site.ts';
import { until } from '../../../../test/fixtures/support.ts';
import type { AuditRequest } from '../audit/log-entry.ts';
import { verifyDocument } from '../keys/signed-document.ts';
import { Housekeeping } from '../pipeline/housekeeping.ts';
import type { Store } from '../store/store.ts';

const unknown = 'A'.repeat(22);
const closing = { cause: 'barrier-missing', measure: 'barrier-set' };
const replay: ReplayJson = {
  steps: [{ atMs: 0, objects: [{ id: 1, class: 'person', x: 0.5, y: 0.5 }], personsHidden: false }],
  alertAtMs: 0,
};

function raise({ site }: HttpSite, cameraId = 'yard', more: object = {}): string {
  const alarm = {
    kind: 'alarm',
    rule: 'exclusion',
    zoneId: 'crane',
    tMs: site.nowMs(),
    classes: ['person'],
  } as const;
  return site.alerts.raise(cameraId, 'machine', { ...alarm, ...more }, replay)!;
}

const alertsOf = async (ask: Ask, query = ''): Promise<AlertsJson> =>
  (await ask('GET', `/api/alerts${query}`)).json();
const codeOf = async (...[ask, method, url, body]: [Ask, 'GET' | 'POST', string, object?]): Promise<string> =>
  problemSchema.parse((await ask(method, url, body)).json()).code;
const actions = ({ audit }: HttpSite, action: string): number =>
  audit.query({ limit: 100 }).entries.filter((entry) => entry.action === action).length;

test('an operator lists, looks at, sees and closes an alert', async (context) => {
  const made = await httpSite(context);
  const olga = made.as('olga', ['operator']);
  const id = raise(made);
  const { alerts, attention, outlets } = await alertsOf(olga);
  assert.deepEqual([alerts.map((alert) => alert.id), attention, outlets], [[id], [], []]);
  const shown: ReplayJson = (await olga('GET', `/api/alerts/${id}/replay`)).json();
  assert.deepEqual([shown.steps.length, shown.steps[0]?.objects[0]?.class], [1, 'person']);
  assert.equal((await olga('POST', `/api/alerts/${id}/seen`, {})).json<{ state: string }>().state, 'seen');
  const closed = (await olga('POST', `/api/alerts/${id}/closing`, closing)).json<{
    state: string;
    tMs: number;
  }>();
  assert.deepEqual([closed.state, closed.tMs], ['closed', weekStartMs(alerts[0]!.tMs, 'UTC')]);
  assert.deepEqual((await alertsOf(olga)).alerts, []);
  assert.equal(await codeOf(olga, 'POST', `/api/alerts/${id}/seen`, {}), 'alert-closed');
  assert.equal(await codeOf(olga, 'GET', `/api/alerts/${unknown}/replay`), 'alert-unknown');
  const { entries } = made.audit.query({ actor: 'user:olga', limit: 100 });
  assert.doesNotMatch(JSON.stringify(entries), new RegExp(id), 'the log names no alert');
  assert.deepEqual(entries.map(({ actor, action, subject }) => [actor, action, subject]).reverse(), [
    ['user:olga', 'alerts.opened', null],
    ['user:olga', 'alert.seen', 'yard'],
    ['user:olga', 'alert.closed', 'yard'],
  ]);
});

test('alerts are filtered by camera, zone, rule and state', async (context) => {
  const made = await httpSite(context, [...twoCameras, siteCamera('gate', 'simulated:yard')]);
  const [a, b, c] = [
    raise(made),
    raise(made, 'gate'),
    raise(made, 'yard', { rule: 'blocked', zoneId: 'exit' }),
  ];
  await made.ask('POST', `/api/alerts/${a}/seen`, {});
  const ids = async (query: string): Promise<string[]> =>
    (await alertsOf(made.ask, query)).alerts.map(({ id }) => id).toSorted();
  assert.deepEqual(await ids(''), [a, b, c].toSorted());
  assert.deepEqual(await ids('?cameraId=gate'), [b]);
  assert.deepEqual(await ids('?zoneId=exit'), [c]);
  assert.deepEqual(await ids('?rule=exclusion&cameraId=yard'), [a]);
  assert.deepEqual(await ids('?state=new'), [b, c].toSorted());
  assert.deepEqual(await ids('?state=closed'), []);
  for (const query of ['?rule=loitering', '?state=all', '?person=1', '?cameraId=../x'])
    assert.equal(await codeOf(made.ask, 'GET', `/api/alerts${query}`), 'request-invalid', query);
});

test('a street has no alerts: asked by name it is refused, and what there is of it is never answered', async (context) => {
  const made = await httpSite(context);
  const id = raise(made, 'street');
  assert.deepEqual((await alertsOf(made.ask)).alerts, []);
  assert.equal(await codeOf(made.ask, 'GET', '/api/alerts?cameraId=street'), 'purpose-refused');
  assert.equal(await codeOf(made.ask, 'GET', '/api/alerts?cameraId=none'), 'camera-unknown');
  for (const [method, path, body] of [
    ['GET', 'replay', undefined],
    ['POST', 'seen', {}],
    ['POST', 'closing', closing],
  ] as const)
    assert.equal(await codeOf(made.ask, method, `/api/alerts/${id}/${path}`, body), 'alert-unknown', path);
  const span = `fromMs=0&toMs=1000`;
  assert.equal(
    await codeOf(made.ask, 'GET', `/api/safety/report?${span}&cameraId=street`),
    'purpose-refused',
  );
});

test('an alert of a camera that was removed is gone with it', async (context) => {
  const made = await httpSite(context);
  await made.ask('POST', '/api/cameras', { ...siteCamera('added', 'simulated:yard'), analyseFps: undefined });
  const id = raise(made, 'added');
  assert.equal((await alertsOf(made.ask)).alerts.length, 1);
  assert.equal((await made.ask('DELETE', '/api/cameras/added')).statusCode, 204);
  assert.deepEqual((await alertsOf(made.ask)).alerts, []);
  assert.equal(await codeOf(made.ask, 'GET', `/api/alerts/${id}/replay`), 'alert-unknown');
  await made.ask('POST', '/api/cameras', { ...siteCamera('added', 'simulated:yard'), analyseFps: undefined });
  assert.deepEqual((await alertsOf(made.ask)).alerts, [], 'and does not come back with its name');
});

test('what becomes a street gives no alert any more, also none that still waits', async (context) => {
  const made = await httpSite(context);
  const id = raise(made);
  const { owner, reason, boundary: _boundary, ...rest } = streetCamera('yard', 'simulated:yard');
  const settings = { purpose: 'street-statistics', owner, reason, masks: rest['masks'] ?? [] };
  assert.equal((await made.ask('PUT', '/api/cameras/yard/settings', settings)).statusCode, 200);
  assert.equal(made.site.camera('yard').config.purpose, 'street-statistics');
  assert.throws(() => made.site.alerts.alert(id), { code: 'alert-unknown' });
});

test('a closing takes a cause and a measure of the lists and nothing else', async (context) => {
  const made = await httpSite(context);
  const id = raise(made);
  for (const body of [
    {},
    { cause: 'tired', measure: 'none-needed' },
    { ...closing, note: 'Bob again' },
    { cause: 'false-alarm' },
  ])
    assert.equal(await codeOf(made.ask, 'POST', `/api/alerts/${id}/closing`, body), 'request-invalid');
  assert.equal((await alertsOf(made.ask)).alerts[0]?.state, 'new');
});

test('that somebody looks is written down once a session, and what cannot be written down is not shown', async (context) => {
  const made = await httpSite(context);
  const [olga, ole] = [made.as('olga', ['operator']), made.as('ole', ['operator'])];
  raise(made);
  for (let index = 0; index < 3; index++) await olga('GET', '/api/alerts');
  await ole('GET', '/api/alerts');
  assert.equal(actions(made, 'alerts.opened'), 2);
  const full = await httpSite(context, undefined, Date.now, {
    note: () => {
      throw new OutisError('store-full');
    },
  });
  const id = raise(full);
  for (const path of ['', '/stream', `/${id}/replay`])
    assert.equal(await codeOf(full.ask, 'GET', `/api/alerts${path}`), 'store-full', path);
});

/** The address of the stream, over a real connection. */
async function listening({ server }: HttpSite): Promise<string> {
  return `${await server.listen({ host: '127.0.0.1', port: 0 })}/api/alerts/stream`;
}

test('the stream tells what is given, seen, closed and only tallied, of sites alone, and is written down', async (context: TestContext) => {
  const made = await httpSite(context);
  const url = await listening(made);
  const reader = new EventReader();
  await reader.open(url, made.cookieOf('olga', ['operator']));
  assert.equal(reader.status, 200);
  assert.equal(actions(made, 'alerts.opened'), 1);
  raise(made, 'street');
  const id = raise(made);
  await made.ask('POST', `/api/alerts/${id}/seen`, {});
  await made.ask('POST', `/api/alerts/${id}/closing`, closing);
  for (let index = 0; index < 20; index++) raise(made);
  const events = (): AlertEventJson[] => reader.events<AlertEventJson>('alert');
  await until('all events', () => events().length >= 23);
  assert.deepEqual(
    events()
      .slice(0, 3)
      .map(({ alert }) => [alert.id, alert.state]),
    [
      [id, 'new'],
      [id, 'seen'],
      [id, 'closed'],
    ],
  );
  assert.equal(events().at(-1)?.isRecorded, false);
  assert.doesNotMatch(reader.text, /street/);
  reader.leave();
});

test('the stream ends when its reader is no operator any more, and no token opens it', async (context) => {
  const made = await httpSite(context);
  const url = await listening(made);
  const reader = new EventReader();
  await reader.open(url, made.cookieOf('olga', ['operator']));
  assert.equal(reader.status, 200);
  made.accessStore.removeSessionsOf('olga', '');
  await until('its end', () => reader.isOver);
  const { secret } = made.access.tokens.create(
    { kind: 'open' },
    { name: 'wall', role: 'operator', scopes: ['cameras', 'counts'], days: 1 },
  );
  for (const path of ['/api/alerts', '/api/alerts/stream', `/api/alerts/${unknown}/replay`]) {
    const answer = await made.nobody('GET', path, undefined, { authorization: `Bearer ${secret}` });
    assert.equal(answer.json<{ code: string }>().code, 'role-refused', path);
  }
});

test('only so many read the stream at once', async (context) => {
  const made = await httpSite(context);
  const url = await listening(made);
  const cookie = made.cookieOf('olga', ['operator']);
  const readers = Array.from({ length: 64 }, () => new EventReader());
  for (const reader of readers) await reader.open(url, cookie);
  const one = new EventReader();
  await one.open(url, cookie);
  assert.equal(one.status, 429);
  readers[0]!.leave();
  await until('a free place', async () => {
    const next = new EventReader();
    await next.open(url, cookie);
    next.leave();
    return next.status === 200;
  });
  for (const reader of readers) reader.leave();
});

test('the report is for everybody who has signed in; the week that goes on for operators alone', async (context) => {
  const made = await httpSite(context);
  raise(made);
  const weekMs = weekStartMs(made.site.nowMs(), 'UTC');
  const url = `/api/safety/report?fromMs=${weekMs - 4 * 7 * 86_400_000}&toMs=${weekMs + 1}`;
  const weeks = async (ask: Ask): Promise<number> =>
    (await ask('GET', url)).json<SafetyReportJson>().weeks.length;
  assert.equal(await weeks(made.as('olga', ['operator'])), 1);
  for (const role of ['viewer', 'installer', 'dpo', 'admin'] as const)
    assert.equal(await weeks(made.as(role, [role])), 0, role);
  const { secret } = made.access.tokens.create(
    { kind: 'open' },
    { name: 'wall', role: 'operator', scopes: ['counts'], days: 1 },
  );
  assert.equal(
    await weeks((method, path) =>
      made.nobody(method, path, undefined, { authorization: `Bearer ${secret}` }),
    ),
    0,
  );
  assert.equal(await codeOf(made.nobody, 'GET', url), 'login-required');
  assert.equal(await codeOf(made.ask, 'GET', '/api/safety/report?fromMs=5&toMs=5'), 'request-invalid');
});

test('in the open demo alerts work as for an operator', async (context) => {
  const made = await httpSite(context, undefined, Date.now, { access: null });
  const id = raise(made);
  assert.equal((await alertsOf(made.nobody)).alerts.length, 1);
  assert.equal((await made.nobody('GET', `/api/alerts/${id}/replay`)).statusCode, 200);
  assert.equal((await made.nobody('POST', `/api/alerts/${id}/closing`, closing)).statusCode, 200);
  const reader = new EventReader();
  await reader.open(await listening(made), '');
  raise(made);
  await until('the event', () => reader.events('alert').length === 1);
  reader.leave();
});

test('metrics hold no number of alerts', async (context) => {
  const made = await httpSite(context);
  const before = (await made.ask('GET', '/metrics')).body;
  for (let index = 0; index < 30; index++) raise(made);
  assert.equal((await made.ask('GET', '/metrics')).body, before);
  assert.doesNotMatch(before, /alert/);
});

test('the report as a file is one signed page in the language that is asked for, and its export is written down', async (context) => {
  const made = await httpSite(context);
  raise(made);
  const { fromMs, toMs } = { fromMs: made.site.nowMs() - 30 * 86_400_000, toMs: made.site.nowMs() };
  const get = (ask: Ask, query: string) =>
    ask('GET', `/api/safety/report.pdf?fromMs=${fromMs}&toMs=${toMs}${query}`);
  const { statusCode, headers, rawPayload } = await get(
    made.as('vera', ['viewer']),
    '&lang=de&cameraId=yard',
  );
  assert.deepEqual([statusCode, headers['content-type']], [200, 'application/pdf']);
  assert.equal(verifyDocument(rawPayload).kind, 'safety-report');
  // The title stands in the file's head in UTF-16.
  const title = Buffer.from('Wochenbericht', 'utf16le').swap16();
  assert.ok(rawPayload.includes(title) || rawPayload.includes('Wochenbericht'));
  const { entries } = made.audit.query({ action: 'exported', limit: 10 });
  assert.deepEqual(
    entries.map(({ actor, subject, detail }) => [actor, subject, detail]),
    [['user:vera', 'yard', { file: 'safety-report.pdf', fromMs, toMs }]],
  );
  assert.equal((await get(made.ask, '&cameraId=street')).json<{ code: string }>().code, 'purpose-refused');
  assert.equal((await get(made.nobody, '')).statusCode, 401);
});

test('what became too old while the edge was off is gone before anybody can ask', async (context) => {
  let nowMs = Date.now();
  const made = await httpSite(context, undefined, () => nowMs);
  raise(made);
  nowMs += 72 * 3_600_000;
  assert.equal((await alertsOf(made.ask)).alerts.length, 1);
  nowMs += 1;
  assert.deepEqual((await alertsOf(made.ask)).alerts, []);
  made.site.start();
  // The clock goes back: it is gone, and not only hidden.
  nowMs -= 1;
  assert.deepEqual((await alertsOf(made.ask)).alerts, []);
});

test('a camera that was removed leaves nothing of what its gates have learned', async (context) => {
  const made = await httpSite(context);
  await made.ask('POST', '/api/cameras', { ...siteCamera('added', 'simulated:yard'), analyseFps: undefined });
  made.site.alerts.saveGate('added', 'exclusion', '{}');
  await made.ask('DELETE', '/api/cameras/added');
  assert.equal(made.site.alerts.gate('added', 'exclusion'), null);
});

test('once a day what is older than two years is deleted, and that is written down', () => {
  const notes: AuditRequest[] = [];
  let deletedMs = 0;
  const housekeeping = new Housekeeping(
    { deleteBefore: () => {} } as unknown as Store,
    { deleteBefore: (beforeMs) => (deletedMs = beforeMs) },
    (entry) => notes.push(entry),
  );
  const nowMs = Date.now();
  housekeeping.deleteOld(nowMs);
  housekeeping.deleteOld(nowMs + 1_000);
  const beforeMs = nowMs - 2 * 366 * 86_400_000;
  assert.deepEqual(
    notes.filter(({ subject }) => subject === 'alerts'),
    [{ actor: 'system', action: 'retention.deleted', subject: 'alerts', detail: { beforeMs } }],
  );
  assert.equal(deletedMs, beforeMs);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { actorOf, everything, queryOf } from './filter.ts';

test('a filter that asks for everything is an empty query', () => {
  assert.equal(queryOf(everything, 'Europe/Berlin'), '');
});

test('days are those of the site, the last one whole, also when the clocks change', () => {
  const query = new URLSearchParams(
    queryOf({ ...everything, from: '2026-03-29', to: '2026-03-29' }, 'Europe/Berlin'),
  );
  assert.equal(query.get('fromMs'), String(Date.parse('2026-03-28T23:00:00Z')));
  assert.equal(query.get('toMs'), String(Date.parse('2026-03-29T22:00:00Z')));
});

test('a plain name is a user; the log’s own names stay', () => {
  assert.equal(actorOf(' anna '), 'user:anna');
  assert.equal(actorOf('token:grafana'), 'token:grafana');
  assert.equal(actorOf('system'), 'system');
  assert.equal(actorOf(''), '');
});

test('what is typed cannot become another parameter', () => {
  const query = queryOf({ ...everything, subject: 'gate&actor=x', action: 'login' }, 'UTC');
  assert.equal(query, 'action=login&subject=gate%26actor%3Dx');
});

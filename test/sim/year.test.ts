import assert from 'node:assert/strict';
import { test } from 'node:test';
import { families } from '@outis/core';
import { exportRows, sourceOf } from '../../packages/edge/src/export/export-rows.ts';
import { SqliteStore } from '../../packages/edge/src/store/sqlite-store.ts';
import { seededDraws } from '../fixtures/seeded-draws.ts';
import { cameraId, simulateStreet } from '../fixtures/street-year.ts';

const timeZone = 'Europe/Berlin';
const dayMs = 86_400_000;
/** A Monday, so that whole weeks have left. */
const fromMs = Date.parse('2026-06-01T00:00:00+02:00');

function street(seed: number, days = 9): { readonly text: string; readonly store: SqliteStore } {
  const store = new SqliteStore({ folder: null });
  const endMs = simulateStreet({ store, timeZone, fromMs, days, seed, uniformBelow: seededDraws(seed) });
  const asked = { cameraId, fromMs, toMs: endMs, nowMs: endMs + 9 * dayMs };
  const rows = [...exportRows(sourceOf(store, timeZone), asked)].flat();
  return { text: JSON.stringify(rows), store };
}

test('nine days by a fast clock: every family leaves, all cells once, and the same seed gives the same export', () => {
  const { text, store } = street(3);
  const rows = JSON.parse(text) as { family: string; value: number | null; coveragePercent: number }[];
  assert.deepEqual(new Set(rows.map(({ family }) => family)), new Set(families));
  const perDay = rows.length / 9;
  assert.ok(perDay > 3_400 && perDay < 4_200, `${perDay} numbers a day`);
  assert.ok(rows.filter(({ value }) => value !== null).length > rows.length / 5);
  assert.equal(rows.filter(({ coveragePercent }) => coveragePercent === 100).length, rows.length);
  const lines = store.released.ledger(1e6);
  assert.equal(
    lines.reduce((sum, { cells }) => sum + cells, 0),
    rows.length,
  );
  assert.deepEqual(
    store.openCells().filter(({ cell }) => cell.family === 'count'),
    [],
  );
  const [one, again, other] = [street(5, 1).text, street(5, 1).text, street(6, 1).text];
  assert.ok(one === again && one !== other);
});

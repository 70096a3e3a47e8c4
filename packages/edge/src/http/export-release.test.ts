import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { type HttpSite, httpSite } from '../../../../test/fixtures/http-site.ts';
import {
  cellsOf,
  dayCourse,
  dayMs,
  fill,
  firstMs,
  watch,
} from '../../../../test/fixtures/released-street.ts';
import type { ReleasesJson } from '../export/releases-json.ts';
import { verifyDocument } from '../keys/signed-document.ts';

const range = `fromMs=${firstMs}&toMs=${firstMs + dayMs}`;
const laterMs = firstMs + 30 * dayMs;

async function street(context: TestContext, nowMs: () => number = () => laterMs): Promise<HttpSite> {
  const made = await httpSite(context, undefined, nowMs);
  fill(made.store, cellsOf(firstMs, firstMs + dayMs), dayCourse(5));
  watch(made.store, firstMs, firstMs + dayMs);
  return made;
}

test('releases come page by page, and the same question has the same ETag until something leaves', async (context) => {
  let nowMs = laterMs;
  const { ask, store } = await street(context, () => nowMs);
  const all = (await ask('GET', `/api/cameras/street/releases?${range}&limit=10000`)).json<ReleasesJson>();
  assert.ok(all.releases.length > 2_500 && all.next === null);
  const found: ReleasesJson['releases'][number][] = [];
  let after = '';
  for (let pages = 0; pages < 20; pages++) {
    const page = (await ask('GET', `/api/cameras/street/releases?${range}${after}`)).json<ReleasesJson>();
    found.push(...page.releases);
    if (page.next === null) break;
    assert.equal(page.releases.length, 1_000);
    after = `&after=${page.next}`;
  }
  assert.deepEqual(found, all.releases);
  const url = `/api/cameras/street/releases?${range}&family=movement,speed`;
  const first = await ask('GET', url);
  assert.deepEqual(
    new Set(first.json<ReleasesJson>().releases.map(({ family }) => family)),
    new Set(['movement', 'speed']),
  );
  const etag = String(first.headers['etag']);
  assert.match(etag, /^W\/"[\w-]{32}"$/);
  const again = async (): Promise<number> =>
    (await ask('GET', url, undefined, { 'if-none-match': `"other", ${etag}` })).statusCode;
  assert.equal(await again(), 304);
  assert.equal((await ask('GET', url, undefined, { 'if-none-match': etag })).body, '');
  assert.equal((await ask('GET', `${url}&limit=7`, undefined, { 'if-none-match': etag })).statusCode, 200);
  fill(store, cellsOf(firstMs + 20 * dayMs, firstMs + 20 * dayMs + 1), () => 20);
  assert.equal(await again(), 200);
  nowMs += dayMs;
  assert.equal(await again(), 200);
});

test('every file of releases is sent as what it is, and noted in the log before', async (context) => {
  const { ask, audit } = await street(context);
  for (const [file, type, begins] of [
    ['releases.csv', 'text/csv', 'camera,series'],
    ['releases.parquet', 'application/vnd.apache.parquet', 'PAR1'],
    ['releases.geojson', 'application/geo+json', '{'],
    ['turning-count.csv', 'text/csv', 'Turning count'],
    ['turning-count.xlsx', 'application/vnd.openxmlformats', 'PK'],
  ] as const) {
    const { statusCode, headers, rawPayload } = await ask('GET', `/api/cameras/street/${file}?${range}`);
    assert.equal(statusCode, 200, file);
    assert.ok(String(headers['content-type']).startsWith(type), file);
    assert.match(String(headers['content-disposition']), new RegExp(`outis-street-${file}`));
    assert.ok(rawPayload.toString('latin1').startsWith(begins), file);
    if (file.endsWith('.csv')) assert.equal(verifyDocument(rawPayload).kind, file.split('.')[0]);
    const [entry] = audit.query({ action: 'exported', limit: 1 }).entries;
    assert.deepEqual([entry?.actor, entry?.subject, entry?.detail['file']], ['user:setter', 'street', file]);
  }
});

test('a time that is too long, a cursor of another making and a family that is none are refused', async (context) => {
  const { ask } = await street(context);
  const codeOf = async (url: string): Promise<string> =>
    (await ask('GET', `/api/cameras/street/${url}`)).json<{ code: string }>().code;
  const long = `fromMs=0&toMs=${32 * dayMs}`;
  assert.equal(await codeOf(`releases.parquet?${long}`), 'request-invalid');
  assert.equal(await codeOf(`releases?fromMs=0&toMs=${401 * dayMs}`), 'request-invalid');
  assert.equal(await codeOf(`releases?${range}&after=WzFd`), 'request-invalid');
  assert.equal(await codeOf(`releases?${range}&family=face`), 'request-invalid');
  assert.equal(await codeOf(`releases?${range}&limit=10001`), 'request-invalid');
  assert.equal((await ask('GET', `/api/cameras/none/releases?${range}`)).statusCode, 404);
});

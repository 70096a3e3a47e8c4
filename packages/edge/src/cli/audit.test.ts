import assert from 'node:assert/strict';
import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { test } from 'node:test';
import type { LedgerLine } from '@outis/core';
import { testLog } from '../../../../test/fixtures/audit-log.ts';
import { temporaryFolder } from '../../../../test/fixtures/support.ts';
import { auditFolder } from '../audit/audit-log.ts';
import { parseHead } from '../audit/log-head.ts';
import { signJson, signText } from '../keys/signed-document.ts';
import { SiteKey, siteKeyPath } from '../keys/site-key.ts';
import { SqliteStore } from '../store/sqlite-store.ts';
import { type AuditSettings, auditCommand } from './audit.ts';
import { verify } from './verify.ts';

const noSettings = (): AuditSettings => {
  throw new Error('the configuration was not needed');
};

async function told(
  words: readonly string[],
  settings: (path: string | undefined) => AuditSettings = noSettings,
): Promise<readonly [code: number, text: string]> {
  const said: string[] = [];
  const code = await auditCommand(words, settings, (text) => said.push(text));
  return [code, said.join('\n')];
}

test('audit verify says that all is well, and what --head is for', async (context) => {
  const log = testLog(context);
  log.write(5);
  const [code, text] = await told(['verify', '--data', log.folder]);
  assert.equal(code, 0);
  assert.match(
    text,
    /^7 entries from 2026-09-20 to 2026-09-25, 2 signatures are right\nthe last entry is 7, [0-9a-f]{64}\n/,
  );
  assert.ok(text.includes(SiteKey.open(log.folder).fingerprint));
  assert.match(text, /none is missing\.\nWhether the whole data folder .* --head/);
});

test('audit verify names what is wrong, a line each, and ends with 1', async (context) => {
  const log = testLog(context);
  log.write(5);
  const path = join(auditFolder(log.folder), '2026-09.jsonl');
  writeFileSync(path, readFileSync(path, 'utf8').replace('user:user-1', 'user:user-2'));
  const [code, text] = await told(['verify', '--data', log.folder]);
  assert.equal(code, 1);
  assert.match(
    text,
    /^changed {4}2026-09\.jsonl, line 3: entry 3 is not as it was written: its hash does not fit\n7 entries/,
  );
  assert.match(text, /Keep the data folder as it is/);
});

test('audit verify looks at the ledger of what has left, too', async (context) => {
  const log = testLog(context);
  log.write(2);
  const store = new SqliteStore({ folder: log.folder });
  const line: LedgerLine = {
    cameraId: 'street',
    series: 1,
    family: 'count',
    group: 'car',
    startMs: 0,
    intervalMs: 900_000,
    cells: 0,
    scale: 2,
    releasedMs: 1,
  };
  store.released.release([{ line, releases: [] }]);
  store.close();
  const [code, text] = await told(['verify', '--data', log.folder]);
  assert.equal(code, 0);
  assert.match(text, /The ledger of what has left has 1 lines, and every release is as it left\.$/);
  const database = new DatabaseSync(join(log.folder, 'outis.db'));
  database.exec('UPDATE ledger SET cells = 7');
  database.close();
  const [wrong, why] = await told(['verify', '--data', log.folder]);
  assert.equal(wrong, 1);
  assert.match(why, /^ledger {5}Line 1 was changed\.$/m);
});

test('audit verify takes the site key, not the key that the head file names', async (context) => {
  const [log, forged] = [testLog(context), testLog(context)];
  log.write(2);
  forged.write(5);
  writeFileSync(siteKeyPath(forged.folder), readFileSync(siteKeyPath(log.folder)));
  const [code, text] = await told(['verify', '--data', forged.folder]);
  assert.equal(code, 1);
  assert.match(text, /entry 1 is signed by another key/);
  assert.match(text, /the head file is signed by another key/);
});

test('audit head prints the head in short and as JSON, writes it, and audit verify takes it', async (context) => {
  const log = testLog(context);
  log.write(5);
  const out = join(temporaryFolder(context), 'head.json');
  const [code, text] = await told(['head', '--data', log.folder, '--out', out]);
  assert.equal(code, 0);
  const head = parseHead(readFileSync(out));
  assert.equal(head.seq, 7);
  assert.ok(text.includes(readFileSync(out, 'utf8').trim()));
  assert.match(
    text,
    /^Log of use, state of 2026-09-25 00:00:00 UTC\n {2}entry {2}7\n {2}hash {3}([0-9a-f]{8} ){3}[0-9a-f]{8}\n/,
  );
  const again = await told(['verify', '--data', log.folder, '--head', out]);
  assert.equal(again[0], 0);
  assert.doesNotMatch(again[1], /--head/);
  log.rewrite(log.lines().slice(0, 3));
  assert.match(
    (await told(['verify', '--data', log.folder, '--head', out]))[1],
    /restored .*entries 4 to 7 are missing/,
  );
  await assert.rejects(told(['head', '--data', log.folder, '--out', '/nowhere/head.json']), {
    code: 'output-failed',
  });
});

test('the configuration says where the log lies and how it is mailed', async (context) => {
  const log = testLog(context);
  log.write(1);
  const asked: (string | undefined)[] = [];
  const settings = (path: string | undefined): AuditSettings => {
    asked.push(path);
    return { dataFolder: log.folder, siteName: 'Yard', mail: null };
  };
  assert.equal((await told(['verify', '--config', 'a.yaml'], settings))[0], 0);
  assert.equal((await told(['head'], settings))[0], 0);
  await assert.rejects(told(['head', '--mail'], settings), { code: 'usage' });
  assert.deepEqual(asked, ['a.yaml', undefined, undefined]);
});

test('audit says what it does not understand', async (context) => {
  const folder = temporaryFolder(context);
  for (const words of [
    [],
    ['other'],
    ['verify', '--out', 'a'],
    ['verify', '--mail'],
    ['head', '--head', 'a'],
    ['verify', 'extra'],
  ])
    await assert.rejects(told(words), { code: 'usage' }, words.join(' '));
  for (const name of ['verify', 'head'])
    await assert.rejects(told([name, '--data', folder]), { code: 'usage' });
  const log = testLog(context);
  log.write(1);
  await assert.rejects(told(['verify', '--data', log.folder, '--head', '/nowhere']), { code: 'usage' });
  chmodSync(siteKeyPath(log.folder), 0o644);
  await assert.rejects(told(['verify', '--data', log.folder]), { code: 'key-unreadable' });
});

test('verify says what a file is and that the fingerprint must be compared', (context) => {
  const key = SiteKey.temporary();
  const path = join(temporaryFolder(context), 'sign.svg');
  writeFileSync(
    path,
    signText(key, 'svg', { kind: 'camera-sign', signedMs: Date.UTC(2026, 10, 5, 9, 30) }, '<svg/>'),
  );
  const said: string[] = [];
  verify(path, {}, (text) => said.push(text));
  assert.match(said[0]!, /what {4}camera-sign\n {2}signed {2}2026-11-05 09:30:00 UTC/);
  assert.ok(said[0]!.includes(key.fingerprint));
  assert.match(said[1]!, /Anybody can make a key: compare this fingerprint with the one on the public page/);
  verify(path, { key: key.shortFingerprint }, (text) => said.push(text));
  assert.equal(said[3], 'The key is the one that you gave.');
  assert.throws(() => verify(path, { key: SiteKey.temporary().fingerprint }, assert.fail), {
    code: 'signature-invalid',
    detail: `it is signed by another key, ${key.fingerprint}`,
  });
  assert.throws(() => verify(path, { key: '' }, assert.fail), { code: 'signature-invalid' });
});

test('verify says nothing good of a file that was changed, is not signed or is not there', (context) => {
  const key = SiteKey.temporary();
  const folder = temporaryFolder(context);
  const as = { kind: 'export', signedMs: 1 };
  const files = {
    'a.svg': signText(key, 'svg', as, '<svg><text>12</text></svg>'),
    'a.pdf': signText(key, 'pdf', as, '%PDF-1.7\n12\n%%EOF\n'),
    'a.csv': signText(key, 'csv', as, 'count\r\n12\r\n'),
    'a.json': Buffer.from(signJson(key, { ...as, count: 12 })),
  };
  for (const [name, bytes] of Object.entries(files)) {
    const path = join(folder, name);
    writeFileSync(path, bytes);
    verify(path, {}, () => {});
    writeFileSync(path, bytes.toString().replace('12', '13'));
    assert.throws(() => verify(path, {}, assert.fail), { code: 'signature-invalid' }, name);
    writeFileSync(path, '12');
    assert.throws(() => verify(path, {}, assert.fail), { code: 'signature-missing' }, name);
  }
  assert.throws(() => verify(join(folder, 'other'), {}, assert.fail), { code: 'usage' });
  assert.throws(() => verify(folder, {}, assert.fail), { code: 'usage' });
});

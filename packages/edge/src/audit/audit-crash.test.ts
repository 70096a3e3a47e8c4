import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import {
  appendFileSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { test } from 'node:test';
import type { AuditEntryJson } from '@outis/core';
import { testLog } from '../../../../test/fixtures/audit-log.ts';
import { root, temporaryFolder } from '../../../../test/fixtures/support.ts';
import { SiteKey } from '../keys/site-key.ts';
import { AuditLog, auditFolder } from './audit-log.ts';
import { headPath, readHeadFile } from './log-head.ts';
import { verifyLog } from './verify-log.ts';

const login = { actor: 'user:anna', action: 'login' } as const;
const writer = join(root, 'test/fixtures/audit-writer.ts');
const segment = '2026-09.jsonl';

/** Runs the writer; kills it after so many acknowledged entries, or lets it end. Returns what it told. */
async function runWriter(
  command: readonly string[],
  folder: string,
  bytes: number,
  killAfter: number,
): Promise<string[]> {
  const [program, ...before] = [...command, process.execPath];
  const child = spawn(program!, [...before, writer, folder, String(bytes)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const told: string[] = [];
  for await (const line of createInterface({ input: child.stdout! })) {
    told.push(line);
    if (told.length === killAfter) child.kill('SIGKILL');
  }
  return told;
}

test('kill -9 in the middle of writing leaves a log that verifies and holds what was acknowledged', async (context) => {
  const folder = temporaryFolder(context);
  const acknowledged: number[] = [];
  for (const killAfter of [1, 3, 17, 40, 120])
    acknowledged.push(...(await runWriter([], folder, 2_000, killAfter)).map(Number));
  assert.ok(acknowledged.length >= 181, `${acknowledged.length}`);
  const before = verifyLog(folder);
  assert.deepEqual(before.findings, [], 'as it was left');
  const audit = AuditLog.open({ folder, key: SiteKey.open(folder), nowMs: Date.now });
  const { findings, summary } = verifyLog(folder);
  assert.deepEqual(findings, [], 'as it was opened again');
  assert.equal(summary.entries, audit.head.seq);
  const written = new Set<number>();
  for (let next: number | null = audit.head.seq + 1; next !== null; ) {
    const page = audit.query({ before: next, limit: 1_000, action: 'model.loaded' });
    for (const { seq } of page.entries) written.add(seq);
    next = page.next;
  }
  assert.deepEqual(
    acknowledged.filter((seq) => !written.has(seq)),
    [],
  );
});

test('a line that was torn by a crash is cut off and noted, and the log verifies', (context) => {
  const log = testLog(context);
  log.write(3);
  const path = join(auditFolder(log.folder), segment);
  const torn = '{"action":"login","actor":"user:torn"';
  appendFileSync(path, torn);
  assert.deepEqual(verifyLog(log.folder).findings, [], 'nobody was told that it was written');
  const audit = log.open();
  assert.deepEqual(
    audit.noticed.map(({ what, bytes }) => [what, bytes]),
    [['torn-line', torn.length]],
  );
  assert.deepEqual(audit.query({ limit: 1 }).entries[0]!.detail['noticed'], audit.noticed);
  assert.deepEqual(verifyLog(log.folder).findings, []);
  assert.ok(!readFileSync(path, 'utf8').includes(torn));
});

test('a torn line that was acknowledged is no crash: it stays, and is told', (context) => {
  const log = testLog(context);
  log.write(3);
  const path = join(auditFolder(log.folder), segment);
  const whole = readFileSync(path);
  writeFileSync(path, whole.subarray(0, whole.length - 40));
  const told = (): string[] => verifyLog(log.folder).findings.map(({ fault }) => fault);
  assert.deepEqual(told().sort(), ['truncated', 'unreadable']);
  log.write(2);
  assert.ok(told().includes('unreadable') && told().includes('noticed'), told().join());
  assert.ok(
    readFileSync(path)
      .subarray(0, whole.length - 40)
      .equals(whole.subarray(0, -40)),
  );
});

test('a whole entry that was not acknowledged is kept and noted', (context) => {
  const log = testLog(context);
  const audit = log.open();
  audit.append(login);
  const head = readFileSync(headPath(log.folder));
  audit.append(login);
  writeFileSync(headPath(log.folder), head);
  assert.deepEqual(verifyLog(log.folder).findings, []);
  assert.deepEqual(log.open().noticed, [{ what: 'unconfirmed', fromSeq: 3, toSeq: 3 }]);
  const { findings, summary } = verifyLog(log.folder);
  assert.deepEqual([findings, summary.entries], [[], 4]);
});

test('a disk that is full refuses the entry and leaves nothing of it', (context) => {
  const log = testLog(context);
  const audit = log.open();
  audit.append(login);
  const path = join(auditFolder(log.folder), segment);
  const { size } = statSync(path);
  // Writing the head file fails as it does on a full disk.
  symlinkSync('/dev/full', `${headPath(log.folder)}.new`);
  assert.throws(() => audit.append(login), { code: 'store-full' });
  assert.throws(() => audit.sign(), { code: 'store-full' });
  audit.tick();
  assert.equal(statSync(path).size, size);
  assert.equal(audit.head.seq, 2);
  assert.deepEqual(verifyLog(log.folder).findings, []);
  rmSync(`${headPath(log.folder)}.new`);
  assert.equal(audit.append(login).seq, 3);
  assert.deepEqual(verifyLog(log.folder).findings, []);
});

test('a line that the disk takes in part only is taken back', async (context) => {
  const folder = temporaryFolder(context);
  SiteKey.open(folder);
  // The system writes up to the limit and then refuses: the last line is begun and not finished.
  const told = await runWriter(['prlimit', '--fsize=20000'], folder, 3_000, Number.POSITIVE_INFINITY);
  assert.deepEqual([told.length > 3, told.at(-1)], [true, 'store-failed']);
  const names = verifyLog(folder);
  assert.deepEqual(names.findings, []);
  assert.equal(names.summary.head?.seq, Number(told.at(-2)));
  const { head } = readHeadFile(folder) as { readonly head: { readonly seq: number } };
  assert.equal(head.seq, Number(told.at(-2)));
  const log = AuditLog.open({ folder, key: SiteKey.open(folder), nowMs: Date.now });
  assert.deepEqual(log.noticed, [], 'nothing was left to be cut off');
});

test('a folder that is gone or is no folder refuses the entry', (context) => {
  const log = testLog(context);
  const audit = log.open();
  const folder = auditFolder(log.folder);
  renameSync(folder, `${folder}.away`);
  assert.throws(() => audit.append(login), { code: 'store-failed' });
  writeFileSync(folder, '');
  assert.throws(() => audit.append(login), { code: 'store-failed' });
  assert.throws(() => audit.query({}), { code: 'store-failed' });
  assert.throws(() => log.open(), { code: 'store-failed' });
  rmSync(folder);
  mkdirSync(folder);
  const elsewhere = join(log.folder, 'elsewhere');
  writeFileSync(elsewhere, 'a');
  symlinkSync(elsewhere, join(folder, segment));
  assert.throws(() => audit.append(login), { code: 'store-failed' }, 'no entry goes where a link leads');
  assert.equal(readFileSync(elsewhere, 'utf8'), 'a');
  rmSync(folder, { recursive: true });
  renameSync(`${folder}.away`, folder);
  assert.equal(audit.append(login).seq, 2);
  assert.deepEqual(verifyLog(log.folder).findings, []);
});

test('what somebody else adds while the log is open is found and does no harm to what follows', (context) => {
  const log = testLog(context);
  const audit = log.open();
  appendFileSync(join(auditFolder(log.folder), segment), 'half a line');
  const { seq } = audit.append(login);
  audit.append(login);
  const { findings } = verifyLog(log.folder);
  assert.deepEqual(
    findings.map(({ fault, line }) => [fault, line]),
    [['unreadable', 2]],
  );
  const last = log
    .lines()
    .slice(-2)
    .map((line) => (JSON.parse(line) as AuditEntryJson).seq);
  assert.deepEqual(last, [seq, seq + 1]);
});

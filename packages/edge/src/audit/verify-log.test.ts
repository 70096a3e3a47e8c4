import assert from 'node:assert/strict';
import { cpSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { AuditEntryJson } from '@outis/core';
import fc from 'fast-check';
import { type TestLog, testLog } from '../../../../test/fixtures/audit-log.ts';
import { canonicalJson } from '../keys/canonical-json.ts';
import { SiteKey, siteKeyPath } from '../keys/site-key.ts';
import { auditFolder } from './audit-log.ts';
import { findingsMax, type LogFinding } from './log-checker.ts';
import { hashOf } from './log-entry.ts';
import { headPath, parseHead, signHead, writeHeadFile } from './log-head.ts';
import { verifyLog } from './verify-log.ts';

/** What stands wrong, as `fault seq`, without order. */
function told(log: TestLog, options: Parameters<typeof verifyLog>[1] = {}): string[] {
  return verifyLog(log.folder, options)
    .findings.map(({ fault, seq }) => `${fault} ${seq}`)
    .sort();
}

/** An entry changed by somebody who knows how hashes are made. */
function rehashed(line: string, change: Partial<AuditEntryJson>): string {
  const entry = { ...(JSON.parse(line) as AuditEntryJson), ...change };
  return canonicalJson({ ...entry, hash: hashOf(entry) });
}

/** Every entry from `index` on joined to the one before, as a forger does who has not the key. */
function rejoined(lines: readonly string[], index: number): string[] {
  const joined = [...lines];
  for (let at = Math.max(1, index); at < joined.length; at++) {
    const { hash } = JSON.parse(joined[at - 1]!) as AuditEntryJson;
    joined[at] = rehashed(joined[at]!, { previous: hash, seq: at + 1 });
  }
  return joined;
}

/** Opens the log anew and writes to it: what was found before must be found after. */
function goOn(log: TestLog): void {
  log.write(3);
}

test('a log as it was written has no findings, and its summary says what it is', (context) => {
  const log = testLog(context);
  log.write(45);
  const { findings, summary } = verifyLog(log.folder, { head: readFileSync(headPath(log.folder)) });
  assert.deepEqual(findings, []);
  const last = JSON.parse(log.lines().at(-1)!) as AuditEntryJson;
  assert.deepEqual(summary.head, { seq: 47, hash: last.hash });
  assert.deepEqual([summary.entries, summary.signatures], [47, 2]);
  assert.deepEqual([summary.fromMs, summary.toMs], [Date.UTC(2026, 8, 20), log.clock.nowMs]);
  assert.equal(summary.fingerprint, SiteKey.open(log.folder).fingerprint);
});

test('a bit turned anywhere in the log is found, and its entry is named', (context) => {
  const log = testLog(context);
  log.write(45);
  const files = readdirSync(auditFolder(log.folder)).sort();
  const contents = new Map(files.map((name) => [name, readFileSync(join(auditFolder(log.folder), name))]));
  fc.assert(
    fc.property(fc.constantFrom(...files), fc.nat(), fc.nat(7), (name, place, bit) => {
      const content = contents.get(name)!;
      const at = place % content.length;
      const changed = Buffer.from(content);
      changed[at]! ^= 1 << bit;
      writeFileSync(join(auditFolder(log.folder), name), changed);
      const line = content.subarray(0, at).toString('latin1').split('\n').length;
      const { findings } = verifyLog(log.folder);
      writeFileSync(join(auditFolder(log.folder), name), content);
      const named = findings.some((finding) => finding.segment === name && finding.line === line);
      assert.ok(named, `${name} ${at} ${bit}, line ${line}: ${JSON.stringify(findings)}`);
    }),
    { numRuns: 300 },
  );
  assert.deepEqual(told(log), []);
});

test('a bit turned anywhere in the head file is found', (context) => {
  const log = testLog(context);
  log.write(3);
  const head = readFileSync(headPath(log.folder));
  fc.assert(
    fc.property(fc.nat(head.length - 1), fc.nat(7), (at, bit) => {
      const changed = Buffer.from(head);
      changed[at]! ^= 1 << bit;
      writeFileSync(headPath(log.folder), changed);
      assert.notDeepEqual(told(log), []);
    }),
    { numRuns: 200 },
  );
});

test('a changed entry is found, though its hash was made to fit', (context) => {
  const log = testLog(context);
  log.write(20);
  const lines = log.lines();
  for (const index of [0, 1, 9, 20, 21]) {
    log.rewrite(lines.with(index, rehashed(lines[index]!, { actor: 'user:nobody' })));
    assert.ok(told(log).includes(`changed ${index + 1}`), `${index}: ${told(log).join()}`);
  }
});

test('a chain made anew from a changed entry on is found by the signatures and the head, also after going on', (context) => {
  const log = testLog(context);
  log.write(20);
  const lines = log.lines();
  log.rewrite(rejoined(lines.with(9, rehashed(lines[9]!, { actor: 'user:nobody' })), 10));
  assert.deepEqual(told(log), ['changed 22', 'signature 22']);
  goOn(log);
  const after = told(log);
  for (const each of ['changed 22', 'noticed 23', 'signature 22'])
    assert.ok(after.includes(each), after.join());
});

test('a removed end is found, also after going on', (context) => {
  const log = testLog(context);
  log.write(20);
  for (const count of [1, 5, 20]) {
    const other = testLog(context);
    cpSync(log.folder, other.folder, { recursive: true });
    other.rewrite(other.lines().slice(0, -count));
    assert.deepEqual(told(other), [`truncated ${22 - count + 1}`]);
    const [finding] = verifyLog(other.folder).findings;
    assert.match(finding!.text, count === 1 ? /^entry 22 is missing/ : /^entries \d+ to 22 are missing/);
    goOn(other);
    assert.deepEqual(told(other), ['noticed 23', `removed ${22 - count + 1}`]);
  }
});

test('a removed middle entry is found and named, also when the chain was made anew behind it', (context) => {
  const log = testLog(context);
  log.write(20);
  const lines = log.lines();
  log.rewrite(lines.toSpliced(9, 1));
  assert.deepEqual(told(log), ['removed 10']);
  log.rewrite(lines.toSpliced(9, 3));
  const [finding] = verifyLog(log.folder).findings;
  assert.deepEqual([finding!.seq, finding!.line, finding!.segment], [10, 10, '2026-09.jsonl']);
  assert.match(finding!.text, /^entries 10 to 12 are missing/);
  log.rewrite(rejoined(lines.toSpliced(9, 1), 9));
  assert.deepEqual(told(log), ['signature 21', 'truncated 22']);
});

test('swapped, moved and doubled entries are found and named', (context) => {
  const log = testLog(context);
  log.write(20);
  const lines = log.lines();
  log.rewrite(lines.with(9, lines[10]!).with(10, lines[9]!));
  assert.deepEqual(told(log), ['reordered 10']);
  log.rewrite(lines.toSpliced(4, 1).toSpliced(14, 0, lines[4]!));
  assert.deepEqual(told(log), ['reordered 5']);
  log.rewrite(lines.toSpliced(9, 0, lines[3]!));
  assert.deepEqual(told(log), ['reordered 4']);
  log.rewrite([...lines, lines[21]!]);
  assert.deepEqual(told(log), ['reordered 22']);
});

test('swapped files of months are found', (context) => {
  const log = testLog(context);
  log.write(45);
  const folder = auditFolder(log.folder);
  renameSync(join(folder, '2026-09.jsonl'), join(folder, 'x'));
  renameSync(join(folder, '2026-10.jsonl'), join(folder, '2026-09.jsonl'));
  renameSync(join(folder, 'x'), join(folder, '2026-10.jsonl'));
  assert.ok(told(log).some((each) => each.startsWith('reordered')));
});

test('an inserted line is found', (context) => {
  const log = testLog(context);
  log.write(20);
  const lines = log.lines();
  log.rewrite(lines.toSpliced(9, 0, ''));
  assert.deepEqual(told(log), ['unreadable 10']);
  log.rewrite(lines.with(9, `${lines[9]!.slice(0, -1)},"hash":"${'0'.repeat(64)}"}`));
  assert.deepEqual(told(log), ['unreadable 10'], 'a key that stands twice');
  log.rewrite(lines.with(9, ` ${lines[9]!}`));
  assert.deepEqual(told(log), ['unreadable 10'], 'the same content in other bytes');
  log.rewrite(lines.with(9, 'x'.repeat(3_000_000)));
  assert.deepEqual(told(log), ['unreadable 10'], 'a line without end is not kept in memory');
});

test('an older copy of the log put back is found, also after going on', (context) => {
  const log = testLog(context);
  log.write(10);
  const copy = `${log.folder}-copy`;
  context.after(() => rmSync(copy, { recursive: true }));
  cpSync(auditFolder(log.folder), copy, { recursive: true });
  log.write(10);
  rmSync(auditFolder(log.folder), { recursive: true });
  cpSync(copy, auditFolder(log.folder), { recursive: true });
  assert.deepEqual(told(log), ['truncated 13']);
  goOn(log);
  assert.deepEqual(told(log), ['noticed 25', 'removed 13']);
});

test('a whole data folder put back is found by a head kept elsewhere, and by nothing else', (context) => {
  const log = testLog(context);
  log.write(10);
  const copy = `${log.folder}-copy`;
  context.after(() => rmSync(copy, { recursive: true }));
  cpSync(log.folder, copy, { recursive: true });
  log.write(10);
  const head = Buffer.from(log.open().signedHead());
  rmSync(log.folder, { recursive: true });
  cpSync(copy, log.folder, { recursive: true });
  assert.deepEqual(told(log), []);
  assert.deepEqual(told(log, { head }), ['restored 13']);
  // Other entries in the place of those that are gone do not hide it.
  log.write(30);
  assert.deepEqual(told(log, { head }), [`changed ${parseHead(head).seq}`]);
});

test('a log that is gone altogether is found, also after going on', (context) => {
  const log = testLog(context);
  log.write(10);
  rmSync(auditFolder(log.folder), { recursive: true });
  assert.deepEqual(told(log), ['truncated 1']);
  goOn(log);
  assert.deepEqual(told(log), ['noticed 13', 'removed 1']);
});

test('a head file that is gone, replaced by an older one or made by another key is found', (context) => {
  const log = testLog(context);
  log.write(10);
  const older = readFileSync(headPath(log.folder));
  log.write(10);
  const newer = readFileSync(headPath(log.folder));
  writeFileSync(headPath(log.folder), older);
  assert.deepEqual(told(log), ['head 13']);
  const { seq, hash } = parseHead(newer);
  writeHeadFile(log.folder, signHead(SiteKey.temporary(), { seq, hash }, log.clock.nowMs));
  const { publicKey } = SiteKey.open(log.folder);
  assert.ok(told(log, { publicKey }).includes('signature null'));
  assert.notDeepEqual(told(log), []);
  rmSync(headPath(log.folder));
  assert.deepEqual(told(log), ['head null']);
  goOn(log);
  assert.deepEqual(told(log), ['noticed 25']);
});

test('the end removed together with the head file is found, also after going on', (context) => {
  const log = testLog(context);
  log.write(10);
  log.rewrite(log.lines().slice(0, -3));
  rmSync(headPath(log.folder));
  assert.deepEqual(told(log), ['head null']);
  goOn(log);
  assert.deepEqual(told(log), ['noticed 10']);
});

test('a replaced signature is found, whoever made it', (context) => {
  const log = testLog(context);
  log.write(10);
  const lines = log.lines();
  const entry = JSON.parse(lines[0]!) as AuditEntryJson;
  const forged = JSON.parse(signHead(SiteKey.temporary(), { seq: 0, hash: '0'.repeat(64) }, 1));
  const change = (detail: AuditEntryJson['detail']): void =>
    log.rewrite(rejoined(lines.with(0, rehashed(lines[0]!, { detail })), 1));
  for (const detail of [
    { head: forged },
    { head: (JSON.parse(lines[11]!) as AuditEntryJson).detail['head']! },
    { head: 1 },
    {},
  ]) {
    change(detail);
    assert.ok(told(log).includes('signature 1'), JSON.stringify(detail));
  }
  change(entry.detail);
  assert.deepEqual(told(log), []);
});

test('a log and a head file made by another key do not pass for this one', (context) => {
  const log = testLog(context);
  log.write(10);
  const { publicKey } = SiteKey.open(log.folder);
  const head = readFileSync(headPath(log.folder));
  const forged = testLog(context);
  forged.write(15);
  assert.deepEqual(told(forged), []);
  assert.deepEqual(told(forged, { publicKey }), ['signature 1', 'signature 17', 'signature null']);
  assert.deepEqual(told(forged, { head }), ['changed 12', 'signature null']);
});

test('a new key in the place of the old one is told, as nothing else can tell it from a theft', (context) => {
  const log = testLog(context);
  log.write(10);
  rmSync(siteKeyPath(log.folder));
  goOn(log);
  const { publicKey } = SiteKey.open(log.folder);
  assert.deepEqual(told(log, { publicKey }), ['noticed 13', 'signature 1', 'signature 12']);
});

test('a month removed by hand is found, and one that was pruned is not', (context) => {
  const log = testLog(context);
  log.write(80);
  const folder = auditFolder(log.folder);
  const audit = log.open();
  audit.prune(Date.UTC(2026, 9, 1));
  assert.deepEqual(told(log), []);
  rmSync(join(folder, '2026-10.jsonl'));
  const [finding, ...others] = verifyLog(log.folder).findings;
  assert.deepEqual(
    [finding!.fault, finding!.segment, finding!.line, others],
    ['removed', '2026-11.jsonl', 1, []],
  );
  assert.match(finding!.text, /^entries 1 to \d+ are missing, and no entry says/);
});

test('an entry that says something was pruned counts only when it was acknowledged', (context) => {
  const log = testLog(context);
  log.write(45);
  const folder = auditFolder(log.folder);
  const lines = log.lines();
  const first = JSON.parse(
    readFileSync(join(folder, '2026-10.jsonl'), 'utf8').split('\n')[0]!,
  ) as AuditEntryJson;
  const last = JSON.parse(lines.at(-1)!) as AuditEntryJson;
  const removed = [{ segment: '2026-09.jsonl', fromSeq: 1, toSeq: first.seq - 1, lastHash: first.previous }];
  const entry = {
    ...last,
    seq: last.seq + 1,
    action: 'log.pruned',
    previous: last.hash,
    detail: { removed },
  };
  writeFileSync(join(folder, '2026-11.jsonl'), `${rehashed(canonicalJson(entry), {})}\n`, { flag: 'a' });
  rmSync(join(folder, '2026-09.jsonl'));
  assert.deepEqual(told(log), ['removed 1']);
  goOn(log);
  assert.deepEqual(told(log), ['removed 1']);
});

test('a log between two prunings that were cut short by a crash verifies', (context) => {
  const log = testLog(context);
  log.write(80);
  const folder = auditFolder(log.folder);
  const copies = new Map(
    ['2026-09.jsonl', '2026-10.jsonl'].map((name) => [name, readFileSync(join(folder, name))]),
  );
  log.open().prune(Date.UTC(2026, 10, 1));
  assert.deepEqual(readdirSync(folder).sort()[0], '2026-11.jsonl');
  writeFileSync(join(folder, '2026-10.jsonl'), copies.get('2026-10.jsonl')!);
  assert.deepEqual(told(log), [], 'the second month was not removed yet');
  writeFileSync(join(folder, '2026-09.jsonl'), copies.get('2026-09.jsonl')!);
  assert.deepEqual(told(log), [], 'no month was removed yet');
  log.open().prune(Date.UTC(2026, 10, 1));
  assert.deepEqual(told(log), []);
});

test('findings have a limit, and those behind it are counted', (context) => {
  const log = testLog(context);
  log.write(2);
  const lines = log.lines();
  log.rewrite([...lines, ...Array.from({ length: findingsMax + 50 }, () => lines[1]!)]);
  const { findings, findingsLeftOut } = verifyLog(log.folder);
  assert.deepEqual([findings.length, findingsLeftOut], [findingsMax, 50]);
  assert.ok(findings.every((finding: LogFinding) => finding.fault === 'reordered'));
});

test('a given head that is none is refused', (context) => {
  const log = testLog(context);
  log.write(1);
  assert.throws(() => verifyLog(log.folder, { head: Buffer.from('{}') }), { code: 'signature-missing' });
  const head = readFileSync(headPath(log.folder), 'utf8').replace('"seq": 3', '"seq": 2');
  assert.throws(() => verifyLog(log.folder, { head: Buffer.from(head) }), { code: 'signature-invalid' });
});

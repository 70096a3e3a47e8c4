import assert from 'node:assert/strict';
import { appendFileSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import type { AuditEntryJson, AuditValue } from '@outis/core';
import { dayMs, testLog } from '../../../../test/fixtures/audit-log.ts';
import { canonicalJson } from '../keys/canonical-json.ts';
import { SiteKey } from '../keys/site-key.ts';
import {
  AuditLog,
  auditFolder,
  memoryEntriesMax,
  pageEntriesMax,
  pageLookedAtMax,
  signedEveryEntries,
  signedEveryMs,
} from './audit-log.ts';
import { detailBytesMax, hashOf, nameLengthMax, sha256 } from './log-entry.ts';
import { headPath, parseHead } from './log-head.ts';
import { verifyLog } from './verify-log.ts';

const login = { actor: 'user:anna', action: 'login' } as const;

test('an entry is one line of canonical JSON that names the hash of the one before, across months', (context) => {
  const log = testLog(context);
  log.write(45);
  const folder = auditFolder(log.folder);
  assert.deepEqual(readdirSync(folder).sort(), ['2026-09.jsonl', '2026-10.jsonl', '2026-11.jsonl']);
  for (const name of readdirSync(folder)) assert.equal(statSync(join(folder, name)).mode & 0o777, 0o600);
  assert.equal(statSync(folder).mode & 0o777, 0o700);
  const lines = log.lines();
  assert.equal(lines.length, 47, 'a signature at the beginning and one at the end');
  let previous = '0'.repeat(64);
  for (const [index, line] of lines.entries()) {
    const entry = JSON.parse(line) as AuditEntryJson;
    assert.equal(canonicalJson(entry), line);
    assert.equal(entry.seq, index + 1);
    assert.equal(entry.previous, previous);
    const { hash, ...rest } = entry;
    assert.equal(hash, sha256(canonicalJson(rest)));
    previous = hash;
  }
  assert.deepEqual(verifyLog(log.folder).findings, []);
});

test('the head file says after every entry what was acknowledged', (context) => {
  const log = testLog(context);
  const audit = log.open();
  for (let index = 0; index < 5; index++) {
    const { seq, hash } = audit.append(login);
    const head = parseHead(readFileSync(headPath(log.folder)));
    assert.deepEqual([head.seq, head.hash, head.publicKey], [seq, hash, SiteKey.open(log.folder).publicKey]);
    assert.deepEqual(audit.head, { seq, hash });
    assert.equal(parseHead(Buffer.from(audit.signedHead())).hash, hash);
  }
  assert.equal(statSync(headPath(log.folder)).mode & 0o777, 0o600);
});

test('a signature follows at opening, after a hundred entries, after an hour with something new, and at closing', (context) => {
  const log = testLog(context);
  const signed = (): number[] =>
    log.lines().flatMap((line) => {
      const { seq, action } = JSON.parse(line) as AuditEntryJson;
      return action === 'log.signed' ? [seq] : [];
    });
  const audit = log.open();
  assert.deepEqual(signed(), [1]);
  log.clock.nowMs += signedEveryMs;
  audit.tick();
  assert.deepEqual(signed(), [1], 'nothing is new');
  audit.append(login);
  audit.tick();
  assert.deepEqual(signed(), [1, 3]);
  audit.append(login);
  log.clock.nowMs += signedEveryMs - 1;
  audit.tick();
  assert.deepEqual(signed(), [1, 3]);
  for (let index = 1; index < signedEveryEntries; index++) audit.append(login);
  assert.deepEqual(signed(), [1, 3, 104]);
  audit.close();
  assert.deepEqual(signed(), [1, 3, 104], 'nothing is new');
  audit.append(login);
  audit.close();
  assert.deepEqual(signed(), [1, 3, 104, 106]);
  assert.equal(verifyLog(log.folder).summary.signatures, 4);
});

test('a log that is opened again goes on where it ended', (context) => {
  const log = testLog(context);
  for (let round = 0; round < 4; round++) log.write(7);
  assert.deepEqual(log.open().noticed, []);
  const { findings, summary } = verifyLog(log.folder);
  assert.deepEqual(findings, []);
  assert.equal(summary.entries, 4 * 9 + 1);
  assert.equal(summary.signatures, 9);
});

test('pages are the newest first and join without a gap, over months and filters', (context) => {
  const log = testLog(context);
  log.write(80);
  const audit = log.open();
  const all = log
    .lines()
    .map((line) => JSON.parse(line) as AuditEntryJson)
    .reverse();
  const filters = [
    {},
    { action: 'login' as const },
    { actor: 'user:user-1', subject: 'yard' },
    { fromMs: Date.UTC(2026, 9, 10), toMs: Date.UTC(2026, 10, 2) },
    { before: 30 },
    { actor: 'nobody' },
  ];
  for (const filter of filters) {
    const expected = all.filter(
      (entry) =>
        (filter.action === undefined || entry.action === filter.action) &&
        (filter.actor === undefined || entry.actor === filter.actor) &&
        (filter.subject === undefined || entry.subject === filter.subject) &&
        (filter.fromMs === undefined || (entry.tMs >= filter.fromMs && entry.tMs < filter.toMs)) &&
        (filter.before === undefined || entry.seq < filter.before),
    );
    for (const limit of [1, 7, 1_000]) {
      const found: AuditEntryJson[] = [];
      let before: number | null | undefined = filter.before;
      do {
        const page = audit.query({ ...filter, limit, ...(before === undefined ? {} : { before }) });
        assert.ok(page.entries.length <= limit);
        assert.deepEqual(page.head, audit.head);
        found.push(...page.entries);
        before = page.next;
      } while (before !== null);
      assert.deepEqual(found, expected, JSON.stringify({ ...filter, limit }));
    }
  }
});

test('a page deep in a large month is found, and its work has a limit', (context) => {
  const log = testLog(context);
  const audit = log.open();
  audit.append(login);
  // As many entries as would take minutes to write one by one.
  const lines: string[] = [];
  let { seq, hash } = audit.head;
  const count = pageLookedAtMax + 5_000;
  for (let index = 0; index < count; index++) {
    const entry = {
      seq: ++seq,
      tMs: log.clock.nowMs,
      actor: 'user:berta',
      action: 'scene.opened' as const,
      subject: null,
      detail: { words: 'x'.repeat(index % 400) },
      previous: hash,
      hash: '',
    };
    hash = hashOf(entry);
    lines.push(canonicalJson({ ...entry, hash }));
  }
  appendFileSync(join(auditFolder(log.folder), '2026-09.jsonl'), `${lines.join('\n')}\n`);
  const again = log.open();
  for (const before of [3, 4, 500, 12_345, count - 7]) {
    const { entries } = again.query({ before, limit: 2 });
    assert.deepEqual(
      entries.map((entry) => entry.seq),
      [before - 1, before - 2],
    );
  }
  assert.equal(again.query({ limit: 1e9 }).entries.length, pageEntriesMax);
  const seldom = again.query({ actor: 'user:anna' });
  assert.deepEqual([seldom.entries.length, seldom.next], [0, again.head.seq - pageLookedAtMax + 1]);
  const rest = again.query({ actor: 'user:anna', before: seldom.next! });
  assert.deepEqual([rest.entries.map((entry) => entry.seq), rest.next], [[2], null]);
});

test('CSV quotes what must be quoted and disarms formulas', (context) => {
  const log = testLog(context);
  const audit = log.open();
  const subjects = ['=1+1', '+1', '-1', '@a', 'plain', 'a,b', 'say "no"', ' =1'];
  for (const subject of subjects) audit.append({ ...login, subject, detail: { a: 1 } });
  const rows = [...audit.csv({ action: 'login' })];
  assert.equal(rows[0], 'seq,time,actor,action,subject,detail,previous,hash\r\n');
  const cells = rows.slice(1).map((row) => /login,(.*),"\{/.exec(row)![1]);
  assert.deepEqual(cells.reverse(), ["'=1+1", "'+1", "'-1", "'@a", 'plain', '"a,b"', '"say ""no"""', ' =1']);
  assert.match(
    rows[1]!,
    /^9,2026-09-20T00:00:00.000Z,user:anna,login, =1,"\{""a"":1\}",[0-9a-f]{64},[0-9a-f]{64}\r\n$/,
  );
  audit.append({ ...login, actor: '=cmd' });
  assert.match([...audit.csv({})][1]!, /,'=cmd,login,,\{\},/);
});

test('a detail that is too long gives way to its hash, and nothing else does', (context) => {
  const audit = testLog(context).open();
  const long = 'ü'.repeat(detailBytesMax);
  const { detail } = audit.append({ ...login, detail: { long, short: 'kept', number: 7 } });
  const text = canonicalJson(long);
  assert.deepEqual(detail, {
    long: { tooLong: { bytes: Buffer.byteLength(text), sha256: sha256(text) } },
    short: 'kept',
    number: 7,
  });
  const many = Object.fromEntries(Array.from({ length: 5_000 }, (_, index) => [`key-${index}`, index]));
  const whole = canonicalJson(many);
  assert.deepEqual(audit.append({ ...login, detail: many }).detail, {
    tooLong: { bytes: Buffer.byteLength(whole), sha256: sha256(whole) },
  });
  const fits = { text: 'x'.repeat(detailBytesMax - canonicalJson({ text: '' }).length) };
  assert.deepEqual(audit.append({ ...login, detail: fits }).detail, fits);
});

test('names are short and cannot lead a page or a terminal astray', (context) => {
  const audit = testLog(context).open();
  const { actor, subject } = audit.append({
    ...login,
    actor: 'a\n# \u001b[2J\u202eb',
    subject: 'x'.repeat(5_000),
  });
  assert.equal(actor, 'a\ufffd# \ufffd[2J\ufffdb');
  assert.ok(subject!.length <= nameLengthMax);
  assert.ok(subject!.endsWith(`sha256:${sha256('x'.repeat(5_000))}`));
});

test('a detail that JSON cannot hold is a mistake of the caller and leaves the log as it was', (context) => {
  const log = testLog(context);
  const audit = log.open();
  for (const wrong of [Number.NaN, undefined, 1n, () => 1])
    assert.throws(
      () => audit.append({ ...login, detail: { wrong: wrong as unknown as AuditValue } }),
      TypeError,
    );
  assert.equal(audit.append(login).seq, 2);
  assert.deepEqual(verifyLog(log.folder).findings, []);
});

test('a clock that is set back does not disorder the log', (context) => {
  const log = testLog(context);
  const audit = log.open();
  log.clock.nowMs += 60 * dayMs;
  audit.append(login);
  log.clock.nowMs -= 100 * dayMs;
  audit.append(login);
  audit.close();
  log.write(1);
  assert.deepEqual(readdirSync(auditFolder(log.folder)).sort(), ['2026-09.jsonl', '2026-11.jsonl']);
  assert.deepEqual(verifyLog(log.folder).findings, []);
  const early = log.open().query({ toMs: Date.UTC(2026, 8, 1), action: 'login' });
  assert.equal(early.entries.length, 2);
});

test('pruning removes whole old months and says so', (context) => {
  const log = testLog(context);
  log.write(100);
  const audit = log.open();
  assert.equal(audit.prune(Date.UTC(2026, 8, 15)), 0, 'the month has not ended');
  const lastSeq = audit.head.seq;
  assert.equal(audit.prune(Date.UTC(2026, 10, 20)), 2);
  assert.deepEqual(readdirSync(auditFolder(log.folder)).sort(), ['2026-11.jsonl', '2026-12.jsonl']);
  assert.equal(audit.head.seq, lastSeq + 2, 'what was removed, and a signature');
  const first = JSON.parse(log.lines()[0]!) as AuditEntryJson;
  const [entry] = audit.query({ action: 'log.pruned' }).entries;
  const [september, october] = entry!.detail['removed'] as readonly Record<string, unknown>[];
  assert.equal(september!['fromSeq'], 1);
  assert.deepEqual([october!['toSeq'], october!['lastHash']], [first.seq - 1, first.previous]);
  assert.deepEqual(verifyLog(log.folder).findings, []);
  assert.equal(audit.prune(Date.UTC(2030, 0, 1)), 1, 'never the month that is being written');
  audit.close();
  log.write(3);
  assert.deepEqual(verifyLog(log.folder).findings, []);
  assert.equal(audit.query({ limit: 1_000 }).next, null);
});

test('a log in memory keeps the newest entries only and writes no file', () => {
  let nowMs = 0;
  const audit = AuditLog.open({ folder: null, key: SiteKey.temporary(), nowMs: () => nowMs });
  for (let index = 0; index < memoryEntriesMax + 500; index++) {
    nowMs += 1;
    audit.append(login);
  }
  let kept = 0;
  let before: number | null = audit.head.seq + 1;
  while (before !== null) {
    const page = audit.query({ before, limit: 1_000 });
    kept += page.entries.length;
    before = page.next;
  }
  assert.equal(kept, memoryEntriesMax);
  assert.equal([...audit.csv({})].length, memoryEntriesMax + 1);
  assert.equal(audit.prune(nowMs), 0);
  assert.equal(audit.query({ limit: 1 }).entries[0]!.seq, audit.head.seq);
});

test('other files in the folder are let be', (context) => {
  const log = testLog(context);
  log.write(3);
  const note = join(auditFolder(log.folder), 'note.txt');
  writeFileSync(note, 'kept');
  log.write(3);
  log.open().prune(Date.UTC(2030, 0, 1));
  assert.equal(readFileSync(note, 'utf8'), 'kept');
  assert.equal(dirname(note), auditFolder(log.folder));
  assert.deepEqual(verifyLog(log.folder).findings, []);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { safetyRules } from '@outis/core';
import { startMailSink } from '../../../../../test/fixtures/mail-sink.ts';
import { noticeOf } from '../../../../../test/fixtures/notices.ts';
import { alertSubject, alertText, MailOutlet } from './mail.ts';

test('a mail says what, where and when, and where to look; each attempt has the same Message-ID', async (context) => {
  const sink = await startMailSink(context);
  const server = { host: '127.0.0.1', port: sink.port, secure: false, from: 'Outis <outis@example.org>' };
  const around = { server, timeZone: 'Europe/Athens', publicAddress: () => 'https://outis.example.org' };
  const outlet = new MailOutlet({ to: ['a@example.org', 'b@example.org'], cameras: ['yard'] }, around);
  const notice = noticeOf('bXkgYWxlcnQ', { site: 'Harbour\r\nBcc: other@example.org' });
  await outlet.deliver(notice, AbortSignal.timeout(5_000));
  await outlet.deliver(notice, AbortSignal.timeout(5_000));
  assert.equal(sink.mails.length, 2);
  for (const mail of sink.mails) {
    assert.match(mail, /^To: a@example\.org, b@example\.org\r$/m);
    assert.match(mail, /^Message-ID: <bXkgYWxlcnQ@example\.org>\r$/m);
    assert.match(mail, /^Subject: Somebody is in an exclusion zone: crane \(Harbour Bcc:/m);
    assert.doesNotMatch(mail, /^Bcc:/im);
  }
  assert.deepEqual(
    [outlet.name, outlet.takes(notice), outlet.takes(noticeOf('b', { cameraId: 'gate' }))],
    ['mail', true, false],
  );
  await sink.stop();
  await assert.rejects(outlet.deliver(notice, AbortSignal.timeout(5_000)), { code: 'delivery-failed' });
});

test('the text has the time of the place, and words for every rule', () => {
  const text = alertText(noticeOf('bXkgYWxlcnQ'), 'Europe/Athens', 'https://outis.example.org');
  for (const each of [
    'zone crane (slewing zone), camera yard, Harbour yard',
    'Thursday, 5 November 2026 at 14:00:00 (Europe/Athens)',
    'Seen:   person',
    'https://outis.example.org/#/alerts',
    'bXkgYWxlcnQ',
  ])
    assert.ok(text.includes(each), `${each}\n${text}`);
  const subjects = safetyRules.map((rule) => alertSubject(noticeOf('a', { rule })));
  assert.equal(new Set(subjects).size, safetyRules.length);
  assert.match(alertText(noticeOf('a', { hazard: null, classes: [] }), 'UTC', ''), /zone crane, camera yard/);
});

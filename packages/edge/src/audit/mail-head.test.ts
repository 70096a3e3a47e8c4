import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { inspect } from 'node:util';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { temporaryFolder } from '../../../../test/fixtures/support.ts';
import { SiteKey } from '../keys/site-key.ts';
import { firstPrevious, parseHead, signHead } from './log-head.ts';
import { type MailOptions, mailHead, mailText } from './mail-head.ts';

const key = SiteKey.temporary();
const signedHead = signHead(
  key,
  { seq: 4711, hash: firstPrevious.replace(/^00/, 'ab') },
  Date.UTC(2026, 10, 5, 12),
);
const password = 'S3cr3t W0rd';

interface MailServer {
  readonly port: number;
  readonly mails: string[];
  /** Whether each mail came over TLS. */
  readonly secured: boolean[];
  readonly options: MailOptions;
}

/** A mail server on this machine that ends with the test. */
async function mailServer(context: TestContext, options: SMTPServerOptions = {}): Promise<MailServer> {
  const mails: string[] = [];
  const secured: boolean[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    logger: false,
    onData(stream, session, done) {
      const pieces: Buffer[] = [];
      stream.on('data', (piece: Buffer) => pieces.push(piece));
      stream.on('end', () => {
        mails.push(Buffer.concat(pieces).toString('utf8'));
        secured.push(session.secure);
        done();
      });
    },
    ...options,
  });
  server.on('error', () => {});
  await new Promise<void>((resolve) => void server.listen(0, '0.0.0.0', resolve));
  context.after(() => new Promise<void>((resolve) => server.close(resolve)));
  const { port } = server.server.address() as AddressInfo;
  const from = 'outis@example.org';
  return {
    port,
    mails,
    secured,
    options: { host: '127.0.0.1', port, secure: false, from, to: 'dpo@example.org' },
  };
}

function passwordFile(context: TestContext, text = `${password}\n`): string {
  const path = join(temporaryFolder(context), 'password');
  writeFileSync(path, text);
  return path;
}

async function refused(work: Promise<void>, why: RegExp): Promise<void> {
  await assert.rejects(work, (error: Error & { code?: string }) => {
    assert.equal(error.code, 'mail-failed');
    assert.match(`${error.message}; ${(error.cause as Error | undefined)?.message}`, why);
    const everything = inspect(error, { depth: 9, showHidden: true });
    for (const secret of [
      password,
      Buffer.from(password).toString('base64'),
      Buffer.from(`\0outis\0${password}`).toString('base64'),
    ])
      assert.ok(!everything.includes(secret), everything);
    return true;
  });
}

test('the head arrives in words and as a signed file that verifies', async (context) => {
  const { mails, options } = await mailServer(context);
  await mailHead(options, signedHead, 'Harbour yard');
  assert.equal(mails.length, 1);
  const mail = mails[0]!;
  assert.match(
    mail,
    /^From: outis@example\.org\r\nTo: dpo@example\.org\r\nSubject: Outis, Harbour yard: state of the log of use\r\n/m,
  );
  assert.match(mail, /entry {2}4711/);
  assert.ok(mail.includes(key.shortFingerprint));
  const attached = /filename=outis-log-head\.json\r\n\r\n([A-Za-z0-9+/=\r\n]+)/.exec(mail)![1]!;
  const head = parseHead(Buffer.from(attached, 'base64'));
  assert.deepEqual([head.seq, head.fingerprint], [4711, key.fingerprint]);
});

test('the mail says in words what it is for and how it is used', () => {
  const text = mailText(signedHead, 'Harbour yard');
  for (const each of [
    'Harbour yard',
    '2026-11-05 12:00:00 UTC',
    'ab000000 00000000',
    './outis audit verify --head outis-log-head.json',
  ])
    assert.ok(text.includes(each), each);
  assert.throws(() => mailText('{}', 'a'), { code: 'signature-missing' });
});

test('a user and a password from a file sign in; a wrong one is told without the password', async (context) => {
  const asked: string[] = [];
  const { mails, options } = await mailServer(context, {
    authOptional: false,
    allowInsecureAuth: true,
    onAuth({ username, password: given }, _session, done) {
      asked.push(`${username} ${given}`);
      if (given === password) return done(null, { user: username });
      // A server that repeats what it was told.
      return done(new Error(`no: ${given} ${Buffer.from(`\0${username}\0${given}`).toString('base64')}`));
    },
  });
  await mailHead({ ...options, user: 'outis', passwordFile: passwordFile(context) }, signedHead, 'a');
  assert.deepEqual([mails.length, asked], [1, [`outis ${password}`]]);
  await refused(
    mailHead(
      { ...options, user: 'outis', passwordFile: passwordFile(context, `${password}!`) },
      signedHead,
      'a',
    ),
    /EAUTH 535; .*no: … …/,
  );
  await refused(mailHead(options, signedHead, 'a'), /EENVELOPE 530|530/);
  assert.equal(mails.length, 1);
});

test('outside this machine nothing is sent without TLS', async (context) => {
  const { mails, options } = await mailServer(context);
  // It is this machine, by an address that does not say so.
  await refused(mailHead({ ...options, host: '0.0.0.0' }, signedHead, 'a'), /ETLS|STARTTLS/);
  assert.equal(mails.length, 0);
  await mailHead(options, signedHead, 'a');
  assert.equal(mails.length, 1);
});

test('TLS is used where the certificate is known, and refused where it is not', async (context) => {
  const folder = temporaryFolder(context);
  const [keyFile, caFile] = [join(folder, 'key.pem'), join(folder, 'certificate.pem')];
  const subject = ['-subj', '/CN=mail', '-addext', 'subjectAltName=IP:0.0.0.0,IP:127.0.0.1'];
  const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'];
  execFileSync('openssl', ['req', '-x509', ...curve, ...subject, '-keyout', keyFile, '-out', caFile], {
    stdio: 'pipe',
  });
  const certificate = { key: readFileSync(keyFile), cert: readFileSync(caFile) };
  for (const secure of [true, false]) {
    const server = await mailServer(context, { secure, disabledCommands: [], ...certificate });
    const options = { ...server.options, host: '0.0.0.0', secure };
    await refused(mailHead(options, signedHead, 'a'), /self.signed/i);
    assert.equal(server.mails.length, 0);
    await mailHead({ ...options, caFile }, signedHead, 'a');
    assert.deepEqual(server.secured, [true]);
  }
});

test('a server that is not there, refuses the address or a file that is missing is told', async (context) => {
  const { options, mails } = await mailServer(context, {
    onRcptTo(_address, _session, done) {
      done(new Error('unknown'));
    },
  });
  await refused(mailHead(options, signedHead, 'a'), /EENVELOPE/);
  await refused(mailHead({ ...options, port: 1 }, signedHead, 'a'), /127\.0\.0\.1:1: ESOCKET|ECONNREFUSED/);
  await refused(
    mailHead({ ...options, user: 'a', passwordFile: '/nowhere/password' }, signedHead, 'a'),
    /\/nowhere\/password: ENOENT/,
  );
  await refused(mailHead({ ...options, caFile: '/dev' }, signedHead, 'a'), /\/dev/);
  assert.equal(mails.length, 0);
});

test('an address cannot bring a header with it', async (context) => {
  const { options, mails } = await mailServer(context);
  for (const change of [{ to: 'dpo@example.org\r\nBcc: other@example.org' }, { from: 'a\nb@example.org' }])
    await refused(mailHead({ ...options, ...change }, signedHead, 'a'), /line end/);
  await refused(mailHead(options, signedHead, 'a\r\nBcc: other@example.org'), /line end/);
  assert.equal(mails.length, 0);
});

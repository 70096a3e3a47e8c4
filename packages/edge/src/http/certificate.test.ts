import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { chmodSync, existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { hostname, networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { OutisError } from '@outis/core';
import { temporaryFolder } from '../../../../test/fixtures/support.ts';
import type { Config } from '../config/config-schema.ts';
import { findCertificate } from './certificate.ts';

type Http = Config['http'];
const outside: Http = { host: '0.0.0.0', port: 0, trustedProxies: [] };
const dayMs = 86_400_000;

/** Makes a certificate as somebody else would. */
function makePair(folder: string, name: string, days = 90): NonNullable<Http['tls']> {
  const [certificate, key] = [join(folder, `${name}.pem`), join(folder, `${name}.key`)];
  execFileSync(
    'openssl',
    [
      ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'],
      ...['-days', `${days}`, '-subj', `/CN=${name}`, '-keyout', key, '-out', certificate],
    ],
    { stdio: 'ignore' },
  );
  return { certificate, key };
}

/** What `tls-failed` says. */
function failureOf(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    assert.ok(error instanceof OutisError && error.code === 'tls-failed', String(error));
    return `${error.message} ${error.hint}`;
  }
  throw new assert.AssertionError({ message: 'It did not fail' });
}

test('this machine alone needs none', (context) => {
  const folder = temporaryFolder(context);
  for (const host of ['127.0.0.1', 'localhost', '::1'])
    assert.equal(findCertificate({ ...outside, host }, folder), null);
  assert.deepEqual(readdirSync(folder), []);
});

test('the certificate of the configuration is used, on this machine, too', (context) => {
  const folder = temporaryFolder(context);
  const tls = makePair(folder, 'own');
  const found = findCertificate({ ...outside, host: '127.0.0.1', tls }, folder)!;
  assert.equal(found.isSelfMade, false);
  assert.equal(found.fingerprint, new X509Certificate(readFileSync(tls.certificate)).fingerprint256);
  assert.match(found.fingerprint, /^([0-9A-F]{2}:){31}[0-9A-F]{2}$/);
  assert.equal(existsSync(join(folder, 'keys')), false, 'none is made beside it');
});

test('what does not fit is told with the names of the files, and nothing is made instead', (context) => {
  const folder = temporaryFolder(context);
  const [one, other] = [makePair(folder, 'one'), makePair(folder, 'other')];
  const garbage = join(folder, 'garbage.pem');
  writeFileSync(garbage, 'not a certificate');
  const wrong: NonNullable<Http['tls']>[] = [
    { certificate: one.certificate, key: other.key },
    { certificate: one.certificate, key: join(folder, 'absent.key') },
    { certificate: join(folder, 'absent.pem'), key: one.key },
    { certificate: garbage, key: one.key },
    { certificate: one.certificate, key: garbage },
    { certificate: one.key, key: one.certificate },
  ];
  for (const tls of wrong) {
    const message = failureOf(() => findCertificate({ ...outside, tls }, folder));
    assert.ok(message.includes(tls.certificate) && message.includes(tls.key), message);
    assert.doesNotMatch(message, /PRIVATE KEY/);
  }
  assert.equal(existsSync(join(folder, 'keys')), false);
});

test('one is made once and kept; only its owner reads the key', (context) => {
  const folder = temporaryFolder(context);
  const made = findCertificate(outside, folder)!;
  assert.equal(made.isSelfMade, true);
  assert.deepEqual(readdirSync(join(folder, 'keys')).toSorted(), ['tls-key.pem', 'tls.pem']);
  assert.equal(statSync(join(folder, 'keys/tls-key.pem')).mode & 0o777, 0o600);
  assert.equal(statSync(join(folder, 'keys')).mode & 0o077, 0);
  const again = findCertificate(outside, folder)!;
  assert.equal(again.fingerprint, made.fingerprint);
  assert.equal(again.key, made.key);
  assert.notEqual(findCertificate(outside, temporaryFolder(context))!.key, made.key);
});

test('the one that is made names this machine, its addresses and its public address, for a server alone', (context) => {
  const publicUrl = 'https://outis.example:8443';
  const { certificate } = findCertificate({ ...outside, publicUrl }, temporaryFolder(context))!;
  const made = new X509Certificate(certificate);
  const names = ['localhost', hostname(), `${hostname()}.local`, 'outis.example'];
  for (const name of names) assert.equal(made.checkHost(name), name);
  assert.equal(made.checkHost('evil.example'), undefined);
  const addresses = Object.values(networkInterfaces()).flatMap((list) =>
    (list ?? []).map((each) => each.address),
  );
  assert.ok(addresses.includes('127.0.0.1'));
  for (const each of addresses) assert.equal(made.checkIP(each), each);
  assert.equal(made.ca, false);
  assert.deepEqual(made.keyUsage, ['1.3.6.1.5.5.7.3.1']);
  const days = (Date.parse(made.validTo) - Date.now()) / dayMs;
  assert.ok(days > 390 && days < 398, `${days} days`);
  assert.equal(made.verify(made.publicKey), true);
});

test('one that ends within a month is made anew, one that lasts longer is kept', (context) => {
  const folder = temporaryFolder(context);
  const first = findCertificate(outside, folder)!;
  const keep = (days: number): string => {
    const { certificate, key } = makePair(folder, 'kept', days);
    writeFileSync(join(folder, 'keys/tls.pem'), readFileSync(certificate));
    writeFileSync(join(folder, 'keys/tls-key.pem'), readFileSync(key));
    return new X509Certificate(readFileSync(certificate)).fingerprint256;
  };
  const long = keep(31);
  assert.equal(findCertificate(outside, folder)!.fingerprint, long);
  const short = keep(29);
  const renewed = findCertificate(outside, folder)!;
  assert.notEqual(renewed.fingerprint, short);
  assert.notEqual(renewed.fingerprint, first.fingerprint);
  assert.equal(renewed.isSelfMade, true);
  assert.equal(statSync(join(folder, 'keys/tls-key.pem')).mode & 0o777, 0o600);
});

test('without openssl, or with one that fails, it is said what to do, and nothing half is left', (context) => {
  const folder = temporaryFolder(context);
  const before = process.env['PATH'];
  context.after(() => {
    process.env['PATH'] = before;
  });
  process.env['PATH'] = join(folder, 'nowhere');
  assert.match(
    failureOf(() => findCertificate(outside, folder)),
    /openssl.*install openssl/,
  );
  const failing = join(folder, 'openssl');
  writeFileSync(failing, '#!/bin/sh\nfor last; do :; done\necho half > "$last"\nexit 1\n');
  chmodSync(failing, 0o755);
  process.env['PATH'] = folder;
  failureOf(() => findCertificate(outside, folder));
  assert.deepEqual(readdirSync(join(folder, 'keys')), []);
  process.env['PATH'] = before;
  assert.notEqual(findCertificate(outside, folder), null);
});

test('half of a self-made certificate, as a crash may leave it, is made anew', (context) => {
  const folder = temporaryFolder(context);
  const first = findCertificate(outside, folder)!;
  const other = findCertificate(outside, temporaryFolder(context))!;
  writeFileSync(join(folder, 'keys/tls-key.pem'), other.key);
  const again = findCertificate(outside, folder)!;
  assert.notEqual(again.fingerprint, first.fingerprint);
  assert.equal(findCertificate(outside, folder)!.fingerprint, again.fingerprint);
});

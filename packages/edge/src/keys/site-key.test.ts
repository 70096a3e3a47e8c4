import assert from 'node:assert/strict';
import { createPublicKey, generateKeyPairSync, verify } from 'node:crypto';
import { chmodSync, readdirSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { temporaryFolder } from '../../../../test/fixtures/support.ts';
import { isSignedBy, matchesFingerprint, SiteKey, siteKeyPath } from './site-key.ts';

test('a site key is made once, for this user alone, and read again', (context) => {
  const folder = join(temporaryFolder(context), 'data');
  assert.equal(SiteKey.openExisting(folder), null);
  const made = SiteKey.open(folder);
  const path = siteKeyPath(folder);
  assert.equal(statSync(path).mode & 0o777, 0o600);
  assert.equal(statSync(dirname(path)).mode & 0o777, 0o700);
  assert.deepEqual(readdirSync(dirname(path)), ['site.pem'], 'nothing of the making is left');
  assert.match(readFileSync(path, 'utf8'), /^-----BEGIN PRIVATE KEY-----/);
  assert.equal(SiteKey.open(folder).publicKey, made.publicKey);
  assert.equal(SiteKey.openExisting(folder)?.publicKey, made.publicKey);
  assert.notEqual(SiteKey.temporary().publicKey, made.publicKey);
});

test('a signature is checked by anybody with the public key', () => {
  const key = SiteKey.temporary();
  const bytes = Buffer.from('Outis');
  const der = Buffer.from(key.publicKey, 'base64');
  const publicKey = createPublicKey({ key: der, format: 'der', type: 'spki' });
  assert.ok(verify(null, bytes, publicKey, key.sign(bytes)));
  assert.ok(isSignedBy(key.publicKey, bytes, key.sign(bytes)));
  assert.ok(!isSignedBy(key.publicKey, Buffer.from('outis'), key.sign(bytes)));
  assert.ok(!isSignedBy(SiteKey.temporary().publicKey, bytes, key.sign(bytes)));
  assert.ok(!isSignedBy(`${key.publicKey}\n`, bytes, key.sign(bytes)));
  const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey;
  assert.ok(
    !isSignedBy(rsa.export({ type: 'spki', format: 'der' }).toString('base64'), bytes, key.sign(bytes)),
  );
});

test('a fingerprint is 32 pairs, and a person may compare the first eight', () => {
  const { fingerprint, shortFingerprint } = SiteKey.temporary();
  assert.match(fingerprint, /^([0-9A-F]{2}:){31}[0-9A-F]{2}$/);
  assert.equal(shortFingerprint, fingerprint.slice(0, 23));
  for (const copy of [fingerprint, shortFingerprint, shortFingerprint.toLowerCase().replaceAll(':', ' ')])
    assert.ok(matchesFingerprint(fingerprint, copy), copy);
  const other = `${fingerprint.startsWith('0') ? '1' : '0'}${fingerprint.slice(1)}`;
  for (const copy of ['', fingerprint.slice(0, 20), other, `${fingerprint}:00`, 'zz:'.repeat(8)])
    assert.ok(!matchesFingerprint(fingerprint, copy), copy);
});

test('a key that others may read is refused with the way out', (context) => {
  const folder = temporaryFolder(context);
  SiteKey.open(folder);
  const path = siteKeyPath(folder);
  for (const mode of [0o640, 0o604, 0o620, 0o666]) {
    chmodSync(path, mode);
    const refused = { code: 'key-unreadable', detail: `others may read ${path}; run: chmod 600 ${path}` };
    assert.throws(() => SiteKey.open(folder), refused);
    assert.throws(() => SiteKey.openExisting(folder), refused);
  }
  chmodSync(path, 0o600);
  SiteKey.open(folder);
});

test('a file that holds no Ed25519 key is refused, is not replaced and is not repeated', (context) => {
  const folder = temporaryFolder(context);
  SiteKey.open(folder);
  const path = siteKeyPath(folder);
  const pem = readFileSync(path, 'utf8');
  const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
  const others = [
    rsa.export({ type: 'pkcs8', format: 'pem' }).toString(),
    pem.replace('MC4', 'MC5'),
    'x'.repeat(100_000),
    '',
  ];
  for (const text of others) {
    truncateSync(path);
    writeFileSync(path, text);
    assert.throws(
      () => SiteKey.open(folder),
      (error: Error & { code?: string }) => {
        assert.equal(error.code, 'key-unreadable');
        assert.ok(
          !`${error.stack}${(error.cause as Error | undefined)?.stack}`.includes(pem.split('\n')[1]!),
        );
        return true;
      },
    );
    assert.equal(readFileSync(path, 'utf8'), text);
  }
});

test('a folder that cannot be made is told', (context) => {
  const folder = temporaryFolder(context);
  writeFileSync(join(folder, 'keys'), '');
  assert.throws(() => SiteKey.open(folder), { code: 'key-unreadable' });
});

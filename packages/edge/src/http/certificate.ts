import { execFileSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { isIP } from 'node:net';
import { hostname, networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { createSecureContext } from 'node:tls';
import { OutisError } from '@outis/core';
import type { Config } from '../config/config-schema.ts';
import { isLoopback } from './guard.ts';

/** What the server speaks TLS with. */
export interface Certificate {
  /** PEM: the certificate, and those that lead to its issuer. */
  readonly certificate: string;
  /** PEM. */
  readonly key: string;
  /** SHA-256 of the certificate as hexadecimal pairs with colons. */
  readonly fingerprint: string;
  /** True when Outis made it: browsers ask once, and the fingerprint is what to compare. */
  readonly isSelfMade: boolean;
}

/** Browsers refuse longer ones. */
const selfMadeDays = 397;
/** A self-made certificate is made anew when it ends within this. */
const renewedMs = 30 * 86_400_000;

/**
 * The certificate of the configuration; without one, and where others than this machine may ask, one made here once and
 * kept in `<data>/keys`. Null on this machine only. Throws `tls-failed`.
 */
export function findCertificate(http: Config['http'], dataFolder: string): Certificate | null {
  if (http.tls !== undefined) return readCertificate(http.tls.certificate, http.tls.key, false);
  if (isLoopback(http.host)) return null;
  const folder = join(dataFolder, 'keys');
  const certificatePath = join(folder, 'tls.pem');
  const keyPath = join(folder, 'tls-key.pem');
  const kept = keptCertificate(certificatePath, keyPath);
  if (kept !== null) return kept;
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  makeCertificate(http, certificatePath, keyPath);
  return readCertificate(certificatePath, keyPath, true);
}

/** The one that was made here before; null when there is none, when it ends soon, or when a crash left half of it. */
function keptCertificate(certificatePath: string, keyPath: string): Certificate | null {
  if (!existsSync(certificatePath)) return null;
  try {
    const kept = readCertificate(certificatePath, keyPath, true);
    const leftMs = Date.parse(new X509Certificate(kept.certificate).validTo) - Date.now();
    return leftMs > renewedMs ? kept : null;
  } catch {
    return null;
  }
}

function readCertificate(certificatePath: string, keyPath: string, isSelfMade: boolean): Certificate {
  try {
    const certificate = readFileSync(certificatePath, 'utf8');
    const key = readFileSync(keyPath, 'utf8');
    // Says so when the two do not belong together.
    createSecureContext({ cert: certificate, key });
    return { certificate, key, fingerprint: new X509Certificate(certificate).fingerprint256, isSelfMade };
  } catch (cause) {
    throw new OutisError(
      'tls-failed',
      `${certificatePath}, ${keyPath}: ${(cause as Error).message.split('\n')[0]}`,
      {
        cause,
      },
    );
  }
}

function makeCertificate(http: Config['http'], certificatePath: string, keyPath: string): void {
  const names = [
    ...new Set([
      'localhost',
      hostname(),
      `${hostname()}.local`,
      ...(http.publicUrl === undefined ? [] : [new URL(http.publicUrl).hostname]),
    ]),
  ].filter((name) => /^[\w.-]{1,200}$/.test(name) && isIP(name) === 0);
  const addresses = Object.values(networkInterfaces()).flatMap((list) =>
    (list ?? []).map(({ address }) => address),
  );
  const subjects = [
    ...names.map((name) => `DNS:${name}`),
    ...[...new Set(addresses)].map((each) => `IP:${each}`),
  ];
  const made = `${certificatePath}.new`;
  const madeKey = `${keyPath}.new`;
  const words = [
    'req',
    '-x509',
    '-newkey',
    'ec',
    '-pkeyopt',
    'ec_paramgen_curve:prime256v1',
    '-nodes',
    '-sha256',
  ];
  words.push(
    '-days',
    `${selfMadeDays}`,
    '-subj',
    '/CN=Outis',
    '-addext',
    `subjectAltName=${subjects.join(',')}`,
  );
  // Whoever tells a computer to trust it trusts this server, and no other that its key would sign.
  words.push('-addext', 'basicConstraints=critical,CA:FALSE');
  words.push('-addext', 'extendedKeyUsage=serverAuth', '-keyout', madeKey, '-out', made);
  const maskBefore = process.umask(0o077);
  try {
    execFileSync('openssl', words, { stdio: ['ignore', 'ignore', 'pipe'], timeout: 30_000 });
    chmodSync(madeKey, 0o600);
    renameSync(madeKey, keyPath);
    renameSync(made, certificatePath);
  } catch (cause) {
    throw new OutisError('tls-failed', 'openssl could not make one', { cause });
  } finally {
    process.umask(maskBefore);
    for (const path of [made, madeKey]) rmSync(path, { force: true });
  }
}

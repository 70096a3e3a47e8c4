import { join } from 'node:path';
import type { DatabaseSync, SQLInputValue } from 'node:sqlite';
import type { CodeJson, MeJson, Role, Scope, TokenJson } from '@outis/core';
import { openDatabase } from '../store/open-database.ts';
import { storeError } from '../store/store-error.ts';

/** A user. `passwordHash` is null until the invitation was used, and for one who signs in elsewhere. */
export interface UserRecord {
  readonly name: string;
  readonly roles: readonly Role[];
  readonly passwordHash: string | null;
  /** Issuer and subject at the other service; null for a user with a password here. */
  readonly oidcSubject: string | null;
  readonly createdMs: number;
  readonly lastLoginMs: number | null;
}

export interface SessionRecord {
  /** SHA-256 of the secret in the cookie. */
  readonly id: string;
  readonly name: string;
  readonly by: NonNullable<MeJson['by']>;
  readonly createdMs: number;
  readonly usedMs: number;
}

export interface CodeRecord {
  /** SHA-256 of the code. */
  readonly id: string;
  readonly kind: CodeJson['kind'];
  readonly name: string | null;
  /** Who made it, as in the log. */
  readonly by: string;
  readonly expiresMs: number;
}

export interface TokenRecord extends TokenJson {
  /** SHA-256 of the secret. */
  readonly hash: string;
}

const migrations: readonly string[] = [
  `
  CREATE TABLE user (
    name TEXT PRIMARY KEY COLLATE NOCASE,
    roles TEXT NOT NULL,        -- with blanks between
    password_hash TEXT,         -- argon2id with costs and salt; null until the invitation was used
    oidc_subject TEXT UNIQUE,   -- issuer and subject at the other service
    created_ms INTEGER NOT NULL,
    last_login_ms INTEGER
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE session (
    id TEXT PRIMARY KEY,        -- SHA-256 of the secret in the cookie
    name TEXT NOT NULL COLLATE NOCASE REFERENCES user (name) ON DELETE CASCADE,
    by TEXT NOT NULL,           -- password, oidc or terminal
    created_ms INTEGER NOT NULL,
    used_ms INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE code (
    id TEXT PRIMARY KEY,        -- SHA-256 of the one-time code
    kind TEXT NOT NULL,         -- first-admin, invitation, reset or terminal
    name TEXT COLLATE NOCASE REFERENCES user (name) ON DELETE CASCADE,
    made_by TEXT NOT NULL,      -- as in the log
    expires_ms INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE token (
    id TEXT PRIMARY KEY,
    hash TEXT NOT NULL UNIQUE,  -- SHA-256 of the secret
    name TEXT NOT NULL,
    role TEXT NOT NULL,
    scopes TEXT NOT NULL,       -- with blanks between
    created_ms INTEGER NOT NULL,
    expires_ms INTEGER NOT NULL,
    last_used_ms INTEGER
  ) STRICT, WITHOUT ROWID;
  `,
];

type Row = Readonly<Record<string, unknown>>;

/** Users, sessions, one-time codes and tokens, in a SQLite file of their own: none of their secrets, only hashes. */
export class AccessStore {
  readonly #database: DatabaseSync;

  /** `folder` null keeps everything in memory. Throws `store-full` or `store-failed`, as every method. */
  constructor(folder: string | null) {
    try {
      this.#database = openDatabase(folder === null ? ':memory:' : join(folder, 'access.db'), migrations);
      this.#database.exec('PRAGMA secure_delete = ON');
    } catch (error) {
      throw storeError(error, folder);
    }
  }

  users(): UserRecord[] {
    return this.#all('SELECT * FROM user ORDER BY name').map(userOf);
  }

  user(name: string): UserRecord | null {
    return this.#all('SELECT * FROM user WHERE name = ?', name).map(userOf)[0] ?? null;
  }

  userOfSubject(oidcSubject: string): UserRecord | null {
    return this.#all('SELECT * FROM user WHERE oidc_subject = ?', oidcSubject).map(userOf)[0] ?? null;
  }

  saveUser({ name, roles, passwordHash, oidcSubject, createdMs, lastLoginMs }: UserRecord): void {
    this.#run(
      `INSERT INTO user (name, roles, password_hash, oidc_subject, created_ms, last_login_ms) VALUES (?, ?, ?, ?, ?, ?)
       ON CONFLICT (name) DO UPDATE SET roles = excluded.roles, password_hash = excluded.password_hash, last_login_ms = excluded.last_login_ms`,
      name,
      roles.join(' '),
      passwordHash,
      oidcSubject,
      createdMs,
      lastLoginMs,
    );
  }

  /** Removes a user with all sessions and codes. */
  removeUser(name: string): void {
    this.#run('DELETE FROM user WHERE name = ?', name);
  }

  session(id: string): SessionRecord | null {
    const row = this.#all('SELECT * FROM session WHERE id = ?', id)[0];
    if (row === undefined) return null;
    return {
      id,
      name: String(row['name']),
      by: row['by'] as SessionRecord['by'],
      createdMs: Number(row['created_ms']),
      usedMs: Number(row['used_ms']),
    };
  }

  /** Keeps a session; of one user only the newest `most`. */
  saveSession({ id, name, by, createdMs, usedMs }: SessionRecord, most: number): void {
    this.#run(
      'INSERT INTO session (id, name, by, created_ms, used_ms) VALUES (?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET used_ms = excluded.used_ms',
      id,
      name,
      by,
      createdMs,
      usedMs,
    );
    // The one at hand stays, even after the clock was set back.
    const kept = 'SELECT id FROM session WHERE name = ? ORDER BY id = ? DESC, used_ms DESC LIMIT ?';
    this.#run(`DELETE FROM session WHERE name = ? AND id NOT IN (${kept})`, name, name, id, most);
  }

  sessionsOf(name: string, sinceMs: number): number {
    const row = this.#all(
      'SELECT count(*) AS n FROM session WHERE name = ? AND used_ms >= ?',
      name,
      sinceMs,
    )[0];
    return Number(row?.['n'] ?? 0);
  }

  removeSession(id: string): void {
    this.#run('DELETE FROM session WHERE id = ?', id);
  }

  /** Ends the sessions of a user, but for the one that is named. */
  removeSessionsOf(name: string, but: string | null): void {
    this.#run('DELETE FROM session WHERE name = ? AND id IS NOT ?', name, but);
  }

  code(id: string): CodeRecord | null {
    const row = this.#all('SELECT * FROM code WHERE id = ?', id)[0];
    if (row === undefined) return null;
    const { kind, name, made_by: by, expires_ms: expiresMs } = row;
    return {
      id,
      kind: kind as CodeRecord['kind'],
      name: name === null ? null : String(name),
      by: String(by),
      expiresMs: Number(expiresMs),
    };
  }

  /** Keeps a code; another one of the same user or, without one, of the same kind is void from now on. */
  saveCode({ id, kind, name, by, expiresMs }: CodeRecord): void {
    if (name === null) this.#run('DELETE FROM code WHERE name IS NULL AND kind = ?', kind);
    else this.#run('DELETE FROM code WHERE name = ?', name);
    this.#run(
      'INSERT INTO code (id, kind, name, made_by, expires_ms) VALUES (?, ?, ?, ?, ?)',
      id,
      kind,
      name,
      by,
      expiresMs,
    );
  }

  /** True when the code was there: of two who use it at once only one is told so. */
  removeCode(id: string): boolean {
    return this.#run('DELETE FROM code WHERE id = ?', id) > 0;
  }

  tokens(): TokenRecord[] {
    return this.#all('SELECT * FROM token ORDER BY created_ms DESC').map(tokenOf);
  }

  tokenOfHash(hash: string): TokenRecord | null {
    return this.#all('SELECT * FROM token WHERE hash = ?', hash).map(tokenOf)[0] ?? null;
  }

  saveToken({ id, hash, name, role, scopes, createdMs, expiresMs, lastUsedMs }: TokenRecord): void {
    this.#run(
      `INSERT INTO token (id, hash, name, role, scopes, created_ms, expires_ms, last_used_ms) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT (id) DO UPDATE SET last_used_ms = excluded.last_used_ms`,
      id,
      hash,
      name,
      role,
      scopes.join(' '),
      createdMs,
      expiresMs,
      lastUsedMs,
    );
  }

  removeToken(id: string): boolean {
    return this.#run('DELETE FROM token WHERE id = ?', id) > 0;
  }

  /** Forgets what has ended. */
  deleteExpired(nowMs: number, sessionCreatedBeforeMs: number, sessionUsedBeforeMs: number): void {
    this.#run('DELETE FROM code WHERE expires_ms <= ?', nowMs);
    this.#run('DELETE FROM token WHERE expires_ms <= ?', nowMs);
    this.#run(
      'DELETE FROM session WHERE created_ms < ? OR used_ms < ?',
      sessionCreatedBeforeMs,
      sessionUsedBeforeMs,
    );
  }

  close(): void {
    this.#database.close();
  }

  #all(sql: string, ...values: SQLInputValue[]): Row[] {
    try {
      return this.#database.prepare(sql).all(...values);
    } catch (error) {
      throw storeError(error, null);
    }
  }

  #run(sql: string, ...values: SQLInputValue[]): number {
    try {
      return Number(this.#database.prepare(sql).run(...values).changes);
    } catch (error) {
      throw storeError(error, null);
    }
  }
}

function userOf(row: Row): UserRecord {
  return {
    name: String(row['name']),
    roles: String(row['roles']).split(' ') as Role[],
    passwordHash: row['password_hash'] as string | null,
    oidcSubject: row['oidc_subject'] as string | null,
    createdMs: Number(row['created_ms']),
    lastLoginMs: row['last_login_ms'] === null ? null : Number(row['last_login_ms']),
  };
}

function tokenOf(row: Row): TokenRecord {
  return {
    id: String(row['id']),
    hash: String(row['hash']),
    name: String(row['name']),
    role: row['role'] as Role,
    scopes: String(row['scopes']).split(' ') as Scope[],
    createdMs: Number(row['created_ms']),
    expiresMs: Number(row['expires_ms']),
    lastUsedMs: row['last_used_ms'] === null ? null : Number(row['last_used_ms']),
  };
}

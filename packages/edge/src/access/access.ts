import { randomBytes } from 'node:crypto';
import { type CodeJson, type InvitationJson, OutisError, type Role, type UserJson } from '@outis/core';
import type { Note } from '../audit/log-entry.ts';
import type { AccessStore, UserRecord } from './access-store.ts';
import { checkPassword, hashPassword, isPassword } from './password.ts';
import { actorOf, type Principal, type UserPrincipal } from './principal.ts';
import { Throttle } from './throttle.ts';
import { type AccessOptions, hashOf, Tokens } from './tokens.ts';
import { checkRoles, isAdmin, refuseTerminal, terminalName } from './user-rules.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
/** A session ends after this long without use, and after a week in any case. */
const idleMsMax = 12 * hourMs;
const sessionMsMax = 7 * dayMs;
/** The last use is written down at most this often. */
const usedEveryMs = 60_000;
const sessionsPerUserMax = 20;
const usersMax = 1_000;
const invitationMs = 7 * dayMs;
const resetMs = hourMs;
/** What is printed in the terminal is valid for as long as the edge runs, at most this long. */
const terminalMs = dayMs;
const namePattern = /^[A-Za-z0-9][A-Za-z0-9._@-]{0,63}$/;
/** The roles of the first user. Not dpo: who sets up and who watches over it are not the same. */
const firstRoles: readonly Role[] = ['viewer', 'operator', 'installer', 'admin'];

/** Signed in: the secret goes into a cookie and is kept nowhere. */
export interface SignedIn {
  readonly principal: UserPrincipal;
  readonly secret: string;
}

/** Who may come in, and as whom. Every change of it is noted before it is made. */
export class Access {
  readonly #store: AccessStore;
  readonly #note: Note;
  readonly #nowMs: () => number;
  readonly #throttle: Throttle;
  readonly tokens: Tokens;

  constructor({ store, note, nowMs }: AccessOptions) {
    this.#store = store;
    this.#note = note;
    this.#nowMs = nowMs;
    this.#throttle = new Throttle(nowMs);
    this.tokens = new Tokens({ store, note, nowMs });
  }

  /** True until somebody with the role admin has a way in. */
  get isFirstRun(): boolean {
    return !this.#store.users().some(isAdmin);
  }

  /** Whoever has this cookie or this token; `nobody` when it is not valid any more. */
  principal(sessionSecret: string | undefined, tokenSecret: string | undefined): Principal {
    if (tokenSecret !== undefined) return this.tokens.principal(tokenSecret);
    return sessionSecret === undefined ? { kind: 'nobody' } : this.#sessionPrincipal(hashOf(sessionSecret));
  }

  /** True while this session may still do what needs one of these roles; a stream asks it while it runs. */
  isStill(sessionId: string, who: readonly Role[]): boolean {
    const principal = this.#sessionPrincipal(sessionId);
    return principal.kind === 'user' && principal.roles.some((role) => who.includes(role));
  }

  /** Throws `login-failed`, or `too-many-attempts` with the time to wait. */
  async login(name: string, password: string, address: string): Promise<SignedIn> {
    this.#throttle.check(name, address);
    // Counted before the answer is known, so that many at once are as slow as one after the other.
    this.#throttle.failed(name, address);
    const asked = this.#store.user(name);
    const right = await isPassword(password, asked?.passwordHash ?? null);
    // Meanwhile the user may have been removed, or got other roles or another password: what counts is now.
    const user = this.#store.user(name);
    if (user === null || !right || user.passwordHash !== asked?.passwordHash) {
      // The name as typed may be a password in the wrong field: only one that exists is written down.
      this.#note({
        actor: user === null ? 'nobody' : `user:${user.name}`,
        action: 'login.failed',
        detail: { address },
      });
      throw new OutisError('login-failed');
    }
    this.#throttle.succeeded(name, address);
    return this.#signIn(user, 'password', address);
  }

  /**
   * Signs in whom the other service vouches for; the roles are those that it gives, each time anew. Throws `role-refused`
   * without one, `user-exists` for a name that somebody else has here, `user-invalid`.
   */
  loginElsewhere(
    {
      subject,
      name,
      roles,
    }: { readonly subject: string; readonly name: string; readonly roles: readonly Role[] },
    address: string,
  ): SignedIn {
    const known = this.#store.userOfSubject(subject);
    if (roles.length === 0) {
      // Whom the other service gives nothing any more is out here at once, with all sessions from before.
      if (known !== null) {
        const detail = { by: 'oidc' };
        this.#note({ actor: 'system', action: 'logout.everywhere', subject: known.name, detail });
        this.#store.removeSessionsOf(known.name, null);
      }
      throw new OutisError('role-refused', 'the other service gives no role here');
    }
    checkRoles(roles);
    if (known === null) {
      if (!namePattern.test(name)) throw new OutisError('user-invalid', name.slice(0, 64));
      this.#refuseTaken(name);
      this.#note({ actor: 'system', action: 'user.created', subject: name, detail: { roles, by: 'oidc' } });
    } else if (known.roles.join() !== roles.join()) {
      const detail = { before: known.roles, after: roles, by: 'oidc' };
      this.#note({ actor: 'system', action: 'user.changed', subject: known.name, detail });
    }
    const user: UserRecord = {
      name: known?.name ?? name,
      roles,
      passwordHash: null,
      oidcSubject: subject,
      createdMs: known?.createdMs ?? this.#nowMs(),
      lastLoginMs: known?.lastLoginMs ?? null,
    };
    this.#store.saveUser(user);
    return this.#signIn(user, 'oidc', address);
  }

  logout(principal: UserPrincipal): void {
    this.#note({ actor: actorOf(principal), action: 'logout' });
    this.#store.removeSession(principal.sessionId);
  }

  logoutEverywhere(principal: UserPrincipal): void {
    this.#note({ actor: actorOf(principal), action: 'logout.everywhere' });
    this.#store.removeSessionsOf(principal.name, null);
  }

  /** Ends every other session of the user. Throws `login-failed`, `too-many-attempts`, `password-weak`. */
  async changePassword(
    principal: UserPrincipal,
    current: string,
    next: string,
    address: string,
  ): Promise<void> {
    const user = this.#userOf(principal.name);
    if (user.passwordHash === null) throw new OutisError('user-invalid', 'the password is kept elsewhere');
    this.#throttle.check(user.name, address);
    this.#throttle.failed(user.name, address);
    if (!(await isPassword(current, user.passwordHash))) {
      this.#note({ actor: actorOf(principal), action: 'login.failed', detail: { address } });
      throw new OutisError('login-failed');
    }
    this.#throttle.succeeded(user.name, address);
    checkPassword(next, user.name);
    const passwordHash = await hashPassword(next);
    // Meanwhile the session may have been ended, or the password been reset from whoever knew the old one.
    const now = this.#userOf(user.name);
    const isStillIn = this.#sessionPrincipal(principal.sessionId).kind === 'user';
    if (!isStillIn || now.passwordHash !== user.passwordHash) throw new OutisError('login-failed');
    this.#note({ actor: actorOf(principal), action: 'password.changed', subject: user.name });
    this.#store.saveUser({ ...now, passwordHash });
    this.#store.removeSessionsOf(user.name, principal.sessionId);
  }

  /** A code for the first admin, valid once; the one before is void. Null when there is an admin. */
  firstRunCode(): string | null {
    return this.isFirstRun ? this.#newCode('first-admin', null, 'terminal', terminalMs).code : null;
  }

  /** A code that signs in whoever sits at the terminal, with every role but dpo; for `outis watch`. */
  terminalCode(): string {
    const user = this.#store.user(terminalName);
    if (user === null)
      this.#store.saveUser({
        name: terminalName,
        roles: firstRoles,
        passwordHash: null,
        oidcSubject: null,
        createdMs: this.#nowMs(),
        lastLoginMs: null,
      });
    return this.#newCode('terminal', terminalName, 'terminal', terminalMs).code;
  }

  /** What a one-time code is for. Throws `code-invalid`, `too-many-attempts`. */
  lookAtCode(code: string, address: string): CodeJson {
    const { kind, name } = this.#code(code, address);
    return { kind, name };
  }

  /** Uses a one-time code: sets the password and signs in. Throws `code-invalid`, `password-weak`, `user-exists`, `user-invalid`. */
  async enrol(
    { code, name, password }: { readonly code: string; readonly name?: string; readonly password?: string },
    address: string,
  ): Promise<SignedIn> {
    const { id, kind, name: invited, by } = this.#code(code, address);
    const userName = invited ?? name ?? '';
    if (!namePattern.test(userName)) throw new OutisError('user-invalid', userName.slice(0, 64));
    if (invited === null) this.#refuseTaken(userName);
    if (kind !== 'terminal') checkPassword(password ?? '', userName);
    const passwordHash = kind === 'terminal' ? null : await hashPassword(password!);
    // Somebody else may have been faster while the password was hashed.
    if (!this.#store.removeCode(id)) throw new OutisError('code-invalid');
    this.#note({
      actor: `user:${userName}`,
      action: 'code.used',
      subject: userName,
      detail: { kind, by, address },
    });
    const known = this.#store.user(userName);
    if (known === null)
      this.#note({
        actor: 'terminal',
        action: 'user.created',
        subject: userName,
        detail: { roles: firstRoles },
      });
    const user: UserRecord = {
      name: userName,
      roles: known?.roles ?? firstRoles,
      passwordHash,
      oidcSubject: null,
      createdMs: known?.createdMs ?? this.#nowMs(),
      lastLoginMs: known?.lastLoginMs ?? null,
    };
    this.#store.saveUser(user);
    if (kind !== 'terminal') this.#store.removeSessionsOf(userName, null);
    return this.#signIn(user, kind === 'terminal' ? 'terminal' : 'password', address);
  }

  users(): UserJson[] {
    return this.#store.users().map((user) => this.#userJson(user));
  }

  /** Throws `user-invalid`, `user-exists`. */
  createUser(by: Principal, name: string, roles: readonly Role[]): InvitationJson {
    if (!namePattern.test(name)) throw new OutisError('user-invalid', name.slice(0, 64));
    checkRoles(roles);
    this.#refuseTaken(name);
    this.#note({ actor: actorOf(by), action: 'user.created', subject: name, detail: { roles } });
    const user = {
      name,
      roles,
      passwordHash: null,
      oidcSubject: null,
      createdMs: this.#nowMs(),
      lastLoginMs: null,
    };
    this.#store.saveUser(user);
    return { user: this.#userJson(user), ...this.#newCode('invitation', name, actorOf(by), invitationMs) };
  }

  /** Throws `user-unknown`, `user-invalid`. Takes effect with the user's next request. */
  setRoles(by: Principal, name: string, roles: readonly Role[]): UserJson {
    const user = this.#userOf(name);
    checkRoles(roles);
    refuseTerminal(user);
    if (user.oidcSubject !== null)
      throw new OutisError('user-invalid', `the roles of ${name} come from elsewhere`);
    if (!roles.includes('admin')) this.#refuseLastAdmin(user);
    const detail = { before: user.roles, after: roles };
    this.#note({ actor: actorOf(by), action: 'user.changed', subject: user.name, detail });
    this.#store.saveUser({ ...user, roles });
    return this.#userJson({ ...user, roles });
  }

  /** Throws `user-unknown`, `user-invalid` for the last admin. Ends all sessions of the user. */
  removeUser(by: Principal, name: string): void {
    const user = this.#userOf(name);
    this.#refuseLastAdmin(user);
    this.#note({ actor: actorOf(by), action: 'user.removed', subject: user.name });
    this.#store.removeUser(user.name);
  }

  /** A one-time code with which the user sets a new password; the old one is valid until then. Throws `user-unknown`. */
  resetCode(actor: string, name: string): InvitationJson {
    const user = this.#userOf(name);
    refuseTerminal(user);
    if (user.oidcSubject !== null) throw new OutisError('user-invalid', `${name} signs in elsewhere`);
    const kind = user.passwordHash === null ? 'invitation' : 'reset';
    this.#note({ actor, action: 'code.created', subject: user.name, detail: { kind } });
    return {
      user: this.#userJson(user),
      ...this.#newCode(kind, user.name, actor, kind === 'reset' ? resetMs : invitationMs),
    };
  }

  /** Forgets sessions, codes and tokens that have ended; once an hour is enough. */
  deleteExpired(): void {
    const now = this.#nowMs();
    this.#store.deleteExpired(now, now - sessionMsMax, now - idleMsMax);
  }

  #signIn(user: UserRecord, by: UserPrincipal['by'], address: string): SignedIn {
    const now = this.#nowMs();
    const secret = randomBytes(32).toString('base64url');
    const sessionId = hashOf(secret);
    this.#note({ actor: `user:${user.name}`, action: 'login', detail: { by, address } });
    this.#store.saveUser({ ...user, lastLoginMs: now });
    this.#store.saveSession(
      { id: sessionId, name: user.name, by, createdMs: now, usedMs: now },
      sessionsPerUserMax,
    );
    return { principal: { kind: 'user', name: user.name, roles: user.roles, by, sessionId }, secret };
  }

  #sessionPrincipal(id: string): Principal {
    const session = this.#store.session(id);
    const now = this.#nowMs();
    if (session === null || now - session.usedMs > idleMsMax || now - session.createdMs > sessionMsMax)
      return { kind: 'nobody' };
    const user = this.#store.user(session.name);
    if (user === null) return { kind: 'nobody' };
    if (now - session.usedMs > usedEveryMs)
      this.#store.saveSession({ ...session, usedMs: now }, sessionsPerUserMax);
    return { kind: 'user', name: user.name, roles: user.roles, by: session.by, sessionId: id };
  }

  #newCode(
    kind: CodeJson['kind'],
    name: string | null,
    by: string,
    validMs: number,
  ): { code: string; expiresMs: number } {
    // 100 bits in letters and digits that are not mistaken for one another, in groups that can be typed.
    const letters = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789';
    const code = [...randomBytes(20)].map((byte) => letters[byte % 32]).join('');
    const expiresMs = this.#nowMs() + validMs;
    this.#store.saveCode({ id: hashOf(code), kind, name, by, expiresMs });
    return { code: code.replace(/(.{5})(?=.)/g, '$1-'), expiresMs };
  }

  #code(code: string, address: string) {
    // There is no account to guess at: the address alone waits.
    this.#throttle.check(null, address);
    const found = this.#store.code(hashOf(code.toUpperCase().replace(/[^A-Z0-9]/g, '')));
    if (
      found === null ||
      found.expiresMs <= this.#nowMs() ||
      (found.kind === 'first-admin' && !this.isFirstRun)
    ) {
      this.#throttle.failed(null, address);
      throw new OutisError('code-invalid');
    }
    return found;
  }

  #userOf(name: string): UserRecord {
    const user = this.#store.user(name);
    if (user === null) throw new OutisError('user-unknown', name.slice(0, 64));
    return user;
  }

  #refuseTaken(name: string): void {
    if (this.#store.user(name) !== null || name.toLowerCase() === terminalName)
      throw new OutisError('user-exists', name);
    if (this.#store.users().length >= usersMax)
      throw new OutisError('user-invalid', `there are ${usersMax} users`);
  }

  #refuseLastAdmin(user: UserRecord): void {
    if (isAdmin(user) && this.#store.users().filter(isAdmin).length === 1)
      throw new OutisError('user-invalid', `${user.name} is the last admin`);
  }

  #userJson({ name, roles, passwordHash, oidcSubject, createdMs, lastLoginMs }: UserRecord): UserJson {
    return {
      name,
      roles,
      by: oidcSubject === null ? 'password' : 'oidc',
      enrolled: passwordHash !== null || oidcSubject !== null,
      createdMs,
      lastLoginMs,
      sessions: this.#store.sessionsOf(name, this.#nowMs() - idleMsMax),
    };
  }
}

import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import {
  type CodeJson,
  type ErrorCode,
  type MeJson,
  type NewTokenJson,
  type Role,
  roles,
  type TokenJson,
  type UserJson,
} from '@outis/core';

/** What the stand-in answers: a status with a body, or a problem. */
export type MockAnswer =
  | {
      readonly status: number;
      readonly body?: unknown;
      readonly cookie?: string;
      readonly retryAfterS?: number;
    }
  | { readonly problem: ErrorCode; readonly retryAfterS?: number };

const dayMs = 86_400_000;
/** Codes that always work. Any other is not valid. */
const codes: Readonly<Record<string, CodeJson>> = {
  FIRST: { kind: 'first-admin', name: null },
  INVITE: { kind: 'invitation', name: 'b.lang' },
  RESET: { kind: 'reset', name: 'admin' },
  TERMINAL: { kind: 'terminal', name: 'terminal' },
};

/**
 * Users of the stand-in: one of each role, named like it, and `anna` with several. Any password but `wrong` works; after
 * three of those one has to wait. `--first-run`, `--open` and `--oidc` are its other states.
 */
export class MockAccess {
  readonly #options: ReadonlyMap<string, string>;
  readonly #sessions = new Map<string, { name: string; by: NonNullable<MeJson['by']> }>();
  #isFirstRun: boolean;
  #failures = 0;
  #users: UserJson[];
  #tokens: TokenJson[];

  constructor(options: ReadonlyMap<string, string>, nowMs: number) {
    this.#options = options;
    this.#isFirstRun = options.has('first-run');
    const user = (name: string, own: readonly Role[], agoMs: number | null): UserJson => ({
      name,
      roles: own,
      by: 'password',
      enrolled: agoMs !== null,
      createdMs: nowMs - 40 * dayMs,
      lastLoginMs: agoMs === null ? null : nowMs - agoMs,
      sessions: agoMs !== null && agoMs < dayMs ? 1 : 0,
    });
    this.#users = [
      ...roles.map((role, index) => user(role, [role], index * 9_000_000)),
      user('anna', ['viewer', 'operator', 'installer', 'admin'], 3_600_000),
      user('b.lang', ['viewer', 'operator'], null),
      { ...user('c.moreau@harbour.example', ['viewer'], 9 * dayMs), by: 'oidc' },
    ];
    const token = (name: string, leftDays: number): TokenJson => ({
      id: randomUUID(),
      name,
      role: 'viewer',
      scopes: ['cameras', 'metrics'],
      createdMs: nowMs - 90 * dayMs,
      expiresMs: nowMs + leftDays * dayMs,
      lastUsedMs: leftDays > 0 ? nowMs - 60_000 : null,
    });
    this.#tokens = [token('grafana', 200), token('old-report', -3)];
  }

  /** Who asks. */
  me(request: IncomingMessage): MeJson {
    const session = this.#sessionOf(request);
    const user = this.#users.find((each) => each.name === session?.name) ?? null;
    const state = this.#options.has('open')
      ? 'open'
      : this.#isFirstRun
        ? 'first-run'
        : user === null
          ? 'signed-out'
          : 'signed-in';
    return {
      state,
      user: user === null ? null : { name: user.name, roles: user.roles },
      by: session?.by ?? null,
      oidc: this.#options.has('oidc') ? 'Harbour ID' : null,
      certificate: this.#options.has('tls')
        ? Array.from({ length: 32 }, (_, index) => ((index * 37 + 11) % 256).toString(16).padStart(2, '0'))
            .join(':')
            .toUpperCase()
        : null,
    };
  }

  /** Answers what begins with /api/me, session, code, enrol, users and tokens; null for anything else. */
  async answer(request: IncomingMessage, path: readonly string[], body: unknown): Promise<MockAnswer | null> {
    const [, part, name, more] = path;
    const route = `${request.method} ${part}`;
    switch (route) {
      case 'GET me':
        return { status: 200, body: this.me(request) };
      case 'POST session':
        return this.#login(body as { name: string; password: string });
      case 'DELETE session':
      case 'DELETE me':
        return { status: 204, cookie: 'session=; Max-Age=0; Path=/' };
      case 'PUT me': {
        const { current } = body as { current: string };
        if (current === 'wrong') return { problem: 'login-failed' };
        return { status: 200, body: this.me(request) };
      }
      case 'POST code': {
        const found = codes[(body as { code: string }).code];
        return found === undefined ? { problem: 'code-invalid' } : { status: 200, body: found };
      }
      case 'POST enrol':
        return this.#enrol(body as { code: string; name?: string });
      default:
        if (part !== 'users' && part !== 'tokens') return null;
        if (!this.me(request).user?.roles.includes('admin')) return this.refusal(request);
        return part === 'users'
          ? this.#usersAnswer(request, name, more, body)
          : this.#tokensAnswer(request, name, body);
    }
  }

  /** What somebody is told who may not. */
  refusal(request: IncomingMessage): MockAnswer {
    return { problem: this.me(request).state === 'signed-out' ? 'login-required' : 'role-refused' };
  }

  #login({ name, password }: { name: string; password: string }): MockAnswer {
    if (this.#failures >= 3) {
      this.#failures = 0;
      return { problem: 'too-many-attempts', retryAfterS: 40 };
    }
    const user = this.#users.find((each) => each.name === name.toLowerCase() && each.enrolled);
    if (user === undefined || password === 'wrong') {
      this.#failures += 1;
      return { problem: 'login-failed' };
    }
    this.#failures = 0;
    return this.#signIn(user.name, 'password');
  }

  #enrol({ code, name }: { code: string; name?: string }): MockAnswer {
    const found = codes[code];
    if (found === undefined) return { problem: 'code-invalid' };
    const userName = found.name ?? name ?? 'first';
    this.#isFirstRun = false;
    const own: readonly Role[] = ['viewer', 'operator', 'installer', 'admin'];
    const known = this.#users.find((each) => each.name === userName);
    const user: UserJson = {
      ...(known ?? {
        name: userName,
        roles: own,
        by: 'password',
        createdMs: Date.now(),
        sessions: 1,
      }),
      enrolled: true,
      lastLoginMs: Date.now(),
    };
    this.#users = [...this.#users.filter((each) => each !== known), user];
    return this.#signIn(userName, found.kind === 'terminal' ? 'terminal' : 'password');
  }

  #signIn(name: string, by: NonNullable<MeJson['by']>): MockAnswer {
    const id = randomUUID();
    this.#sessions.set(id, { name, by });
    const cookie = `session=${id}; HttpOnly; SameSite=Strict; Path=/`;
    const body = this.me({ headers: { cookie } } as IncomingMessage);
    return { status: 200, body, cookie };
  }

  #usersAnswer(
    request: IncomingMessage,
    name: string | undefined,
    more: string | undefined,
    body: unknown,
  ): MockAnswer {
    const invitation = (user: UserJson) => ({
      user,
      code: 'K7MQP-4RT2W-9XBHD-ACEFG',
      expiresMs: Date.now() + 7 * dayMs,
    });
    if (name === undefined) {
      if (request.method === 'GET') return { status: 200, body: { users: this.#users } };
      const wanted = body as { name: string; roles: readonly Role[] };
      if (this.#users.some((each) => each.name === wanted.name)) return { problem: 'user-exists' };
      const user: UserJson = {
        ...wanted,
        by: 'password',
        enrolled: false,
        createdMs: Date.now(),
        lastLoginMs: null,
        sessions: 0,
      };
      this.#users = [...this.#users, user];
      return { status: 201, body: invitation(user) };
    }
    const user = this.#users.find((each) => each.name === name);
    if (user === undefined) return { problem: 'user-unknown' };
    if (more === 'code') return { status: 201, body: invitation(user) };
    const others = this.#users.filter((each) => each !== user);
    if (request.method === 'DELETE') {
      this.#users = others;
      return { status: 204 };
    }
    const next = { ...user, roles: (body as { roles: readonly Role[] }).roles };
    this.#users = this.#users.map((each) => (each === user ? next : each));
    return { status: 200, body: next };
  }

  #tokensAnswer(request: IncomingMessage, id: string | undefined, body: unknown): MockAnswer {
    if (request.method === 'GET') return { status: 200, body: { tokens: this.#tokens } };
    if (request.method === 'DELETE') {
      this.#tokens = this.#tokens.filter((each) => each.id !== id);
      return { status: 204 };
    }
    const { days, ...wanted } = body as NewTokenJson;
    const nowMs = Date.now();
    const token = {
      id: randomUUID(),
      ...wanted,
      createdMs: nowMs,
      expiresMs: nowMs + days * dayMs,
      lastUsedMs: null,
    };
    this.#tokens = [...this.#tokens, token];
    return { status: 201, body: { token, secret: 'outis_mZ8nq3mJ0pS1tB5xYw7uC2kD4eF6gH9iL0oQ1rT3vW4' } };
  }

  #sessionOf(request: IncomingMessage) {
    const id = /session=([\w-]+)/.exec(request.headers.cookie ?? '')?.[1];
    return id === undefined ? undefined : this.#sessions.get(id);
  }
}

import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { type CreatedTokenJson, type NewTokenJson, OutisError, type Role, type TokenJson } from '@outis/core';
import type { Note } from '../audit/log-entry.ts';
import type { AccessStore, TokenRecord } from './access-store.ts';
import { actorOf, type Principal } from './principal.ts';
import { routeRules } from './route-rules.ts';

const dayMs = 86_400_000;
const usedEveryMs = 60_000;
const tokensMax = 200;

export interface AccessOptions {
  readonly store: AccessStore;
  readonly note: Note;
  readonly nowMs: () => number;
}

/** API tokens: a role, narrowed to scopes, with an end. */
export class Tokens {
  readonly #options: AccessOptions;

  constructor(options: AccessOptions) {
    this.#options = options;
  }

  list(): TokenJson[] {
    return this.#options.store.tokens().map(tokenJson);
  }

  /** Throws `request-invalid` for a scope that the role does not open. */
  create(by: Principal, { name, role, scopes, days }: NewTokenJson): CreatedTokenJson {
    const idle = scopes.find((scope) => !isOpened(role, scope));
    if (idle !== undefined)
      throw new OutisError('request-invalid', `scopes: the role ${role} has nothing of ${idle}`);
    if (this.#options.store.tokens().length >= tokensMax)
      throw new OutisError('request-invalid', `there are ${tokensMax} tokens already`);
    const secret = `outis_${randomBytes(32).toString('base64url')}`;
    const createdMs = this.#options.nowMs();
    const token: TokenRecord = {
      id: randomUUID(),
      hash: hashOf(secret),
      name,
      role,
      scopes: [...new Set(scopes)],
      createdMs,
      expiresMs: createdMs + days * dayMs,
      lastUsedMs: null,
    };
    this.#options.note({
      actor: actorOf(by),
      action: 'token.created',
      subject: name,
      detail: { id: token.id, role, scopes: token.scopes, expiresMs: token.expiresMs },
    });
    this.#options.store.saveToken(token);
    return { token: tokenJson(token), secret };
  }

  /** Throws `token-unknown`. */
  remove(by: Principal, id: string): void {
    const token = this.#options.store.tokens().find((each) => each.id === id);
    if (token === undefined) throw new OutisError('token-unknown', id);
    this.#options.note({ actor: actorOf(by), action: 'token.removed', subject: token.name, detail: { id } });
    this.#options.store.removeToken(id);
  }

  /** Whom this token stands for; `nobody` when it is unknown or has ended. */
  principal(secret: string): Principal {
    const token = this.#options.store.tokenOfHash(hashOf(secret));
    const now = this.#options.nowMs();
    if (token === null || token.expiresMs <= now) return { kind: 'nobody' };
    if (now - (token.lastUsedMs ?? 0) > usedEveryMs)
      this.#options.store.saveToken({ ...token, lastUsedMs: now });
    return { kind: 'token', name: token.name, roles: [token.role], scopes: token.scopes };
  }
}

function isOpened(role: Role, scope: string): boolean {
  return Object.values(routeRules).some(
    (rule) => rule.scope === scope && rule.who !== 'anyone' && rule.who.includes(role),
  );
}

function tokenJson({ hash: _hash, ...token }: TokenRecord): TokenJson {
  return token;
}

/** What is stored of a secret: it is random and long, so one pass is enough. */
export function hashOf(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}

import type { MeJson, Role, Scope } from '@outis/core';

/** A user with a session. */
export interface UserPrincipal {
  readonly kind: 'user';
  readonly name: string;
  readonly roles: readonly Role[];
  readonly by: NonNullable<MeJson['by']>;
  /** Names the session: the hash of its secret. */
  readonly sessionId: string;
}

/** A program with an API token. */
export interface TokenPrincipal {
  readonly kind: 'token';
  readonly name: string;
  readonly roles: readonly Role[];
  readonly scopes: readonly Scope[];
}

/** Who asks. `open` is everybody in the demo, which has no login and no real camera; `nobody` has not signed in. */
export type Principal =
  | UserPrincipal
  | TokenPrincipal
  | { readonly kind: 'open' }
  | { readonly kind: 'nobody' };

/** As the log names somebody. */
export function actorOf(principal: Principal): string {
  return 'name' in principal ? `${principal.kind}:${principal.name}` : principal.kind;
}

import { OutisError, type Role, roles } from '@outis/core';
import type { UserRecord } from './access-store.ts';

/** Who opens the link that `outis watch` prints in the terminal. */
export const terminalName = 'terminal';

/**
 * The dpo has no other role: whoever watches over the use does not set it up, and is not watched by himself. Throws
 * `user-invalid`.
 */
export function checkRoles(given: readonly Role[]): void {
  if (given.length === 0) throw new OutisError('user-invalid', 'no role');
  if (new Set(given).size !== given.length || given.some((role) => !roles.includes(role)))
    throw new OutisError('user-invalid', `roles ${given.join(', ')}`);
  if (given.includes('dpo') && given.length > 1)
    throw new OutisError(
      'user-invalid',
      `dpo together with ${given.filter((role) => role !== 'dpo').join(', ')}`,
    );
}

/** Whoever sits at the terminal has the roles that go with it, and no password. Throws `user-invalid`. */
export function refuseTerminal({ name }: Pick<UserRecord, 'name'>): void {
  if (name.toLowerCase() === terminalName) throw new OutisError('user-invalid', terminalName);
}

/** One who can come in: an admin who was only invited cannot. */
export function isAdmin({ roles: has, passwordHash, oidcSubject }: UserRecord): boolean {
  return has.includes('admin') && (passwordHash !== null || oidcSubject !== null);
}

import { type Role, roles, type Scope, scopes } from '@outis/core';

/**
 * Whether a role can be chosen or taken back beside those chosen: whoever supervises has no other role, and whoever has
 * another role does not supervise.
 */
export function isRoleOpen(chosen: readonly Role[], role: Role): boolean {
  if (chosen.includes(role)) return true;
  return role === 'dpo' ? chosen.length === 0 : !chosen.includes('dpo');
}

/** Chooses a role, or takes it back; in the order of the table. What is not open stays as it is. */
export function toggleRole(chosen: readonly Role[], role: Role): readonly Role[] {
  if (!isRoleOpen(chosen, role)) return chosen;
  return roles.filter((each) => (each === role ? !chosen.includes(each) : chosen.includes(each)));
}

/** The roles that a token can have: a token only reads, and what the others read beyond these is not read by tokens. */
export const tokenRoles = ['viewer', 'dpo'] as const satisfies readonly Role[];

/** What a token with this role may be given to read. The log is only for who supervises. */
export function scopesOf(role: Role): readonly Scope[] {
  return scopes.filter((scope) => scope !== 'audit' || role === 'dpo');
}

import type { MeJson, Role } from '@outis/core';
import type { Route } from './route.ts';

type PageName = Route['page'];

/** Pages that need one of these roles. Every other page is for everybody who is signed in. The edge decides in the end. */
const pageRoles: Readonly<Partial<Record<PageName, readonly Role[]>>> = {
  add: ['installer'],
  lines: ['installer'],
  measures: ['installer'],
  safety: ['installer'],
  settings: ['installer'],
  aim: ['installer', 'dpo'],
  alerts: ['operator'],
  changes: ['installer', 'dpo'],
  log: ['dpo'],
  users: ['admin'],
  tokens: ['admin'],
};

/** The demo has nobody to administer and nothing to look up. */
const notInDemo: readonly PageName[] = ['log', 'users', 'tokens', 'account'];
const demoRoles: readonly Role[] = ['viewer', 'operator', 'installer'];

/** Whether the user has a role. In the demo everybody may do everything with its simulated cameras. */
export function hasRole(me: MeJson, role: Role): boolean {
  return me.state === 'open' ? demoRoles.includes(role) : (me.user?.roles.includes(role) ?? false);
}

/** Why a page is not shown: it needs one of these roles, or the demo does not have it. Null when it is shown. */
export function refusalOf(me: MeJson, page: PageName): readonly Role[] | 'demo' | null {
  if (me.state === 'open' && notInDemo.includes(page)) return 'demo';
  const needed = pageRoles[page];
  return needed === undefined || needed.some((role) => hasRole(me, role)) ? null : needed;
}

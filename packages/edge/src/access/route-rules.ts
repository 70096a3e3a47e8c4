import { type Purpose, purposesWith, type Role, roles, type Scope } from '@outis/core';
import type { Principal } from './principal.ts';

/** Who may ask a route, and about which camera. */
export interface RouteRule {
  /** Any of these roles is enough; `anyone` needs no login. */
  readonly who: readonly Role[] | 'anyone';
  /** The scope with which an API token may ask, if its role may; null: no token may. */
  readonly scope: Scope | null;
  /** The purposes of a camera that permit it; the others answer `purpose-refused`. */
  readonly purposes: readonly Purpose[];
}

const both: readonly Purpose[] = ['site-safety', 'street-statistics'];
const everybody: readonly Role[] = roles;

const open: RouteRule = { who: 'anyone', scope: null, purposes: both };
const read = (scope: Scope): RouteRule => ({ who: everybody, scope, purposes: both });
const only = (...who: Role[]): RouteRule => ({ who, scope: null, purposes: both });

/**
 * The one table of route × role × purpose. The server refuses to start with a route that is not in it, asks it before
 * every answer, and `route-rules.test.ts` walks the server's own list of routes against it.
 */
export const routeRules: Readonly<Record<string, RouteRule>> = {
  // The page itself and what anybody may know.
  'GET /': open,
  'GET /*': open,
  'GET /healthz': open,
  'GET /api/openapi.json': open,
  'GET /c': open,
  'GET /c/:id': open,
  'GET /c/:id/statement.json': open,
  'GET /c/public.css': open,

  // Signing in and out.
  'GET /api/me': open,
  'POST /api/session': open,
  'DELETE /api/session': open,
  'POST /api/code': open,
  'POST /api/enrol': open,
  'GET /api/oidc/start': open,
  'GET /api/oidc/back': open,
  'PUT /api/me/password': only(...everybody),
  'DELETE /api/me/sessions': only(...everybody),

  // Cameras: to see how they are and what they counted, to watch, to set up.
  'GET /api/cameras': read('cameras'),
  'GET /api/cameras/:id': read('cameras'),
  'GET /api/cameras/:id/counts': read('counts'),
  'GET /api/cameras/:id/counts.csv': read('counts'),
  'GET /api/cameras/:id/releases': read('counts'),
  'GET /api/cameras/:id/releases.csv': read('counts'),
  'GET /api/cameras/:id/releases.parquet': read('counts'),
  'GET /api/cameras/:id/releases.geojson': read('counts'),
  'GET /api/cameras/:id/turning-count.csv': read('counts'),
  'GET /api/cameras/:id/turning-count.xlsx': read('counts'),
  'GET /metrics': read('metrics'),
  'GET /api/cameras/:id/scene': { who: ['operator'], scope: null, purposes: purposesWith('scene') },
  'POST /api/cameras/:id/aim': only('installer'),
  'GET /api/cameras/:id/aim': only('installer'),
  'DELETE /api/cameras/:id/aim': only('installer', 'dpo'),
  'POST /api/cameras/:id/aim/approval': {
    who: ['installer'],
    scope: null,
    purposes: purposesWith('approve-background'),
  },
  'POST /api/cameras/:id/aim/grant': only('dpo'),
  'GET /api/cameras/:id/certificates': read('counts'),
  'GET /api/cameras/:id/certificates/:number': read('counts'),
  'POST /api/cameras/:id/certificates': only('installer'),
  'DELETE /api/cameras/:id/certificates/:number': only('installer'),
  // Whoever holds the code of a window may tap in it and do nothing else.
  'POST /api/certify/plan': open,
  'POST /api/certify/totals': open,
  'POST /api/cameras': only('installer'),
  'POST /api/cameras/test': only('installer'),
  'PUT /api/cameras/:id/lines': only('installer'),
  'PUT /api/cameras/:id/measures': { ...only('installer'), purposes: purposesWith('measures') },
  'PUT /api/cameras/:id/safety': { ...only('installer'), purposes: purposesWith('safety') },
  'POST /api/cameras/:id/safety/check': { ...only('installer'), purposes: purposesWith('safety') },
  'GET /api/cameras/:id/safety/preview': { ...only('installer'), purposes: purposesWith('safety') },
  'POST /api/cameras/:id/safety/preview': { ...only('installer'), purposes: purposesWith('safety') },
  'POST /api/cameras/:id/measures/check': { ...only('installer'), purposes: purposesWith('measures') },
  'GET /api/cameras/:id/statistics': { ...read('counts'), purposes: purposesWith('statistics') },
  // A dpo pauses and lets nothing go on: the route refuses that itself.
  'PUT /api/cameras/:id/pause': only('operator', 'installer', 'dpo'),
  'PUT /api/cameras/:id/settings': only('installer'),
  'DELETE /api/cameras/:id': only('installer'),
  'GET /api/cameras/:id/sign.svg': only('installer'),
  'GET /api/cameras/:id/sign.pdf': only('installer'),

  // Warnings with their time and replay: for operators with a session. What remains of them by week: for all.
  'GET /api/alerts': { ...only('operator'), purposes: purposesWith('alerts') },
  'GET /api/alerts/stream': { ...only('operator'), purposes: purposesWith('alerts') },
  'GET /api/alerts/:alert/replay': { ...only('operator'), purposes: purposesWith('alerts') },
  'POST /api/alerts/:alert/seen': { ...only('operator'), purposes: purposesWith('alerts') },
  'POST /api/alerts/:alert/closing': { ...only('operator'), purposes: purposesWith('alerts') },
  'GET /api/safety/report': { ...read('counts'), purposes: purposesWith('alerts') },
  'GET /api/safety/report.pdf': { ...read('counts'), purposes: purposesWith('alerts') },

  // What widens a camera, and what is recorded about use.
  'GET /api/changes': only('installer', 'dpo'),
  'POST /api/changes/:id/approval': only('dpo'),
  'DELETE /api/changes/:id': only('installer', 'dpo'),
  'GET /api/audit': { who: ['dpo'], scope: 'audit', purposes: both },
  'GET /api/audit.csv': { who: ['dpo'], scope: 'audit', purposes: both },
  'GET /api/audit/head': { who: ['dpo'], scope: 'audit', purposes: both },

  // Users and tokens.
  'GET /api/users': only('admin'),
  'POST /api/users': only('admin'),
  'PUT /api/users/:name': only('admin'),
  'DELETE /api/users/:name': only('admin'),
  'POST /api/users/:name/code': only('admin'),
  'GET /api/tokens': only('admin'),
  'POST /api/tokens': only('admin'),
  'DELETE /api/tokens/:id': only('admin'),
};

/** What the open demo does not have: there is nobody to administer and nothing that is kept. */
const notInOpen = /^\S+ \/api\/(users|tokens|audit|me\/|session|enrol|code|oidc|cameras\/:id\/aim\/grant$)/;

/** Why somebody may not ask a route: to sign in first, or not with this role; null when they may. */
export function refusalOf(route: string, principal: Principal): 'login-required' | 'role-refused' | null {
  const rule = routeRules[route];
  if (rule === undefined) return 'role-refused';
  if (principal.kind === 'open') return notInOpen.test(route) ? 'role-refused' : null;
  const { who, scope } = rule;
  if (who === 'anyone') return null;
  if (principal.kind === 'nobody') return 'login-required';
  if (!principal.roles.some((role) => who.includes(role))) return 'role-refused';
  if (principal.kind === 'token' && (scope === null || !principal.scopes.includes(scope)))
    return 'role-refused';
  return null;
}

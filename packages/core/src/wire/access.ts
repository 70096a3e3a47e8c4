import type { Fraction2 } from '../geometry/polygon.ts';
import type { BackgroundSetting, Purpose } from '../purpose/purpose.ts';
import type { WidenedField } from '../purpose/widening.ts';

/**
 * What somebody may do. `viewer`: charts. `operator`: live scene and alerts. `installer`: cameras, lines, aiming.
 * `dpo`: reads everything that is recorded about use, approves, and changes nothing else; never together with another
 * role. `admin`: users and tokens.
 */
export const roles = ['viewer', 'operator', 'installer', 'dpo', 'admin'] as const;
export type Role = (typeof roles)[number];

/** What an API token may read. No scope opens the live scene or changes anything. */
export const scopes = ['cameras', 'counts', 'metrics', 'audit'] as const;
export type Scope = (typeof scopes)[number];

/** Shortest password, in characters. */
export const passwordLengthMin = 12;
export const passwordLengthMax = 200;

/** `GET /api/me`; never refused. */
export interface MeJson {
  /** `first-run` until the first admin exists; `open` in the demo, which has no login and no real camera. */
  readonly state: 'first-run' | 'signed-out' | 'signed-in' | 'open';
  readonly user: { readonly name: string; readonly roles: readonly Role[] } | null;
  /** How the user signed in: only somebody with a password here can change it here. */
  readonly by: 'password' | 'oidc' | 'terminal' | null;
  /** The name on the button for signing in elsewhere; null where that is not set up. */
  readonly oidc: string | null;
  /** SHA-256 of the certificate as hexadecimal pairs with colons; null without TLS. */
  readonly certificate: string | null;
}

/** `POST /api/session`; answers `MeJson`, or `login-failed`, or `too-many-attempts`. */
export interface LoginJson {
  readonly name: string;
  readonly password: string;
}

/** `POST /api/code`: what a one-time code is for. */
export interface CodeJson {
  readonly kind: 'first-admin' | 'invitation' | 'reset' | 'terminal';
  /** The user it is for; null where the user chooses the name. */
  readonly name: string | null;
}

/** `POST /api/enrol`: uses a one-time code to set a password; answers `MeJson` and signs in. */
export interface EnrolJson {
  readonly code: string;
  /** For the first admin only. */
  readonly name?: string;
  /** Not with a code of kind `terminal`, which signs in without one. */
  readonly password?: string;
}

/** `PUT /api/me/password`; ends every other session of the user. */
export interface PasswordJson {
  readonly current: string;
  readonly next: string;
}

/** `GET /api/users` answers `{ users }`. */
export interface UserJson {
  readonly name: string;
  readonly roles: readonly Role[];
  readonly by: 'password' | 'oidc';
  /** False until the invitation was used. */
  readonly enrolled: boolean;
  readonly createdMs: number;
  readonly lastLoginMs: number | null;
  readonly sessions: number;
}

/** `POST /api/users` `{ name, roles }` and `POST /api/users/:name/code` answer this; the code is shown once. */
export interface InvitationJson {
  readonly user: UserJson;
  readonly code: string;
  readonly expiresMs: number;
}

/** `GET /api/tokens` answers `{ tokens }`. */
export interface TokenJson {
  readonly id: string;
  readonly name: string;
  readonly role: Role;
  readonly scopes: readonly Scope[];
  readonly createdMs: number;
  readonly expiresMs: number;
  readonly lastUsedMs: number | null;
}

/** `POST /api/tokens` */
export interface NewTokenJson {
  readonly name: string;
  readonly role: Role;
  readonly scopes: readonly Scope[];
  /** Whole days, 1 to 366. */
  readonly days: number;
}

/** `POST /api/tokens` answers this; the secret is shown once. */
export interface CreatedTokenJson {
  readonly token: TokenJson;
  readonly secret: string;
}

/** Everything that is written down about use. */
export const auditActions = [
  'edge.started',
  'edge.stopped',
  'login',
  'login.failed',
  'logout',
  'logout.everywhere',
  'password.changed',
  'code.created',
  'code.used',
  'user.created',
  'user.changed',
  'user.removed',
  'token.created',
  'token.removed',
  'scene.opened',
  'scene.closed',
  'aim.opened',
  'aim.closed',
  'aim.granted',
  'certificate.begun',
  'certificate.taken',
  'certificate.made',
  'certificate.ended',
  'background.approved',
  'background.reset',
  'exported',
  'camera.added',
  'camera.changed',
  'camera.removed',
  'camera.paused',
  'camera.resumed',
  'lines.changed',
  'safety.changed',
  'safety.previewed',
  'alert.seen',
  'alert.closed',
  'alerts.opened',
  'change.requested',
  'change.approved',
  'change.refused',
  'change.withdrawn',
  'change.effective',
  'model.loaded',
  'retention.deleted',
  'log.pruned',
  'log.signed',
] as const;
export type AuditAction = (typeof auditActions)[number];

/** A value in the detail of an entry: flat enough to be read by a person. */
export type AuditValue =
  | string
  | number
  | boolean
  | null
  | readonly AuditValue[]
  | { readonly [key: string]: AuditValue };

/** One line of the log. It holds no value derived from what a camera saw. */
export interface AuditEntryJson {
  /** 1, 2, 3 …, without a gap. */
  readonly seq: number;
  readonly tMs: number;
  /** `user:anna`, `token:grafana`, `system` (the edge itself), `file` (the configuration), `terminal` (the command line). */
  readonly actor: string;
  readonly action: AuditAction;
  /** What it was done to: a camera, a user, a token; null where there is nothing to name. */
  readonly subject: string | null;
  readonly detail: { readonly [key: string]: AuditValue };
  /** SHA-256 of the entry before, hexadecimal; 64 zeros for the first. */
  readonly previous: string;
  /** SHA-256 of this entry. */
  readonly hash: string;
}

/** `GET /api/audit?fromMs=&toMs=&action=&actor=&subject=&before=&limit=`, newest first. */
export interface AuditPageJson {
  readonly entries: readonly AuditEntryJson[];
  /** `before` of the next page; null on the last. */
  readonly next: number | null;
  readonly head: { readonly seq: number; readonly hash: string };
}

/** A change that widens what a camera does: it waits, and everybody may see it. */
export interface ChangeJson {
  readonly id: number;
  readonly cameraId: string;
  readonly field: WidenedField;
  readonly state: 'pending' | 'effective' | 'refused' | 'withdrawn';
  /** In words that need no key: a purpose, a date, `3 areas`, a model's name. */
  readonly before: string;
  readonly after: string;
  readonly requestedMs: number;
  /** As in the log: `user:anna` or `file`. */
  readonly requestedBy: string;
  /** When it takes effect or did; of a refused or withdrawn one, when that was. */
  readonly effectiveMs: number;
  /** Who approved or refused it; null where it waited its time. */
  readonly decidedBy: string | null;
}

/** `PUT /api/cameras/:id/settings`; a change that widens answers the camera as it is, with the change pending. */
export interface CameraSettingsJson {
  readonly purpose: Purpose;
  readonly owner: string;
  readonly reason: string;
  readonly contact?: string;
  readonly until?: string;
  readonly boundary?: readonly Fraction2[];
  readonly masks: readonly (readonly Fraction2[])[];
  readonly place?: { readonly lat: number; readonly lon: number };
  /** Missing: as it was, at first `usual` for site-safety. A street learns none: only `off` may stand there. */
  readonly background?: BackgroundSetting;
}

import type {
  AuditPageJson,
  ChangeJson,
  CodeJson,
  CreatedTokenJson,
  EnrolJson,
  InvitationJson,
  LoginJson,
  MeJson,
  NewTokenJson,
  PasswordJson,
  Role,
  TokenJson,
  UserJson,
} from '@outis/core';
import { ask } from './ask.ts';

/** Who is signed in, if anybody. Never refused. */
export const readMe = (): Promise<MeJson> => ask('GET', '/api/me');

/** Signs in. */
export const signIn = (login: LoginJson): Promise<MeJson> => ask('POST', '/api/session', login);

/** Ends this session. */
export const signOut = (): Promise<void> => ask('DELETE', '/api/session');

/** Ends every session of the user, this one too. */
export const signOutEverywhere = (): Promise<void> => ask('DELETE', '/api/me/sessions');

/** Changes the own password; ends every other session. */
export const changePassword = (password: PasswordJson): Promise<MeJson> =>
  ask('PUT', '/api/me/password', password);

/** What a one-time code is for. Does not use it up. */
export const readCode = (code: string): Promise<CodeJson> => ask('POST', '/api/code', { code });

/** Uses a one-time code, and signs in. */
export const enrol = (enrolment: EnrolJson): Promise<MeJson> => ask('POST', '/api/enrol', enrolment);

/** All users. */
export const listUsers = (): Promise<{ readonly users: readonly UserJson[] }> => ask('GET', '/api/users');

/** Adds a user, who sets a password with the code that is answered. */
export const addUser = (name: string, roles: readonly Role[]): Promise<InvitationJson> =>
  ask('POST', '/api/users', { name, roles });

/** Gives a user other roles. */
export const changeRoles = (name: string, roles: readonly Role[]): Promise<UserJson> =>
  ask('PUT', userPath(name), { roles });

/** Removes a user and ends all sessions of theirs. */
export const removeUser = (name: string): Promise<void> => ask('DELETE', userPath(name));

/** A new one-time code for a user. */
export const newUserCode = (name: string): Promise<InvitationJson> =>
  ask('POST', `${userPath(name)}/code`, {});

/** All tokens, without their secrets. */
export const listTokens = (): Promise<{ readonly tokens: readonly TokenJson[] }> => ask('GET', '/api/tokens');

/** Makes a token; its secret is answered this once. */
export const addToken = (token: NewTokenJson): Promise<CreatedTokenJson> => ask('POST', '/api/tokens', token);

/** Removes a token. */
export const removeToken = (id: string): Promise<void> =>
  ask('DELETE', `/api/tokens/${encodeURIComponent(id)}`);

/** Changes that wait and that waited, newest first. */
export const listChanges = (): Promise<{ readonly changes: readonly ChangeJson[] }> =>
  ask('GET', '/api/changes');

/** Lets a change take effect at once. */
export const approveChange = (id: number): Promise<ChangeJson> =>
  ask('POST', `/api/changes/${id}/approval`, {});

/** Refuses or withdraws a change that waits. */
export const dropChange = (id: number): Promise<ChangeJson> => ask('DELETE', `/api/changes/${id}`);

/** One page of the log, newest first; `query` as {@link AuditPageJson} says, without the question mark. */
export const readLog = (query: string): Promise<AuditPageJson> => ask('GET', `/api/audit?${query}`);

/** The address of the log as a file. */
export const logCsvPath = (query: string): string => `/api/audit.csv?${query}`;

/** The address of the signed head of the log. */
export const logHeadPath = '/api/audit/head';

/** Where signing in at the other service begins. */
export const oidcPath = '/api/oidc/start';

function userPath(name: string): string {
  return `/api/users/${encodeURIComponent(name)}`;
}

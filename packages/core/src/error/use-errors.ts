import { type ErrorEntry, entry } from './error-entry.ts';

/** What is refused to somebody who uses Outis: who they are, what they may, how often. */
type UseErrorCode =
  | 'aim-spent'
  | 'aim-busy'
  | 'aim-unavailable'
  | 'login-required'
  | 'role-refused'
  | 'login-failed'
  | 'too-many-attempts'
  | 'too-many-requests'
  | 'code-invalid'
  | 'password-weak'
  | 'user-invalid'
  | 'user-exists'
  | 'user-unknown'
  | 'token-unknown'
  | 'oidc-failed'
  | 'change-unknown'
  | 'change-own'
  | 'change-pending';

/** The rows of the error table about use. */
export const useErrors: Readonly<Record<UseErrorCode, ErrorEntry>> = {
  'aim-spent': entry(
    'This camera was aimed three times in 30 days',
    403,
    2,
    'A user with the role dpo may grant another use; else wait until the oldest is 30 days old.',
  ),
  'aim-busy': entry(
    'Somebody else aims this camera',
    409,
    2,
    'Wait until that use has ended; it takes at most 10 minutes.',
  ),
  'aim-unavailable': entry(
    'This camera is not aimed now',
    409,
    2,
    'It must run and have a lens, and whoever looks must have begun.',
  ),
  'login-required': entry(
    'You are not signed in',
    401,
    2,
    'Sign in on the page, or send an API token that is still valid.',
  ),
  'role-refused': entry(
    'Your role does not permit this',
    403,
    2,
    'An admin says who has which role; docs/reference/access.md lists what each may do.',
  ),
  'login-failed': entry(
    'Name and password do not belong together',
    401,
    2,
    'Try again, or have an admin make a new one-time code.',
  ),
  'too-many-attempts': entry(
    'Too many attempts',
    429,
    2,
    'Wait as long as Retry-After says; every further failure makes it longer.',
  ),
  'too-many-requests': entry(
    'Too many requests from this address',
    429,
    2,
    'Wait a second and ask less often.',
  ),
  'code-invalid': entry(
    'This one-time code is not valid any more',
    400,
    2,
    'Have an admin make a new one; on the machine itself: ./outis users reset <name>.',
  ),
  'password-weak': entry(
    'The password is too weak',
    400,
    2,
    'Choose one of at least 12 characters that is not your name; a few words are easiest to remember.',
  ),
  'user-invalid': entry(
    'The user cannot be like this',
    400,
    2,
    'A name has 1 to 64 letters, digits, dots, - _ or @; at least one role; dpo alone; one admin must remain.',
  ),
  'user-exists': entry('There is a user of this name already', 409, 2, 'Choose another name.'),
  'user-unknown': entry(
    'There is no user of this name',
    404,
    2,
    'GET /api/users lists them; on the machine itself: ./outis users.',
  ),
  'token-unknown': entry('There is no such API token', 404, 2, 'GET /api/tokens lists them.'),
  'oidc-failed': entry(
    'Signing in at the other service did not work',
    502,
    2,
    'Check http.oidc in the configuration and the clock of this machine.',
  ),
  'change-unknown': entry(
    'There is no such change, or it is decided already',
    404,
    2,
    'GET /api/changes lists them.',
  ),
  'change-own': entry(
    'Who asked for a change cannot approve it',
    403,
    2,
    'Another user with the role dpo must, or it takes effect by itself after 72 hours.',
  ),
  'change-pending': entry(
    'The camera waits for a change to take effect',
    409,
    5,
    'A user with the role dpo can approve it; otherwise it takes effect by itself after 72 hours.',
  ),
};

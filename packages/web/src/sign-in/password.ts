import { passwordLengthMax, passwordLengthMin } from '@outis/core';

/** What is wrong with a new password. */
export type PasswordProblem = 'missing' | 'long' | 'simple' | 'name';

/** Fewer different characters than this are easy to guess. */
const differentCharactersMin = 5;

/** The first thing that is wrong with a new password; null when the edge will take it. The edge decides in the end. */
export function passwordProblem(password: string, name: string): PasswordProblem | null {
  const length = [...password].length;
  if (length < passwordLengthMin) return 'missing';
  if (length > passwordLengthMax) return 'long';
  if (new Set(password).size < differentCharactersMin) return 'simple';
  const isNameInside = name !== '' && password.toLowerCase().includes(name.toLowerCase());
  return isNameInside && length < name.length + passwordLengthMin ? 'name' : null;
}

/** How many characters a password still lacks. */
export function charactersMissing(password: string): number {
  return Math.max(0, passwordLengthMin - [...password].length);
}

/** What the name of a user may look like: it becomes part of addresses and of the log. */
export function isUserName(name: string): boolean {
  return /^[A-Za-z0-9][A-Za-z0-9._@-]{0,63}$/.test(name);
}

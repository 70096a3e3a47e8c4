/**
 * Leaves out whatever looks like a camera's address, with or without its beginning or one of its slashes: it may hold
 * a password. What stands between quotes ends with them; without quotes everything behind a beginning goes too.
 */
export function withoutAddresses(text: string): string {
  return text.replace(
    /[a-z][a-z0-9+.-]*:(?:\/\/(?=[^\s;])[^"]*|\/[^\s"/][^"]*@[^\s"]*)|[^\s"]+@[^\s"]+/gi,
    '…',
  );
}

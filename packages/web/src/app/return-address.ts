import { hrefOf, parseRoute } from './route.ts';

const storageKey = 'outis.return';

/** Remembers, until this tab is closed, which page was asked for before another service takes over. Never a page with a code. */
export function keepReturn(): void {
  const address = returnAddressOf(window.location.hash);
  try {
    if (address === null) window.sessionStorage.removeItem(storageKey);
    else window.sessionStorage.setItem(storageKey, address);
  } catch {
    // Without storage the overview comes after signing in.
  }
}

/** The page that was asked for; null when there is none. Answers it once. */
export function takeReturn(): string | null {
  try {
    const kept = window.sessionStorage.getItem(storageKey);
    window.sessionStorage.removeItem(storageKey);
    return kept === null ? null : returnAddressOf(kept);
  } catch {
    return null;
  }
}

/** The address to come back to: made from what the page understood, so that it leads nowhere else. */
export function returnAddressOf(hash: string): string | null {
  const route = parseRoute(hash);
  switch (route.page) {
    case 'unknown':
    case 'overview':
    case 'sign-in':
    case 'enrol':
    case 'enter':
      return null;
    default:
      return hrefOf(route);
  }
}

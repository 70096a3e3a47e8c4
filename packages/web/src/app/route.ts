/** What the part of the address behind `#` asks for. */
export type Route =
  | { readonly page: 'overview' }
  | { readonly page: 'add' }
  | { readonly page: 'camera'; readonly cameraId: string }
  | { readonly page: 'lines'; readonly cameraId: string }
  | { readonly page: 'measures'; readonly cameraId: string }
  | { readonly page: 'safety'; readonly cameraId: string }
  | { readonly page: 'settings'; readonly cameraId: string }
  | { readonly page: 'aim'; readonly cameraId: string }
  | { readonly page: 'certify'; readonly cameraId: string }
  /** `alertId`: the alert that is looked at; null for the list alone. */
  | { readonly page: 'alerts'; readonly alertId: string | null }
  /** `of`: the camera that it is about; null for all of them. */
  | { readonly page: 'safety-report'; readonly of: string | null }
  | { readonly page: 'changes' }
  | { readonly page: 'log' }
  | { readonly page: 'users' }
  | { readonly page: 'tokens' }
  | { readonly page: 'account' }
  /** `isRefused`: another service did not let the user in. */
  | { readonly page: 'sign-in'; readonly isRefused: boolean }
  /** A link with a one-time code, to set a password; null where the code is still to be typed. */
  | { readonly page: 'enrol'; readonly code: string | null }
  /** A link with a one-time code that signs in by itself. */
  | { readonly page: 'enter'; readonly code: string }
  /** For somebody on site without an account: the code of a window in which they tap. */
  | { readonly page: 'tap'; readonly code: string }
  | { readonly page: 'unknown' };

/** A page with an address of one word. */
const plainPages = ['add', 'changes', 'log', 'users', 'tokens', 'account'] as const;
const cameraPages = ['lines', 'measures', 'safety', 'settings', 'aim', 'certify'] as const;

/** Reads `#/camera/gate/lines` and its like. Never throws: what is not understood is the page `unknown`. */
export function parseRoute(hash: string): Route {
  const parts = hash
    .replace(/^#?\/?/, '')
    .split('/')
    .filter((part) => part !== '')
    .map(decode);
  const [first, second, third] = parts;
  if (first === undefined) return { page: 'overview' };
  if (parts.includes(null) || parts.length > 3) return { page: 'unknown' };
  if (first === 'camera') return cameraRoute(second, third);
  if (third !== undefined) return { page: 'unknown' };
  if (first === 'sign-in' && (second === undefined || second === 'refused'))
    return { page: 'sign-in', isRefused: second === 'refused' };
  if (first === 'alerts') return { page: 'alerts', alertId: second ?? null };
  if (first === 'safety-report') return { page: 'safety-report', of: second ?? null };
  if (first === 'enrol') return { page: 'enrol', code: second ?? null };
  if (first === 'tap' && typeof second === 'string') return { page: 'tap', code: second };
  if (first === 'enter' && typeof second === 'string') return { page: 'enter', code: second };
  const plain = plainPages.find((page) => page === first);
  return plain !== undefined && second === undefined ? { page: plain } : { page: 'unknown' };
}

/** The address of a page: the opposite of {@link parseRoute}. */
export function hrefOf(route: Exclude<Route, { page: 'unknown' }>): string {
  switch (route.page) {
    case 'overview':
      return '#/';
    case 'camera':
      return `#/camera/${encodeURIComponent(route.cameraId)}`;
    case 'lines':
    case 'measures':
    case 'safety':
    case 'settings':
    case 'aim':
    case 'certify':
      return `#/camera/${encodeURIComponent(route.cameraId)}/${route.page}`;
    case 'alerts':
      return withPart('#/alerts', route.alertId);
    case 'safety-report':
      return withPart('#/safety-report', route.of);
    case 'sign-in':
      return route.isRefused ? '#/sign-in/refused' : '#/sign-in';
    case 'enrol':
      return withPart('#/enrol', route.code);
    case 'tap':
      return `#/tap/${encodeURIComponent(route.code)}`;
    case 'enter':
      return `#/enter/${encodeURIComponent(route.code)}`;
    default:
      return `#/${route.page}`;
  }
}

function cameraRoute(cameraId: string | null | undefined, page: string | null | undefined): Route {
  if (typeof cameraId !== 'string') return { page: 'unknown' };
  if (page === undefined) return { page: 'camera', cameraId };
  const found = cameraPages.find((each) => each === page);
  return found === undefined ? { page: 'unknown' } : { page: found, cameraId };
}

function withPart(address: string, part: string | null): string {
  return part === null ? address : `${address}/${encodeURIComponent(part)}`;
}

function decode(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}

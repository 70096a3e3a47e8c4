/** What the part of the address behind `#` asks for. */
export type Route =
  | { readonly page: 'overview' }
  | { readonly page: 'add' }
  | { readonly page: 'camera'; readonly cameraId: string }
  | { readonly page: 'lines'; readonly cameraId: string }
  | { readonly page: 'sheet'; readonly cameraId: string }
  | { readonly page: 'unknown' };

/** Reads `#/camera/gate/lines` and its like. Never throws: what is not understood is the page `unknown`. */
export function parseRoute(hash: string): Route {
  const parts = hash
    .replace(/^#?\/?/, '')
    .split('/')
    .filter((part) => part !== '');
  const [first, second, third] = parts;
  if (first === undefined) return { page: 'overview' };
  if (first === 'add' && second === undefined) return { page: 'add' };
  if (first !== 'camera' || second === undefined || parts.length > 3) return { page: 'unknown' };
  const cameraId = decode(second);
  if (cameraId === null) return { page: 'unknown' };
  if (third === undefined) return { page: 'camera', cameraId };
  if (third === 'lines') return { page: 'lines', cameraId };
  if (third === 'public') return { page: 'sheet', cameraId };
  return { page: 'unknown' };
}

/** The address of a page: the opposite of {@link parseRoute}. */
export function hrefOf(route: Exclude<Route, { page: 'unknown' }>): string {
  switch (route.page) {
    case 'overview':
      return '#/';
    case 'add':
      return '#/add';
    case 'camera':
      return `#/camera/${encodeURIComponent(route.cameraId)}`;
    case 'lines':
      return `#/camera/${encodeURIComponent(route.cameraId)}/lines`;
    case 'sheet':
      return `#/camera/${encodeURIComponent(route.cameraId)}/public`;
    default:
      return route satisfies never;
  }
}

function decode(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}

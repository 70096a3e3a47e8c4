/**
 * The address under which the pages are reached, without a slash at its end: `https://outis.example.org`. What is no
 * http or https address, or has a user name, a query or a fragment, is the caller's mistake.
 */
export function siteAddress(address: string): string {
  const url = URL.canParse(address) ? new URL(address) : null;
  const plain = url !== null && `${url.username}${url.password}${url.search}${url.hash}` === '';
  if (url === null || !plain || !/^https?:$/.test(url.protocol))
    throw new TypeError(`The address of the public pages must be like https://host, not ${address}.`);
  return `${url.origin}${url.pathname}`.replace(/\/+$/, '');
}

/** Where the sign leads: the page of the camera, with the stamp of the sign. */
export function signAddress(address: string, cameraId: string, stamp: string): string {
  return `${pageAddress(address, cameraId)}?s=${stamp}`;
}

/** The page of a camera, short enough to be typed. */
export function pageAddress(address: string, cameraId: string): string {
  return `${siteAddress(address)}/c/${encodeURIComponent(cameraId)}`;
}

/** True when only this machine can reach the address: 127.0.0.0/8, ::1, localhost and names below it. */
export function isLoopbackAddress(address: string): boolean {
  const { hostname } = new URL(siteAddress(address));
  return /^127(\.\d{1,3}){3}$|^\[::1\]$|^(.*\.)?localhost\.?$/.test(hostname);
}

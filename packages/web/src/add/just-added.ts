let added: string | null = null;

/** Remembers, while this page is open, which camera was added last. */
export function rememberAdded(cameraId: string): void {
  added = cameraId;
}

/** Whether a camera was added just now: then the next step is to see whether it looks where it should. */
export function isJustAdded(cameraId: string): boolean {
  return added === cameraId;
}

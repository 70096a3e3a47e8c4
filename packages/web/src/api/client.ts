import type {
  CameraJson,
  CamerasJson,
  CountsJson,
  LineConfig,
  NewCameraJson,
  ProblemJson,
  PublicJson,
  SourceTestJson,
} from '@outis/core';

/** What went wrong with a request: the edge's own words, or null when it did not answer at all. */
export class ApiFailure extends Error {
  readonly problem: ProblemJson | null;

  constructor(problem: ProblemJson | null, options?: { readonly cause?: unknown }) {
    super(problem?.message ?? 'Outis does not answer', options);
    this.name = 'ApiFailure';
    this.problem = problem;
  }
}

/** All cameras of the site, with their health. */
export const listCameras = (): Promise<CamerasJson> => ask('GET', '/api/cameras');

/** Looks at a source once, without keeping it. */
export const testSource = (source: string): Promise<SourceTestJson> =>
  ask('POST', '/api/cameras/test', { source });

/** Adds a camera; it starts at once. */
export const addCamera = (camera: NewCameraJson): Promise<CameraJson> => ask('POST', '/api/cameras', camera);

/** Removes a camera; it stops at once. */
export const removeCamera = (cameraId: string): Promise<void> => ask('DELETE', pathOf(cameraId));

/** Replaces the lines of a camera. */
export const saveLines = (cameraId: string, lines: readonly LineConfig[]): Promise<CameraJson> =>
  ask('PUT', `${pathOf(cameraId)}/lines`, { lines });

/** Released counts and coverage from `fromMs` up to `toMs`, epoch ms, added up to intervals of at most `bucketMs`. */
export const readCounts = (
  cameraId: string,
  fromMs: number,
  toMs: number,
  bucketMs: number,
): Promise<CountsJson> =>
  ask(
    'GET',
    `${pathOf(cameraId)}/counts?fromMs=${Math.floor(fromMs)}&toMs=${Math.ceil(toMs)}&bucketMs=${bucketMs}`,
  );

/** What anybody in front of the camera may know. */
export const readPublicSheet = (cameraId: string): Promise<PublicJson> =>
  ask('GET', `${pathOf(cameraId)}/public`);

/** The address of the live scene (server-sent events). */
export const scenePath = (cameraId: string): string => `${pathOf(cameraId)}/scene`;

function pathOf(cameraId: string): string {
  return `/api/cameras/${encodeURIComponent(cameraId)}`;
}

async function ask<T>(method: string, path: string, body?: unknown): Promise<T> {
  let response: Response;
  try {
    response = await fetch(path, {
      method,
      cache: 'no-store',
      // A change that is sent while the page is left must still arrive.
      keepalive: method === 'PUT',
      headers: body === undefined ? {} : { 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  } catch (cause) {
    throw new ApiFailure(null, { cause });
  }
  if (response.ok) return response.status === 204 ? (undefined as T) : await readJson<T>(response);
  throw new ApiFailure(await readProblem(response));
}

async function readJson<T>(response: Response): Promise<T> {
  const text = await response.text();
  try {
    return (text === '' ? undefined : JSON.parse(text)) as T;
  } catch (cause) {
    throw new ApiFailure(null, { cause });
  }
}

async function readProblem(response: Response): Promise<ProblemJson | null> {
  try {
    const body = (await response.json()) as Partial<ProblemJson>;
    if (typeof body.code !== 'string' || typeof body.message !== 'string') return null;
    return { code: body.code, message: body.message, hint: body.hint ?? '' };
  } catch {
    return null;
  }
}

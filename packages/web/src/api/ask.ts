import type { ErrorCode, ProblemJson } from '@outis/core';

/** What went wrong with a request: the edge's own words, or null when it did not answer at all. */
export class ApiFailure extends Error {
  readonly problem: ProblemJson | null;
  /** How long to wait before the next attempt, s; null where the edge does not say. */
  readonly retryAfterS: number | null;

  constructor(
    problem: ProblemJson | null,
    options: { readonly cause?: unknown; readonly retryAfterS?: number | null } = {},
  ) {
    super(problem?.message ?? 'Outis does not answer', { cause: options.cause });
    this.name = 'ApiFailure';
    this.problem = problem;
    this.retryAfterS = options.retryAfterS ?? null;
  }

  /** The code of the problem; null when the edge did not answer. */
  get code(): ErrorCode | null {
    return this.problem?.code ?? null;
  }
}

/** Called with every answer that says: not without signing in, or not with this role. */
export type RefusalListener = (code: 'login-required' | 'role-refused') => void;

const refusalListeners = new Set<RefusalListener>();

/** Listens to refusals; answers the function that ends it. */
export function onRefusal(listener: RefusalListener): () => void {
  refusalListeners.add(listener);
  return () => refusalListeners.delete(listener);
}

/** Asks the edge. Throws {@link ApiFailure}, and tells whoever listens when the user may not ask (any more). */
export async function ask<T>(method: string, path: string, body?: unknown): Promise<T> {
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
  const problem = await readProblem(response);
  if (problem?.code === 'login-required' || problem?.code === 'role-refused') {
    for (const listener of refusalListeners) listener(problem.code);
  }
  throw new ApiFailure(problem, { retryAfterS: readSeconds(response.headers.get('retry-after')) });
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

function readSeconds(text: string | null): number | null {
  const seconds = Number(text ?? '');
  return text !== null && Number.isFinite(seconds) && seconds > 0 ? seconds : null;
}

import type { CameraHealth, CameraState, OutisError, ProblemJson } from '@outis/core';

/** Frames over all runs of a camera. */
export interface FrameTotals {
  readonly decoded: number;
  readonly analysed: number;
  /** Due for analysis, but a newer frame was there first. */
  readonly dropped: number;
}

export const noFrames: FrameTotals = { decoded: 0, analysed: 0, dropped: 0 };

/** The health of a camera before its first frame. */
export function firstHealth(state: CameraState, problem: OutisError | null = null): CameraHealth {
  return {
    state,
    sinceMs: Date.now(),
    problem: problem === null ? null : problemJson(problem),
    decodedFps: 0,
    analysedFps: 0,
    detectMs: null,
    restarts: 0,
    nextTryMs: null,
  };
}

/** An error as the page and the API give it. */
export function problemJson(error: OutisError): ProblemJson {
  return { code: error.code, message: error.message, hint: error.hint };
}

/** A request that is repeated. */
export interface Polling {
  /** Asks now. While a request is under way that one is enough. */
  readonly wake: () => void;
  readonly stop: () => void;
}

/** Asks at once, and again `everyMs` after each answer. There is never more than one request under way. `ask` must not throw. */
export function startPolling(everyMs: number, ask: () => Promise<void>): Polling {
  let isOver = false;
  let isAsking = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const run = async () => {
    isAsking = true;
    await ask();
    isAsking = false;
    if (!isOver) timer = setTimeout(run, everyMs);
  };
  timer = setTimeout(run, 0);
  return {
    wake: () => {
      if (isOver || isAsking) return;
      clearTimeout(timer);
      timer = setTimeout(run, 0);
    },
    stop: () => {
      isOver = true;
      clearTimeout(timer);
    },
  };
}

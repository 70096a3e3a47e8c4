import { useRef, useState } from 'react';
import type { ApiFailure } from '../api/ask.ts';
import { asFailure } from '../api/use-polled.ts';

/** Something that is done when a button is pressed: never twice at once, and with its failure kept until the next time. */
export interface Action {
  readonly isRunning: boolean;
  readonly failure: ApiFailure | null;
  /** Answers whether it worked. */
  readonly run: (work: () => Promise<void>) => Promise<boolean>;
  readonly forget: () => void;
}

/** Keeps how it went. */
export function useAction(): Action {
  const [isRunning, setIsRunning] = useState(false);
  const [failure, setFailure] = useState<ApiFailure | null>(null);
  const isBusy = useRef(false);
  const run = async (work: () => Promise<void>) => {
    if (isBusy.current) return false;
    isBusy.current = true;
    setIsRunning(true);
    setFailure(null);
    try {
      await work();
      return true;
    } catch (error) {
      setFailure(asFailure(error));
      return false;
    } finally {
      isBusy.current = false;
      setIsRunning(false);
    }
  };
  return { isRunning, failure, run, forget: () => setFailure(null) };
}

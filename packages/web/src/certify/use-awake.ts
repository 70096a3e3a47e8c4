import { useEffect } from 'react';

/** Keeps the screen on while `isOn`, where the browser can; after the page was hidden it asks anew. */
export function useAwake(isOn: boolean): void {
  useEffect(() => {
    // Only a secure page has it, and not every browser: without it the person touches the screen now and then.
    const { wakeLock } = navigator as { readonly wakeLock?: WakeLock };
    if (!isOn || wakeLock === undefined) return;
    let lock: WakeLockSentinel | null = null;
    let isOver = false;
    const ask = async () => {
      if (document.hidden) return;
      try {
        lock = await wakeLock.request('screen');
        if (isOver) await lock.release();
      } catch {
        // A phone that saves its battery says no.
      }
    };
    void ask();
    document.addEventListener('visibilitychange', ask);
    return () => {
      isOver = true;
      document.removeEventListener('visibilitychange', ask);
      void lock?.release().catch(() => {});
    };
  }, [isOn]);
}

/** A short buzz, where the phone has one: a tap is felt without looking. */
export function buzz(): void {
  const { vibrate } = navigator as { readonly vibrate?: (ms: number) => boolean };
  vibrate?.call(navigator, 15);
}

import type { Light, TapPlanJson } from '@outis/core';
import { useCallback, useEffect, useRef, useState } from 'react';
import { ApiFailure } from '../api/ask.ts';
import { useNow } from '../part/use-now.ts';
import { readTapPlan, sendTotals } from './api.ts';
import { keptText, nothingTapped, readKept, type Tap, type TapCount, tap, undo } from './tap-count.ts';

const phoneKey = 'outis.tap.phone';
const totalsKey = 'outis.tap.totals';
/** Totals are taken this long after the end: Outis needs a few seconds to finish its own. */
export const settlesMs = 10_500;
const retryAfterMs = 4_000;

/** Everything that the page for the person on site knows and can do. */
export interface TapSession {
  readonly plan: TapPlanJson | null;
  readonly failure: ApiFailure | null;
  /** By the clock of the edge. */
  readonly nowMs: number;
  readonly count: TapCount;
  readonly isKept: boolean;
  /** How sending goes. */
  readonly sending: 'not-yet' | 'running' | 'retrying' | 'sent' | 'late';
  readonly take: () => Promise<void>;
  readonly tap: (at: Tap) => void;
  readonly undo: () => void;
  readonly send: (light: readonly Light[]) => void;
}

/** The window of a code: its times by the clock of the edge, what was tapped, and how it is sent. */
export function useTap(code: string): TapSession {
  const [plan, setPlan] = useState<TapPlanJson | null>(null);
  const [failure, setFailure] = useState<ApiFailure | null>(null);
  const [offsetMs, setOffsetMs] = useState(0);
  const [count, setCount] = useState<TapCount>(nothingTapped);
  const [isKept, setIsKept] = useState(true);
  const nowMs = useNow(250) + offsetMs;
  const load = useCallback(
    async (phone: string | null) => {
      const askedMs = Date.now();
      const answer = await readTapPlan(phone === null ? { code } : { code, phone });
      // Half of the way there and back: a phone's clock may be minutes off, and the window is a fixed one.
      setOffsetMs(answer.nowMs - (askedMs + Date.now()) / 2);
      setPlan(answer);
      if (answer.state === 'taken') setCount(readKept(read(totalsKey), answer.cameraId, answer.startMs));
    },
    [code],
  );
  useFirstPlan(code, load, plan === null, setFailure);

  const change = (next: (count: TapCount) => TapCount) => {
    if (plan === null) return;
    setCount((old) => {
      const changed = next(old);
      setIsKept(write(totalsKey, keptText(plan.cameraId, plan.startMs, changed)));
      return changed;
    });
  };
  const { sending, send } = useSending(code, plan, count);
  return {
    ...{ plan, failure, nowMs, count, isKept, sending, send },
    take: async () => {
      const phone = newPhone();
      write(phoneKey, JSON.stringify({ code: hashOf(code), phone }));
      rememberedPhone = phone;
      await load(phone);
    },
    tap: (at) => change((old) => tap(old, at)),
    undo: () => change(undo),
  };
}

/** Without storage the phone is known for as long as the page is open. */
let rememberedPhone: string | null = null;

/** Asks for the plan until there is one, with the phone that has taken it where this one has. */
function useFirstPlan(
  code: string,
  load: (phone: string | null) => Promise<void>,
  isMissing: boolean,
  onFailure: (failure: ApiFailure | null) => void,
): void {
  useEffect(() => {
    if (!isMissing) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let isOver = false;
    const ask = async () => {
      try {
        rememberedPhone ??= phoneOf(code);
        await load(rememberedPhone);
        if (!isOver) onFailure(null);
      } catch (error) {
        if (isOver) return;
        const failed = error instanceof ApiFailure ? error : new ApiFailure(null, { cause: error });
        onFailure(failed);
        if (failed.code === null) timer = setTimeout(ask, retryAfterMs);
      }
    };
    void ask();
    return () => {
      isOver = true;
      clearTimeout(timer);
    };
  }, [code, load, isMissing, onFailure]);
}

/** Sends once somebody has pressed the button, and again until it has arrived or it is too late. */
function useSending(code: string, plan: TapPlanJson | null, count: TapCount) {
  const [sending, setSending] = useState<TapSession['sending']>('not-yet');
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  const send = (light: readonly Light[]) => {
    if (plan === null || rememberedPhone === null) return;
    clearTimeout(timer.current);
    setSending((old) => (old === 'retrying' ? old : 'running'));
    sendTotals({ code, phone: rememberedPhone, light, totals: count.totals }).then(
      () => {
        remove(totalsKey);
        remove(phoneKey);
        setSending('sent');
      },
      (error: unknown) => {
        const isLate = error instanceof ApiFailure && error.code === 'code-invalid';
        setSending(isLate ? 'late' : 'retrying');
        if (!isLate) timer.current = setTimeout(() => send(light), retryAfterMs);
      },
    );
  };
  return { sending: plan?.state === 'sent' ? ('sent' as const) : sending, send };
}

function newPhone(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(18));
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_');
}

/** The phone's own secret for this code; the code itself is kept nowhere. */
function phoneOf(code: string): string | null {
  try {
    const kept = JSON.parse(read(phoneKey) ?? 'null') as {
      readonly code?: string;
      readonly phone?: string;
    } | null;
    return kept?.code === hashOf(code) ? (kept.phone ?? null) : null;
  } catch {
    return null;
  }
}

/** A mark by which the phone knows the link again; short, and without a secure connection there is no better one. */
function hashOf(code: string): string {
  let hash = 2_166_136_261;
  for (const letter of code.toUpperCase()) hash = Math.imul(hash ^ letter.charCodeAt(0), 16_777_619) >>> 0;
  return hash.toString(36);
}

function read(key: string): string | null {
  try {
    return window.localStorage.getItem(key);
  } catch {
    return null;
  }
}

function write(key: string, text: string): boolean {
  try {
    window.localStorage.setItem(key, text);
    return true;
  } catch {
    return false;
  }
}

function remove(key: string): void {
  try {
    window.localStorage.removeItem(key);
  } catch {
    // Nothing was kept.
  }
}

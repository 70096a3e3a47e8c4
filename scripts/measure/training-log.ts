import { readFileSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { table } from './tables.ts';

/** Pictures of one step (training/train.py). */
const batch = 16;
/** A longer silence in a log is a pause, not work, ms. */
const pauseMs = 10 * 60_000;

/**
 * What a log of training/train.py tells: how far it came, how long it worked, and its last score.
 * What comes after step `untilStep` is left out: a leg that was branched off does not hold it.
 */
export function legOf(
  text: string,
  untilStep: number = Number.POSITIVE_INFINITY,
): {
  readonly firstStep: number;
  readonly lastStep: number;
  readonly hours: number;
  readonly score: string;
} {
  const lines = text.split('\n').flatMap((line) => {
    const [, time, rest] = /^(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d) (.*)$/.exec(line) ?? [];
    const step = Number(/step (\d+)/.exec(rest ?? '')?.[1] ?? Number.NaN);
    return time === undefined || step > untilStep
      ? []
      : [{ tMs: Date.parse(`${time.replace(' ', 'T')}Z`), rest: rest! }];
  });
  let workedMs = 0;
  for (let i = 1; i < lines.length; i++) {
    const gapMs = lines[i]!.tMs - lines[i - 1]!.tMs;
    if (gapMs < pauseMs) workedMs += gapMs;
  }
  const steps = lines.flatMap(({ rest }) => /step (\d+)/.exec(rest)?.[1] ?? []).map(Number);
  const score = lines.flatMap(({ rest }) => /AP50 (.*)$/.exec(rest)?.[1] ?? []).at(-1) ?? '';
  return { firstStep: steps[0] ?? 0, lastStep: steps.at(-1) ?? 0, hours: workedMs / 3_600_000, score };
}

/** One row a log. */
export function trainingTable(paths: readonly string[]): string {
  const texts = paths.map((path) => readFileSync(path, 'utf8'));
  const rows = paths.map((path, index) => {
    const next = texts[index + 1];
    const { firstStep, lastStep, hours, score } = legOf(
      texts[index]!,
      next === undefined ? undefined : legOf(next).firstStep,
    );
    const pictures = Math.round(((lastStep - firstStep) * batch) / 1000);
    return [
      basename(dirname(path)),
      `${firstStep} to ${lastStep}`,
      `${pictures} thousand`,
      `${hours.toFixed(1)} h`,
      score === '' ? '–' : score,
    ];
  });
  return table(
    ['leg', 'steps', 'pictures', 'time', 'AP50 at its end (training’s own scorer, 512x288)'],
    rows,
  );
}

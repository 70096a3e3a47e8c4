import type { Draft, DraftProblem } from './draft.ts';

/** What every question of the form is given. */
export interface StepProps {
  readonly draft: Draft;
  readonly change: (part: Partial<Draft>) => void;
  readonly problemOf: (field: keyof Draft) => DraftProblem | null;
}

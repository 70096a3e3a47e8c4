import type { Purpose } from '@outis/core';
import type { Draft } from './draft.ts';

/** One question of the form. */
export type StepName = 'source' | 'purpose' | 'owner' | 'boundary' | 'line';

/** The questions for a purpose: only a site has a boundary. */
export function stepsOf(purpose: Purpose | null): readonly StepName[] {
  return purpose === 'street-statistics'
    ? ['source', 'purpose', 'owner', 'line']
    : ['source', 'purpose', 'owner', 'boundary', 'line'];
}

/** The fields that must be good before the next question. */
export function fieldsOf(step: StepName): readonly (keyof Draft)[] {
  switch (step) {
    case 'source':
      return ['source'];
    case 'purpose':
      return ['purpose'];
    case 'owner':
      return ['id', 'owner', 'contact', 'reason', 'until'];
    case 'boundary':
      return ['ownGroundOnly'];
    case 'line':
      return [];
    default:
      return step satisfies never;
  }
}

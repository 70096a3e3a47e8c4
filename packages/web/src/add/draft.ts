import {
  type Fraction2,
  type LineConfig,
  type NewCameraJson,
  type Purpose,
  siteSafetyDaysMax,
} from '@outis/core';
import { isLineId } from '../lines/line-edit.ts';
import { isWholeView } from '../lines/polygon-edit.ts';
import { dateMs, dayOf } from '../part/day.ts';

/** A camera that is being described. */
export interface Draft {
  readonly source: string;
  readonly purpose: Purpose | null;
  readonly id: string;
  readonly owner: string;
  /** How to reach the owner; may be empty. */
  readonly contact: string;
  readonly reason: string;
  /** `YYYY-MM-DD`, or empty. */
  readonly until: string;
  /** Said in so many words that the camera sees nothing but own ground; asked where the boundary is the whole view. */
  readonly ownGroundOnly: boolean;
}

/** Where a new camera begins. */
export const emptyDraft: Draft = {
  source: '',
  purpose: null,
  id: '',
  owner: '',
  contact: '',
  reason: '',
  until: '',
  ownGroundOnly: false,
};

/** What is wrong with a field, as a key of the message table. */
export type DraftProblem =
  | 'add.problem.source'
  | 'add.problem.purpose'
  | 'add.problem.id'
  | 'add.problem.idTaken'
  | 'add.problem.owner'
  | 'add.problem.reasonShort'
  | 'add.problem.reasonVague'
  | 'add.problem.until'
  | 'add.problem.boundary';

const reasonLengthMin = 12;

/** Reasons that say nothing, in the languages of the page: a reason must name what is counted, where, or against which danger. */
const vagueReasons =
  /^(for |the |general |public |our )*(safety|security|monitoring|surveillance|statistics|test(ing)?|sicherheit|überwachung|statistik|sécurité|surveillance|statistiques|seguridad|vigilancia|estadística|安全|监控|统计)( reasons?| purposes?)?[.!]?$/i;

/** The first problem of a field; null when it is good. The edge decides in the end. */
export function draftProblem(
  draft: Draft,
  field: keyof Draft,
  context: {
    readonly takenIds: readonly string[];
    readonly nowMs: number;
    readonly boundary: readonly Fraction2[];
  },
): DraftProblem | null {
  switch (field) {
    case 'source':
      return draft.source.trim() === '' ? 'add.problem.source' : null;
    case 'purpose':
      return draft.purpose === null ? 'add.problem.purpose' : null;
    case 'id':
      if (!isLineId(draft.id)) return 'add.problem.id';
      return context.takenIds.includes(draft.id) ? 'add.problem.idTaken' : null;
    case 'owner':
      return draft.owner.trim().length < 2 ? 'add.problem.owner' : null;
    case 'contact':
      return null;
    case 'reason':
      if (vagueReasons.test(draft.reason.trim())) return 'add.problem.reasonVague';
      return reasonIsShort(draft.reason) ? 'add.problem.reasonShort' : null;
    case 'until':
      return draft.purpose === 'site-safety' && !isGoodEnd(draft.until, context.nowMs)
        ? 'add.problem.until'
        : null;
    case 'ownGroundOnly':
      return draft.purpose === 'site-safety' && isWholeView(context.boundary) && !draft.ownGroundOnly
        ? 'add.problem.boundary'
        : null;
    default:
      return field satisfies never;
  }
}

/** The first and last day that a site-safety camera may end on. */
export function endDays(nowMs: number): { readonly first: string; readonly last: string } {
  const dayMs = 86_400_000;
  return { first: dayOf(nowMs + dayMs), last: dayOf(nowMs + (siteSafetyDaysMax - 1) * dayMs) };
}

/** What is sent to the edge. */
export function newCameraOf(
  draft: Draft,
  boundary: readonly Fraction2[],
  lines: readonly LineConfig[],
): NewCameraJson {
  if (draft.purpose === null) throw new TypeError('A camera without a purpose cannot be added.');
  const common = {
    id: draft.id,
    source: draft.source.trim(),
    purpose: draft.purpose,
    owner: draft.owner.trim(),
    ...(draft.contact.trim() === '' ? {} : { contact: draft.contact.trim() }),
    reason: draft.reason.trim(),
    lines,
  };
  return draft.purpose === 'site-safety' ? { ...common, until: draft.until, boundary } : common;
}

function isGoodEnd(until: string, nowMs: number): boolean {
  const { first, last } = endDays(nowMs);
  return Number.isFinite(dateMs(until)) && until >= first && until <= last;
}

/** A Chinese sentence needs fewer signs for the same thing. */
function reasonIsShort(reason: string): boolean {
  const text = reason.trim();
  const weight = [...text].reduce((sum, sign) => sum + (sign.codePointAt(0)! > 0x2e7f ? 2.5 : 1), 0);
  return weight < reasonLengthMin;
}

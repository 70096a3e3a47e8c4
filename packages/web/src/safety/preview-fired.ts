import type { SafetyPreviewJson, SafetyRequestJson } from '@outis/core';

/**
 * What an answer says of one rule of the request that it answers: its list goes through the rules in their order, and
 * through the zones of each. Empty for a rule that was not asked about.
 */
export function firedOf(
  tried: { readonly asked: string; readonly answer: SafetyPreviewJson },
  index: number,
): SafetyPreviewJson['fired'] {
  const { rules } = JSON.parse(tried.asked) as SafetyRequestJson;
  const rule = rules[index];
  if (rule === undefined) return [];
  const from = rules.slice(0, index).reduce((sum, { zones }) => sum + zones.length, 0);
  return tried.answer.fired.slice(from, from + rule.zones.length);
}

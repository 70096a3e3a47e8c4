import type { CameraJson, CameraSafetyJson, SafetyRuleJson } from '@outis/core';
import type { Principal } from '../access/principal.ts';

/**
 * A camera as this reader may have it. How often rules have warned, for how long people were in their zones and what was
 * learned of that is for whoever sees alerts or sets the rules, with a session: asked for every hour it would tell everybody
 * else, and every token, the hours of alerts that the report keeps to weeks.
 */
export function cameraFor(principal: Principal, camera: CameraJson): CameraJson {
  const { safety } = camera;
  return safety === null || knowsRules(principal) ? camera : { ...camera, safety: withoutNumbers(safety) };
}

function knowsRules(principal: Principal): boolean {
  if (principal.kind === 'open') return true;
  return (
    principal.kind === 'user' && principal.roles.some((role) => role === 'operator' || role === 'installer')
  );
}

function withoutNumbers(safety: CameraSafetyJson): CameraSafetyJson {
  const rules = safety.rules.map((rule): SafetyRuleJson => {
    const learned = { ...rule.learned, watchedMs: 0, isComplete: false, perDay: [], threshold: null };
    return { ...rule, counts: [], judgements: [], learned };
  });
  return { ...safety, rules };
}

import type { AlertCause, AlertMeasure, AlertState, SafetyRule } from '@outis/core';
import type { MessageKey } from '../messages/messages.ts';

/** What an alert of a rule is called. */
export function ruleKey(rule: SafetyRule): MessageKey {
  return `alert.rule.${rule}`;
}

/** The name of a state that an alert of the list can have. */
export function stateKey(state: AlertState): MessageKey {
  return state === 'new' ? 'alert.state.new' : 'alert.state.seen';
}

export function causeKey(cause: AlertCause): MessageKey {
  return `alert.cause.${cause}`;
}

export function measureKey(measure: AlertMeasure): MessageKey {
  return `alert.measure.${measure}`;
}

import { type SafetyRule, safetyRules } from '@outis/core';
import { useEffect, useRef, useState } from 'react';
import { RuleIcon } from '../alerts/rule-icon.tsx';
import { useWords } from '../messages/words.tsx';
import { RuleCard } from './rule-card.tsx';
import { newRule, type RuleDraft, rulesMax } from './safety-draft.ts';
import type { SafetyEditing } from './use-safety.ts';

/** All rules of a camera, one below the other, and those that can be added. */
export function RulesEditor(props: { readonly editing: SafetyEditing }) {
  const { say } = useWords();
  const { draft } = props.editing;
  const { rules } = draft.value;
  const list = useRef<HTMLOListElement>(null);
  const [added, setAdded] = useState(0);
  // Who adds a rule goes on in it.
  useEffect(() => {
    if (added > 0) list.current?.querySelector<HTMLElement>(':scope > li:last-of-type h3')?.focus();
  }, [added]);
  const change = (next: readonly RuleDraft[], mergeWith = false) =>
    draft.change({ ...draft.value, rules: next }, mergeWith);
  const { zones, ground } = draft.value;
  const lacks = (rule: SafetyRule) => {
    if (rule === 'exclusion' && zones.every(({ hazard }) => hazard === undefined))
      return 'safety.needs.hazard';
    return rule === 'proximity' && ground.kind === 'none' ? 'safety.needs.ground' : null;
  };
  return (
    <section className="part">
      <h2>{say('safety.rules')}</h2>
      {rules.length === 0 ? <p className="soft">{say('safety.rules.none')}</p> : null}
      <ol className="rule-cards" ref={list}>
        {rules.map((rule, index) => (
          <li
            // biome-ignore lint/suspicious/noArrayIndexKey: a rule has no other name than its place.
            key={index}
            className="rule-card"
          >
            <RuleCard
              editing={props.editing}
              rule={rule}
              index={index}
              onChange={(next, mergeWith) => change(rules.with(index, next), mergeWith)}
              onRemove={() => change(rules.toSpliced(index, 1))}
            />
          </li>
        ))}
      </ol>
      <fieldset className="rule-choices">
        <legend>{say('safety.rules.add')}</legend>
        {rules.length >= rulesMax ? <p className="soft">{say('safety.rules.max')}</p> : null}
        {safetyRules.map((rule) => (
          <button
            key={rule}
            type="button"
            className="rule-choice"
            disabled={rules.length >= rulesMax || draft.value.zones.length === 0}
            onClick={() => {
              change([...rules, newRule(draft.value, rule)]);
              setAdded(added + 1);
            }}
          >
            <RuleIcon rule={rule} size={30} />
            <span>
              <strong>{say(`safety.rule.${rule}`)}</strong>
              <span className="soft small">{say(`safety.rule.${rule}.text`)}</span>
              {lacks(rule) === null ? null : <span className="small rule-lacks">{say(lacks(rule)!)}</span>}
            </span>
          </button>
        ))}
      </fieldset>
    </section>
  );
}

import { useWords } from '../messages/words.tsx';
import { Refusal } from './refusal.tsx';
import type { RuleDraft } from './safety-draft.ts';
import type { RuleField } from './safety-problems.ts';
import type { SafetyEditing } from './use-safety.ts';

/** What every part of a rule is given. */
export interface RuleProps {
  readonly editing: SafetyEditing;
  readonly rule: RuleDraft;
  readonly index: number;
  readonly onChange: (next: RuleDraft, mergeWith?: boolean) => void;
}

/** What is wrong with a field, as the page and the edge say it. */
export function FieldProblem(props: {
  readonly editing: SafetyEditing;
  readonly index: number;
  readonly field: RuleField;
}) {
  const { say } = useWords();
  const { problems, refusal } = props.editing;
  const isHere = (place: (typeof problems)[number]['place']) =>
    place.at === 'rule' && place.index === props.index && place.field === props.field;
  const own = problems.filter(({ place }) => isHere(place));
  return (
    <>
      {own.map(({ key, zoneId = '' }) => (
        <p key={key} className="field-problem" role="alert">
          {say(key, { zone: zoneId })}
        </p>
      ))}
      {refusal !== null && isHere(refusal.place) ? <Refusal text={refusal.text} /> : null}
    </>
  );
}

import { hazards, type ZoneConfig } from '@outis/core';
import { RuleIcon } from '../alerts/rule-icon.tsx';
import { IdField } from '../lines/id-field.tsx';
import { partOf } from '../lines/use-history.ts';
import { useAimBehind } from '../measures/aim-behind.tsx';
import { ZonesPart } from '../measures/zones-part.tsx';
import { useWords } from '../messages/words.tsx';
import { HazardIcon } from './hazard-icon.tsx';
import { Refusal } from './refusal.tsx';
import { addZone, removeZone, renameZone, type SafetyDraft, withHazard, zonesMax } from './safety-draft.ts';
import type { SafetyEditing } from './use-safety.ts';

/** The zones of a site, drawn with mouse or keyboard, and what is dangerous in each. */
export function HazardZones(props: { readonly editing: SafetyEditing }) {
  const { camera, draft } = props.editing;
  return (
    <ZonesPart
      camera={camera}
      page="safety"
      zones={partOf(draft, 'zones')}
      zonesMax={zonesMax}
      behind={useAimBehind(camera)}
      onAdd={() => draft.change(addZone(draft.value))}
      onRemove={(index) => draft.change(removeZone(draft.value, index))}
    >
      {(drawing, zone, index) => (
        <div className="safety-zones">
          {drawing}
          <ZoneFields editing={props.editing} zone={zone} index={index} />
        </div>
      )}
    </ZonesPart>
  );
}

function ZoneFields(props: {
  readonly editing: SafetyEditing;
  readonly zone: ZoneConfig;
  readonly index: number;
}) {
  const { say } = useWords();
  const { editing, zone, index } = props;
  const { draft } = editing;
  return (
    <div className="safety-zone-fields">
      <IdField
        id={zone.id}
        isTaken={(id) => draft.value.zones.some((each, at) => at !== index && each.id === id)}
        onRename={(id) => draft.change(renameZone(draft.value, index, id))}
      />
      <ZoneProblems {...props} />
      <fieldset className="hazard-list">
        <legend>{say('safety.hazard')}</legend>
        {[null, ...hazards].map((hazard) => (
          <label key={hazard ?? 'none'} className="hazard-choice">
            <input
              type="radio"
              name="safety-hazard"
              checked={(zone.hazard ?? null) === hazard}
              onChange={() =>
                draft.change({
                  ...draft.value,
                  zones: draft.value.zones.with(index, withHazard(zone, hazard)),
                })
              }
            />
            {hazard === null ? <span className="safety-sign" /> : <HazardIcon hazard={hazard} />}
            <span>{say(hazard === null ? 'safety.hazard.none' : `safety.hazard.${hazard}`)}</span>
          </label>
        ))}
      </fieldset>
      <UsedBy draft={draft.value} zoneId={zone.id} />
    </div>
  );
}

function ZoneProblems(props: { readonly editing: SafetyEditing; readonly index: number }) {
  const { say, percent } = useWords();
  const { problems, refusal } = props.editing;
  const own = problems.filter(({ place }) => place.at === 'zone' && place.index === props.index);
  return (
    <div aria-live="polite">
      {own.map(({ key, zoneId = '', share = 0 }) => (
        <p key={key} className="field-problem">
          {say(key, { zone: zoneId, share: percent(share) })}
        </p>
      ))}
      {refusal?.place.at === 'zone' && refusal.place.index === props.index ? (
        <Refusal text={refusal.text} />
      ) : null}
    </div>
  );
}

function UsedBy(props: { readonly draft: SafetyDraft; readonly zoneId: string }) {
  const { say } = useWords();
  const rules = props.draft.rules.filter(({ zones }) => zones.includes(props.zoneId));
  if (rules.length === 0) return <p className="soft small">{say('safety.zones.unused')}</p>;
  return (
    <p className="soft small zone-used">
      {say('safety.zones.used')}{' '}
      {rules.map(({ rule }) => (
        <span key={rule} className="rule-word">
          <RuleIcon rule={rule} size={18} />
          {say(`safety.rule.${rule}`)}
        </span>
      ))}
    </p>
  );
}

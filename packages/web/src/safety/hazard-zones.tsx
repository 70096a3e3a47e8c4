import { hazards, type ZoneConfig } from '@outis/core';
import { useState } from 'react';
import { RuleIcon } from '../alerts/rule-icon.tsx';
import { isLineId } from '../lines/line-edit.ts';
import { PolygonEditor } from '../lines/polygon-editor.tsx';
import { useAimBehind } from '../measures/aim-behind.tsx';
import { useWords } from '../messages/words.tsx';
import { BoundaryMark, ZoneMark } from '../scene/area-mark.tsx';
import { HazardIcon } from './hazard-icon.tsx';
import { Refusal } from './refusal.tsx';
import { addZone, removeZone, renameZone, type SafetyDraft, withHazard, zonesMax } from './safety-draft.ts';
import type { SafetyEditing } from './use-safety.ts';

/** The zones of a site, drawn with mouse or keyboard, and what is dangerous in each. */
export function HazardZones(props: { readonly editing: SafetyEditing }) {
  const { say } = useWords();
  const { camera, draft } = props.editing;
  const { zones } = draft.value;
  const behind = useAimBehind(camera);
  const [chosen, setChosen] = useState(0);
  const index = Math.min(chosen, zones.length - 1);
  const zone = zones[index];
  const change = (next: readonly ZoneConfig[], mergeWith = false) =>
    draft.change({ ...draft.value, zones: next }, mergeWith);
  const add = (
    <button
      type="button"
      className="button-quiet"
      disabled={zones.length >= zonesMax}
      onClick={() => {
        draft.change(addZone(draft.value));
        setChosen(zones.length);
      }}
    >
      {say('safety.zones.add')}
    </button>
  );
  const remove = (
    <button
      type="button"
      className="button-quiet"
      onClick={() => {
        draft.change(removeZone(draft.value, index));
        setChosen(Math.max(0, index - 1));
      }}
    >
      {say('safety.zones.remove')}
    </button>
  );
  return (
    <section className="part">
      <h2>{say('safety.zones')}</h2>
      <p>{say('safety.zones.text')}</p>
      {zone === undefined ? (
        <>
          <p className="soft">{say('safety.zones.none')}</p>
          <div className="toolbar">{add}</div>
        </>
      ) : (
        <>
          <ZoneChooser draft={draft.value} index={index} onChoose={setChosen} />
          <div className="safety-zones">
            <PolygonEditor
              key={index}
              size={camera.size}
              behind={behind.layer}
              label={say('safety.zones.drawing')}
              points={{
                ...draft,
                value: zone.points,
                change: (points, mergeWith) => change(zones.with(index, { ...zone, points }), mergeWith),
              }}
              tools={
                <>
                  {add}
                  {remove}
                </>
              }
            >
              {(box) => (
                <>
                  {camera.boundary === null ? null : <BoundaryMark boundary={camera.boundary} box={box} />}
                  {zones.map((each, at) => (
                    <g
                      key={each.id}
                      className={`${at === index ? 'zone-chosen' : 'zone-other'} ${each.hazard === undefined ? '' : 'zone-hazard'}`}
                    >
                      <ZoneMark zone={each} box={box} />
                    </g>
                  ))}
                </>
              )}
            </PolygonEditor>
            <ZoneFields key={index} editing={props.editing} zone={zone} index={index} />
          </div>
        </>
      )}
    </section>
  );
}

function ZoneChooser(props: {
  readonly draft: SafetyDraft;
  readonly index: number;
  readonly onChoose: (index: number) => void;
}) {
  const { say } = useWords();
  return (
    <fieldset className="segments mask-chooser">
      <legend className="hidden">{say('safety.zones.choose')}</legend>
      {props.draft.zones.map(({ id, hazard }, at) => (
        <label key={id}>
          <input
            type="radio"
            name="safety-zone"
            checked={at === props.index}
            onChange={() => props.onChoose(at)}
          />
          <span>
            {hazard === undefined ? null : <HazardIcon hazard={hazard} />}
            {id}
          </span>
        </label>
      ))}
    </fieldset>
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
      <ZoneName
        key={zone.id}
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

function ZoneName(props: {
  readonly id: string;
  readonly isTaken: (id: string) => boolean;
  readonly onRename: (id: string) => void;
}) {
  const { say } = useWords();
  const [text, setText] = useState(props.id);
  const isBad = !isLineId(text) || props.isTaken(text);
  return (
    <label className="line-name">
      <span>{say('editor.name')}</span>
      <input
        value={text}
        aria-invalid={isBad}
        spellCheck={false}
        onChange={(event) => setText(event.target.value)}
        onBlur={() => {
          if (isBad) setText(props.id);
          else if (text !== props.id) props.onRename(text);
        }}
      />
      {isBad ? <span className="field-problem">{say('editor.nameBad')}</span> : null}
    </label>
  );
}

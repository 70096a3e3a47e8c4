import {
  type Fraction2,
  type ZoneConfig,
  type ZonePermissionJson,
  type ZoneUse,
  zoneUses,
} from '@outis/core';
import { useState } from 'react';
import { isLineId } from '../lines/line-edit.ts';
import { PolygonEditor } from '../lines/polygon-editor.tsx';
import { useWords } from '../messages/words.tsx';
import { ZoneMark } from '../scene/area-mark.tsx';
import type { EditorProps } from './calibration-editor.tsx';

const zonesMax = 16;
const newPoints: readonly Fraction2[] = [
  [0.38, 0.6],
  [0.62, 0.6],
  [0.68, 0.85],
  [0.32, 0.85],
];

/** Zones and what is measured in them, with the reason where the error is too large for it. */
export function ZonesEditor(props: EditorProps) {
  const { say } = useWords();
  const { camera, draft, checked, behind } = props;
  const { zones } = draft.value;
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
        change([...zones, { id: freeId(zones), points: newPoints, use: ['dwell'] }]);
        setChosen(zones.length);
      }}
    >
      {say('measures.zones.add')}
    </button>
  );
  return (
    <section className="part">
      <h2>{say('measures.zones')}</h2>
      <p>{say('measures.zones.text')}</p>
      {zone === undefined ? (
        <>
          <p className="soft">{say('measures.zones.none')}</p>
          <div className="toolbar">{add}</div>
        </>
      ) : (
        <>
          <ZoneChooser zones={zones} index={index} onChoose={setChosen} />
          <PolygonEditor
            key={index}
            size={camera.size}
            behind={behind.layer}
            label={say('measures.zones.drawing')}
            points={{
              ...draft,
              value: zone.points,
              change: (points, mergeWith) => change(zones.with(index, { ...zone, points }), mergeWith),
            }}
            tools={
              <>
                {add}
                <button
                  type="button"
                  className="button-quiet"
                  onClick={() => {
                    change(zones.toSpliced(index, 1));
                    setChosen(Math.max(0, index - 1));
                  }}
                >
                  {say('measures.zones.remove')}
                </button>
              </>
            }
          >
            {(box) =>
              zones.map((each, at) => (
                <g key={each.id} className={at === index ? 'zone-chosen' : 'zone-other'}>
                  <ZoneMark zone={each} box={box} />
                </g>
              ))
            }
          </PolygonEditor>
          <ZoneFields
            zone={zone}
            isTaken={(id) => zones.some((each, at) => at !== index && each.id === id)}
            onChange={(next) => change(zones.with(index, next))}
            permissions={checked.check?.zones.filter(({ zoneId }) => zoneId === zone.id) ?? []}
          />
        </>
      )}
    </section>
  );
}

function ZoneChooser(props: {
  readonly zones: readonly ZoneConfig[];
  readonly index: number;
  readonly onChoose: (index: number) => void;
}) {
  const { say } = useWords();
  return (
    <fieldset className="segments mask-chooser">
      <legend className="hidden">{say('measures.zones.choose')}</legend>
      {props.zones.map(({ id }, at) => (
        <label key={id}>
          <input type="radio" name="zone" checked={at === props.index} onChange={() => props.onChoose(at)} />
          <span>{id}</span>
        </label>
      ))}
    </fieldset>
  );
}

function ZoneFields(props: {
  readonly zone: ZoneConfig;
  readonly isTaken: (id: string) => boolean;
  readonly onChange: (zone: ZoneConfig) => void;
  readonly permissions: readonly ZonePermissionJson[];
}) {
  const { say } = useWords();
  const { zone } = props;
  const uses = zone.use ?? [];
  return (
    <div className="zone-fields">
      <ZoneName key={zone.id} {...props} />
      <fieldset>
        <legend>{say('measures.zones.uses')}</legend>
        {zoneUses.map((use) => (
          <div key={use} className="zone-use">
            <label>
              <input
                type="checkbox"
                checked={uses.includes(use)}
                // A zone without a use would be a drawing and nothing else.
                disabled={uses.length === 1 && uses.includes(use)}
                onChange={(event) =>
                  props.onChange({
                    ...zone,
                    use: event.target.checked ? [...uses, use] : uses.filter((each) => each !== use),
                  })
                }
              />{' '}
              {say(`measures.use.${use}`)}
            </label>
            <Permission
              use={use}
              permission={uses.includes(use) ? props.permissions.find((each) => each.use === use) : undefined}
            />
          </div>
        ))}
      </fieldset>
    </div>
  );
}

function Permission(props: { readonly use: ZoneUse; readonly permission: ZonePermissionJson | undefined }) {
  const { say, number } = useWords();
  const { permission } = props;
  if (permission === undefined) return null;
  if (permission.isPermitted)
    return (
      <span className="zone-good">
        {permission.fastestKmh === null
          ? say('measures.allowed')
          : say('measures.allowed.speed', { kmh: number(permission.fastestKmh) })}
      </span>
    );
  return (
    <span className="zone-bad">
      {permission.reason === null ? null : say(`measures.reason.${permission.reason}`)}{' '}
      <span lang="en" className="soft small">
        {permission.message}
      </span>
    </span>
  );
}

function ZoneName(props: {
  readonly zone: ZoneConfig;
  readonly isTaken: (id: string) => boolean;
  readonly onChange: (zone: ZoneConfig) => void;
}) {
  const { say } = useWords();
  const [text, setText] = useState(props.zone.id);
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
          if (isBad) setText(props.zone.id);
          else if (text !== props.zone.id) props.onChange({ ...props.zone, id: text });
        }}
      />
      {isBad ? <span className="field-problem">{say('editor.nameBad')}</span> : null}
    </label>
  );
}

function freeId(zones: readonly ZoneConfig[]): string {
  let number = zones.length + 1;
  while (zones.some(({ id }) => id === `zone-${number}`)) number++;
  return `zone-${number}`;
}

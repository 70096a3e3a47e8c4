import { type ZoneConfig, type ZonePermissionJson, type ZoneUse, zoneUses } from '@outis/core';
import { IdField } from '../lines/id-field.tsx';
import { partOf } from '../lines/use-history.ts';
import { useWords } from '../messages/words.tsx';
import type { EditorProps } from './calibration-editor.tsx';
import { newZone } from './measures-draft.ts';
import { ZonesPart } from './zones-part.tsx';

const zonesMax = 16;

/** Zones and what is measured in them, with the reason where the error is too large for it. */
export function ZonesEditor(props: EditorProps) {
  const { camera, draft, checked, behind } = props;
  const zones = partOf(draft, 'zones');
  return (
    <ZonesPart
      camera={camera}
      page="measures"
      zones={zones}
      zonesMax={zonesMax}
      behind={behind}
      onAdd={() => zones.change([...zones.value, { ...newZone(zones.value), use: ['dwell'] }])}
      onRemove={(index) => zones.change(zones.value.toSpliced(index, 1))}
    >
      {(drawing, zone, index) => (
        <>
          {drawing}
          <ZoneFields
            zone={zone}
            isTaken={(id) => zones.value.some((each, at) => at !== index && each.id === id)}
            onChange={(next) => zones.change(zones.value.with(index, next))}
            permissions={checked.check?.zones.filter(({ zoneId }) => zoneId === zone.id) ?? []}
          />
        </>
      )}
    </ZonesPart>
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
      <IdField id={zone.id} isTaken={props.isTaken} onRename={(id) => props.onChange({ ...zone, id })} />
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

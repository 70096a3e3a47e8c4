import type { CameraJson, ZoneConfig } from '@outis/core';
import { type ReactNode, useState } from 'react';
import { PolygonEditor } from '../lines/polygon-editor.tsx';
import type { Undoable } from '../lines/use-history.ts';
import { useWords } from '../messages/words.tsx';
import { HazardIcon } from '../safety/hazard-icon.tsx';
import { BoundaryMark, ZoneMark } from '../scene/area-mark.tsx';
import type { AimBehind } from './aim-behind.tsx';

/** The zones of a camera: one of them is chosen, and its corners are moved with mouse or keyboard. */
export function ZonesPart(props: {
  readonly camera: CameraJson;
  /** Whose texts it has. */
  readonly page: 'measures' | 'safety';
  readonly zones: Undoable<readonly ZoneConfig[]>;
  readonly zonesMax: number;
  readonly behind: AimBehind;
  /** Puts one more zone at the end. */
  readonly onAdd: () => void;
  readonly onRemove: (index: number) => void;
  /** Lays out the drawing and the fields of the chosen zone. */
  readonly children: (drawing: ReactNode, zone: ZoneConfig, index: number) => ReactNode;
}) {
  const { say } = useWords();
  const { page } = props;
  const zones = props.zones.value;
  const [chosen, setChosen] = useState(0);
  const index = Math.min(chosen, zones.length - 1);
  const zone = zones[index];
  const add = (
    <button
      type="button"
      className="button-quiet"
      disabled={zones.length >= props.zonesMax}
      onClick={() => {
        props.onAdd();
        setChosen(zones.length);
      }}
    >
      {say(`${page}.zones.add`)}
    </button>
  );
  const remove = (
    <button
      type="button"
      className="button-quiet"
      onClick={() => {
        props.onRemove(index);
        setChosen(Math.max(0, index - 1));
      }}
    >
      {say(`${page}.zones.remove`)}
    </button>
  );
  const tools = (
    <>
      {add}
      {remove}
    </>
  );
  const drawing = (
    <ZoneDrawing key={index} {...props} label={say(`${page}.zones.drawing`)} index={index} tools={tools} />
  );
  return (
    <section className="part">
      <h2>{say(`${page}.zones`)}</h2>
      <p>{say(`${page}.zones.text`)}</p>
      {zone === undefined ? (
        <>
          <p className="soft">{say(`${page}.zones.none`)}</p>
          <div className="toolbar">{add}</div>
        </>
      ) : (
        <>
          <fieldset className="segments mask-chooser">
            <legend className="hidden">{say(`${page}.zones.choose`)}</legend>
            {zones.map(({ id, hazard }, at) => (
              <label key={id}>
                <input type="radio" name="zone" checked={at === index} onChange={() => setChosen(at)} />
                <span>
                  {hazard === undefined ? null : <HazardIcon hazard={hazard} />}
                  {id}
                </span>
              </label>
            ))}
          </fieldset>
          {props.children(drawing, zone, index)}
        </>
      )}
    </section>
  );
}

function ZoneDrawing(props: {
  readonly camera: CameraJson;
  readonly zones: Undoable<readonly ZoneConfig[]>;
  readonly index: number;
  readonly behind: AimBehind;
  readonly label: string;
  readonly tools: ReactNode;
}) {
  const { zones, index } = props;
  const { boundary, size } = props.camera;
  const zone = zones.value[index]!;
  return (
    <PolygonEditor
      size={size}
      behind={props.behind.layer}
      label={props.label}
      points={{
        ...zones,
        value: zone.points,
        change: (points, mergeWith) => zones.change(zones.value.with(index, { ...zone, points }), mergeWith),
      }}
      tools={props.tools}
    >
      {(box) => (
        <>
          {boundary === null ? null : <BoundaryMark boundary={boundary} box={box} />}
          {zones.value.map((each, at) => (
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
  );
}

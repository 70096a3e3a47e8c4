import type { CameraJson } from '@outis/core';
import type { ReactNode } from 'react';
import { BoundaryMark, MaskMark, ZoneMark } from './area-mark.tsx';
import { flowsPx, layOutLines, sidesPx } from './line-layout.ts';
import { type Flow, LineMark } from './line-mark.tsx';
import type { ViewBox } from './line-side.ts';
import { ViewFrame } from './view-frame.tsx';

/** What is drawn of a camera. */
export type DrawnCamera = Pick<CameraJson, 'size' | 'boundary' | 'zones' | 'lines'> &
  Partial<Pick<CameraJson, 'masks'>>;

/** The neutral drawing of a camera with its lines, zones and boundary, and what `children` puts over them. */
export function ViewDrawing(props: {
  readonly camera: DrawnCamera;
  readonly label: string;
  readonly flows?: ReadonlyMap<string, Flow>;
  readonly pulses?: ReadonlyMap<string, number>;
  /** The line that is spoken of; the others are drawn faintly. */
  readonly chosen?: string | null;
  /** Small drawings show lines without ids and sides. */
  readonly isSmall?: boolean;
  /** What lies behind the lines: the background as far as it is known. Without it the ground is a neutral drawing. */
  readonly behind?: ReactNode;
  readonly children?: (box: ViewBox) => ReactNode;
  readonly className?: string;
}) {
  const { camera } = props;
  return (
    <ViewFrame size={camera.size} className={props.className ?? ''} isLearned={props.behind !== undefined}>
      {(box) => (
        <>
          {props.behind}
          <svg
            className="layer"
            width={box.width}
            height={box.height}
            viewBox={`0 0 ${box.width} ${box.height}`}
            role="img"
            aria-label={props.label}
          >
            {props.behind === undefined
              ? null
              : camera.masks?.map((mask) => <MaskMark key={JSON.stringify(mask)} mask={mask} box={box} />)}
            {camera.zones.map((zone) => (
              <ZoneMark key={zone.id} zone={zone} box={box} isSmall={props.isSmall === true} />
            ))}
            {camera.boundary === null ? null : <BoundaryMark boundary={camera.boundary} box={box} />}
            <LineMarks {...props} box={box} />
          </svg>
          {props.children?.(box)}
        </>
      )}
    </ViewFrame>
  );
}

function LineMarks(props: {
  readonly camera: DrawnCamera;
  readonly box: ViewBox;
  readonly flows?: ReadonlyMap<string, Flow>;
  readonly pulses?: ReadonlyMap<string, number>;
  readonly chosen?: string | null;
  readonly isSmall?: boolean;
}) {
  const { lines } = props.camera;
  const layouts =
    props.isSmall === true
      ? null
      : layOutLines(lines, props.box, props.flows === undefined ? sidesPx : flowsPx);
  const chosen = props.chosen ?? null;
  // The chosen line last, so that it lies over the others.
  const ordered = lines.toSorted((a, b) => Number(a.id === chosen) - Number(b.id === chosen));
  return ordered.map((line) => {
    const flow = props.flows?.get(line.id);
    const layout = layouts?.get(line.id);
    return (
      <LineMark
        key={line.id}
        line={line}
        box={props.box}
        pulse={props.pulses?.get(line.id) ?? 0}
        isFaint={chosen !== null && chosen !== line.id}
        {...(flow === undefined ? {} : { flow })}
        {...(layout === undefined ? {} : { layout })}
      />
    );
  });
}

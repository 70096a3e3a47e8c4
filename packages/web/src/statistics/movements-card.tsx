import {
  type CameraJson,
  type MeasuresJson,
  type MovementConfig,
  type MovementCountJson,
  type RoadUserClass,
  roadUserClasses,
} from '@outis/core';
import { useState } from 'react';
import { type Amount, addUp, isHidden, noAmount } from '../counts/amount.ts';
import { classKey } from '../messages/messages.ts';
import { useWords } from '../messages/words.tsx';
import { Noised } from '../part/noised.tsx';
import type { ViewBox } from '../scene/line-side.ts';
import { Overlay } from '../scene/overlay.tsx';
import { ViewDrawing } from '../scene/view-drawing.tsx';
import { type MovementArrow, movementArrow } from './movement-arrow.ts';
import { MovementMatrix } from './movement-matrix.tsx';
import { Teach } from './teach.tsx';

/** From which line to which: a matrix of numbers, and arrows as wide as they are. */
export function MovementsCard(props: {
  readonly camera: CameraJson;
  readonly measures: MeasuresJson;
  readonly counts: readonly MovementCountJson[];
}) {
  const { say } = useWords();
  const [name, setName] = useState<RoadUserClass | 'all'>('all');
  const { camera, counts } = props;
  const { movements } = props.measures;
  const amounts = new Map(
    movements.map(({ id }) => [
      id,
      addUp(counts.filter((each) => each.movementId === id && (name === 'all' || each.class === name))),
    ]),
  );
  return (
    <section className="card stat-panel movements-card">
      <div className="group-chart-head">
        <h3>{say('move.title')}</h3>
        {movements.length === 0 ? null : (
          <label className="select no-print">
            <span>{say('counts.class')}</span>
            <select value={name} onChange={(event) => setName(event.target.value as RoadUserClass | 'all')}>
              <option value="all">{say('move.all')}</option>
              {roadUserClasses.map((each) => (
                <option key={each} value={each}>
                  {say(classKey(each))}
                </option>
              ))}
            </select>
          </label>
        )}
      </div>
      <p className="soft small">{say('move.what')}</p>
      {movements.length === 0 ? (
        <Teach camera={camera} text={say('move.none')} />
      ) : counts.length === 0 ? (
        <p className="soft">{say('stat.nothing')}</p>
      ) : (
        <div className="movements">
          <Matrix movements={movements} amounts={amounts} />
          <ViewDrawing camera={{ ...camera, zones: [] }} label={say('move.drawing')} isSmall>
            {(box) => <Arrows camera={camera} movements={movements} amounts={amounts} box={box} />}
          </ViewDrawing>
        </div>
      )}
    </section>
  );
}

function Matrix(props: {
  readonly movements: readonly MovementConfig[];
  readonly amounts: ReadonlyMap<string, Amount>;
}) {
  const { say } = useWords();
  const { movements, amounts } = props;
  const froms = [...new Set(movements.map(({ from }) => from))];
  const tos = [...new Set(movements.map(({ to }) => to))];
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard.
    <section className="matrix-scroll" tabIndex={0} aria-label={say('move.title')}>
      <MovementMatrix froms={froms} tos={tos}>
        {(from, to) => {
          const movement = movements.find((each) => each.from === from && each.to === to);
          return (
            <td key={to} className="figure">
              {movement === undefined ? '' : <Noised amount={amounts.get(movement.id) ?? noAmount} />}
            </td>
          );
        }}
      </MovementMatrix>
    </section>
  );
}

function Arrows(props: {
  readonly camera: CameraJson;
  readonly movements: readonly MovementConfig[];
  readonly amounts: ReadonlyMap<string, Amount>;
  readonly box: ViewBox;
}) {
  const { number } = useWords();
  const { camera, movements, amounts, box } = props;
  const max = Math.max(1, ...[...amounts.values()].map(({ sum }) => sum));
  const drawn = movements.flatMap((movement) => {
    const amount = amounts.get(movement.id) ?? noAmount;
    if (amount.parts === 0 || isHidden(amount)) return [];
    const width = 3 + 15 * (Math.max(0, amount.sum) / max);
    const arrow = movementArrow(movement, camera.lines, box, width);
    return arrow === null ? [] : [{ movement, amount, width, arrow }];
  });
  return (
    <Overlay box={box}>
      {drawn.map(({ movement, width, arrow }) => (
        <Arrow key={movement.id} arrow={arrow} width={width} />
      ))}
      {drawn.length > 8
        ? null
        : drawn.map(({ movement, amount, arrow }) => (
            <text
              key={movement.id}
              className="flow-count movement-count"
              x={arrow.label.x}
              y={arrow.label.y}
              textAnchor="middle"
            >
              {number(amount.sum)}
            </text>
          ))}
    </Overlay>
  );
}

function Arrow(props: { readonly arrow: MovementArrow; readonly width: number }) {
  return (
    <g className="movement-arrow">
      <path className="movement-casing" d={props.arrow.shaft} style={{ strokeWidth: props.width + 3 }} />
      <path className="movement-shaft" d={props.arrow.shaft} style={{ strokeWidth: props.width }} />
      <path className="flow-tip" d={props.arrow.tip} />
    </g>
  );
}

import type { CameraJson, ConflictMapJson, ConflictsJson, MeasuresJson } from '@outis/core';
import { useTimeZone } from '../app/site.ts';
import { addUp } from '../counts/amount.ts';
import { classKey } from '../messages/messages.ts';
import { useWords } from '../messages/words.tsx';
import { Noised } from '../part/noised.tsx';
import { Overlay } from '../scene/overlay.tsx';
import { PictogramIcon } from '../scene/pictogram-icon.tsx';
import { ViewDrawing } from '../scene/view-drawing.tsx';
import { Histogram } from './histogram.tsx';
import { Teach } from './teach.tsx';

/** Near misses of a week, or of a month: how close per pair of classes, and where. */
export function ConflictsCard(props: {
  readonly camera: CameraJson;
  readonly measures: MeasuresJson;
  readonly conflicts: readonly ConflictsJson[];
  readonly map: ConflictMapJson | null;
}) {
  const { say, time } = useWords();
  const timeZone = useTimeZone();
  const isSetUp = props.measures.zones.some((zone) => zone.use === 'conflict' && zone.isPermitted);
  const first = props.conflicts[0];
  const shown = props.conflicts.filter(
    ({ bins, total }) => total.count !== null && bins.some(({ count }) => count !== null),
  );
  return (
    <section className="card stat-panel">
      <h3>{say('conflict.title')}</h3>
      <p className="soft small">
        {say('conflict.what')}{' '}
        {first === undefined ? null : (
          <strong>{say('conflict.week', { day: time(first.startMs, 'day', timeZone) })}</strong>
        )}
      </p>
      {!isSetUp && first === undefined ? (
        <Teach camera={props.camera} text={say('conflict.none')} />
      ) : first === undefined ? (
        <p className="soft">{say('stat.nothing')}</p>
      ) : (
        <div className="stat-grid">
          {props.map === null ? null : <ConflictMap camera={props.camera} map={props.map} />}
          {shown.length === 0 ? <p className="soft">{say('conflict.allHidden')}</p> : null}
          {shown.map((each) => (
            <Conflicts key={each.classes.join()} conflicts={each} />
          ))}
        </div>
      )}
    </section>
  );
}

function Conflicts(props: { readonly conflicts: ConflictsJson }) {
  const { say } = useWords();
  const { classes, bins, total } = props.conflicts;
  const [a, b] = classes;
  const name = say('conflict.pair', { a: say(classKey(a)), b: say(classKey(b)) });
  return (
    <section className="stat-item">
      <h4>
        <PictogramIcon class={a} size={18} />
        <PictogramIcon class={b} size={18} /> {name}
        <span className="stat-total">
          <Noised amount={addUp([total])} />
        </span>
      </h4>
      <Histogram
        bars={bins.map(({ measure, bin, count, error95 }) => ({
          name: `${measure.toUpperCase()} ${bin.replace('-', '–')} s`,
          count,
          error95,
        }))}
        unit="PET, TTC"
        className="histogram-conflict histogram-wide"
        label={`${say('conflict.title')}: ${name}`}
      />
    </section>
  );
}

function ConflictMap(props: { readonly camera: CameraJson; readonly map: ConflictMapJson }) {
  const { say } = useWords();
  const { columns, rows, squares } = props.map;
  const max = Math.max(1, ...squares.map(({ count }) => count ?? 0));
  return (
    <figure className="conflict-map">
      <ViewDrawing camera={props.camera} label={say('conflict.where')} isSmall>
        {(box) => (
          <Overlay box={box}>
            {squares.map(({ count }, index) =>
              count === null ? null : (
                <rect
                  // biome-ignore lint/suspicious/noArrayIndexKey: a square has no other name than its place.
                  key={index}
                  className="conflict-square"
                  x={((index % columns) * box.width) / columns + 1}
                  y={(Math.floor(index / columns) * box.height) / rows + 1}
                  width={box.width / columns - 2}
                  height={box.height / rows - 2}
                  rx={4}
                  opacity={0.2 + (0.75 * count) / max}
                />
              ),
            )}
          </Overlay>
        )}
      </ViewDrawing>
      <figcaption className="soft small">{say('conflict.where')}</figcaption>
    </figure>
  );
}

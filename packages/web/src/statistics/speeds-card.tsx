import type { CameraJson, MeasuresJson, SpeedFigureJson, SpeedsJson } from '@outis/core';
import { addUp } from '../counts/amount.ts';
import { classKey } from '../messages/messages.ts';
import { useWords } from '../messages/words.tsx';
import { Noised } from '../part/noised.tsx';
import { PictogramIcon } from '../scene/pictogram-icon.tsx';
import { Histogram } from './histogram.tsx';
import { Teach } from './teach.tsx';

/** Speeds per zone and class: a histogram, mean and V85, and up to which speed the zone measures. */
export function SpeedsCard(props: {
  readonly camera: CameraJson;
  readonly measures: MeasuresJson;
  readonly speeds: readonly SpeedsJson[];
}) {
  const { say, number } = useWords();
  const zones = props.measures.zones.filter((zone) => zone.use === 'speed' && zone.isPermitted);
  const speeds = props.speeds.filter(({ bins }) => bins.some(({ count }) => count !== null));
  return (
    <section className="card stat-panel">
      <h3>{say('speed.title')}</h3>
      <p className="soft small">{say('speed.what')}</p>
      {zones.length === 0 && props.speeds.length === 0 ? (
        <Teach camera={props.camera} text={say('speed.none')} />
      ) : speeds.length === 0 ? (
        <p className="soft">{say('stat.nothing')}</p>
      ) : (
        <div className="stat-grid">
          {speeds.map((each) => (
            <Speeds key={`${each.zoneId} ${each.class}`} speeds={each} hasZones={zones.length > 1} />
          ))}
        </div>
      )}
      {zones.map(({ zoneId, fastestKmh }) =>
        fastestKmh === null ? null : (
          <p key={zoneId} className="soft small">
            {say('speed.fastest', { zone: zoneId, kmh: number(fastestKmh) })}
          </p>
        ),
      )}
    </section>
  );
}

function Speeds(props: { readonly speeds: SpeedsJson; readonly hasZones: boolean }) {
  const { say, number } = useWords();
  const { speeds } = props;
  // Beyond the last bar that is shown only hidden ones follow.
  const last = speeds.bins.findLastIndex(({ count }) => count !== null);
  const bars = speeds.bins.slice(0, Math.max(8, last + 3)).map(({ fromKmh, toKmh, count, error95 }) => ({
    name: toKmh === null ? `≥ ${number(fromKmh)}` : number(fromKmh),
    count,
    error95,
  }));
  const name = say(classKey(speeds.class));
  return (
    <section className="stat-item">
      <h4>
        <PictogramIcon class={speeds.class} size={18} /> {name}
        {props.hasZones ? <span className="soft"> {say('stat.zone', { id: speeds.zoneId })}</span> : null}
        <span className="stat-total">
          <Noised amount={addUp([speeds.total])} />
        </span>
      </h4>
      {speeds.mean === null && speeds.v85 === null ? (
        <p className="soft small">{say('speed.few')}</p>
      ) : (
        <dl className="figures">
          <Figure term={say('speed.mean')} figure={speeds.mean} />
          <Figure term={say('speed.v85')} figure={speeds.v85} />
        </dl>
      )}
      <Histogram
        bars={bars}
        nameEach={2}
        unit="km/h"
        className={`class-${speeds.class}`}
        label={`${say('speed.title')}: ${name}`}
      />
    </section>
  );
}

function Figure(props: { readonly term: string; readonly figure: SpeedFigureJson | null }) {
  const { say, number } = useWords();
  const { term, figure } = props;
  return (
    <div>
      <dt>{term}</dt>
      <dd>
        {figure === null ? (
          '–'
        ) : (
          <>
            {figure.isAtLeast ? `${say('speed.atLeast')} ` : ''}
            {number(figure.kmh, 1)} <span className="plus-minus">±{number(figure.error95Kmh, 1)} km/h</span>
          </>
        )}
      </dd>
    </div>
  );
}

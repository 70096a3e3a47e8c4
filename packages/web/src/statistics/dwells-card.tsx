import type { CameraJson, DwellsJson, MeasuresJson } from '@outis/core';
import { addUp } from '../counts/amount.ts';
import { classKey } from '../messages/messages.ts';
import { useWords } from '../messages/words.tsx';
import { Noised } from '../part/noised.tsx';
import { PictogramIcon } from '../scene/pictogram-icon.tsx';
import { Histogram } from './histogram.tsx';
import { Teach } from './teach.tsx';

/** How long vehicles stay in each zone. */
export function DwellsCard(props: {
  readonly camera: CameraJson;
  readonly measures: MeasuresJson;
  readonly dwells: readonly DwellsJson[];
}) {
  const { say, number } = useWords();
  const zones = props.measures.zones.filter((zone) => zone.use === 'dwell' && zone.isPermitted);
  return (
    <section className="card stat-panel">
      <h3>{say('dwell.title')}</h3>
      <p className="soft small">{say('dwell.what')}</p>
      {zones.length === 0 && props.dwells.length === 0 ? (
        <Teach camera={props.camera} text={say('dwell.none')} />
      ) : props.dwells.length === 0 ? (
        <p className="soft">{say('stat.nothing')}</p>
      ) : (
        <div className="stat-grid">
          {props.dwells.map((each) => (
            <section key={`${each.zoneId} ${each.class}`} className="stat-item">
              <h4>
                <PictogramIcon class={each.class} size={18} /> {say(classKey(each.class))}
                <span className="soft"> {say('stat.zone', { id: each.zoneId })}</span>
                <span className="stat-total">
                  <Noised amount={addUp([each.total])} />
                </span>
              </h4>
              <Histogram
                bars={each.bins.map(({ fromMinutes, toMinutes, count, error95 }) => ({
                  name:
                    toMinutes === null
                      ? say('dwell.open', { from: number(fromMinutes) })
                      : say('dwell.bin', { from: number(fromMinutes), to: number(toMinutes) }),
                  count,
                  error95,
                }))}
                unit={say('dwell.title')}
                className={`class-${each.class} histogram-wide`}
                label={`${say('dwell.title')}: ${say(classKey(each.class))}`}
              />
            </section>
          ))}
        </div>
      )}
    </section>
  );
}

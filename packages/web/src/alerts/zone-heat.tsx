import { type CameraJson, safetyRules } from '@outis/core';
import { hrefOf } from '../app/route.ts';
import { useWords } from '../messages/words.tsx';
import { FigureTable } from '../part/figure-table.tsx';
import { FailureNotice } from '../part/notice.tsx';
import { outlineOf } from '../scene/area-mark.tsx';
import type { ViewBox } from '../scene/line-side.ts';
import { Overlay } from '../scene/overlay.tsx';
import { ruleKey } from './rule-words.ts';
import { heatWeeks, type ZoneHeat } from './use-zone-heat.ts';

/** How strongly the darkest zone is shaded. */
const shadeMax = 0.62;

/** The zones of a camera, shaded by how often alerts are given in them; nothing finer than a zone. */
export function ZoneHeatLayer(props: {
  readonly camera: CameraJson;
  readonly heat: ZoneHeat;
  readonly box: ViewBox;
}) {
  const { number } = useWords();
  const { camera, heat, box } = props;
  if (!heat.isShown || heat.rates === null) return null;
  const max = rateMax(heat);
  return (
    <Overlay box={box} className="zone-heat-layer">
      {heat.rates.map(({ zoneId, rate }) => {
        const zone = camera.zones.find(({ id }) => id === zoneId);
        if (zone === undefined) return null;
        const x = zone.points.reduce((sum, [at]) => sum + at, 0) / zone.points.length;
        const y = zone.points.reduce((sum, [, at]) => sum + at, 0) / zone.points.length;
        return (
          <g key={zoneId}>
            <path
              className={rate === null ? 'zone-heat-little' : ''}
              d={outlineOf(zone.points, box)}
              style={rate === null ? {} : { fillOpacity: 0.05 + shadeMax * (rate / max) }}
            />
            <text className="flow-count" x={x * box.width} y={y * box.height + 4} textAnchor="middle">
              {zoneId}
              <tspan x={x * box.width} dy={20}>
                {rate === null ? '–' : number(rate, 1)}
              </tspan>
            </text>
          </g>
        );
      })}
    </Overlay>
  );
}

/** The switch of the heat, its choices, its legend, and the same as a table. */
export function ZoneHeatPanel(props: { readonly camera: CameraJson; readonly heat: ZoneHeat }) {
  const { say, number } = useWords();
  const { heat } = props;
  if (props.camera.zones.length === 0) return null;
  return (
    <section className="zone-heat" aria-label={say('zoneHeat.show')}>
      <div className="zone-heat-choices">
        <button
          type="button"
          className="button-quiet"
          aria-pressed={heat.isShown}
          onClick={() => heat.show(!heat.isShown)}
        >
          {say('zoneHeat.show')}
        </button>
        {heat.isShown ? (
          <>
            <label className="select">
              <span>{say('zoneHeat.weeks')}</span>
              <select value={heat.weeks} onChange={({ target }) => heat.setWeeks(Number(target.value))}>
                {heatWeeks.map((weeks) => (
                  <option key={weeks} value={weeks}>
                    {say('zoneHeat.count', { count: number(weeks) })}
                  </option>
                ))}
              </select>
            </label>
            <RuleChoice heat={heat} />
          </>
        ) : null}
        <a href={hrefOf({ page: 'safety-report', of: props.camera.id })}>{say('nav.report')}</a>
      </div>
      {heat.isShown && heat.failure !== null ? <FailureNotice failure={heat.failure} /> : null}
      {heat.isShown && heat.rates !== null ? <Legend heat={heat} /> : null}
    </section>
  );
}

function RuleChoice(props: { readonly heat: ZoneHeat }) {
  const { say } = useWords();
  const { heat } = props;
  return (
    <label className="select">
      <span>{say('zoneHeat.rule')}</span>
      <select
        value={heat.rule ?? ''}
        onChange={({ target }) => heat.setRule(safetyRules.find((each) => each === target.value) ?? null)}
      >
        <option value="">{say('zoneHeat.rule.all')}</option>
        {heat.rules.map((rule) => (
          <option key={rule} value={rule}>
            {say(ruleKey(rule))}
          </option>
        ))}
      </select>
    </label>
  );
}

function Legend(props: { readonly heat: ZoneHeat }) {
  const { say, number } = useWords();
  const { heat } = props;
  return (
    <>
      <p className="small zone-heat-scale">
        <span>{say('zoneHeat.title')}:</span> <span>0</span> <i aria-hidden="true" />{' '}
        <span>{number(rateMax(heat), 1)}</span>
        <span className="soft">{say('zoneHeat.note')}</span>
      </p>
      <FigureTable
        caption={say('zoneHeat.title')}
        names={[say('zoneHeat.zone')]}
        figures={[say('zoneHeat.alerts'), say('zoneHeat.watched'), say('zoneHeat.rate')]}
      >
        {heat.rates?.map(({ zoneId, alerts, watchedMin, rate }) => (
          <tr key={zoneId}>
            <th scope="row">{zoneId}</th>
            <td className="figure">{number(alerts)}</td>
            <td className="figure">{say('report.hoursShort', { hours: number(watchedMin / 60) })}</td>
            <td className="figure">{rate === null ? say('zoneHeat.little') : number(rate, 1)}</td>
          </tr>
        ))}
      </FigureTable>
    </>
  );
}

/** The rate that is shaded most, at least 1. */
function rateMax(heat: ZoneHeat): number {
  return Math.max(1, ...(heat.rates ?? []).map(({ rate }) => rate ?? 0));
}

import { type AlertJson, alertKeptMsMax } from '@outis/core';
import type { PointerEvent } from 'react';
import { useTimeZone } from '../app/site.ts';
import { useWords } from '../messages/words.tsx';
import { type AlertPlace, midnightsIn, nearestAlert, placesOf, shareOf } from './alert-list.ts';
import { RuleIcon } from './rule-icon.tsx';
import { ruleKey } from './rule-words.ts';

/** How near to a dot a pointer must be, px. */
const reachPx = 22;
/** Each rule of a place has a lane of its own. */
const lanePx = 20;
const dotPx = 17;

/** The last 72 hours, one row for each place: dots are alerts. To look at before anything is read. */
export function AlertStrip(props: {
  readonly alerts: readonly AlertJson[];
  readonly nowMs: number;
  readonly openId: string | null;
  readonly onOpen: (alert: AlertJson) => void;
  /** The place that alone is shown; null where all are. */
  readonly chosen: Pick<AlertPlace, 'cameraId' | 'zoneId'> | null;
  readonly onChoose: (place: Pick<AlertPlace, 'cameraId' | 'zoneId'> | null) => void;
}) {
  const { say, time } = useWords();
  const timeZone = useTimeZone();
  const { alerts, nowMs } = props;
  const fromMs = nowMs - alertKeptMsMax;
  const places = placesOf(alerts);
  if (places.length === 0) return null;
  const rules = [...new Set(places.flatMap((place) => place.rules))];
  const midnights = midnightsIn(fromMs, nowMs, timeZone);
  return (
    <section className="card alert-strip" aria-labelledby="alert-strip-title">
      <div className="alert-strip-head">
        <h2 id="alert-strip-title">{say('alert.strip')}</h2>
        <ul className="legend">
          {rules.map((rule) => (
            <li key={rule}>
              <RuleIcon rule={rule} size={18} /> {say(ruleKey(rule))}
            </li>
          ))}
        </ul>
      </div>
      <div className="alert-strip-rows">
        {places.map((place) => (
          <StripRow
            key={`${place.cameraId} ${place.zoneId}`}
            {...props}
            place={place}
            fromMs={fromMs}
            midnights={midnights}
          />
        ))}
        <div className="alert-strip-days" aria-hidden="true">
          {/* The last midnight begins today, which "now" names: two words would lie over one another. */}
          {midnights.slice(0, -1).map((tMs) => (
            <span key={tMs} style={{ left: `${shareOf(tMs, fromMs, nowMs) * 100}%` }}>
              {time(tMs, 'weekday', timeZone)}
            </span>
          ))}
          <span className="alert-strip-now">{say('alert.strip.now')}</span>
        </div>
      </div>
    </section>
  );
}

function StripRow(props: {
  readonly place: AlertPlace;
  readonly fromMs: number;
  readonly nowMs: number;
  readonly midnights: readonly number[];
  readonly openId: string | null;
  readonly onOpen: (alert: AlertJson) => void;
  readonly chosen: Pick<AlertPlace, 'cameraId' | 'zoneId'> | null;
  readonly onChoose: (place: Pick<AlertPlace, 'cameraId' | 'zoneId'> | null) => void;
}) {
  const { say, number } = useWords();
  const { place, fromMs, nowMs } = props;
  const { cameraId: camera, zoneId: zone, alerts } = place;
  const lanes = place.rules.length;
  const isChosen = props.chosen?.cameraId === camera && props.chosen.zoneId === zone;
  const onPointerUp = (event: PointerEvent<HTMLDivElement>) => {
    const { left, width } = event.currentTarget.getBoundingClientRect();
    if (width === 0) return;
    const tMs = fromMs + ((event.clientX - left) / width) * (nowMs - fromMs);
    const alert = nearestAlert(alerts, tMs, (reachPx / width) * (nowMs - fromMs));
    if (alert !== null) props.onOpen(alert);
  };
  return (
    <div className="alert-strip-row">
      <button
        type="button"
        className="alert-strip-place"
        aria-pressed={isChosen}
        onClick={() => props.onChoose(isChosen ? null : place)}
      >
        <strong>{zone}</strong> <span className="soft">{camera}</span>
      </button>
      {/* By keyboard the same alerts are opened in the list. */}
      <div
        className="alert-strip-track"
        role="img"
        aria-label={say('alert.strip.label', { zone, camera, count: number(alerts.length) })}
        style={{ height: 10 + lanes * lanePx }}
        onPointerUp={onPointerUp}
      >
        {props.midnights.map((tMs) => (
          <i
            key={tMs}
            className="alert-strip-midnight"
            style={{ left: `${shareOf(tMs, fromMs, nowMs) * 100}%` }}
          />
        ))}
        {alerts.map((alert) => (
          <span
            key={alert.id}
            className={`alert-dot alert-dot-${alert.state}${alert.id === props.openId ? ' alert-dot-open' : ''}`}
            style={{
              left: `${shareOf(alert.tMs, fromMs, nowMs) * 100}%`,
              top: 5 + (place.rules.indexOf(alert.rule) + 0.5) * lanePx,
            }}
          >
            <RuleIcon rule={alert.rule} size={dotPx} />
          </span>
        ))}
      </div>
    </div>
  );
}

import type { AlertJson } from '@outis/core';
import { hrefOf } from '../app/route.ts';
import { useTimeZone } from '../app/site.ts';
import { useWords } from '../messages/words.tsx';
import { Ago } from './ago.tsx';
import { RuleIcon } from './rule-icon.tsx';
import { ruleKey, stateKey } from './rule-words.ts';

/** One alert of the list: what, where, when, and whether anybody has seen it. */
export function AlertRow(props: {
  readonly alert: AlertJson;
  readonly nowMs: number;
  readonly isOpen: boolean;
}) {
  const { say, time } = useWords();
  const timeZone = useTimeZone();
  const { alert, nowMs } = props;
  return (
    <li>
      <a
        id={rowIdOf(alert.id)}
        className={`alert-row alert-row-${alert.state}`}
        href={hrefOf({ page: 'alerts', alertId: alert.id })}
        aria-current={props.isOpen ? 'true' : undefined}
      >
        <RuleIcon rule={alert.rule} size={34} />
        <span className="alert-row-what">
          <strong>{say(ruleKey(alert.rule))}</strong>
          <span className="soft">
            {alert.zoneId} · {alert.cameraId}
          </span>
        </span>
        <span className="alert-row-when">
          <span>{time(alert.tMs, 'time', timeZone)}</span>
          <span className="soft small">
            <Ago ms={nowMs - alert.tMs} />
          </span>
        </span>
        <StatePill state={alert.state} />
      </a>
    </li>
  );
}

/** The element of an alert in the list, for the keyboard. */
export function rowIdOf(alertId: string): string {
  return `alert-${alertId}`;
}

/** New or seen, as a shape and a word. */
export function StatePill(props: { readonly state: AlertJson['state'] }) {
  const { say } = useWords();
  return <span className={`alert-state alert-state-${props.state}`}>{say(stateKey(props.state))}</span>;
}

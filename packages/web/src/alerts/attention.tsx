import { type AlertsJson, alertsPerDayMax } from '@outis/core';
import { useMe } from '../app/me.ts';
import { hrefOf } from '../app/route.ts';
import { useWords } from '../messages/words.tsx';
import { Notice } from '../part/notice.tsx';
import { ruleKey } from './rule-words.ts';

/** What somebody must look at before the alerts: rules that say too much, and receivers that hear nothing. */
export function Attention(props: { readonly alerts: AlertsJson }) {
  const { say, number } = useWords();
  const { has } = useMe();
  const { attention, outlets } = props.alerts;
  const troubled = outlets.filter(({ waiting, givenUp }) => waiting > 0 || givenUp > 0);
  return (
    <div className="banners">
      {attention.map(({ cameraId, rule, alerts }) => (
        <Notice key={`${cameraId} ${rule}`} tone="warn" title={say('alert.attention')}>
          {say('alert.attention.text', {
            rule: say(ruleKey(rule)),
            camera: cameraId,
            count: number(alerts),
            max: number(alertsPerDayMax),
          })}{' '}
          {has('installer') ? (
            <a href={hrefOf({ page: 'safety', cameraId })}>{say('alert.attention.look')}</a>
          ) : null}
        </Notice>
      ))}
      {troubled.length === 0 ? null : (
        <Notice tone="warn" title={say('alert.outlets')}>
          {troubled.map(({ outlet, waiting, givenUp, problem }) => (
            <p key={outlet} className="alert-outlet">
              {waiting === 0 ? null : `${say('alert.outlets.waiting', { outlet, count: number(waiting) })} `}
              {givenUp === 0 ? null : `${say('alert.outlets.givenUp', { outlet, count: number(givenUp) })} `}
              {problem === null ? null : (
                <span className="soft" lang="en">
                  {problem}
                </span>
              )}
            </p>
          ))}
        </Notice>
      )}
    </div>
  );
}

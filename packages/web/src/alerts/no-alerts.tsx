import { purposesWith } from '@outis/core';
import { useMe } from '../app/me.ts';
import { hrefOf } from '../app/route.ts';
import { useSite } from '../app/site.ts';
import { useWords } from '../messages/words.tsx';
import { RuleIcon } from './rule-icon.tsx';

/** No alerts: because all is well, or because nothing is set up that could warn. */
export function NoAlerts() {
  const { say, number } = useWords();
  const { has } = useMe();
  const cameras = useSite().cameras?.cameras ?? [];
  const watching = cameras.filter(({ purpose }) => purposesWith('alerts').includes(purpose));
  const rules = watching.reduce((sum, camera) => sum + (camera.safety?.rules.length ?? 0), 0);
  const camera = watching[0];
  return (
    <section className="empty alerts-empty">
      <RuleIcon rule="exclusion" size={64} />
      <h2>{say('alert.empty.title')}</h2>
      <p>
        {camera === undefined
          ? say('alert.empty.noCamera')
          : rules === 0
            ? say('alert.empty.noRule')
            : say('alert.empty.armed', { count: number(rules) })}
      </p>
      {camera === undefined || !has('installer') ? null : (
        <a className="button-quiet" href={hrefOf({ page: 'safety', cameraId: camera.id })}>
          {say('alert.empty.add', { camera: camera.id })}
        </a>
      )}
    </section>
  );
}

import type { CameraJson } from '@outis/core';
import { publicPath } from '../api/client.ts';
import { useMe } from '../app/me.ts';
import { refusalOf } from '../app/rights.ts';
import { hrefOf } from '../app/route.ts';
import { useWords } from '../messages/words.tsx';
import { HealthPill } from '../part/health.tsx';

const pages = ['camera', 'lines', 'measures', 'safety', 'aim', 'certify', 'settings'] as const;

/** Which camera this is, how it is, and the pages about it. */
export function CameraTitle(props: { readonly camera: CameraJson; readonly page: (typeof pages)[number] }) {
  const { say } = useWords();
  const { me } = useMe();
  const { camera } = props;
  return (
    <div className="camera-title">
      <div className="camera-title-name">
        <h1>{camera.id}</h1>
        <HealthPill health={camera.health} />
        {camera.simulated ? <span className="badge">{say('badge.simulated')}</span> : null}
      </div>
      <p className="purpose-line">{say(`purpose.${camera.purpose}`)}</p>
      <nav className="tabs" aria-label={say('camera.nav', { id: camera.id })}>
        {pages
          .filter(
            (page) =>
              refusalOf(me, page) === null &&
              (page !== 'aim' || camera.aim !== null) &&
              (page !== 'measures' || camera.measures !== null) &&
              (page !== 'safety' || camera.safety !== null),
          )
          .map((page) => (
            <a
              key={page}
              href={hrefOf({ page, cameraId: camera.id })}
              aria-current={props.page === page ? 'page' : undefined}
            >
              {say(`camera.tab.${page}`)}
            </a>
          ))}
        <a href={publicPath(camera.id)}>{say('camera.public')}</a>
      </nav>
    </div>
  );
}

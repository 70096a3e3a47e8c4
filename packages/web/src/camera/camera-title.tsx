import type { CameraJson } from '@outis/core';
import { hrefOf } from '../app/route.ts';
import { useWords } from '../messages/words.tsx';
import { HealthPill } from '../part/health.tsx';

const pages = ['camera', 'lines', 'sheet'] as const;

/** Which camera this is, how it is, and the three pages about it. */
export function CameraTitle(props: { readonly camera: CameraJson; readonly page: (typeof pages)[number] }) {
  const { say } = useWords();
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
        {pages.map((page) => (
          <a
            key={page}
            href={hrefOf({ page, cameraId: camera.id })}
            aria-current={props.page === page ? 'page' : undefined}
          >
            {say(`camera.tab.${page}`)}
          </a>
        ))}
      </nav>
    </div>
  );
}

import type { CameraJson } from '@outis/core';
import { hrefOf } from '../app/route.ts';
import { PauseControl } from '../camera/pause-control.tsx';
import { useWords } from '../messages/words.tsx';
import { HealthNumbers, HealthPill, HealthProblem } from '../part/health.tsx';
import { ViewDrawing } from '../scene/view-drawing.tsx';

/** All cards are equally high, whatever the shape of the picture. */
const cardSize = { widthPx: 16, heightPx: 7 };

/** One camera: what it is for, who answers for it, and how it is. */
export function CameraCard(props: { readonly camera: CameraJson }) {
  const { say, number } = useWords();
  const { camera } = props;
  return (
    <article className="card camera-card">
      <div className="camera-card-view">
        <ViewDrawing
          isSmall
          camera={{ ...camera, size: cardSize }}
          label={say('drawing.label', { count: number(camera.lines.length) })}
        />
        {camera.simulated ? <span className="badge">{say('badge.simulated')}</span> : null}
      </div>
      <div className="camera-card-body">
        <div className="camera-card-head">
          <h2>
            <a href={hrefOf({ page: 'camera', cameraId: camera.id })}>{camera.id}</a>
          </h2>
          <HealthPill health={camera.health} />
        </div>
        {camera.pending.length === 0 ? null : <p className="pending-badge">{say('pending.badge')}</p>}
        <p className="purpose-line">{say(`purpose.${camera.purpose}`)}</p>
        <HealthProblem health={camera.health} />
        <p className="reason">{camera.reason}</p>
        <PauseControl camera={camera} />
        <p className="soft small">{say('card.owner', { owner: camera.owner })}</p>
        <HealthNumbers health={camera.health} />
      </div>
    </article>
  );
}

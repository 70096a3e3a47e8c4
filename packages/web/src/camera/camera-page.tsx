import { type CameraJson, permitsLiveScene } from '@outis/core';
import { useCamera } from '../app/site.ts';
import { CountsSection } from '../counts/counts-section.tsx';
import { useWords } from '../messages/words.tsx';
import { HealthNumbers, HealthProblem } from '../part/health.tsx';
import { Notice } from '../part/notice.tsx';
import { UnknownCamera } from '../part/unknown-camera.tsx';
import { AboutCamera } from './about-camera.tsx';
import { CameraTitle } from './camera-title.tsx';
import { ScenePanel } from './scene-panel.tsx';

/** One camera: its live scene where the purpose permits one, and its counts. */
export function CameraPage(props: { readonly cameraId: string }) {
  const { say } = useWords();
  const camera = useCamera(props.cameraId);
  if (camera === null) return <UnknownCamera cameraId={props.cameraId} />;
  return (
    <>
      <CameraTitle camera={camera} page="camera" />
      <HealthProblem health={camera.health} />
      {camera.editedInBrowser ? <p className="soft small">{say('overview.edited')}</p> : null}
      {hasScene(camera) ? <ScenePanel camera={camera} /> : <NoScene />}
      <CountsSection camera={camera} />
      <section className="health-section">
        <h2>{say('camera.health')}</h2>
        <HealthNumbers health={camera.health} />
      </section>
      <AboutCamera camera={camera} />
    </>
  );
}

/** Both must agree: the edge's own word, and what the purpose permits at all. */
function hasScene(camera: CameraJson): boolean {
  return camera.liveScene && permitsLiveScene(camera.purpose);
}

function NoScene() {
  const { say } = useWords();
  return (
    <Notice tone="info" title={say('street.noScene')}>
      {say('street.stays')}
    </Notice>
  );
}

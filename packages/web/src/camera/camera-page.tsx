import { type CameraJson, permitsLiveScene } from '@outis/core';
import { useMe } from '../app/me.ts';
import { useCamera } from '../app/site.ts';
import { PendingNotice } from '../changes/pending-notice.tsx';
import { CountsSection } from '../counts/counts-section.tsx';
import { useWords } from '../messages/words.tsx';
import { HealthNumbers, HealthProblem } from '../part/health.tsx';
import { Notice } from '../part/notice.tsx';
import { UnknownCamera } from '../part/unknown-camera.tsx';
import { StatisticsSection } from '../statistics/statistics-section.tsx';
import { AboutCamera } from './about-camera.tsx';
import { AimNotice, MovedNotice } from './camera-notices.tsx';
import { CameraTitle } from './camera-title.tsx';
import { PauseControl } from './pause-control.tsx';
import { ScenePanel } from './scene-panel.tsx';
import { SignSection } from './sign-section.tsx';

/** One camera: its live scene where the purpose permits one, and its counts. */
export function CameraPage(props: { readonly cameraId: string }) {
  const { say } = useWords();
  const { has } = useMe();
  const camera = useCamera(props.cameraId);
  if (camera === null) return <UnknownCamera cameraId={props.cameraId} />;
  return (
    <>
      <CameraTitle camera={camera} page="camera" />
      <AimNotice camera={camera} />
      <PendingNotice pending={camera.pending} />
      <MovedNotice camera={camera} />
      <PauseControl camera={camera} />
      <HealthProblem health={camera.health} />
      {camera.editedInBrowser ? <p className="soft small no-print">{say('overview.edited')}</p> : null}
      <SceneOf camera={camera} />
      <CountsSection camera={camera} />
      {camera.measures === null ? null : <StatisticsSection camera={camera} measures={camera.measures} />}
      <section className="health-section">
        <h2>{say('camera.health')}</h2>
        <HealthNumbers health={camera.health} />
      </section>
      {has('installer') ? <SignSection camera={camera} /> : null}
      <AboutCamera camera={camera} />
    </>
  );
}

/** The scene, or why there is none: the purpose permits none at all, or not to this user. */
function SceneOf(props: { readonly camera: CameraJson }) {
  const { say } = useWords();
  const { has } = useMe();
  const { camera } = props;
  if (!permitsLiveScene(camera.purpose)) return <NoScene />;
  if (!has('operator'))
    return (
      <Notice tone="info" title={say('scene.forOperators', { role: say('role.operator') })}>
        {say('scene.forOperators.text')}
      </Notice>
    );
  // Both must agree: what the purpose permits at all, and the edge's own word.
  return camera.liveScene ? <ScenePanel camera={camera} /> : null;
}

function NoScene() {
  const { say } = useWords();
  return (
    <Notice tone="info" title={say('street.noScene')}>
      {say('street.stays')}
    </Notice>
  );
}

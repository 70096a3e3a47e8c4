import { type CameraJson, roadUserClasses } from '@outis/core';
import { useZoneHeat, type ZoneHeat } from '../alerts/use-zone-heat.ts';
import { ZoneHeatLayer, ZoneHeatPanel } from '../alerts/zone-heat.tsx';
import { BackgroundLayer } from '../background/background-layer.tsx';
import { KnownLegend } from '../background/known-legend.tsx';
import { classKey } from '../messages/messages.ts';
import { useWords } from '../messages/words.tsx';
import { Notice } from '../part/notice.tsx';
import { ObjectsLayer } from '../scene/objects-layer.tsx';
import { ReplaySlider } from '../scene/replay-slider.tsx';
import type { StreamState } from '../scene/scene-stream.ts';
import { type Replaying, useReplay } from '../scene/use-replay.ts';
import { type LiveScene, useScene } from '../scene/use-scene.ts';
import { ViewDrawing } from '../scene/view-drawing.tsx';
import { NowPresent } from './now-present.tsx';
import { TallyTable } from './tally-table.tsx';

/** The live scene: a drawing of the view, and pictograms where something is now. */
export function ScenePanel(props: { readonly camera: CameraJson }) {
  const { say } = useWords();
  const { camera } = props;
  const scene = useScene(camera.id, camera.lines, camera.pause.isPaused);
  const replaying = useReplay(scene);
  const heat = useZoneHeat(camera);
  const share = scene.background === null ? null : scene.known.share(camera);
  return (
    <section className="scene-panel" aria-labelledby="scene-title">
      <h2 id="scene-title" className="hidden">
        {say('scene.title')}
      </h2>
      <div className="scene-main">
        <SceneView camera={camera} scene={scene} replaying={replaying} heat={heat} />
        <div className="scene-foot">
          {scene.state === 'live' ? <ReplaySlider replaying={replaying} /> : null}
          {share === null ? null : <KnownLegend share={share} />}
        </div>
        <p className="soft small">{say(share === null ? 'scene.note' : 'scene.note.learned')}</p>
        <ZoneHeatPanel camera={camera} heat={heat} />
        {replaying.personsHidden ? <Notice tone="warn">{say('scene.personsHidden')}</Notice> : null}
      </div>
      <aside className="scene-side">
        <NowPresent replaying={replaying} isLive={scene.state === 'live'} />
        <TallyTable camera={camera} tally={scene.tally} pulses={scene.pulses} />
      </aside>
    </section>
  );
}

function SceneView(props: {
  readonly camera: CameraJson;
  readonly scene: LiveScene;
  readonly replaying: Replaying;
  readonly heat: ZoneHeat;
}) {
  const { say, number } = useWords();
  const { camera, scene, replaying } = props;
  const { background } = scene;
  const present = usePresent(replaying);
  const count = number(camera.lines.length);
  return (
    <ViewDrawing
      camera={camera}
      label={say(background === null ? 'drawing.label' : 'drawing.label.learned', { count })}
      pulses={scene.pulses}
      className={background === null ? 'scene-view' : 'scene-view scene-learned'}
      {...(background === null
        ? {}
        : {
            behind: <BackgroundLayer known={scene.known} grid={background.grid} size={camera.size} />,
          })}
    >
      {(box) => (
        <>
          <ZoneHeatLayer camera={camera} heat={props.heat} box={box} />
          <ObjectsLayer
            placesAt={replaying.placesAt}
            isOnPicture={background !== null}
            box={box}
            label={say('scene.label', { present: scene.state === 'live' ? present : '–' })}
          />
          <SceneCover state={scene.state} onGoOn={scene.goOn} />
          <SceneSign state={scene.state} agoS={replaying.agoS} />
        </>
      )}
    </ViewDrawing>
  );
}

/** What lies over the scene while it does not move. */
function SceneCover(props: { readonly state: StreamState; readonly onGoOn: () => void }) {
  const { say } = useWords();
  const { state } = props;
  if (state === 'live' || state === 'connecting') return null;
  return (
    <div className="scene-cover" role="status">
      <div className="scene-cover-box">
        <strong>{say(`scene.${state}`)}</strong>
        <span>{say(`scene.${state}.hint`)}</span>
        {state === 'paused' ? (
          <button type="button" className="button" onClick={props.onGoOn}>
            {say('scene.goOn')}
          </button>
        ) : null}
      </div>
    </div>
  );
}

function SceneSign(props: { readonly state: StreamState; readonly agoS: number }) {
  const { say, number } = useWords();
  if (props.state !== 'live' && props.state !== 'connecting') return null;
  if (props.agoS > 0)
    return (
      <span className="scene-sign scene-sign-ago">
        <i /> {say('replay.ago', { seconds: number(props.agoS) })}
      </span>
    );
  return (
    <span className={`scene-sign scene-sign-${props.state}`}>
      <i /> {say(props.state === 'live' ? 'scene.live' : 'scene.connecting')}
    </span>
  );
}

function usePresent({ present, personsHidden }: Replaying): string {
  const { say, number, list } = useWords();
  const parts = roadUserClasses
    .filter((each) => present !== null && present[each] > 0)
    .map((each) => `${say(classKey(each))} ${number(present?.[each] ?? 0)}`);
  if (personsHidden) parts.push(say('scene.hiddenCount'));
  return parts.length === 0 ? say('scene.nobody') : list(parts);
}

import { type CameraJson, isVehicle, roadUserClasses } from '@outis/core';
import { classKey } from '../messages/messages.ts';
import { useWords } from '../messages/words.tsx';
import { Notice } from '../part/notice.tsx';
import { ObjectsLayer } from '../scene/objects-layer.tsx';
import { PictogramIcon } from '../scene/pictogram-icon.tsx';
import type { StreamState } from '../scene/scene-stream.ts';
import { type LiveScene, useScene } from '../scene/use-scene.ts';
import { ViewDrawing } from '../scene/view-drawing.tsx';
import { TallyTable } from './tally-table.tsx';

/** The live scene: a drawing of the view, and pictograms where something is now. */
export function ScenePanel(props: { readonly camera: CameraJson }) {
  const { say, number } = useWords();
  const { camera } = props;
  const scene = useScene(camera.id, camera.lines);
  const present = usePresent(scene);
  const label = say('scene.label', { present: scene.state === 'live' ? present : '–' });
  return (
    <section className="scene-panel" aria-labelledby="scene-title">
      <h2 id="scene-title" className="hidden">
        {say('scene.title')}
      </h2>
      <div className="scene-main">
        <ViewDrawing
          camera={camera}
          label={say('drawing.label', { count: number(camera.lines.length) })}
          pulses={scene.pulses}
          className="scene-view"
        >
          {(box) => (
            <>
              <ObjectsLayer motion={scene.motion} box={box} label={label} />
              <SceneCover state={scene.state} onGoOn={scene.goOn} />
              <SceneSign state={scene.state} />
            </>
          )}
        </ViewDrawing>
        <p className="soft small">{say('scene.note')}</p>
        {scene.personsHidden ? <Notice tone="warn">{say('scene.personsHidden')}</Notice> : null}
      </div>
      <aside className="scene-side">
        <NowPresent scene={scene} />
        <TallyTable camera={camera} tally={scene.tally} pulses={scene.pulses} />
      </aside>
    </section>
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

function SceneSign(props: { readonly state: StreamState }) {
  const { say } = useWords();
  if (props.state !== 'live' && props.state !== 'connecting') return null;
  return (
    <span className={`scene-sign scene-sign-${props.state}`}>
      <i /> {say(props.state === 'live' ? 'scene.live' : 'scene.connecting')}
    </span>
  );
}

function NowPresent(props: { readonly scene: LiveScene }) {
  const { say, number } = useWords();
  const { scene } = props;
  return (
    <section className="now">
      <h3>{say('scene.now')}</h3>
      <ul className="now-classes">
        {roadUserClasses.map((each) => {
          const isHidden = scene.state === 'live' && scene.personsHidden && !isVehicle(each);
          // Above 20 persons the edge hides whatever carries one: that is no zero. What was there when the scene stopped says nothing about now.
          const count = scene.state === 'live' && !isHidden ? scene.present[each] : null;
          return (
            <li key={each} className={!count && !isHidden ? 'none' : ''}>
              <PictogramIcon class={each} size={26} isTight />
              <span className="now-count">{count === null ? '–' : number(count)}</span>
              <span className="now-class">{say(classKey(each))}</span>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

function usePresent(scene: LiveScene): string {
  const { say, number, list } = useWords();
  const parts = roadUserClasses
    .filter((each) => scene.present[each] > 0)
    .map((each) => `${say(classKey(each))} ${number(scene.present[each])}`);
  if (scene.personsHidden) parts.push(say('scene.hiddenCount'));
  return parts.length === 0 ? say('scene.nobody') : list(parts);
}

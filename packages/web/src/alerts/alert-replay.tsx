import {
  type AlertJson,
  type CameraJson,
  type ReplayJson,
  replayMsMax,
  roadUserClasses,
  type ZoneConfig,
} from '@outis/core';
import { type CSSProperties, type KeyboardEvent, useId } from 'react';
import { classKey } from '../messages/messages.ts';
import { useWords } from '../messages/words.tsx';
import { Notice } from '../part/notice.tsx';
import { outlineOf } from '../scene/area-mark.tsx';
import type { ViewBox } from '../scene/line-side.ts';
import { ObjectsLayer } from '../scene/objects-layer.tsx';
import { presentIn } from '../scene/use-scene.ts';
import { ViewDrawing } from '../scene/view-drawing.tsx';
import { stepAt } from './replay-steps.ts';
import type { Player } from './use-player.ts';

/** How far keys go, ms. */
export const scrubMs = 1000;
/** For so long after the alert its zone glows, ms. */
const glowMs = 2500;

/** The signs around an alert on the drawing of its camera, its zone marked; with play, pause and a slider. */
export function AlertReplay(props: {
  readonly alert: AlertJson;
  readonly camera: CameraJson;
  readonly replay: ReplayJson;
  readonly player: Player;
}) {
  const { say, number } = useWords();
  const { alert, camera, replay, player } = props;
  const step = stepAt(replay.steps, player.atMs);
  const present = usePresentWords(step);
  const zone = camera.zones.find(({ id }) => id === alert.zoneId);
  const sinceMs = player.atMs - replay.alertAtMs;
  if (replay.steps.length === 0) return <Notice tone="info">{say('alert.replay.none')}</Notice>;
  return (
    <section className="alert-replay" aria-label={say('alert.replay')}>
      {/* Lines count; they have no part in an alert. */}
      <ViewDrawing
        camera={{ ...camera, lines: [] }}
        label={say('drawing.label', { count: number(0) })}
        className="scene-view"
      >
        {(box) => (
          <>
            {zone === undefined ? null : (
              <ZoneGlow zone={zone} box={box} rule={alert.rule} isNow={sinceMs >= 0 && sinceMs < glowMs} />
            )}
            <ObjectsLayer
              placesAt={player.placesAt}
              isOnPicture={false}
              box={box}
              label={say('alert.replay.label', { zone: alert.zoneId, present })}
            />
          </>
        )}
      </ViewDrawing>
      <Controls player={player} alertAtMs={replay.alertAtMs} />
      {step?.personsHidden === true ? <Notice tone="warn">{say('scene.personsHidden')}</Notice> : null}
      <p className="soft small">{say('alert.replay.note', { seconds: number(replayMsMax / 1000) })}</p>
    </section>
  );
}

function ZoneGlow(props: {
  readonly zone: ZoneConfig;
  readonly box: ViewBox;
  readonly rule: AlertJson['rule'];
  readonly isNow: boolean;
}) {
  const { zone, box } = props;
  return (
    <svg
      className={`layer zone-glow rule-${props.rule}${props.isNow ? ' zone-glow-now' : ''}`}
      width={box.width}
      height={box.height}
      viewBox={`0 0 ${box.width} ${box.height}`}
      aria-hidden="true"
    >
      <path d={outlineOf(zone.points, box)} />
    </svg>
  );
}

function Controls(props: { readonly player: Player; readonly alertAtMs: number }) {
  const { say, number } = useWords();
  const { player, alertAtMs } = props;
  const { atMs, lengthMs } = player;
  const id = useId();
  const said = say('alert.replay.at', { at: number(atMs / 1000, 1), length: number(lengthMs / 1000, 1) });
  const onKeyDown = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowLeft' ? -scrubMs : event.key === 'ArrowRight' ? scrubMs : 0;
    if (step === 0 || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    player.seek(atMs + step);
  };
  const share = (ms: number) => (lengthMs === 0 ? 0 : Math.min(lengthMs, ms) / lengthMs);
  return (
    <div className="alert-player">
      <button
        type="button"
        className="button-quiet alert-play"
        aria-label={say(player.isPlaying ? 'alert.replay.pause' : 'alert.replay.play')}
        onClick={player.toggle}
      >
        <svg width="18" height="18" viewBox="0 0 18 18" aria-hidden="true">
          <path
            fill="currentColor"
            d={player.isPlaying ? 'M4 3h3.6v12H4z M10.4 3H14v12h-3.6z' : 'M4.5 2.6 15 9 4.5 15.4z'}
          />
        </svg>
      </button>
      <div
        className="alert-slider"
        style={{ '--alert-share': share(alertAtMs), '--player-share': share(atMs) } as CSSProperties}
      >
        <label htmlFor={id} className="hidden">
          {say('alert.replay.slider')}
        </label>
        <input
          id={id}
          type="range"
          min={0}
          max={Math.max(1, Math.round(lengthMs))}
          step={100}
          value={Math.round(atMs)}
          aria-valuetext={said}
          onKeyDown={onKeyDown}
          onChange={({ target }) => player.seek(Number(target.value))}
        />
        <span className="alert-moment small" aria-hidden="true">
          {say('alert.replay.moment')}
        </span>
      </div>
      <output htmlFor={id} className="soft small" aria-hidden="true">
        {said}
      </output>
    </div>
  );
}

function usePresentWords(step: ReturnType<typeof stepAt>): string {
  const { say, number, list } = useWords();
  if (step === null) return say('scene.nobody');
  const present = presentIn({ tMs: 0, ...step });
  const parts = roadUserClasses
    .filter((each) => present[each] > 0)
    .map((each) => `${say(classKey(each))} ${number(present[each])}`);
  return parts.length === 0 ? say('scene.nobody') : list(parts);
}

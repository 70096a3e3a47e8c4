import { type CSSProperties, type KeyboardEvent, useId, useRef } from 'react';
import { useWords } from '../messages/words.tsx';
import { replayMs } from './replay.ts';
import type { Replaying } from './use-replay.ts';

const lengthS = replayMs / 1000;
/** Seconds that a key goes into the past (below 0) or towards now. */
const steps: Readonly<Record<string, number>> = {
  ArrowLeft: -1,
  ArrowRight: 1,
  ArrowDown: -5,
  ArrowUp: 5,
  PageDown: -5,
  PageUp: 5,
};

/** The last 20 seconds, the newest at the right; and the way back to now. */
export function ReplaySlider(props: { readonly replaying: Replaying }) {
  const { say, number } = useWords();
  const { agoS, heldS, goTo } = props.replaying;
  const id = useId();
  const slider = useRef<HTMLInputElement>(null);
  const onKeyDown = (event: KeyboardEvent) => {
    const step = steps[event.key];
    if (step === undefined || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    goTo(Math.min(heldS, agoS - (event.shiftKey ? Math.sign(step) * 5 : step)));
  };
  const said = agoS === 0 ? say('replay.now') : say('replay.ago', { seconds: number(agoS) });
  return (
    <div className="replay" data-ago={agoS}>
      <label htmlFor={id}>{say('replay.label')}</label>
      <input
        ref={slider}
        id={id}
        type="range"
        min={-lengthS}
        max={0}
        step={1}
        value={-agoS}
        aria-valuetext={said}
        aria-describedby={`${id}-keys`}
        disabled={heldS === 0}
        style={
          {
            '--replay-held': `${((lengthS - heldS) / lengthS) * 100}%`,
            '--replay-at': `${((lengthS - agoS) / lengthS) * 100}%`,
          } as CSSProperties
        }
        onKeyDown={onKeyDown}
        onChange={(event) => goTo(Math.min(heldS, -Number(event.target.value)))}
      />
      <output htmlFor={id} className="replay-said" aria-hidden="true">
        {said}
      </output>
      <button
        type="button"
        className="button-quiet replay-live"
        disabled={agoS === 0}
        onClick={() => {
          goTo(0);
          slider.current?.focus();
        }}
      >
        {say('scene.live')}
      </button>
      <span id={`${id}-keys`} className="hidden">
        {say('replay.keys')}
      </span>
    </div>
  );
}

import { type LineConfig, type RoadUserClass, roadUserClasses, type SceneMessage } from '@outis/core';
import { useEffect, useEffectEvent, useRef, useState } from 'react';
import { scenePath } from '../api/client.ts';
import { SceneMotion } from './motion.ts';
import { openSceneStream, type StreamState } from './scene-stream.ts';
import { SceneTally } from './tally.ts';

/** Everything that the page knows of a live scene; nothing of it is kept when the page is left. */
export interface LiveScene {
  readonly state: StreamState;
  readonly motion: SceneMotion;
  readonly tally: SceneTally;
  /** Grows with each passage, per line, and begins anew with the tally. */
  readonly pulses: ReadonlyMap<string, number>;
  readonly personsHidden: boolean;
  readonly present: Readonly<Record<RoadUserClass, number>>;
  /** Opens the scene again after a pause. */
  readonly goOn: () => void;
}

/** Watches the scene of a camera while the page is visible: in a hidden tab nobody watches, so nothing is sent there. */
export function useScene(cameraId: string, lines: readonly LineConfig[]): LiveScene {
  const [state, setState] = useState<StreamState>('connecting');
  const [motion] = useState(() => new SceneMotion());
  const [tally] = useState(() => new SceneTally());
  const [pulses, setPulses] = useState<ReadonlyMap<string, number>>(new Map());
  const [shown, setShown] = useState({ personsHidden: false, present: noObjects() });
  const [turn, setTurn] = useState(0);
  const isPaused = useRef(false);

  const onScene = useEffectEvent((message: SceneMessage) => {
    motion.receive(message, performance.now());
    const passages = tally.receive(message, lines);
    if (passages.length > 0) {
      setPulses((old) => {
        const next = new Map(old);
        for (const { lineId } of passages) next.set(lineId, (next.get(lineId) ?? 0) + 1);
        return next;
      });
    }
    const present = noObjects();
    for (const object of message.objects) present[object.class] = (present[object.class] ?? 0) + 1;
    setShown((old) =>
      isSame(old, message, present) ? old : { personsHidden: message.personsHidden, present },
    );
  });

  // biome-ignore lint/correctness/useExhaustiveDependencies: `turn` is there so that goOn() opens the scene again.
  useEffect(() => {
    isPaused.current = false;
    let close: (() => void) | null = null;
    const onState = (next: StreamState) => {
      isPaused.current = next === 'paused';
      if (tally.follow(next)) setPulses(new Map());
      setState(next);
    };
    const follow = () => {
      if (document.hidden) {
        close?.();
        close = null;
      } else if (close === null && !isPaused.current) {
        motion.clear();
        close = openSceneStream(scenePath(cameraId), { onScene, onState });
      }
    };
    follow();
    document.addEventListener('visibilitychange', follow);
    return () => {
      close?.();
      document.removeEventListener('visibilitychange', follow);
    };
  }, [cameraId, motion, tally, turn]);

  return { state, motion, tally, pulses, ...shown, goOn: () => setTurn((old) => old + 1) };
}

function noObjects(): Record<RoadUserClass, number> {
  return Object.fromEntries(roadUserClasses.map((each) => [each, 0])) as Record<RoadUserClass, number>;
}

function isSame(
  old: { readonly personsHidden: boolean; readonly present: Readonly<Record<RoadUserClass, number>> },
  message: SceneMessage,
  present: Readonly<Record<RoadUserClass, number>>,
): boolean {
  return (
    old.personsHidden === message.personsHidden &&
    roadUserClasses.every((each) => old.present[each] === present[each])
  );
}

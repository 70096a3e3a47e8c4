import {
  type LineConfig,
  type RoadUserClass,
  roadUserClasses,
  type SceneBackgroundJson,
  type SceneMessage,
} from '@outis/core';
import { useEffect, useEffectEvent, useRef, useState } from 'react';
import { scenePath } from '../api/client.ts';
import type { BlockGrid } from '../background/grid.ts';
import { KnownBackground } from '../background/known-background.ts';
import { SceneMotion } from './motion.ts';
import { Replay } from './replay.ts';
import { openSceneStream, type StreamState } from './scene-stream.ts';
import { SceneTally } from './tally.ts';

/** A camera that was paused is looked at again after this time, ms. */
const closedRetryMs = 5000;

/** Everything that the page knows of a live scene; nothing of it is kept when the page is left. */
export interface LiveScene {
  readonly state: StreamState;
  readonly motion: SceneMotion;
  readonly tally: SceneTally;
  /** The last 20 seconds; empty whenever the scene starts or pauses. */
  readonly replay: Replay;
  readonly known: KnownBackground;
  /** The blocks of the background and how many are known; null until the edge has sent any, as for a camera that learns none. */
  readonly background: { readonly grid: BlockGrid; readonly count: number } | null;
  /** Grows with each passage, per line, and begins anew with the tally. */
  readonly pulses: ReadonlyMap<string, number>;
  readonly personsHidden: boolean;
  readonly present: Readonly<Record<RoadUserClass, number>>;
  /** Opens the scene again after a pause. */
  readonly goOn: () => void;
}

/**
 * Watches the scene of a camera while the page is visible: in a hidden tab nobody watches, so nothing is sent there. Of a
 * camera that is paused there is none.
 */
export function useScene(cameraId: string, lines: readonly LineConfig[], isCameraPaused: boolean): LiveScene {
  const [state, setState] = useState<StreamState>('connecting');
  const [motion] = useState(() => new SceneMotion());
  const [tally] = useState(() => new SceneTally());
  const [replay] = useState(() => new Replay());
  const [known] = useState(() => new KnownBackground());
  const [background, setBackground] = useState<LiveScene['background']>(null);
  const [pulses, setPulses] = useState<ReadonlyMap<string, number>>(new Map());
  const [shown, setShown] = useState({ personsHidden: false, present: noObjects() });
  const [turn, setTurn] = useState(0);
  const isPaused = useRef(false);

  const onScene = useEffectEvent((message: SceneMessage) => {
    const nowMs = performance.now();
    motion.receive(message, nowMs);
    replay.receive(message, nowMs);
    const passages = tally.receive(message, lines);
    if (passages.length > 0) {
      setPulses((old) => {
        const next = new Map(old);
        for (const { lineId } of passages) next.set(lineId, (next.get(lineId) ?? 0) + 1);
        return next;
      });
    }
    const present = presentIn(message);
    setShown((old) =>
      isSame(old, message, present) ? old : { personsHidden: message.personsHidden, present },
    );
  });

  const onBackground = useEffectEvent((message: SceneBackgroundJson) => {
    known.receive(message);
    const { grid, count } = known;
    setBackground(grid === null ? null : { grid, count });
  });

  // biome-ignore lint/correctness/useExhaustiveDependencies: `turn` is there so that goOn() opens the scene again.
  useEffect(() => {
    isPaused.current = false;
    let close: (() => void) | null = null;
    let again: ReturnType<typeof setTimeout> | undefined;
    const onState = (next: StreamState) => {
      isPaused.current = next === 'paused';
      if (tally.follow(next)) {
        setPulses(new Map());
        replay.clear();
      }
      if (next === 'connecting') known.expectAll();
      setState(next);
      if (next !== 'closed') return;
      motion.clear();
      // It may go on before the page has heard that it was paused.
      if (!isCameraPaused) again = setTimeout(() => setTurn((old) => old + 1), closedRetryMs);
    };
    const follow = () => {
      if (document.hidden) {
        close?.();
        close = null;
        replay.clear();
      } else if (close === null && !isPaused.current) {
        motion.clear();
        close = openSceneStream(scenePath(cameraId), { onScene, onBackground, onState });
      }
    };
    if (isCameraPaused) {
      onState('closed');
      return undefined;
    }
    follow();
    document.addEventListener('visibilitychange', follow);
    return () => {
      close?.();
      clearTimeout(again);
      replay.clear();
      document.removeEventListener('visibilitychange', follow);
    };
  }, [cameraId, motion, tally, replay, known, turn, isCameraPaused]);

  const goOn = () => setTurn((old) => old + 1);
  return { state, motion, tally, replay, known, background, pulses, ...shown, goOn };
}

/** How many of each class a message has. */
export function presentIn(message: SceneMessage): Readonly<Record<RoadUserClass, number>> {
  const present = noObjects();
  for (const object of message.objects) present[object.class] = (present[object.class] ?? 0) + 1;
  return present;
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

import type { CameraJson } from '@outis/core';
import type { ReactNode } from 'react';
import { AimView } from '../aim/aim-view.tsx';
import { useAim } from '../aim/use-aim.ts';
import { useWords } from '../messages/words.tsx';

/** The coarse picture of a camera that this user is aiming now, to lie behind what is placed. */
export interface AimBehind {
  readonly layer: ReactNode | null;
  /** Width of that picture, px: a click on it is as coarse as it is. */
  readonly widthPx: number | null;
}

/** Follows the aim view where it is open; it opens none by itself. */
export function useAimBehind(camera: CameraJson): AimBehind {
  const { say } = useWords();
  const { picture } = useAim(camera);
  if (picture === null) return { layer: null, widthPx: null };
  const layer = (
    <div className="layer aim-behind">
      <AimView picture={picture} size={camera.size} block={null} label={say('aim.picture')} />
    </div>
  );
  return { layer, widthPx: picture.widthPx };
}

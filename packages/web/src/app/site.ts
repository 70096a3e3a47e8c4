import type { CameraJson, CamerasJson } from '@outis/core';
import { createContext, use } from 'react';

/** What every page knows of the site; null until the first answer. */
export interface Site {
  readonly cameras: CamerasJson | null;
  /** True while the edge does not answer: what is shown is then old. */
  readonly isStale: boolean;
  readonly refresh: () => void;
}

/** Holds the site for every page. */
export const SiteContext = createContext<Site>({ cameras: null, isStale: false, refresh: () => {} });

/** The site and its newest list of cameras. */
export function useSite(): Site {
  return use(SiteContext);
}

/** One camera of the site; null when there is none with this id. */
export function useCamera(cameraId: string): CameraJson | null {
  return useSite().cameras?.cameras.find((camera) => camera.id === cameraId) ?? null;
}

/** The time zone of the site; that of the browser until the site is known. */
export function useTimeZone(): string {
  return useSite().cameras?.site.timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
}

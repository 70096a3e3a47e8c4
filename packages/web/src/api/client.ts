import type {
  AimSessionJson,
  CameraJson,
  CameraSettingsJson,
  CamerasJson,
  CountsJson,
  LineConfig,
  MeasuresCheckJson,
  MeasuresRequestJson,
  NewCameraJson,
  SourceTestJson,
  StatisticsFamily,
  StatisticsJson,
} from '@outis/core';
import { ask } from './ask.ts';

/** All cameras of the site, with their health. */
export const listCameras = (): Promise<CamerasJson> => ask('GET', '/api/cameras');

/** Looks at a source once, without keeping it. */
export const testSource = (source: string): Promise<SourceTestJson> =>
  ask('POST', '/api/cameras/test', { source });

/** Adds a camera; it starts at once. */
export const addCamera = (camera: NewCameraJson): Promise<CameraJson> => ask('POST', '/api/cameras', camera);

/** Removes a camera; it stops at once. */
export const removeCamera = (cameraId: string): Promise<void> => ask('DELETE', pathOf(cameraId));

/** Replaces the lines of a camera. */
export const saveLines = (cameraId: string, lines: readonly LineConfig[]): Promise<CameraJson> =>
  ask('PUT', `${pathOf(cameraId)}/lines`, { lines });

/** Released counts and coverage from `fromMs` up to `toMs`, epoch ms, added up to intervals of at most `bucketMs`. */
export const readCounts = (
  cameraId: string,
  fromMs: number,
  toMs: number,
  bucketMs: number,
): Promise<CountsJson> =>
  ask(
    'GET',
    `${pathOf(cameraId)}/counts?fromMs=${Math.floor(fromMs)}&toMs=${Math.ceil(toMs)}&bucketMs=${bucketMs}`,
  );

/** Released movements, speeds, stays and near misses; histograms by day and week, or by calendar month. */
export const readStatistics = (
  cameraId: string,
  asked: {
    readonly fromMs: number;
    readonly toMs: number;
    readonly bucketMs: number;
    readonly family?: StatisticsFamily;
    readonly byMonth?: boolean;
  },
): Promise<StatisticsJson> =>
  ask(
    'GET',
    `${pathOf(cameraId)}/statistics?fromMs=${asked.fromMs}&toMs=${asked.toMs}&bucketMs=${asked.bucketMs}${
      asked.family === undefined ? '' : `&family=${asked.family}`
    }${asked.byMonth === true ? '&sum=month' : ''}`,
  );

/** How good a calibration and its zones would be; saves nothing. */
export const checkMeasures = (cameraId: string, measures: MeasuresRequestJson): Promise<MeasuresCheckJson> =>
  ask('POST', `${pathOf(cameraId)}/measures/check`, measures);

/** Sets calibration, zones and movements of a street camera. */
export const saveMeasures = (cameraId: string, measures: MeasuresRequestJson): Promise<CameraJson> =>
  ask('PUT', `${pathOf(cameraId)}/measures`, measures);

/** Changes what a camera is for and what it never sees; what widens it waits. */
export const saveSettings = (cameraId: string, settings: CameraSettingsJson): Promise<CameraJson> =>
  ask('PUT', `${pathOf(cameraId)}/settings`, settings);

/** The address of the counts as a file. */
export const countsCsvPath = (cameraId: string, fromMs: number, toMs: number): string =>
  `${pathOf(cameraId)}/counts.csv?fromMs=${Math.floor(fromMs)}&toMs=${Math.ceil(toMs)}`;

/** The address of the sign as a file. */
export const signPath = (cameraId: string, kind: 'svg' | 'pdf', language: string): string =>
  `${pathOf(cameraId)}/sign.${kind}?lang=${encodeURIComponent(language)}`;

/** The page about a camera that needs no login; about all cameras when none is named. */
export const publicPath = (cameraId?: string): string =>
  cameraId === undefined ? '/c' : `/c/${encodeURIComponent(cameraId)}`;

/** The address of the live scene (server-sent events). */
export const scenePath = (cameraId: string): string => `${pathOf(cameraId)}/scene`;

/** Closes the stream of a camera, or opens it again. */
export const setPaused = (cameraId: string, paused: boolean): Promise<CameraJson> =>
  ask('PUT', `${pathOf(cameraId)}/pause`, { paused });

/** Begins to aim: a use is spent, and the log says so. */
export const beginAim = (cameraId: string): Promise<AimSessionJson> => ask('POST', aimPath(cameraId), {});

/** Ends aiming before its time. */
export const endAim = (cameraId: string): Promise<void> => ask('DELETE', aimPath(cameraId));

/** Somebody looked, and in these blocks is nobody. */
export const approveBlocks = (cameraId: string, blocks: readonly number[]): Promise<void> =>
  ask('POST', `${aimPath(cameraId)}/approval`, { blocks });

/** Permits one more use. */
export const grantAim = (cameraId: string): Promise<void> => ask('POST', `${aimPath(cameraId)}/grant`, {});

/** The address of the coarse pictures (server-sent events). */
export const aimPath = (cameraId: string): string => `${pathOf(cameraId)}/aim`;

function pathOf(cameraId: string): string {
  return `/api/cameras/${encodeURIComponent(cameraId)}`;
}

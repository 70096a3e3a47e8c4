import type { CameraJson, MeasuresCheckJson, SafetyPreviewJson, SafetyRequestJson } from '@outis/core';
import { ask } from '../api/ask.ts';

/** Sets zones, rules and calibration of a site camera; a kind of rule that is new may wait. */
export const saveSafety = (cameraId: string, safety: SafetyRequestJson): Promise<CameraJson> =>
  ask('PUT', safetyPath(cameraId), safety);

/** Whether it would be taken, and how well the ground is known; saves nothing. */
export const checkSafety = (cameraId: string, safety: SafetyRequestJson): Promise<MeasuresCheckJson> =>
  ask('POST', `${safetyPath(cameraId)}/check`, safety);

/** What these rules would have said since the stream of the preview was opened. */
export const trySafety = (cameraId: string, safety: SafetyRequestJson): Promise<SafetyPreviewJson> =>
  ask('POST', previewPath(cameraId), safety);

/** The address of the stream that begins and ends a preview (server-sent events). */
export const previewPath = (cameraId: string): string => `${safetyPath(cameraId)}/preview`;

function safetyPath(cameraId: string): string {
  return `/api/cameras/${encodeURIComponent(cameraId)}/safety`;
}

import type {
  CertificatePlanJson,
  CertificatesJson,
  NewCertificateJson,
  TapCodeJson,
  TapPlanJson,
  TapTotalsJson,
} from '@outis/core';
import { ask } from '../api/ask.ts';

/** Windows and certificates of a camera. */
export const readCertificates = (cameraId: string): Promise<CertificatesJson> => ask('GET', pathOf(cameraId));

/** Fixes a window; the link is answered once. */
export const beginCertificate = (cameraId: string, asked: NewCertificateJson): Promise<CertificatePlanJson> =>
  ask('POST', pathOf(cameraId), asked);

/** Ends a window before its time. */
export const endCertificate = (cameraId: string, id: number): Promise<void> =>
  ask('DELETE', `${pathOf(cameraId)}/${id}`);

/** The address of a certificate as a signed file. */
export const certificatePath = (cameraId: string, id: number): string => `${pathOf(cameraId)}/${id}`;

/** What a code is for; with `phone` it is taken. */
export const readTapPlan = (code: TapCodeJson): Promise<TapPlanJson> =>
  ask('POST', '/api/certify/plan', code);

/** Sends what was tapped. */
export const sendTotals = (totals: TapTotalsJson): Promise<void> =>
  ask('POST', '/api/certify/totals', totals);

function pathOf(cameraId: string): string {
  return `/api/cameras/${encodeURIComponent(cameraId)}/certificates`;
}

import type { AlertClosingJson, AlertJson, AlertsJson, ReplayJson, SafetyReportJson } from '@outis/core';
import { ask } from '../api/ask.ts';

/** All alerts that are kept, newest first, and what needs attention. */
export const readAlerts = (): Promise<AlertsJson> => ask('GET', '/api/alerts');

/** The pictograms around an alert. `alert-unknown` once it is closed or too old. */
export const readReplay = (alertId: string): Promise<ReplayJson> =>
  ask('GET', `${alertPath(alertId)}/replay`);

/** Somebody has seen it. */
export const markSeen = (alertId: string): Promise<AlertJson> =>
  ask('POST', `${alertPath(alertId)}/seen`, {});

/** Closes an alert with what was found and done at the place. */
export const closeAlert = (alertId: string, closing: AlertClosingJson): Promise<AlertJson> =>
  ask('POST', `${alertPath(alertId)}/closing`, closing);

/** The address of the stream of alerts (server-sent events). */
export const alertStreamPath = '/api/alerts/stream';

/** What remains of alerts, by place, rule and week; of one camera or of all. */
export const readReport = (asked: ReportAsked): Promise<SafetyReportJson> =>
  ask('GET', `/api/safety/report?${queryOf(asked)}`);

/** The address of the same report as a file. */
export const reportPdfPath = (asked: ReportAsked, language: string): string =>
  `/api/safety/report.pdf?${queryOf(asked)}&lang=${encodeURIComponent(language)}`;

/** Whole weeks, epoch ms; `cameraId` null for all. */
export interface ReportAsked {
  readonly fromMs: number;
  readonly toMs: number;
  readonly cameraId: string | null;
}

function queryOf({ fromMs, toMs, cameraId }: ReportAsked): string {
  const of = cameraId === null ? '' : `&cameraId=${encodeURIComponent(cameraId)}`;
  return `fromMs=${Math.floor(fromMs)}&toMs=${Math.ceil(toMs)}${of}`;
}

function alertPath(alertId: string): string {
  return `/api/alerts/${encodeURIComponent(alertId)}`;
}

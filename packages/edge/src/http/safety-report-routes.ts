import type { SafetyReportJson } from '@outis/core';
import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { actorOf, type Principal } from '../access/principal.ts';
import { reportPdf } from '../alert/report-pdf.ts';
import { safetyReport } from '../alert/safety-report.ts';
import type { Note } from '../audit/log-entry.ts';
import { signText } from '../keys/signed-document.ts';
import type { SiteKey } from '../keys/site-key.ts';
import type { Site } from '../pipeline/site.ts';
import { pickLanguage } from '../public/language.ts';
import { reportPdfQuerySchema, reportQuerySchema, reportSchema } from './alert-schemas.ts';
import { alertCameras } from './alert-stream.ts';

export interface SafetyReportRoutesOptions {
  readonly site: Site;
  readonly note: Note;
  /** Signs the page. */
  readonly key: SiteKey;
}

/** What remains of alerts, for everybody who has signed in: of cameras whose purpose permits alerts. */
export function safetyReportRoutes({ site, note, key }: SafetyReportRoutesOptions) {
  const reportOf = (
    { fromMs, toMs }: { readonly fromMs: number; readonly toMs: number },
    cameraIds: readonly string[],
    principal: Principal,
  ): SafetyReportJson =>
    safetyReport({
      ...{ remains: site.alerts.remains, timeZone: site.facts.timeZone, cameraIds, fromMs, toMs },
      ...{ nowMs: site.nowMs(), withRunningWeek: seesAlerts(principal) },
    });

  return async (plain: FastifyInstance): Promise<void> => {
    const server = plain.withTypeProvider<ZodTypeProvider>();

    server.get(
      '/safety/report',
      {
        schema: {
          summary:
            'What remains of alerts: zone × rule × week, with the time that was watched; site-safety only',
          querystring: reportQuerySchema,
          response: { 200: reportSchema },
        },
      },
      async ({ query, principal }) => reportOf(query, alertCameras(site, query.cameraId), principal),
    );

    server.get(
      '/safety/report.pdf',
      {
        schema: {
          summary: 'The same report on one page, signed',
          querystring: reportPdfQuerySchema,
        },
      },
      async ({ query, headers, principal }, reply) => {
        const { lang, cameraId, fromMs, toMs } = query;
        const cameraIds = alertCameras(site, cameraId);
        const detail = { file: 'safety-report.pdf', fromMs, toMs };
        note({ actor: actorOf(principal), action: 'exported', subject: cameraId ?? null, detail });
        const report = reportOf(query, cameraIds, principal);
        const facts = { report, cameraIds, site: site.facts, nowMs: site.nowMs() };
        const pdf = await reportPdf(facts, pickLanguage(lang, headers['accept-language']));
        return reply
          .type('application/pdf')
          .header('content-disposition', 'attachment; filename="outis-safety-report.pdf"')
          .send(signText(key, 'pdf', { kind: 'safety-report', signedMs: site.nowMs() }, pdf));
      },
    );
  };
}

/** Who sees alerts as they come, and so may see the week that goes on; a token never does. */
function seesAlerts(principal: Principal): boolean {
  return principal.kind === 'open' || (principal.kind === 'user' && principal.roles.includes('operator'));
}

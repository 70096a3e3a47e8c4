import { type AlertJson, OutisError, purposesWith, type SafetyReportJson } from '@outis/core';
import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import type { Access } from '../access/access.ts';
import { actorOf, type Principal } from '../access/principal.ts';
import { routeRules } from '../access/route-rules.ts';
import { reportPdf } from '../alert/report-pdf.ts';
import { safetyReport } from '../alert/safety-report.ts';
import type { Note } from '../audit/log-entry.ts';
import { signText } from '../keys/signed-document.ts';
import type { SiteKey } from '../keys/site-key.ts';
import type { Site } from '../pipeline/site.ts';
import { pickLanguage } from '../public/language.ts';
import {
  alertParamsSchema,
  alertSchema,
  alertsQuerySchema,
  alertsSchema,
  closingSchema,
  replaySchema,
  reportPdfQuerySchema,
  reportQuerySchema,
  reportSchema,
} from './alert-schemas.ts';
import { EventStream } from './event-stream.ts';

/** Readers of the stream of alerts at the same time. */
const readersMax = 64;
const unsentBytesMax = 64 * 1024;
/** Sessions whose first look is known to be written down; of more the oldest is written down again. */
const sessionsMax = 1_000;
const streamPath = '/alerts/stream';

export interface AlertRoutesOptions {
  readonly site: Site;
  readonly note: Note;
  /** Signs the report. */
  readonly key: SiteKey;
  /** Null in the demo, which has no login. */
  readonly access: Access | null;
}

/** The cameras that answer alerts: this one, or all. Throws `camera-unknown` and `purpose-refused`. */
export function alertCameras(site: Site, cameraId: string | undefined): readonly string[] {
  if (cameraId === undefined) return site.cameraIds.filter((id) => hasAlerts(site, id));
  const { purpose } = site.camera(cameraId).config;
  if (!hasAlerts(site, cameraId)) throw new OutisError('purpose-refused', `${purpose} has no alerts`);
  return [cameraId];
}

/** Alerts with their time: for operators with a session, of cameras whose purpose permits alerts. */
export function alertRoutes({ site, note, key, access }: AlertRoutesOptions) {
  const { alerts } = site;
  const looks = new Looks(note);
  let readers = 0;
  const reportOf = (
    { fromMs, toMs }: { readonly fromMs: number; readonly toMs: number },
    cameraIds: readonly string[],
    principal: Principal,
  ): SafetyReportJson =>
    safetyReport({
      ...{ remains: alerts.remains, timeZone: site.facts.timeZone, cameraIds, fromMs, toMs },
      ...{ nowMs: site.nowMs(), withRunningWeek: seesAlerts(principal) },
    });
  /** An alert whose camera is gone, or is no camera of a site any more, is one that there is not. */
  const alertOf = (alertId: string): AlertJson => {
    const alert = alerts.alert(alertId);
    if (!hasAlerts(site, alert.cameraId)) throw new OutisError('alert-unknown');
    return alert;
  };

  return async (plain: FastifyInstance): Promise<void> => {
    const server = plain.withTypeProvider<ZodTypeProvider>();

    server.get(
      '/alerts',
      {
        schema: {
          summary: 'Alerts that are not closed, newest first, at most 72 hours old; site-safety only',
          querystring: alertsQuerySchema,
          response: { 200: alertsSchema },
        },
      },
      async ({ query: { cameraId, ...rest }, principal }) => {
        const cameraIds = alertCameras(site, cameraId);
        looks.note(principal);
        return alerts.json({ cameraIds, ...rest });
      },
    );

    server.get(
      streamPath,
      {
        // A stream without a body would hold a reader's place.
        exposeHeadRoute: false,
        schema: {
          summary: 'Alerts as they are given, seen and closed (server-sent events); site-safety only',
        },
      },
      async ({ principal }, reply) => {
        if (readers >= readersMax) throw new OutisError('camera-busy', `${readersMax}`);
        note({ actor: actorOf(principal), action: 'alerts.opened' });
        const { who } = routeRules[`GET /api${streamPath}`]!;
        let leave = (): void => {};
        readers++;
        const stream = new EventStream({
          response: reply.raw,
          unsentBytesMax: () => unsentBytesMax,
          mayLook: () =>
            principal.kind !== 'user' ||
            who === 'anyone' ||
            access?.isStill(principal.sessionId, who) === true,
          onClosed: () => {
            readers--;
            leave();
          },
        });
        leave = alerts.listen((event) => {
          if (hasAlerts(site, event.alert.cameraId)) stream.send('alert', event);
        });
        reply.hijack();
      },
    );

    server.get(
      '/alerts/:alert/replay',
      {
        schema: {
          summary: 'The seconds around an alert as pictograms, at most 20 s',
          params: alertParamsSchema,
          response: { 200: replaySchema },
        },
      },
      async ({ params, principal }) => {
        const { id } = alertOf(params.alert);
        looks.note(principal);
        return alerts.replay(id);
      },
    );

    server.post(
      '/alerts/:alert/seen',
      {
        schema: {
          summary: 'Somebody has seen it',
          params: alertParamsSchema,
          response: { 200: alertSchema },
        },
      },
      async ({ params, principal }) => alerts.see(alertOf(params.alert).id, actorOf(principal)),
    );

    server.post(
      '/alerts/:alert/closing',
      {
        schema: {
          summary: 'Closes it with a cause and a measure at the place; its time and replay are erased',
          params: alertParamsSchema,
          body: closingSchema,
          response: { 200: alertSchema },
        },
      },
      async ({ params, body: { cause, measure }, principal }) =>
        alerts.close(alertOf(params.alert).id, cause, measure, actorOf(principal)),
    );

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

/** Writes down once a session that somebody looks at alerts; what cannot be written down is not shown. */
class Looks {
  readonly #note: Note;
  readonly #known = new Set<string>();

  constructor(note: Note) {
    this.#note = note;
  }

  note(principal: Principal): void {
    const session = principal.kind === 'user' ? principal.sessionId : principal.kind;
    if (this.#known.has(session)) return;
    this.#note({ actor: actorOf(principal), action: 'alerts.opened' });
    this.#known.add(session);
    if (this.#known.size > sessionsMax) this.#known.delete(this.#known.values().next().value!);
  }
}

/** Who sees alerts as they come, and so may see the week that goes on; a token never does. */
export function seesAlerts(principal: Principal): boolean {
  return principal.kind === 'open' || (principal.kind === 'user' && principal.roles.includes('operator'));
}

function hasAlerts(site: Site, cameraId: string): boolean {
  if (!site.cameraIds.includes(cameraId)) return false;
  return purposesWith('alerts').includes(site.camera(cameraId).config.purpose);
}

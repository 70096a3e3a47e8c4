import { type AlertJson, OutisError } from '@outis/core';
import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { actorOf, type Principal } from '../access/principal.ts';
import type { Note } from '../audit/log-entry.ts';
import {
  alertParamsSchema,
  alertSchema,
  alertsQuerySchema,
  alertsSchema,
  closingSchema,
  replaySchema,
} from './alert-schemas.ts';
import { AlertStream, type AlertStreamOptions, alertCameras, hasAlerts } from './alert-stream.ts';

/** Sessions whose first look is known to be written down; of more the oldest is written down again. */
const sessionsMax = 1_000;

/** Alerts with their time: for operators with a session, of cameras whose purpose permits alerts. */
export function alertRoutes({ site, note, access }: AlertStreamOptions) {
  const { alerts } = site;
  const looks = new Looks(note);
  const stream = new AlertStream({ site, note, access });
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
      '/alerts/stream',
      {
        // A stream without a body would hold a reader's place.
        exposeHeadRoute: false,
        schema: {
          summary: 'Alerts as they are given, seen and closed (server-sent events); site-safety only',
        },
      },
      async ({ principal }, reply) => {
        stream.open(principal, reply.raw);
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

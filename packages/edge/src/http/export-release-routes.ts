import { setImmediate } from 'node:timers/promises';
import { families, OutisError } from '@outis/core';
import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { actorOf } from '../access/principal.ts';
import type { Note } from '../audit/log-entry.ts';
import { contentOf, type ExportFormat, fileKinds } from '../export/export-file.ts';
import type { ExportAsked, ExportSource } from '../export/export-rows.ts';
import { exportedPlaces } from '../export/places.ts';
import {
  isSameEtag,
  pageRowsMax,
  pageRowsUsual,
  parseCursor,
  releasesEtag,
  releasesPage,
  releasesSchema,
} from '../export/releases-json.ts';
import { signText } from '../keys/signed-document.ts';
import type { SiteKey } from '../keys/site-key.ts';
import type { Site } from '../pipeline/site.ts';
import { cameraParamsSchema } from './schemas.ts';

const dayMs = 86_400_000;
const daysMax = 400;
/** A file is made in memory while cameras are counted; a longer one is made by the command line. */
const fileDaysMax = 31;
/** Files that are made at the same time. */
const filesMax = 2;

const time = { fromMs: z.coerce.number().int().min(0), toMs: z.coerce.number().int().min(0) };
const familiesSchema = z
  .string()
  .transform((text) => text.split(','))
  .pipe(z.array(z.enum(families)).min(1))
  .optional();

const isTime =
  (days: number) =>
  ({ fromMs, toMs }: { readonly fromMs: number; readonly toMs: number }): boolean =>
    toMs > fromMs && toMs - fromMs <= days * dayMs;

const pageQuerySchema = z
  .strictObject({
    ...time,
    family: familiesSchema,
    after: z.string().max(1_000).optional(),
    limit: z.coerce.number().int().min(1).max(pageRowsMax).default(pageRowsUsual),
  })
  .refine(isTime(daysMax), `fromMs must be before toMs, at most ${daysMax} days`);

const fileQuerySchema = z
  .strictObject({ ...time, family: familiesSchema })
  .refine(
    isTime(fileDaysMax),
    `fromMs must be before toMs, at most ${fileDaysMax} days; outis export has no limit`,
  );

/** The addresses of files; a turning count is not a table of rows, so it is named for what it is. */
const files: Readonly<Record<string, ExportFormat>> = {
  'releases.csv': 'csv',
  'releases.parquet': 'parquet',
  'releases.geojson': 'geojson',
  'turning-count.csv': 'sheet',
  'turning-count.xlsx': 'xlsx',
};

export interface ExportReleaseOptions {
  readonly site: Site;
  /** What has left. */
  readonly source: ExportSource;
  readonly key: SiteKey;
  readonly note: Note;
}

/** Released numbers of every family, page by page and as files. */
export function exportReleaseRoutes({
  site,
  source,
  key,
  note,
}: ExportReleaseOptions): (server: FastifyInstance) => Promise<void> {
  let making = 0;
  return async (plain) => {
    const server = plain.withTypeProvider<ZodTypeProvider>();
    server.get(
      '/cameras/:id/releases',
      {
        schema: {
          summary: 'Released numbers of every family, page by page; If-None-Match is answered 304',
          params: cameraParamsSchema,
          querystring: pageQuerySchema,
          response: { 200: releasesSchema, 304: z.null() },
        },
      },
      async ({ params: { id }, query, headers, url }, reply) => {
        // A camera that was removed has no routes any more; its numbers are exported on the command line.
        site.camera(id);
        const after = query.after === undefined ? null : parseCursor(query.after);
        if (query.after !== undefined && after === null)
          throw new OutisError('request-invalid', 'after: must be the next of a page');
        const etag = releasesEtag(source, site.nowMs(), url);
        reply.header('etag', etag).header('cache-control', 'private, no-cache');
        if (isSameEtag(headers['if-none-match'], etag)) return reply.code(304).send(null);
        return releasesPage(source, askedOf(site, id, query), { after, limit: query.limit });
      },
    );
    for (const [file, format] of Object.entries(files)) {
      const { mediaType, isSignedInside } = fileKinds[format];
      const kind = file.split('.')[0]!;
      server.get(
        `/cameras/:id/${file}`,
        {
          schema: {
            summary: `Released numbers as a file, ${file}${isSignedInside ? ', signed' : ''}`,
            params: cameraParamsSchema,
            querystring: fileQuerySchema,
          },
        },
        async ({ params: { id }, query, principal }, reply) => {
          const { config, measures } = site.camera(id);
          const { fromMs, toMs } = query;
          if (making >= filesMax) throw new OutisError('camera-busy', 'other files are being made');
          note({
            actor: actorOf(principal),
            action: 'exported',
            subject: id,
            detail: { file, fromMs, toMs },
          });
          making++;
          try {
            const places = exportedPlaces({ ...config, ...measures });
            const made = await gathered(contentOf(format, source, askedOf(site, id, query), places));
            const bytes = isSignedInside
              ? signText(key, 'csv', { kind, signedMs: site.nowMs() }, made)
              : made;
            return await reply
              .type(mediaType)
              .header('content-disposition', `attachment; filename="outis-${id}-${file}"`)
              .send(bytes);
          } finally {
            making--;
          }
        },
      );
    }
  };
}

function askedOf(
  site: Site,
  cameraId: string,
  { fromMs, toMs, family }: Pick<z.infer<typeof pageQuerySchema>, 'fromMs' | 'toMs' | 'family'>,
): ExportAsked {
  return {
    cameraId,
    fromMs,
    toMs,
    nowMs: site.nowMs(),
    ...(family === undefined ? {} : { families: family }),
  };
}

/** All pieces together; between two of them counting has its turn. */
async function gathered(content: Iterable<string | Uint8Array>): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for (const piece of content) {
    pieces.push(Buffer.from(piece));
    await setImmediate();
  }
  return Buffer.concat(pieces);
}

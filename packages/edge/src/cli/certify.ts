import { type CertificatePlanJson, certificateMinutes, OutisError } from '@outis/core';
import { encode } from 'uqr';
import type { Config } from '../config/config-schema.ts';
import { isLoopback } from '../http/guard.ts';
import { RunningEdge } from './ask-edge.ts';

export interface CertifyOptions {
  readonly cameraId: string;
  /** Of the window; missing: 15. */
  readonly minutes: number | undefined;
  /** Whole minutes to its beginning; missing: 5. */
  readonly startsInMin: number | undefined;
  /** Ids of lines; missing: all. */
  readonly lines: readonly string[] | undefined;
  /** Of the edge; missing: as its configuration says, else 8080. */
  readonly port: number | undefined;
  /** Null where there is none: the demo and `outis watch`. */
  readonly config: Pick<Config, 'http' | 'store'> | null;
  /** The data folder, where it is not that of the configuration. */
  readonly folder: string | undefined;
  readonly say?: (text: string) => void;
}

/**
 * `outis certify <camera>`: fixes a window at the running edge and prints the page for the phone of the person on site, as a
 * link and as a QR code. Whoever sits at the machine signs in as with the link of `outis watch`; the log says `user:terminal`.
 */
export async function certifyCommand(options: CertifyOptions): Promise<void> {
  const { cameraId, minutes, startsInMin, lines, config, say = print } = options;
  if (minutes !== undefined && !certificateMinutes.includes(minutes))
    throw new OutisError('usage', `--minutes: one of ${certificateMinutes.join(', ')}`);
  if (startsInMin !== undefined && !(Number.isInteger(startsInMin) && startsInMin >= 1 && startsInMin <= 60))
    throw new OutisError('usage', '--in: whole minutes, 1 to 60');
  const folder = options.folder ?? config?.store.folder ?? 'data';
  const edge = new RunningEdge(config?.http ?? null, options.port, folder);
  await edge.comeIn();
  const asked = {
    ...(minutes === undefined ? {} : { minutes }),
    ...(startsInMin === undefined ? {} : { startsInMin }),
    ...(lines === undefined ? {} : { lines }),
  };
  const path = `/api/cameras/${encodeURIComponent(cameraId)}/certificates`;
  const { url, startMs, endMs } = await edge.ask<CertificatePlanJson>('POST', path, asked);
  const clock = (tMs: number): string => new Date(tMs).toLocaleTimeString('en-GB');
  say(`\n  Window of ${cameraId}: ${clock(startMs)} to ${clock(endMs)}.`);
  say(`\n  Open this page on the phone of the person on site, before it begins:\n\n  ${url}\n`);
  say(qrText(url));
  say(
    '  The first phone that takes it keeps it. It needs no account, can do nothing else and ends with the window.',
  );
  if (isLoopback(new URL(url).hostname))
    say(
      '  This address works on this machine only: set http.host or http.publicUrl, so that a phone can reach it.',
    );
  say(`  What comes out: ${new URL(url).origin}/#/camera/${encodeURIComponent(cameraId)}/certify\n`);
}

/** A QR code in half blocks, light on dark or dark on light: the quiet margin is drawn, too. */
function qrText(text: string): string {
  const rows = encode(text, { ecc: 'L', border: 2 }).data;
  const lines: string[] = [];
  for (let y = 0; y < rows.length; y += 2)
    lines.push(
      `  \x1b[30;47m${rows[y]!.map((upper, x) => {
        const lower = rows[y + 1]?.[x] ?? false;
        return upper ? (lower ? '█' : '▀') : lower ? '▄' : ' ';
      }).join('')}\x1b[0m`,
    );
  return `${lines.join('\n')}\n`;
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

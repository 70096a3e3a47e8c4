import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus } from 'node:os';
import { join } from 'node:path';
import { OutisError } from '@outis/core';
import { SiteKey, signJson } from '@outis/edge';
import type { ProofResult } from '../proof.ts';
import type { ProofPlan } from '../quick.ts';
import { type ReportPicture, reportHtml } from './html.ts';
import { framePicture, publishedPicture } from './pictures.ts';
import { notTried, summaryOf, verdictOf } from './verdict.ts';

const framesShown = 2;

/** Where a report was written, and who has signed it. */
export interface WrittenReport {
  readonly html: string;
  readonly json: string;
  readonly signer: string;
}

/**
 * Writes `proof.html` and the signed `proof.json` into a folder. The key is that of the site whose data folder is given;
 * where there is none, one that is made for this report and kept nowhere. Throws `output-failed` and `key-unreadable`.
 */
export function writeReport(
  folder: string,
  result: ProofResult,
  plan: ProofPlan,
  dataFolder: string | null,
  nowMs: number,
): WrittenReport {
  const siteKey = dataFolder === null ? null : SiteKey.openExisting(dataFolder);
  const key = siteKey ?? SiteKey.temporary();
  const signer = `Signed with ${siteKey === null ? 'a key made for this report only, as there is no site key here' : 'the key of this site'}: ${key.shortFingerprint} …`;
  const facts = {
    version: versionOf(),
    node: process.versions.node,
    machine: `${availableParallelism()} × ${cpus()[0]?.model.trim() ?? 'processor'}`,
    signer: `${signer}.`,
  };
  const html = reportHtml(result, facts, picturesOf(result, plan));
  const document = plain({
    kind: 'proof-report',
    signedMs: nowMs,
    ...facts,
    summary: summaryOf(result),
    verdict: verdictOf(result),
    notTried: notTried(result),
    htmlSha256: createHash('sha256').update(html).digest('hex'),
    ...result,
    films: result.films.map(({ published: _, ...film }) => film),
    control: result.control === null ? null : { ...result.control, published: null },
  }) as Parameters<typeof signJson>[1];
  const paths = { html: join(folder, 'proof.html'), json: join(folder, 'proof.json') };
  try {
    mkdirSync(folder, { recursive: true });
    writeFileSync(paths.html, html);
    writeFileSync(paths.json, signJson(key, document));
  } catch (cause) {
    throw new OutisError('output-failed', folder, { cause });
  }
  return { ...paths, signer };
}

function picturesOf({ films, control }: ProofResult, { runs, control: leak }: ProofPlan): ReportPicture[] {
  const frames = runs.slice(0, framesShown).map(({ plan }) => ({
    address: framePicture(plan),
    caption: `As the camera saw it: ${plan.name}`,
  }));
  const learned = films
    .slice(0, framesShown)
    .flatMap(({ published, name, learnedShare }) =>
      published === null || learnedShare === 0
        ? []
        : [{ address: publishedPicture(published), caption: `What was published of it: ${name}` }],
    );
  const planted =
    control === null || control.published === null
      ? []
      : [
          {
            address: publishedPicture(control.published),
            caption: `What the planted leak published: ${leak.name}`,
          },
        ];
  return [...frames, ...learned, ...planted];
}

/** Only what JSON can hold, and numbers with as many digits as mean something. */
function plain(value: object): object {
  return JSON.parse(
    JSON.stringify(value, (_key, each: unknown) =>
      typeof each === 'number' ? (Number.isFinite(each) ? Number(each.toPrecision(15)) : null) : each,
    ),
  ) as object;
}

function versionOf(): string {
  const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
    readonly version: string;
  };
  return version;
}

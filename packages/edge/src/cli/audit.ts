import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { OutisError } from '@outis/core';
import type { LogFinding } from '../audit/log-checker.ts';
import { headBlock, headPath, readHeadFile } from '../audit/log-head.ts';
import { type MailOptions, mailHead } from '../audit/mail-head.ts';
import { type LogReport, verifyLog } from '../audit/verify-log.ts';
import { ReleasedFolder } from '../export/released-folder.ts';
import { SiteKey } from '../keys/site-key.ts';
import { retentionMs } from '../pipeline/housekeeping.ts';
import { checkLedger } from '../store/check-ledger.ts';
import { readSigned } from './verify.ts';

export interface AuditSettings {
  /** Where the log lies when `--data` does not say. */
  readonly dataFolder: string;
  readonly siteName: string;
  /** How a head is mailed; null where that is not set up. */
  readonly mail: MailOptions | null;
}

type Say = (text: string) => void;

/**
 * `outis audit verify` and `outis audit head`. `settings` reads the configuration named by `--config`, and is asked only when it is
 * needed. Neither opens the log: they may run beside the edge. Returns the exit code.
 */
export async function auditCommand(
  words: readonly string[],
  settings: (configPath: string | undefined) => AuditSettings,
  say: Say = (text) => process.stdout.write(`${text}\n`),
): Promise<number> {
  const [name, ...rest] = words;
  switch (name) {
    case 'verify': {
      const { data, config, file } = parse(name, rest, 'head');
      const folder = data ?? settings(config).dataFolder;
      return verifyFolder(folder, file, say);
    }
    case 'head': {
      const { data, config, file, mail } = parse(name, rest, 'out');
      const known = data === undefined || mail ? settings(config) : null;
      await tellHead(data ?? known!.dataFolder, file, mail ? known : null, say);
      return 0;
    }
    default:
      throw new OutisError('usage', 'audit takes verify or head');
  }
}

function verifyFolder(folder: string, headFile: string | undefined, say: Say): number {
  const key = SiteKey.openExisting(folder);
  const report = verifyLog(folder, {
    ...(headFile === undefined ? {} : { head: readSigned(headFile) }),
    ...(key === null ? {} : { publicKey: key.publicKey }),
  });
  if (report.summary.entries === 0 && report.findings.length === 0)
    throw new OutisError('usage', `there is no log in ${folder}`);
  for (const finding of report.findings) say(findingText(finding));
  if (report.findingsLeftOut > 0) say(`… and ${report.findingsLeftOut} more`);
  say(summaryText(report, headFile !== undefined));
  const ledgerIsRight = verifyLedger(folder, say);
  return report.findings.length === 0 && ledgerIsRight ? 0 : 1;
}

/** The ledger of releases beside the log: what has left, once, and is as it left. True where nothing is wrong. */
function verifyLedger(folder: string, say: Say): boolean {
  if (!existsSync(join(folder, 'outis.db'))) return true;
  // A time zone is for days in exports; the ledger has none.
  const released = ReleasedFolder.open(folder, 'UTC');
  try {
    const { lines, problems } = checkLedger(released.released, Date.now() - retentionMs);
    for (const problem of problems) say(`ledger     ${problem}`);
    say(
      problems.length === 0
        ? `The ledger of what has left has ${lines} lines, and every release is as it left.`
        : 'What has left is not as it left.',
    );
    return problems.length === 0;
  } finally {
    released.close();
  }
}

async function tellHead(
  folder: string,
  out: string | undefined,
  mail: AuditSettings | null,
  say: Say,
): Promise<void> {
  const found = readHeadFile(folder);
  if (found.state === 'absent') throw new OutisError('usage', `there is no log in ${folder}`);
  if (found.state === 'unusable') throw new OutisError('audit-tampered', `the head file: ${found.why}`);
  if (mail !== null && mail.mail === null)
    throw new OutisError('usage', '--mail needs a mail server in the configuration');
  const signedHead = readSigned(headPath(folder)).toString('utf8');
  say(headBlock(found.head));
  say(signedHead.trimEnd());
  if (out !== undefined) {
    try {
      writeFileSync(out, signedHead);
    } catch (cause) {
      throw new OutisError('output-failed', `${out}: ${(cause as NodeJS.ErrnoException).code}`, { cause });
    }
    say(`written to ${out}`);
  }
  if (mail?.mail != null) {
    await mailHead(mail.mail, signedHead, mail.siteName);
    say(`mailed to ${mail.mail.to}`);
  }
}

function findingText({ fault, segment, line, text }: LogFinding): string {
  return `${fault.padEnd(10)} ${segment === null ? '' : `${segment}, line ${line}: `}${text}`;
}

function summaryText({ findings, summary }: LogReport, isWithHead: boolean): string {
  const { entries, fromMs, toMs, head, signatures, fingerprint } = summary;
  const day = (ms: number | null) => (ms === null ? '' : new Date(ms).toISOString().slice(0, 10));
  const lines = [
    `${entries} entries from ${day(fromMs)} to ${day(toMs)}, ${signatures} signatures are right`,
    ...(head === null ? [] : [`the last entry is ${head.seq}, ${head.hash}`]),
    ...(fingerprint === null ? [] : [`the key is ${fingerprint}`]),
    findings.length === 0
      ? 'Every entry is as it was written, and none is missing.'
      : 'The log is not as it was written. Keep the data folder as it is, and tell who answers for data protection.',
  ];
  if (findings.length === 0 && !isWithHead)
    lines.push(
      'Whether the whole data folder was put back to an earlier day, only --head with a mailed or printed head tells.',
    );
  return lines.join('\n');
}

/** The options of one of the two; `--mail` belongs to `head` alone. */
function parse(
  name: 'verify' | 'head',
  words: readonly string[],
  fileOption: 'head' | 'out',
): { readonly data?: string; readonly config?: string; readonly file?: string; readonly mail: boolean } {
  const text = { type: 'string' } as const;
  const options = {
    data: text,
    config: text,
    [fileOption]: text,
    ...(name === 'head' ? { mail: { type: 'boolean' as const } } : {}),
  };
  try {
    const { values } = parseArgs({ args: [...words], options, strict: true });
    const { data, config, [fileOption]: file, mail } = values as Readonly<Record<string, string | boolean>>;
    return {
      ...(typeof data === 'string' ? { data } : {}),
      ...(typeof config === 'string' ? { config } : {}),
      ...(typeof file === 'string' ? { file } : {}),
      mail: mail === true,
    };
  } catch (cause) {
    throw new OutisError('usage', `audit ${name}: ${(cause as Error).message.split('. ')[0]}`, { cause });
  }
}

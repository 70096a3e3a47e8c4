import { existsSync } from 'node:fs';
import { type ParseArgsOptionsConfig, parseArgs } from 'node:util';
import { isPurpose, OutisError, type Purpose } from '@outis/core';
import { type Config, cameraSchema, configSchema } from '../config/config-schema.ts';
import { readConfig } from '../config/read-config.ts';
import { exportFormats, isExportFormat } from '../export/export-file.ts';
import { type AuditSettings, auditCommand } from './audit.ts';
import { certifyCommand } from './certify.ts';
import { count } from './count.ts';
import { demo } from './demo.ts';
import { doctor } from './doctor.ts';
import { exportCommand, exportDictionary } from './export.ts';
import { helpText } from './help.ts';
import { readLinesFile } from './lines-file.ts';
import { mailOptions } from './mail-options.ts';
import { modelsCommand } from './models.ts';
import { prove } from './prove.ts';
import { runSite } from './run-site.ts';
import { usersCommand } from './users.ts';
import { verify } from './verify.ts';

const text = { type: 'string' } as const;
const flag = { type: 'boolean' } as const;

/** Runs one command of the command line; throws `OutisError` `usage` for one that is not understood. */
export async function runCommand(words: readonly string[]): Promise<void> {
  const [name, ...rest] = words;
  switch (name) {
    case undefined:
    case 'help':
    case '--help':
    case '-h':
      process.stdout.write(helpText);
      return;
    case 'demo': {
      const { values } = parse(name, rest, { street: flag, port: text }, 0);
      return demo({ street: values['street'] === true, port: port(values['port']) });
    }
    case 'count':
      return countCommand(rest);
    case 'watch':
      return watchCommand(rest);
    case 'serve': {
      const { values } = parse(name, rest, { config: text, port: text, model: text }, 0);
      const config = readConfig(string(values['config']) ?? 'outis.yaml');
      return runSite({
        config: withOverrides(config, port(values['port']), string(values['model'])),
        login: 'users',
        anyPort: false,
      });
    }
    case 'users': {
      const { values, positionals } = parse(name, rest, { config: text, data: text }, null);
      const folder = string(values['data']) ?? settingsOf(string(values['config'])).dataFolder;
      return usersCommand(folder, positionals);
    }
    case 'certify':
      return certify(rest);
    case 'audit':
      process.exitCode = await auditCommand(rest, settingsOf);
      return;
    case 'export':
      return exportWords(rest);
    case 'models':
      return modelsCommand(rest);
    case 'verify': {
      const { values, positionals } = parse(name, rest, { key: text }, 1);
      return verify(positionals[0]!, { key: string(values['key']) });
    }
    case 'prove':
      process.exitCode = await proveCommand(rest);
      return;
    case 'doctor':
      parse(name, rest, {}, 0);
      if (!(await doctor())) process.exitCode = 1;
      return;
    default:
      throw new OutisError('usage', `there is no command "${name}"`);
  }
}

function certify(words: readonly string[]): Promise<void> {
  const options = {
    minutes: text,
    in: text,
    line: { ...text, multiple: true },
    port: text,
    config: text,
    data: text,
  };
  const { values, positionals } = parse('certify', words, options, 1);
  const whole = (value: unknown): number | undefined => (value === undefined ? undefined : Number(value));
  const configPath = string(values['config']);
  const isThere = configPath !== undefined || existsSync('outis.yaml');
  return certifyCommand({
    cameraId: positionals[0]!,
    minutes: whole(values['minutes']),
    startsInMin: whole(values['in']),
    lines: values['line'] as readonly string[] | undefined,
    port: port(values['port']),
    config: isThere ? readConfig(configPath ?? 'outis.yaml') : null,
    folder: string(values['data']),
  });
}

function countCommand(words: readonly string[]): Promise<void> {
  const { values, positionals } = parse(
    'count',
    words,
    { lines: text, fps: text, model: text, out: text, explain: text, json: flag },
    1,
  );
  const linesPath = string(values['lines']);
  if (linesPath === undefined) throw new OutisError('usage', 'count needs --lines lines.json');
  const fps = Number(values['fps'] ?? 10);
  if (!(fps >= 0.5 && fps <= 60))
    throw new OutisError('usage', `--fps ${String(values['fps'])}: must be from 0.5 to 60`);
  return count({
    file: positionals[0]!,
    linesPath,
    fps,
    modelPath: string(values['model']),
    outPath: string(values['out']),
    explainPath: string(values['explain']),
    json: values['json'] === true,
  });
}

const exportOptions = {
  from: text,
  to: text,
  format: text,
  out: text,
  config: text,
  data: text,
  'time-zone': text,
  dictionary: flag,
} as const;

function exportWords(words: readonly string[]): void {
  const { values, positionals } = parse('export', words, exportOptions, null);
  if (values['dictionary'] === true) return exportDictionary();
  const [cameraId, ...more] = positionals;
  if (cameraId === undefined || more.length > 0) throw new OutisError('usage', 'export takes one camera');
  const [from, to] = [string(values['from']), string(values['to'])];
  if (from === undefined || to === undefined)
    throw new OutisError('usage', 'export needs --from and --to, the first and the last day as YYYY-MM-DD');
  const format = values['format'] ?? 'csv';
  if (!isExportFormat(format))
    throw new OutisError('usage', `--format ${String(format)}: must be ${exportFormats.join(', ')}`);
  const data = string(values['data']);
  const config = data === undefined ? readConfig(string(values['config']) ?? 'outis.yaml') : null;
  return exportCommand({
    ...{ cameraId, from, to, format },
    outPath: string(values['out']),
    dataFolder: data ?? config!.store.folder,
    timeZone: zone(string(values['time-zone']) ?? config?.site.timeZone),
    nowMs: Date.now(),
  });
}

/** An IANA name; without one that of this machine. */
function zone(name = Intl.DateTimeFormat().resolvedOptions().timeZone): string {
  if (configSchema.shape.site.unwrap().shape.timeZone.safeParse(name).success) return name;
  throw new OutisError('usage', `--time-zone ${name}: must be an IANA time zone such as Europe/Berlin`);
}

function proveCommand(words: readonly string[]): Promise<number> {
  const options = {
    quick: flag,
    json: flag,
    report: text,
    seed: text,
    scenarios: text,
    config: text,
    data: text,
  };
  const { values } = parse('prove', words, options, 0);
  const [config, data] = [string(values['config']), string(values['data'])];
  const hasConfig = config !== undefined || existsSync('outis.yaml');
  return prove({
    quick: values['quick'] === true,
    json: values['json'] === true,
    report: string(values['report']),
    seed: string(values['seed']),
    scenarios: string(values['scenarios']),
    dataFolder: data ?? (hasConfig ? settingsOf(config).dataFolder : 'data'),
  });
}

const watchOptions = {
  purpose: text,
  owner: text,
  reason: text,
  until: text,
  line: text,
  lines: text,
  model: text,
  data: text,
  port: text,
  id: text,
} as const;

function watchCommand(words: readonly string[]): Promise<void> {
  const { values, positionals } = parse('watch', words, watchOptions, 1);
  const purpose = values['purpose'];
  if (!isPurpose(purpose))
    throw new OutisError('usage', 'watch needs --purpose street-statistics or --purpose site-safety');
  const camera = cameraSchema.safeParse({
    id: values['id'] ?? 'camera',
    source: positionals[0],
    purpose,
    owner: values['owner'] ?? '',
    reason: values['reason'] ?? '',
    lines: watchLines(string(values['line']), string(values['lines'])),
    ...siteKeys(purpose, string(values['until'])),
  });
  if (!camera.success) {
    const issue = camera.error.issues[0]!;
    throw new OutisError('usage', `--${issue.path.join('.')}: ${issue.message}`);
  }
  const folder = string(values['data']) ?? 'data';
  const timeZone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const config = configSchema.parse({
    site: { name: camera.data.owner.slice(0, 100), timeZone },
    cameras: [camera.data],
    store: { folder },
  });
  const chosen = port(values['port']);
  return runSite({
    config: withOverrides(config, chosen, string(values['model'])),
    login: 'terminal',
    anyPort: chosen === undefined,
  });
}

const trialDays = 30;

/**
 * On the command line the own ground is the whole view; a smaller one is drawn in the configuration.
 * A camera that is only being tried ends after thirty days.
 */
function siteKeys(purpose: Purpose, until: string | undefined): object {
  if (purpose !== 'site-safety') return until === undefined ? {} : { until };
  return {
    until: until ?? new Date(Date.now() + trialDays * 86_400_000).toISOString().slice(0, 10),
    boundary: [
      [0, 0],
      [1, 0],
      [1, 1],
      [0, 1],
    ],
  };
}

function watchLines(line: string | undefined, linesPath: string | undefined): unknown {
  if (linesPath !== undefined) return readLinesFile(linesPath);
  if (line === undefined) return [{ id: 'middle', a: [0.5, 1], b: [0.5, 0] }];
  const numbers = line.split(',').map(Number);
  if (numbers.length !== 4 || numbers.some((value) => !(value >= 0 && value <= 1))) {
    throw new OutisError('usage', `--line ${line}: must be four fractions from 0 to 1, ax,ay,bx,by`);
  }
  const [ax, ay, bx, by] = numbers;
  return [{ id: 'line', a: [ax, ay], b: [bx, by] }];
}

function withOverrides(config: Config, chosenPort: number | undefined, model: string | undefined): Config {
  return {
    ...config,
    ...(model === undefined ? {} : { model }),
    http: { ...config.http, ...(chosenPort === undefined ? {} : { port: chosenPort }) },
  };
}

interface Parsed {
  readonly values: Readonly<Record<string, unknown>>;
  readonly positionals: readonly string[];
}

function parse(
  name: string,
  words: readonly string[],
  options: ParseArgsOptionsConfig,
  positionalCount: number | null,
): Parsed {
  let parsed: Parsed;
  try {
    parsed = parseArgs({ args: [...words], options, allowPositionals: true, strict: true });
  } catch (cause) {
    throw new OutisError('usage', `${name}: ${(cause as Error).message.split('. ')[0]}`, { cause });
  }
  if (positionalCount !== null && parsed.positionals.length !== positionalCount) {
    throw new OutisError(
      'usage',
      `${name} takes ${positionalCount === 0 ? 'options only' : `one ${name === 'watch' ? 'camera address' : 'file'}`}`,
    );
  }
  return parsed;
}

/** What the commands beside a running edge need of its configuration. */
function settingsOf(configPath = 'outis.yaml'): AuditSettings {
  const { store, site, mail } = readConfig(configPath);
  return {
    dataFolder: store.folder,
    siteName: site.name,
    mail: mail === undefined ? null : mailOptions(mail),
  };
}

function string(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function port(value: unknown): number | undefined {
  if (value === undefined) return undefined;
  const number = Number(value);
  if (!Number.isInteger(number) || number < 0 || number > 65535)
    throw new OutisError('usage', `--port ${String(value)}: must be from 0 to 65535`);
  return number;
}

import { existsSync, readFileSync, statSync } from 'node:fs';
import { relative } from 'node:path';
import { parseArgs } from 'node:util';
import { OutisError } from '@outis/core';
import { readModelFacts, reviewNote } from '../camera/model-facts.ts';
import { findModel, type ModelFiles } from '../camera/sight-command.ts';
import { readConfig } from '../config/read-config.ts';
import { addModel, sha256Of } from '../models/add-model.ts';
import { checkModel, type ModelCheck, refuseDisagreement } from '../models/check-model.ts';
import {
  findOnShelf,
  manifestLines,
  modelInUse,
  type ShelfEntry,
  shelf,
  shelfFolder,
} from '../models/model-shelf.ts';
import { TerminalLine } from './progress.ts';

type Say = (text: string) => void;

interface Settings {
  readonly dataFolder: string;
  readonly model: string | undefined;
}

/** `outis models list | show | check | add`. Throws `OutisError`; a model that is refused is an error. */
export async function modelsCommand(
  words: readonly string[],
  say: Say = (text) => process.stdout.write(`${text}\n`),
): Promise<void> {
  const [verb, ...rest] = words;
  const { values, positionals } = parse(rest);
  const given = one(verb, positionals);
  const settings = settingsOf(values);
  switch (verb) {
    case 'list':
      return list(settings, say);
    case 'show':
      return show(findOnShelf(settings.dataFolder, given), say);
    case 'check':
      return check(filesOf(settings, given, values.manifest), say);
    case 'add':
      return add(settings, given, values, say);
    default:
      throw new OutisError('usage', 'models takes list, show, check or add');
  }
}

function list({ dataFolder, model }: Settings, say: Say): void {
  const entries = shelf(dataFolder, modelInUse(model));
  const places = { ships: 'Ships with Outis', data: `In ${shelfFolder(dataFolder)}`, elsewhere: 'Elsewhere' };
  for (const where of ['ships', 'data', 'elsewhere'] as const) {
    const here = entries.filter((entry) => entry.where === where);
    if (here.length === 0) continue;
    say(`${places[where]}:`);
    for (const entry of here) say(listLine(entry));
  }
  if (!entries.some(({ inUse }) => inUse))
    say('None is in use: no model ships with this version, and none is named.');
}

function listLine({ name, facts, bytes, inUse }: ShelfEntry): string {
  const about =
    facts === null ? 'manifest unreadable' : `${facts.name} (${facts.licence})${reviewNote(facts)}`;
  const size = bytes === null ? 'manifest only, bring the file' : `${(bytes / 1e6).toFixed(1)} MB`;
  return `  ${inUse ? '*' : ' '} ${name.padEnd(22)} ${about}, ${size}${inUse ? ', in use' : ''}`;
}

async function show(files: ModelFiles, say: Say): Promise<void> {
  const facts = readModelFacts(files);
  const found = await sha256Of(files.modelPath);
  const rows: (readonly [string, string])[] = [
    ['licence', facts.licence],
    ['file', `${files.modelPath}, ${(statSync(files.modelPath).size / 1e6).toFixed(1)} MB`],
    ['manifest', files.manifestPath],
    ['sha256', facts.sha256],
    ...(found === facts.sha256 ? [] : [['', `but the file has ${found}: it will not load`] as const]),
    ...manifestLines(files.manifestPath),
  ];
  say(`${facts.name}${reviewNote(facts)}`);
  for (const [key, value] of rows) say(`  ${key.padEnd(11)}${value}`);
}

async function check(files: ModelFiles, say: Say): Promise<void> {
  const facts = readModelFacts(files);
  say(`${facts.name} (${facts.licence})${reviewNote(facts)}`);
  const found = await checked(files);
  for (const line of checkLines(found)) say(line);
  refuseDisagreement(found);
  say('  It agrees with what is drawn. How well it counts at your place only your own films can tell.');
}

async function add(settings: Settings, source: string, values: Values, say: Say): Promise<void> {
  const line = new TerminalLine();
  const added = await addModel({
    source,
    manifestPath: values.manifest,
    folder: shelfFolder(settings.dataFolder),
    check: async (files) => {
      line.clear();
      await check(files, say);
    },
    download: {
      authorities: values.ca === undefined ? undefined : readAuthorities(values.ca),
      onProgress: (bytes, total) => line.show(bytesLine(bytes, total)),
    },
  }).finally(() => line.clear());
  const near = relative('.', added.modelPath);
  const path = near.startsWith('..') ? added.modelPath : near;
  say(`\nAdded: ${path}\nUse it with --model ${path}, or in outis.yaml:\n  model: ${added.modelPath}`);
}

async function checked(files: ModelFiles): Promise<ModelCheck> {
  const line = new TerminalLine();
  try {
    return await checkModel(files, { onPicture: (seen) => line.show(`drawn scene ${seen}`) });
  } finally {
    line.clear();
  }
}

function checkLines({ pictures, classes, unchecked, ready }: ModelCheck): string[] {
  const row = (cells: readonly string[]): string =>
    `  ${cells[0]!.padEnd(12)}${cells
      .slice(1)
      .map((cell) => cell.padStart(10))
      .join('')}`;
  return [
    '  gate: let in. Its only outputs are boxes with the classes of its manifest.',
    `  ${pictures} drawn scenes, scores from ${ready.thresholds.low}:`,
    row(['class', 'drawn', 'found', 'mistaken', 'agreement']),
    ...classes.map((each) =>
      row([each.class, `${each.drawn}`, `${each.found}`, `${each.mistaken}`, each.agreement.toFixed(2)]),
    ),
    ...(unchecked.length === 0 ? [] : [`  not looked at: ${unchecked.join(', ')}`]),
  ];
}

function bytesLine(bytes: number, total: number | null): string {
  const megabytes = (value: number): string => `${(value / 1e6).toFixed(1)} MB`;
  if (total === null) return megabytes(bytes);
  return `${megabytes(bytes)} of ${megabytes(total)}, ${Math.round((100 * bytes) / total)} %`;
}

interface Values {
  readonly config?: string | undefined;
  readonly data?: string | undefined;
  readonly model?: string | undefined;
  readonly manifest?: string | undefined;
  readonly ca?: string | undefined;
}

function parse(words: readonly string[]): {
  readonly values: Values;
  readonly positionals: readonly string[];
} {
  const text = { type: 'string' } as const;
  try {
    return parseArgs({
      args: [...words],
      options: { config: text, data: text, model: text, manifest: text, ca: text },
      allowPositionals: true,
    });
  } catch (cause) {
    throw new OutisError('usage', `models: ${(cause as Error).message.split('. ')[0]}`, { cause });
  }
}

/** What a verb is about; nothing for `list`. */
function one(verb: string | undefined, positionals: readonly string[]): string {
  const wanted = verb === 'show' || verb === 'check' || verb === 'add' ? 1 : 0;
  if (positionals.length !== wanted)
    throw new OutisError(
      'usage',
      `models ${verb ?? ''} takes ${wanted === 0 ? 'options only' : 'one model'}`,
    );
  return positionals[0] ?? '';
}

function filesOf({ dataFolder }: Settings, given: string, manifestPath: string | undefined): ModelFiles {
  if (manifestPath === undefined) return findOnShelf(dataFolder, given);
  if (!existsSync(manifestPath)) throw new OutisError('model-manifest-missing', manifestPath);
  return findModel(given, manifestPath);
}

/** The configuration counts where there is one; options count more. */
function settingsOf({ config, data, model }: Values): Settings {
  const path = config ?? 'outis.yaml';
  const known = config !== undefined || existsSync(path) ? readConfig(path) : null;
  return { dataFolder: data ?? known?.store.folder ?? 'data', model: model ?? known?.model };
}

function readAuthorities(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    throw new OutisError('usage', `--ca ${path}: it cannot be read`, { cause });
  }
}

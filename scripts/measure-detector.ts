import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { deniedWords } from '../packages/sight/src/detector/deny-list.ts';
import {
  type Cost,
  costOf,
  findAll,
  knownModel,
  type Measured,
  openDetector,
  ownManifest,
} from './measure/models.ts';
import {
  dayFrom,
  duskFrom,
  type Light,
  labels,
  lightOf,
  type Picture,
  readPictures,
} from './measure/pictures.ts';
import { averagePrecision, type Found, judge, resamples } from './measure/score.ts';
import * as tables from './measure/tables.ts';
import { chooseThresholds } from './measure/thresholds.ts';
import { trainingTable } from './measure/training-log.ts';
import { conditions, half } from './measure/worsen.ts';
import { headCommit, replaceSection } from './measurements.ts';

/**
 * Measures our own detector beside YOLOX-nano and PicoDet-S on the held-out pictures of the data folder, through the
 * product's own code, chooses its thresholds there, and writes both into its manifest and its model card.
 *
 *   ./outis node scripts/measure-detector.ts --model FILE.onnx [--data ../shared/data] [--sizes A.onnx,B.onnx]
 *     [--logs run/log,leg/log] [--quick] [--write]
 *
 * `--sizes`: the same weights for other inputs, to compare cost and precision. `--quick`: without worsened pictures.
 * With OUTIS_MEASURE_CACHE=FOLDER decoded pictures stay there for the next run.
 * `--write`: the manifest beside the model, and docs/reference/model-card.md.
 */
const data = option('--data') ?? process.env['OUTIS_DATA'] ?? '../shared/data';
const modelPath = option('--model') ?? 'packages/sight/models/outis.onnx';
const cardPath = 'docs/reference/model-card.md';

/** Worsened pictures are measured on every second one: it takes long. */
const worsenedEvery = 2;

if (!existsSync(join(data, 'train/index.csv'))) console.log('skipped: no data');
else await main();

async function main(): Promise<void> {
  const pictures = readPictures(join(data, 'train'));
  const draft = await own(modelPath, { low: 0.1, high: 0.4, nmsIou: 0.55, perClass: {} });
  const found = await findAll(await openDetector(draft, 'all'), pictures);
  agree(pictures, found);
  const { choices, thresholds } = chooseThresholds(pictures, found);
  const ours = await own(modelPath, thresholds);
  const models = [
    ours,
    knownModel(data, 'yolox_nano_416', 'YOLOX-nano 416'),
    knownModel(data, 'picodet_s_416', 'PicoDet-S 416'),
  ];
  const outcomes: tables.Outcome[] = [];
  for (const model of models) {
    const all = model === ours ? found : await findAll(await openDetector(model, 'all'), pictures);
    outcomes.push({ model, all, shipped: await findAll(await openDetector(model, 'as shipped'), pictures) });
  }
  const light = new Map<string, Light>();
  for (const picture of pictures) light.set(picture.id, await lightOf(picture));
  const sections: Record<string, string> = {
    summary: summary(pictures),
    precision: tables.precisionTable(pictures, outcomes),
    thresholds: tables.thresholdTable(pictures, outcomes, choices),
    sizes: tables.sizeTable(pictures, outcomes),
    light: `Day: mean luma ${dayFrom} or more (of 16 to 235); dusk: ${duskFrom} to ${dayFrom}; night: below. A rule of brightness, not of the clock.\n\n${tables.lightTable(pictures, light, outcomes)}`,
    sources: tables.sourceTable(pictures, outcomes),
    worn: tables.wornTable(pictures, outcomes[0]!),
    cost: await cost(pictures, models, found),
    'deny-list': tables.table(
      ['what is never detected', 'words'],
      Object.entries(deniedWords).map(([reason, words]) => [reason, words.join(', ')]),
    ),
  };
  const logs = option('--logs')?.split(',') ?? [];
  if (logs.length > 0) sections['training'] = trainingTable(logs);
  if (!process.argv.includes('--quick')) sections['conditions'] = await worsened(pictures, models);
  for (const [name, text] of Object.entries(sections)) console.log(`\n## ${name}\n${text}`);
  if (process.argv.includes('--write'))
    write({ ...ours, manifest: { ...ours.manifest, ap50: precisions(pictures, found) } }, sections);
}

/** What stands in the manifest, and on the public page of a camera. */
function precisions(pictures: readonly Picture[], found: Found): Measured['manifest']['ap50'] {
  return Object.fromEntries(
    labels.flatMap((name) => {
      const value = averagePrecision(judge(pictures, found, name, 0.5));
      return value === null ? [] : [[name, Math.round(value * 100) / 100]];
    }),
  );
}

async function own(path: string, thresholds: Measured['manifest']['thresholds']): Promise<Measured> {
  const manifest = await ownManifest(path, thresholds);
  return { name: manifest.name, path, manifest };
}

/** Stops when data/train/evaluate.py counts otherwise than this script. */
function agree(pictures: readonly Picture[], found: Found): void {
  const folder = mkdtempSync(join(tmpdir(), 'outis-measure-'));
  try {
    const path = join(folder, 'detections.json');
    const rows = [...found].map(([id, detections]) => [
      id,
      detections.map(({ class: name, score, box: { left, top, width, height } }) => [
        ...[labels.indexOf(name), score],
        ...[left, top, left + width, top + height],
      ]),
    ]);
    writeFileSync(path, JSON.stringify(Object.fromEntries(rows)));
    const script = join(data, 'train/evaluate.py');
    const text = execFileSync('python3', ['-B', script, join(data, 'train'), 'val', path], {
      encoding: 'utf8',
    });
    const told = [...text.matchAll(/^(\S+)\s+AP50 ([\d.]+)/gm)];
    if (told.length < 5) throw new Error(`evaluate.py said: ${text}`);
    for (const [, name, value] of told) {
      const label = labels.find((one) => one === (name === 'head' ? 'bare-head' : name))!;
      const area = averagePrecision(judge(pictures, found, label, 0.5)) ?? 0;
      if (Math.abs(area - Number(value)) > 0.0011)
        throw new Error(`${name}: ${area.toFixed(4)} here, ${value} by evaluate.py`);
    }
    console.log(`evaluate.py counts the same for ${told.length} classes`);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function summary(pictures: readonly Picture[]): string {
  const commit = headCommit();
  return `Measured by \`scripts/measure-detector.ts\` at commit ${commit} on ${pictures.length} held-out pictures, through the product’s own decoding, detector and merging; \`data/train/evaluate.py\` gives the same AP50. Only boxes that people drew count, only in pictures where they looked for the class; difficult boxes are neither hit nor miss. In brackets: 95 % intervals of ${resamples} resamples of the pictures, the same for all models, so that differences are paired.`;
}

/** The cost of all sizes and of the baselines, on a real street, and what each size is worth. */
async function cost(
  pictures: readonly Picture[],
  models: readonly Measured[],
  found: Found,
): Promise<string> {
  const street = pictures.find(({ source }) => source === 'atl')!;
  const sizes: Measured[] = [];
  for (const path of option('--sizes')?.split(',') ?? [])
    if (basename(path) !== basename(modelPath)) sizes.push(await own(path, models[0]!.manifest.thresholds));
  const costs: Cost[] = [];
  const areas: (string | null)[] = [];
  for (const model of [...models, ...sizes]) {
    costs.push(await costOf(model, street));
    if (model === models[0]) areas.push(tables.precisionCell(pictures, found));
    else if (!sizes.includes(model)) areas.push(null);
    else
      areas.push(tables.precisionCell(pictures, await findAll(await openDetector(model, 'all'), pictures)));
  }
  const cpu = cpus()[0]?.model ?? 'unknown processor';
  return `${cpu}, one thread, medians of 200 runs on one picture of a street (640x360).\n\n${tables.costTable(costs, areas)}`;
}

async function worsened(pictures: readonly Picture[], models: readonly Measured[]): Promise<string> {
  const some = pictures.filter((_, index) => index % worsenedEvery === 0);
  const rows: { name: string; found: Found[] }[] = [];
  for (const { name, worsen } of conditions) {
    const found: Found[] = [];
    for (const model of models) {
      const seen = await findAll(await openDetector(model, 'all'), some, worsen);
      found.push(worsen === half ? doubled(seen) : seen);
    }
    rows.push({ name, found });
  }
  return `On ${some.length} of the pictures, worsened after scaling.\n\n${tables.conditionTable(some, models, rows)}`;
}

/** Boxes found in the upper left quarter, back on the scale of the whole picture. */
function doubled(found: Found): Found {
  return new Map(
    [...found].map(([id, detections]) => [
      id,
      detections.map(({ box: { left, top, width, height }, ...rest }) => ({
        ...rest,
        box: { left: left * 2, top: top * 2, width: width * 2, height: height * 2 },
      })),
    ]),
  );
}

function write(ours: Measured, sections: Readonly<Record<string, string>>): void {
  // Short lists on one line, as the formatter of this project wants it.
  const manifest = JSON.stringify(ours.manifest, null, 2).replace(
    /^( *"\w+": )\[([^[\]]*)\]/gm,
    (_, key: string, list: string) => `${key}[${list.trim().replace(/\s*\n\s*/g, ' ')}]`,
  );
  writeFileSync(ours.path.replace(/\.onnx$/, '.manifest.json'), `${manifest}\n`);
  let card = readFileSync(cardPath, 'utf8');
  for (const [name, text] of Object.entries(sections)) card = replaceSection(card, name, text);
  writeFileSync(cardPath, card);
}

function option(name: string): string | undefined {
  const at = process.argv.indexOf(name);
  return at < 0 ? undefined : process.argv[at + 1];
}

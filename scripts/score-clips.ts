import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { headCommit, writeMeasured } from './measurements.ts';

/**
 * Counts the five clips of the data folder with each model and writes counts against truth into
 * docs/reference/measurements.md. Scoring as in the data's BASELINES.md: errors are summed over
 * line × class × direction and cannot cancel; `also_accept` classes are free.
 *
 *   ./outis node scripts/score-clips.ts [--fps 10] [--model FILE.onnx] [--json] [--write]
 *
 * Ours is the model that ships, or the one given by `--model`; YOLOX-nano and PicoDet-S stand beside it.
 */
export interface Truth {
  readonly crossings: readonly {
    readonly t: number;
    readonly line: string;
    readonly class: string;
    readonly direction: string;
    readonly also_accept?: readonly string[];
  }[];
}
export interface Count {
  readonly line: string;
  readonly class: string;
  readonly direction: string;
  readonly count: number;
}
export interface Row extends Count {
  readonly truth: number;
}

/** The clips, and the cells that their truth says not to score. */
const clips: readonly {
  readonly name: string;
  readonly unscored?: { readonly line: string; readonly class: string };
}[] = [
  { name: 'junction_cyclist' },
  { name: 'junction_truck' },
  { name: 'car_park' },
  { name: 'person_bicycle_car', unscored: { line: 'VR', class: 'bicycle' } },
  { name: 'traffic_a' },
];
const baselines = ['yolox_nano_352x640', 'picodet_s_416'];
const shipped = 'packages/sight/models/outis.onnx';

/** Puts counts beside the truth. A count of an accepted other class is moved to the true class, as far as that is short. */
export function compare(
  counts: readonly Count[],
  truth: Truth,
  unscored?: { readonly line: string; readonly class: string },
): Row[] {
  const rows = new Map<
    string,
    { line: string; class: string; direction: string; count: number; truth: number }
  >();
  const row = (line: string, objectClass: string, direction: string): { count: number; truth: number } => {
    const key = `${line}|${objectClass}|${direction}`;
    const found = rows.get(key) ?? { line, class: objectClass, direction, count: 0, truth: 0 };
    rows.set(key, found);
    return found;
  };
  for (const { line, class: objectClass, direction } of truth.crossings)
    row(line, objectClass, direction).truth++;
  for (const cell of counts) row(cell.line, cell.class, cell.direction).count += cell.count;
  for (const crossing of truth.crossings) {
    const right = row(crossing.line, crossing.class, crossing.direction);
    for (const other of crossing.also_accept ?? []) {
      const wrong = row(crossing.line, other, crossing.direction);
      if (right.count < right.truth && wrong.count > wrong.truth) {
        right.count++;
        wrong.count--;
      }
    }
  }
  return [...rows.values()].filter(
    (cell) =>
      !(cell.line === unscored?.line && cell.class === unscored.class) && (cell.count > 0 || cell.truth > 0),
  );
}

/** Σ |count - truth| and Σ truth. */
export function errors(rows: readonly Row[]): { readonly wrong: number; readonly truth: number } {
  return {
    wrong: rows.reduce((sum, { count, truth }) => sum + Math.abs(count - truth), 0),
    truth: rows.reduce((sum, { truth }) => sum + truth, 0),
  };
}

interface Scored {
  readonly model: string;
  readonly clips: readonly {
    readonly name: string;
    readonly rows: readonly Row[];
    readonly framesPerSecond: number;
  }[];
  readonly micro: number;
  readonly macro: number;
}

function score(data: string, modelPath: string, fps: number): Scored {
  const results = clips.map(({ name, unscored }) => {
    const truthPath = join(data, 'truth', `${name}.json`);
    const commandArguments = [
      'packages/edge/src/main.ts',
      'count',
      join(data, 'video', `${name}.mp4`),
      '--lines',
      truthPath,
      '--model',
      modelPath,
      '--fps',
      String(fps),
      '--json',
    ];
    const output = execFileSync(process.execPath, ['--disable-sigusr1', ...commandArguments], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const { counts, framesPerSecond } = JSON.parse(output) as { counts: Count[]; framesPerSecond: number };
    return {
      name,
      rows: compare(counts, JSON.parse(readFileSync(truthPath, 'utf8')) as Truth, unscored),
      framesPerSecond,
    };
  });
  const all = errors(results.flatMap(({ rows }) => rows));
  const shares = results.map(({ rows }) => errors(rows)).map(({ wrong, truth }) => wrong / truth);
  return {
    model: basename(modelPath, '.onnx'),
    clips: results,
    micro: all.wrong / all.truth,
    macro: shares.reduce((sum, share) => sum + share, 0) / shares.length,
  };
}

function report(scored: readonly Scored[], fps: number, commit: string): string {
  const percent = (share: number): string => `${Math.round(share * 100)} %`;
  const baseline = ['80 / 114 %', '56 / 85 %'];
  const lines = [
    `Commit ${commit}, two shared cores, Debian 12, ${fps} fps. WAPE micro / macro; baselines from the data folder: greedy IoU tracker ${baseline[0]}, node-moving-things-tracker ${baseline[1]} (YOLOX-nano 416).`,
    '',
    '| model | WAPE micro | WAPE macro | frames/s |',
    '|---|---|---|---|',
    ...scored.map(({ model, micro, macro, clips: results }) => {
      const speed = results.reduce((sum, { framesPerSecond }) => sum + framesPerSecond, 0) / results.length;
      return `| ${model} | ${percent(micro)} | ${percent(macro)} | ${speed.toFixed(0)} |`;
    }),
    '',
    ...perClass(scored),
    '',
    `| clip | line | class | direction | truth | ${scored.map(({ model }) => model).join(' | ')} |`,
    `|---|---|---|---|---|${scored.map(() => '---|').join('')}`,
  ];
  for (const { name } of clips) {
    const perModel = scored.map(({ clips: results }) => results.find((clip) => clip.name === name)!.rows);
    const keys = [
      ...new Set(perModel.flat().map((row) => `${row.line}|${row.class}|${row.direction}`)),
    ].sort();
    for (const key of keys) {
      const found = perModel.map((rows) =>
        rows.find((row) => `${row.line}|${row.class}|${row.direction}` === key),
      );
      lines.push(
        `| ${name} | ${key.split('|').join(' | ')} | ${found.find((row) => row !== undefined)!.truth} | ${found.map((row) => row?.count ?? 0).join(' | ')} |`,
      );
    }
  }
  return lines.join('\n');
}

/** WAPE per class and direction over all clips; what was counted and never there is an error without a share. */
function perClass(scored: readonly Scored[]): string[] {
  const cellsOf = ({ clips: results }: Scored): readonly Row[] => results.flatMap(({ rows }) => rows);
  const keys = [...new Set(scored.flatMap(cellsOf).map((row) => `${row.class} | ${row.direction}`))].sort();
  return [
    `| class | direction | truth | ${scored.map(({ model }) => `${model}: errors (WAPE)`).join(' | ')} |`,
    `|---|---|---|${scored.map(() => '---|').join('')}`,
    ...keys.map((key) => {
      const sums = scored.map((one) =>
        errors(cellsOf(one).filter((row) => `${row.class} | ${row.direction}` === key)),
      );
      const { truth } = sums.reduce((most, sum) => (sum.truth > most.truth ? sum : most));
      const cells = sums.map(
        ({ wrong }) => `${wrong}${truth === 0 ? '' : ` (${Math.round((wrong / truth) * 100)} %)`}`,
      );
      return `| ${key} | ${truth} | ${cells.join(' | ')} |`;
    }),
  ];
}

if (import.meta.main) {
  const data = process.env['OUTIS_DATA'] ?? '../shared/data';
  if (!existsSync(join(data, 'truth'))) {
    console.log('skipped: no data');
  } else {
    const fpsAt = process.argv.indexOf('--fps');
    const fps = fpsAt < 0 ? 10 : Number(process.argv[fpsAt + 1]);
    const modelAt = process.argv.indexOf('--model');
    const ours = modelAt < 0 ? shipped : process.argv[modelAt + 1]!;
    const paths = baselines.map((name) => join(data, 'models', `${name}.onnx`));
    if (existsSync(ours)) paths.unshift(ours);
    const scored = paths.map((path) => score(data, path, fps));
    const commit = headCommit();
    const text = report(scored, fps, commit);
    if (process.argv.includes('--json')) console.log(JSON.stringify(scored));
    else console.log(text);
    if (process.argv.includes('--write')) {
      writeMeasured('clips', text);
    }
  }
}

import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { headCommit, writeMeasured } from '../../scripts/measurements.ts';
import { countByBand, type LineCounts, lineErrors, truthCounts } from './lines.ts';
import { runAtOnce, runOutis } from './outis.ts';
import { runLinkedByTruth } from './perfect-links.ts';
import { type Score, score } from './score.ts';
import { dataFolder, type Frames, readRows, readSequences, type Sequence } from './sequence.ts';

/** One tracker at one frame rate. `framesPerSecond` is measured for Outis only. */
interface Entry extends Score {
  readonly lineErrors: number;
  readonly crossings: number;
  readonly framesPerSecond?: number;
}

const rates = ['30', '10', '5', '2.5'];
const references: Readonly<Record<string, string>> = {
  byteTrack: 'bytetrack',
  nodeMovingThings: 'nmtt_kdTree',
};

const { values } = parseArgs({
  options: {
    data: { type: 'string' },
    json: { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
  },
});
const folder = values.data ?? join(dataFolder(), 'mot');
const report: Record<string, Record<string, Entry>> = {};
for (const rate of rates) {
  const path = join(folder, `static_${rate}`);
  if (!existsSync(path)) continue;
  const sequences = readSequences(path);
  put('outis', rate, scoreOutis(sequences));
  put(
    'outisAtOnce',
    rate,
    scoreRuns(sequences, (sequence) => runAtOnce(sequence)),
  );
  for (const [name, reference] of Object.entries(references)) {
    const pathOf = ({ name }: Sequence): string => join(path, 'reference', reference, `${name}.txt`);
    if (!sequences.every((sequence) => existsSync(pathOf(sequence)))) continue;
    // Others count by the rule of the truth on their boxes.
    const entry = scoreRuns(sequences, (sequence) => {
      const results = readRows(pathOf(sequence), sequence.truth.length);
      return { results, counts: countByBand(results, sequence) };
    });
    put(name, rate, entry);
  }
  put('perfectLinks', rate, scoreRuns(sequences, runLinkedByTruth));
}
if (Object.keys(report).length === 0) console.log(`skipped: no data in ${folder}`);
else if (values.json) console.log(JSON.stringify(report, rounded, 1));
else print();
if (values.write && Object.keys(report).length > 0) writeMeasured('tracking', section());

function put(tracker: string, rate: string, entry: Entry): void {
  report[tracker] ??= {};
  report[tracker][rate] = entry;
}

function scoreOutis(sequences: readonly Sequence[]): Entry {
  const entry = scoreRuns(sequences, (sequence) => runOutis(sequence));
  let frames = 0;
  let trackerMs = 0;
  // The first run warmed the compiler up; these are timed.
  for (const sequence of [...sequences, ...sequences, ...sequences]) {
    trackerMs += runOutis(sequence).trackerMs;
    frames += sequence.truth.length;
  }
  return { ...entry, framesPerSecond: Math.round((frames * 1000) / trackerMs) };
}

function scoreRuns(
  sequences: readonly Sequence[],
  run: (sequence: Sequence) => { readonly results: Frames; readonly counts: LineCounts },
): Entry {
  let errors = 0;
  let crossings = 0;
  const pairs = sequences.map((sequence) => {
    const { results, counts } = run(sequence);
    const truth = truthCounts(sequence);
    errors += lineErrors(counts, truth);
    crossings += sum(truth.values());
    return { truth: sequence.truth, results };
  });
  return { ...score(pairs), lineErrors: errors, crossings };
}

function print(): void {
  console.log('tracker             fps   HOTA  DetA  AssA  MOTA  IDF1  IDSW  Frag  line errors  frames/s');
  for (const rate of rates) {
    for (const [tracker, entries] of Object.entries(report)) {
      const entry = entries[rate];
      if (entry === undefined) continue;
      const percents = [entry.hota, entry.detA, entry.assA, entry.mota, entry.idf1];
      const errors = `${entry.lineErrors} of ${entry.crossings}`.padStart(13);
      console.log(
        tracker.padEnd(18) +
          rate.padStart(5) +
          percents
            .map((value) => value.toFixed(1).padStart(6))
            .join(' ')
            .replaceAll('  ', ' ')
            .padStart(31) +
          `${entry.idsw}`.padStart(6) +
          `${entry.fragments}`.padStart(6) +
          errors +
          `${entry.framesPerSecond ?? '-'}`.padStart(10),
      );
    }
  }
}

function rounded(_key: string, value: unknown): unknown {
  return typeof value === 'number' ? Math.round(value * 100) / 100 : value;
}

function sum(numbers: Iterable<number>): number {
  let total = 0;
  for (const value of numbers) total += value;
  return total;
}

/** The section of docs/reference/measurements.md: this report and the speeds of bench/track.ts. */
function section(): string {
  const root = join(import.meta.dirname, '../..');
  const commit = headCommit();
  const speeds = JSON.parse(
    execFileSync(process.execPath, [join(root, 'bench/track.ts'), '--json'], { encoding: 'utf8' }),
  ) as { tracker: string; objects: number; meanPerS: number; sdPerS: number; leastPerS: number }[];
  const names: Readonly<Record<string, string>> = {
    outis: '**Outis**',
    outisAtOnce: 'Outis, at once (for live scenes and warnings)',
    byteTrack: 'ByteTrack',
    perfectLinks: '*the same boxes, linked by the truth*',
  };
  const rows = rates.flatMap((rate) =>
    Object.entries(report).flatMap(([tracker, entries]) => {
      const entry = entries[rate];
      if (entry === undefined) return [];
      const percents = [entry.hota, entry.mota, entry.idf1].map((value) => value.toFixed(1)).join(' | ');
      const name = names[tracker] ?? 'node-moving-things-tracker';
      return `| ${rate} | ${name} | ${percents} | ${entry.idsw} | ${entry.lineErrors} of ${entry.crossings} |`;
    }),
  );
  return [
    `Commit ${commit}, two shared cores, Debian 12. Sequences 02 and 09 combined; line errors: Σ |count - truth| over eight lines a sequence and both directions, dead band 15 px.`,
    'Parameters are chosen on the first halves and the clips; the second halves, shown here, were scored about forty-five times on the way, also to decide what stays.',
    'Counts are made from tracks that are decided about 4 s later; those of now are for live scenes and warnings.',
    'The last row of each rate is what Outis would make of the same boxes if it never took one person for another: what is left to gain without a better detector.',
    '',
    '| fps | tracker | HOTA | MOTA | IDF1 | ID switches | line errors |',
    '|---|---|---|---|---|---|---|',
    ...rows,
    '',
    'Speed with objects that walk about at 10 fps (`bench/track.ts`, a fixed seed, all by turns in one run):',
    '',
    '| objects | tracker | frames/s, mean ± sd | least |',
    '|---|---|---|---|',
    ...speeds.map(({ tracker, objects, meanPerS, sdPerS, leastPerS }) => {
      return `| ${objects} | ${names[tracker] ?? tracker} | ${meanPerS} ± ${sdPerS} | ${leastPerS} |`;
    }),
  ].join('\n');
}

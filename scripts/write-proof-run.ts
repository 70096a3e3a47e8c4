import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { KindRow, WorstSeed } from '../packages/proof/src/algorithm/summary.ts';
import type { FilmResult } from '../packages/proof/src/part-one.ts';
import type { ProofResult } from '../packages/proof/src/proof.ts';
import type { ProofSummary, Verdict } from '../packages/proof/src/report/verdict.ts';

/**
 * Writes docs/reference/proof-run.md from the signed report of a run:
 * `./outis node scripts/write-proof-run.ts report/proof.json COMMIT "beside what"`.
 */

type ProofDocument = Pick<ProofResult, 'seed' | 'elapsedMs' | 'films' | 'algorithm'> & {
  readonly machine: string;
  readonly summary: ProofSummary;
  readonly verdict: Verdict;
  readonly notTried: readonly string[];
};

const percent = (share: number, digits = 2): string => `${(100 * share).toFixed(digits)} %`;
const count = (value: number): string => value.toLocaleString('en');

/** The page. `commit` is what was proven; `beside` says what else the machine did. */
export function proofRunPage(proof: ProofDocument, commit: string, beside: string): string {
  const { seed, machine, elapsedMs, summary, verdict, films, algorithm, notTried } = proof;
  const minutes = Math.round(elapsedMs / 60_000);
  return [
    '# The last full run of the proof',
    '',
    verdict.isClean ? 'It **passed**: nobody was found.' : 'It **failed**, and this page says where.',
    '',
    `\`./outis prove --report report\`, commit ${commit}, seed ${seed}, ${machine}, ${beside}: ${minutes} min, of which part two took ${Math.round(algorithm.elapsedMs / 60_000)} min. This page is written from the signed report by \`scripts/write-proof-run.ts\`.`,
    '',
    ...table(
      ['scenarios', 'maxAlpha', 'maxNccOverNull', 'plantedLeakFound', 'bytesSearched'],
      [
        [
          count(summary.scenarios),
          summary.maxAlpha.toFixed(4),
          summary.maxNccOverNull.toFixed(3),
          String(summary.plantedLeakFound),
          count(summary.bytesSearched),
        ],
      ],
    ),
    '',
    'To pass, `maxAlpha` stays below 0.01 and `maxNccOverNull` below 1 ([what they are](../guide/prove.md#the-figures)).',
    '',
    ...(verdict.isClean ? [] : ['## What was found', '', ...verdict.reasons.map((each) => `- ${each}`), '']),
    '## Part one, the whole product',
    '',
    ...table(
      ['film', 'frames', 'people', 'learned', 'opacity, at most', 'correlation over its threshold', 'found'],
      films.map(filmRow),
    ),
    '',
    '## Part two, the algorithm alone',
    '',
    `${count(algorithm.scenarios)} scenarios, ${count(algorithm.places)} times somebody was at a place inside the bound; found at ${algorithm.found}. Opacity is at most ${percent(algorithm.maxAlpha)} where it is more than noise, and ${percent(algorithm.maxNoiseAlpha)} where it is not; of people who were never there ${percent(algorithm.decoyMaxAlpha)}. Of the place ${percent(algorithm.meanLearnedShare, 0)} was learned.`,
    '',
    ...table(
      [
        'kind',
        'places inside the bound',
        'found',
        'opacity, at most',
        'correlation over its threshold',
        'learned',
      ],
      algorithm.kinds.toSorted((a, b) => b.maxNccOverNull - a.maxNccOverNull).map(kindRow),
    ),
    '',
    'The ten worst places:',
    '',
    ...table(
      ['seed', 'kind', 'opacity', 'correlation over its threshold', 'unseen'],
      algorithm.worst.map(worstRow),
    ),
    '',
    '## Not shown by this run',
    '',
    ...notTried.map((each) => `- ${each}`),
    '',
  ].join('\n');
}

function filmRow(film: FilmResult): string[] {
  const { name, isInsideBound, framesAnalysed, people, learnedShare, worst, search, findings } = film;
  return [
    `${name}${isInsideBound || name.startsWith('beyond') ? '' : ' *(beyond the bound)*'}`,
    count(framesAnalysed),
    String(people),
    percent(learnedShare, 0),
    percent(worst.alpha),
    search.maxNccOverNull.toFixed(2),
    String(findings.length),
  ];
}

function kindRow({
  kind,
  places,
  found,
  maxAlpha,
  maxNccOverNull,
  meanLearnedShare,
  beyondMaxAlpha,
}: KindRow): string[] {
  const beyond = beyondMaxAlpha === null ? '' : ` *(beyond the bound: ${percent(beyondMaxAlpha, 0)})*`;
  const own =
    places === 0
      ? ['0', '', '', '']
      : [count(places), String(found), percent(maxAlpha), maxNccOverNull.toFixed(2)];
  return [`${kind}${beyond}`, ...own, percent(meanLearnedShare, 0)];
}

function worstRow({ seed, kind, alpha, nccOverNull, unseenMinutes }: WorstSeed): string[] {
  return [String(seed), kind, percent(alpha), nccOverNull.toFixed(2), `${unseenMinutes} min`];
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`);
}

if (import.meta.main) {
  const [path, commit, beside = 'with nothing else to do'] = process.argv.slice(2);
  if (path === undefined || commit === undefined) {
    console.error('Say the report and the commit: scripts/write-proof-run.ts report/proof.json COMMIT');
    process.exit(2);
  }
  const { document: proof } = JSON.parse(readFileSync(path, 'utf8')) as { readonly document: ProofDocument };
  const to = join(resolve(import.meta.dirname, '..'), 'docs/reference/proof-run.md');
  writeFileSync(to, proofRunPage(proof, commit, beside));
}

import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '..');

/** The commit that is measured, shortened. */
export function headCommit(): string {
  return execFileSync('git', ['rev-parse', '--short', 'HEAD'], { cwd: root, encoding: 'utf8' }).trim();
}

/** Writes a section of docs/reference/measurements.md anew. */
export function writeMeasured(name: string, text: string): void {
  const path = join(root, 'docs/reference/measurements.md');
  writeFileSync(path, replaceSection(readFileSync(path, 'utf8'), name, text));
}

/** Replaces what stands between the two markers of a section. */
export function replaceSection(document: string, name: string, text: string): string {
  const [begin, end] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
  const from = document.indexOf(begin);
  const to = document.indexOf(end);
  if (from < 0 || to < from) throw new Error(`The document has no section ${name}.`);
  return `${document.slice(0, from + begin.length)}\n${text}\n${document.slice(to)}`;
}

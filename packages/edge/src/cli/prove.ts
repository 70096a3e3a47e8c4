import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { OutisError } from '@outis/core';
import { projectRoot } from '../camera/sight-command.ts';

export interface ProveOptions {
  readonly quick: boolean;
  readonly json: boolean;
  /** Folder for `proof.html` and `proof.json`. */
  readonly report: string | undefined;
  readonly seed: string | undefined;
  readonly scenarios: string | undefined;
  /** Where the site key is, which signs the report. */
  readonly dataFolder: string;
}

/**
 * `outis prove`: attacks the product as a stranger would. The proof is a package of its own and a process of its own, as
 * it may know everything of this one and this one nothing of it. Gives its exit code, which is one of the error table.
 */
export function prove({ quick, json, report, seed, scenarios, dataFolder }: ProveOptions): Promise<number> {
  const entry = join(projectRoot, 'packages/proof/src/main.ts');
  if (!existsSync(entry)) throw new OutisError('usage', 'prove needs packages/proof, which is not here');
  const option = (name: string, value: string | undefined): string[] =>
    value === undefined ? [] : [`--${name}`, value];
  const words = [
    ...(quick ? ['--quick'] : []),
    ...(json ? ['--json'] : []),
    ...option('report', report === undefined ? undefined : resolve(report)),
    ...option('seed', seed),
    ...option('scenarios', scenarios),
    ...option('data', resolve(dataFolder)),
  ];
  const child = spawn(process.execPath, ['--disable-sigusr1', entry, ...words], {
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => child.kill(signal));
  return new Promise((done, fail) => {
    child.once('error', (cause) => fail(new OutisError('internal', 'the proof', { cause })));
    child.once('close', (code) => done(code ?? new OutisError('proof-failed').exitCode));
  });
}

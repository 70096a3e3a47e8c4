import { parseArgs } from 'node:util';
import { OutisError } from '@outis/core';
import { count } from './count.ts';

/** Runs one command of the command line; throws `OutisError` `usage` for one that is not understood. */
export async function runCommand(words: readonly string[]): Promise<void> {
  const [name, ...rest] = words;
  if (name === 'count') {
    const { values, positionals } = parseArgs({
      args: rest,
      allowPositionals: true,
      options: {
        lines: { type: 'string' },
        fps: { type: 'string', default: '10' },
        model: { type: 'string' },
        out: { type: 'string' },
        json: { type: 'boolean', default: false },
      },
    });
    await count({
      file: positionals[0]!,
      linesPath: values.lines!,
      fps: Number(values.fps),
      modelPath: values.model,
      outPath: values.out,
      json: values.json!,
    });
    return;
  }
  throw new OutisError('usage', `there is no command "${name}"`);
}

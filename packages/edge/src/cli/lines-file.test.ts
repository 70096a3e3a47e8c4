import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { OutisError } from '@outis/core';
import { temporaryFolder } from '../../../../test/fixtures/support.ts';
import { readLinesFile } from './lines-file.ts';

const line = { id: 'in', a: [0, 0.5], b: [1, 0.5] };

test('lines are read; what else stands in the file is not', (context) => {
  const path = join(temporaryFolder(context), 'lines.json');
  writeFileSync(path, JSON.stringify({ video: 'a.mp4', lines: [{ ...line, note: 'x' }] }));
  assert.deepEqual(readLinesFile(path), [line]);
});

test('whatever is wrong, the refusal names the file and the value', (context) => {
  const path = join(temporaryFolder(context), 'lines.json');
  const cases: readonly (readonly [string, RegExp])[] = [
    ['{', /it is not JSON \(.+\)$/],
    ['', /it is not JSON/],
    ['null', /: the file: Invalid input/],
    ['[]', /: the file: /],
    ['{}', /: lines: Invalid input/],
    [JSON.stringify({ lines: [] }), /: lines: Too small/],
    [
      JSON.stringify({ lines: [{ ...line, a: [0, 1.01] }] }),
      /: lines\.0\.a\.1: Too big: expected number to be <=1/,
    ],
    [JSON.stringify({ lines: [line, { ...line, id: 'a b' }] }), /: lines\.1\.id: must be 1 to 40 letters/],
    [JSON.stringify({ lines: [line, line] }), /: the id "in" appears twice$/],
    [JSON.stringify({ lines: [{ ...line, b: line.a }] }), /: line "in" has no length$/],
    [
      JSON.stringify({ lines: Array.from({ length: 65 }, (_, i) => ({ ...line, id: `l${i}` })) }),
      /: lines: Too big/,
    ],
  ];
  for (const [text, expected] of cases) {
    writeFileSync(path, text);
    assert.throws(
      () => readLinesFile(path),
      (error: unknown) => {
        assert.ok(error instanceof OutisError && error.code === 'lines-invalid', String(error));
        assert.ok(error.detail.startsWith(`${path}: `));
        assert.match(error.detail, expected);
        return true;
      },
    );
  }
  assert.throws(() => readLinesFile(`${path}.none`), {
    code: 'lines-invalid',
    detail: `${path}.none: it cannot be read`,
  });
});

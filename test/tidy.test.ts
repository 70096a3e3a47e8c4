import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { root } from './fixtures/support.ts';
import { tidyRules } from './fixtures/tidy-rules.ts';
import { longestFunctions, type TrackedFile } from './fixtures/tidy-text.ts';

/** Every file of the repository, and those that are about to be in it. */
const files: readonly TrackedFile[] = execFileSync(
  'git',
  ['ls-files', '-z', '--cached', '--others', '--exclude-standard'],
  { cwd: root, encoding: 'utf8' },
)
  .split('\0')
  .filter((path) => path !== '' && existsSync(join(root, path)))
  .map((path) => ({ path, text: isRead(path) ? readFileSync(join(root, path), 'utf8') : '' }));

test('there is something to look at', () => {
  assert.ok(files.length > 150, `only ${files.length} files`);
});

for (const rule of tidyRules) {
  test(`tidy: ${rule.name}`, () => {
    const looked = files.filter(({ path }) => rule.looksAt(path));
    assert.notEqual(looked.length, 0, 'it looked at no file');
    const found = looked.flatMap((file) =>
      rule.problems(file).map((problem) => `${file.path} ${problem} (${rule.why})`),
    );
    assert.deepEqual([...new Set(found)], []);
  });

  test(`tidy finds what is planted: ${rule.name}`, () => {
    assert.notEqual(rule.planted.length, 0);
    for (const file of rule.planted) {
      assert.ok(rule.looksAt(file.path), `${file.path} is not looked at`);
      assert.notEqual(rule.problems(file).length, 0, `${file.path}: ${file.text.slice(0, 80)}`);
    }
  });
}

test('the measure of functions knows headers of one line and of several', () => {
  const text = [
    'function a() {',
    '  if (b) {',
    '    c;',
    '  }',
    '}',
    'const d = (',
    '  e,',
    ') => {',
    '  f;',
    '};',
  ];
  assert.deepEqual(
    longestFunctions(text.join('\n')).map(({ lines }) => lines),
    [5, 3],
  );
});

function isRead(path: string): boolean {
  return /\.(ts|tsx|md|json|sh|py|css|html|yaml|yml)$/.test(path);
}

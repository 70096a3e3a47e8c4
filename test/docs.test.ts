import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { test } from 'node:test';
import { errorCodes, errorTable } from '@outis/core';
import { parseConfig } from '../packages/edge/src/config/read-config.ts';
import { parseManifest } from '../packages/sight/src/detector/manifest.ts';
import { accessMarkdown, configJsonSchema, errorsMarkdown } from '../scripts/write-reference.ts';
import { root } from './fixtures/support.ts';
import { tidyRules } from './fixtures/tidy-rules.ts';

const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const pages: readonly string[] = execFileSync(
  'git',
  ['ls-files', '--cached', '--others', '--exclude-standard', '*.md'],
  { cwd: root, encoding: 'utf8' },
)
  .split('\n')
  .filter((path) => path !== '' && existsSync(join(root, path)));

/** Pages whose privacy sentences must name their test. */
const promising = [
  'README.md',
  'THREAT_MODEL.md',
  'docs/design/wall.md',
  'docs/reference/purpose.md',
  'docs/guide/access.md',
];

test('there are pages to look at', () => {
  assert.ok(pages.length > 15, pages.join(' '));
  for (const page of promising) assert.ok(pages.includes(page), page);
});

test('errors.md equals the table of errors, both ways', () => {
  const page = read('docs/reference/errors.md');
  assert.equal(page, errorsMarkdown(), 'run ./outis node scripts/write-reference.ts');
  const rows = [...page.matchAll(/^\| `([a-z0-9-]+)` \| (.*?) \| (\d+) \| (\d+) \| (.*?) \|$/gm)];
  assert.deepEqual(
    rows.map(([, code]) => code),
    [...errorCodes],
  );
  for (const [, code, message, httpStatus, exitCode, hint] of rows)
    assert.deepEqual(
      { message, httpStatus: Number(httpStatus), exitCode: Number(exitCode), hint },
      errorTable[code as keyof typeof errorTable],
    );
  assert.deepEqual(Object.keys(errorTable), [...errorCodes]);
});

test('access.md equals the table that drives the server', () => {
  assert.equal(
    read('docs/reference/access.md'),
    accessMarkdown(),
    'run ./outis node scripts/write-reference.ts',
  );
});

test('the JSON Schema of the configuration equals the generated one', () => {
  assert.deepEqual(
    JSON.parse(read('docs/reference/outis.schema.json')),
    JSON.parse(JSON.stringify(configJsonSchema())),
    'run ./outis node scripts/write-reference.ts',
  );
});

test('every example configuration parses, and names every key of a camera that has a use', () => {
  const examples = pages.flatMap((page) => blocks(page, 'yaml').map((text) => ({ page, text })));
  assert.notEqual(examples.length, 0);
  for (const { page, text } of examples) assert.ok(parseConfig(text, page).cameras.length > 0);
  const guide = read('docs/guide/configuration.md');
  const schema = configJsonSchema() as { properties: { cameras: { items: { properties: object } } } };
  for (const key of Object.keys(schema.properties.cameras.items.properties))
    assert.ok(guide.includes(`\`${key}\``) || guide.includes(`[].${key}\``), `configuration.md lacks ${key}`);
});

test('every example manifest parses, and lines.json of the help is explained', () => {
  const examples = blocks('docs/reference/model-manifest.md', 'json');
  assert.notEqual(examples.length, 0);
  for (const text of examples) assert.equal(typeof parseManifest(text).name, 'string');
});

test('every test that a page names exists', () => {
  let named = 0;
  for (const page of pages) {
    const text = oneLine(read(page));
    for (const { path, name } of namedTests(text)) {
      named++;
      assert.ok(existsSync(join(root, path)), `${page} names ${path}`);
      const names = path === 'test/tidy.test.ts' ? tidyRules.map((rule) => rule.name).join('\n') : read(path);
      assert.ok(oneLine(names).includes(name), `${page}: ${path} has no test "${name}"`);
    }
  }
  assert.ok(named > 40, `only ${named} tests are named`);
});

test('every privacy sentence names a test', () => {
  const sentences = promising.flatMap((page) =>
    items(read(page))
      .filter((item) => /^- \*\*(Cannot|No|Nothing|Nobody|Never)\b/.test(item))
      .map((item) => ({ page, item })),
  );
  assert.ok(sentences.length > 25, `only ${sentences.length} sentences`);
  for (const { page, item } of sentences)
    assert.notEqual(namedTests(item).length, 0, `${page}: ${item.slice(0, 100)}`);
});

test('the checks above find what is planted', () => {
  assert.deepEqual(namedTests('see `test/a.test.ts` "does a thing"; x'), [
    { path: 'test/a.test.ts', name: 'does a thing' },
  ]);
  assert.equal(namedTests('**Cannot** fly.').length, 0);
  assert.deepEqual(items('- a\n  b\n- c\n\ntext'), ['- a b', '- c']);
  assert.deepEqual(brokenLinks('README.md', '[a](docs/nowhere.md) [b](README.md) [c](https://x.org)'), [
    'docs/nowhere.md',
  ]);
  assert.deepEqual(brokenLinks('README.md', '[a](ARCHITECTURE.md#nowhere)'), ['ARCHITECTURE.md#nowhere']);
});

test('internal links lead somewhere', () => {
  const broken = pages.flatMap((page) => brokenLinks(page, read(page)).map((link) => `${page}: ${link}`));
  assert.deepEqual(broken, []);
});

test('paths of files that pages name exist', () => {
  const wrong = pages.flatMap((page) =>
    [...read(page).matchAll(/`((?:packages|test|scripts|bench|docs)\/[\w./-]+\.(?:ts|tsx|json|md|sh))`/g)]
      .map((match) => match[1]!)
      .filter((path) => !existsSync(join(root, path)))
      .map((path) => `${page}: ${path}`),
  );
  assert.deepEqual(wrong, []);
});

test('the README has the two commands, each a line of its own, and ARCHITECTURE is short', () => {
  const readme = read('README.md');
  for (const command of ['./outis demo', './outis test'])
    assert.match(readme, new RegExp(`^\`\`\`\\n${command}\\n\`\`\`$`, 'm'));
  assert.ok(read('ARCHITECTURE.md').split('\n').length <= 300);
});

test('every package of a manifest stands in the table of CONTRIBUTING, and no other', () => {
  const table = /\| package \|[\s\S]*?\n\n/.exec(read('CONTRIBUTING.md'))![0];
  const listed = table
    .split('\n')
    .slice(2)
    .flatMap((row) => (row.split('|')[1] ?? '').split(',').map((name) => name.trim()))
    .filter((name) => name !== '');
  const manifests = [
    'package.json',
    ...['core', 'sight', 'edge', 'web', 'proof'].map((name) => `packages/${name}/package.json`),
  ];
  const used = manifests.flatMap((path) => {
    const json = JSON.parse(read(path)) as Record<string, object | undefined>;
    return ['dependencies', 'devDependencies', 'optionalDependencies'].flatMap((kind) =>
      Object.keys(json[kind] ?? {}),
    );
  });
  assert.deepEqual(
    listed.toSorted(),
    [...new Set(used)].filter((name) => !name.startsWith('@outis/')).toSorted(),
  );
});

/** Where a text says `path` "name" of a test. */
function namedTests(text: string): { readonly path: string; readonly name: string }[] {
  return [...oneLine(text).matchAll(/`((?:test|packages|bench)\/[\w./-]+\.test\.tsx?)` "([^"]+)"/g)].map(
    ([, path, name]) => ({ path: path!, name: name! }),
  );
}

/** The items of a page's lists, each on one line. */
function items(text: string): string[] {
  return [...text.matchAll(/^- .*(?:\n {2}\S.*)*/gm)].map(([item]) => oneLine(item));
}

/** The fenced blocks of a language. */
function blocks(page: string, language: string): string[] {
  return [...read(page).matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\`$`, 'gm'))].map(
    (match) => match[1]!,
  );
}

function brokenLinks(page: string, text: string): string[] {
  const links = [...text.matchAll(/\]\(([^)\s]+)\)/g)].map((match) => match[1]!);
  return links.filter((link) => {
    if (/^[a-z]+:/.test(link)) return false;
    const [path, anchor] = link.split('#') as [string, string?];
    const target = path === '' ? page : relative(root, join(root, dirname(page), path));
    // The picture of the demo is made by a script and added last.
    if (target === 'docs/guide/demo.png') return false;
    if (!existsSync(join(root, target))) return true;
    return anchor !== undefined && !anchors(read(target)).includes(anchor);
  });
}

/** The anchors of a page's headings, as GitHub makes them. */
function anchors(text: string): string[] {
  return [...text.matchAll(/^#+ (.*)$/gm)].map((match) =>
    match[1]!
      .toLowerCase()
      .replaceAll(/[^\w\s-]/g, '')
      .trim()
      .replaceAll(/\s/g, '-'),
  );
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ');
}

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { OutisError } from '@outis/core';
import { siteFacts, streetFacts } from '../../../../test/fixtures/public-facts.ts';
import { root, temporaryFolder } from '../../../../test/fixtures/support.ts';
import { publicLanguages } from './language.ts';
import { drawSign, qrSide, type SignShape, signSize } from './sign-layout.ts';
import { signPdf } from './sign-pdf.ts';
import { type SignFacts, signStamp } from './sign-stamp.ts';
import { signSvg } from './sign-svg.ts';
import { wrapText } from './sign-text.ts';
import { signStatements } from './statements.ts';
import { publicMessages } from './words.ts';

const address = 'https://outis.ithaca.example';
const local = 'http://127.0.0.1:8080';

/** As long as the configuration permits, and wide. */
const longest: SignFacts = {
  ...siteFacts,
  site: { ...siteFacts.site, name: 'W'.repeat(100), dpoContact: 'Datenschutz '.repeat(25) },
  camera: {
    ...siteFacts.camera,
    id: 'W'.repeat(40),
    simulated: true,
    owner: 'Wasserstraßenverwaltung '.repeat(8),
    contact: 'W'.repeat(300),
    reason: 'Mitarbeitende am Nordtor, '.repeat(19),
  },
  otherSystem: 'W'.repeat(200),
};

/** What a scanner reads in a picture of the sign, made by the programs that others use to look at it. */
function scan(context: TestContext, name: string, content: string | Buffer, dpi: number): string {
  const folder = temporaryFolder(context);
  const file = join(folder, name);
  const picture = join(folder, 'sign.png');
  writeFileSync(file, content);
  if (name.endsWith('.pdf'))
    execFileSync('pdftoppm', ['-r', `${dpi}`, '-png', '-singlefile', file, picture.slice(0, -4)]);
  else execFileSync('rsvg-convert', ['-d', `${dpi}`, '-p', `${dpi}`, '-b', 'white', '-o', picture, file]);
  mkdirSync(join(root, 'test-results'), { recursive: true });
  writeFileSync(join(root, 'test-results', `sign-${name}.png`), readFileSync(picture));
  const read = execFileSync('zbarimg', ['--quiet', '--raw', picture], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  return read.trim();
}

test('the code of SVG and PDF is read, and leads to the page with the stamp of this sign', async (context) => {
  for (const [facts, language] of [
    [streetFacts, 'en'],
    [siteFacts, 'zh'],
  ] as const) {
    const expected = `${address}/c/${facts.camera.id}?s=${signStamp(facts, address)}`;
    assert.equal(scan(context, `${language}.svg`, signSvg(facts, language, address), 90), expected);
    assert.equal(scan(context, `${language}.pdf`, await signPdf(facts, language, address), 90), expected);
  }
});

test('a code with the longest id is still read, at the size of a screen', async (context) => {
  const read = scan(context, 'long.pdf', await signPdf(longest, 'de', local), 72);
  assert.equal(read, `${local}/c/${'W'.repeat(40)}?s=${signStamp(longest, local)}`);
});

test('the code is at least 25 mm wide without its quiet zone, also on A5', () => {
  const shapes = drawSign(longest, 'de', address).shapes;
  const code = shapes.findLast((shape) => shape.kind === 'path')!;
  const modules = qrSide / (code as { scale: number }).scale;
  assert.ok(((modules - 8) / modules) * qrSide * Math.SQRT1_2 >= 25);
  assert.ok(modules >= 25 + 8);
});

test('the sign says everything in all five languages', () => {
  for (const facts of [siteFacts, streetFacts])
    for (const { code } of publicLanguages) {
      const messages = publicMessages[code];
      const said = textOf(drawSign(facts, code, address).shapes);
      const { camera } = facts;
      for (const text of [
        messages[`sign.headline.${camera.purpose}`],
        ...signStatements(facts).map((key) => messages[key]),
        camera.reason,
        camera.owner,
        camera.contact!,
        'privacy@ithaca.example',
        `${address}/c/${camera.id}`,
        signStamp(facts, address),
      ])
        assert.ok(said.includes(text.replaceAll(' ', '')), `${code} ${text}`);
      assert.equal(said.includes(messages['sign.draft'].replaceAll(' ', '')), false);
    }
});

test('an address of this machine makes a draft; a simulated camera and another system are told', () => {
  const said = textOf(drawSign(longest, 'en', local).shapes);
  for (const key of ['sign.draft', 'simulated'] as const)
    assert.ok(said.includes(publicMessages.en[key].replaceAll(' ', '')), key);
  assert.ok(said.includes('Anothersystemalsoseesthesepictures:WWW'));
});

test('whatever its length, everything stays on the page and nothing lies over something else', () => {
  for (const facts of [longest, siteFacts, streetFacts])
    for (const { code } of publicLanguages) {
      const lines = drawSign(facts, code, local).shapes.filter((shape) => shape.kind === 'text');
      for (const { y, x, size } of lines)
        assert.ok(x >= 10 && y - size > 10 && y < signSize.height - 10, code);
      const foot = lines.findIndex(({ text }) => text === publicMessages[code]['who.owner']);
      const headBottom = Math.max(...lines.slice(0, foot).map(({ y }) => y));
      assert.ok(foot > 0 && headBottom < lines[foot]!.y - lines[foot]!.size, code);
    }
});

test('the SVG is A4 in mm, text as text, and fetches nothing, whatever the values', () => {
  const hostile = '"/><script>alert(1)</script><a href="https://evil.example">\u202e]]>&';
  const facts: SignFacts = {
    ...siteFacts,
    site: { ...siteFacts.site, name: hostile, dpoContact: hostile },
    camera: { ...siteFacts.camera, owner: hostile, contact: hostile, reason: hostile },
    otherSystem: hostile,
  };
  const svg = signSvg(facts, 'es', address);
  assert.match(svg, /<svg [^>]*width="210mm" height="297mm" viewBox="0 0 210 297"/);
  const tags = [...svg.matchAll(/<[^>]*>/g)].map(([tag]) => tag);
  const names = new Set(tags.map((tag) => /^<(\/?[\w?]+)/.exec(tag)![1]));
  assert.deepEqual([...names].sort(), [
    '/svg',
    '/text',
    '/title',
    '?xml',
    'path',
    'rect',
    'svg',
    'text',
    'title',
  ]);
  assert.ok(tags.every((tag) => !/\s(href|xlink:href|style|on\w+|src|class)=|url\(/.test(tag)));
  assert.ok(!/&(?!amp;|lt;|gt;|quot;|#39;)/.test(svg) && !svg.includes('\u202e'));
});

test('the PDF is the same bytes for the same time, and holds no name of a user', async () => {
  const first = await signPdf(siteFacts, 'de', address);
  assert.ok(first.equals(await signPdf(siteFacts, 'de', address)));
  assert.ok(!first.equals(await signPdf({ ...siteFacts, nowMs: 0 }, 'de', address)));
  assert.ok(first.length < 100_000, `${first.length}`);
  assert.doesNotMatch(`${first.toString('latin1')}${signSvg(siteFacts, 'de', address)}`, /anna|carla|secret/);
});

test('Greek and Cyrillic need no font of the machine; Chinese does, and its lack is told', async () => {
  const camera = { ...streetFacts.camera, owner: 'Δήμος Ιθάκης', reason: 'Сколько велосипедов на улице' };
  assert.ok((await signPdf({ ...streetFacts, camera }, 'en', address, [])).length > 1000);
  const refused = (error: unknown): boolean =>
    error instanceof OutisError &&
    error.code === 'sign-font-missing' &&
    /^U\+[0-9A-F]{4,6}$/.test(error.detail);
  await assert.rejects(signPdf(streetFacts, 'zh', address, [{ path: '/nowhere.ttf' }]), refused);
  await assert.rejects(
    signPdf({ ...streetFacts, camera: { ...camera, owner: 'שלום' } }, 'en', address),
    refused,
  );
});

test('lines break at spaces, around ideographs but not before what closes, and inside what is too long', () => {
  assert.deepEqual(wrapText('aaa bbb ccc', 'regular', 1, 4.5), ['aaa bbb', 'ccc']);
  assert.deepEqual(wrapText('没有画面，没有声音。', 'regular', 1, 4.2), ['没有画', '面，没有', '声音。']);
  const long = wrapText('W'.repeat(30), 'regular', 1, 9);
  assert.ok(long.length > 2 && long.join('') === 'W'.repeat(30));
  assert.deepEqual(wrapText('  ', 'regular', 1, 9), []);
});

/** Everything that is written, without spaces: lines may break anywhere. */
function textOf(shapes: readonly SignShape[]): string {
  return shapes
    .map((shape) => (shape.kind === 'text' ? shape.text : ''))
    .join('')
    .replaceAll(' ', '');
}

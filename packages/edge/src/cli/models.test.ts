import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { httpsFiles, sendFile } from '../../../../test/fixtures/https-files.ts';
import { colourDetector } from '../../../../test/fixtures/onnx.ts';
import { dataFolder, noData, temporaryFolder } from '../../../../test/fixtures/support.ts';
import { colourManifest, writeColourModel } from '../../../../test/fixtures/test-model.ts';
import { modelFolder } from '../camera/sight-command.ts';

const main = join(import.meta.dirname, '../main.ts');

interface Ran {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs `outis models …` in a folder of its own, so that no outis.yaml is found. */
async function models(
  context: TestContext,
  words: readonly string[],
  environment: Record<string, string> = {},
): Promise<Ran> {
  const child = spawn(process.execPath, [main, 'models', ...words], {
    cwd: temporaryFolder(context),
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const)
    child[name].setEncoding('utf8').on('data', (text: string) => {
      output[name] += text;
    });
  const [status] = (await once(child, 'close')) as [number];
  return { status, ...output };
}

test('list says what ships, what was added and what is in use, and marks what is not reviewed', async (context) => {
  const data = temporaryFolder(context);
  const model = writeColourModel(temporaryFolder(context));
  const { status, stdout } = await models(context, ['list', '--data', data, '--model', model]);
  assert.equal(status, 0);
  for (const name of ['picodet_s_416', 'yolox_nano_416'])
    assert.match(stdout, new RegExp(`^ {4}${name} .*unreviewed model, (manifest only|\\d)`, 'm'));
  assert.match(stdout, /^Elsewhere:\n {2}\* colours .* Colours \(test\) .*unreviewed model, .*in use$/m);
  const none = await models(context, ['list', '--data', data]);
  const isThere = existsSync(join(modelFolder, 'outis.onnx'));
  assert.match(none.stdout, isThere ? /^ {2}\* outis /m : /^None is in use/m);
});

test('show tells what a manifest says, without the control characters of a stranger', async (context) => {
  const folder = temporaryFolder(context);
  const bytes = colourDetector();
  const path = join(folder, 'm.onnx');
  writeFileSync(path, bytes);
  const manifest = { ...colourManifest(bytes), name: 'Nice\u001b[2J\u202e', source: 'a\u0007b\nc' };
  writeFileSync(join(folder, 'm.manifest.json'), JSON.stringify(manifest));
  const { stdout } = await models(context, ['show', path]);
  assert.match(stdout, /^Nice\?\[2J\? · unreviewed model$/m);
  assert.match(stdout, /^ {2}source +a\?b\?c$/m);
  assert.match(stdout, /^ {2}classes +orange person, blue car$/m);
  writeFileSync(path, Buffer.concat([bytes, Buffer.from('x')]));
  assert.match(
    (await models(context, ['show', path])).stdout,
    /but the file has [0-9a-f]{64}: it will not load/,
  );
});

test('add over HTTPS refuses what sees nothing of what is drawn, and nothing is left', async (context) => {
  const bytes = colourDetector();
  const server = await httpsFiles(context, (request, response) => sendFile(request, response, bytes));
  const data = temporaryFolder(context);
  const manifest = join(temporaryFolder(context), 'colours.manifest.json');
  writeFileSync(manifest, JSON.stringify(colourManifest(bytes)));
  const words = ['add', `${server.address}/colours.onnx`, '--manifest', manifest, '--data', data];
  const stranger = await models(context, words);
  assert.match(stranger.stderr, /^outis: The download did not work: [A-Z_]*SELF_SIGNED/);
  for (const [more, environment] of [
    [['--ca', server.authorityPath], {}],
    [[], { NODE_EXTRA_CA_CERTS: server.authorityPath }],
  ] as const) {
    const { status, stdout, stderr } = await models(context, [...words, ...more], environment);
    assert.equal(status, 6, stderr);
    assert.match(stdout, /gate: let in/);
    assert.match(stderr, /^outis: The model does not see what its classes say: person agrees by 0\.\d\d/);
    assert.deepEqual(readdirSync(join(data, 'models')), []);
  }
});

test('one command gets the accurate option, after which it can be checked and shown by name', {
  skip: noData,
}, async (context) => {
  const bytes = readFileSync(join(dataFolder!, 'models/picodet_s_416.onnx'));
  const server = await httpsFiles(context, (request, response) => sendFile(request, response, bytes));
  const data = temporaryFolder(context);
  // Its manifest ships, and is found by the name of the file.
  const { status, stdout, stderr } = await models(context, [
    ...['add', `${server.address}/picodet_s_416.onnx`, '--data', data, '--ca', server.authorityPath],
  ]);
  assert.equal(status, 0, stderr);
  assert.match(stdout, /PicoDet-S 416 \(Apache-2\.0\) · unreviewed model/);
  assert.match(stdout, /Use it with --model .*models\/picodet_s_416\.onnx/);
  assert.deepEqual(readdirSync(join(data, 'models')).sort(), [
    'picodet_s_416.manifest.json',
    'picodet_s_416.onnx',
  ]);
  const shown = await models(context, ['show', 'picodet_s_416', '--data', data]);
  assert.match(shown.stdout, /^PicoDet-S 416 · unreviewed model$/m);
});

test('what is not understood says so', async (context) => {
  for (const words of [[], ['list', 'x'], ['add'], ['check', 'a', 'b'], ['remove', 'x'], ['list', '--all']])
    assert.match((await models(context, words)).stderr, /^outis: The command line is not understood/);
  assert.match((await models(context, ['check', 'none.onnx'])).stderr, /^outis: There is no detector model/);
  assert.match((await models(context, ['show', 'yolox_nano_416'])).stderr, /manifest only/);
});

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { isAlive, temporaryFolder, until } from '../test/fixtures/support.ts';
import { endHungTests } from './end-hung-tests.ts';

test('a test file that blocks its process is named and ended with all it started, and the run goes on', async (context) => {
  const folder = temporaryFolder(context);
  writeFileSync(
    join(folder, 'hung.test.mjs'),
    "import { execFileSync } from 'node:child_process';\nexecFileSync('sleep', ['600']);\n",
  );
  writeFileSync(
    join(folder, 'well.test.mjs'),
    "import { test } from 'node:test';\ntest('well', () => {});\n",
  );
  const { NODE_TEST_CONTEXT: _, ...environment } = process.env;
  const runner = spawn(process.execPath, ['--test', '--test-timeout=1000', `${folder}/*.test.mjs`], {
    env: environment,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  context.after(() => void runner.kill('SIGKILL'));
  let output = '';
  runner.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
  const ended = once(runner, 'exit');
  const said: string[] = [];
  await endHungTests(runner.pid!, 3_000, (text) => said.push(text));
  const [code] = await ended;
  assert.equal(code, 1);
  assert.match(output, /pass 1/);
  assert.match(output, /fail 1/);
  assert.equal(said.length, 1, said.join('\n'));
  assert.match(said[0]!, /hung\.test\.mjs/);
  const [, asleep] = /^ {2}(\d+) .*sleep 600$/m.exec(said[0]!) ?? [];
  await until('the end of what it had started', () => !isAlive(Number(asleep)));
});

test('files that end in time are left alone', async () => {
  const runner = spawn(process.execPath, ['-e', "require('child_process').spawnSync('sleep', ['1'])"]);
  const ended = once(runner, 'exit');
  const said: string[] = [];
  await endHungTests(runner.pid!, 30_000, (text) => said.push(text));
  assert.deepEqual([said, (await ended)[0]], [[], 0]);
});

test('what watches does not end itself, where a shell started it and became the runner', async () => {
  const watch = `"${process.execPath}" "${join(import.meta.dirname, 'end-hung-tests.ts')}" --runner $$ --seconds 1`;
  const runner = spawn('sh', ['-c', `${watch} & exec "${process.execPath}" -e 'setTimeout(() => {}, 4000)'`]);
  let said = '';
  runner.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
  assert.deepEqual([(await once(runner, 'close'))[0], said], [0, '']);
});

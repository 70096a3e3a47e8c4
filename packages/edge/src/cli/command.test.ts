import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { test } from 'node:test';

const main = join(import.meta.dirname, '../main.ts');
const address = 'rtsp://admin:hunter2@10.0.0.5/stream';

for (const words of [
  [address],
  ['rtsp://admin:hun ter2@10.0.0.5/stream'],
  ['rtsp:/admin:hun ter2@10.0.0.5/stream'],
  ['admin:hunter2@10.0.0.5/stream'],
  ['serve', '--port', address],
  ['serve', '--config', address],
  ['serve', `--${address}`],
  ['doctor', address],
  ['demo', '--street', address],
  ['watch', '--purpose', 'site-safety', '--line', address, 'simulated:yard'],
  ['watch', '--purpose', 'site-safety', '--lines', address, 'simulated:yard'],
  ['watch', '--purpose', 'site-safety', '--id', address, 'simulated:yard'],
  ['watch', '--purpose', address, 'simulated:yard'],
  ['watch', '--purpose', 'site-safety', '--owner', 'A', '--reason', 'B', address.replace('//', '/')],
  ['count', '--lines', address, 'clip.mp4'],
  ['count', '--lines', 'lines.json', '--fps', address, 'clip.mp4'],
  ['count', '--lines', 'lines.json', '--out', address, 'clip.mp4'],
  ['count', '--lines', 'lines.json', address.replace('//', '/')],
]) {
  test(`no error repeats a password of the command line: ${words.join(' ')}`, () => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [main, ...words], {
      encoding: 'utf8',
      timeout: 10_000,
    });
    assert.ok(status !== null && status > 0, `${status}`);
    assert.match(stderr, /^outis: \S.*\n {2}\S/);
    assert.doesNotMatch(stdout + stderr, /hun ?ter2|ter2|admin/);
  });
}

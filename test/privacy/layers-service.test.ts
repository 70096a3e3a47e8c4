import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { root, temporaryFolder } from '../fixtures/support.ts';

const path = join(root, 'contrib/outis.service');
const unit = readFileSync(path, 'utf8');
const guide = readFileSync(join(root, 'docs/guide/hardening.md'), 'utf8');
const directives = new Map(
  unit
    .split('\n')
    .filter((line) => /^[A-Z]\w*=/.test(line))
    .map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
);

test('the service gives the edge one folder to write, no rights, no home, no core dump and no swap', () => {
  const needed = {
    User: 'outis',
    NoNewPrivileges: 'yes',
    CapabilityBoundingSet: '',
    ProtectSystem: 'strict',
    ReadWritePaths: '/var/lib/outis',
    ProtectHome: 'yes',
    PrivateTmp: 'yes',
    RestrictAddressFamilies: 'AF_INET AF_INET6 AF_UNIX AF_NETLINK',
    LimitCORE: '0',
    MemorySwapMax: '0',
    UMask: '0077',
  };
  for (const [name, value] of Object.entries(needed)) assert.equal(directives.get(name), value, name);
  for (const name of ['SystemCallFilter', 'MemoryMax', 'DeviceAllow']) assert.ok(directives.get(name), name);
});

test('the service leaves to Outis what its own layers are made of', () => {
  const namespaces = directives.get('RestrictNamespaces')!.split(' ');
  for (const name of ['user', 'mnt', 'net', 'ipc', 'uts']) assert.ok(namespaces.includes(name), name);
  const calls = directives.get('SystemCallFilter')!.split(' ');
  for (const name of ['@system-service', '@mount', 'landlock_restrict_self'])
    assert.ok(calls.includes(name), name);
  // V8 writes machine code: with this it would not start.
  assert.ok(!directives.has('MemoryDenyWriteExecute') && !directives.has('PrivateNetwork'));
});

test('the guide explains the lines of the service, and names none that is not there', () => {
  const named = [...guide.matchAll(/`([A-Z][A-Za-z]+)=/g)].map(([, name]) => name!);
  assert.ok(named.length >= 10);
  for (const name of named) assert.ok(directives.has(name), name);
});

const hasAnalyze = spawnSync('systemd-analyze', ['--version'], { stdio: 'ignore' }).status === 0;

test('systemd knows every line of the service, and rates what is left open as little', {
  skip: hasAnalyze ? false : 'no systemd-analyze',
}, (context) => {
  const verified = spawnSync('systemd-analyze', ['verify', '--man=no', path], { encoding: 'utf8' });
  // That /opt/outis is not installed here is no fault of the file.
  const complaints = verified.stderr
    .split('\n')
    .filter((line) => line.includes('outis.service') && !/is not executable|not exist/i.test(line));
  assert.deepEqual(complaints, []);
  // The same unit without its lines is rated 9 or more: the measure can fail.
  const bare = join(temporaryFolder(context), 'bare.service');
  writeFileSync(bare, '[Service]\nExecStart=/bin/true\n');
  assert.ok(exposure(bare) >= 9);
  assert.ok(exposure(path) <= 4);
});

/** How much of the machine a unit leaves open, 0 to 10, by systemd's own list. */
function exposure(unitPath: string): number {
  const flags = ['security', '--offline=true', '--no-pager', unitPath];
  const { stdout } = spawnSync('systemd-analyze', flags, { encoding: 'utf8' });
  return Number(/exposure level[^:]*: ([\d.]+)/.exec(stdout)?.[1]);
}

import assert from 'node:assert/strict';
import { chmodSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import {
  type BackgroundState,
  type BlockState,
  blocksPerMessageMax,
  OutisError,
  parseSightMessage,
  sightMessageBytesMax,
} from '@outis/core';
import { paintedBlock, paintedSignature } from '../../../../test/fixtures/painted.ts';
import { siteCamera, streetCamera } from '../../../../test/fixtures/site.ts';
import { temporaryFolder } from '../../../../test/fixtures/support.ts';
import type { AuditRequest } from '../audit/log-entry.ts';
import { type CameraConfig, cameraSchema } from '../config/config-schema.ts';
import { backgroundProfileOf, KeptBackground } from './kept-background.ts';
import { backgroundFolder, backgroundKeyPath, KeptBackgrounds } from './kept-backgrounds.ts';

const grid = { columns: 40, rows: 23 };
const tallestPx = Array.from({ length: grid.rows }, (_, row) => row);

function configOf(change: Record<string, unknown> = {}): CameraConfig {
  return cameraSchema.parse(siteCamera('yard', 'rtsp://10.0.0.1/2', change));
}

function stateOf(block: number, pixels = paintedBlock(block).toString('base64')): BlockState {
  const signature = paintedSignature(block);
  const word = { signature, wins: 2, firstMs: 1, wonMs: 2, lastMs: 3, hits: 30, samples: 31 };
  return {
    block,
    bin: block % 3,
    words: [word],
    banned: [{ signature, untilMs: 9 }],
    accepted: { signature, side: 4, pixels, copiedMs: 4, matchedMs: 5 },
  };
}

function message(blocks: readonly BlockState[], isLast: boolean): BackgroundState {
  return { kind: 'background-state', ...grid, tallestPx, blocks, isLast };
}

/** A data folder with its log, opened again and again. */
class Machine {
  readonly data: string;
  readonly noted: AuditRequest[] = [];

  constructor(context: TestContext) {
    this.data = temporaryFolder(context);
  }

  open(): KeptBackgrounds {
    return KeptBackgrounds.open(this.data, (entry) => void this.noted.push(entry));
  }

  camera(config = configOf(), backgrounds = this.open()): KeptBackground {
    const kept = new KeptBackground(backgrounds, config, backgroundProfileOf(config)!, () => 77);
    kept.open();
    return kept;
  }

  get path(): string {
    return join(backgroundFolder(this.data), 'yard.bin');
  }

  get reasons(): unknown[] {
    return this.noted.map(({ action, subject, detail }) => [action, subject, detail?.['reason']]);
  }
}

const blocks = Array.from({ length: 30 }, (_, block) => stateOf(block));

test('what was learned comes back after a restart, whole', (context) => {
  const machine = new Machine(context);
  const first = machine.camera();
  assert.deepEqual(first.messages(grid), []);
  first.collect(message(blocks.slice(0, 20), false));
  assert.deepEqual(first.messages(grid), [], 'half of a state is none');
  first.collect(message(blocks.slice(0, 20), false));
  first.collect(message(blocks.slice(20), true));
  assert.deepEqual(machine.camera().messages(grid), [message(blocks, true)]);
  assert.deepEqual(machine.noted, []);
});

test('on disk stands no pixel, no signature and no name of a field, and nobody else may read it', (context) => {
  const machine = new Machine(context);
  machine.camera().collect(message(blocks, true));
  const files = readdirSync(machine.data, { recursive: true, withFileTypes: true }).filter((each) =>
    each.isFile(),
  );
  assert.deepEqual(files.map(({ name }) => name).sort(), ['background.key', 'yard.bin']);
  for (const { name, parentPath } of files)
    assert.equal((statSync(join(parentPath, name)).mode & 0o777).toString(8), '600', name);
  const bytes = readFileSync(machine.path);
  const plain = JSON.stringify(message(blocks, true));
  const kept = Buffer.from(plain);
  const secrets = blocks.flatMap(({ block }) => [
    paintedBlock(block),
    Buffer.from(paintedBlock(block).toString('base64')),
    Buffer.from(paintedSignature(block)),
    Buffer.from(paintedSignature(block).join(',')),
  ]);
  for (const secret of [...secrets, Buffer.from('accepted'), Buffer.from('rtsp')]) {
    const length = Math.min(secret.length, 12);
    for (let at = 0; at + length <= secret.length; at += length)
      assert.ok(!bytes.includes(secret.subarray(at, at + length)));
  }
  // The search finds what stands in the open.
  assert.ok(kept.includes(Buffer.from(paintedSignature(3).join(','))) && kept.includes('accepted'));
});

test('the same state is never the same file twice: each has a nonce of its own', (context) => {
  const machine = new Machine(context);
  const files = [1, 2].map(() => {
    machine.camera().collect(message(blocks, true));
    return readFileSync(machine.path);
  });
  assert.ok(!files[0]!.subarray(8).equals(files[1]!.subarray(8)));
  assert.ok(!files[0]!.subarray(8, 20).equals(files[1]!.subarray(8, 20)));
  assert.equal(files[0]!.length, files[1]!.length);
});

test('a key that others may read, or that is none, stops the start and says so', (context) => {
  const machine = new Machine(context);
  machine.open();
  const path = backgroundKeyPath(machine.data);
  assert.equal(readFileSync(path).length, 32);
  assert.equal((statSync(path).mode & 0o777).toString(8), '600');
  chmodSync(path, 0o640);
  assert.throws(() => machine.open(), {
    code: 'key-unreadable',
    detail: `others may read ${path}; run: chmod 600 ${path}`,
  });
  chmodSync(path, 0o600);
  for (const length of [0, 31, 33]) {
    writeFileSync(path, Buffer.alloc(length));
    assert.throws(() => machine.open(), { code: 'key-unreadable' }, `${length}`);
  }
});

/** What is done to the file or the key, and the reason that the log then holds. */
const spoiled: readonly (readonly [string, (machine: Machine) => void])[] = [
  ['another key', ({ data }) => writeFileSync(backgroundKeyPath(data), Buffer.alloc(32, 1))],
  ['the file of another camera', (machine) => writeFileSync(machine.path, otherCamera(machine))],
  ['one bit of the blocks', (machine) => flip(machine.path, 60)],
  ['one bit of the nonce', (machine) => flip(machine.path, 9)],
  ['one bit of the tag', (machine) => flip(machine.path, 22)],
  ['another version', (machine) => flip(machine.path, 7)],
  [
    'a file that ends early',
    (machine) => writeFileSync(machine.path, readFileSync(machine.path).subarray(0, -1)),
  ],
  ['an empty file', (machine) => writeFileSync(machine.path, '')],
];

for (const [name, spoil] of spoiled)
  test(`what cannot be opened is dropped, noted and learned anew: ${name}`, (context) => {
    const machine = new Machine(context);
    machine.camera().collect(message(blocks, true));
    spoil(machine);
    const again = machine.camera();
    assert.deepEqual(again.messages(grid), []);
    assert.ok(!readdirSync(backgroundFolder(machine.data)).includes('yard.bin'));
    assert.deepEqual(machine.reasons, [['background.reset', 'yard', 'unreadable']]);
    again.collect(message(blocks.slice(0, 1), true));
    assert.equal(machine.camera().messages(grid)[0]?.blocks.length, 1);
  });

function flip(path: string, at: number): void {
  const bytes = readFileSync(path);
  bytes[at]! ^= 4;
  writeFileSync(path, bytes);
}

function otherCamera(machine: Machine): Buffer {
  const other = { ...configOf(), id: 'gate' };
  machine.camera(other).collect(message(blocks, true));
  const bytes = readFileSync(join(backgroundFolder(machine.data), 'gate.bin'));
  machine.open().keepOnly(['yard']);
  machine.noted.length = 0;
  return bytes;
}

const corner = [
  [0, 0],
  [0.3, 0],
  [0.3, 0.3],
];

for (const [name, change] of [
  ['source', { source: 'rtsp://10.0.0.1/1' }],
  ['size', { size: { widthPx: 320, heightPx: 192 } }],
  ['masks', { masks: [corner] }],
  ['boundary', { boundary: corner }],
  ['profile', { background: 'strict' }],
] as const)
  test(`another view is learned anew, also when it was changed while the edge stood still: ${name}`, (context) => {
    const machine = new Machine(context);
    machine.camera().collect(message(blocks, true));
    const other = machine.camera(configOf(change));
    assert.deepEqual(machine.reasons, [['background.reset', 'yard', 'other-view']]);
    assert.ok(!readdirSync(backgroundFolder(machine.data)).includes('yard.bin'));
    assert.deepEqual(other.messages(grid), []);
  });

test('other words and lines are the same view; pictures of another size are none', (context) => {
  const machine = new Machine(context);
  machine.camera().collect(message(blocks, true));
  const renamed = configOf({ reason: 'Cranes swing over the path', lines: [], analyseFps: 2 });
  assert.equal(machine.camera(renamed).messages(grid).length, 1);
  assert.deepEqual(machine.camera().messages({ columns: 23, rows: 40 }), []);
  assert.deepEqual(machine.reasons, [['background.reset', 'yard', 'other-view']]);
});

test('a camera that was moved forgets at once, and says since when', (context) => {
  const machine = new Machine(context);
  const camera = machine.camera();
  camera.collect(message(blocks, true));
  camera.update({ hasMoved: false });
  assert.equal(camera.movedMs, null);
  camera.collect(message(blocks.slice(0, 5), false));
  camera.update({ hasMoved: true });
  assert.equal(camera.movedMs, 77);
  assert.deepEqual(machine.reasons, [['background.reset', 'yard', 'moved']]);
  assert.ok(!readdirSync(backgroundFolder(machine.data)).includes('yard.bin'));
  // The half of a state from before is forgotten too; what is learned from now on knows of the move.
  camera.collect(message(blocks.slice(20), true));
  const again = machine.camera();
  assert.deepEqual(again.messages(grid), [message(blocks.slice(20), true)]);
  assert.equal(again.movedMs, 77);
});

test('a disk that takes nothing ends nothing, and what cannot be noted is forgotten none the less', (context) => {
  const machine = new Machine(context);
  const full = (): never => {
    throw new OutisError('store-full');
  };
  const camera = machine.camera(configOf(), KeptBackgrounds.open(machine.data, full));
  camera.collect(message(blocks, true));
  camera.update({ hasMoved: true });
  assert.deepEqual(readdirSync(backgroundFolder(machine.data)), []);
  rmSync(backgroundFolder(machine.data), { recursive: true });
  camera.collect(message(blocks, true));
  assert.deepEqual(camera.messages(grid), []);
});

test('a large state goes back in messages that the channel takes, each as a parser wants it', (context) => {
  const machine = new Machine(context);
  const camera = machine.camera();
  const signature = Array.from({ length: 16 }, () => 255);
  const times = { firstMs: 1e15, wonMs: 1e15, lastMs: 1e15 };
  const word = { signature, wins: 4, ...times, hits: 1e9, samples: 1e9 };
  const large = Array.from(
    { length: 900 },
    (_, block): BlockState => ({
      block,
      bin: 2,
      words: [word, word, word, word],
      banned: Array.from({ length: 4 }, () => ({ signature, untilMs: 1e15 })),
      accepted: { signature, side: 16, pixels: 'A'.repeat(1024), copiedMs: 1e15, matchedMs: 1e15 },
    }),
  );
  for (let from = 0; from < large.length; from += 90)
    camera.collect(message(large.slice(from, from + 90), from + 90 === large.length));
  const back = machine.camera().messages(grid);
  for (const [index, each] of back.entries()) {
    assert.ok(JSON.stringify(each).length <= sightMessageBytesMax);
    assert.ok(each.blocks.length <= blocksPerMessageMax);
    assert.equal(each.isLast, index === back.length - 1);
    parseSightMessage(each);
  }
  assert.deepEqual(
    back.flatMap((each) => each.blocks),
    large,
  );
});

test('a state that never ends holds as much as there are blocks, and no more', (context) => {
  const camera = new Machine(context).camera();
  for (let turn = 0; turn < 50; turn++) camera.collect(message(blocks, false));
  camera.collect(message([], true));
  assert.equal(camera.messages(grid)[0]?.blocks.length, 30);
});

test('at the start what belongs to no camera is dropped, and what a crash left half written', (context) => {
  const machine = new Machine(context);
  machine.camera().collect(message(blocks, true));
  const stray = join(backgroundFolder(machine.data), 'yard.bin.0123.tmp');
  writeFileSync(stray, 'half');
  machine.open().keepOnly(['yard']);
  assert.deepEqual(readdirSync(backgroundFolder(machine.data)), ['yard.bin']);
  machine.open().keepOnly(['gate']);
  assert.deepEqual(readdirSync(backgroundFolder(machine.data)), []);
  assert.deepEqual(machine.reasons, [['background.reset', 'yard', 'removed']]);
});

test('only a drawn film learns fast; a street, a simulation and one that is off learn nothing', () => {
  const film = '/videos/film.mp4';
  const sources = [
    'rtsp://10.0.0.1/',
    'rtsps://10.0.0.1/',
    'http://10.0.0.1/',
    'https://10.0.0.1/',
    '/dev/video0',
    film,
    'drawn.mp4',
    './drawn:yard.mp4',
    'simulated:yard',
    'drawn:yard',
    'drawn:street',
  ];
  for (const source of sources)
    for (const background of ['usual', 'strict', 'off', undefined] as const) {
      const camera = cameraSchema.parse(
        siteCamera('yard', source, background === undefined ? {} : { background }),
      );
      const isDrawn = source === 'drawn:yard' || source === 'drawn:street';
      const expected =
        background === 'off' || source.startsWith('simulated:')
          ? null
          : isDrawn
            ? 'drawn'
            : (background ?? 'usual');
      assert.equal(backgroundProfileOf(camera), expected, `${source} ${background}`);
      const street = cameraSchema.parse(streetCamera('street', source));
      assert.equal(backgroundProfileOf(street), null, source);
    }
  assert.throws(() => configOf({ background: 'drawn' }));
});

import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import {
  appendFileSync,
  copyFileSync,
  existsSync,
  readFileSync,
  statSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { type Count, compare, errors, type Truth } from '../../scripts/score-clips.ts';
import { ffmpeg, passageClip } from '../fixtures/clips.ts';
import { dataFolder, noData, root, temporaryFolder } from '../fixtures/support.ts';
import { writeColourModel } from '../fixtures/test-model.ts';

const main = join(root, 'packages/edge/src/main.ts');

interface Ran {
  readonly code: number | null;
  readonly output: string;
  readonly errors: string;
}

function outis(...words: string[]): Ran {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--disable-sigusr1', main, ...words], {
    encoding: 'utf8',
    timeout: 120_000,
  });
  return { code: status, output: stdout, errors: stderr };
}

interface Bench {
  readonly folder: string;
  readonly model: string;
  readonly lines: string;
  count(video: string, ...more: string[]): Ran;
}

function bench(context: TestContext): Bench {
  const folder = temporaryFolder(context);
  const model = writeColourModel(folder);
  const lines = join(folder, 'lines.json');
  writeFileSync(
    lines,
    JSON.stringify({
      lines: [{ id: 'middle', a: [0.5, 1], b: [0.5, 0], note: 'other keys are ignored' }],
      more: 1,
    }),
  );
  return {
    folder,
    model,
    lines,
    count: (video, ...more) => outis('count', video, '--lines', lines, '--model', model, ...more),
  };
}

/** Older than a file that may still be growing. */
function settle(path: string): string {
  utimesSync(path, new Date(Date.now() - 60_000), new Date(Date.now() - 60_000));
  return path;
}

test('counts a clip: one person to the right and one car to the left in every four seconds', (context) => {
  const { folder, count } = bench(context);
  const clip = settle(passageClip(folder, 'passages.mp4', { seconds: 20 }));
  const { code, output } = count(clip, '--json');
  assert.equal(code, 0);
  const result = JSON.parse(output) as {
    counts: Count[];
    crossings: { t: number; class: string }[];
    frames: number;
    framesPerSecond: number;
  };
  assert.deepEqual(result.counts, [
    { line: 'middle', class: 'car', direction: 'right_to_left', count: 5 },
    { line: 'middle', class: 'person', direction: 'left_to_right', count: 5 },
  ]);
  assert.equal(result.frames, 200);
  assert.ok(result.framesPerSecond > 0);
  // The person's middle is at the line 2.02 s after the start of every round (t = (320 + 44 - 22) / 180 s = 1.9 s).
  const persons = result.crossings.filter((crossing) => crossing.class === 'person');
  for (const [round, { t }] of persons.entries()) assert.ok(Math.abs(t - (4 * round + 1.9)) < 0.3, `${t}`);
});

test('--out writes CSV or JSON, and other names are refused', (context) => {
  const { folder, count } = bench(context);
  const clip = settle(passageClip(folder, 'passages.mp4', { seconds: 8 }));
  assert.equal(count(clip, '--out', join(folder, 'counts.csv')).code, 0);
  assert.equal(
    readFileSync(join(folder, 'counts.csv'), 'utf8'),
    'line,class,direction,count\nmiddle,car,right_to_left,2\nmiddle,person,left_to_right,2\n',
  );
  assert.equal(count(clip, '--out', join(folder, 'counts.json')).code, 0);
  assert.equal(
    (JSON.parse(readFileSync(join(folder, 'counts.json'), 'utf8')) as { counts: unknown[] }).counts.length,
    2,
  );
  const refused = count(clip, '--out', join(folder, 'counts.xlsx'));
  assert.match(refused.errors, /counts\.xlsx: the name must end in \.csv or \.json/);
  assert.notEqual(refused.code, 0);
});

const badVideos: readonly {
  readonly name: string;
  readonly make: (folder: string) => string;
  readonly expect: RegExp;
}[] = [
  { name: 'a file that is not there', make: (folder) => join(folder, 'none.mp4'), expect: /does not exist/ },
  { name: 'zero bytes', make: (folder) => text(folder, 'empty.mp4', ''), expect: /no bytes/ },
  {
    name: 'a text file',
    make: (folder) => text(folder, 'text.mp4', 'this is no video\n'.repeat(500)),
    expect: /not a video that can be decoded/,
  },
  {
    name: 'a playlist that names an address',
    make: (folder) => text(folder, 'list.m3u8', '#EXTM3U\n#EXTINF:10,\nhttp://127.0.0.1:9/a.ts\n'),
    expect: /not a video that can be decoded/,
  },
  {
    name: 'a script that names another file',
    make: (folder) => text(folder, 'script.mp4', "ffconcat version 1.0\nfile '/etc/hostname'\n"),
    expect: /not a video that can be decoded/,
  },
  { name: 'sound only', make: soundOnly, expect: /no video track/ },
  {
    name: 'cut off in its header',
    make: (folder) => cut(folder, 0.2),
    expect: /not a video that can be decoded/,
  },
  { name: 'a folder', make: (folder) => folder, expect: /not a complete regular file/ },
  { name: 'a device', make: () => '/dev/zero', expect: /not a complete regular file/ },
  {
    name: 'an address',
    make: () => 'rtsp://user:hidden@127.0.0.1/cam',
    expect: /not a complete regular file/,
  },
];

for (const { name, make, expect } of badVideos) {
  test(`bad video: ${name}`, (context) => {
    const { folder, count } = bench(context);
    const { code, errors: message, output } = count(make(folder));
    assert.match(message, expect);
    assert.doesNotMatch(message, /hidden|at file:|node:internal/);
    assert.match(message, /\n {2}\S/, 'the way out is named');
    assert.notEqual(code, 0);
    assert.equal(output, '');
  });
}

test('a pipe and a link to one are refused', async (context) => {
  const { folder, count } = bench(context);
  const pipe = join(folder, 'pipe.mp4');
  spawnSync('mkfifo', [pipe]);
  symlinkSync(pipe, join(folder, 'link.mp4'));
  for (const path of [pipe, join(folder, 'link.mp4'), '/dev/stdin'])
    assert.match(count(path).errors, /not a complete regular file/);
});

test('a file that is still being written is refused, and nothing is printed', (context) => {
  const { folder, count } = bench(context);
  const clip = passageClip(folder, 'growing.ts', { seconds: 8 });
  const writer = spawn('sh', ['-c', `while :; do head -c 188 /dev/zero >> ${clip}; sleep 0.2; done`]);
  context.after(() => void writer.kill('SIGKILL'));
  const { errors: message, output } = count(clip);
  assert.match(message, /still being written/);
  assert.equal(output, '');
  assert.ok(statSync(clip).size > 0);
});

test('a video cut off in the middle is counted as far as it goes', (context) => {
  const { folder, count } = bench(context);
  const clip = passageClip(folder, 'whole.ts', { seconds: 20 });
  truncateSync(clip, Math.floor(statSync(clip).size * 0.5));
  const { code, output } = count(settle(clip), '--json');
  assert.equal(code, 0);
  const { frames } = JSON.parse(output) as { frames: number };
  assert.ok(frames > 60 && frames < 140, `${frames}`);
});

test('odd sizes, 8K and a change of size in the middle do not misalign the frames', (context) => {
  const { folder, count } = bench(context);
  const small = passageClip(folder, 'a.ts', { seconds: 4 });
  const odd = join(folder, 'odd.mkv');
  ffmpeg('-i', small, '-vf', 'scale=639:359', '-c:v', 'ffv1', '-pix_fmt', 'yuv444p', odd);
  const changed = join(folder, 'changed.ts');
  copyFileSync(small, changed);
  appendFileSync(changed, readFileSync(passageClip(folder, 'b.ts', { seconds: 4, size: '1280x720' })));
  const large = join(folder, 'large.mp4');
  ffmpeg(
    '-i',
    small,
    '-t',
    '2.4',
    '-vf',
    'scale=7680:4320',
    '-c:v',
    'libx264',
    '-preset',
    'ultrafast',
    '-pix_fmt',
    'yuv420p',
    large,
  );
  for (const [clip, frames] of [
    [odd, 40],
    [changed, 80],
    [large, 24],
  ] as const) {
    const { code, output, errors: message } = count(settle(clip), '--json');
    assert.equal(code, 0, `${clip}: ${message}`);
    const result = JSON.parse(output) as { counts: Count[]; frames: number };
    assert.ok(Math.abs(result.frames - frames) <= 1, `${clip}: ${result.frames}`);
    for (const objectClass of ['car', 'person']) {
      const total = result.counts
        .filter((cell) => cell.class === objectClass)
        .reduce((sum, cell) => sum + cell.count, 0);
      assert.equal(total, Math.floor(frames / 24 > 2 ? 2 : 1), `${clip}: ${objectClass}`);
    }
  }
});

test('bad lines files and command lines name the value and the way out', (context) => {
  const { folder, model } = bench(context);
  const clip = passageClip(folder, 'passages.mp4', { seconds: 4 });
  let files = 0;
  const lines = (content: string): string => text(folder, `${files++}-bad.json`, content);
  const cases: readonly (readonly [string[], RegExp])[] = [
    [['count', clip, '--lines', lines('{')], /bad\.json: it is not JSON/],
    [
      ['count', clip, '--lines', lines('{"lines":[{"id":"a","a":[0,2],"b":[1,1]}]}')],
      /bad\.json: lines\.0\.a\.1/,
    ],
    [
      ['count', clip, '--lines', lines('{"lines":[{"id":"a","a":[0,1],"b":[0,1]}]}')],
      /line "a" has no length/,
    ],
    [['count', clip, '--lines', lines('{"lines":[]}')], /lines/],
    [['count', clip, '--lines', join(folder, 'none.json')], /none\.json: it cannot be read/],
    [['count', clip], /--lines/],
    [['count', clip, '--lines', 'x', '--fps', 'fast'], /--fps fast/],
    [['count', '--frobnicate'], /frobnicate/],
    [['counts'], /no command "counts"/],
    [['serve', '--config', join(folder, 'none.yaml')], /none\.yaml/],
    [
      [
        'watch',
        'ftp://127.0.0.1/x',
        '--purpose',
        'street-statistics',
        '--owner',
        'City',
        '--reason',
        'How many people cycle here',
      ],
      /"ftp:" is not among them/,
    ],
    [
      ['watch', 'x.mp4', '--purpose', 'street-statistics', '--owner', 'City', '--reason', 'for safety'],
      /--reason/,
    ],
    [['watch', 'x.mp4'], /--purpose/],
  ];
  for (const [words, expect] of cases) {
    const { code, errors: message } = outis(
      ...words,
      ...(words[0] === 'count' && !words.includes('--frobnicate') ? ['--model', model] : []),
    );
    assert.match(message, expect);
    assert.doesNotMatch(message, /node:internal/);
    assert.ok(code !== 0 && code !== null);
  }
});

test('real clips: both models stay within the bounds that issue 2 sets', {
  skip: noData,
  timeout: 240_000,
}, (context) => {
  const folder = temporaryFolder(context);
  for (const model of ['yolox_nano_352x640', 'picodet_s_416']) {
    const shares: number[] = [];
    let wrong = 0;
    let total = 0;
    for (const clip of [
      'junction_cyclist',
      'junction_truck',
      'car_park',
      'person_bicycle_car',
      'traffic_a',
    ]) {
      const truthPath = join(dataFolder!, 'truth', `${clip}.json`);
      const out = join(folder, `${clip}.json`);
      const ran = outis(
        'count',
        join(dataFolder!, 'video', `${clip}.mp4`),
        '--lines',
        truthPath,
        '--model',
        join(dataFolder!, 'models', `${model}.onnx`),
        '--out',
        out,
      );
      assert.equal(ran.code, 0, ran.errors);
      assert.ok(existsSync(out));
      const { counts } = JSON.parse(readFileSync(out, 'utf8')) as { counts: Count[] };
      const unscored = clip === 'person_bicycle_car' ? { line: 'VR', class: 'bicycle' } : undefined;
      const found = errors(compare(counts, JSON.parse(readFileSync(truthPath, 'utf8')) as Truth, unscored));
      shares.push(found.wrong / found.truth);
      wrong += found.wrong;
      total += found.truth;
    }
    const macro = shares.reduce((sum, share) => sum + share, 0) / shares.length;
    context.diagnostic(
      `${model}: WAPE micro ${Math.round((wrong / total) * 100)} %, macro ${Math.round(macro * 100)} %`,
    );
    assert.ok(wrong / total < 0.4, `${model}: micro ${wrong}/${total}`);
    assert.ok(macro < 0.85, `${model}: macro ${macro}`);
  }
});

function text(folder: string, name: string, content: string): string {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
}

function soundOnly(folder: string): string {
  const path = join(folder, 'sound.mp4');
  ffmpeg('-f', 'lavfi', '-i', 'sine=d=2', '-c:a', 'aac', path);
  return path;
}

function cut(folder: string, share: number): string {
  const path = passageClip(folder, 'cut.mp4', { seconds: 8 });
  truncateSync(path, Math.floor(statSync(path).size * share));
  return path;
}

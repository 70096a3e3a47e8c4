import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type DecoderOptions, decoderCommand, probeCommand } from './decoder-arguments.ts';
import { parseSource } from './source.ts';

function command(
  address: string,
  change: Partial<DecoderOptions> = {},
): { line: string; script: string | null } {
  const source = parseSource(address);
  assert.ok(source.kind !== 'simulated' && source.kind !== 'mqtt');
  const { arguments: words, script } = decoderCommand({
    source,
    size: { widthPx: 640, heightPx: 352 },
    decodeFps: 10,
    maskPath: null,
    realTimeLoop: false,
    ...change,
  });
  return { line: words.join(' '), script };
}

const formats = 'mov,matroska,avi,mpegts,mpeg,mpegvideo,flv,asf,ogg,mjpeg,h264,hevc,ivf,mxf,m4v';
const scale = 'fps=10,scale=640:352:flags=area';
const out = '-an -sn -dn -f rawvideo -pix_fmt yuv420p -threads 1 pipe:1';
/** A short look at the stream before the first picture: a quick start. */
const quick = 'option fpsprobesize 0\noption analyzeduration 500000\n';

test('a file: only the file protocol and containers, no stdin, no sound', () => {
  assert.deepEqual(command('/v/a b.mp4'), {
    script: null,
    line: `-hide_banner -nostats -nostdin -loglevel verbose -threads 1 -protocol_whitelist file -format_whitelist ${formats} -i file:/v/a b.mp4 -map 0:v:0 -vf ${scale} ${out}`,
  });
});

test('no playlist, script or picture sequence is among the formats of a file', () => {
  for (const format of [
    'concat',
    'hls',
    'dash',
    'image2',
    'lavfi',
    'sdp',
    'rtsp',
    'tee',
    'ffmetadata',
    'rawvideo',
  ])
    assert.ok(!formats.split(',').includes(format));
});

test('a file that stands in for a camera plays at its own speed, over and over', () => {
  assert.match(
    command('/v/a.mp4', { realTimeLoop: true }).line,
    / -stream_loop -1 -re -protocol_whitelist file /,
  );
});

test('RTSP: over TCP, video only, and the address goes in by stdin', () => {
  assert.deepEqual(command('rtsp://admin:hunter2@10.0.0.5/s'), {
    script: `ffconcat version 1.0\nfile 'rtsp://admin:hunter2@10.0.0.5/s'\n${quick}option rtsp_transport tcp\noption allowed_media_types video\noption timeout 8000000\n`,
    line: `-hide_banner -nostats -loglevel verbose -threads 1 -f concat -safe 0 -protocol_whitelist pipe,rtsp,rtp,tcp,tls,crypto -i pipe:0 -map 0:v:0 -vf ${scale} ${out}`,
  });
});

test('HTTP: arrival times, a timeout, and the address goes in by stdin', () => {
  assert.deepEqual(command('http://admin:hunter2@10.0.0.5/v.mjpg'), {
    script: `ffconcat version 1.0\nfile 'http://admin:hunter2@10.0.0.5/v.mjpg'\n${quick}option rw_timeout 8000000\n`,
    line: `-hide_banner -nostats -loglevel verbose -threads 1 -use_wallclock_as_timestamps 1 -f concat -safe 0 -protocol_whitelist pipe,http,https,tcp,tls,crypto -i pipe:0 -map 0:v:0 -vf ${scale} ${out}`,
  });
});

/** The arguments only: it has not been tried on hardware. */
test('V4L2 device', () => {
  assert.deepEqual(command('/dev/video0'), {
    script: null,
    line: `-hide_banner -nostats -nostdin -loglevel verbose -threads 1 -f v4l2 -i /dev/video0 -map 0:v:0 -vf ${scale} ${out}`,
  });
});

test('masks are overlaid before anything looks at the picture, and only the masked picture leaves', () => {
  const { line } = command('/v/a.mp4', { maskPath: '/data/masks/gate.png' });
  assert.ok(
    line.endsWith(
      ` -protocol_whitelist file -i file:/data/masks/gate.png -filter_complex [0:v:0]${scale}[picture];[picture][1:v]overlay=format=yuv420:eof_action=repeat[masked] -map [masked] ${out}`,
    ),
    line,
  );
  assert.equal(line.match(/-map /g)?.length, 1);
});

test('every kind of source: no sound, one output, and it is the pipe', () => {
  for (const address of ['/v/a.mp4', 'rtsp://cam/', 'https://cam/', '/dev/video3']) {
    for (const maskPath of [null, '/m.png']) {
      const { line } = command(address, { maskPath });
      assert.ok(line.endsWith(out), line);
      assert.equal(line.match(/pipe:1/g)?.length, 1);
      assert.match(line, / -an -sn -dn /);
    }
  }
});

test('the probe asks for facts of the first video stream, and hides the address in the same way', () => {
  const source = parseSource('rtsp://admin:hunter2@10.0.0.5/s');
  assert.ok(source.kind === 'rtsp');
  const { arguments: words, script } = probeCommand(source);
  assert.deepEqual(words, [
    ...['-hide_banner', '-loglevel', 'error', '-f', 'concat', '-safe', '0'],
    ...['-protocol_whitelist', 'pipe,rtsp,rtp,tcp,tls,crypto', '-i', 'pipe:0'],
    ...['-select_streams', 'v:0', '-show_entries'],
    'stream=codec_name,width,height,avg_frame_rate,r_frame_rate,nb_frames,duration:format=duration',
    ...['-of', 'json'],
  ]);
  assert.match(script ?? '', /option allowed_media_types video\n/);
});

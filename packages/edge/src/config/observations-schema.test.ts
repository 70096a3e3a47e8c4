import assert from 'node:assert/strict';
import { test } from 'node:test';
import { OutisError } from '@outis/core';
import { parseConfig } from './read-config.ts';

const camera = (more: string, source = 'mqtt'): string => `
mqtt: {url: "mqtt://127.0.0.1:1883"}
cameras:
  - id: gate
    source: ${source}
    purpose: street-statistics
    owner: The test
    reason: How many lorries use the gate
${more}
`;
const frigate =
  '    observations: {from: frigate, camera: gate, topic: frigate/events, widthPx: 1280, heightPx: 720, system: Frigate}';

function problem(text: string): string {
  try {
    parseConfig(text, 'outis.yaml');
  } catch (error) {
    assert.ok(error instanceof OutisError && error.code === 'config-invalid');
    return error.detail;
  }
  return 'none';
}

test('a camera of another system is read, with the name that the public page tells', () => {
  const [read] = parseConfig(camera(frigate), 'outis.yaml').cameras;
  assert.deepEqual(read?.observations, {
    ...{ from: 'frigate', camera: 'gate', topic: 'frigate/events', widthPx: 1280, heightPx: 720 },
    system: 'Frigate',
  });
  const onvif = frigate.replace('frigate, camera: gate', 'onvif').replace('frigate/events', 'a/onvif-mj/x');
  assert.equal(parseConfig(camera(onvif), 'outis.yaml').cameras[0]?.observations?.from, 'onvif');
});

test('what does not fit together is said with its place', () => {
  const told: readonly (readonly [string, RegExp])[] = [
    [camera(''), /observations: is required for source mqtt/],
    [camera(frigate, '/videos/gate.mp4'), /observations: is for source mqtt only/],
    [camera(frigate.replace('camera: gate, ', '')), /observations\.camera: is required for frigate/],
    [camera(frigate.replace('from: frigate', 'from: onvif')), /observations\.camera.*is for frigate only/],
    [camera(frigate.replace('frigate/events', 'frigate/#')), /observations\.topic.*without \+ and #/],
    [camera(frigate.replace('from: frigate', 'from: blueiris')), /observations\.from/],
    [camera(frigate.replace('widthPx: 1280, ', '')), /observations\.widthPx/],
    [
      camera(frigate.replace('system: Frigate', 'system: "<b>x</b>"')),
      /observations\.system.*must be a name/,
    ],
    [camera(frigate.replace('system: Frigate', `system: ${'F'.repeat(61)}`)), /observations\.system/],
    [camera(`${frigate}\n    size: {widthPx: 640, heightPx: 360}`), /size: is for pictures/],
    [camera(frigate).replace(/mqtt: \{.*\}\n/, ''), /source.*needs mqtt/],
  ];
  for (const [text, expected] of told) assert.match(problem(text), expected);
});

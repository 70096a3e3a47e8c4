import assert from 'node:assert/strict';
import { test } from 'node:test';
import { withoutAddresses } from './without-addresses.ts';

test('addresses go, whole or broken, and what is none stays', () => {
  for (const [given, expected] of [
    ['there is no command "rtsp://admin:pw@host/s"', 'there is no command "…"'],
    ['--port rtsp://admin:p w@host/s: must be', '--port …'],
    ['rtsp:/admin:p w@host/s is not there', '… is not there'],
    ['admin:pw@host', '…'],
    ['data/outis.yaml:6: cameras.0.id = "x": too short', 'data/outis.yaml:6: cameras.0.id = "x": too short'],
    ['file:/tmp/clip.mp4', 'file:/tmp/clip.mp4'],
    [
      'it lacks its beginning, such as rtsp://; write file:',
      'it lacks its beginning, such as rtsp://; write file:',
    ],
  ] as const)
    assert.equal(withoutAddresses(given), expected);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { commandOf } from '../fixtures/processes.ts';
import { camera } from '../fixtures/site.ts';
import { startEdge, temporaryFolder } from '../fixtures/support.ts';
import { writeColourModel } from '../fixtures/test-model.ts';

test('watch: the password is gone from its command line once it runs', async (context) => {
  const folder = temporaryFolder(context);
  const words = [
    '--purpose',
    'site-safety',
    '--owner',
    'The test',
    '--reason',
    'Lorries reverse beside the footway',
  ];
  const address = 'rtsp://admin:Pa55-w0rd@127.0.0.1:1/cam';
  const edge = await startEdge(
    context,
    'watch',
    address,
    ...words,
    '--model',
    writeColourModel(folder),
    '--data',
    folder,
    '--port',
    '0',
  );
  assert.equal(commandOf(edge.child.pid!), 'outis');
  assert.doesNotMatch(edge.output(), /Pa55|admin/);
  // Without --until a camera on a site is on trial for thirty days.
  const { until, purpose } = await camera(edge.url, 'camera');
  const days = (Date.parse(until!) - Date.now()) / 86_400_000;
  assert.ok(purpose === 'site-safety' && days > 28 && days <= 30, `${until}`);
});

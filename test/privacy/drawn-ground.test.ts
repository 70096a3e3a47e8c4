import assert from 'node:assert/strict';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import { type AimPictureJson, aimWidthPxMax, type CameraJson } from '@outis/core';
import { readModelFacts } from '../../packages/edge/src/camera/model-facts.ts';
import { findModel } from '../../packages/edge/src/camera/sight-command.ts';
import { EventReader, shownBlocks } from '../fixtures/event-reader.ts';
import { httpSite } from '../fixtures/http-site.ts';
import { siteCamera } from '../fixtures/site.ts';
import { until } from '../fixtures/support.ts';

/** A drawn film learns its ground in two to three minutes; a slow machine that runs other tests beside may need longer. */
const learnsMsMax = 400_000;

test('a drawn yard through decoder, sight and wall: the ground grows in the live scene, and somebody aims', {
  timeout: 500_000,
}, async (context) => {
  const cameras = [siteCamera('yard', 'drawn:yard', { analyseFps: 5 })];
  const model = readModelFacts(findModel(undefined));
  const { server, site, as, cookieOf } = await httpSite(context, cameras, Date.now, {}, () => ({ model }));
  site.start();
  await server.listen({ host: '127.0.0.1', port: 0 });
  const url = `http://127.0.0.1:${(server.server.address() as AddressInfo).port}/api/cameras/yard`;
  await until('the camera runs', () => site.camera('yard').health.state === 'running', 60_000);
  const scene = new EventReader();
  context.after(() => scene.leave());
  await scene.open(`${url}/scene`, cookieOf('olga', ['operator']));

  const ina = as('ina', ['installer']);
  assert.equal((await ina('POST', '/api/cameras/yard/aim')).statusCode, 201);
  const aim = new EventReader();
  context.after(() => aim.leave());
  await aim.open(`${url}/aim`, cookieOf('ina', ['installer']));
  // At first much is filled, because it has moved; what is not shows the drawn ground.
  const values = ({ pixels }: AimPictureJson): number => new Set(Buffer.from(pixels, 'base64')).size;
  await until(
    'an aim view that shows something',
    () => aim.events<AimPictureJson>('aim').some((each) => values(each) > 10),
    90_000,
  );
  for (const { widthPx, heightPx, pixels } of aim.events<AimPictureJson>('aim')) {
    assert.ok(widthPx <= aimWidthPxMax);
    assert.equal(Buffer.from(pixels, 'base64').length, widthPx * heightPx * 3);
  }
  assert.equal((await ina('DELETE', '/api/cameras/yard/aim')).statusCode, 204);
  await until('the end of the stream', () => aim.isOver);

  const first = await until('the first blocks', () => shownBlocks(scene).size, learnsMsMax);
  await until('more blocks', () => shownBlocks(scene).size > first, learnsMsMax);
  const { background, health } = (await ina('GET', '/api/cameras/yard')).json<CameraJson>();
  assert.deepEqual(background, { profile: 'drawn', movedMs: null });
  assert.equal(health.restarts, 0);
  // Who opens it later is told all of it at once.
  const later = new EventReader();
  context.after(() => later.leave());
  await later.open(`${url}/scene`, cookieOf('oleg', ['operator']));
  await until('all at once', () => shownBlocks(later).size > first);
});

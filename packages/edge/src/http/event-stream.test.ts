import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { test } from 'node:test';
import { until } from '../../../../test/fixtures/support.ts';
import { EventStream } from './event-stream.ts';

test('a reader who has gone before the first byte holds no place', async (context) => {
  const server = createServer().listen(0, '127.0.0.1');
  context.after(() => server.close());
  await once(server, 'listening');
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
  socket.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
  const [, response] = (await once(server, 'request')) as [unknown, ServerResponse];
  const gone = once(response, 'close');
  socket.destroy();
  await gone;
  let closed = 0;
  let isMade = false;
  new EventStream({
    response,
    unsentBytesMax: () => 1_000,
    mayLook: () => true,
    onClosed: () => {
      assert.ok(isMade, 'not before its owner has it');
      closed++;
    },
  }).send('alert', {});
  isMade = true;
  await until('its end', () => closed === 1);
});

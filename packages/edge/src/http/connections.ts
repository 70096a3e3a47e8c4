import type { Server, Socket } from 'node:net';
import { networkOf } from '../access/throttle.ts';

const connectionsMax = 2_000;
/** A building behind one address, with two pages open for everybody in it. */
const perNetworkMax = 400;

/**
 * Limits connections, of all and of one network, so that nobody takes every place by opening many and saying little. A
 * reverse proxy that is named in the configuration speaks for many.
 */
export function limitConnections(server: Server, trustedProxies: readonly string[]): void {
  server.maxConnections = connectionsMax;
  const open = new Map<string, number>();
  server.on('connection', (socket: Socket) => {
    const address = (socket.remoteAddress ?? '').replace(/^::ffff:/, '');
    if (trustedProxies.includes(address)) return;
    const network = networkOf(address);
    const count = (open.get(network) ?? 0) + 1;
    open.set(network, count);
    socket.once('close', () => {
      const left = open.get(network)! - 1;
      if (left === 0) open.delete(network);
      else open.set(network, left);
    });
    if (count > perNetworkMax) socket.destroy();
  });
}

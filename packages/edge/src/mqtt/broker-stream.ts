import { connect as connectPlain, isIP, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { brokerPacketBytesMax } from './broker.ts';
import { PacketGuard } from './packet-guard.ts';

/** Where the broker is. */
export interface BrokerAddress {
  /** `mqtt://host[:port]` or `mqtts://host[:port]`. */
  readonly url: string;
  /** PEM of the only authorities to trust; undefined trusts those known to Node. */
  readonly authorities?: string | undefined;
}

/** As `code` of the error of a connection on which a packet was announced that is too large. */
export const packetTooLarge = 'PACKET_TOO_LARGE';

/**
 * Opens a connection to the broker, with TLS for `mqtts`, and ends it with the error `PACKET_TOO_LARGE` when a packet
 * announces more than `brokerPacketBytesMax`. No proxy and no environment variable has a say in where it goes.
 */
export function openBrokerStream({ url, authorities }: BrokerAddress): Socket {
  const { protocol, hostname, port } = new URL(url);
  const host = hostname.replace(/^\[(.*)\]$/, '$1');
  const socket =
    protocol === 'mqtts:'
      ? connectTls({
          ...{ host, port: Number(port || 8883), minVersion: 'TLSv1.2' },
          ...(isIP(host) === 0 ? { servername: host } : {}),
          ...(authorities === undefined ? {} : { ca: authorities }),
        })
      : connectPlain({ host, port: Number(port || 1883) });
  // A warning is a small message: it does not wait to be joined by others.
  socket.setNoDelay(true);
  const guard = new PacketGuard(brokerPacketBytesMax);
  socket.on('data', (bytes: Buffer) => {
    if (guard.accepts(bytes)) return;
    socket.destroy(Object.assign(new Error('a packet was too large'), { code: packetTooLarge }));
  });
  return socket;
}

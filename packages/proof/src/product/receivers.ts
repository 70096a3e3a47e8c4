import { createServer as createHttpServer, type Server } from 'node:http';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import mqtt, { type Packet } from 'mqtt-packet';
import type { Trove } from '../search/containers.ts';

/** A film cannot make the product send more than this; of what comes beyond it only the count is kept. */
const bytesMax = 256 * 2 ** 20;

/**
 * Those whom the product tells: a broker and a webhook of the proof's own, which keep every byte that they are sent. The
 * broker takes whatever comes over MQTT 5 and passes nothing on.
 */
export class Receivers {
  readonly #mqtt: ReturnType<typeof createServer>;
  readonly #webhook: Server;
  readonly #sockets = new Set<Socket>();
  readonly #kept = new Map<string, Buffer[]>([
    ['MQTT', []],
    ['webhook', []],
  ]);
  #bytes = 0;
  /** Alerts that each was told. */
  readonly alerts = { mqtt: 0, webhook: 0 };
  /** Bytes that came when there were too many to keep, and are not searched. */
  bytesDropped = 0;

  private constructor() {
    this.#mqtt = createServer((socket) => {
      this.#listen('MQTT', socket);
      answer(socket, (topic) => {
        if (topic.endsWith('/alert')) this.alerts.mqtt++;
      });
    });
    this.#webhook = createHttpServer((request, response) => {
      request.resume().on('end', () => {
        this.alerts.webhook++;
        response.writeHead(204).end();
      });
    });
    this.#webhook.on('connection', (socket) => this.#listen('webhook', socket));
  }

  /** Listens on this machine alone, on ports that are free. */
  static async start(): Promise<Receivers> {
    const receivers = new Receivers();
    for (const server of [receivers.#mqtt, receivers.#webhook])
      await new Promise<void>((resolve, reject) => {
        server.once('error', reject).listen(0, '127.0.0.1', () => resolve());
      });
    return receivers;
  }

  get mqttUrl(): string {
    return `mqtt://127.0.0.1:${(this.#mqtt.address() as AddressInfo).port}`;
  }

  get webhookUrl(): string {
    return `http://127.0.0.1:${(this.#webhook.address() as AddressInfo).port}/alerts`;
  }

  /** Every byte that came, also those of connections that were cut. */
  get troves(): readonly Trove[] {
    return [...this.#kept].map(([name, chunks]) => ({ name: `sent: ${name}`, bytes: Buffer.concat(chunks) }));
  }

  async end(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    for (const server of [this.#mqtt, this.#webhook])
      await new Promise<void>((resolve) => server.close(() => resolve()));
  }

  /** Keeps what comes beside whoever reads it. */
  #listen(name: string, socket: Socket): void {
    this.#sockets.add(socket);
    socket.on('close', () => this.#sockets.delete(socket));
    socket.on('error', () => {});
    socket.on('data', (chunk: Buffer) => {
      this.#bytes += chunk.length;
      if (this.#bytes <= bytesMax) this.#kept.get(name)!.push(Buffer.from(chunk));
      else this.bytesDropped += chunk.length;
    });
  }
}

/** What a broker says to whoever speaks to it: yes. */
function answer(socket: Socket, onPublish: (topic: string) => void): void {
  const parser = mqtt.parser({ protocolVersion: 5 });
  const say = (packet: Packet): void => void socket.write(mqtt.generate(packet, { protocolVersion: 5 }));
  parser.on('packet', (packet) => {
    const { messageId = 0 } = packet;
    if (packet.cmd === 'connect') say({ cmd: 'connack', reasonCode: 0, sessionPresent: false });
    else if (packet.cmd === 'subscribe')
      say({ cmd: 'suback', messageId, granted: packet.subscriptions.map(({ qos }) => qos) });
    else if (packet.cmd === 'publish') {
      onPublish(packet.topic);
      if (packet.qos === 1) say({ cmd: 'puback', messageId, reasonCode: 0 });
    } else if (packet.cmd === 'pingreq') say({ cmd: 'pingresp' });
  });
  parser.on('error', () => socket.destroy());
  socket.on('data', (chunk: Buffer) => parser.parse(chunk));
}

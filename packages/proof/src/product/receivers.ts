import { createServer as createHttpServer, type Server } from 'node:http';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { Aedes } from 'aedes';
import type { Trove } from '../search/containers.ts';

/** A film cannot make the product send more than this; what comes beyond it is counted and dropped. */
const bytesMax = 256 * 2 ** 20;

/** Those whom the product tells: a broker and a webhook of the proof's own, which keep every byte that they are sent. */
export class Receivers {
  readonly #broker: Aedes;
  readonly #mqtt: ReturnType<typeof createServer>;
  readonly #webhook: Server;
  readonly #sockets = new Set<Socket>();
  readonly #kept = new Map<string, Buffer[]>([
    ['MQTT', []],
    ['webhook', []],
  ]);
  #bytes = 0;
  /** Alerts that the webhook was told. */
  alerts = 0;

  private constructor(broker: Aedes) {
    this.#broker = broker;
    this.#mqtt = createServer((socket) => {
      this.#listen('MQTT', socket);
      broker.handle(socket);
    });
    this.#webhook = createHttpServer((request, response) => {
      request.resume().on('end', () => {
        this.alerts++;
        response.writeHead(204).end();
      });
    });
    this.#webhook.on('connection', (socket) => this.#listen('webhook', socket));
  }

  /** Listens on this machine alone, on ports that are free. */
  static async start(): Promise<Receivers> {
    const receivers = new Receivers(await Aedes.createBroker());
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
    await new Promise<void>((resolve) => this.#broker.close(() => resolve()));
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
    });
  }
}

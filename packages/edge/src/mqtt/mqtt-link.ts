import { OutisError } from '@outis/core';
import { type IPublishPacket, MqttClient } from 'mqtt';
import { readShortFile } from '../keys/secret-file.ts';
import {
  type Broker,
  type BrokerMessage,
  brokerPacketBytesMax,
  type PublishOptions,
  type SubscribeOptions,
} from './broker.ts';
import { openBrokerStream, packetTooLarge } from './broker-stream.ts';
import { matchesFilter } from './topic-filter.ts';

/** What an {@link MqttLink} needs: `mqtt` of the configuration, and surroundings. */
export interface MqttLinkOptions {
  readonly url: string;
  readonly user?: string | undefined;
  /** Read at each attempt to connect, so that it may be changed; never told or logged. */
  readonly passwordFile?: string | undefined;
  readonly caFile?: string | undefined;
  readonly topic: string;
  /** The same after a restart: then the broker ends what is left of the old connection before this one begins. */
  readonly clientId: string;
  /** Told of trouble and of its end, seldom. Default: the error stream. */
  readonly say?: (text: string) => void;
  /** 0 to 1. Default `Math.random`. */
  readonly random?: () => number;
  /** How long the broker has to acknowledge, ms. Default 8 s. */
  readonly publishWaitMs?: number;
}

/** Messages that are on their way at once; brokers allow 20 or more (Mosquitto: 20). */
const inFlightMax = 16;
/** Messages that wait for that, ms at most `publishWaitMs`; more are refused. */
export const linkWaitingMax = 512;
/** Messages of the broker that are not acknowledged yet, at once. */
const receiveMaximum = 32;
const connectWaitMs = 10_000;
const keepaliveS = 20;
const backOffMs = { first: 1_000, max: 60_000 };
/** A connection that held for this long was one: the next attempt comes soon. */
const steadyMs = 10_000;
const sayEveryMs = 600_000;
const endWaitMs = 1_000;
/** MQTT 5.0, 3.4.2.1: acknowledged, and nobody is subscribed. */
const noSubscribers = 0x10;

interface Outgoing {
  readonly topic: string;
  readonly payload: string;
  readonly isRetained: boolean;
  readonly settle: (error: OutisError | null) => void;
  /** Of the packet, while it is on its way. */
  messageId: number;
  isHeard: boolean;
}

interface Subscription {
  readonly filter: string;
  readonly listener: (message: BrokerMessage) => void;
  readonly withRetained: boolean;
}

/**
 * The connection of a site to its MQTT 5 broker. Each attempt is a new client that is thrown away with its connection, so
 * nothing is queued behind our back: mqtt.js would keep what is published offline without a limit. `<topic>/status` is
 * retained: `online`, and as the last will `offline`.
 */
export class MqttLink implements Broker {
  readonly topic: string;
  readonly #options: MqttLinkOptions;
  readonly #subscriptions = new Set<Subscription>();
  readonly #onConnected = new Set<() => void>();
  readonly #refused = new Set<string>();
  readonly #waiting: Outgoing[] = [];
  readonly #inFlight = new Set<Outgoing>();
  #client: MqttClient | null = null;
  #isConnected = false;
  #isEnded = false;
  #problem: string | null = null;
  #saidMs = Number.NEGATIVE_INFINITY;
  #toldTrouble = false;
  #attempts = 0;
  #connectedMs = 0;
  #timer: NodeJS.Timeout | null = null;

  /** Begins to connect with {@link MqttLink.start}. */
  constructor(options: MqttLinkOptions) {
    this.#options = options;
    this.topic = options.topic;
  }

  get isConnected(): boolean {
    return this.#isConnected;
  }

  get problem(): string | null {
    const [refused] = this.#refused;
    return this.#problem ?? (refused === undefined ? null : `the broker refuses the topic ${refused}`);
  }

  /** Connects, and from now on again whenever the connection ends. */
  start(): void {
    if (!this.#isEnded && this.#client === null && this.#timer === null) this.#connect();
  }

  /** Says `offline` and disconnects; waits for that for a second at most. */
  async end(): Promise<void> {
    if (this.#isEnded) return;
    this.#isEnded = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
    const client = this.#client;
    if (client === null) return;
    if (!this.#isConnected) return this.#lost(client, 'Outis ends');
    await this.#publish(`${this.topic}/status`, 'offline', {
      isRetained: true,
      signal: AbortSignal.timeout(endWaitMs),
    }).catch(() => {});
    await new Promise<void>((resolve) => {
      const late = setTimeout(() => {
        client.end(true);
        resolve();
      }, endWaitMs);
      client.end(false, {}, () => {
        clearTimeout(late);
        resolve();
      });
    });
    this.#lost(client, 'Outis ends');
  }

  async publish(topic: string, payload: string, options: PublishOptions = {}): Promise<boolean> {
    if (this.#isEnded) throw new OutisError('broker-unreachable', 'Outis ends');
    return this.#publish(topic, payload, options);
  }

  subscribe(
    filter: string,
    listener: (message: BrokerMessage) => void,
    { withRetained = false }: SubscribeOptions = {},
  ): () => void {
    const subscription: Subscription = { filter, listener, withRetained };
    this.#subscriptions.add(subscription);
    if (this.#isConnected) this.#sendSubscription(filter);
    return () => {
      this.#subscriptions.delete(subscription);
      if ([...this.#subscriptions].some((other) => other.filter === filter)) return;
      this.#refused.delete(filter);
      if (this.#isConnected) this.#client?.unsubscribe(filter, () => {});
    };
  }

  onConnected(listener: () => void): () => void {
    this.#onConnected.add(listener);
    if (this.#isConnected) listener();
    return () => void this.#onConnected.delete(listener);
  }

  #connect(): void {
    this.#timer = null;
    this.#attempts++;
    const { url, user, passwordFile, caFile, clientId, topic } = this.#options;
    let client: MqttClient;
    try {
      const authorities = caFile === undefined ? undefined : readShortFile(caFile, 'broker-unreachable');
      const password =
        passwordFile === undefined ? undefined : readShortFile(passwordFile, 'broker-unreachable').trim();
      client = new MqttClient(() => openBrokerStream({ url, authorities }), {
        ...{
          clientId,
          protocolVersion: 5,
          clean: true,
          keepalive: keepaliveS,
          connectTimeout: connectWaitMs,
        },
        ...{ reconnectPeriod: 0, resubscribe: false, queueQoSZero: false },
        properties: { maximumPacketSize: brokerPacketBytesMax, receiveMaximum },
        will: { topic: `${topic}/status`, payload: Buffer.from('offline'), qos: 1, retain: true },
        ...(user === undefined ? {} : { username: user }),
        ...(password === undefined ? {} : { password }),
        // Its own log would print the packet that holds the password, where DEBUG is set.
        log: () => {},
      });
    } catch (error) {
      this.#lost(null, error instanceof OutisError ? error.detail : (error as Error).message);
      return;
    }
    this.#client = client;
    let why = 'the connection ended';
    client.on('error', (error) => this.#lost(client, wordsOf(error)));
    client.on(
      'disconnect',
      ({ reasonCode = 0 }) => (why = `the broker ended the connection (${reasonCode})`),
    );
    client.on('close', () => this.#lost(client, why));
    client.on('packetreceive', (packet) => {
      if (packet.cmd !== 'puback' || packet.reasonCode !== noSubscribers) return;
      for (const one of this.#inFlight) if (one.messageId === packet.messageId) one.isHeard = false;
    });
    client.on('connect', () => this.#connected(client));
    client.on('message', (name, payload, packet) => {
      if (client === this.#client) this.#received(name, payload, packet);
    });
  }

  #connected(client: MqttClient): void {
    if (client !== this.#client || this.#isEnded) return;
    this.#isConnected = true;
    this.#connectedMs = performance.now();
    if (this.#toldTrouble) this.#write('the MQTT broker answers again');
    this.#toldTrouble = false;
    this.#problem = null;
    this.#refused.clear();
    void this.#publish(`${this.topic}/status`, 'online', { isRetained: true }).catch(() => {});
    for (const filter of new Set([...this.#subscriptions].map((one) => one.filter)))
      this.#sendSubscription(filter);
    for (const listener of [...this.#onConnected]) listener();
  }

  /** What was on its way is refused, and the next attempt is set; each client is lost once. */
  #lost(client: MqttClient | null, why: string): void {
    if (client !== this.#client) return;
    const wasSteady = this.#isConnected && performance.now() - this.#connectedMs >= steadyMs;
    this.#client = null;
    this.#isConnected = false;
    if (wasSteady) this.#attempts = 0;
    const given = [...this.#inFlight, ...this.#waiting.splice(0)];
    this.#inFlight.clear();
    for (const one of given) one.settle(new OutisError('broker-unreachable', why));
    if (client !== null) {
      client.on('error', () => {});
      client.end(true);
    }
    if (this.#isEnded) return;
    if (this.#problem === null) this.#toldTrouble = this.#say(`the MQTT broker does not answer: ${why}`);
    this.#problem = why;
    const { first, max } = backOffMs;
    const random = this.#options.random ?? Math.random;
    const delayMs = Math.min(max, first * 2 ** Math.min(10, Math.max(0, this.#attempts - 1)));
    this.#timer = setTimeout(() => this.#connect(), delayMs * (0.5 + random()));
    this.#timer.unref();
  }

  #publish(topic: string, payload: string, { isRetained = false, signal }: PublishOptions): Promise<boolean> {
    if (!this.#isConnected)
      return Promise.reject(new OutisError('broker-unreachable', this.#problem ?? 'not connected yet'));
    if (this.#waiting.length >= linkWaitingMax)
      return Promise.reject(new OutisError('broker-unreachable', 'too many messages wait'));
    if (signal?.aborted === true)
      return Promise.reject(new OutisError('broker-unreachable', 'it took too long'));
    const client = this.#client!;
    return new Promise((resolve, reject) => {
      const late = setTimeout(
        // It is there and does not do its work: a new connection is the only thing that can help.
        () => this.#lost(client, 'it does not acknowledge what is sent'),
        this.#options.publishWaitMs ?? 8_000,
      );
      const aborted = (): void => {
        const index = this.#waiting.indexOf(one);
        if (index >= 0) this.#waiting.splice(index, 1);
        one.settle(new OutisError('broker-unreachable', 'it took too long'));
      };
      signal?.addEventListener('abort', aborted, { once: true });
      const settle = (error: OutisError | null): void => {
        // Also for one that was given up and is on its way: the broker owes its acknowledgement.
        if (!this.#waiting.includes(one) && !this.#inFlight.has(one)) clearTimeout(late);
        signal?.removeEventListener('abort', aborted);
        if (error === null) resolve(one.isHeard);
        else reject(error);
      };
      const one: Outgoing = { topic, payload, isRetained, settle, messageId: 0, isHeard: true };
      this.#waiting.push(one);
      this.#sendWaiting();
    });
  }

  #sendWaiting(): void {
    const client = this.#client;
    while (client !== null && this.#inFlight.size < inFlightMax) {
      const one = this.#waiting.shift();
      if (one === undefined) return;
      this.#inFlight.add(one);
      client.publish(one.topic, one.payload, { qos: 1, retain: one.isRetained }, (error) => {
        // After the connection it has been refused already.
        if (!this.#inFlight.delete(one)) return;
        one.settle(error ? new OutisError('broker-unreachable', wordsOf(error), { cause: error }) : null);
        this.#sendWaiting();
      });
      one.messageId = client.getLastMessageId();
    }
  }

  #sendSubscription(filter: string): void {
    const client = this.#client;
    const wantsRetained = [...this.#subscriptions].some((one) => one.filter === filter && one.withRetained);
    client?.subscribe(filter, { qos: 1, rh: wantsRetained ? 0 : 2 }, (error) => {
      if (!error || client !== this.#client) return;
      this.#refused.add(filter);
      this.#say(`the MQTT broker refuses the topic ${filter}`);
    });
  }

  #received(topic: string, payload: Buffer, { retain }: IPublishPacket): void {
    for (const { filter, listener, withRetained } of [...this.#subscriptions])
      if (matchesFilter(topic, filter) && (withRetained || !retain))
        listener({ topic, payload, isRetained: retain });
  }

  /** Tells of trouble, and returns whether it did: a connection that comes and goes is not told each time. */
  #say(text: string): boolean {
    if (performance.now() - this.#saidMs < sayEveryMs) return false;
    this.#saidMs = performance.now();
    this.#write(text);
    return true;
  }

  #write(text: string): void {
    (this.#options.say ?? ((line) => void process.stderr.write(`outis: ${line}\n`)))(text);
  }
}

/** What went wrong, without what the broker says in its own words. */
function wordsOf(error: Error): string {
  const { code } = error as { readonly code?: string | number };
  if (code === packetTooLarge) return 'a packet was larger than 256 KiB';
  // mqtt.js words its reason codes itself; a system error is known by its name.
  return typeof code === 'string' ? code : error.message.slice(0, 200);
}

/** What came with a message beside its topic and payload. */
export interface BrokerMessage {
  /** The topic as UTF-8 text; what is broken in it reads U+FFFD. */
  readonly topic: string;
  /** At most `brokerPacketBytesMax`; nothing has looked into it. */
  readonly payload: Buffer;
  /** The broker had kept it: it is from before this subscription, and may be old. */
  readonly isRetained: boolean;
}

/** How a message is published. */
export interface PublishOptions {
  /** Whether the broker keeps it for those who come later. Default false. */
  readonly isRetained?: boolean;
  /** Ends the wait. */
  readonly signal?: AbortSignal;
}

/** How a topic is subscribed. */
export interface SubscribeOptions {
  /** Whether messages that the broker had kept are wanted too; otherwise none of them arrives. Default false. */
  readonly withRetained?: boolean;
}

/**
 * The one connection of a site to its MQTT broker, as far as the rest of the edge sees it. It connects by itself, again and
 * again, and keeps nothing that waits: what must not be lost stands in a store of its owner.
 */
export interface Broker {
  /** What all topics of this site begin with. */
  readonly topic: string;
  readonly isConnected: boolean;
  /** Why it does not answer, in words; null while it does, and before the first attempt has ended. */
  readonly problem: string | null;
  /**
   * Publishes with QoS 1 and resolves once the broker has acknowledged it: false where the broker says that nobody is
   * subscribed (it need not say so). Throws `OutisError` `broker-unreachable` where
   * there is no connection, it is not acknowledged in time, or too much waits.
   */
  publish(topic: string, payload: string, options?: PublishOptions): Promise<boolean>;
  /**
   * Takes messages of a topic filter (QoS 1), now and after each new connection, until the function that it returns is
   * called. The listener must not throw and gets no more than `brokerPacketBytesMax` at once.
   */
  subscribe(
    filter: string,
    listener: (message: BrokerMessage) => void,
    options?: SubscribeOptions,
  ): () => void;
  /** Calls the listener at every connection, and at once where there is one. Returns what ends that. */
  onConnected(listener: () => void): () => void;
}

/** No packet is larger, in or out: a larger one ends the connection before it is read. */
export const brokerPacketBytesMax = 262_144;

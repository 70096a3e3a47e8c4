import type { Broker } from './broker.ts';

/**
 * Messages that the broker keeps for whoever comes later: they are published when they change, again at every new
 * connection, and what the broker still has under the same filters of cameras that are gone is cleared, also from before
 * this process. What somebody else publishes there is put right with the next look. They say how the site is set up and
 * never what it sees.
 */
export class RetainedTopics {
  readonly #broker: Broker;
  readonly #filters: readonly string[];
  readonly #published = new Map<string, string>();
  #wanted: ReadonlyMap<string, string> = new Map();
  #leave: readonly (() => void)[] = [];

  /** `filters` match every topic that is ever set here, and none of anybody else. */
  constructor(broker: Broker, filters: readonly string[]) {
    this.#broker = broker;
    this.#filters = filters;
  }

  /** From now on this is what the broker has to keep, by topic; what is no longer in it is cleared. Called as often as one likes. */
  set(wanted: ReadonlyMap<string, string>): void {
    this.#wanted = wanted;
    if (this.#leave.length === 0) this.#join();
    if (!this.#broker.isConnected) return;
    for (const [topic, payload] of wanted)
      if (this.#published.get(topic) !== payload) this.#publish(topic, payload);
    for (const topic of [...this.#published.keys()]) if (!wanted.has(topic)) this.#clear(topic);
  }

  /** Leaves what is kept as it is. */
  end(): void {
    for (const leave of this.#leave) leave();
  }

  #join(): void {
    this.#leave = [
      this.#broker.onConnected(() => {
        this.#published.clear();
        this.set(this.#wanted);
      }),
      ...this.#filters.map((filter) =>
        this.#broker.subscribe(
          filter,
          ({ topic, payload }) => {
            const wanted = this.#wanted.get(topic);
            if (wanted === undefined) {
              if (payload.length > 0) this.#clear(topic);
            } else if (payload.toString() !== wanted) this.#published.delete(topic);
          },
          { withRetained: true },
        ),
      ),
    ];
  }

  #publish(topic: string, payload: string): void {
    this.#published.set(topic, payload);
    this.#broker.publish(topic, payload, { isRetained: true }).catch(() => {
      // The next look or the next connection does it.
      if (this.#published.get(topic) === payload) this.#published.delete(topic);
    });
  }

  #clear(topic: string): void {
    this.#published.delete(topic);
    this.#broker.publish(topic, '', { isRetained: true }).catch(() => {});
  }
}

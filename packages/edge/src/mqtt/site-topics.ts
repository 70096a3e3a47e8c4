import type { Broker } from './broker.ts';
import { discoveryFilter, discoveryMessages } from './home-assistant.ts';
import {
  type CameraSwitch,
  type PausableCameras,
  PauseSwitch,
  pauseTopic,
  problemTopic,
  switchWords,
} from './pause-switch.ts';
import { RetainedTopics } from './retained-topics.ts';

const lookEveryMs = 1_000;

/**
 * What the broker knows of a site beside its alerts: for each camera whether it is paused and whether it has a problem,
 * and where Home Assistant is, what there is. It takes the commands to pause.
 */
export class SiteTopics {
  readonly #broker: Broker;
  readonly #cameras: PausableCameras;
  readonly #discovery: string | undefined;
  readonly #retained: RetainedTopics;
  readonly #switch: PauseSwitch;
  #timer: NodeJS.Timeout | null = null;

  /** `discovery` is the prefix of Home Assistant; without it nothing is announced. */
  constructor(broker: Broker, cameras: PausableCameras, discovery: string | undefined) {
    const { topic } = broker;
    this.#broker = broker;
    this.#cameras = cameras;
    this.#discovery = discovery;
    this.#retained = new RetainedTopics(broker, [
      statusTopic(topic),
      pauseTopic(topic, '+'),
      problemTopic(topic, '+'),
      ...(discovery === undefined ? [] : [discoveryFilter({ prefix: discovery, topic })]),
    ]);
    this.#switch = new PauseSwitch(broker, cameras, { onDone: () => this.look() });
  }

  /** Begins once the cameras are known: what is not among them is cleared. */
  start(): void {
    this.#switch.start();
    this.look();
    this.#timer = setInterval(() => this.look(), lookEveryMs).unref();
  }

  end(): void {
    if (this.#timer !== null) clearInterval(this.#timer);
    this.#switch.end();
    this.#retained.end();
  }

  /** Publishes what has changed. */
  look(): void {
    const cameras = this.#cameras.cameras();
    const { topic } = this.#broker;
    // The link says so itself; here it is put right where somebody else says otherwise.
    const isThere = [statusTopic(topic), 'online'] as const;
    this.#retained.set(new Map([isThere, ...states(topic, cameras), ...this.#announcements(cameras)]));
  }

  #announcements(cameras: readonly CameraSwitch[]): ReadonlyMap<string, string> {
    const prefix = this.#discovery;
    return prefix === undefined
      ? new Map()
      : discoveryMessages({ prefix, topic: this.#broker.topic }, cameras);
  }
}

function statusTopic(topic: string): string {
  return `${topic}/status`;
}

function states(topic: string, cameras: readonly CameraSwitch[]): [string, string][] {
  const word = (isOn: boolean): string => (isOn ? switchWords.on : switchWords.off);
  return cameras.flatMap(({ id, isPaused, hasProblem }): [string, string][] => [
    [pauseTopic(topic, id), word(isPaused)],
    [problemTopic(topic, id), word(hasProblem)],
  ]);
}

import { OutisError } from '@outis/core';
import type { Broker } from '../../mqtt/broker.ts';
import type { Notice, Outlet } from '../notice.ts';
import { readUsefulMs } from './choice.ts';

/** Where alerts of a camera are published. */
export function alertTopic(topic: string, cameraId: string): string {
  return `${topic}/${cameraId}/alert`;
}

/**
 * Publishes every alert under `<topic>/<cameraId>/alert`, with QoS 1 and never retained: whoever subscribes later learns
 * nothing of the past. It has arrived when the broker has acknowledged it; where the broker says that nobody is subscribed,
 * it comes again.
 */
export class MqttOutlet implements Outlet {
  readonly name = 'mqtt';
  readonly usefulMs: number = readUsefulMs;
  readonly #broker: Broker;

  constructor(broker: Broker) {
    this.#broker = broker;
  }

  get problem(): string | null {
    return this.#broker.problem;
  }

  takes(): boolean {
    return true;
  }

  async deliver(notice: Notice, signal: AbortSignal): Promise<void> {
    const topic = alertTopic(this.#broker.topic, notice.cameraId);
    const isHeard = await this.#broker.publish(topic, alertMessage(notice), { signal });
    if (!isHeard) throw new OutisError('delivery-failed', `nobody is subscribed to ${topic}`);
  }
}

/** The notice as JSON; `event_type` is what Home Assistant wants to find in it. */
export function alertMessage(notice: Notice): string {
  return JSON.stringify({ event_type: notice.rule, ...notice });
}

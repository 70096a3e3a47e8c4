import { safetyRules } from '@outis/core';
import { alertTopic } from '../alert/outlets/mqtt.ts';
import { type CameraSwitch, pauseTopic, problemTopic, switchWords } from './pause-switch.ts';

/** What Home Assistant is told of us. There is no kind for presence, motion, counts or pictures, and none is ever added. */
export const announcedKinds = ['event', 'switch', 'binary_sensor'] as const;
/** The one class of device among them. */
export const announcedClasses = ['problem'] as const;

/** Where Home Assistant looks for what there is. */
export interface DiscoveryPlace {
  /** Its discovery prefix, usually `homeassistant`. */
  readonly prefix: string;
  /** What all topics of this site begin with. */
  readonly topic: string;
}

/** A topic filter of everything that this site announces. */
export function discoveryFilter({ prefix, topic }: DiscoveryPlace): string {
  return `${prefix}/+/${nodeId(topic)}/+/config`;
}

/**
 * The discovery messages of the cameras of a site, by topic: for each a switch that pauses it and a sensor of trouble, and
 * for a site-safety camera its alerts as an `event`, which has no state. They are available while `<topic>/status` says
 * `online`.
 */
export function discoveryMessages(
  place: DiscoveryPlace,
  cameras: readonly CameraSwitch[],
): ReadonlyMap<string, string> {
  return new Map(cameras.flatMap((camera) => ofCamera(place, camera)));
}

function ofCamera({ prefix, topic }: DiscoveryPlace, { id, purpose }: CameraSwitch): [string, string][] {
  const node = nodeId(topic);
  const shared = {
    availability_topic: `${topic}/status`,
    qos: 1,
    device: {
      identifiers: [`${node}_${id}`],
      name: `Outis ${id}`,
      manufacturer: 'Outis',
      model: purpose,
    },
    origin: { name: 'Outis' },
  };
  const message = (
    kind: (typeof announcedKinds)[number],
    entity: string,
    settings: Record<string, unknown>,
  ): [string, string] => [
    `${prefix}/${kind}/${node}/${id}_${entity}/config`,
    JSON.stringify({ ...settings, unique_id: `${node}_${id}_${entity}`, ...shared }),
  ];
  return [
    ...(purpose === 'site-safety'
      ? [
          message('event', 'alert', {
            name: 'Alert',
            icon: 'mdi:alert',
            state_topic: alertTopic(topic, id),
            event_types: safetyRules,
          }),
        ]
      : []),
    message('switch', 'pause', {
      name: 'Pause',
      icon: 'mdi:pause-octagon',
      state_topic: pauseTopic(topic, id),
      command_topic: `${pauseTopic(topic, id)}/set`,
      payload_on: switchWords.on,
      payload_off: switchWords.off,
      retain: false,
    }),
    message('binary_sensor', 'problem', {
      name: 'Problem',
      device_class: announcedClasses[0],
      entity_category: 'diagnostic',
      state_topic: problemTopic(topic, id),
      payload_on: switchWords.on,
      payload_off: switchWords.off,
    }),
  ];
}

/** One level of a topic; another one for each topic, so that `a/b` and `a_b` on one broker are two sites. */
export function nodeId(topic: string): string {
  return topic.replaceAll('_', '_u').replaceAll('/', '__');
}

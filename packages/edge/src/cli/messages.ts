import { createHash } from 'node:crypto';
import type { CameraState } from '@outis/core';
import type { AlertStore } from '../alert/alert-store.ts';
import { Deliveries } from '../alert/deliveries.ts';
import type { Outlet } from '../alert/notice.ts';
import { MailOutlet } from '../alert/outlets/mail.ts';
import { MqttOutlet } from '../alert/outlets/mqtt.ts';
import { SirenOutlet } from '../alert/outlets/siren.ts';
import { WebhookOutlet } from '../alert/outlets/webhook.ts';
import type { Config } from '../config/config-schema.ts';
import { MqttLink } from '../mqtt/mqtt-link.ts';
import type { PausableCameras } from '../mqtt/pause-switch.ts';
import { SiteTopics } from '../mqtt/site-topics.ts';
import type { Site } from '../pipeline/site.ts';
import { mailOptions } from './mail-options.ts';

/** Whatever leaves a site by itself: the connection to the broker, and the outlets of alerts. */
export interface Messages {
  /** Null where none is configured. */
  readonly broker: MqttLink | null;
  readonly deliveries: Deliveries;
  /** Begins to connect and to deliver; the cameras of the site are known by now. */
  start(site: Site, publicAddress: () => string): void;
  /** Switches sirens off, says `offline`, and leaves what has not arrived in the store. */
  end(): Promise<void>;
}

/** Makes what `mqtt` and `alerts` of the configuration name. `ownKey` is this site's and no other's. */
export function openMessages(
  config: Pick<Config, 'alerts' | 'mail' | 'mqtt' | 'site'>,
  store: AlertStore,
  ownKey: string,
  nowMs: () => number,
): Messages {
  const { mqtt, alerts, mail, site } = config;
  let address = (): string => '';
  const broker =
    mqtt === undefined ? null : new MqttLink({ ...mqtt, clientId: clientIdOf(ownKey, mqtt.topic) });
  const sirens = broker === null ? [] : (alerts?.sirens ?? []).map((siren) => new SirenOutlet(broker, siren));
  const mails =
    alerts?.mail === undefined || mail === undefined
      ? []
      : [
          new MailOutlet(alerts.mail, {
            server: mailOptions(mail),
            timeZone: site.timeZone,
            publicAddress: () => address(),
          }),
        ];
  const webhooks = (alerts?.webhooks ?? []).map((webhook) => new WebhookOutlet(webhook, nowMs));
  // In this order they are told: what makes a noise first.
  const outlets: readonly Outlet[] = [
    ...sirens,
    ...(broker !== null && mqtt?.alerts === true ? [new MqttOutlet(broker)] : []),
    ...webhooks,
    ...mails,
  ];
  const deliveries = new Deliveries({ store, outlets, timeZone: site.timeZone, nowMs });
  let topics: SiteTopics | null = null;
  return {
    broker,
    deliveries,
    start: (started, publicAddress) => {
      address = publicAddress;
      for (const { name, problem } of outlets)
        if (typeof problem === 'string') process.stderr.write(`outis: ${name}: ${problem}\n`);
      deliveries.start();
      if (broker === null) return;
      broker.onConnected(() => deliveries.hurry((name) => name === 'mqtt' || name.startsWith('siren:')));
      const ofSite = new SiteTopics(broker, pausable(started), mqtt?.discovery);
      topics = ofSite;
      ofSite.start();
      started.onPauseChange(() => ofSite.look());
      broker.start();
    },
    end: async () => {
      topics?.end();
      await deliveries.end();
      await Promise.all(sirens.map((siren) => siren.end()));
      await broker?.end();
    },
  };
}

const troubles: readonly CameraState[] = ['stalled', 'retrying', 'stopped'];

/** The cameras of a site as MQTT may see and pause them. */
function pausable(site: Site): PausableCameras {
  return {
    cameras: () =>
      site.cameraIds.map((id) => {
        const { config, isPaused, health } = site.camera(id);
        return { id, purpose: config.purpose, isPaused, hasProblem: troubles.includes(health.state) };
      }),
    setPaused: async (cameraId, isPaused) => {
      if (isPaused) await site.pause(cameraId, 'mqtt');
      else await site.resume(cameraId, 'mqtt');
    },
  };
}

/** Says nothing of the site to whoever reads the log of the broker; at most 23 characters, which every broker takes. */
function clientIdOf(ownKey: string, topic: string): string {
  return `outis-${createHash('sha256').update(`${ownKey} ${topic}`).digest('hex').slice(0, 16)}`;
}

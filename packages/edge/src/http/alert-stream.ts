import type { ServerResponse } from 'node:http';
import { OutisError, purposesWith } from '@outis/core';
import type { Access } from '../access/access.ts';
import { actorOf, type Principal } from '../access/principal.ts';
import type { Note } from '../audit/log-entry.ts';
import type { Site } from '../pipeline/site.ts';
import { mayStill } from './authorise.ts';
import { EventStream } from './event-stream.ts';

/** Readers of the stream of alerts at the same time. */
const readersMax = 64;
const unsentBytesMax = 64 * 1024;

/** What the stream is of, and who may read it. */
export interface AlertStreamOptions {
  readonly site: Site;
  readonly note: Note;
  /** Null in the demo, which has no login. */
  readonly access: Access | null;
}

/** Alerts of sites as they are given, seen and closed, as server-sent events; the log has who opened it. */
export class AlertStream {
  readonly #options: AlertStreamOptions;
  #readers = 0;

  constructor(options: AlertStreamOptions) {
    this.#options = options;
  }

  /** Sends until the reader leaves or may not look any more. Throws `camera-busy`, and what cannot be written down. */
  open(principal: Principal, response: ServerResponse): void {
    const { site, note, access } = this.#options;
    if (this.#readers >= readersMax) throw new OutisError('camera-busy', `${readersMax}`);
    note({ actor: actorOf(principal), action: 'alerts.opened' });
    const mayLook = (): boolean => mayStill(access, principal, 'GET /api/alerts/stream');
    let leave = (): void => {};
    this.#readers++;
    const onClosed = (): void => {
      this.#readers--;
      leave();
    };
    const stream = new EventStream({ response, unsentBytesMax: () => unsentBytesMax, mayLook, onClosed });
    leave = site.alerts.listen((event) => {
      if (hasAlerts(site, event.alert.cameraId)) stream.send('alert', event);
    });
  }
}

/** The cameras that answer alerts: this one, or all. Throws `camera-unknown` and `purpose-refused`. */
export function alertCameras(site: Site, cameraId: string | undefined): readonly string[] {
  if (cameraId === undefined) return site.cameraIds.filter((id) => hasAlerts(site, id));
  const { purpose } = site.camera(cameraId).config;
  if (!hasAlerts(site, cameraId)) throw new OutisError('purpose-refused', `${purpose} has no alerts`);
  return [cameraId];
}

/** Whether there is such a camera, and its purpose permits alerts. */
export function hasAlerts(site: Site, cameraId: string): boolean {
  if (!site.cameraIds.includes(cameraId)) return false;
  return purposesWith('alerts').includes(site.camera(cameraId).config.purpose);
}

import { createHash } from 'node:crypto';
import { type IncomingMessage, request } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import type { AimPictureJson, AlertsJson, CameraJson, SceneBackgroundJson } from '@outis/core';
import { cameraId, type Product } from './product.ts';

const password = 'a pattern that nobody wears';
const officer = 'officer';
const lookEveryMs = 250;
const roundsPerLook = 12;
/** An installer who has seen so many pictures goes away. */
const aimedEnough = 40;
/** A busy machine may need a second try. */
const restartsMax = 3;

/** One answer of the product, byte for byte. */
export interface Answer {
  readonly status: number;
  readonly cookie: string | null;
  readonly body: Buffer;
}

/** What somebody saw of the background: a message, and when it came (ms since the visit began). */
export interface SeenBackground {
  readonly atMs: number;
  readonly message: SceneBackgroundJson;
}

/**
 * Everybody who may look at a site at once: an operator at the live scene, an installer who aims, a data protection
 * officer who exports the log, and a passer-by. Keeps every byte that they were sent.
 */
export class Visit {
  readonly #product: Product;
  readonly #beganMs = performance.now();
  readonly #kept = new Map<string, Buffer[]>();
  readonly #hashes = new Set<string>();
  readonly #streams: IncomingMessage[] = [];
  readonly backgrounds: SeenBackground[] = [];
  readonly aimed: AimPictureJson[] = [];
  /** Routes that answered with something else than success. */
  readonly refused = new Map<string, number>();
  #admin = '';
  #dpo = '';
  #isAiming = false;
  #hasAimed = false;

  constructor(product: Product) {
    this.#product = product;
  }

  /** Every byte received, by what was asked. */
  get received(): ReadonlyMap<string, Buffer> {
    return new Map([...this.#kept].map(([name, chunks]) => [name, Buffer.concat(chunks)]));
  }

  /** Comes in, opens the live scene and, at the first start, invites an officer. */
  async begin(): Promise<void> {
    const { code } = this.#product;
    const who = { name: 'admin', password };
    const answer =
      code === null
        ? await this.#ask('POST', '/api/session', '', who)
        : await this.#ask('POST', '/api/enrol', '', { code, ...who });
    if (answer.cookie === null)
      throw new Error(`Nobody could come in: ${answer.body.toString().slice(0, 300)}`);
    this.#admin = answer.cookie;
    // At once: a short film may be over before anything else has been looked at.
    await this.#aim();
    await this.#stream(`/api/cameras/${cameraId}/scene`, (event, data) => {
      if (event === 'background')
        this.backgrounds.push({
          atMs: performance.now() - this.#beganMs,
          message: JSON.parse(data) as SceneBackgroundJson,
        });
    });
    await this.#stream('/api/alerts/stream', () => {});
    this.#dpo = code === null ? await this.#signIn(officer) : await this.#invite(officer);
  }

  async #signIn(name: string): Promise<string> {
    return (await this.#ask('POST', '/api/session', '', { name, password })).cookie ?? '';
  }

  async #invite(name: string): Promise<string> {
    const invited = await this.#ask('POST', '/api/users', this.#admin, { name, roles: ['dpo'] });
    const { code } = JSON.parse(invited.body.toString()) as { readonly code: string };
    return (await this.#ask('POST', '/api/enrol', '', { code, password })).cookie ?? '';
  }

  /** Looks at everything over and over until the film has ended, or until `isEnough`. Throws when the product fails. */
  async stay(isEnough: () => Promise<boolean>): Promise<void> {
    for (let round = 0; ; round++) {
      if (this.#product.hasEnded)
        throw new Error(`The product has ended by itself: ${this.#product.output.toString().slice(-2_000)}`);
      const { state, problem, restarts } = (await this.#camera()).health;
      const code = problem?.code ?? '';
      if (state === 'stopped' || restarts > restartsMax) throw new Error(`The camera does not run: ${code}`);
      if (!this.#isAiming) await this.#aim();
      if (this.aimed.length >= aimedEnough && this.#isAiming) await this.#endAim();
      if ((await isEnough()) || code === 'source-ended') break;
      if (round % roundsPerLook === 0) await this.#look();
      await wait(lookEveryMs);
    }
    await this.#look();
    // A file that is made anew each time would be searched anew each time.
    await this.#ask('GET', `/api/safety/report.pdf?${lastWeek()}`, this.#admin);
  }

  /** Begins to aim; refused while there is nothing to aim, and then tried again. */
  async #aim(): Promise<void> {
    const aim = `/api/cameras/${cameraId}/aim`;
    const { status } = await this.#ask('POST', aim, this.#admin, {});
    this.#isAiming = status < 300 || status === 404;
    if (status >= 300) return;
    this.refused.delete(`POST ${aim}`);
    await this.#stream(aim, (event, data) => {
      if (event === 'aim') this.aimed.push(JSON.parse(data) as AimPictureJson);
    });
  }

  async #endAim(): Promise<void> {
    if (this.#hasAimed) return;
    this.#hasAimed = true;
    await this.#ask('DELETE', `/api/cameras/${cameraId}/aim`, this.#admin);
  }

  /** Closes the streams. */
  leave(): void {
    for (const stream of this.#streams) stream.destroy();
  }

  /** Frames that sight has analysed, as the product tells. */
  async framesAnalysed(): Promise<number> {
    const { body } = await this.#ask('GET', '/metrics', this.#admin);
    return Number(/^outis_camera_frames_analysed_total\{[^}]*\} (\d+)/m.exec(body.toString())?.[1] ?? 0);
  }

  async #camera(): Promise<CameraJson> {
    const { body } = await this.#ask('GET', `/api/cameras/${cameraId}`, this.#admin);
    return JSON.parse(body.toString()) as CameraJson;
  }

  /** Every page and every export, as those who may. */
  async #look(): Promise<void> {
    const camera = `/api/cameras/${cameraId}`;
    const range = lastWeek();
    const [nobody, user, officer] = ['', this.#admin, this.#dpo];
    const pages: readonly (readonly [string, string])[] = [
      ['/', nobody],
      ['/c', nobody],
      [`/c/${cameraId}`, nobody],
      [`/c/${cameraId}/statement.json`, nobody],
      ['/api/openapi.json', nobody],
      ['/api/cameras', user],
      [`${camera}/counts?${range}`, user],
      [`${camera}/counts.csv?${range}`, user],
      [`${camera}/sign.svg`, user],
      [`${camera}/sign.pdf`, user],
      ['/metrics', user],
      ['/api/users', user],
      ['/api/tokens', user],
      ['/api/changes', user],
      ['/api/alerts', user],
      [`/api/safety/report?${range}`, user],
      ['/api/audit', officer],
      ['/api/audit.csv', officer],
      ['/api/audit/head', officer],
    ];
    for (const [path, cookie] of pages) await this.#ask('GET', path, cookie);
    await this.#lookAtReplays();
  }

  /** Every replay that is kept, and the newest alert is closed. */
  async #lookAtReplays(): Promise<void> {
    const { body } = await this.#ask('GET', '/api/alerts', this.#admin);
    const { alerts } = JSON.parse(body.toString()) as AlertsJson;
    for (const { id } of alerts) await this.#ask('GET', `/api/alerts/${id}/replay`, this.#admin);
    const newest = alerts[0];
    if (newest === undefined || alerts.length < 2) return;
    const closing = { cause: 'barrier-missing', measure: 'barrier-set' };
    await this.#ask('POST', `/api/alerts/${newest.id}/closing`, this.#admin, closing);
  }

  #ask(method: string, path: string, cookie: string, body?: object): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const asked = request(
        `${this.#product.url}${path}`,
        { method, agent: false, headers: headersOf(cookie, body) },
        (answer) => {
          const chunks: Buffer[] = [];
          answer.on('data', (chunk: Buffer) => chunks.push(chunk));
          answer.on('error', reject);
          answer.on('end', () => {
            const status = answer.statusCode ?? 0;
            const name = `${method} ${path.split('?')[0]}`;
            if (status >= 400) this.refused.set(name, status);
            this.#keep(`headers of ${name}`, [Buffer.from(`${answer.rawHeaders.join('\n')}\n`)]);
            this.#keepOnce(name, Buffer.concat(chunks));
            const cookieSet = answer.headers['set-cookie']?.[0]?.split(';')[0] ?? null;
            resolve({ status, cookie: cookieSet, body: Buffer.concat(chunks) });
          });
        },
      );
      asked.on('error', reject);
      asked.end(body === undefined ? undefined : JSON.stringify(body));
    });
  }

  /** Opens a stream of server-sent events and hands on each event. */
  #stream(path: string, onEvent: (event: string, data: string) => void): Promise<void> {
    return new Promise((resolve, reject) => {
      const asked = request(
        `${this.#product.url}${path}`,
        { agent: false, headers: headersOf(this.#admin) },
        (answer) => {
          const name = `GET ${path} (stream)`;
          if (answer.statusCode !== 200) this.refused.set(name, answer.statusCode ?? 0);
          this.#streams.push(answer);
          this.#keep(name, [Buffer.from(`${answer.rawHeaders.join('\n')}\n`)]);
          const events = new EventReader(onEvent);
          answer.on('data', (chunk: Buffer) => {
            this.#keep(name, [chunk]);
            events.push(chunk);
          });
          answer.on('error', () => {});
          resolve();
        },
      );
      asked.on('error', reject);
      asked.end();
    });
  }

  /** An answer that is the same again is kept once: searching it twice finds nothing more. */
  #keepOnce(name: string, bytes: Buffer): void {
    const hash = createHash('sha256').update(name).update(bytes).digest('base64');
    if (this.#hashes.has(hash)) return;
    this.#hashes.add(hash);
    this.#keep(name, [bytes]);
  }

  #keep(name: string, chunks: readonly Buffer[]): void {
    const kept = this.#kept.get(name) ?? [];
    kept.push(...chunks);
    this.#kept.set(name, kept);
  }
}

function lastWeek(): string {
  return `fromMs=${Date.now() - 7 * 86_400_000}&toMs=${Date.now() + 60_000}`;
}

/** Reads server-sent events from chunks that end anywhere. */
class EventReader {
  readonly #onEvent: (event: string, data: string) => void;
  #rest = Buffer.alloc(0);

  constructor(onEvent: (event: string, data: string) => void) {
    this.#onEvent = onEvent;
  }

  push(chunk: Buffer): void {
    this.#rest = Buffer.concat([this.#rest, chunk]);
    for (let end = this.#rest.indexOf('\n\n'); end !== -1; end = this.#rest.indexOf('\n\n')) {
      const lines = this.#rest.subarray(0, end).toString().split('\n');
      this.#rest = this.#rest.subarray(end + 2);
      const field = (name: string): string | undefined =>
        lines.find((line) => line.startsWith(`${name}: `))?.slice(name.length + 2);
      const [event, data] = [field('event'), field('data')];
      if (event !== undefined && data !== undefined) this.#onEvent(event, data);
    }
  }
}

function headersOf(cookie: string, body?: object): Record<string, string> {
  return {
    ...(cookie === '' ? {} : { cookie }),
    ...(body === undefined ? {} : { 'content-type': 'application/json' }),
  };
}

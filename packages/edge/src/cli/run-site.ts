import { hostname } from 'node:os';
import { OutisError } from '@outis/core';
import { Oidc } from '../access/oidc.ts';
import type { AlertStore } from '../alert/alert-store.ts';
import { type ModelFacts, readModelFacts, reviewNote } from '../camera/model-facts.ts';
import { findModel } from '../camera/sight-command.ts';
import { isInvented } from '../camera/source.ts';
import type { Config } from '../config/config-schema.ts';
import { mqttSource } from '../config/observations-schema.ts';
import { sourceOf } from '../export/export-rows.ts';
import { type Certificate, findCertificate } from '../http/certificate.ts';
import { isLoopback } from '../http/guard.ts';
import { makeServer } from '../http/server.ts';
import type { Trial } from '../pipeline/camera.ts';
import { Site } from '../pipeline/site.ts';
import { openServices, type Services } from './services.ts';

/** Ports tried, one after the other, where the user did not ask for one. */
const portsTried = 20;

export interface RunSiteOptions {
  readonly config: Config;
  /**
   * `users`: with a login, the first admin by a code from the terminal. `terminal`: with a login, and a link in the terminal
   * that signs in. `open`: without one, on this machine and for simulated cameras only.
   */
  readonly login: 'users' | 'terminal' | 'open';
  /** Keep everything in memory. */
  readonly forgetful?: boolean;
  /** Take the next free port when this one is in use. */
  readonly anyPort: boolean;
  /** Called before the cameras start, for the demo's history. */
  readonly prepare?: (site: Site, alertStore: AlertStore) => Promise<void>;
  readonly say?: (text: string) => void;
  readonly trial?: Trial | undefined;
}

/** Runs a site until it is told to stop (SIGINT, SIGTERM). Resolves when everything has ended. */
export async function runSite(options: RunSiteOptions): Promise<void> {
  const { config, login, forgetful = false, anyPort, prepare, say = print, trial } = options;
  if (login === 'open' && !isHarmless(config)) throw new Error('Only simulated cameras need no login.');
  const nowMs = Date.now;
  const model = modelOf(config);
  const certificate = findCertificate(config.http, config.store.folder);
  const services = openServices(config, forgetful, nowMs);
  const { store, audit, access, key, note, backgrounds, alerts, messages } = services;
  let address = 'http://127.0.0.1';
  const publicAddress = (): string => config.http.publicUrl ?? address;
  const keyFingerprint = key.fingerprint;
  const site = new Site({
    ...{ config, store, model, note, publicAddress, keyFingerprint, nowMs, backgrounds, alerts, trial },
    broker: messages.broker,
  });
  await prepare?.(site, services.alertStore);
  const server = await makeServer({
    site,
    released: sourceOf(store, config.site.timeZone),
    access: login === 'open' ? null : access,
    audit,
    note,
    key,
    http: config.http,
    certificate,
    oidc: config.http.oidc === undefined ? null : new Oidc(config.http.oidc, nowMs),
    publicAddress,
  });
  const port = await listen(server, config, anyPort);
  address = `${certificate === null ? 'http' : 'https'}://${shownHost(config.http.host)}:${port}`;
  services.start(model);
  site.start();
  messages.start(site, publicAddress);
  say(`\n  Outis is running: ${address}/\n`);
  for (const { id, purpose, source, simulated } of site.camerasJson().cameras)
    say(`  ${id}  ${purpose}  ${simulated ? 'simulated' : source}`);
  if (config.cameras.some(({ source }) => !isInvented(source) && source !== mqttSource))
    say(
      model instanceof OutisError
        ? `\n  ${model.message}\n  ${model.hint}`
        : `\n  Detector: ${model.name} (${model.licence})${reviewNote(model)}`,
    );
  sayHowToComeIn(address, login, services, certificate, say);
  say('\n  Stop with Ctrl+C.\n');
  await stopRequested();
  await server.close();
  await site.stop();
  await messages.end();
  services.close();
}

function sayHowToComeIn(
  address: string,
  login: RunSiteOptions['login'],
  { access, audit, key }: Services,
  certificate: Certificate | null,
  say: (text: string) => void,
): void {
  if (login === 'terminal')
    say(`\n  Open ${address}/#/enter/${access.terminalCode()}\n  It signs you in, once.`);
  const code = login === 'users' ? access.firstRunCode() : null;
  if (code !== null)
    say(
      `\n  First run: open ${address}/#/enrol/${code}\n  and choose your name and password. The code is valid once, for a day.`,
    );
  if (certificate?.isSelfMade === true)
    say(
      `\n  Outis made its own certificate, so browsers ask once. Compare the SHA-256 fingerprint:\n  ${certificate.fingerprint}`,
    );
  // A crash may leave a torn or an unconfirmed line; anything else is somebody's doing.
  const odd = audit.noticed.filter(({ what }) => what !== 'torn-line' && what !== 'unconfirmed');
  for (const { what } of odd)
    say(`\n  The log of use is not as it was left (${what}). Run: ./outis audit verify`);
  if (login !== 'open') say(`\n  Site key: ${key.shortFingerprint} …`);
}

/** Without a login nothing may be seen that is anybody's business. */
function isHarmless(config: Config): boolean {
  return isLoopback(config.http.host) && config.cameras.every(({ source }) => isInvented(source));
}

function shownHost(host: string): string {
  if (host === '0.0.0.0' || host === '::') return hostname();
  return host.includes(':') ? `[${host}]` : host;
}

function modelOf(config: Config): ModelFacts | OutisError {
  try {
    return readModelFacts(findModel(config.model));
  } catch (error) {
    // A page that says what is missing helps more than a program that does not start; a wrong path is the user's to mend.
    if (error instanceof OutisError && config.model === undefined) return error;
    throw error;
  }
}

async function listen(
  server: Awaited<ReturnType<typeof makeServer>>,
  config: Config,
  anyPort: boolean,
): Promise<number> {
  const { host, port } = config.http;
  for (let tried = 0; ; tried++) {
    try {
      const address = await server.listen({ host, port: port === 0 ? 0 : port + tried });
      return Number(new URL(address).port);
    } catch (error) {
      const inUse = (error as { code?: string }).code === 'EADDRINUSE';
      if (!inUse) throw error;
      if (!anyPort || tried + 1 >= portsTried)
        throw new OutisError('port-in-use', String(port + tried), { cause: error });
    }
  }
}

function stopRequested(): Promise<void> {
  return new Promise((resolve) => {
    process.once('SIGINT', () => resolve());
    process.once('SIGTERM', () => resolve());
  });
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

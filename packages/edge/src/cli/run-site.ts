import { readFileSync } from 'node:fs';
import { OutisError } from '@outis/core';
import { findModel, type ModelFiles } from '../camera/sight-command.ts';
import type { Config } from '../config/config-schema.ts';
import { makeServer } from '../http/server.ts';
import { Site } from '../pipeline/site.ts';
import { SqliteStore } from '../store/sqlite-store.ts';

/** Ports tried, one after the other, where the user did not ask for one. */
const portsTried = 20;

export interface RunSiteOptions {
  readonly config: Config;
  /** Keep everything in memory. */
  readonly forgetful?: boolean;
  /** Take the next free port when this one is in use. */
  readonly anyPort: boolean;
  /** Called before the cameras start, for the demo's history. */
  readonly prepare?: (site: Site) => Promise<void>;
  readonly say?: (text: string) => void;
}

/** Runs a site until it is told to stop (SIGINT, SIGTERM). Resolves when everything has ended. */
export async function runSite({
  config,
  forgetful = false,
  anyPort,
  prepare,
  say = print,
}: RunSiteOptions): Promise<void> {
  const model = modelOf(config);
  const store = new SqliteStore({ folder: forgetful ? null : config.store.folder });
  const site = new Site({
    config,
    store,
    model,
    modelFacts: model instanceof OutisError ? null : factsOf(model),
    nowMs: Date.now,
  });
  await prepare?.(site);
  const server = await makeServer(site);
  const port = await listen(server, config, anyPort);
  site.start();
  const host = config.http.host === '::1' ? '[::1]' : config.http.host;
  say(`\n  Outis is running: http://${host}:${port}/\n`);
  for (const { id, purpose, source, simulated } of site.camerasJson().cameras)
    say(`  ${id}  ${purpose}  ${simulated ? 'simulated' : source}`);
  if (model instanceof OutisError && config.cameras.some(({ source }) => !source.startsWith('simulated:')))
    say(`\n  ${model.message}\n  ${model.hint}`);
  say('\n  Stop with Ctrl+C.\n');
  await stopRequested();
  await server.close();
  await site.stop();
}

function modelOf(config: Config): ModelFiles | OutisError {
  try {
    return findModel(config.model);
  } catch (error) {
    // A page that says what is missing helps more than a program that does not start; a wrong path is the user's to mend.
    if (error instanceof OutisError && config.model === undefined) return error;
    throw error;
  }
}

function factsOf({ manifestPath }: ModelFiles): { readonly name: string; readonly licence: string } {
  try {
    const { name, licence } = JSON.parse(readFileSync(manifestPath, 'utf8')) as Record<string, unknown>;
    return { name: String(name).slice(0, 100), licence: String(licence).slice(0, 100) };
  } catch (cause) {
    throw new OutisError('model-manifest-invalid', manifestPath, { cause });
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

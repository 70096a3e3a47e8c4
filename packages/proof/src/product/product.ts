import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { filmSize } from '../film/film-plan.ts';
import type { EdgeOrder } from './edge-entry.ts';

/** The camera of every run. */
export const cameraId = 'yard';
const startMsMax = 120_000;
const stopMsMax = 8_000;

export interface ProductOptions {
  /** A folder of its own: everything that the product writes is below it. */
  readonly folder: string;
  readonly filmPath: string;
  /** Null takes the detector that ships. */
  readonly modelPath: string | null;
  readonly secondsPerFrame: number;
  /** In place of sight, where the proof tests itself; null for the real one. */
  readonly sightEntry: string | null;
  /** Whom it tells of alerts. */
  readonly receivers: { readonly mqttUrl: string; readonly webhookUrl: string };
}

/** The product as it is used, started on a film: edge, decoder and sight, with nothing of ours inside. */
export class Product {
  readonly url: string;
  /** The one-time code of the first start; null when somebody has been enrolled before. */
  readonly code: string | null;
  readonly #child: ChildProcess;
  readonly #output: () => Buffer;

  private constructor(url: string, code: string | null, child: ChildProcess, output: () => Buffer) {
    this.url = url;
    this.code = code;
    this.#child = child;
    this.#output = output;
  }

  /** Starts it and waits until it answers. Throws when it does not. */
  static async start(options: ProductOptions): Promise<Product> {
    const { folder } = options;
    const [temporary, home, work] = ['tmp', 'home', 'cwd'].map((name) => join(folder, name));
    for (const each of [temporary!, home!, work!]) mkdirSync(each, { recursive: true });
    const entry = fileURLToPath(new URL('edge-entry.ts', import.meta.url));
    // As large a core dump as the machine permits: what the product does not forbid itself would be found.
    const child = spawn(
      'bash',
      ['-c', 'ulimit -c "$(ulimit -H -c)"; exec "$0" "$@"', process.execPath, '--disable-sigusr1', entry],
      {
        cwd: work,
        env: { PATH: process.env['PATH'] ?? '', LC_ALL: 'C.UTF-8', TMPDIR: temporary, HOME: home },
        stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      },
    );
    const chunks: Buffer[] = [];
    for (const stream of [child.stdout, child.stderr])
      stream?.on('data', (chunk: Buffer) => chunks.push(chunk));
    const output = (): Buffer => Buffer.concat(chunks);
    child.send(orderOf(options));
    const text = await started(child, output);
    const url = /Outis is running: (https?:\S+?)\/\s/.exec(text)![1]!;
    return new Product(url, /#\/enrol\/(\S+)/.exec(text)?.[1] ?? null, child, output);
  }

  /** Everything it printed so far, on both streams. */
  get output(): Buffer {
    return this.#output();
  }

  get hasEnded(): boolean {
    return this.#child.exitCode !== null || this.#child.signalCode !== null;
  }

  get pid(): number {
    return this.#child.pid!;
  }

  /** The processes that it has started: decoder and sight. */
  get children(): readonly number[] {
    return childrenOf(this.pid);
  }

  /** Ends it as an operator would, or with the signal given; resolves when it is gone. */
  async end(signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
    if (this.hasEnded) return;
    const gone = new Promise((resolve) => this.#child.once('close', resolve));
    this.#child.kill(signal);
    const late = setTimeout(() => this.#child.kill('SIGKILL'), stopMsMax);
    await gone;
    clearTimeout(late);
  }
}

function orderOf(options: ProductOptions): EdgeOrder {
  const { folder, filmPath, modelPath, secondsPerFrame, sightEntry, receivers } = options;
  const fps = 1 / secondsPerFrame;
  const secretFile = join(folder, 'webhook.secret');
  writeFileSync(secretFile, 'a secret that nobody guesses', { mode: 0o600 });
  const until = new Date(Date.now() + 20 * 86_400_000).toISOString().slice(0, 10);
  return {
    config: {
      site: { name: 'Proof', timeZone: 'UTC' },
      ...(modelPath === null ? {} : { model: modelPath }),
      http: { host: '127.0.0.1', port: 0 },
      store: { folder: join(folder, 'data') },
      mqtt: { url: receivers.mqttUrl, discovery: 'homeassistant' },
      alerts: {
        webhooks: [{ name: 'proof', url: receivers.webhookUrl, secretFile }],
        sirens: [{ name: 'horn', topic: 'horn/set' }],
      },
      cameras: [
        {
          id: cameraId,
          source: filmPath,
          purpose: 'site-safety',
          owner: 'The proof',
          reason: 'Synthetic people walk here to see whether they leave a trace',
          until,
          boundary: [
            [0, 0],
            [1, 0],
            [1, 1],
            [0, 1],
          ],
          size: filmSize,
          lines: [{ id: 'middle', a: [0.5, 1], b: [0.5, 0] }],
          zones: [
            {
              id: 'half',
              points: [
                [0, 0],
                [0.5, 0],
                [0.5, 1],
                [0, 1],
              ],
              hazard: 'slewing-zone',
            },
          ],
          rules: [{ rule: 'exclusion', zones: ['half'], cooldownS: 60 }],
        },
      ],
    },
    trial: {
      clock: 'file',
      decodeFps: fps,
      analyseFps: fps,
      ...(sightEntry === null ? {} : { sightEntry }),
    },
  };
}

/** Waits for the last line that it prints before it runs. */
function started(child: ChildProcess, output: () => Buffer): Promise<string> {
  return new Promise((resolve, reject) => {
    const fail = (): void => {
      clearTimeout(late);
      reject(new Error(`The product did not start: ${output().toString().slice(0, 2_000)}`));
    };
    const late = setTimeout(() => {
      child.kill('SIGKILL');
      fail();
    }, startMsMax);
    child.once('exit', fail);
    child.stdout?.on('data', () => {
      const text = output().toString();
      if (!text.includes('Stop with Ctrl+C')) return;
      clearTimeout(late);
      child.off('exit', fail);
      resolve(text);
    });
  });
}

function childrenOf(pid: number): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((each) => {
      try {
        return Number(/\) \S (\d+)/.exec(readFileSync(`/proc/${each}/stat`, 'utf8'))?.[1]) === pid;
      } catch {
        return false;
      }
    });
}

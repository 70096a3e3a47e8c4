import { accessSync, constants, existsSync, mkdirSync, statfsSync } from 'node:fs';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { OutisError } from '@outis/core';
import { readModelFacts, reviewNote } from '../camera/model-facts.ts';
import { checkLayers } from '../camera/sandbox-check.ts';
import { findModel, projectRoot, sightArguments } from '../camera/sight-command.ts';
import { bareEnvironment, spawnGuarded, spawnWithoutNetwork } from '../camera/spawn-guarded.ts';
import { chineseFonts } from '../public/sign-font.ts';

interface Check {
  readonly name: string;
  /** The finding when all is well. Throws an `Error` whose message is the way to fix it. */
  run(): Promise<string> | string;
  /** A requirement of some uses only. */
  readonly optional?: string;
}

const freeBytesMin = 500_000_000;

/** `outis doctor`: each requirement with ok or the way to fix it. Returns whether every needed one is met. */
export async function doctor(
  say: (text: string) => void = (text) => process.stdout.write(`${text}\n`),
): Promise<boolean> {
  let well = true;
  for (const { name, run, optional } of checks) {
    try {
      say(`  ok    ${name}: ${await run()}`);
    } catch (error) {
      const fix = error instanceof Error ? error.message : String(error);
      if (optional === undefined) well = false;
      say(
        `  ${optional === undefined ? 'FIX ' : 'note'}  ${name}: ${fix}${optional === undefined ? '' : ` (needed for ${optional})`}`,
      );
    }
  }
  await sayLayers(say);
  return well;
}

/** The layers of the wall, process by process. One that is missing is said and stops nothing: Node's own wall holds without them. */
async function sayLayers(say: (text: string) => void): Promise<void> {
  say('\nLayers of the wall, as /proc shows them of processes that were started for this:');
  try {
    for (const { name, layers } of await checkLayers([resolve('data'), join(projectRoot, 'packages/edge')])) {
      say(`  ${name}`);
      for (const { active, name: layer, finding } of layers)
        say(`    ${active ? 'active' : 'not here'}  ${layer}: ${finding}`);
    }
  } catch (error) {
    say(`    not looked at: ${error instanceof Error ? error.message : String(error)}`);
  }
}

const checks: readonly Check[] = [
  {
    name: 'Node',
    run: () =>
      required(
        Number(process.versions.node.split('.')[0]) >= 26,
        `v${process.versions.node}`,
        'start Outis with ./outis, which brings Node 26',
      ),
  },
  { name: 'ffmpeg', run: () => version('ffmpeg', 'apt-get install ffmpeg') },
  { name: 'ffprobe', run: () => version('ffprobe', 'apt-get install ffmpeg') },
  {
    name: 'setpriv, prlimit',
    run: async () =>
      `${await version('setpriv', 'apt-get install util-linux')}, ${await version('prlimit', 'apt-get install util-linux')}`,
  },
  {
    name: 'openssl',
    optional: 'a certificate of our own where others than this machine may ask',
    run: () => version('openssl', 'apt-get install openssl'),
  },
  {
    name: 'Chinese font',
    optional: 'signs with Chinese characters as PDF; Chinese signs as SVG do without',
    run: () => {
      const found = chineseFonts.find(({ path }) => existsSync(path));
      return required(found !== undefined, found?.path ?? '', 'apt-get install fonts-wqy-microhei');
    },
  },
  { name: 'wall around sight', run: wallHolds },
  {
    name: 'detector model',
    optional: 'count, watch and serve; the demo does without',
    run: () => {
      try {
        const facts = readModelFacts(findModel(undefined));
        return `${facts.name}${reviewNote(facts)}`;
      } catch (error) {
        throw new Error(error instanceof OutisError ? error.hint : 'give one with --model');
      }
    },
  },
  {
    name: 'page',
    optional: 'demo, watch and serve, which build it',
    run: () =>
      required(existsSync(join(projectRoot, 'packages/web/dist/index.html')), 'built', 'not built yet'),
  },
  { name: 'data folder', run: dataFolder },
  { name: 'port 8080', optional: 'the default address; choose another with --port', run: portFree },
  { name: 'chromium', optional: 'the tests', run: () => version('chromium', 'apt-get install chromium') },
];

function required(met: boolean, finding: string, fix: string): string {
  if (!met) throw new Error(fix);
  return finding;
}

function version(command: string, fix: string): Promise<string> {
  return new Promise((resolvePromise, reject) => {
    const flag = command === 'openssl' ? 'version' : command.startsWith('ff') ? '-version' : '--version';
    const child = spawnGuarded(command, [flag], {
      stdio: ['ignore', 'pipe', 'ignore'],
      env: bareEnvironment(),
    });
    let output = '';
    child.stdout?.setEncoding('utf8').on('data', (chunk: string) => {
      output = (output + chunk).slice(0, 1000);
    });
    child.on('error', () => reject(new Error(fix)));
    child.on('close', (code) => {
      const first = /(\d+[.\d]*)/.exec(output)?.[1];
      if (code === 0 && first !== undefined) resolvePromise(first);
      else reject(new Error(fix));
    });
  });
}

/** Starts sight with a model that is not there: it tries its walls first, so only that may be missing. */
function wallHolds(): Promise<string> {
  const nowhere = join(projectRoot, 'packages/sight/models/none.onnx');
  const commandArguments = sightArguments({ modelPath: nowhere, manifestPath: nowhere });
  return new Promise((resolvePromise, reject) => {
    const child = spawnWithoutNetwork(process.execPath, commandArguments, {
      env: bareEnvironment(),
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    child.once('error', () => reject(new Error('sight does not start; run ./outis test')));
    child.once('message', (message: { code?: string; detail?: string }) => {
      if (message.code === 'model-manifest-missing')
        resolvePromise('no file, network, child, worker or inspector');
      else reject(new Error(`these opened: ${message.detail ?? 'unknown'}; do not use this machine`));
    });
    child.once('exit', () => reject(new Error('sight does not start; run ./outis test')));
  });
}

function dataFolder(): string {
  const folder = resolve('data');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  accessSync(folder, constants.W_OK);
  const { bavail, bsize } = statfsSync(folder);
  const free = bavail * bsize;
  return required(
    free > freeBytesMin,
    `${folder}, ${(free / 1e9).toFixed(0)} GB free`,
    `${folder} has only ${(free / 1e6).toFixed(0)} MB free`,
  );
}

function portFree(): Promise<string> {
  return new Promise((resolvePromise, reject) => {
    const server = createServer();
    server.once('error', () => reject(new Error('it is in use')));
    server.listen(8080, '127.0.0.1', () => server.close(() => resolvePromise('free')));
  });
}

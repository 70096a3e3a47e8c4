import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AimPictureJson, SceneBackgroundJson } from '@outis/core';
import { writeCanaryModel } from '../canary-model.ts';
import type { FilmPlan } from '../film/film-plan.ts';
import { writeFilm } from '../film/write-film.ts';
import type { Trove } from '../search/containers.ts';
import { Product } from './product.ts';
import { Receivers } from './receivers.ts';
import { BackgroundVersions, filesBelow, isCoreDump, memoryOf, openedBackground } from './traces.ts';
import { Visit } from './visit.ts';

/** How a film is run. */
export interface FilmRun {
  readonly plan: FilmPlan;
  /** A film that comes before: in its middle every process is killed with SIGSEGV, and what they kept is found again. */
  readonly crashPlan?: FilmPlan;
  /** In place of sight, where the proof tests itself. */
  readonly sightEntry?: string;
  /** The memory of the edge is searched too, and its core dump where the machine makes one. */
  readonly withMemory: boolean;
}

/** Everything that was to be had of a run. */
export interface FilmTraces {
  readonly plan: FilmPlan;
  readonly plans: readonly FilmPlan[];
  /** Files, answers and streams: whatever was written or sent. */
  readonly troves: readonly Trove[];
  /** Memory and core dumps: searched more coarsely. */
  readonly memory: readonly Trove[];
  /** Pictures for whoever aims: somebody whom nobody detects may be in them, and they are judged apart. */
  readonly aimed: readonly AimPictureJson[];
  readonly aimBytes: number;
  readonly backgrounds: readonly SceneBackgroundJson[];
  /** What the edge had kept, in the clear. */
  readonly kept: readonly Buffer[];
  readonly framesAnalysed: number;
  readonly elapsedMs: number;
  readonly notes: readonly string[];
}

/** Runs the whole product on a film and gives what it left behind. Nothing of the film itself is in it. */
export async function runFilm({ plan, crashPlan, sightEntry, withMemory }: FilmRun): Promise<FilmTraces> {
  const beganMs = performance.now();
  const folder = mkdtempSync(join(tmpdir(), 'outis-proof-'));
  const receivers = await Receivers.start();
  try {
    // The film and the model lie beside what the product writes, never in it.
    const [inputs, outputs] = [join(folder, 'in'), join(folder, 'out')];
    for (const each of [inputs, outputs]) mkdirSync(each);
    const filmPath = join(inputs, 'film.mp4');
    const options = {
      folder: outputs,
      filmPath,
      modelPath: plan.detector === 'marks' ? writeCanaryModel(inputs) : null,
      secondsPerFrame: plan.secondsPerFrame,
      sightEntry: sightEntry ?? null,
      receivers,
    };
    const gathered = new Gathered(join(outputs, 'data'), receivers);
    if (crashPlan !== undefined) {
      await writeFilm(crashPlan, filmPath);
      await gathered.crash(await Product.start(options), crashPlan);
    }
    await writeFilm(plan, filmPath);
    await gathered.watch(await Product.start(options), withMemory);
    return gathered.traces(outputs, plan, crashPlan, performance.now() - beganMs);
  } finally {
    await receivers.end();
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}

class Gathered {
  readonly #dataFolder: string;
  readonly #receivers: Receivers;
  readonly #versions: BackgroundVersions;
  readonly #troves: Trove[] = [];
  readonly #memory: Trove[] = [];
  readonly #aimed: AimPictureJson[] = [];
  readonly #backgrounds: SceneBackgroundJson[] = [];
  readonly #notes: string[] = [];
  #aimBytes = 0;
  #frames = 0;

  constructor(dataFolder: string, receivers: Receivers) {
    this.#dataFolder = dataFolder;
    this.#receivers = receivers;
    this.#versions = new BackgroundVersions(dataFolder);
  }

  /** Lets half of a film pass, and ends every process as a fault in it would. */
  async crash(product: Product, plan: FilmPlan): Promise<void> {
    const half = (plan.minutes * 60) / plan.secondsPerFrame / 2;
    await this.#visit(product, async (visit) => (await visit.framesAnalysed()) >= half);
    const pids = [...product.children];
    for (const pid of pids) signal(pid, 'SIGSEGV');
    await product.end('SIGSEGV');
    this.#notes.push(`killed with SIGSEGV half-way: the edge, and ${pids.length} of its processes`);
  }

  async watch(product: Product, withMemory: boolean): Promise<void> {
    await this.#visit(product, async () => false);
    if (withMemory) {
      const memory = memoryOf(product.pid);
      if (memory === null) this.#notes.push('the memory of the edge may not be read on this machine');
      else this.#memory.push(...memory.map(({ name, bytes }) => ({ name: `edge, ${name}`, bytes })));
    }
    await product.end();
    this.#troves.push({ name: 'printed by the edge', bytes: product.output });
  }

  traces(outputs: string, plan: FilmPlan, crashPlan: FilmPlan | undefined, elapsedMs: number): FilmTraces {
    const files = filesBelow(outputs);
    const dumps = files.filter(isCoreDump);
    if (dumps.length > 0) this.#notes.push(`core dumps found and searched: ${dumps.length}`);
    const { alerts, bytesDropped } = this.#receivers;
    this.#notes.push(`alerts that were told: ${alerts.mqtt} over MQTT, ${alerts.webhook} to a webhook`);
    if (bytesDropped > 0)
      this.#notes.push(`told and not searched, as there was too much: ${bytesDropped} bytes`);
    const last = openedBackground(this.#dataFolder);
    return {
      plan,
      plans: crashPlan === undefined ? [plan] : [crashPlan, plan],
      troves: [...files.filter((each) => !isCoreDump(each)), ...this.#troves, ...this.#receivers.troves],
      memory: [...dumps, ...this.#memory],
      aimed: this.#aimed,
      aimBytes: this.#aimBytes,
      backgrounds: this.#backgrounds,
      kept: last === null ? this.#versions.opened : [...this.#versions.opened, last],
      framesAnalysed: this.#frames,
      elapsedMs,
      notes: this.#notes,
    };
  }

  async #visit(product: Product, isEnough: (visit: Visit) => Promise<boolean>): Promise<void> {
    const visit = new Visit(product);
    try {
      await visit.begin();
      await visit.stay(async () => {
        this.#versions.look();
        return isEnough(visit);
      });
      this.#frames += await visit.framesAnalysed();
    } catch (cause) {
      await product.end('SIGKILL');
      throw cause;
    } finally {
      visit.leave();
    }
    for (const [name, bytes] of visit.received) {
      if (/aim \(stream\)$/.test(name)) this.#aimBytes += bytes.length;
      else this.#troves.push({ name: `sent: ${name}`, bytes });
    }
    for (const [route, status] of visit.refused) this.#notes.push(`${route} answered ${status}`);
    this.#aimed.push(...visit.aimed);
    this.#backgrounds.push(...visit.backgrounds.map(({ message }) => message));
  }
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // It has ended meanwhile.
  }
}

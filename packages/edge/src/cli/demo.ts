import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { Contributions, OutisError } from '@outis/core';
import { findModel } from '../camera/sight-command.ts';
import { configSchema } from '../config/config-schema.ts';
import { type SimulatedScene, simulatedScenes } from '../demo/scenes.ts';
import { simulatedSize, simulatedThresholds } from '../demo/simulated-camera.ts';
import { Simulation } from '../demo/simulation.ts';
import { demoMeasures } from '../demo/street-measures.ts';
import { CountingPipeline } from '../pipeline/counting-pipeline.ts';
import { bandOf, Measuring } from '../pipeline/measuring.ts';
import type { Site } from '../pipeline/site.ts';
import { runSite } from './run-site.ts';

export interface DemoOptions {
  readonly street: boolean;
  readonly port: number | undefined;
}

const dayMs = 86_400_000;

/**
 * `outis demo`: a film that was drawn goes through decoder, wall, detector, tracks, lines, store and page as the pictures of
 * a real camera do. Where the decoder or the detector is missing, simulated boxes enter behind it instead, and it says so.
 * It comes with some simulated hours behind it, so that there is something to look at; nothing is kept.
 */
export async function demo({ street, port }: DemoOptions): Promise<void> {
  const name = street ? 'street' : 'yard';
  const scene = simulatedScenes[name];
  const measures = demoMeasures(name);
  const folder = mkdtempSync(join(tmpdir(), 'outis-demo-'));
  const config = configSchema.parse({
    site: {
      name: street ? 'Long Street (simulated)' : 'Works yard (simulated)',
      timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    },
    cameras: [
      {
        id: name,
        source: `${seesPictures() ? 'drawn' : 'simulated'}:${name}`,
        purpose: scene.purpose,
        owner: scene.owner,
        reason: scene.reason,
        lines: [...scene.lines, ...measures.lines],
        zones: [...scene.zones, ...measures.zones],
        movements: measures.movements,
        ...(measures.calibration === undefined ? {} : { calibration: measures.calibration }),
        ...(scene.boundary === null
          ? {}
          : {
              boundary: scene.boundary,
              until: new Date(Date.now() + 90 * dayMs).toISOString().slice(0, 10),
            }),
      },
    ],
    http: { port: port ?? 8080 },
    store: { folder },
  });
  // A street shows persons only from the day before, so its history is longer.
  const hours = street ? 32 : 6;
  try {
    await runSite({
      config,
      login: 'open',
      forgetful: true,
      anyPort: port === undefined,
      prepare: (site) => {
        process.stderr.write(`Simulating the last ${hours} hours …\n`);
        return simulatePast(site, name, scene, hours);
      },
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** True where pictures can be decoded and looked at on this machine; otherwise it says what is missing. */
function seesPictures(): boolean {
  try {
    findModel(undefined);
  } catch (error) {
    if (!(error instanceof OutisError)) throw error;
    process.stderr.write(`${error.message}; boxes are simulated instead.\n`);
    return false;
  }
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  if (['ffmpeg', 'ffprobe'].every((name) => folders.some((folder) => existsSync(join(folder, name)))))
    return true;
  process.stderr.write('ffmpeg is missing (apt-get install ffmpeg); boxes are simulated instead.\n');
  return false;
}

/** Lets the simulation run through the hours before now, as fast as it goes, and counts what crosses. */
async function simulatePast(
  site: Site,
  cameraId: string,
  scene: SimulatedScene,
  hours: number,
): Promise<void> {
  const stepMs = 300;
  const slice = 5_000;
  let nextId = 1;
  const { counted, config } = site.camera(cameraId);
  const simulation = new Simulation(scene, 1);
  const pipeline = new CountingPipeline({
    frame: simulatedSize,
    lines: config.lines,
    bandAt: bandOf(config, simulatedSize),
    thresholds: simulatedThresholds,
    newId: () => nextId++,
    contributions: new Contributions(),
  });
  const measuring = new Measuring(config, simulatedSize);
  const endMs = Date.now();
  site.measureSince(cameraId, endMs - hours * 3_600_000);
  let step = 0;
  for (let tMs = endMs - hours * 3_600_000; tMs < endMs; tMs += stepMs) {
    simulation.step(tMs);
    const { tracks, crossings } = pipeline.step(tMs, simulation.observe());
    for (const { lineId, direction, class: name, tMs: metMs } of crossings) {
      const passage = { family: 'count', place: lineId, part: direction, class: name } as const;
      site.counter.count(counted, { ...passage, tMs: metMs }, tMs);
    }
    for (const one of measuring.step(tMs, tracks)) site.counter.count(counted, one, tMs);
    site.counter.observe(counted, tMs - stepMs, tMs);
    if (++step % slice === 0) await setImmediate();
  }
  site.counter.tick(Date.now());
}

import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { OutisError } from '@outis/core';
import type { AlertStore } from '../alert/alert-store.ts';
import { findModel } from '../camera/sight-command.ts';
import { configSchema } from '../config/config-schema.ts';
import { simulateAlerts } from '../demo/alerts-past.ts';
import { simulatePast } from '../demo/past.ts';
import { type SimulatedName, simulatedScenes } from '../demo/scenes.ts';
import { demoRules, yardCalibration } from '../demo/site-rules.ts';
import { demoMeasures } from '../demo/street-measures.ts';
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
  const names: readonly SimulatedName[] = street ? ['street'] : ['yard', 'entrance'];
  const sees = seesPictures();
  const folder = mkdtempSync(join(tmpdir(), 'outis-demo-'));
  const config = configSchema.parse({
    site: {
      name: street ? 'Long Street (simulated)' : 'Works yard (simulated)',
      timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    },
    cameras: names.map((name) => cameraOf(name, sees)),
    http: { port: port ?? 8080 },
    store: { folder },
  });
  try {
    await runSite({
      config,
      login: 'open',
      forgetful: true,
      anyPort: port === undefined,
      prepare: async (site, alertStore) => {
        const endMs = Date.now();
        for (const name of names) await pastOf(site, alertStore, name, endMs);
      },
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A camera as a file would have it. Of the entrance there is no film: it is always simulated. */
function cameraOf(name: SimulatedName, sees: boolean): unknown {
  const scene = simulatedScenes[name];
  const measures = demoMeasures(name);
  const calibration = name === 'yard' ? yardCalibration() : measures.calibration;
  return {
    id: name,
    source: `${sees && name !== 'entrance' ? 'drawn' : 'simulated'}:${name}`,
    purpose: scene.purpose,
    owner: scene.owner,
    reason: scene.reason,
    lines: [...scene.lines, ...measures.lines],
    zones: [...scene.zones, ...measures.zones],
    movements: measures.movements,
    rules: demoRules(name),
    ...(calibration === undefined ? {} : { calibration }),
    // Heads are small and turn away: more pictures are more votes.
    ...(name === 'entrance' ? { analyseFps: 10 } : {}),
    ...(scene.boundary === null
      ? {}
      : {
          boundary: scene.boundary,
          until: new Date(Date.now() + 90 * dayMs).toISOString().slice(0, 10),
        }),
  };
}

async function pastOf(site: Site, alertStore: AlertStore, name: SimulatedName, endMs: number): Promise<void> {
  // A street shows persons from the day before and near misses by week, so its history is longer.
  const isStreet = name === 'street';
  const { hours, repeats } = isStreet
    ? { hours: 24, repeats: 14 }
    : { hours: name === 'yard' ? 6 : 2, repeats: 1 };
  say(
    isStreet
      ? `Simulating ${hours} hours of the street, to lie behind it ${repeats} times …`
      : `Simulating the last ${hours} hours of the ${name} …`,
  );
  const past = { site, cameraId: name, scene: simulatedScenes[name], endMs };
  await simulatePast({ ...past, hours, repeats, say });
  if (!isStreet) await simulateAlerts({ ...past, alertStore });
}

function say(text: string): void {
  process.stderr.write(`${text}\n`);
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

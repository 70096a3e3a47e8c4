import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { OutisError } from '@outis/core';
import { findModel } from '../camera/sight-command.ts';
import { configSchema } from '../config/config-schema.ts';
import { simulatePast } from '../demo/past.ts';
import { simulatedScenes } from '../demo/scenes.ts';
import { demoMeasures } from '../demo/street-measures.ts';
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
  // A street shows persons from the day before and near misses by week, so its history is longer.
  const { hours, repeats } = street ? { hours: 24, repeats: 14 } : { hours: 6, repeats: 1 };
  try {
    await runSite({
      config,
      login: 'open',
      forgetful: true,
      anyPort: port === undefined,
      prepare: (site) => {
        say(
          street
            ? `Simulating ${hours} hours of the street, to lie behind it ${repeats} times …`
            : `Simulating the last ${hours} hours …`,
        );
        return simulatePast({ site, cameraId: name, scene, hours, repeats, endMs: Date.now(), say });
      },
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
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

import type { CameraJson, MeasuresCheckJson, MeasuresJson, MeasuresRequestJson } from '@outis/core';

/** What the edge computes of a calibration; the stand-in lets it do so, as no made-up answer would teach anything. */
interface Engine {
  measuresJson(config: object, size: CameraJson['size']): MeasuresJson | null;
  measuresCheck(config: object, asked: MeasuresRequestJson, size: CameraJson['size']): MeasuresCheckJson;
}

const engine = (await import(
  new URL('../../edge/src/pipeline/measures-json.ts', import.meta.url).href
)) as Engine;

/** How good measures would be. */
export function mockCheck(camera: CameraJson, asked: MeasuresRequestJson): MeasuresCheckJson {
  return engine.measuresCheck(configOf(camera, asked), asked, camera.size);
}

/** A camera with other measures. */
export function withMeasures(camera: CameraJson, asked: MeasuresRequestJson): CameraJson {
  const measures = engine.measuresJson(configOf(camera, asked), camera.size);
  return { ...camera, zones: asked.zones, measures };
}

function configOf(camera: CameraJson, { calibration, zones, movements }: MeasuresRequestJson): object {
  return {
    ...{ purpose: camera.purpose, lines: camera.lines, zones, movements, analyseFps: 10 },
    ...{ size: camera.size ?? undefined },
    ...(calibration === null ? {} : { calibration }),
  };
}

/** A crossing that is set up: a parking bay of known lengths, three zones, all movements. */
export const mockAsked: MeasuresRequestJson = {
  calibration: {
    rectangle: {
      corners: [
        [0.22, 0.92],
        [0.66, 0.9],
        [0.56, 0.5],
        [0.34, 0.51],
      ],
      metres: [7.5, 18],
    },
    heldOut: {
      a: [0.44, 0.91],
      b: [0.45, 0.505],
      metres: 18.2,
    },
  },
  zones: [
    {
      id: 'roadway',
      use: ['speed'],
      points: [
        [0.24, 0.92],
        [0.66, 0.9],
        [0.56, 0.56],
        [0.35, 0.57],
      ],
    },
    {
      id: 'crossing',
      use: ['conflict'],
      points: [
        [0.26, 0.92],
        [0.64, 0.9],
        [0.61, 0.76],
        [0.3, 0.77],
      ],
    },
    {
      id: 'loading',
      use: ['dwell'],
      points: [
        [0.72, 0.62],
        [0.95, 0.66],
        [0.98, 0.84],
        [0.74, 0.8],
      ],
    },
  ],
  movements: 'all',
};

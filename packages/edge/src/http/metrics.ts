import type { Site } from '../pipeline/site.ts';

/** Prometheus text: how the cameras are doing. No value in it moves with what they see. */
export function metricsText(site: Site): string {
  const { cameras, storeProblem } = site.camerasJson();
  const series: string[] = [];
  const add = (name: string, help: string, type: string, value: (index: number) => number): void => {
    series.push(`# HELP ${name} ${help}`, `# TYPE ${name} ${type}`);
    series.push(...cameras.map(({ id }, index) => `${name}{camera="${id}"} ${value(index)}`));
  };
  add('outis_camera_running', '1 while the camera delivers pictures.', 'gauge', (i) =>
    cameras[i]!.health.state === 'running' ? 1 : 0,
  );
  add('outis_camera_paused', '1 while the camera is paused on purpose.', 'gauge', (i) =>
    cameras[i]!.pause.isPaused ? 1 : 0,
  );
  add(
    'outis_camera_decoded_fps',
    'Pictures decoded per second.',
    'gauge',
    (i) => cameras[i]!.health.decodedFps,
  );
  add(
    'outis_camera_analysed_fps',
    'Pictures analysed per second.',
    'gauge',
    (i) => cameras[i]!.health.analysedFps,
  );
  const frames = cameras.map(({ id }) => site.camera(id).frames);
  add('outis_camera_frames_decoded_total', 'Pictures decoded.', 'counter', (i) => frames[i]!.decoded);
  add('outis_camera_frames_analysed_total', 'Pictures analysed.', 'counter', (i) => frames[i]!.analysed);
  add(
    'outis_camera_frames_dropped_total',
    'Pictures that came too late.',
    'counter',
    (i) => frames[i]!.dropped,
  );
  add(
    'outis_camera_restarts_total',
    'Restarts of decoder and sight.',
    'counter',
    (i) => cameras[i]!.health.restarts,
  );
  series.push(
    '# HELP outis_store_writable 1 while the store can be written.',
    '# TYPE outis_store_writable gauge',
    `outis_store_writable ${storeProblem === null ? 1 : 0}`,
  );
  return `${series.join('\n')}\n`;
}

import { performance } from 'node:perf_hooks';
import {
  isRoadUser,
  OutisError,
  type SightMessage,
  type SightStart,
  sightMessageBytesMax,
} from '@outis/core';
import { SceneWatch } from './background/scene-watch.ts';
import { Commands } from './commands.ts';
import type { Detector } from './detector/detector.ts';
import { loadDetector } from './detector/onnx-detector.ts';
import { withoutLooseParts } from './detector/worn-parts.ts';
import { FrameSource } from './frame/frame-source.ts';
import { openDoors } from './wall/self-check.ts';

const healthEveryMs = 1_000;

/**
 * One camera's eye: frames come in on stdin, observations and accepted blocks of the background go out over the control channel, and nothing else leaves but,
 * while somebody aims, a small picture with everything filled that was detected or moves.
 * Arguments: the path of the model and of its manifest. Exits when the control channel closes.
 */
async function main(modelPath: string, manifestPath: string): Promise<void> {
  process.on('disconnect', () => process.exit(0));
  const open = await openDoors();
  if (open.length > 0) throw new OutisError('wall-open', open.join(', '));
  const detector = await loadDetector(modelPath, manifestPath);
  const commands = new Commands(process, (error) => void fail(error));
  await send({
    kind: 'ready',
    modelName: detector.manifest.name,
    modelLicence: detector.manifest.licence,
    classes: detector.classes,
    thresholds: { low: detector.manifest.thresholds.low, high: detector.manifest.thresholds.high },
    input: {
      widthPx: detector.manifest.input.widthPx,
      heightPx: detector.manifest.input.heightPx,
      fit: detector.manifest.input.fit,
    },
  });
  const start = await commands.start;
  await watch(detector, start, commands);
}

async function watch(detector: Detector, start: SightStart, commands: Commands): Promise<void> {
  const scene = new SceneWatch({ start, detector, send, states: await commands.states });
  commands.follow((command) => scene.command(command));
  const source = new FrameSource(process.stdin, start, monotonicEpochMs);
  let analysed = 0;
  let detectMsSum = 0;
  let detectCount = 0;
  const tellHealth = (): Promise<void> => {
    const { decoded, dropped } = source.counts;
    const detectMs = detectCount === 0 ? null : detectMsSum / detectCount;
    [detectMsSum, detectCount] = [0, 0];
    return send({
      kind: 'health',
      framesDecoded: decoded,
      framesAnalysed: analysed,
      framesDropped: dropped,
      detectMs,
    });
  };
  const health = setInterval(() => void tellHealth(), healthEveryMs);
  for await (const frame of source.frames()) {
    const beganMs = performance.now();
    const seen = withoutLooseParts(await scene.detect(frame));
    const detections = start.wornParts === true ? seen : seen.filter(({ class: name }) => isRoadUser(name));
    detectMsSum += performance.now() - beganMs;
    detectCount++;
    analysed++;
    // Waiting for the channel bounds what can pile up in it.
    await send({ kind: 'observation', tMs: frame.tMs, frameIndex: frame.index, detections });
    await scene.report();
  }
  clearInterval(health);
  await scene.end();
  // The last frames too: a source may end sooner than health is told.
  await tellHealth();
  const { decoded, bytesLeft } = source.counts;
  await send({ kind: 'ended', framesDecoded: decoded, framesAnalysed: analysed, bytesLeft });
  process.disconnect?.();
}

/** Epoch ms that never goes back, whatever happens to the machine's clock while this process lives. */
function monotonicEpochMs(): number {
  return performance.timeOrigin + performance.now();
}

function send(message: SightMessage): Promise<void> {
  const bytes = JSON.stringify(message).length;
  if (bytes > sightMessageBytesMax) throw new Error(`A ${message.kind} message has ${bytes} bytes.`);
  return new Promise((resolve) => {
    if (process.send === undefined || !process.connected) resolve();
    else process.send(message, () => resolve());
  });
}

const [modelPath, manifestPath] = process.argv.slice(2);
try {
  if (modelPath === undefined || manifestPath === undefined) throw new OutisError('model-missing');
  if (process.send === undefined) throw new OutisError('wall-open', 'it has no control channel');
  await main(modelPath, manifestPath);
} catch (error) {
  await fail(error);
}

/** Says why it refuses to go on, and ends. */
async function fail(error: unknown): Promise<void> {
  const known = error instanceof OutisError ? error : new OutisError('sight-failed', '', { cause: error });
  await send({ kind: 'failed', code: known.code, detail: known.detail.slice(0, 500) });
  process.exit(known.exitCode);
}

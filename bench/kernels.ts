import { Background, type Kernels, plainKernels, wasmKernels } from '@outis/sight';
import cv from '@techstark/opencv-js';
import { headCommit, writeMeasured } from '../scripts/measurements.ts';

/**
 * Times of the background on one core, all in one run: the kernels in WebAssembly and in plain TypeScript, what
 * opencv-js takes for the like, and the whole background per frame and per sample.
 *
 *   ./outis node bench/kernels.ts [width height] [--write]
 */
const [widthPx = 640, heightPx = 360] = process.argv
  .slice(2)
  .filter((each) => /^\d+$/.test(each))
  .map(Number);
const size = { widthPx, heightPx };
const lumaPx = size.widthPx * size.heightPx;
const blocks = Math.floor(size.widthPx / 16) * Math.floor(size.heightPx / 16);
/** What was computed goes here, so that nothing is left out as unused. */
let sink = 0;

interface Row {
  readonly name: string;
  readonly medianMs: number;
  readonly meanMs: number;
  readonly leastMs: number;
}

function measure(name: string, repeats: number, work: (index: number) => void): Row {
  for (let index = 0; index < Math.min(50, repeats); index++) work(index);
  const times = Array.from({ length: repeats }, (_, index) => {
    const beganMs = performance.now();
    work(index);
    return performance.now() - beganMs;
  }).sort((a, b) => a - b);
  return {
    name,
    medianMs: times[Math.floor(times.length / 2)]!,
    meanMs: times.reduce((sum, time) => sum + time, 0) / times.length,
    leastMs: times[0]!,
  };
}

/** A still scene with noise, a few frames of it. */
function frames(): Uint8Array[] {
  let state = 1;
  const chance = (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
  const scene = Float32Array.from({ length: lumaPx }, (_, at) => {
    const [x, y] = [at % size.widthPx, Math.floor(at / size.widthPx)];
    return 110 + 40 * Math.sin(x / 23) * Math.cos(y / 17) + 30 * chance();
  });
  return Array.from({ length: 8 }, () =>
    Uint8Array.from({ length: (lumaPx * 3) / 2 }, (_, at) => {
      const noise = (chance() + chance() + chance() - 1.5) * 4;
      return at < lumaPx ? scene[at]! + noise : 120 + noise;
    }),
  );
}

function kernelRows(pictures: readonly Uint8Array[], kernels: Kernels): Row[] {
  const [counts, differences] = [new Uint16Array(blocks), new Uint16Array(blocks)];
  const sums = new Int32Array(blocks * 16);
  kernels.put(pictures[0]!);
  kernels.keep();
  return [
    measure(`${kernels.name}: copy and motion`, 400, (index) => {
      kernels.put(pictures[index % pictures.length]!);
      kernels.motion(14, counts, differences);
      sink += counts[index % blocks]! + differences[index % blocks]!;
    }),
    measure(`${kernels.name}: sums of looks`, 400, (index) => {
      kernels.sums(sums);
      sink += sums[index % sums.length]!;
    }),
  ];
}

async function opencvRows(pictures: readonly Uint8Array[]): Promise<Row[]> {
  // The module is a thenable that resolves to itself, so awaiting it would never end.
  if (cv.Mat === undefined)
    await new Promise<void>((resolve) => {
      cv.onRuntimeInitialized = () => resolve();
    });
  const [now, kept, apart, mask] = [new cv.Mat(), new cv.Mat(), new cv.Mat(), new cv.Mat()];
  now.create(size.heightPx, size.widthPx, cv.CV_8UC1);
  kept.create(size.heightPx, size.widthPx, cv.CV_8UC1);
  kept.data.set(pictures[0]!.subarray(0, lumaPx));
  const difference = measure('opencv-js: copy, absdiff and threshold', 200, (index) => {
    now.data.set(pictures[index % pictures.length]!.subarray(0, lumaPx));
    cv.absdiff(now, kept, apart);
    cv.threshold(apart, mask, 14, 1, cv.THRESH_BINARY);
    sink += mask.data[index]!;
  });
  // In the library, and missing in its types.
  const { BackgroundSubtractorMOG2 } = cv as unknown as {
    readonly BackgroundSubtractorMOG2: new (
      history: number,
      threshold: number,
      shadows: boolean,
    ) => { apply(picture: unknown, mask: unknown, rate: number): void; delete(): void };
  };
  const subtractor = new BackgroundSubtractorMOG2(500, 16, false);
  const mixture = measure('opencv-js: MOG2 on luma', 100, (index) => {
    now.data.set(pictures[index % pictures.length]!.subarray(0, lumaPx));
    subtractor.apply(now, mask, -1);
    sink += mask.data[index]!;
  });
  for (const each of [now, kept, apart, mask, subtractor]) each.delete();
  return [difference, mixture];
}

/** The whole of it: 5 frames a second, a sample every 5 s, as in use. */
function backgroundRows(pictures: readonly Uint8Array[]): Row[] {
  const background = new Background({
    frame: size,
    profile: 'usual',
    utcOffsetMs: 0,
    kernels: wasmKernels(size),
  });
  let tMs = 1_700_000_000_000;
  const see = (index: number, stepMs: number): void => {
    tMs += stepMs;
    background.observe({ tMs, bytes: pictures[index % pictures.length]! }, []);
    sink += background.aimCandidates().length;
  };
  // Two hours, so that every block has its word and its picture.
  for (let index = 0; index < 1440; index++) {
    see(index, 5_000);
    while (background.pictureToCheck() !== null) background.check([]);
  }
  sink += background.takeUpdates().length;
  return [
    measure('background: a frame that is no sample', 400, (index) => see(index, 1)),
    measure('background: a frame that is a sample', 400, (index) => see(index, 5_000)),
  ];
}

const pictures = frames();
const rows = [
  ...kernelRows(pictures, wasmKernels(size)),
  ...kernelRows(pictures, plainKernels(size)),
  ...(await opencvRows(pictures)),
  ...backgroundRows(pictures),
];
const text = report(rows);
console.log(text);
if (process.argv.includes('--write')) {
  writeMeasured('kernels', text);
}
if (!Number.isFinite(sink)) throw new Error('Nothing was computed.');

function report(all: readonly Row[]): string {
  const commit = headCommit();
  return [
    `Commit ${commit}, ${size.widthPx}x${size.heightPx}, one core, all in one run.`,
    '',
    '| ms | median | mean | least |',
    '|---|---|---|---|',
    ...all.map(({ name, medianMs, meanMs, leastMs }) => {
      return `| ${name} | ${[medianMs, meanMs, leastMs].map((ms) => ms.toFixed(3)).join(' | ')} |`;
    }),
  ].join('\n');
}

import { parentPort } from 'node:worker_threads';
import { runSeed, type ThreadTask } from './run-algorithm.ts';

/** A thread that runs the scenarios it is given, until it is ended. */
parentPort?.on('message', ({ seeds, decoys }: ThreadTask) => {
  parentPort?.postMessage(seeds.map((seed) => runSeed(seed, decoys)));
});

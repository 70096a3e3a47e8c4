export { findModel, projectRoot, sightArguments } from './camera/sight-command.ts';
export { holdsFileOf, SightPair, type SightPairEvents, type SightPairOptions } from './camera/sight-pair.ts';
export { networkNamespace } from './camera/spawn-guarded.ts';
export { type SimulatedScene, simulatedScenes } from './demo/scenes.ts';
export { type SimulatedObject, Simulation } from './demo/simulation.ts';
export { CountingPipeline } from './pipeline/counting-pipeline.ts';
export { SqliteStore } from './store/sqlite-store.ts';

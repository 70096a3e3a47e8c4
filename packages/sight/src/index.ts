export { deniedWord } from './detector/deny-list.ts';
export type { Detector } from './detector/detector.ts';
export { checkHead, type Head, type OutputShape } from './detector/head.ts';
export { type ModelManifest, parseManifest } from './detector/manifest.ts';
export { loadDetector } from './detector/onnx-detector.ts';
export { type Frame, frameBytes } from './frame/frame.ts';
export { FrameAssembler } from './frame/frame-assembler.ts';
export { FrameSource } from './frame/frame-source.ts';
export { type Door, doors, openDoors } from './wall/self-check.ts';

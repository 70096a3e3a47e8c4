import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { isObjectClass, type ObjectClass, OutisError } from '@outis/core';
import { type ModelFiles, projectRoot } from './sight-command.ts';

/** What is said of a model wherever it is named. */
export interface ModelFacts extends ModelFiles {
  readonly name: string;
  readonly licence: string;
  /** Of the weights, hexadecimal; sight checks the file against it. */
  readonly sha256: string;
  /** True for a model that Outis ships: its makers have measured what its classes mean. */
  readonly reviewed: boolean;
  /** What it can tell apart. */
  readonly classes: readonly ObjectClass[];
  /** Average precision at IoU .5 per class, 0 to 1, as the makers of Outis measured it; null for every other model. */
  readonly ap50: Readonly<Record<string, number>> | null;
}

const ownManifest = join(projectRoot, 'packages/sight/models/outis.manifest.json');

/** Reads the manifest of a model. Throws `model-manifest-invalid`. Sight, who uses the model, reads it much more strictly. */
export function readModelFacts(files: ModelFiles): ModelFacts {
  const { manifestPath, modelPath } = files;
  try {
    const { name, licence, sha256, ap50, classes } = JSON.parse(readFileSync(manifestPath, 'utf8')) as Record<
      string,
      unknown
    >;
    const reviewed = manifestPath === ownManifest && dirname(modelPath) === dirname(ownManifest);
    return {
      modelPath,
      manifestPath,
      name: printable(name, 100),
      licence: printable(licence, 100),
      sha256: printable(sha256, 64),
      reviewed,
      classes: Object.values(classes ?? {}).filter(isObjectClass),
      ap50: reviewed ? ((ap50 ?? {}) as Readonly<Record<string, number>>) : null,
    };
  } catch (cause) {
    throw new OutisError('model-manifest-invalid', manifestPath, { cause });
  }
}

/** A value of a manifest as it may be printed: it was written by others, and a terminal obeys control characters. */
export function printable(value: unknown, lengthMax: number): string {
  return String(value)
    .replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '?')
    .slice(0, lengthMax);
}

/** What is said beside the name of a model that its makers have not measured for Outis; nothing for ours. */
export function reviewNote({ reviewed }: Pick<ModelFacts, 'reviewed'>): string {
  return reviewed ? '' : ' · unreviewed model';
}

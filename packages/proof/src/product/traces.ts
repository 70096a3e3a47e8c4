import { closeSync, openSync, readdirSync, readFileSync, readSync, statSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { backgroundFolder, KeptBackgrounds } from '@outis/edge';
import type { Trove } from '../search/containers.ts';
import { cameraId } from './product.ts';

/** Files that are larger are memory: there is no such file of the product. */
const fileBytesMax = 1024 ** 3;
const regionBytesMax = 256 * 2 ** 20;

/** Every file below a folder, with its name from there. */
export function filesBelow(folder: string): Trove[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => statSync(path).size <= fileBytesMax)
    .map((path) => ({ name: relative(folder, path), bytes: readFileSync(path) }));
}

/** True for a core dump: memory, which is searched as such. */
export function isCoreDump({ name }: Trove): boolean {
  return /^(vg)?core(\.\d+)?$/.test(basename(name));
}

/** Where the kernel of this machine puts core dumps, and whether we can look there. */
export function coreDumpPlace(): { readonly pattern: string; readonly isSearched: boolean } {
  const pattern = readFileSync('/proc/sys/kernel/core_pattern', 'utf8').trim();
  // A relative name lies where the process was started, which is below the folder of the run.
  return { pattern, isSearched: !/^[|/]/.test(pattern) };
}

/** What an edge has kept of a background, opened with its own key, as JSON; null where nothing is kept. */
export function openedBackground(dataFolder: string): Buffer | null {
  try {
    return KeptBackgrounds.open(dataFolder, () => {}).read(cameraId);
  } catch {
    return null;
  }
}

/** Keeps every version of the background's file that it sees: it is written anew many times. */
export class BackgroundVersions {
  readonly #dataFolder: string;
  readonly #versions = new Map<string, Buffer>();
  #lastMs = 0;

  constructor(dataFolder: string) {
    this.#dataFolder = dataFolder;
  }

  /** What the file has held, opened, without repetitions. */
  get opened(): readonly Buffer[] {
    return [...this.#versions.values()];
  }

  look(): void {
    const path = join(backgroundFolder(this.#dataFolder), `${cameraId}.bin`);
    const changedMs = statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
    if (changedMs === this.#lastMs) return;
    this.#lastMs = changedMs;
    const opened = openedBackground(this.#dataFolder);
    if (opened !== null) this.#versions.set(String(changedMs), opened);
  }
}

/** The memory of a running process that it has written to, as far as this user may read it; null where it may not. */
export function memoryOf(pid: number): Trove[] | null {
  try {
    const memory = openSync(`/proc/${pid}/mem`, 'r');
    try {
      return writtenRegions(pid).flatMap(({ from, length, name }) => {
        const bytes = Buffer.alloc(length);
        try {
          return [{ name, bytes: bytes.subarray(0, readSync(memory, bytes, 0, length, from)) }];
        } catch {
          // Pages of devices and of the kernel are not to be read.
          return [];
        }
      });
    } finally {
      closeSync(memory);
    }
  } catch {
    return null;
  }
}

interface Region {
  readonly from: number;
  readonly length: number;
  readonly name: string;
}

/** From `/proc/<pid>/smaps`: what is in memory of it, and is not merely a file that was mapped. */
function writtenRegions(pid: number): Region[] {
  const regions: Region[] = [];
  let current: Region | null = null;
  for (const line of readFileSync(`/proc/${pid}/smaps`, 'utf8').split('\n')) {
    const [, from, to, rights] = /^([0-9a-f]+)-([0-9a-f]+) (\S{4}) /.exec(line) ?? [];
    if (from !== undefined) {
      const length = Number.parseInt(to!, 16) - Number.parseInt(from, 16);
      const isRead = rights!.startsWith('rw') && length <= regionBytesMax;
      current = isRead ? { from: Number.parseInt(from, 16), length, name: `memory at ${from}` } : null;
    } else if (current !== null && /^Anon[a-z]+:\s+[1-9]/.test(line)) regions.push(current);
  }
  return regions;
}

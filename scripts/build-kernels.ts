import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import asc from 'assemblyscript/asc';

const folder = join(import.meta.dirname, '../packages/sight/src/background/kernels');

/** Where the compiled kernels are. */
export const kernelsPath: string = join(folder, 'kernels.wasm');

/**
 * Compiles the kernels of the background. The same source and the same compiler give the same bytes, so a test can
 * tell whether what is in the repository is what its source says.
 */
export async function compileKernels(): Promise<Uint8Array> {
  const source = readFileSync(join(folder, 'kernels.as'), 'utf8');
  let result: Uint8Array | undefined;
  const { error, stderr } = await asc.main(
    ['kernels.ts', '--outFile', 'kernels.wasm', '-O3', '--noAssert', '--runtime', 'stub', '--enable', 'simd'],
    {
      readFile: (name) => (name === 'kernels.ts' ? source : null),
      writeFile: (name, contents) => {
        if (name === 'kernels.wasm') result = contents as Uint8Array;
      },
      listFiles: () => [],
    },
  );
  if (error !== null || result === undefined)
    throw new Error(`The kernels do not compile: ${stderr.toString()}`, { cause: error });
  return result;
}

if (import.meta.main) {
  const bytes = await compileKernels();
  writeFileSync(kernelsPath, bytes);
  console.log(`${kernelsPath}: ${bytes.length} bytes`);
}

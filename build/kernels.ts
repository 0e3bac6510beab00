/**
 * Compiles the kernels in AssemblyScript to WebAssembly, each into a TypeScript file beside its source that holds
 * the bytes as text: a bundle, a package and a worker find them without looking for a file. `npm run kernels`
 * after a change; a test compiles them again and compares.
 */
import { writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import asc from 'assemblyscript/asc';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..');

/** Sources of kernels, from the root of the project. */
export const KERNELS = [
  'engine/analysis/kernels/assembly/analysis.ts',
  'engine/analysis/kernels/assembly/derivative-sums.ts',
  'engine/columns/assembly/forms.ts',
  'engine/intake/cells/assembly/cells.ts',
  'engine/intake/csv/assembly/scan.ts',
  'engine/intake/profile/assembly/profile.ts',
  'engine/intake/values/assembly/look.ts',
  'engine/privacy/identity/assembly/people.ts',
  'engine/privacy/kernels/assembly/hmac-sha256.ts',
] as const;

/** Where the compiled form of a source stands: one folder up, as NAME.wasm.ts. */
export const compiledPath = (source: string): string =>
  join(dirname(dirname(source)), `${basename(source, '.ts')}.wasm.ts`);

/** The text of the compiled form of a source. @throws Error with what the compiler says */
export const compileKernel = async (source: string): Promise<string> => {
  const flags = ['--runtime', 'stub', '--enable', 'simd', '-O3', '--noAssert', '--initialMemory', '16'];
  let binary: Uint8Array | null = null;
  const { error, stderr } = await asc.main([source, ...flags, '--outFile', 'kernel.wasm'], {
    writeFile: (name: string, contents: Uint8Array | string) => {
      if (name.endsWith('.wasm') && typeof contents !== 'string') binary = contents;
    },
  });
  if (error !== null || binary === null) throw new Error(`${source} does not compile:\n${stderr.toString()}`);
  const text = Buffer.from(binary).toString('base64');
  const lines = text.match(/.{1,100}/g) ?? [];
  return [
    `/** Made of assembly/${basename(source)} by \`npm run kernels\`: WebAssembly as base64. */`,
    'export const WASM = [',
    ...lines.map((line) => `  '${line}',`),
    "].join('');",
    '',
  ].join('\n');
};

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  process.chdir(ROOT);
  for (const source of KERNELS) {
    writeFileSync(compiledPath(source), await compileKernel(source));
    process.stdout.write(`${compiledPath(source)}\n`);
  }
}

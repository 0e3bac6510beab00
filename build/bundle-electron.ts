/**
 * Builds the desktop shell into `dist/desktop/`: the same files in the same folders as the sources, as JavaScript.
 * Nothing is merged, because the engine starts its workers by the place of their files; packages stay outside. The
 * preload script alone becomes one file: in its sandbox it can load no other.
 */
import { globSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type Plugin, type Rollup } from 'vite';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
export const DESKTOP = join(ROOT, 'dist', 'desktop');

/** `new URL('./x.ts', import.meta.url)`: how a module names a worker, or the shell its engine. */
const BESIDE = /(new URL\(\s*['"])(\.{1,2}\/[^'"]+)\.ts(['"],\s*import\.meta\.url)/g;

/** Names the built file where a source names the source of another. */
const nameBuiltFiles: Plugin = {
  name: 'name-built-files',
  transform: (code) => code.replace(BESIDE, '$1$2.js$3'),
};

/** Paths from the root of all modules that are started by the place of their file. */
export const startedByPlace = (): string[] => {
  const found = new Set<string>();
  for (const path of globSync('{engine,electron,shared}/**/*.ts', { cwd: ROOT })) {
    const at = path.replaceAll('\\', '/');
    for (const [, , beside] of readFileSync(join(ROOT, path), 'utf8').matchAll(BESIDE))
      found.add(posix.normalize(posix.join(posix.dirname(at), `${beside}.ts`)));
  }
  return [...found].sort();
};

const output = async (
  folder: string,
  input: string[],
  format: Rollup.OutputOptions,
  empty: boolean,
): Promise<Rollup.RollupOutput> =>
  (await build({
    root: ROOT,
    configFile: false,
    publicDir: false,
    logLevel: 'warn',
    plugins: [nameBuiltFiles],
    build: {
      ssr: true,
      target: 'node24',
      outDir: folder,
      emptyOutDir: empty,
      minify: false,
      rolldownOptions: {
        input: input.map((path) => join(ROOT, path)),
        external: (id) => !/^[./]|^[A-Za-z]:[\\/]/.test(id),
        output: format,
      },
    },
  })) as Rollup.RollupOutput;

/** Builds everything into `folder`. Returns the built files, relative to it. */
export const bundleElectron = async (folder: string = DESKTOP): Promise<string[]> => {
  const modules = await output(
    folder,
    ['electron/main/main.ts', ...startedByPlace()],
    {
      format: 'es',
      preserveModules: true,
      preserveModulesRoot: ROOT,
      entryFileNames: '[name].js',
      chunkFileNames: '[name].js',
      assetFileNames: '[name][extname]',
    },
    true,
  );
  const preload = await output(
    folder,
    ['electron/preload/preload.ts'],
    { format: 'cjs', entryFileNames: 'electron/preload/[name].cjs' },
    false,
  );
  return [...modules.output, ...preload.output].map(({ fileName }) => fileName).sort();
};

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const files = await bundleElectron();
  process.stdout.write(`Built ${files.length} files in dist/desktop.\n`);
}

/**
 * Builds the window into `dist/renderer` when what it is made of has changed. A hash of all inputs lies beside the
 * result; times of files would say nothing after a fresh checkout.
 */
import { createHash } from 'node:crypto';
import { existsSync, globSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT, runStep } from './steps.ts';

const FOLDER = join(ROOT, 'dist', 'renderer');
const STAMP = join(ROOT, 'dist', 'renderer.sha256');
const CONFIG = 'build/vite.config.ts';
const INPUTS = ['renderer/**/*', 'shared/**/*.ts', 'build/icons/icon.svg', CONFIG, 'package-lock.json'];

/** One hash of every file that something is made of (the window, unless told), with its name. */
export const inputsHash = (root: string = ROOT, inputs: readonly string[] = INPUTS): string => {
  const files = inputs
    .flatMap((pattern) => globSync(pattern, { cwd: root, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  const hash = createHash('sha256');
  for (const file of files) {
    const bytes = readFileSync(file);
    hash.update(`${file.slice(root.length)}\0${bytes.length}\0`).update(bytes);
  }
  return hash.digest('hex');
};

/** Builds the window unless it is up to date. Returns the exit status of the build. */
export const buildWindow = (): number => {
  const hash = inputsHash();
  const current = existsSync(join(FOLDER, 'index.html')) && existsSync(STAMP);
  if (current && readFileSync(STAMP, 'utf8').trim() === hash) return 0;
  rmSync(STAMP, { force: true });
  // Built beside and moved into place, so that whoever starts meanwhile finds a whole window.
  const made = `${FOLDER}-${process.pid}`;
  const status = runStep({
    name: 'building the window',
    script: 'node_modules/vite/bin/vite.js',
    args: ['build', '-c', CONFIG, '--outDir', made],
    // Under a test runner it is `test`, and the window would be built for development: larger and slower.
    env: { NODE_ENV: 'production' },
  });
  if (status !== 0) {
    rmSync(made, { recursive: true, force: true });
    return status;
  }
  rmSync(FOLDER, { recursive: true, force: true, maxRetries: 5 });
  renameSync(made, FOLDER);
  writeFileSync(STAMP, `${hash}\n`);
  return 0;
};

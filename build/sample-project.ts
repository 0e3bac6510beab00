/**
 * Makes a finished sample project in `dist/sample` when what makes it has changed, so that the window opens one by
 * copying. Run as a program it makes one in the folder it is given.
 */
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ROOT, runStep } from './steps.ts';
import { inputsHash } from './window.ts';

export const SAMPLE = join(ROOT, 'dist', 'sample');
const STAMP = join(ROOT, 'dist', 'sample.sha256');
const INPUTS = ['engine/**/*.ts', 'shared/**/*.ts', 'package-lock.json'];

/** Makes the sample project unless it is up to date. Returns the exit status of making it. */
export const buildSample = (): number => {
  const hash = inputsHash(ROOT, INPUTS);
  if (existsSync(SAMPLE) && existsSync(STAMP) && readFileSync(STAMP, 'utf8').trim() === hash) return 0;
  rmSync(STAMP, { force: true });
  // Made beside and moved into place: whoever opens the sample meanwhile finds a whole project or none.
  const made = `${SAMPLE}-${process.pid}`;
  const status = runStep({
    name: 'making the sample project',
    script: 'build/sample-project.ts',
    args: [made],
  });
  if (status !== 0) {
    rmSync(made, { recursive: true, force: true });
    return status;
  }
  rmSync(SAMPLE, { recursive: true, force: true, maxRetries: 5 });
  renameSync(made, SAMPLE);
  writeFileSync(STAMP, `${hash}\n`);
  return 0;
};

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  // Only this way in needs the engine; every start comes by the other.
  const { createEngine } = await import('../engine/engine.ts');
  const engine = createEngine();
  try {
    await engine.call('sample.open', { folder: process.argv[2] });
  } finally {
    engine.close();
  }
}

/** The checks that `npm run check` and `npm test` share: each is one tool, run with this Node. */
import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));

/** A tool to run: what it is called on screen, its script from the root, its arguments, what its environment adds. */
export type Step = { name: string; script: string; args: string[]; env?: Record<string, string> };

/** Formatting and lint, then types. */
export const CHECKS: readonly Step[] = [
  { name: 'biome', script: 'node_modules/@biomejs/biome/bin/biome', args: ['check', '.'] },
  { name: 'tsc', script: 'node_modules/typescript/bin/tsc', args: ['-p', '.'] },
  // What runs in a page has its types; everything else must not see them.
  { name: 'tsc (window)', script: 'node_modules/typescript/bin/tsc', args: ['-p', 'test/window'] },
  {
    name: 'svelte-check',
    script: 'node_modules/svelte-check/bin/svelte-check',
    args: ['--tsconfig', 'renderer/tsconfig.json', '--fail-on-warnings', '--output', 'human'],
  },
];

/** Runs one step at the root with the streams of this process. Returns its exit status, 1 if a signal ended it. */
export const runStep = (step: Step): number => {
  process.stdout.write(`\n— ${step.name}\n`);
  const { status } = spawnSync(process.execPath, [join(ROOT, step.script), ...step.args], {
    cwd: ROOT,
    stdio: 'inherit',
    env: { ...process.env, ...step.env },
  });
  return status ?? 1;
};

/** Runs steps in order up to the first that fails. Returns the exit status of that one, or 0. */
export const runSteps = (steps: readonly Step[]): number => {
  for (const step of steps) {
    const status = runStep(step);
    if (status !== 0) return status;
  }
  return 0;
};

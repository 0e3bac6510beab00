/** The checks that `npm run check` and `npm test` share: each is one tool, run with this Node. */
import { spawn, spawnSync } from 'node:child_process';
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

const head = ({ name }: Step): string => `\n— ${name}\n`;
const command = ({ script, args }: Step): string[] => [join(ROOT, script), ...args];

/** Runs one step at the root with the streams of this process. Returns its exit status, 1 if a signal ended it. */
export const runStep = (step: Step): number => {
  process.stdout.write(head(step));
  const { status } = spawnSync(process.execPath, command(step), {
    cwd: ROOT,
    stdio: 'inherit',
    env: { ...process.env, ...step.env },
  });
  return status ?? 1;
};

/** Runs one step beside others and shows what it said when it has ended. Resolves to its exit status, 1 after a signal. */
const runBeside = (step: Step): Promise<number> =>
  new Promise((resolve, reject) => {
    const said: Buffer[] = [];
    const child = spawn(process.execPath, command(step), {
      cwd: ROOT,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, ...step.env },
    });
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (part: Buffer) => void said.push(part));
    child.on('error', reject);
    child.on('close', (status) => {
      process.stdout.write(head(step));
      process.stdout.write(Buffer.concat(said));
      resolve(status ?? 1);
    });
  });

/**
 * Runs steps, two at a time, each taken as soon as one has ended, until one fails. Resolves to the exit status of the
 * first that failed, or 0.
 */
export const runSteps = async (steps: readonly Step[]): Promise<number> => {
  const waiting = [...steps];
  let failed = 0;
  const work = async (): Promise<void> => {
    for (let step = waiting.shift(); step !== undefined && failed === 0; step = waiting.shift()) {
      const status = await runBeside(step);
      if (failed === 0) failed = status;
    }
  };
  await Promise.all([work(), work()]);
  return failed;
};

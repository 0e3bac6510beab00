/**
 * `npm start [-- VAULT]`: builds the window if it is out of date and opens it, in Electron where its program is
 * installed or can be fetched, else in a browser of this machine.
 */
import { spawn } from 'node:child_process';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { openWindow } from '../cli/shell/open-window.ts';
import { exitStatus, toErrorData } from '../shared/errors.ts';
import { bundleElectron, DESKTOP } from './bundle-electron.ts';
import { couldRunElectron, findElectron, obtainElectron } from './electron-program.ts';
import { buildSample } from './sample-project.ts';
import { ROOT } from './steps.ts';
import { buildWindow } from './window.ts';

const PACKAGE = join(ROOT, 'node_modules', 'electron');
const STAMP = join(ROOT, 'dist', 'electron-not-fetched');

const startElectron = async (program: string, found: string, args: string[]): Promise<number> => {
  await bundleElectron();
  process.stdout.write(`Cloister opens in its own window; ${found}\n`);
  const child = spawn(program, [join(DESKTOP, 'electron', 'main', 'main.js'), ...args], {
    stdio: 'inherit',
  });
  // Electron quits in order when it is asked to; whoever ends us means it.
  const forward = (signal: NodeJS.Signals): boolean => child.kill(signal);
  for (const signal of ['SIGTERM', 'SIGHUP'] as const) process.on(signal, forward);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? 1));
  });
};

const start = async (): Promise<number> => {
  const { values, positionals } = parseArgs({
    options: {
      'no-window': { type: 'boolean', default: false },
      browser: { type: 'boolean', default: false },
    },
    allowPositionals: true,
  });
  const built = buildWindow();
  if (built !== 0) return built;
  if (buildSample() !== 0) process.stdout.write('The sample project will be made when it is first opened\n');
  const wanted = !values.browser && !values['no-window'];
  const installed = wanted ? findElectron(PACKAGE) : null;
  const { program, line: found } =
    wanted && installed === null && couldRunElectron()
      ? obtainElectron(PACKAGE, STAMP)
      : {
          program: installed,
          line: `Electron’s program is ${installed === null ? 'not ' : ''}installed here`,
        };
  if (program !== null)
    return startElectron(
      program,
      found,
      positionals.map((vault) => resolve(vault)),
    );
  const { line, ended } = await openWindow({
    vault: positionals[0] ?? null,
    window: !values['no-window'],
    reason: values.browser ? 'a browser was asked for' : found,
  });
  process.stdout.write(`${line}\n`);
  await ended;
  return 0;
};

try {
  process.exitCode = await start();
} catch (error) {
  const { code, message, next } = toErrorData(error);
  process.stderr.write(`cloister: ${message}\n  next: ${next}\n`);
  process.exitCode = exitStatus(code);
}

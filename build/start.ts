/**
 * `npm start [-- VAULT]`: builds the window if it is out of date and opens it, in Electron where its program is
 * installed, else in a browser of this machine.
 */
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { openWindow } from '../cli/shell/open-window.ts';
import { exitStatus, toErrorData } from '../shared/errors.ts';
import { bundleElectron, DESKTOP } from './bundle-electron.ts';
import { buildSample } from './sample-project.ts';
import { ROOT } from './steps.ts';
import { buildWindow } from './window.ts';

/** Electron's program, or null. Asking its own package would try to download it. */
const electronProgram = (): string | null => {
  const folder = join(ROOT, 'node_modules', 'electron');
  const named = join(folder, 'path.txt');
  if (!existsSync(named)) return null;
  const program = join(folder, 'dist', readFileSync(named, 'utf8').trim());
  return existsSync(program) ? program : null;
};

const startElectron = async (program: string, args: string[]): Promise<number> => {
  await bundleElectron();
  process.stdout.write('Cloister opens in its own window; Electron is installed\n');
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
  const electron = values.browser || values['no-window'] ? null : electronProgram();
  if (electron !== null)
    return startElectron(
      electron,
      positionals.map((vault) => resolve(vault)),
    );
  const { line, ended } = await openWindow({
    vault: positionals[0] ?? null,
    window: !values['no-window'],
    reason: values.browser ? 'a browser was asked for' : 'Electron’s program is not installed here',
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

/** Electron's program: where it is, and one attempt of its package's own installer to have it where it could be used. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Electron's program in the folder of its package, or null. Asking the package itself would fetch it. */
export const findElectron = (folder: string): string | null => {
  const named = join(folder, 'path.txt');
  if (!existsSync(named)) return null;
  const program = join(folder, 'dist', readFileSync(named, 'utf8').trim());
  return existsSync(program) ? program : null;
};

/** Longest that the installer may take, in milliseconds. */
const PATIENCE = 60_000;

/** Whether Electron could draw and lock itself in here: it needs a display, and its sandbox refuses root. */
export const couldRunElectron = (
  platform: string = process.platform,
  env: NodeJS.ProcessEnv = process.env,
  user: number | undefined = process.getuid?.(),
): boolean => platform !== 'linux' || (user !== 0 && Boolean(env.DISPLAY || env.WAYLAND_DISPLAY));

/**
 * Runs the installer of the package once. A failure is kept in `stamp` with the package's version, so that later
 * starts do not wait for it again.
 * @returns the program or null, and what happened in one sentence
 */
export const obtainElectron = (
  folder: string,
  stamp: string,
  patience = PATIENCE,
): { program: string | null; line: string } => {
  const installer = join(folder, 'install.js');
  if (!existsSync(installer)) return { program: null, line: 'Electron’s program is not installed here' };
  const version = readFileSync(join(folder, 'package.json'), 'utf8');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === version)
    return { program: null, line: 'Electron’s program could not be fetched at an earlier start' };
  process.stdout.write('Electron’s program is not installed; its installer is tried once\n');
  const { status } = spawnSync(process.execPath, [installer], { stdio: 'ignore', timeout: patience });
  const program = status === 0 ? findElectron(folder) : null;
  if (program !== null) return { program, line: 'Electron’s program was fetched' };
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, version);
  return { program: null, line: 'Electron’s program could not be fetched' };
};

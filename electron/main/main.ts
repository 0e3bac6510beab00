/** The entry of the desktop shell. It says where the built parts lie, relative to itself, and starts them. */
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as electron from 'electron';
import { startWorkbench } from './start.ts';

const here = dirname(fileURLToPath(import.meta.url));
// This file runs as dist/desktop/electron/main/main.js.
const built = join(here, '..', '..', '..');
/** A packaged program is started alone; otherwise Electron's program is told this file first. */
const [named] = process.argv.slice(electron.app.isPackaged ? 1 : 2).filter((word) => !word.startsWith('-'));

/** Settles when the window is open; tests wait for it. */
export const { ready } = startWorkbench(
  electron,
  {
    renderer: join(built, 'renderer'),
    preload: join(here, '..', 'preload', 'preload.cjs'),
    engine: fileURLToPath(new URL('../../engine/process.ts', import.meta.url)),
    // Packaged it lies beside the archive, since what is copied must be real files.
    sample: electron.app.isPackaged ? join(built, '..', '..', 'sample') : join(built, 'sample'),
  },
  {
    platform: process.platform,
    now: () => performance.now(),
    vault: named === undefined ? null : resolve(named),
  },
);

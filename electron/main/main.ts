/** The entry of the desktop shell. It says where the built parts lie, relative to itself, and starts them. */
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as electron from 'electron';
import { startWorkbench } from './start.ts';

const here = dirname(fileURLToPath(import.meta.url));

/** Settles when the window is open; tests wait for it. */
export const { ready } = startWorkbench(
  electron,
  {
    // This file runs as dist/desktop/electron/main/main.js.
    renderer: join(here, '..', '..', '..', 'renderer'),
    preload: join(here, '..', 'preload', 'preload.cjs'),
    engine: fileURLToPath(new URL('../../engine/host.ts', import.meta.url)),
  },
  process.platform,
  () => performance.now(),
);
